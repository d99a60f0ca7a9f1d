"""Patches: areas filled by their class, each with the number of its class, and what has none told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import plotly.graph_objects as go

from explorer import words
from explorer.charts import reading, style
from explorer.queries import Answer
from explorer.queries.behind import about, behind
from explorer.queries.classes import MOST, Area, Mapped

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Sequence[float], Sequence[float]]

KEY_ROW = 21  # pixels that one line of the key takes
KEYS = 2  # entries of the key side by side, on a phone too
NUMBER, NAME = 12, 11
FEW_MARK = "*"
STATES = {"few": "Too few: no class", "hidden": "", "absent": "Not at hand"}


@dataclass(frozen=True)
class Look:
    """The colours of a map: of the classes from the lowest, of the figures on them, and of what lies around.

    In a file these; a page puts its light or dark ones in their place. Neighbouring classes differ by a
    contrast of 1.8 or more, which five steps of one colour cannot better by much: so each has its number.
    """

    fills: tuple[str, ...] = ("#E4F6FF", "#88B7D9", "#3983BD", "#16548C", "#06274A")
    inks: tuple[str, ...] = ("#0B0C0C", "#0B0C0C", "#0B0C0C", "#FFFFFF", "#FFFFFF")
    text: str = "#0B0C0C"
    ground: str = "#FFFFFF"


@dataclass(frozen=True)
class Plan:
    """Where everything lies on a map: the rings of each area, its middle, and which areas have room for text.

    Units    of the plot, the same across and up
    """

    kind: str
    rings: Mapping[str, Sequence[Ring]]
    middles: Mapping[str, Point]
    numbered: frozenset[str]
    names: Mapping[str, str]
    height: int
    frame: float = 4  # pixels: how wide the line around the chosen area is, and half of it on either side


def patches(mapped: Mapped, plan: Plan, *, look: Look) -> go.Figure:
    """The areas of a plan, one trace a class; what has none hatched, dotted or empty; the chosen one framed.

    Missing  hidden by the published table: hatched; fewer than ten: dotted and starred; no row: left empty
    """
    areas = [one for one in mapped.areas if one.place.code in plan.rings]
    keys = _keys(mapped, areas)
    top = 6 + KEY_ROW * -(-len(keys) // KEYS)
    sheet = style.Sheet(plan.kind, height=plan.height + top, margin={"t": top, "l": 0, "r": 0, "b": 0})
    sheet.layout |= _layout(plan)
    sheet.traces += [_fill(plan, drawn, name=name, look=look) for name, drawn in keys]
    if mapped.chosen is not None and mapped.chosen.place.code in plan.rings:
        sheet.traces += _frame(plan, mapped.chosen, look=look)
    sheet.traces += [
        _texts(plan, areas, look=look),
        _names(plan, areas, look=look),
        _handles(mapped, plan, areas=areas),
    ]
    return sheet.figure()


def _keys(mapped: Mapped, areas: list[Area]) -> list[tuple[str, list[Area]]]:
    """Each class and each reason to have none, with its words for the key and its areas on the map."""
    found: list[tuple[str, list[Area]]] = []
    for number in range(1, len(mapped.classes.bounds) + 1):
        drawn = [one for one in areas if one.number == number]
        found.append((f"<b>{number}</b>  {mapped.classes.label(number)} ({len(drawn)})", drawn))
    for state, label in STATES.items():
        drawn = [one for one in areas if one.state == state]
        if drawn:
            mark = f"<b>{FEW_MARK}</b>  " if state == "few" else ""
            found.append((f"{mark}{label or why_hidden(drawn)} ({len(drawn)})", drawn))
    return found


def why_hidden(areas: Sequence[Area]) -> str:
    """What the symbols of these areas mean, in a few words: 'Suppressed in the published table'."""
    meanings = dict.fromkeys(words.small(reading.why_missing(one.row)) for one in areas)
    return f"{words.capital(words.listed(meanings, 'or'))} in the published table"


def _layout(plan: Plan) -> dict[str, Any]:
    xs = [x for rings in plan.rings.values() for ring in rings for x in ring[0]]
    ys = [y for rings in plan.rings.values() for ring in rings for y in ring[1]]
    hidden = {"visible": False, "fixedrange": True}
    edge = (max(xs) - min(xs)) * 0.01 if xs else 1
    return {
        "xaxis": hidden | {"range": [min(xs, default=0) - edge, max(xs, default=1) + edge]},
        "yaxis": hidden
        | {"range": [min(ys, default=0) - edge, max(ys, default=1) + edge]}
        | {"scaleanchor": "x", "scaleratio": 1, "constrain": "domain", "constraintoward": "top"},
        "showlegend": True,
        "legend": style.legend(style.SMALL) | {"entrywidth": 1 / KEYS, "entrywidthmode": "fraction"},
        "hoverdistance": 24,
        "clickmode": "event+select",
    }


def _fill(plan: Plan, areas: list[Area], *, name: str, look: Look) -> dict[str, Any]:
    """The areas of one class as one shape of many rings."""
    first = areas[0] if areas else None
    return _outline(plan, areas) | {
        "name": name,
        "showlegend": True,
        "fill": "toself",
        "line": {"width": 1, "color": style.GREY},
        "hoverinfo": "skip",
        **_filling(first, name=name, look=look),
    }


def _filling(first: Area | None, *, name: str, look: Look) -> dict[str, Any]:
    number = first.number if first is not None else int(name[3:4])
    if number:
        return {"fillcolor": look.fills[number - 1]}
    state = first.state if first is not None else "absent"
    if state == "absent":
        return {"fillcolor": "rgba(0, 0, 0, 0)", "line": {"width": 1, "color": style.GREY, "dash": "dot"}}
    drawn = {
        "hidden": {"shape": "/", "size": 5, "solidity": 0.4},
        "few": {"shape": ".", "size": 8, "solidity": 0.04},
    }
    pattern = {"fgcolor": style.GREY, "bgcolor": look.ground} | drawn[state]
    return {"fillcolor": look.ground, "fillpattern": pattern}


def _outline(plan: Plan, areas: list[Area]) -> dict[str, Any]:
    """The rings of these areas one after another, a gap between each two."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in (ring for one in areas for ring in plan.rings[one.place.code]):
        xs += [*ring[0], None]
        ys += [*ring[1], None]
    return {"type": "scatter", "mode": "lines", "x": xs[:-1] or [None], "y": ys[:-1] or [None]}


