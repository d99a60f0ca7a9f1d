"""Extracting: the rows on screen with what every file says of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TypeVar

import pandas as pd

from explorer import queries, sentences, words
from explorer.export.citing import citation
from explorer.export.columns import COLUMNS, EVERY, FIGURES, OF_THE_FILE, OF_THE_SOURCE, Column
from explorer.export.laying import NOTES, break_said, laid
from explorer.export.telling import About
from explorer.export.texts import fingerprint, ready
from explorer.queries import Answer, Source

NONE_AT_HAND = ("", "No table at hand has a figure or a symbol for the row.")
T = TypeVar("T")
TOO_MANY = 5_000  # rows
EVERYTHING = "everything at hand"


@dataclass(frozen=True, eq=False)
class Extract:
    """A table laid out for files of every kind, and what is to be said of it.

    Shape    rows: `columns`, and NOTES with the notes of each row one by one
    `figures`: the columns that are hashed; `once`: those that the file says once where it has room for it
    `own`: how many rows, the first ones, are those of the answer itself; the others stand beside it
    """

    rows: pd.DataFrame = field(repr=False)
    about: About
    columns: tuple[Column, ...] = EVERY
    figures: tuple[str, ...] = FIGURES
    once: tuple[str, ...] = (*OF_THE_FILE, *OF_THE_SOURCE)
    own: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(one.name for one in self.columns)

    @property
    def apart(self) -> tuple[Column, ...]:
        """The columns that differ from row to row."""
        return tuple(one for one in self.columns if one.name not in self.once)

    def lines(self, columns: tuple[str, ...]) -> Iterable[tuple[object, ...]]:
        """These columns of every row, row by row, their cells as CSV has them."""
        return lines_of(self.rows, columns)


def extract(
    answer: Answer,
    link: str = "",
    *,
    beside: Iterable[Answer] = (),
    pinned: str = "",
    sentence: str = "",
) -> Extract:
    """The rows on screen and what every file says of them.

    `beside`: answers that the same chart shows too, as the groups that contain these or all pupils
    `pinned`: the link that opens these very numbers, if there is one
    """
    shown = (answer, *(one for one in beside if not one.is_empty))
    rows = laid(shown)
    about = told_of(shown, link=link, pinned=pinned, sentence=sentence)
    if (rows["value"].isna() & (rows["symbol"] == "")).any():
        about = replace(about, symbols=(*about.symbols, NONE_AT_HAND))
    about = replace(about, rows=len(rows), sha256=fingerprint(lines_of(rows, FIGURES)))
    return Extract(rows.assign(**of_the_file(about))[[*COLUMNS, NOTES]], about, own=len(answer.rows))


def told_of(shown: tuple[Answer, ...], *, link: str, pinned: str = "", sentence: str = "") -> About:
    """What every file says of these answers; the hash and the number of rows are those of the rows."""
    answer, made = shown[0], today()
    sources = _each(one.sources for one in shown)
    return About(
        title=answer.title(),
        sentence=sentence or sentence_of(answer),
        filters=(*_filters(answer), *(f"Beside it: {one.title()}. {one.subtitle()}" for one in shown[1:])),
        places=_each(one.places for one in shown),
        periods=_span(shown),
        measures=_each(one.measures for one in shown),
        symbols=_each(one.symbols for one in shown),
        breaks=tuple(dict.fromkeys(break_said(mark) for one in shown for mark in one.breaks)),
        caveats=_each(one.caveats for one in shown),
        rows=sum(len(one.rows) for one in shown),
        sources=sources,
        processing=processed(sources),
        build_id=answer.build_id,
        citation=citation(answer, pinned or link, accessed=made),
        link=link,
        pinned=pinned,
        sha256="",
        made=made,
    )


def today() -> date:
    """The day it is, by the clock that files are dated with."""
    return datetime.now(UTC).date()


def processed(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """What was done to each of the tables, where anything was."""
    said = {one.title: queries.processing(one.id) for one in sources}
    return tuple(f"{title}: {text}" for title, text in said.items() if text)


def _each(many: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(one for some in many for one in some))


def _filters(answer: Answer) -> tuple[str, ...]:
    asked = answer.question
    groups = "; ".join(one.label for one in answer.categories)
    which = "as chosen" if asked.categories else EVERYTHING
    by = "none: all pupils" if answer.breakdown.id == "total" else answer.breakdown.label
    return (
        f"Measure: {words.listed(one.label for one in answer.measures)}",
        f"Places: {words.listed(one.name for one in answer.places)}",
        f"School types: {'; '.join(kind.sentence_label or kind.label for kind in answer.school_types)}",
        f"Breakdown: {by}",
        f"Groups ({which}): {groups}",
        f"Part of the year: {asked.time_identifier}",
        f"From: {asked.first or 'the first period at hand'}; to: {asked.last or 'the newest period at hand'}",
    )


def _span(shown: tuple[Answer, ...]) -> str:
    ends = dict.fromkeys(
        f"{one.first} to {one.last}" if one.first != one.last else one.first for one in shown
    )
    return "; ".join(filter(None, ends)) or "none"


def lines_of(rows: pd.DataFrame, columns: tuple[str, ...]) -> Iterable[tuple[object, ...]]:
    """These columns of the rows, row by row, their cells as CSV has them."""
    return zip(*(ready(rows[column].tolist()) for column in columns), strict=True)


def sentence_of(answer: Answer) -> str:
    """The headline; of very many rows, which no page says in a sentence, what they are."""
    return (
        sentences.headline(answer)
        if len(answer.rows) < TOO_MANY
        else f"{answer.title()}. {answer.subtitle()}."
    )


def of_the_file(about: About) -> dict[str, str]:
    """What every line of a CSV says of the whole file, by the names of the columns."""
    return {
        "citation_short": about.citation_short,
        "link": about.link,
        "pinned_link": about.pinned,
        "build_id": about.build_id,
        "title": about.title,
        "sentence": about.sentence,
        "filters": about.chosen,
        "sha256": about.sha256,
    }
