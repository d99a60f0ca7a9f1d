"""Ratios: every group's ratio or difference to a reference, with its interval, beside a line for equality."""

import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import plotly.graph_objects as go

from explorer import sentences, stats, words
from explorer.charts import style
from explorer.queries import Comparison, Panel
from explorer.queries.behind import how_many

Scale: TypeAlias = Literal["ratio", "difference"]

ROW, FOOT = 44, 84
WIDE = 18  # letters of a group's name in one line
COLUMN = 92  # pixels for the figures at the right
AXIS = 22  # letters of the axis' title in one line
ENTRY = 20  # pixels of a line of the legend
POINTER = "\N{RIGHTWARDS ARROW}"  # before the group that is picked
NONE = "\N{EN DASH}"  # where there is neither, the row says why
# Which ratios an axis names: so few of them lie on it that a phone can hold them.
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
NEAR = (0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4)
KINDS = {
    "apart": ("the interval leaves out {}", "circle"),
    "chance": ("the interval includes {}: chance alone<br>could make this difference", "circle-open"),
    "bare": ("no interval: how far chance explains it<br>cannot be judged", "diamond-open"),
}


@dataclass(frozen=True)
class Line:
    """One line of the plot: a group's comparison, or without one the heading of the groups below it."""

    key: str
    text: str
    one: Comparison | None = None


def ratios(panel: Panel, *, scale: Scale = "ratio", by_rate: bool = False, pick: str = "") -> go.Figure:
    """One dot a group, a whisker for its interval; ratios on a logarithmic axis, differences on a plain one.

    Shape    groups in the standard order under their parents, or by rate; the picked one in bold
    Missing  no dot, but a marked row that says why in words
    """
    scale = "difference" if panel.is_points else scale
    lines = _by_rate(panel) if by_rate else _in_order(panel)
    bold = panel.highlighted(pick)
    texts = [f"{POINTER} <b>{line.text}</b>" if bold and line.one is bold else line.text for line in lines]
    kinds = [kind for kind in KINDS if any(_kind(line.one, scale) == kind for line in lines)]
    legend = sum(KINDS[kind][0].count("<br>") + 1 for kind in kinds) * ENTRY
    named = style.wrapped(_equal(panel, scale), WIDE)
    head = legend + 14 + round(max(style.lines(named, style.LABEL), style.lines(_heading(panel, scale))))
    row = style.row_height([line.text for line in lines], least=ROW)
    height = head + FOOT + row * max(len(lines), 1)
    sheet = style.Sheet("Dot plot with intervals", height=height, margin={"t": head, "r": COLUMN})
    sheet.cycle(1)  # the kinds of dots differ in shape
    span = _span(panel, scale)
    sheet.layout |= _layout(panel, lines, texts=texts, scale=scale, span=span)
    sheet.traces += [_trace(panel, lines, scale=scale, kind=kind) for kind in kinds]
    _draw_equality(sheet, named, scale=scale, span=span)
    _mark_rows(sheet, lines)
    _write_column(sheet, panel, lines=lines, scale=scale)
    return sheet.figure()


def _by_rate(panel: Panel) -> list[Line]:
    def rank(one: Comparison) -> tuple[float, int]:
        return (math.inf if one.mine.shown is None else -one.mine.shown, one.position)

    return [_line(panel, one) for one in sorted(panel.rows, key=rank)]


def _in_order(panel: Panel) -> list[Line]:
    """The groups in their order; a parent of more than one of them is a heading above its first."""
    parents = [one.parent for one in panel.rows]
    headed = {parent for parent in parents if parent and parents.count(parent) > 1}
    lines: list[Line] = []
    for one in panel.rows:
        if one.parent in headed:
            headed.discard(one.parent)
            lines.append(Line(f"heading {one.parent}", f"<b>{style.wrapped(one.parent, WIDE)}</b>"))
        lines.append(_line(panel, one))
    return lines


def _line(panel: Panel, one: Comparison) -> Line:
    name = one.label.split(", ")[0] if panel.cell else one.label
    return Line(one.category, style.wrapped(name, WIDE), one)


