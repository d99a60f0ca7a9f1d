"""Style: the template, sizes and colours that all charts share."""

import re
from collections.abc import Sequence
from typing import Any

import afcharts.pio_template  # noqa: F401  registers the template "afcharts"
import plotly.graph_objects as go
from plotly import io

from explorer import words

# Text and the first four series have the template's colours (afcharts), which hold in a file; a page puts its
# light or dark ones in their place. What is named here has 3:1 on both grounds.
GREY = "#7C868F"
FAINT = "rgba(124, 134, 143, 0.28)"
BAND = "rgba(124, 134, 143, 0.14)"
ORANGE = "#F46A25"
TEXT, LABEL, SMALL = 14, 13, 12
NAME = 16  # letters of a name beside a plot before it is broken into lines
YEAR = re.compile(r"\d{4}(/\d{2})?")
MARK = re.compile(r'"color:(#\w{6})"')
LETTER, LINE = 0.56, 1.3  # of a font's size: the width of a middling letter, the height of a line
NARROW = 358  # pixels a chart has across on a phone of 390
TICKS = 4  # labels of periods that fit there

# Shapes and dashes tell four lines apart where colours do not: in print, and for those who do not see them.
SHAPES = ("circle", "square", "diamond", "triangle-up")
PAIR = ("diamond", "circle")
DASHES = ("solid", "dash", "dot", "dashdot")
GLYPHS = ("\N{BLACK CIRCLE}", "\N{BLACK SQUARE}", "\N{BLACK DIAMOND}", "\N{BLACK UP-POINTING TRIANGLE}")
TAG = re.compile(r"<(?!br>)[^>]+>")

# The toolbar offers a reader nothing that the page does not have in words, and its buttons have no names.
CONFIG: dict[str, Any] = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}


class Sheet:
    """A chart in the making: plain parts made into a figure once, since Plotly checks every change."""

    def __init__(self, name: str, *, height: int, margin: dict[str, int]) -> None:
        self.height, self.above = height, margin.get("t", 16)
        self.traces: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {
            "template": io.templates["afcharts"],
            "meta": {"kind": name},
            "height": height,
            "margin": {"l": 8, "r": 8, "t": 16, "b": 8, "pad": 0} | margin,
            "font": {"size": TEXT},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            # each point by itself, so that a keyboard or a finger gets what a mouse gets
            "hovermode": "closest",
            "hoverlabel": {"font": {"size": TEXT}, "align": "left"},
            "dragmode": False,
            "annotations": [],
            "shapes": [],
        }

    def note(self, text: str, *, size: int, **where: object) -> None:
        """Writes a text of this size somewhere."""
        self.layout["annotations"].append({"text": text, "showarrow": False, "font": {"size": size}} | where)

    def shape(self, **drawn: object) -> None:
        """Draws a line or an area below the series."""
        self.layout["shapes"].append({"layer": "below"} | drawn)

    def cycle(self, count: int) -> None:
        """Makes the colours begin anew after so many series."""
        colours = list(io.templates["afcharts"].layout.colorway)[: max(count, 1)]
        self.layout["colorway"] = colours
        self.layout["meta"]["cycle"] = len(colours)

    def figure(self) -> go.Figure:
        """The finished chart."""
        return go.Figure({"data": self.traces, "layout": self.layout})


def painted(drawn: go.Figure, *, series: Sequence[str], text: str) -> go.Figure:
    """The figure with other colours for its text and, by position, for its series."""
    # a figure of several plots begins the colours anew in each
    cycle = (drawn.layout.meta or {}).get("cycle", len(series))
    theirs = dict(zip(drawn.layout.template.layout.colorway, series, strict=False))
    drawn.layout.colorway = list(series)[:cycle]
    for note in drawn.layout.annotations:
        note.text = MARK.sub(lambda found: f'"color:{theirs.get(found[1], found[1])}"', note.text)
    drawn.layout.font.color = text
    for axis in (*drawn.select_xaxes(), *drawn.select_yaxes()):
        axis.tickfont.color = text
        axis.title.font.color = text
    return drawn


