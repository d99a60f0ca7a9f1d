"""Lines: change over time, each line named at its end, unpublished years left open."""

from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from explorer import words
from explorer.charts import labels, marks, reading, style, tracing
from explorer.queries import Answer, Series

MOST = 4  # lines that can be told apart; more of them are one in colour among grey ones
HEIGHT, PANEL, GAP = 400, 210, 84
FOOT = 36
PARTS = ("measure_label", "place", "school_type_label", "category_label")


@dataclass(frozen=True)
class Panel:
    """One plot of a figure: its place from the top, its heading, and its lines with their names inside it."""

    index: int
    title: str
    lines: tuple[tuple[str, Series], ...]

    @property
    def axis(self) -> str:
        """What Plotly appends to the names of this plot's axes: '', '2', '3', ..."""
        return str(self.index + 1) if self.index else ""


def lines(answer: Answer, *, colour: str = "") -> go.Figure:
    """One line a series; where two things vary and the lines would be many, one plot under another.

    Missing  an unpublished or hidden figure leaves the line open; it is never joined or drawn as nought.
             No line joins a disturbed year, whose mark is hollow, or crosses a break
    """
    panels = _panels(answer)
    periods = reading.period_labels(answer)
    right = _label_room(answer, panels)
    found = marks.found(answer, periods)
    heights = marks.raised(found, count=len(periods), plot_width=style.NARROW - 62 - right)
    marked = marks.room(found, heights)
    above = 14 + marked + (24 if len(panels) > 1 else 0)
    sheet = style.Sheet("Line chart", height=_height(len(panels), above), margin={"r": right, "t": above})
    sheet.cycle(len(panels[0].lines))
    for panel in panels:
        sheet.layout |= _axes(answer, periods, panel=panel, bounds=_bounds(sheet, len(panels)))
        marks.draw(sheet, found, heights=[] if panel.index else heights, axis=panel.axis)
        sheet.traces += _traces(answer, panel, colour=colour)
        _name_ends(sheet, answer, panel=panel, tall=_plot_height(sheet, len(panels)))
        _head(sheet, answer, panel=panel, raised=0 if panel.index else marked)
    return sheet.figure()


def _panels(answer: Answer) -> list[Panel]:
    everything = answer.series()
    varying = [part for part in PARTS if answer.rows[part].drop_duplicates().size > 1]
    if len(everything) <= MOST or len(varying) < 2:
        alone = len(everything) == 1
        return [Panel(0, "", tuple(("" if alone else one.label, one) for one in everything))]
    outer, inner = varying[0], varying[1:]
    plots: dict[str, dict[str, Series]] = {}
    for one in everything:
        name = ", ".join(str(one.rows[part].iloc[0]) for part in inner)
        plots.setdefault(str(one.rows[outer].iloc[0]), {})[name] = one
    names = dict.fromkeys(name for drawn in plots.values() for name in drawn)
    # a line that one plot lacks keeps its place, so that a name has one colour in all plots
    none = replace(everything[0], rows=answer.rows.iloc[:0])
    return [
        Panel(index, title, tuple((name, drawn.get(name, none)) for name in names))
        for index, (title, drawn) in enumerate(plots.items())
    ]


def _height(panels: int, above: int) -> int:
    return above + FOOT + (HEIGHT if panels == 1 else panels * PANEL + (panels - 1) * GAP)


def _plot_height(sheet: style.Sheet, panels: int) -> float:
    inside = sheet.height - sheet.above - FOOT
    return (inside - (panels - 1) * GAP) / panels


def _bounds(sheet: style.Sheet, panels: int) -> list[list[float]]:
    """From where to where each plot reaches, as shares of the height from the bottom; the first on top."""
    tall = _plot_height(sheet, panels)
    inside = panels * tall + (panels - 1) * GAP
    tops = [1 - index * (tall + GAP) / inside for index in range(panels)]
    return [[max(0.0, top - tall / inside), top] for top in tops]


def _axes(
    answer: Answer, periods: list[str], *, panel: Panel, bounds: list[list[float]]
) -> dict[str, dict[str, Any]]:
    """The axes of one plot; all plots of a figure have one scale."""
    upright = style.value_axis(style.unit_title(answer.unit), top=reading.highest(answer))
    return {
        f"yaxis{panel.axis}": upright | {"anchor": f"x{panel.axis}", "domain": bounds[panel.index]},
        f"xaxis{panel.axis}": style.period_axis(periods) | {"anchor": f"y{panel.axis}"},
    }