def _value(one: Comparison | None, scale: Scale) -> stats.Interval | None:
    """What is drawn of a group: its ratio or its difference; None where there is neither."""
    if one is None or not one.made:
        return None
    return one.ratio if scale == "ratio" else one.difference


def _kind(one: Comparison | None, scale: Scale) -> str:
    """Whether chance alone could make what is drawn: 'apart' from it, 'chance', or 'bare' of limits."""
    drawn = _value(one, scale)
    if drawn is None:
        return ""
    if not drawn.known:
        return "bare"
    return "apart" if drawn.excludes(1 if scale == "ratio" else 0) else "chance"


def _equal(panel: Panel, scale: Scale) -> str:
    """What the line for equality stands for: 'All others = 1'."""
    return f"{panel.reference.label} = {1 if scale == 'ratio' else 0}"


def _span(panel: Panel, scale: Scale) -> tuple[float, float]:
    """From where to where the axis goes, equality and all limits on it."""
    drawn = [found for one in panel.rows if (found := _value(one, scale))]
    ends = [end for one in drawn for end in (one.low, one.value, one.high) if math.isfinite(end)]
    if scale == "ratio":
        low, high = (edge(end for end in [1.0, *ends] if end > 0) for edge in (min, max))
        return min(low, 0.8) / 1.1, max(high, 1.25) * 1.1
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = 0.08 * ((high - low) or 1)
    return low - room, high + room


