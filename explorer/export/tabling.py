"""Tabling: a table that is no answer, as a funnel's or an area's, with what every file says of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from explorer.export.columns import OF_THE_FILE, OF_THE_SOURCE, Column, named
from explorer.export.extracting import Extract, lines_of, of_the_file
from explorer.export.laying import NOTES
from explorer.export.telling import About
from explorer.export.texts import fingerprint

OF_THE_TABLES = ("source_title", "release", *OF_THE_SOURCE)


def tabled(
    rows: pd.DataFrame,
    columns: Iterable[Column],
    *,
    about: About,
    notes: Sequence[tuple[str, ...]] | None = None,
) -> Extract:
    """The rows with these columns of their own, and what every file says of them.

    `notes`: of each row one by one; without them those of the whole table

    Missing  None and not-a-number: no figure; say why in a column of its own
    """
    own = tuple(columns)
    clean = pd.DataFrame({one.name: _column(rows, one) for one in own}, columns=[one.name for one in own])
    names = tuple(one.name for one in own)
    told = replace(about, rows=len(clean), sha256=fingerprint(lines_of(clean, names), names))
    every = list(notes) if notes is not None else [_notes(told)] * len(clean)
    once = {**of_the_tables(told), **of_the_file(told)}
    laid = clean.assign(note=[" ".join(one) for one in every], **once)
    laid[NOTES] = pd.Series(every, index=laid.index, dtype="object")
    return Extract(
        laid,
        told,
        columns=(*own, *named(("note", *OF_THE_TABLES, *OF_THE_FILE))),
        figures=names,
        once=(*OF_THE_TABLES, *OF_THE_FILE),
    )


def of_the_tables(about: About) -> dict[str, str]:
    """What every line of a CSV says of the tables behind it, by the names of the columns."""
    sources = about.sources
    return {
        "source_title": _listed(one.title for one in sources),
        "publication": _listed(one.publication_title for one in sources),
        "release": _listed(one.release for one in sources),
        "published": newest(one.published for one in sources),
        "retrieved": newest(one.retrieved for one in sources),
        "processing": " ".join(about.processing),
        "licence": _listed(one.licence for one in sources),
        "citation": about.citation,
    }


def newest(days: Iterable[str]) -> str:
    """The last of these days, as they are written in the order of time."""
    return max(days, default="")


def _notes(about: About) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*about.breaks, *about.caveats)))


def _column(rows: pd.DataFrame, column: Column) -> pd.Series:
    """The column as numbers, or as text with '' where there is none."""
    if column.kind == "number":
        return pd.to_numeric(rows[column.name]).astype(float)
    texts = ["" if one is None or one != one else str(one) for one in rows[column.name].tolist()]
    return pd.Series(texts, index=rows.index, dtype="object")


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
