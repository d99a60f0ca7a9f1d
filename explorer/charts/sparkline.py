"""Sparkline: the shape of one series, too small for an axis."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts import reading, style
from explorer.queries import Answer

HEIGHT = 64


def sparkline(answer: Answer) -> go.Figure:
    """The answer's first series as a line from nought, its last point marked.

    Missing  an unpublished or disturbed year leaves the line open
    """
    periods = reading.period_labels(answer)
    sheet = style.Sheet("Small line chart", height=HEIGHT, margin={"l": 4, "r": 8, "t": 6, "b": 6})
    hidden = {"visible": False, "fixedrange": True}
    sheet.layout |= {
        "xaxis": style.period_axis(periods) | hidden,
        "yaxis": {"range": [0, reading.highest(answer) * 1.1]} | hidden,
    }
    sheet.traces += [_trace(answer, one.rows) for one in answer.series()[:1]]
    return sheet.figure()


def _trace(answer: Answer, rows: pd.DataFrame) -> dict[str, Any]:
    """The line; a disturbed year is left open, because at this size nothing could say what disturbs it."""
    values = reading.points(rows.assign(shown=rows["shown"].where(~rows["disturbed"])))
    last = max((index for index, value in enumerate(values) if value is not None), default=-1)
    return {
        "type": "scatter",
        "x": list(rows["period"]),
        "y": values,
        "name": answer.label,
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"width": 2},
        # small dots keep a year that stands alone between two gaps in sight
        "marker": {"size": [8 if index == last else 3 for index in range(len(values))]},
        "customdata": reading.hover(answer, rows, name=""),
        "hovertemplate": "%{customdata}<extra></extra>",
    }
