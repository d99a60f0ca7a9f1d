"""Marks: bands over disturbed years and gaps, lines at breaks, each with a short label above the plot."""

import re
from dataclasses import dataclass

from explorer import words
from explorer.charts import style
from explorer.queries import Answer

ROW = style.SMALL * style.LINE  # pixels that one line of a label takes
WIDE = 19  # letters of a label in one line
OWN_YEAR = re.compile(r"^\d{4}/\d{2}: ")


@dataclass(frozen=True)
class Mark:
    """One thing to mark: from one position on the period axis to another, with its words."""

    start: int
    end: int
    kind: str
    label: str

    @property
    def middle(self) -> float:
        """Where the label stands; a break stands before the first period that it applies to."""
        return self.start - 0.5 if self.kind == "break" else (self.start + self.end) / 2

    @property
    def text(self) -> str:
        """The label in lines."""
        return style.wrapped(self.label, WIDE)

    @property
    def tall(self) -> float:
        """How many pixels tall the label is."""
        return (self.text.count("<br>") + 1) * ROW + 4


def found(answer: Answer, periods: list[str]) -> list[Mark]:
    """The breaks that lie on this axis, neighbours with the same words as one band."""
    single = {
        (words.capital(without_year(one.label)), one.kind, periods.index(one.period))
        for one in answer.breaks
        if one.period in periods
    }
    marks: list[Mark] = []
    for label, kind, position in sorted(single):
        before = marks[-1] if marks else None
        joins = before and (before.label, before.kind) == (label, kind) and before.end == position - 1
        if before and joins and kind != "break":
            marks[-1] = Mark(before.start, position, kind, label)
        else:
            marks.append(Mark(position, position, kind, label))
    # a break before the first year shown breaks nothing that is shown
    return sorted((one for one in marks if one.kind != "break" or one.start > 0), key=lambda one: one.middle)


def without_year(label: str) -> str:
    """The label without the year that it opens with, which where it stands says."""
    return OWN_YEAR.sub("", label)


def raised(marks: list[Mark], *, count: int, plot_width: int) -> list[float]:
    """How many pixels above the plot each label stands, so that no two touch on a phone."""
    placed: list[tuple[float, float, float]] = []  # from the left, to the right, top
    heights = []
    for mark in marks:
        half = style.across(mark.text) / 2 + 4
        middle = (mark.middle + 0.5) / max(count, 1) * plot_width
        under = [top for left, right, top in placed if left < middle + half and middle - half < right]
        heights.append(max(under, default=2.0))
        placed.append((middle - half, middle + half, heights[-1] + mark.tall))
    return heights


def room(marks: list[Mark], heights: list[float]) -> int:
    """How many pixels the labels take above the plot."""
    return round(max((low + mark.tall for mark, low in zip(marks, heights, strict=True)), default=0))


def draw(sheet: style.Sheet, marks: list[Mark], *, heights: list[float], axis: str = "") -> None:
    """Puts the marks on the plot of this axis ('', '2', ...); without heights no labels."""
    for mark in marks:
        upright = {"xref": f"x{axis}", "yref": f"y{axis} domain", "y0": 0, "y1": 1}
        if mark.kind == "break":
            dotted = {"color": style.GREY, "width": 1.5, "dash": "dot"}
            sheet.shape(type="line", x0=mark.middle, x1=mark.middle, line=dotted, **upright)
        else:
            ends = {"x0": mark.start - 0.5, "x1": mark.end + 0.5}
            sheet.shape(type="rect", fillcolor=style.BAND, line={"width": 0}, **ends, **upright)
    for mark, low in zip(marks, heights, strict=False):
        above = {"y": 1, "yref": f"y{axis} domain", "yanchor": "bottom", "yshift": low}
        sheet.note(mark.text, size=style.SMALL, x=mark.middle, xref=f"x{axis}", **above)
