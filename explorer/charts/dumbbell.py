"""Dumbbell: the gap between two series year by year, in the unit's points and as a ratio."""

from typing import Any

import plotly.graph_objects as go

from explorer import words
from explorer.charts import reading, style
from explorer.charts.pairing import Pair, names, pairs
from explorer.queries import Answer

ROW, FOOT = 56, 46
WIDE = 16  # letters of a series' name in one line


def dumbbell(answer: Answer) -> go.Figure:
    """Two dots a period joined by their gap, for the answer's two series.

    Missing  an end without a figure has no dot, and words say why; a disturbed period is grey
    """
    _, two = names(answer, "period")
    lines = pairs(answer, "period")
    tallest = max((style.lines(style.wrapped(name, WIDE), style.LABEL) for name in two), default=0)
    head = 14 + round(tallest)
    height = head + FOOT + ROW * max(len(lines), 1)
    sheet = style.Sheet("Dumbbell chart", height=height, margin={"t": head, "r": 24})
    sheet.layout |= _axes(answer, lines)
    for pair in lines:
        _join(sheet, answer, pair=pair)
    # colours are given by position, so the two series come before what is grey anyway
    for disturbed in (False, True):
        for side, name in enumerate(two):
            sheet.traces += _traces(answer, lines, side=side, name=name, disturbed=disturbed)
    for side, name in enumerate(two):
        _name(sheet, lines, side=side, name=name)
    return sheet.figure()


def _axes(answer: Answer, lines: list[Pair]) -> dict[str, dict[str, Any]]:
    keys = [pair.name for pair in lines]
    top = reading.highest(answer) * 1.1
    return {
        "xaxis": style.value_axis(style.unit_title(answer.unit), top=top) | {"nticks": 5},
        "yaxis": style.name_axis(keys, keys) | {"showgrid": False},
    }


def _join(sheet: style.Sheet, answer: Answer, *, pair: Pair) -> None:
    """The line between the two dots with what lies between them, or why there is only one."""
    level = {"y": pair.name, "yshift": 13}
    if not pair.is_whole:
        sheet.note(f"<i>{pair.missing}</i>", size=style.SMALL, x=0, xanchor="left", **level)
        return
    low, high = min(pair.values), max(pair.values)
    line = {"color": style.FAINT if pair.note else style.GREY, "width": 3}
    sheet.shape(type="line", x0=low, x1=high, y0=pair.name, y1=pair.name, line=line)
    sheet.note(pair.note or _gap(answer, pair), size=style.SMALL, x=(low + high) / 2, **level)


def _gap(answer: Answer, pair: Pair) -> str:
    """The difference in points, and how many times the smaller figure the larger is."""
    low, high = min(pair.values), max(pair.values)
    unit = "points" if answer.unit.startswith(("%", "percent", "points")) else answer.unit
    ratio = pair.ratio()
    times = f", {words.fmt(max(ratio, 1 / ratio), 1)} times" if ratio else ""
    return f"<b>{words.fmt(high - low, answer.decimals)} {unit}</b>{times}"


def _traces(
    answer: Answer, lines: list[Pair], *, side: int, name: str, disturbed: bool
) -> list[dict[str, Any]]:
    """One series' dots of the periods that can be compared, or in grey of those that cannot."""
    marker = {"size": 13, "symbol": style.PAIR[side]}
    if not disturbed:
        return [_trace(answer, [one for one in lines if not one.note], side=side, marker=marker, name=name)]
    grey, unsure = marker | {"color": style.GREY}, [one for one in lines if one.note]
    note = f"{name}, not comparable"
    return [_trace(answer, unsure, side=side, marker=grey, name=note)] if unsure else []


def _trace(
    answer: Answer, lines: list[Pair], *, side: int, marker: dict[str, Any], name: str
) -> dict[str, Any]:
    ends = [(pair, end) for pair in lines if (end := pair.ends[side])]
    return {
        "type": "scatter",
        "x": [float(end["shown"]) for _, end in ends],
        "y": [pair.name for pair, _ in ends],
        "name": name,
        "mode": "markers+text",
        "marker": marker,
        "text": [f"<b>{reading.number(answer, end)}</b>" for _, end in ends],
        # clear of the line between the dots; below the left one, which may stand at the edge
        "textposition": ["bottom center" if pair.is_smaller(side) else "middle right" for pair, _ in ends],
        "textfont": {"size": style.LABEL},
        "cliponaxis": False,
        "customdata": [reading.said(answer, end, name=name) for _, end in ends],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _name(sheet: style.Sheet, lines: list[Pair], *, side: int, name: str) -> None:
    """The series' name over its dot in the first line, towards the middle of the plot."""
    first = next((pair for pair in lines if pair.ends[side]), None)
    end = first.ends[side] if first else None
    if not first or not end:
        return
    edge = "left" if first.is_smaller(side) else "right"
    place = {"xanchor": edge, "align": edge, "xshift": -8 if edge == "left" else 8}
    above = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2}
    text = f"<b>{style.wrapped(name, WIDE)}</b>"
    sheet.note(text, size=style.LABEL, x=float(end["shown"]), **place, **above)
