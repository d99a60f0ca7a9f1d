"""Side by side: each measure in a plot of its own, with its own unit and scale, over the same years."""

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from explorer import words
from explorer.charts import marks, reading, style, tracing
from explorer.queries import Answer, Measure, Series

PLOT, FOOT, HEADING = 150, 56, 26  # pixels: of a plot, under it, and of the words above it


def side_by_side(answer: Answer) -> go.Figure:
    """One plot under another, one for each measure that was asked for, of its first series.

    Shape    the years are the same for all plots, the scales are not: the units have nothing in common
    Missing  as in `lines`; a measure without any figure says so
    """
    periods = reading.period_labels(answer)
    count = len(answer.measures)
    found = [_marks(answer, measure, periods=periods) for measure in answer.measures]
    heights = [marks.raised(one, count=len(periods), plot_width=style.NARROW - 110) for one in found]
    above = [HEADING + marks.room(*pair) for pair in zip(found, heights, strict=True)]
    tall = sum(above) + count * (PLOT + FOOT)
    sheet = style.Sheet("Line charts", height=tall, margin={"t": 0, "r": 56, "b": 0})
    down = 0
    for index, measure in enumerate(answer.measures):
        line = next((one for one in answer.series() if one.measure == measure.id), None)
        down += above[index] + PLOT
        domain = [max(0.0, 1 - down / tall), 1 - (down - PLOT) / tall]
        sheet.layout |= _axes(periods, line, index=index, domain=domain)
        marks.draw(sheet, found[index], heights=heights[index], axis=_axis(index))
        _head(sheet, measure, line=line, place=(index, above[index] - HEADING))
        if line is not None and len(line.numbers):
            sheet.traces.append(_trace(answer, line, index=index))
            _end(sheet, answer, line=line, index=index)
        down += FOOT
    return sheet.figure()


def _marks(answer: Answer, measure: Measure, *, periods: list[str]) -> list[marks.Mark]:
    """The breaks of this measure, and those of all measures."""
    own = tuple(one for one in answer.breaks if one.measure in ("", measure.id))
    return marks.found(replace(answer, breaks=own), periods)


def _axis(index: int) -> str:
    """What Plotly appends to the names of this plot's axes: '', '2', '3', ..."""
    return str(index + 1) if index else ""


def _axes(
    periods: list[str], line: Series | None, *, index: int, domain: list[float]
) -> dict[str, dict[str, Any]]:
    high = float(line.numbers["shown"].max()) if line is not None and len(line.numbers) else 1.0
    upright = style.value_axis("", top=high or 1.0) | {"nticks": 4}
    return {
        f"yaxis{_axis(index)}": upright | {"anchor": f"x{_axis(index)}", "domain": domain},
        f"xaxis{_axis(index)}": style.period_axis(periods) | {"anchor": f"y{_axis(index)}"},
    }


def _head(sheet: style.Sheet, measure: Measure, *, line: Series | None, place: tuple[int, int]) -> None:
    """The measure's name and unit above its plot; that there is no figure, where there is none."""
    index, raised = place
    none = "" if line is not None and len(line.numbers) else f": {words.NOT_AT_HAND}"
    sheet.note(
        f"<b>{measure.short_label}</b>, {measure.display_unit}{none}",
        size=style.LABEL,
        x=0,
        xref=f"x{_axis(index)} domain",
        xanchor="left",
        y=1,
        yref=f"y{_axis(index)} domain",
        yanchor="bottom",
        yshift=6 + raised,
    )


def _trace(answer: Answer, line: Series, *, index: int) -> dict[str, Any]:
    drawn = tracing.traced(answer, line, name=line.label, shape=style.SHAPES[index % len(style.SHAPES)])
    return drawn | {
        "name": line.label,
        "line": {"width": 2.5},
        "marker": drawn["marker"] | {"size": 7},
        "xaxis": f"x{_axis(index)}",
        "yaxis": f"y{_axis(index)}",
    }


def _end(sheet: style.Sheet, answer: Answer, *, line: Series, index: int) -> None:
    """The newest figure at the end of the line, where that is."""
    point = reading.last_point(line) or {}
    sheet.note(
        f"<b>{reading.number(answer, point)}</b>",
        size=style.LABEL,
        x=point["period"],
        xref=f"x{_axis(index)}",
        xanchor="left",
        xshift=8,
        y=float(point["shown"]),
        yref=f"y{_axis(index)}",
    )
