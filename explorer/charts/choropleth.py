"""Choropleth: the map of the local authorities by their boundaries, drawn without any other host."""

from collections.abc import Mapping, Sequence
from math import cos, radians

import plotly.graph_objects as go

from explorer.charts.patches import Look, Plan, Point, Ring, patches
from explorer.queries.classes import Mapped

HEIGHT = 720
LATITUDE = 53.0  # the middle of England, where the map's scale is the same across and up
ROOMY = 0.05  # square degrees across and up, from which a number fits inside an area on a phone


def choropleth(
    mapped: Mapped, outlines: Mapping[str, Sequence[Ring]], *, look: Look | None = None
) -> go.Figure:
    """Every authority by its boundary; its class on those with room for a number.

    Shape    `outlines`: rings of longitudes and latitudes by place code
    Missing  areas without a boundary are not drawn
    """
    rings = {code: [_flat(ring) for ring in parts] for code, parts in outlines.items()}
    there = {one.place.code: one.place for one in mapped.areas if one.place.code in rings}
    plan = Plan(
        kind="Map",
        rings={code: rings[code] for code in there},
        middles={code: _middle(rings[code]) for code in there},
        numbered=frozenset(code for code in there if max(map(_size, rings[code])) > ROOMY),
        names={},
        height=HEIGHT,
        frame=2,
    )
    return patches(mapped, plan, look=look or Look())


def _flat(ring: Ring) -> Ring:
    """The ring with its longitudes drawn together, so that England keeps its shape."""
    return [one * cos(radians(LATITUDE)) for one in ring[0]], ring[1]


def _middle(rings: Sequence[Ring]) -> Point:
    """The centre of gravity of the largest ring.

    Source   the shoelace formula; the middle of its corners for a ring without any area
    """
    xs, ys = max(rings, key=_size)
    steps = list(zip(xs, ys, [*xs[1:], xs[0]], [*ys[1:], ys[0]], strict=True))
    twice = sum(x * later_y - later_x * y for x, y, later_x, later_y in steps)
    if not twice:
        return sum(xs) / len(xs), sum(ys) / len(ys)
    across = sum((x + later_x) * (x * later_y - later_x * y) for x, y, later_x, later_y in steps)
    up = sum((y + later_y) * (x * later_y - later_x * y) for x, y, later_x, later_y in steps)
    return across / (3 * twice), up / (3 * twice)


def _size(ring: Ring) -> float:
    """The area inside a ring."""
    xs, ys = ring
    later_xs, later_ys = [*xs[1:], xs[0]], [*ys[1:], ys[0]]
    crossed = zip(xs, ys, later_xs, later_ys, strict=True)
    return abs(sum(x * later_y - later_x * y for x, y, later_x, later_y in crossed)) / 2
