"""Funnel: every authority's rate over its number of pupils, inside limits that narrow as pupils grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explorer import queries, sentences, words
from explorer.charts import labels, reading, style
from explorer.queries import Measure, Neighbour, Place, Standing, Stood

PLOT, HEAD, FOOT, RIGHT = 420, 96, 50, 70
BARE = 24  # pixels over a plot without a chosen area, which has no key
LEVELS = ((0.95, "95%", "dash"), (0.998, "99.8%", "dot"))
POINTS = 80  # of a limit line
ROOM = 1.15  # times the fewest and the most pupils, beside the outermost dots
STEPS = (1, 3)  # fewer than one would like at a desk, as many as a phone has room for
UNDER = 0.03  # of the plot, below nought, so that a dot at nought is whole
HIGHER = 1.4  # times the highest dot, at most, to have the upper limit in sight
MARKER: dict[str, Any] = {"size": 8, "symbol": "circle", "opacity": 0.75}
CHOSEN: dict[str, Any] = {"size": 16, "symbol": "diamond"}
ALIKE: dict[str, Any] = {"size": 20, "symbol": "circle-open", "line": {"width": 2}}


@dataclass(frozen=True)
class Scene:
    """What a funnel plot is of: its areas, the one chosen, the ranks of its neighbours, its ends."""

    standing: Standing
    published: dict[str, dict[str, Any]]
    rows: tuple[Stood, ...]
    area: str
    ranks: dict[str, int]
    ends: tuple[float, float]
    top: float

    @property
    def measure(self) -> Measure:
        """What the rates are of."""
        return self.standing.measure

    @property
    def chosen(self) -> Stood | None:
        """The chosen area, where it is among the dots."""
        return next((row for row in self.rows if row.place.code == self.area), None)


def funnel(
    standing: Standing,
    area: Place | None = None,
    *,
    alike: Sequence[Neighbour] = (),
    whole: float | None = None,
) -> go.Figure:
    """A dot an area; the chosen one and its statistical neighbours marked by symbol and label.

    Shape    `whole`: England's published rate, in the unit shown; its line is that of the areas together
    Missing  areas without counts or with next to no pupils have no dot
    """
    scene = _scene(standing, area, alike=alike)
    head = HEAD if scene.chosen else BARE
    margin = {"t": head, "r": RIGHT, "b": FOOT}
    sheet = style.Sheet("Funnel plot", height=PLOT + head + FOOT, margin=margin)
    sheet.layout |= _layout(scene)
    sheet.traces += [*_dots(scene), *_limits(scene), _centre(scene)]
    _name_lines(sheet, scene, whole=whole)
    if chosen := scene.chosen:
        _name_area(sheet, scene, row=chosen)
    return sheet.figure()


def _scene(standing: Standing, area: Place | None, *, alike: Sequence[Neighbour]) -> Scene:
    rows = queries.stood(standing)
    people = [row.people for row in rows] or [1_000.0]
    ends = (min(people) / ROOM, max(people) * ROOM)
    high = max((row.shown for row in rows), default=0.0) or 1.0
    outer = float(standing.funnel.limits([ends[1]], level=0.998)[1][0]) * queries.shown_factor(standing)
    records = standing.answer.rows.to_dict("records")
    return Scene(
        standing,
        {str(row["place_code"]): {str(name): cell for name, cell in row.items()} for row in records},
        rows,
        area=area.code if area else "",
        ranks={one.place.code: one.rank for one in alike},
        ends=ends,
        top=1.06 * max(high, min(outer, HIGHER * high)),
    )


def _layout(scene: Scene) -> dict[str, Any]:
    low, high = scene.ends
    steps = [step * 10**power for power in range(8) for step in STEPS]
    ticks = [step for step in steps if low <= step <= high]
    # each dot's pupils double over the same distance, or a few large counties push all others to the left
    across = {
        "type": "log",
        "range": [float(np.log10(low)), float(np.log10(high))],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [words.fmt(tick) for tick in ticks],
        "title": {"text": _whom(scene.measure), "font": {"size": style.LABEL}, "standoff": 8},
        "tickfont": {"size": style.SMALL},
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": style.GREY,
        "showgrid": False,
        "showline": True,
        "linecolor": style.GREY,
        "fixedrange": True,
    }
    upright = style.value_axis(style.unit_title(scene.measure.display_unit), top=scene.top)
    return {
        "xaxis": across,
        "yaxis": upright | {"range": [-UNDER * scene.top, scene.top]},
        "showlegend": scene.chosen is not None,
        "legend": style.legend(style.LABEL),
    }


def _whom(measure: Measure) -> str:
    return f"{words.capital(measure.denominator_short or measure.denominator_label)} in each area"


def _dots(scene: Scene) -> list[dict[str, Any]]:
    """The chosen area first, which has the first colour; then its neighbours; then all others in grey."""
    chosen = [row for row in scene.rows if row.place.code == scene.area]
    near = [row for row in scene.rows if row.place.code in scene.ranks]
    rest = [row for row in scene.rows if row not in chosen and row not in near]
    if not chosen:
        return [_trace(scene, [*near, *rest], name="Areas", marker=MARKER)]
    alike = _trace(scene, near, name="Statistical neighbours, 1 the nearest", marker=ALIKE)
    numbers = [str(scene.ranks[row.place.code]) for row in near]
    alike |= {"mode": "markers+text", "text": numbers, "textfont": {"size": 11}, "zorder": 2}
    return [
        _trace(scene, chosen, name=chosen[0].place.name, marker=CHOSEN) | {"zorder": 3},
        *([alike] if near else []),
        _trace(scene, rest, name="Other areas", marker=MARKER | {"color": style.GREY}),
    ]


def _trace(scene: Scene, rows: list[Stood], *, name: str, marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [row.people for row in rows],
        "y": [row.shown for row in rows],
        "name": name,
        "mode": "markers",
        "marker": marker,
        "cliponaxis": False,
        "customdata": [_said(scene, row) for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _said(scene: Scene, row: Stood) -> str:
    """What the pointer says of an area: rate, counts, and where it lies."""
    own = scene.published[row.place.code]
    told = reading.said(scene.standing.answer, own, name=row.place.name)
    lies = style.wrapped(words.capital(sentences.band(scene.standing, row.place.code)), 34)
    return f"{told}<br>{lies}"


def _people(scene: Scene) -> list[float]:
    return [float(people) for people in np.geomspace(*scene.ends, POINTS)]


def _limits(scene: Scene) -> list[dict[str, Any]]:
    """Two lines a level; what lies above the plot is left off, so that no line runs along its edge."""
    lines = []
    for level, name, dash in LEVELS:
        for side, ends in zip(("low", "high"), _limit(scene, _people(scene), level=level), strict=True):
            heights = [height if height <= scene.top else None for height in ends]
            line = {"color": style.GREY, "width": 1.5, "dash": dash}
            lines.append(_line(scene, heights, name=f"{name} limit, {side}") | {"line": line})
    return lines


def _limit(scene: Scene, people: list[float], *, level: float) -> tuple[list[float], list[float]]:
    factor = queries.shown_factor(scene.standing)
    low, high = scene.standing.funnel.limits(people, level=level)
    return [float(one) * factor for one in low], [float(one) * factor for one in high]


def _centre(scene: Scene) -> dict[str, Any]:
    height = scene.standing.funnel.centre * queries.shown_factor(scene.standing)
    flat = _line(scene, [height] * POINTS, name="All these areas together")
    return flat | {"line": {"color": style.GREY, "width": 2}}


def _line(scene: Scene, heights: Sequence[float | None], *, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": _people(scene),
        "y": heights,
        "name": name,
        "mode": "lines",
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _name_lines(sheet: style.Sheet, scene: Scene, *, whole: float | None) -> None:
    """What each line is, at its right end, as far as it ends inside the plot."""
    centre = scene.standing.funnel.centre * queries.shown_factor(scene.standing)
    decimals = scene.standing.answer.decimals
    figure = words.fmt(centre, decimals)
    whose = "England" if whole is not None and words.fmt(whole, decimals) == figure else "All areas"
    found = [(f"{whose}<br><b>{figure}</b>", centre)]
    for level, name, _ in LEVELS:
        found += [(name, ends[0]) for ends in _limit(scene, [scene.ends[1]], level=level)]
    written = [
        labels.Label(text, _share(scene, height) * PLOT, style.lines(text, style.SMALL))
        for text, height in found
        if 0 < height <= scene.top
    ]
    right = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "align": "left"}
    for label, height in zip(written, labels.apart(written, top=PLOT + 12), strict=True):
        level_at = {"y": height / PLOT, "yref": "paper", "yanchor": "middle"}
        sheet.note(label.text, size=style.SMALL, **right, **level_at)


def _share(scene: Scene, height: float) -> float:
    """How far up the plot a rate is, from 0 at its foot to 1."""
    return (height / scene.top + UNDER) / (1 + UNDER)


def _name_area(sheet: style.Sheet, scene: Scene, *, row: Stood) -> None:
    """The chosen area's name and figure above the plot, and a thin line down to its dot."""
    low, high = (np.log10(end) for end in scene.ends)
    across = float((np.log10(row.people) - low) / (high - low))
    thin = {"color": style.GREY, "width": 1}
    upright = {"x0": row.people, "x1": row.people, "xref": "x", "y0": row.shown, "y1": scene.top, "yref": "y"}
    sheet.shape(type="line", line=thin, **upright)
    side = "left" if across < 0.3 else "right" if across > 0.7 else "center"
    text = f"{row.place.name} <b>{words.fmt(row.shown, scene.standing.answer.decimals)}</b>"
    above = {"x": across, "xref": "paper", "xanchor": side, "y": 1, "yref": "paper", "yanchor": "bottom"}
    sheet.note(text, size=style.LABEL, **above)
