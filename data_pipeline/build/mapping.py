"""Mapping: how each figure is found again in its published table, kept beside the figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from data_pipeline.build.tables import fill
from data_pipeline.catalogue import Figures, Source
from data_pipeline.words import Vocabulary, normal

# What a reader needs to find the rows of a block; the rest of a block is about checks.
ROWS = ("group_column", "category_column", "across", "across_breakdown", "ignore", "where", "unless", "first")
SCHOOLS = ("school_type", "school_type_column", "school_types")
NUMBERS = ("value", "numerator", "denominator")


def so_far(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many candidates there are: those of the next block come after them."""
    return int(cursor.execute("SELECT count(*) FROM candidates").fetchall()[0][0])


def note(cursor: duckdb.DuckDBPyConnection, source: Source, *, block: Figures, since: int) -> None:
    """Keep how a block finds its rows, and which figures it gave: the candidates after `since`."""
    given = cursor.execute(
        "SELECT DISTINCT measure, breakdown, school_type FROM candidates WHERE rowid >= ? ORDER BY ALL",
        [since],
    ).fetchall()
    if given:
        position = source.figures.index(block)
        form = json.dumps(_form(source, block) | {"gives": given}, ensure_ascii=False, sort_keys=True)
        fill(cursor, "mapped", rows=[{"source": source.id, "position": position, "form": form}])


def spellings(cursor: duckdb.DuckDBPyConnection, words: Vocabulary) -> None:
    """Fill the table of how categories, breakdowns, school types and parts of the year are spelled."""
    rows: list[dict[str, str]] = []
    for breakdown in words.breakdowns:
        name = breakdown["breakdown"]
        rows += _spelled("group", name, spelled=breakdown.get("group_spellings", ()))
        for category in breakdown["category"]:
            term = category["category"]
            spelled = category.get("spellings", ())
            rows += _spelled("category", term, spelled=spelled, breakdown=name)
    rows += _spelled("category", "Total", spelled=sorted(words.total_spellings), breakdown="total")
    for entry in words.school_types:
        rows += _spelled("school_type", entry["school_type"], spelled=entry.get("spellings", ()))
    for entry in words.time_identifiers:
        rows += _spelled("time_identifier", entry["name"], spelled=entry.get("spellings", ()))
    fill(cursor, "spellings", rows=list({tuple(row.values()): row for row in rows}.values()))


def _spelled(kind: str, term: str, *, spelled: Iterable[str], breakdown: str = "") -> list[dict[str, str]]:
    """Each spelling in the form in which two are the same word."""
    forms = dict.fromkeys(normal(one) for one in (term, *spelled))
    return [{"kind": kind, "breakdown": breakdown, "term": term, "spelling": one} for one in forms]


def _form(source: Source, block: Figures) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(block, name) for name in (*NUMBERS, *SCHOOLS, *ROWS)}
    found |= {
        # in order: two breakdowns at once are named in the order of their columns
        "filters": [list(pair) for pair in block.filters.items()],
        "time_identifier": block.time_identifier,
        "names": source.columns,
        "added": source.constants,
        "prefer": source.prefer,
        "unnamed": bool(source.header),
        "distrusted": bool(source.distrust),
        "listed": source.online and source.service == "statistics",
        "publication": source.publication,
        "title_has": [[normal(word) for word in words.split("|")] for words in source.title_has],
        "title_lacks": [normal(word) for word in source.title_lacks],
        "levels": source.levels,
        "release": source.release,
        "every_year": source.every_year,
    }
    return {name: _plain(one) for name, one in found.items() if one}


def _plain(found: object) -> object:
    """What JSON has words for."""
    if isinstance(found, Mapping):
        return {name: _plain(one) for name, one in found.items()}
    return list(found) if isinstance(found, tuple) else found
