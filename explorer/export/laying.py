"""Laying: the rows of answers laid out as the columns of a file."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pandas as pd

from explorer import queries, words
from explorer.export.citing import table_cited
from explorer.export.columns import COLUMNS, OF_THE_FILE
from explorer.queries import Answer, Break, Caveat, Measure, Source

LAID = tuple(column for column in COLUMNS if column not in OF_THE_FILE)
NOTES = "notes"  # the notes of a row one by one, for formats that number them


def laid(answers: Iterable[Answer]) -> pd.DataFrame:
    """The rows shown in the order shown, each with its unit, meaning, notes and source.

    Shape    columns LAID, and NOTES with the notes of each row one by one; one line per row shown
    Units    value in the published unit, unrounded; shown_value as the page shows it
    Missing  text '' and numbers NaN; symbol_meaning says why
    """
    parts = [_laid(answer) for answer in answers]
    return pd.concat(parts, ignore_index=True)


def _laid(answer: Answer) -> pd.DataFrame:
    rows = answer.rows
    texts = [column for column in rows if rows[column].dtype.kind not in "fib"]
    rows = rows.assign(**{column: rows[column].astype("object").fillna("").astype(str) for column in texts})
    measures = {one.id: one for one in answer.measures}
    known = [measures[name] for name in rows["measure"]]
    released = _by(rows, ("source", "time_period"), said=partial(_release, answer.sources))
    notes = [list(dict.fromkeys((*one, *more))) for one, more in zip(*_noted(answer, rows), strict=True)]
    return rows.assign(
        unit=[one.unit for one in known],
        shown_unit=[one.display_unit for one in known],
        shown_value=_as_shown(rows, known),
        numerator_label=[one.numerator_label for one in known],
        denominator_label=[one.denominator_label for one in known],
        **{column: [one[column] for one in released] for column in _release(())},
        note=[" ".join(one) for one in notes],
        notes=notes,
    )[[*LAID, NOTES]]


def _by(rows: pd.DataFrame, columns: tuple[str, ...], *, said: Callable[..., Any]) -> list[Any]:
    """What is said of each row, worked out once for each combination of these columns."""
    keys = list(zip(*(rows[column] for column in columns), strict=True))
    told = {key: said(*key) for key in dict.fromkeys(keys)}
    return [told[key] for key in keys]


def _as_shown(rows: pd.DataFrame, measures: list[Measure]) -> list[float | None]:
    """The figures with the decimals that the page gives them."""
    return [
        None if pd.isna(shown) else float(words.fmt(float(shown), one.decimals).translate(_PLAIN))
        for shown, one in zip(rows["shown"], measures, strict=True)
    ]


_PLAIN = str.maketrans({",": "", words.MINUS: "-"})


def _release(sources: tuple[Source, ...], *row: str) -> dict[str, str]:
    """What is to be said of the release that a row of this source and period came from."""
    source, period = row or ("", "")
    mine = [one for one in sources if one.id == source]
    covering = [one for one in mine if (one.first_period or "0") <= period <= (one.last_period or "9")]
    found = next(iter(covering or mine), None)
    return {
        "source_title": found.title if found else "",
        "publication": found.publication_title if found else "",
        "release": found.release if found else "",
        "published": found.published if found else "",
        "retrieved": found.retrieved if found else "",
        "processing": queries.processing(found.id) if found else "",
        "licence": found.licence if found else "",
        "citation": table_cited(found) if found else "",
    }


def _noted(answer: Answer, rows: pd.DataFrame) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """What to know of each row: the breaks of its series, and its caveats."""
    breaks = _by(rows, ("measure", "school_type", "time_period"), said=partial(_broken, answer.breaks))
    kept = ("measure", "breakdown", "school_type", "source", "place_code")
    return breaks, _by(rows, kept, said=partial(_warned, answer.notes))


def _broken(breaks: tuple[Break, ...], *row: str) -> tuple[str, ...]:
    return tuple(break_said(one) for one in breaks if _breaks(one, *row))


def break_said(one: Break) -> str:
    """A break as a sentence that names its period."""
    dated = any(letter.isdigit() for letter in one.label)
    label = one.label if dated else f"{one.period}: {one.label}"
    return f"{label.rstrip('.')}. {one.note}".strip()


def _breaks(one: Break, measure: str, *row: str) -> bool:
    school_type, period = row
    fits = one.measure in ("", measure) and one.school_type in ("", school_type)
    if one.kind == "break":
        return fits and period >= one.time_period
    return fits and period == one.time_period


def _warned(notes: tuple[Caveat, ...], *row: str) -> tuple[str, ...]:
    measure, breakdown, school_type, source, place_code = row
    return tuple(
        one.note
        for one in notes
        if one.measure in ("", measure)
        and one.breakdown in ("", breakdown, *breakdown.split("*"))
        and one.school_type in ("", school_type)
        and one.source in ("", source)
        and one.place_code in ("", place_code)
    )