def _traces(answer: Answer, panel: Panel, *, colour: str) -> list[dict[str, Any]]:
    """The lines of one plot; of many the first lies in colour on top of grey ones."""
    crowded = len(panel.lines) > MOST
    return [
        _trace(answer, panel, position=position, look=_look(position, crowded=crowded, colour=colour))
        for position in range(len(panel.lines))
    ]


def _look(position: int, *, crowded: bool, colour: str) -> dict[str, Any]:
    if crowded and position:
        return {"line": {"width": 1.5, "color": style.GREY}, "marker": {"size": 4, "color": style.GREY}}
    own = {"color": colour} if colour else {}
    return {"line": {"width": 2.5} | own, "marker": {"size": 7} | own}


def _trace(answer: Answer, panel: Panel, *, position: int, look: dict[str, Any]) -> dict[str, Any]:
    name, one = panel.lines[position]
    drawn = tracing.traced(answer, one, name=name, shape=style.SHAPES[position % MOST])
    return drawn | {
        "name": name or one.label,
        "zorder": len(panel.lines) - position,
        "line": look["line"],
        "marker": drawn["marker"] | look["marker"],
        "xaxis": f"x{panel.axis}",
        "yaxis": f"y{panel.axis}",
    }


def _newest(answer: Answer, panel: Panel) -> tuple[int, str]:
    """The period to which the plot goes, by position and name; that of the answer where it has no heading."""
    points = [point for _, one in panel.lines if (point := reading.last_point(one))]
    if not points:
        return 0, ""
    if not panel.title:
        return int(answer.rows["period_position"].max()), ""
    newest = max(points, key=lambda point: int(point["period_position"]))
    return int(newest["period_position"]), str(newest["period"])


def _end_text(answer: Answer, name: str, *, point: dict[str, Any], newest: int) -> str:
    """What stands at a line's end: its name and last figure, with the year where it ends early."""
    ended = point["period_position"] < newest
    value = reading.number(answer, point) + (f" ({point['period']})" if ended else "")
    if not name:
        return f"<b>{value}</b>"
    broken = style.wrapped(f"{name} {value}", style.NAME)
    # the figure stays in one piece, on the name's last line where there is room
    if broken.endswith(f" {value}"):
        return f"{broken.removesuffix(value)}<b>{value}</b>"
    return f"{style.wrapped(name, style.NAME)}<br><b>{value}</b>"


def _ends(answer: Answer, panel: Panel) -> list[tuple[str, float]]:
    """For each line of the plot that has a figure: the text at its end and the height it belongs to."""
    several, crowded = len(panel.lines) > 1, len(panel.lines) > MOST
    newest, _ = _newest(answer, panel)
    ends = []
    for position, (name, one) in enumerate(panel.lines):
        if point := reading.last_point(one):
            key = style.key(position, grey=crowded and position > 0) if several else ""
            text = _end_text(answer, name, point=point, newest=newest)
            ends.append((key + text, float(point["shown"])))
    return ends


def _label_room(answer: Answer, panels: list[Panel]) -> int:
    texts = [text for panel in panels for text, _ in _ends(answer, panel)]
    return 14 + max((style.across(text, style.LABEL) for text in texts), default=0)


def _name_ends(sheet: style.Sheet, answer: Answer, *, panel: Panel, tall: float) -> None:
    top = float(sheet.layout[f"yaxis{panel.axis}"]["range"][1])
    written = [
        labels.Label(text, value / top * tall, style.lines(text, style.LABEL))
        for text, value in _ends(answer, panel)
    ]
    right = {"x": 1, "xref": f"x{panel.axis} domain", "xanchor": "left", "xshift": 4, "align": "left"}
    for label, height in zip(written, labels.apart(written, top=tall + 12), strict=True):
        level = {"y": height / tall, "yref": f"y{panel.axis} domain", "yanchor": "middle"}
        sheet.note(label.text, size=style.LABEL, **right, **level)


def _head(sheet: style.Sheet, answer: Answer, *, panel: Panel, raised: int) -> None:
    """The plot's heading, with the year where all its lines end before those of another plot."""
    if panel.title:
        newest, period = _newest(answer, panel)
        ended = f", to {period}" if period and newest < answer.rows["period_position"].max() else ""
        left = {"x": 0, "xref": f"x{panel.axis} domain", "xanchor": "left"}
        above = {"y": 1, "yref": f"y{panel.axis} domain", "yanchor": "bottom", "yshift": 4 + raised}
        sheet.note(f"<b>{words.capital(panel.title)}</b>{ended}", size=style.TEXT, **left, **above)
