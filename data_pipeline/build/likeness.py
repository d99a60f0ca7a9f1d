"""Likeness: the statistical neighbours of each authority, from the table of their publisher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from data_pipeline.build import publish, tables
from data_pipeline.build.quoting import name_of
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding, table

MOST = 30  # columns of neighbours that are looked for; the model has ten
NAMED = 12


def fill(cursor: duckdb.DuckDBPyConnection, source: Source, *, vintage: str, whole: bool) -> list[Finding]:
    """Put the published neighbours in the place of those that `neighbours` has; what was odd is returned.

    Shape    an area of the table gets all its rows from it; an area that it lacks keeps those that it had
    Missing  where any row of the table cannot be right, none of it is used, and a fatal finding says why
    """
    rows = _rows(cursor, source)
    names = _names(cursor)
    odd = list(_odd(rows, names))
    if odd or not rows:
        told = "; ".join(odd[:NAMED]) or "no row has neighbours"
        said = f"Not used: {told}. The neighbours that came with the code stay."
        return [Finding(source.id, "", "fatal", said)]
    places = sorted({row["place_code"] for row in rows})
    cursor.execute("DELETE FROM neighbours WHERE list_contains(?, place_code)", [places])
    tables.fill(cursor, "neighbours", rows=[{**row, "vintage": vintage} for row in rows])
    lacking = sorted(name for code, name in names.items() if code not in places)
    return list(_missing(source, lacking)) if whole else []


def _rows(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[dict[str, Any]]:
    """A row for each neighbour that is named; a number that is no place keeps the number."""
    found = publish.columns(cursor, source)
    rows: list[dict[str, Any]] = []
    for rank in [rank for rank in range(1, MOST) if f"SN_{rank}" in found]:
        closeness = name_of(f"SN_{rank}P") if f"SN_{rank}P" in found else "NULL"
        cells = cursor.execute(
            f"""
            SELECT coalesce(own.place_code, old_la_code), coalesce(other.place_code, {name_of(f"SN_{rank}")}),
                   {closeness}
            FROM {table(source)}
            LEFT JOIN codes AS own ON own.kind = 'old' AND own.code = old_la_code
            LEFT JOIN codes AS other ON other.kind = 'old' AND other.code = {name_of(f"SN_{rank}")}
            WHERE {name_of(f"SN_{rank}")} IS NOT NULL
            """
        ).fetchall()
        named = ("place_code", "neighbour_code", "closeness")
        rows += [{**dict(zip(named, cell, strict=True)), "rank": rank} for cell in cells]
    return sorted(rows, key=lambda row: (row["place_code"], row["rank"]))


def _names(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The name of each authority of today, by its code."""
    rows = cursor.execute(
        "SELECT place_code, name FROM places WHERE level = 'Local authority' AND valid_to IS NULL"
    ).fetchall()
    return dict(rows)


def _odd(rows: Iterable[dict[str, Any]], names: dict[str, str]) -> Iterator[str]:
    seen = set()
    for row in rows:
        place, other = row["place_code"], row["neighbour_code"]
        if place not in names or other not in names:
            yield f"{place if place not in names else other} is no authority of today"
        elif place == other:
            yield f"{names[place]} is its own neighbour"
        elif (place, other) in seen:
            yield f"{names[place]} has {names[other]} twice"
        seen.add((place, other))


def _missing(source: Source, lacking: list[str]) -> Iterator[Finding]:
    if lacking:
        said = f"No neighbours: {', '.join(lacking[:NAMED])} are not in it and keep what they had."
        yield Finding(source.id, "", "warning", said)
