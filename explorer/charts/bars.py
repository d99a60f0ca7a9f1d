"""Bars: one count a period, with the figures that a reader looks for written on them."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts import marks, reading, style
from explorer.queries import Answer

HEIGHT = 340
MOST_TEXTS, MOST_TICKS = 6, 12  # that fit side by side on a phone


def bars(answer: Answer, *, colour: str = "", beside: Answer | None = None) -> go.Figure:
    """One bar a period of the answer's first series; of many the first, highest and latest are labelled.

    Shape    `beside`: an answer in the same unit that stands beside this one, on the same scale
    Missing  an unpublished period has no bar
    """
    periods = reading.period_labels(answer)
    found = marks.found(answer, periods)
    heights = marks.raised(found, count=len(periods), plot_width=style.NARROW - 62)
    above = 26 + marks.room(found, heights)
    sheet = style.Sheet("Bar chart", height=HEIGHT + above, margin={"t": above})
    high = max(reading.highest(one) for one in (answer, beside) if one)
    sheet.layout |= {
        "yaxis": style.value_axis(style.unit_title(answer.unit), top=high),
        # a little room at the ends, where the figure over a narrow bar is wider than the bar
        "xaxis": style.period_axis(periods) | _ticks(periods) | {"range": [-0.8, len(periods) - 0.4]},
        # a bar that stands alone is no wall
        "bargap": max(0.28, 0.8 - 0.1 * len(periods)),
    }
    marks.draw(sheet, found, heights=heights)
    sheet.traces += [_trace(answer, one.rows, colour=colour) for one in answer.series()[:1]]
    return sheet.figure()


def _trace(answer: Answer, rows: pd.DataFrame, *, colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(rows["period"]),
        "y": reading.points(rows),
        "name": answer.label,
        "marker": {"color": colour} if colour else {},
        "text": _texts(answer, rows),
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "textfont": {"size": style.LABEL},
        "constraintext": "none",
        "customdata": reading.hover(answer, rows, name=""),
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _ticks(periods: list[str]) -> dict[str, Any]:
    """Every period under its bar, as far as they fit on a phone."""
    if len(periods) > MOST_TICKS:
        return {}
    return {"tickvals": periods, "ticktext": style.short_periods(periods)[0]}


def _texts(answer: Answer, rows: pd.DataFrame) -> list[str]:
    """What is written above each bar: every figure if they are few, else those that a reader looks for."""
    known = rows["shown"].dropna()
    if len(known) > MOST_TEXTS:
        known = known.loc[list({known.index[0], known.idxmax(), known.index[-1]})]
    return [
        reading.number(answer, row) if index in known.index else ""
        for index, row in zip(rows.index, rows.to_dict("records"), strict=True)
    ]
