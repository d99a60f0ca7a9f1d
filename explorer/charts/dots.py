"""Dots: one period's figure for every group, beside all pupils, with the counts in a column."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer import words
from explorer.charts import reading, style
from explorer.queries import Answer, Series

ROW, FOOT = 38, 46
WIDE = 18  # letters of a group's name in one line
COUNTS = 80  # pixels for the column of counts


@dataclass(frozen=True)
class Line:
    """One line of the plot: a group's row, or without one the heading of the groups below it."""

    key: str
    text: str
    row: dict[str, Any] | None = None
    heading: bool = False

    @property
    def value(self) -> float | None:
        """The figure in the unit shown, if there is one."""
        return None if self.row is None or pd.isna(self.row["shown"]) else float(self.row["shown"])


def dots(
    answer: Answer, *, reference: Answer | None = None, parents: Answer | None = None, by_rate: bool = False
) -> go.Figure:
    """One dot a group in the standard order under its parents, or by rate; a line for all pupils.

    Shape    `answer` has one period; `reference` the same period without the breakdown, a line a series;
             `parents` the same period for the parents of the groups, drawn hollow at their headings
    Missing  no dot, and in its place in words why there is none
    """
    drawn = _by_rate(answer.rows) if by_rate else _in_order(answer.rows, parents=parents)
    beside = [one for one in reference.series() if len(one.numbers)] if reference is not None else []
    # the parts of an average, such as sums of points, tell a reader nothing
    counted = answer.unit.startswith(("per ", "%")) and bool(answer.rows["numerator"].notna().any())
    head = 12 + 34 * max(len(beside), int(counted))
    row = style.row_height([line.text for line in drawn], least=ROW)
    height = head + FOOT + row * max(len(drawn), 1)
    sheet = style.Sheet("Dot plot", height=height, margin={"t": head, "r": COUNTS if counted else 28})
    high = max([reading.highest(answer), *(float(one.numbers["shown"].max()) for one in beside)])
    sheet.layout |= _axes(answer, drawn, high=high)
    sheet.traces += _traces(answer, drawn)
    for level, one in enumerate(beside):
        _draw_reference(sheet, reference or answer, one=one, label=(level, len(beside)))
    _write_missing(sheet, drawn)
    if counted:
        _write_counts(sheet, answer, drawn=drawn)
    return sheet.figure()


def _by_rate(rows: pd.DataFrame) -> list[Line]:
    ordered = rows.sort_values(["shown", "category_position"], ascending=[False, True], na_position="last")
    return [_line(row) for row in ordered.to_dict("records")]


def _in_order(rows: pd.DataFrame, *, parents: Answer | None) -> list[Line]:
    """The groups in their order; a parent of more than one of them is a heading above its first."""
    counts = rows["parent"].fillna("").value_counts()
    headed = {str(parent) for parent, count in counts.items() if parent and count > 1}
    own = {} if parents is None else {str(row["category"]): row for row in parents.rows.to_dict("records")}
    drawn: list[Line] = []
    for row in rows.sort_values("category_position", kind="stable").to_dict("records"):
        parent = str(row["parent"])
        if parent in headed:
            headed.discard(parent)
            text = f"<b>{style.wrapped(parent, WIDE)}</b>"
            drawn.append(Line(f"heading {parent}", text, own.get(parent), heading=True))
        drawn.append(_line(row))
    return drawn


def _line(row: dict[str, Any]) -> Line:
    return Line(str(row["category"]), style.wrapped(str(row["category_label"]), WIDE), row)


def _axes(answer: Answer, drawn: list[Line], *, high: float) -> dict[str, dict[str, Any]]:
    keys = [line.key for line in drawn]
    return {
        # room at the right for the figure beside the furthest dot
        "xaxis": style.value_axis(style.unit_title(answer.unit), top=high * 1.15) | {"nticks": 5},
        "yaxis": style.name_axis(keys, [line.text for line in drawn]),
    }


def _traces(answer: Answer, drawn: list[Line]) -> list[dict[str, Any]]:
    """The groups' dots, and in grey and hollow those of the headings."""
    headings = [line for line in drawn if line.heading and line.value is not None]
    own = [_trace(answer, [line for line in drawn if not line.heading], marker={"size": 12})]
    hollow = {"size": 11, "symbol": "circle-open", "color": style.GREY, "line": {"width": 2}}
    return own + ([_trace(answer, headings, marker=hollow)] if headings else [])


def _trace(answer: Answer, lines: list[Line], *, marker: dict[str, Any]) -> dict[str, Any]:
    known = [line for line in lines if line.row is not None and line.value is not None]
    rows = [line.row for line in known if line.row is not None]
    return {
        "type": "scatter",
        "x": [line.value for line in known],
        "y": [line.key for line in known],
        "name": answer.label,
        "mode": "markers+text",
        "marker": marker,
        "text": [f" <b>{reading.number(answer, row)}</b>" for row in rows],
        "textposition": "middle right",
        "textfont": {"size": style.LABEL},
        "cliponaxis": False,
        "customdata": [reading.said(answer, row, name=str(row["category_label"])) for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _write_missing(sheet: style.Sheet, drawn: list[Line]) -> None:
    for line in drawn:
        if line.row is not None and line.value is None and not line.heading:
            start = {"x": 0, "xanchor": "left", "xshift": 6, "align": "left"}
            sheet.note(f"<i>{reading.why_missing(line.row)}</i>", size=style.SMALL, y=line.key, **start)


def _write_counts(sheet: style.Sheet, answer: Answer, *, drawn: list[Line]) -> None:
    """The events behind each rate, in a column of their own at the right."""
    column = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": COUNTS - 8, "align": "right"}
    part = answer.measure.numerator_label
    heading = style.wrapped(words.capital(part if len(part) <= 2 * 12 else "number"), 12)
    top = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2}
    sheet.note(f"<b>{heading}</b>", size=style.SMALL, **column, **top)
    for line in drawn:
        if line.row is not None and pd.notna(line.row["numerator"]):
            sheet.note(words.fmt(float(line.row["numerator"])), size=style.LABEL, y=line.key, **column)


def _draw_reference(sheet: style.Sheet, reference: Answer, *, one: Series, label: tuple[int, int]) -> None:
    """A line through all groups at this series' figure, its name above the plot, several of them stacked."""
    level, count = label
    row = reading.last_point(one) or {}
    name = one.label if count > 1 else "All pupils"
    at = float(row["shown"])
    dash = {"color": style.GREY, "width": 1.5, "dash": style.DASHES[1 + level % 3]}
    sheet.shape(type="line", x0=at, x1=at, yref="paper", y0=0, y1=1, line=dash)
    # a shape has no figure and says nothing to a pointer: a line that is not seen has both
    keys = sheet.layout["yaxis"]["categoryarray"]
    told = {
        "customdata": [reading.said(reference, row, name=name)] * 2,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    ends = {"x": [at, at], "y": [keys[0], keys[-1]] if keys else [None, None]}
    sheet.traces.append({"type": "scatter", "mode": "lines", "name": name, "opacity": 0} | ends | told)
    side = "center" if count == 1 else "left" if at < reading.highest(reference) / 2 else "right"
    above = {"y": 1, "yref": "paper", "yanchor": "bottom"}
    raised = 2 + 34 * (count - 1 - level) * (count > 1)
    text = f"{name}<br><b>{reading.number(reference, row)}</b>"
    sheet.note(text, size=style.LABEL, x=at, xanchor=side, align=side, yshift=raised, **above)