def _layout(
    panel: Panel, lines: list[Line], *, texts: list[str], scale: Scale, span: tuple[float, float]
) -> dict[str, Any]:
    across = style.value_axis(_title(panel, scale), top=1) | {"nticks": 4, "zeroline": False}
    if scale == "ratio":
        ticks = [tick for tick in (NEAR if span[1] / span[0] < 8 else TICKS) if span[0] <= tick <= span[1]]
        log = {"type": "log", "range": [math.log10(end) for end in span]}
        across |= log | {"tickmode": "array", "tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks]}
    else:
        across |= {"range": list(span)}
    return {
        "xaxis": across,
        "yaxis": style.name_axis([line.key for line in lines], texts),
        "showlegend": True,
        "legend": style.legend(style.SMALL),
    }


def _title(panel: Panel, scale: Scale) -> str:
    whose = panel.rows[0].beside if panel.rows else panel.reference.sentence_label
    who = f"{panel.cell}: " if panel.cell else ""
    if scale == "ratio":
        text = f"{who}times the rate of {whose} (logarithmic scale)"
    else:
        unit = panel.measure.display_unit
        points = "percentage points" if unit.startswith("%") else unit
        text = f"{who}{points} above or below {whose}"
    return style.wrapped(words.capital(text), AXIS + 8)


def _trace(panel: Panel, lines: list[Line], *, scale: Scale, kind: str) -> dict[str, Any]:
    drawn = [
        (line, found)
        for line in lines
        if (found := _value(line.one, scale)) and _kind(line.one, scale) == kind
    ]
    name, symbol = KINDS[kind]
    reach = {
        "type": "data",
        "symmetric": False,
        "array": [one.high - one.value if one.known else 0 for _, one in drawn],
        "arrayminus": [one.value - one.low if one.known else 0 for _, one in drawn],
        "thickness": 2,
        "width": 5,
        "visible": kind != "bare",
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.value for _, one in drawn],
        "y": [line.key for line, _ in drawn],
        "error_x": reach,
        "name": name.format(1 if scale == "ratio" else 0),
        "marker": {"size": 11, "symbol": symbol, "line": {"width": 2 if "open" in symbol else 0}},
        "cliponaxis": False,
        "customdata": [_hover(panel, line.one) for line, _ in drawn if line.one],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _hover(panel: Panel, one: Comparison) -> str:
    """What the pointer says of one group."""
    measure, times = panel.measure, sentences.interval(one.ratio, 2)
    lines = [
        f"<b>{one.label}</b>",
        f"{times} times the rate of {one.beside}" if times else "",
        f"Difference {sentences.interval(one.difference, measure.decimals, sign=True)}",
        sentences.counts(one, measure),
    ]
    return "<br>".join(line for line in lines if line)


def _draw_equality(sheet: style.Sheet, named: str, *, scale: Scale, span: tuple[float, float]) -> None:
    """The line at which a group has the reference's rate, with the reference's name above the plot."""
    equal = 1.0 if scale == "ratio" else 0.0
    line = {"color": style.GREY, "width": 2}
    sheet.shape(type="line", x0=equal, x1=equal, yref="paper", y0=0, y1=1, line=line)
    share = _position(equal, scale, span=span)
    side = "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center"
    place = {"x": share, "xref": "x domain", "xanchor": side, "align": side}
    sheet.note(f"<b>{named}</b>", size=style.LABEL, y=1, yref="paper", yanchor="bottom", yshift=2, **place)


def _position(value: float, scale: Scale, *, span: tuple[float, float]) -> float:
    """How far along the axis the value stands: 0 at its left end, 1 at its right."""
    low, high = span
    if scale == "ratio":
        low, value, high = math.log(low), math.log(value), math.log(high)
    return (value - low) / (high - low)


def _mark_rows(sheet: style.Sheet, lines: list[Line]) -> None:
    """A band over every group without a comparison, and in it why there is none."""
    for position, line in enumerate(lines):
        one = line.one
        if one is None or one.made:
            continue
        band = {"y0": position - 0.45, "y1": position + 0.45, "xref": "x domain", "x0": 0, "x1": 1}
        sheet.shape(type="rect", fillcolor=style.BAND, line={"width": 0}, **band)
        start = {"xref": "x domain", "x": 0, "xanchor": "left", "xshift": 4, "align": "left"}
        sheet.note(f"<i>{_why(one)}</i>", size=style.SMALL, y=line.key, **start)


def _why(one: Comparison) -> str:
    """In a few words why there is no dot."""
    if one.state == "few" and one.mine.counted and one.reference.counted:
        beside = "<br>in the reference" if "reference" in one.why else ":<br>counts alone"
        return (
            "fewer than 30:<br>counts alone" if "30" in one.why else f"fewer than {stats.FEW_EVENTS}{beside}"
        )
    if one.state == "few" and (few := how_many((one.mine if one.mine.few else one.reference).behind)):
        return f"{few}:<br>too few" if one.mine.few else f"{few}<br>in the reference"
    return style.wrapped(words.small(one.why), WIDE)


def _heading(panel: Panel, scale: Scale) -> str:
    """What the column holds, line by line."""
    first = "<b>Ratio</b>" if scale == "ratio" else "<b>Difference</b>"
    return f"{first}<br>{'average' if panel.is_points else 'rate,<br>number' if _counts(panel) else 'rate'}"


def _counts(panel: Panel) -> bool:
    """Whether the number behind a rate tells a reader something: neither points nor half-days."""
    return not (panel.is_points or "sessions" in panel.measure.unit)


def _write_column(sheet: style.Sheet, panel: Panel, *, lines: list[Line], scale: Scale) -> None:
    """The ratio or difference of every group, and below it its rate and the number behind it."""
    column = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": COLUMN - 4, "align": "right"}
    above = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2}
    sheet.note(_heading(panel, scale), size=style.SMALL, **column, **above)
    for line in lines:
        if line.one is not None:
            sheet.note(_figures(panel, line.one, scale=scale), size=style.SMALL, y=line.key, **column)


def _number(one: Comparison) -> str:
    """The number behind a rate; of a rate without a count what it was worked out to be, where it is few."""
    if one.mine.counted or not (one.mine.few or one.state == "few"):
        return words.fmt(one.mine.events)
    return how_many(one.mine.behind)


def _figures(panel: Panel, one: Comparison, *, scale: Scale) -> str:
    """'2.99' above '28.1, 260'; of a group with few cases their number alone."""
    measure, drawn = panel.measure, _value(one, scale)
    decimals = 2 if scale == "ratio" else measure.decimals
    first = sentences.interval(drawn, decimals, sign=scale == "difference").split(" (")[0]
    rate = "" if one.mine.few or one.state == "few" else words.fmt(one.mine.shown, measure.decimals)
    number = _number(one) if _counts(panel) else ""
    below = ", ".join(part for part in (rate, number) if part)
    return "<br>".join(part for part in (f"<b>{first}</b>" if first else "", below) if part) or NONE
