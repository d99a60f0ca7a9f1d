"""Outlines: the published boundaries of areas as rings of points that a map can draw."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from data_pipeline.build import grid, tables
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding, table

Ring = NDArray[np.float64]  # points a row: longitude, latitude
DECIMALS = 4  # of a degree: ten metres, where the boundaries themselves are generalised to some hundred
FEWEST = 4  # points of a ring, the last of which is the first
NAMED = 12  # of many areas, so many are named


class _NoAreaError(ValueError):
    """A geometry is no area, and the message says what it is."""


@dataclass
class _Found:
    """The outlines as they are found: the rings of each place, and what was odd on the way."""

    rings: dict[str, list[list[Ring]]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    moved: int = 0


def fill(cursor: duckdb.DuckDBPyConnection, source: Source, *, whole: bool) -> list[Finding]:
    """Fill `outlines` with the areas of England of a published table; what was odd is returned.

    Shape    a row a ring. `part` counts the pieces of a place from 1, the largest first; `ring` 0 is the
             outside of a piece, others are holes in it. A ring ends with its first point. Outsides run
             clockwise and holes the other way, as d3 and plotly draw them; GeoJSON wants the opposite.
    Units    degrees on WGS84, to 4 decimals
    Missing  an area that the table lacks has no row, and a finding names it
    """
    found = _Found()
    for code, name, geometry, place, is_live_code in _rows(cursor, source):
        _take(found, (code, name, place), geometry=geometry, is_live_code=is_live_code)
    if not found.rings:
        said = f"No outline: none of its areas is a place of England. {' '.join(found.odd[:3])}".rstrip()
        return [Finding(source.id, "", "fatal", said)]
    cursor.execute("DELETE FROM outlines")
    tables.fill(cursor, "outlines", rows=_laid(found.rings))
    return [*_said(source, found), *(_missing(cursor, source) if whole else [])]


def _rows(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[Any]:
    """The areas of England: code, name, geometry, place, and whether the code is that of the place today."""
    return cursor.execute(
        f"""
        SELECT area_code, area_name, geometry, place_code, coalesce(code = place_code, false) AS is_live
        FROM {table(source)}
        LEFT JOIN codes ON code = area_code AND kind = 'ons' AND level = 'Local authority'
        WHERE prefix(area_code, 'E')
        ORDER BY is_live, area_code
        """
    ).fetchall()


def _take(found: _Found, named: tuple[str, str, str | None], *, geometry: str, is_live_code: bool) -> None:
    """Keep the rings of one area; the code that its place has today overrules an older one."""
    code, name, place = named
    if place is None:
        found.unknown.append(f"{name} ({code})")
        return
    try:
        pieces, was_grid = _pieces(geometry)
    except _NoAreaError as error:
        found.odd.append(f"{name} is {error}.")
        return
    if place in found.rings and not is_live_code:
        found.odd.append(f"{name} ({code}) stands twice.")
    found.rings[place] = pieces
    found.moved += was_grid


def _pieces(geometry: str) -> tuple[list[list[Ring]], bool]:
    """The pieces of an area, the largest first, each the outside and its holes; and if it was on the grid."""
    try:
        shape = json.loads(geometry or "null")
    except ValueError as error:
        raise _NoAreaError("no geometry that can be read") from error
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _NoAreaError(f"a {kind} in place of an area" if kind else "without a geometry")
    several = shape.get("coordinates") if kind == "MultiPolygon" else [shape.get("coordinates")]
    try:
        pieces = [[np.array(ring, dtype=np.float64)[:, :2] for ring in piece] for piece in several]
    except (TypeError, ValueError, IndexError) as error:
        raise _NoAreaError("an area whose points are no numbers") from error
    was_grid = _is_grid(pieces)
    kept = [list(_rounded(piece, was_grid=was_grid)) for piece in pieces]
    kept = sorted((piece for piece in kept if piece), key=lambda piece: -abs(_size(piece[0])))
    if not kept:
        raise _NoAreaError("too small to be drawn")
    return kept, was_grid


def _is_grid(pieces: Sequence[Sequence[Ring]]) -> bool:
    """Whether the points are of the national grid, as the publisher's own downloads may be."""
    points = np.concatenate([ring for piece in pieces for ring in piece])
    if grid.is_degrees(points[:, 0], points[:, 1]):
        return False
    if grid.holds(points[:, 0], points[:, 1]):
        return True
    raise _NoAreaError("at points that are neither degrees nor of the national grid")


def _rounded(piece: Sequence[Ring], *, was_grid: bool) -> Iterator[Ring]:
    """The rings of a piece in degrees, without points that fall together; nothing if the outside does."""
    for number, ring in enumerate(piece):
        degrees = np.column_stack(grid.to_degrees(ring[:, 0], ring[:, 1])) if was_grid else ring
        points = np.round(degrees, DECIMALS)
        points = np.vstack([points, points[:1]])
        points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
        if len(points) < FEWEST and number == 0:
            return
        if len(points) >= FEWEST:
            is_clockwise = _size(points) < 0
            yield points if is_clockwise == (number == 0) else points[::-1]


def _size(ring: Ring) -> float:
    """The area of a ring in square degrees at its latitude; below 0 where it runs clockwise."""
    x, y = ring[:, 0] * np.cos(np.radians(ring[:, 1].mean())), ring[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _laid(rings: Mapping[str, Sequence[Sequence[Ring]]]) -> Iterator[dict[str, Any]]:
    pieces = [(place, part, piece) for place in sorted(rings) for part, piece in enumerate(rings[place], 1)]
    for place, part, piece in pieces:
        for number, ring in enumerate(piece):
            row = {"place_code": place, "part": part, "ring": number}
            yield {**row, "longitude": ring[:, 0].tolist(), "latitude": ring[:, 1].tolist()}


def _said(source: Source, found: _Found) -> Iterator[Finding]:
    if found.moved:
        said = f"National grid: the points of {found.moved} areas were turned into longitude and latitude."
        yield Finding(source.id, "", "note", said)
    if found.unknown:
        said = f"Unknown areas: {_listed(found.unknown)}: no such place here; they were left out."
        yield Finding(source.id, "", "warning", said)
    for odd in found.odd[:NAMED]:
        yield Finding(source.id, "", "warning", f"No outline, or not this one: {odd}")


def _missing(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    rows = cursor.execute(
        """
        SELECT name
        FROM places
        WHERE level = 'Local authority' AND valid_to IS NULL
          AND place_code NOT IN (SELECT place_code FROM outlines)
        ORDER BY name
        """
    ).fetchall()
    if rows:
        said = f"No outline: {_listed([name for (name,) in rows])} are not in it; a map leaves them out."
        yield Finding(source.id, "", "warning", said)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