def kind(drawn: go.Figure) -> str:
    """What kind of chart a figure of this package is: 'Line chart'."""
    return str((drawn.layout.meta or {}).get("kind", "Chart"))


def value_axis(title: str, *, top: float) -> dict[str, Any]:
    """A numbered axis from nought to a little over `top`, its unit as its title."""
    return {
        "title": {"text": title, "font": {"size": LABEL}, "standoff": 8},
        "range": [0, top * 1.08 or 1],
        "nticks": 6,
        "tickfont": {"size": LABEL},
        "ticklabelstandoff": 10,
        "ticks": "",
        "showgrid": True,
        "gridcolor": FAINT,
        "zeroline": True,
        "zerolinecolor": GREY,
        "showline": False,
        "tickformat": ",.2~f",
        "automargin": True,
        "fixedrange": True,
    }


def period_axis(labels: list[str]) -> dict[str, Any]:
    """An axis of periods, each a word ('202324' would become the number 202k); few labels, for a phone."""
    texts, common = short_periods(labels)
    shown = spaced(len(labels))
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        "range": [-0.5, len(labels) - 0.5],
        "tickmode": "array",
        "tickvals": [labels[index] for index in shown],
        "ticktext": [texts[index] for index in shown],
        "title": {"text": common, "font": {"size": LABEL}, "standoff": 6},
        "tickangle": 0,
        "tickfont": {"size": SMALL},
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": GREY,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": GREY,
        "fixedrange": True,
    }


def short_periods(labels: list[str]) -> tuple[list[str], str]:
    """The periods as years alone where all else in them is the same, and that for the axis' title."""
    years = [YEAR.search(label) for label in labels]
    rest = {YEAR.sub("", label).strip(" ,") for label in labels}
    if len(rest) != 1 or not all(years):
        return labels, ""
    common = words.capital(rest.pop())
    return [
        year.group() for year in years if year
    ], f"{common} of each year" if common == "January" else common


def spaced(count: int) -> list[int]:
    """Positions of at most TICKS labels at one distance, with both ends where that divides evenly."""
    if count <= TICKS:
        return list(range(count))
    even = [
        step for step in range(1, count) if (count - 1) % step == 0 and 2 < (count - 1) // step + 1 <= TICKS
    ]
    step = even[0] if even else -(-(count - 1) // (TICKS - 1))
    return sorted(range(count - 1, -1, -step))


def wrapped(text: str, width: int = 16) -> str:
    """The text in lines of about this many letters, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def key(position: int, *, grey: bool = False) -> str:
    """The mark of the series at this position in its colour, to stand before its name."""
    own = io.templates["afcharts"].layout.colorway[position % len(GLYPHS)]
    return f'<span style="color:{GREY if grey else own}">{GLYPHS[position % len(GLYPHS)]}</span> '


def across(text: str, size: int = SMALL) -> int:
    """About how many pixels wide the text is, its longest line counting."""
    plain = TAG.sub("", text)
    return round(max(len(line) for line in plain.split("<br>")) * size * LETTER)


def lines(text: str, size: int = SMALL) -> float:
    """How many pixels tall the text is."""
    return (text.count("<br>") + 1) * size * LINE


def row_height(names: Sequence[str], *, least: int) -> int:
    """How many pixels apart the rows of these names stand, so that no two touch."""
    return max([least, *(round(lines(name, LABEL)) + 6 for name in names)])


def legend(size: int) -> dict[str, Any]:
    """A legend along the top that a click or a tap does not change."""
    along = {"orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top"}
    return along | {"font": {"size": size}, "itemclick": False, "itemdoubleclick": False}


def unit_title(unit: str) -> str:
    """The unit as an axis says it: 'Per 100 pupils', 'Percent of sessions'."""
    return words.capital(unit)


def name_axis(keys: list[str], texts: list[str]) -> dict[str, Any]:
    """An upright axis of names, the first on top."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": keys,
        "range": [len(keys) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": keys,
        "ticktext": texts,
        "tickfont": {"size": LABEL},
        "ticklabelstandoff": 10,
        "ticks": "",
        "showgrid": True,
        "gridcolor": FAINT,
        "griddash": "dot",
        "showline": False,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
    }
