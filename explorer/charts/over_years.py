"""Over years: the numbers of a published table as lines, in the publisher's own words."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from explorer.charts import style

HEIGHT, LEGEND = 320, 26


def over_years(rows: Mapping[str, Sequence[float | None]], *, years: Sequence[str], title: str) -> go.Figure:
    """A line for each of a few rows, told apart by colour and by the form of its points.

    Missing  a year without a number leaves the line open
    """
    numbers = [value for values in rows.values() for value in values if value is not None]
    sheet = style.Sheet("Line chart", height=HEIGHT + LEGEND * len(rows), margin={"b": 24})
    sheet.layout |= {
        "xaxis": {"type": "category", "categoryarray": list(years), "fixedrange": True},
        "yaxis": style.value_axis(title, top=max(numbers, default=1)) | {"fixedrange": True},
        "showlegend": len(rows) > 1,
        "legend": {"orientation": "h", "y": -0.2, "x": 0},
    }
    if min(numbers, default=0) < 0:
        sheet.layout["yaxis"] |= {"range": None, "autorange": True}
    sheet.traces += [
        _trace(name, list(values), years=list(years), place=place)
        for place, (name, values) in enumerate(rows.items())
    ]
    return sheet.figure()


def _trace(name: str, values: list[float | None], *, years: list[str], place: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": years,
        "y": values,
        "connectgaps": False,
        "line": {"dash": style.DASHES[place // len(style.SHAPES) % len(style.DASHES)]},
        "marker": {"symbol": style.SHAPES[place % len(style.SHAPES)], "size": 8},
        "hovertemplate": "%{x}: %{y}<extra></extra>",
    }
