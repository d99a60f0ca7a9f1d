"""Tracing: one line over the years as Plotly draws it, open where years must not be compared."""

from typing import Any

import pandas as pd

from explorer.charts import reading
from explorer.queries import Answer, Series

OPEN = "-open"  # what Plotly appends to a shape that is not filled


def traced(answer: Answer, line: Series, *, name: str, shape: str = "circle") -> dict[str, Any]:
    """The points of a line, each once, hollow in a disturbed year, with what the pointer says of them.

    Missing  an unpublished or hidden figure leaves the line open, and so do a break and the way to and from
             a disturbed year: there a point without a figure stands before the next one
    """
    rows = line.rows
    apart = opened(answer, line)
    told = reading.hover(answer, rows, name=name)
    hollow = rows["disturbed"].astype(bool)
    points: list[tuple[str, float | None, str, bool]] = []
    each = zip(rows["period"], reading.points(rows), told, hollow, strict=True)
    for index, (period, value, said, disturbed) in enumerate(each):
        points += [(period, None, "", False)] * (index in apart) + [(period, value, said, disturbed)]
    return {
        "type": "scatter",
        "x": [period for period, _, _, _ in points],
        "y": [value for _, value, _, _ in points],
        "mode": "lines+markers",
        "connectgaps": False,
        "customdata": [said for _, _, said, _ in points],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": _marks([disturbed for _, _, _, disturbed in points], shape),
    }


def opened(answer: Answer, line: Series) -> set[int]:
    """The positions in the series to which no line leads from the one before."""
    disturbed = [bool(value) for value in line.rows["disturbed"]]
    to_or_from = {index for index in range(1, len(disturbed)) if any(disturbed[index - 1 : index + 1])}
    return to_or_from | _broken(answer, line)


def _broken(answer: Answer, line: Series) -> set[int]:
    """The first position on the new side of each break in the series."""
    periods: pd.Series = line.rows["time_period"]
    own = [
        one.time_period
        for one in answer.breaks
        if one.kind == "break"
        and one.measure in ("", line.measure)
        and one.school_type in ("", line.school_type)
    ]
    return {int((periods < since).sum()) for since in own} - {0, len(periods)}


def _marks(disturbed: list[bool], shape: str) -> dict[str, Any]:
    if not any(disturbed):
        return {"symbol": shape}
    return {
        "symbol": [shape + OPEN * one for one in disturbed],
        "line": {"width": [2 * one for one in disturbed]},
    }
