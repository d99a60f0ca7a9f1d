"""Sparkline: the shape of one series, too small for an axis."""

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from explorer.charts import reading, style, tracing
from explorer.queries import Answer, Series

HEIGHT = 64


def sparkline(answer: Answer) -> go.Figure:
    """The answer's first series as a line from nought, its last point marked.

    Missing  an unpublished or disturbed year and a break leave the line open
    """
    periods = reading.period_labels(answer)
    sheet = style.Sheet("Small line chart", height=HEIGHT, margin={"l": 4, "r": 8, "t": 6, "b": 6})
    hidden = {"visible": False, "fixedrange": True}
    sheet.layout |= {
        "xaxis": style.period_axis(periods) | hidden,
        "yaxis": {"range": [0, reading.highest(answer) * 1.1]} | hidden,
    }
    sheet.traces += [_trace(answer, one) for one in answer.series()[:1]]
    return sheet.figure()


def _trace(answer: Answer, line: Series) -> dict[str, Any]:
    """The line; a disturbed year is left out, because at this size nothing could say what disturbs it."""
    rows = line.rows.assign(shown=line.rows["shown"].where(~line.rows["disturbed"]))
    drawn = tracing.traced(answer, replace(line, rows=rows), name="")
    values = drawn["y"]
    last = max((index for index, value in enumerate(values) if value is not None), default=-1)
    # small dots keep a year that stands alone between two gaps in sight
    sizes = [8 if index == last else 3 for index in range(len(values))]
    return drawn | {
        "name": answer.label,
        "line": {"width": 2},
        "marker": {"size": sizes},
    }
