"""Paired: two series' figures for every group, their dots joined and the figures in a column beside them."""

from typing import Any

import plotly.graph_objects as go

from explorer import words
from explorer.charts import reading, style
from explorer.charts.pairing import Pair, names, pairs
from explorer.queries import Answer

ROW, HEAD, FOOT = 40, 76, 46
WIDE = 18  # letters of a group's name in one line
COLUMN = 96  # pixels for the figures at the right
HARDLY = 0.1  # a ratio below it has two decimals, since 0.0 says nothing


def paired(answer: Answer) -> go.Figure:
    """Two dots a group joined by a line, for the answer's two series; of one series, its dots alone.

    Missing  an end without a figure has no dot, and the column says why
    """
    _, two = names(answer, "category_label")
    lines = pairs(answer, "category_label")
    row = style.row_height([style.wrapped(pair.name, WIDE) for pair in lines], least=ROW)
    height = HEAD + FOOT + row * max(len(lines), 1)
    sheet = style.Sheet("Dot plot", height=height, margin={"t": HEAD, "r": COLUMN})
    sheet.layout |= _layout(answer, lines)
    for pair in lines:
        if pair.is_whole:
            ends = {"x0": min(pair.values), "x1": max(pair.values), "y0": pair.name, "y1": pair.name}
            sheet.shape(type="line", line={"color": style.GREY, "width": 3}, **ends)
    sheet.traces += [_trace(answer, lines, side=side, name=name) for side, name in enumerate(two)]
    _write_column(sheet, answer, lines=lines, two=two)
    return sheet.figure()


def _layout(answer: Answer, lines: list[Pair]) -> dict[str, Any]:
    keys = [pair.name for pair in lines]
    across = style.value_axis(style.unit_title(answer.unit), top=reading.highest(answer))
    return {
        "xaxis": across | {"nticks": 5},
        "yaxis": style.name_axis(keys, [style.wrapped(key, WIDE) for key in keys]),
        # names beside dots would lie on each other where two figures are close
        "showlegend": True,
        "legend": style.legend(style.LABEL),
    }


def _trace(answer: Answer, lines: list[Pair], *, side: int, name: str) -> dict[str, Any]:
    ends = [(pair, end) for pair in lines if (end := pair.ends[side])]
    return {
        "type": "scatter",
        "x": [float(end["shown"]) for _, end in ends],
        "y": [pair.name for pair, _ in ends],
        "name": name,
        "mode": "markers",
        "marker": {"size": 12, "symbol": style.PAIR[side]},
        "cliponaxis": False,
        "customdata": [
            reading.said(answer, end, name=f"{pair.name}, {words.small(name)}") for pair, end in ends
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _write_column(sheet: style.Sheet, answer: Answer, *, lines: list[Pair], two: list[str]) -> None:
    """Both figures of every group and how many times the second the first is: '0.2 times'."""
    column = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": COLUMN - 8, "align": "right"}
    heading = style.wrapped(f"{two[0]} and {words.small(two[1])}" if two[1:] else answer.unit, WIDE)
    top = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2}
    sheet.note(f"<b>{heading}</b>", size=style.SMALL, **column, **top)
    for pair in lines:
        sheet.note(_said(answer, pair, both=len(two) > 1), size=style.SMALL, y=pair.name, **column)


def _said(answer: Answer, pair: Pair, *, both: bool) -> str:
    figures = [f"<b>{reading.number(answer, end)}</b>" if end else pair.missing for end in pair.ends]
    if not both or not any(pair.ends):
        return figures[0]
    ratio = pair.ratio()
    times = f"<br>{words.fmt(ratio, 1 if ratio >= HARDLY else 2)} times" if ratio else ""
    return f"{' and '.join(figures)}{times}"