def _frame(plan: Plan, chosen: Area, *, look: Look) -> list[dict[str, Any]]:
    """Two lines around the chosen area, one within the other, so that it is seen on every colour."""
    ring = _outline(plan, [chosen]) | {"showlegend": False, "hoverinfo": "skip", "name": chosen.place.name}
    return [
        ring | {"line": {"width": wide, "color": tint}}
        for wide, tint in ((2 * plan.frame, look.ground), (plan.frame, look.text))
    ]


def _texts(plan: Plan, areas: list[Area], *, look: Look) -> dict[str, Any]:
    """The number of its class on each area that has room for it; a star for few."""
    drawn = [one for one in areas if one.place.code in plan.numbered and one.state in ("classed", "few")]
    return _written(plan, drawn, below=bool(plan.names)) | {
        "name": "class",
        "text": [f"<b>{one.number or FEW_MARK}</b>" for one in drawn],
        "textfont": {"size": NUMBER, "color": _inks(drawn, look)},
    }


def _names(plan: Plan, areas: list[Area], *, look: Look) -> dict[str, Any]:
    """The short name of each area above its number; the style sheet takes them away on a phone."""
    drawn = [one for one in areas if one.place.code in plan.names]
    return _written(plan, drawn, below=False) | {
        "name": "short name",
        "text": [plan.names[one.place.code] for one in drawn],
        "textposition": "top center",
        "textfont": {"size": NAME, "color": _inks(drawn, look)},
    }


def _written(plan: Plan, areas: list[Area], *, below: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [plan.middles[one.place.code][0] for one in areas],
        "y": [plan.middles[one.place.code][1] for one in areas],
        "textposition": "bottom center" if below else "middle center",
        "showlegend": False,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _inks(areas: list[Area], look: Look) -> list[str]:
    return [look.inks[one.number - 1] if one.number else look.text for one in areas]


def _handles(mapped: Mapped, plan: Plan, *, areas: list[Area]) -> dict[str, Any]:
    """A point that is not seen in the middle of each area, for a pointer to read and a finger to choose."""
    unseen = {"marker": {"opacity": 0}}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "areas",
        "x": [plan.middles[one.place.code][0] for one in areas],
        "y": [plan.middles[one.place.code][1] for one in areas],
        "marker": {"size": 20, "opacity": 0},
        "selected": unseen,
        "unselected": unseen,
        "showlegend": False,
        "customdata": [[one.place.code] for one in areas],
        "hovertext": [said(mapped.answer, one, most=len(mapped.classes.bounds)) for one in areas],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def said(answer: Answer, area: Area, *, most: int = MOST) -> str:
    """What the pointer says of an area: its name, figure, counts and class, or why it has none."""
    if not area.row:
        return f"<b>{area.place.name}</b><br>{words.capital(words.NOT_AT_HAND)}"
    name, measure = area.place.name, answer.measure
    counted = about(behind(area.row, measure), measure)
    if area.state == "few" and measure.of_events and counted:
        text = f"<b>{name}</b><br>{counted}"
    else:
        text = reading.said(answer, area.row, name=name)
    ends = {"classed": f"Class {area.number} of {most}", "few": "Too few to be set beside other areas"}
    return f"{text}<br>{ends[area.state]}" if area.state in ends else text
