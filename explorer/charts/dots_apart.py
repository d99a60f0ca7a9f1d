"""Dots apart: one period's figure for every group, a plot for each measure with its own unit and scale."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from explorer.charts import reading, style
from explorer.queries import Answer, Measure

ROW, HEAD, FOOT, GAP = 40, 56, 58, 24  # pixels: of a group, over and under each plot, between two
WIDE = 18  # letters of a group's name in one line


def dots_apart(answer: Answer, *, reference: Answer | None = None) -> go.Figure:
    """One dot a group in the standard order, one plot under another, a dashed line for all pupils in each.

    Shape    `answer` and `reference` have one period; the scales differ, as the units have nothing in common
    Missing  no dot, and in its place in words why there is none
    """
    groups = answer.rows.sort_values("category_position", kind="stable").drop_duplicates("category")
    keys = [str(category) for category in groups["category"]]
    names = [style.wrapped(str(label), WIDE) for label in groups["category_label"]]
    tall = style.row_height(names, least=ROW) * max(len(keys), 1)
    step = HEAD + tall + FOOT + GAP
    count = len(answer.measures)
    height = count * step - GAP
    sheet = style.Sheet("Dot plots", height=height, margin={"t": 0, "b": 0, "r": 60})
    sheet.cycle(1)
    for index, measure in enumerate(answer.measures):
        top = 1 - (index * step + HEAD) / height
        rows = [dict(row) for row in answer.rows[answer.rows["measure"] == measure.id].to_dict("records")]
        ends = {"domain": [max(0.0, top - tall / height), top], "anchor": f"x{_axis(index)}"}
        sheet.layout[f"yaxis{_axis(index)}"] = style.name_axis(keys, names) | ends
        sheet.layout[f"xaxis{_axis(index)}"] = _across(measure, rows) | {"anchor": f"y{_axis(index)}"}
        sheet.traces.append(_trace(answer, measure, rows=rows, index=index))
        _write(sheet, measure, rows=rows, index=index)
        if reference is not None:
            _draw_reference(sheet, reference, measure=measure, index=index)
    return sheet.figure()


def _axis(index: int) -> str:
    """What Plotly appends to the names of this plot's axes: '', '2', '3', ..."""
    return str(index + 1) if index else ""


def _across(measure: Measure, rows: list[dict[str, Any]]) -> dict[str, Any]:
    high = max((float(row["shown"]) for row in rows if pd.notna(row["shown"])), default=1.0)
    return style.value_axis(style.unit_title(measure.display_unit), top=(high or 1.0) * 1.1) | {"nticks": 5}


def _trace(answer: Answer, measure: Measure, *, rows: list[dict[str, Any]], index: int) -> dict[str, Any]:
    known = [row for row in rows if pd.notna(row["shown"])]
    return {
        "type": "scatter",
        "x": [float(row["shown"]) for row in known],
        "y": [str(row["category"]) for row in known],
        "name": measure.label,
        "mode": "markers+text",
        "marker": {"size": 12},
        "text": [f" <b>{reading.number(answer, row)}</b>" for row in known],
        "textposition": "middle right",
        "textfont": {"size": style.LABEL},
        "cliponaxis": False,
        "customdata": [reading.said(answer, row, name=str(row["category_label"])) for row in known],
        "hovertemplate": "%{customdata}<extra></extra>",
        "xaxis": f"x{_axis(index)}",
        "yaxis": f"y{_axis(index)}",
    }


def _write(sheet: style.Sheet, measure: Measure, *, rows: list[dict[str, Any]], index: int) -> None:
    """The measure's name above its plot, and why a group has no figure in that group's place."""
    upright, across = f"y{_axis(index)}", f"x{_axis(index)}"
    above = {"y": 1, "yref": f"{upright} domain", "yanchor": "bottom", "yshift": 22}
    left = {"x": 0, "xref": f"{across} domain", "xanchor": "left"}
    sheet.note(f"<b>{measure.short_label}</b>", size=style.LABEL, **left, **above)
    for row in rows:
        if pd.isna(row["shown"]):
            level = {"y": str(row["category"]), "yref": upright, "xshift": 6}
            sheet.note(f"<i>{reading.why_missing(row)}</i>", size=style.SMALL, **left, **level)


def _draw_reference(sheet: style.Sheet, reference: Answer, *, measure: Measure, index: int) -> None:
    """A dashed line at the figure of all pupils, which stands above it."""
    rows = reference.rows[(reference.rows["measure"] == measure.id) & reference.rows["shown"].notna()]
    for row in rows.to_dict("records")[:1]:
        at, upright, across = float(row["shown"]), f"y{_axis(index)} domain", f"x{_axis(index)}"
        ends = {"x0": at, "x1": at, "xref": across, "yref": upright, "y0": 0, "y1": 1}
        sheet.shape(type="line", line={"color": style.GREY, "width": 1.5, "dash": "dash"}, **ends)
        text = f"All pupils <b>{reading.number(reference, {str(k): v for k, v in row.items()})}</b>"
        above = {"y": 1, "yref": upright, "yanchor": "bottom", "yshift": 2}
        sheet.note(text, size=style.SMALL, x=at, xref=across, xanchor="left", xshift=-8, **above)
