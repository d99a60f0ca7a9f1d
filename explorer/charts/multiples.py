"""Multiples: many areas over time, a small plot each on one scale, with the same grey line behind all."""

from typing import Any

import plotly.graph_objects as go

from explorer import words
from explorer.charts import marks, reading, style, tracing
from explorer.queries import Answer, Series

MOST = 16  # plots of a figure
ACROSS = 2
PLOT, YEARS, FOOT = 120, 24, 30  # pixels: of a plot, for the years under it, under the last
BETWEEN = 0.07  # of the width, between two plots
NAME = 21  # letters of an area's name in one line


def multiples(answer: Answer, *, behind: Answer | None = None) -> go.Figure:
    """A plot for each of the first sixteen series, its heading its name and last figure.

    Shape    all plots have one scale; `behind`: one series that each shows in grey, as England
    Missing  as in `lines`
    """
    back = next(iter(behind.series()), None) if behind is not None and not behind.is_empty else None
    drawn = [line for line in answer.series() if back is None or line.place_code != back.place_code][:MOST]
    rows = -(-len(drawn) // ACROSS)
    periods = _periods(answer, behind if back else None)
    found = marks.found(answer, periods)
    heights = marks.raised(found, count=len(periods), plot_width=(style.NARROW - 60) // ACROSS)
    marked = marks.room(found, heights)
    headed = max((style.lines(_heading(answer, line), style.LABEL) for line in drawn), default=0.0)
    gap = round(YEARS + 14 + headed)
    above = round(10 + headed + marked)
    height = above + FOOT + rows * PLOT + (rows - 1) * gap
    sheet = style.Sheet("Small line charts", height=height, margin={"t": above, "b": FOOT})
    sheet.cycle(1)
    high = max(reading.highest(one) for one in (answer, behind if back else answer) if one)
    for index, line in enumerate(drawn):
        bounds = _bounds(index, rows=rows, gap=gap)
        sheet.layout |= _axes(answer, periods, index=index, top=high, bounds=bounds)
        _name_years(sheet, periods, axis=_axis(index))
        # all plots have the same marks, and the first alone their labels: beside it a phone has no room
        marks.draw(sheet, found, heights=[] if index else heights, axis=_axis(index))
        sheet.traces += _traces(answer, line, index=index, back=back)
        _head(sheet, answer, line=line, index=index, raised=marked if index < ACROSS else 0)
    return sheet.figure()


def _periods(answer: Answer, behind: Answer | None) -> list[str]:
    """The periods of the areas and of the line behind, in order."""
    known: dict[str, int] = {}
    for one in filter(None, (answer, behind)):
        pairs = zip(one.rows["period"], one.rows["period_position"], strict=True)
        known |= {str(period): int(position) for period, position in pairs}
    return sorted(known, key=lambda period: known[period])


def _axis(index: int) -> str:
    """What Plotly appends to the names of this plot's axes: '', '2', '3', ..."""
    return str(index + 1) if index else ""


def _bounds(index: int, *, rows: int, gap: int) -> tuple[list[float], list[float]]:
    """From where to where a plot reaches across and up, as shares of all plots."""
    row, column = divmod(index, ACROSS)
    inside = rows * PLOT + (rows - 1) * gap
    upper = 1 - row * (PLOT + gap) / inside
    wide = (1 - BETWEEN * (ACROSS - 1)) / ACROSS
    start = column * (wide + BETWEEN)
    return [start, min(1.0, start + wide)], [max(0.0, upper - PLOT / inside), upper]


def _axes(
    answer: Answer, periods: list[str], *, index: int, top: float, bounds: tuple[list[float], list[float]]
) -> dict[str, dict[str, Any]]:
    """The axes of one plot: figures at the left of each row, the unit once."""
    own = _axis(index)
    title = style.unit_title(answer.unit) if index == 0 else ""
    upright = style.value_axis(title, top=top) | {"nticks": 4, "showticklabels": index % ACROSS == 0}
    across = style.period_axis(periods) | {"showticklabels": False, "ticks": "", "title": {"text": ""}}
    return {
        f"yaxis{own}": upright | {"anchor": f"x{own}", "domain": bounds[1]},
        f"xaxis{own}": across | {"anchor": f"y{own}", "domain": bounds[0]},
    }


def _name_years(sheet: style.Sheet, periods: list[str], *, axis: str) -> None:
    """The first and the last period under a plot, inside its width, as two plots are beside each other."""
    texts, _ = style.short_periods(periods)
    under = {"y": 0, "yref": f"y{axis} domain", "yanchor": "top", "yshift": -3, "xref": f"x{axis} domain"}
    for text, at, side in ((texts[0], 0, "left"), (texts[-1], 1, "right")):
        sheet.note(text, size=style.SMALL, x=at, xanchor=side, **under)


def _traces(answer: Answer, line: Series, *, index: int, back: Series | None) -> list[dict[str, Any]]:
    own = _trace(answer, line, index=index, mark={"size": 5}) | {"zorder": 2, "line": {"width": 2.5}}
    if back is None:
        return [own]
    behind = _trace(answer, back, index=index, mark={"size": 2, "color": style.GREY})
    return [own, behind | {"line": {"width": 1.5, "color": style.GREY}}]


def _trace(answer: Answer, line: Series, *, index: int, mark: dict[str, Any]) -> dict[str, Any]:
    name = str(line.rows["place"].iloc[0])
    drawn = tracing.traced(answer, line, name=name)
    return drawn | {
        "name": name,
        "cliponaxis": False,
        "marker": drawn["marker"] | mark,
        "xaxis": f"x{_axis(index)}",
        "yaxis": f"y{_axis(index)}",
    }


def _head(sheet: style.Sheet, answer: Answer, *, line: Series, index: int, raised: int) -> None:
    """The plot's heading: its area, and its last figure with its year."""
    left = {"x": 0, "xref": f"x{_axis(index)} domain", "xanchor": "left", "align": "left"}
    above = {"y": 1, "yref": f"y{_axis(index)} domain", "yanchor": "bottom", "yshift": 4 + raised}
    sheet.note(_heading(answer, line), size=style.LABEL, **left, **above)


def _heading(answer: Answer, line: Series) -> str:
    point = reading.last_point(line)
    name = style.wrapped(words.capital(line.label), NAME)
    said = f"{reading.number(answer, point)} ({point['period']})" if point else words.NOT_AT_HAND
    return f"{name}<br><b>{said}</b>"
