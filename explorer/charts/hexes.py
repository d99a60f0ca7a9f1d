"""Hexes: the map on which every local authority is one cell of one size."""

from math import cos, pi, sin, sqrt

import plotly.graph_objects as go

from explorer.charts.patches import Look, Plan, Point, Ring, patches
from explorer.queries import Place
from explorer.queries.classes import Mapped

HEIGHT = 760
SMALL_WORDS = {"and", "of", "with"}
LONGEST = 4  # letters of a short name


def hexes(mapped: Mapped, *, look: Look | None = None) -> go.Figure:
    """Every authority of today as a hexagon, near where it lies; its short name and class on it.

    Missing  areas of the past have no cell; see `patches` for what stands for a missing figure
    """
    places = [one.place for one in mapped.areas if one.place.hex_q is not None]
    middles = {one.code: middle(one) for one in places}
    plan = Plan(
        kind="Hexagon map",
        rings={code: [cell(point)] for code, point in middles.items()},
        middles=middles,
        numbered=frozenset(middles),
        names=short_names(places),
        height=HEIGHT,
    )
    return patches(mapped, plan, look=look or Look())


def middle(place: Place) -> Point:
    """Where a cell's middle lies, one unit from each of its neighbours.

    Source   the layout of `places`: odd-r offset, odd rows half a cell to the right, rows counted northwards
    """
    column, row = place.hex_q or 0, place.hex_r or 0
    return column + (row % 2) / 2, row * sqrt(3) / 2


def cell(point: Point) -> Ring:
    """The corners of the upright hexagon around a point, closed."""
    turns = [pi / 6 + turn * pi / 3 for turn in range(7)]
    size = 1 / sqrt(3)
    return [point[0] + size * cos(turn) for turn in turns], [point[1] + size * sin(turn) for turn in turns]


def short_names(places: list[Place]) -> dict[str, str]:
    """A short name for each area, no two alike: 'Lee', 'NEL', 'SoT'."""
    taken: dict[str, str] = {}
    for place in sorted(places, key=lambda one: one.name):
        name = next(one for one in _candidates(place.name) if one not in taken.values())
        taken[place.code] = name
    return taken


def _candidates(name: str) -> list[str]:
    """Short forms of a name, the most usual first."""
    parts = name.split(",")[0].replace("-", " ").replace(".", "").split()
    main = [part for part in parts if part.lower() not in SMALL_WORDS]
    first, *others = main
    initials = ["".join(part[0] for part in main)[:LONGEST]] if others else []
    return [*initials, *(first[:2] + other[0] for other in others), *_letters(first)]


def _letters(word: str) -> list[str]:
    return [
        word[:3],
        *(word[:2] + letter for letter in word[3:]),
        *(word[:3] + letter for letter in word[3:]),
    ]
