"""Inline: small line charts as pictures of their own, for the cells of a table and for paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

# 3:1 and more on white and on the dark ground: a picture cannot take the colours of the page that it is in.
INK, PALE, BLACK = "#3A86C8", "#7C868F", "#0B0C0C"
DASHES = ("", "4 3", "1.5 2.5")
SPARK = (92, 28)
CHART = (350, 104)
FONT = "font-family='Arial, Helvetica, sans-serif'"
Points = Sequence[float | None]


@dataclass(frozen=True)
class Drawn:
    """One line of a chart for paper: its name at the end, its figures, and how the last is printed."""

    name: str
    points: Points
    last: str


def spark(points: Points, *, beside: Points = (), breaks: Collection[int] = ()) -> str:
    """The shape of one series from nought, with another dashed behind it, as the text of an SVG picture.

    Missing  an unpublished or disturbed year leaves the line open, and so does a break in the series
    """
    width, height = SPARK
    top = max((value for value in (*points, *beside) if value), default=1.0)
    place = _Plot(left=4, right=width - 6, top=4, foot=height - 4, highest=top, count=len(points))
    last = max((index for index, value in enumerate(points) if value is not None), default=-1)
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{3 if index == last else 1.3}' fill='{INK}'/>"
        for index, (x, y) in place.spots(points).items()
    )
    behind = f"<path d='{place.path(beside, breaks)}' {_stroke(PALE, 1.2, dash='3 2.5')}/>"
    front = f"<path d='{place.path(points, breaks)}' {_stroke(INK, 1.8)}/>"
    return _svg(width, height, inside=behind + front + dots)


def paper(lines: Sequence[Drawn], periods: Sequence[str], *, breaks: Collection[int] = ()) -> str:
    """Up to three lines in black with their names at their ends, as the text of an SVG picture.

    Missing  as in `spark`
    """
    width, height = CHART
    top = max((value for one in lines for value in one.points if value), default=1.0) * 1.05
    plot = _Plot(left=6, right=width - 142, top=8, foot=height - 18, highest=top, count=len(periods))
    parts = [f"<path d='M{plot.left} {plot.foot} H{plot.right}' {_stroke(PALE, 0.8)}/>"]
    for index, one in enumerate(lines):
        look = _stroke(BLACK, 1.8 if index == 0 else 1.1, dash=DASHES[index % len(DASHES)])
        parts.append(f"<path d='{plot.path(one.points, breaks)}' {look}/>")
        radius = 2.2 if index == 0 else 1.3
        spots = plot.spots(one.points).values()
        parts += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius}' fill='{BLACK}'/>" for x, y in spots]
    parts += _names(lines, plot)
    ends = (periods[0], periods[-1]) if periods else ("", "")
    parts.append(_text(plot.left, height - 5, said=ends[0]))
    parts.append(_text(plot.right, height - 5, said=ends[1], anchor="end"))
    return _svg(width, height, inside="".join(parts))


@dataclass(frozen=True)
class _Plot:
    """Where on the picture a position and a value lie."""

    left: float
    right: float
    top: float
    foot: float
    highest: float
    count: int

    def spots(self, points: Points) -> dict[int, tuple[float, float]]:
        """For each position that has a figure, where it lies."""
        step = (self.right - self.left) / max(self.count - 1, 1)
        rise = (self.foot - self.top) / self.highest
        known = ((index, value) for index, value in enumerate(points) if value is not None)
        return {index: (self.left + index * step, self.foot - value * rise) for index, value in known}

    def path(self, points: Points, breaks: Collection[int]) -> str:
        """The line, which begins anew after a gap and at a break."""
        spots, moves = self.spots(points), []
        for index, (x, y) in spots.items():
            joins = index - 1 in spots and index not in breaks
            moves.append(f"{'L' if joins else 'M'}{x:.1f} {y:.1f}")
        return " ".join(moves)


def _names(lines: Sequence[Drawn], plot: _Plot) -> list[str]:
    """The names at the ends of the lines, moved apart where they would touch."""
    ends = []
    for index, one in enumerate(lines):
        if spots := plot.spots(one.points):
            ends.append((spots[max(spots)][1] + 3.5, index, one))
    texts, free = [], 0.0
    for level, index, one in sorted(ends, key=lambda end: end[:2]):
        free = max(level, free)
        texts.append(_text(plot.right + 8, free, said=f"{_short(one.name)} {one.last}", bold=index == 0))
        free += 11
    return texts


def _short(name: str) -> str:
    return name if len(name) <= 15 else f"{name[:14].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _text(x: float, y: float, *, said: str, anchor: str = "start", bold: bool = False) -> str:
    weight = " font-weight='700'" if bold else ""
    where = f"x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}'"
    return f"<text {where} font-size='9.5' {FONT} fill='{BLACK}'{weight}>{escape(said)}</text>"


def _stroke(colour: str, width: float, *, dash: str = "") -> str:
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    return f"fill='none' stroke='{colour}' stroke-width='{width}' stroke-linejoin='round'{dashed}"


def _svg(width: int, height: int, *, inside: str) -> str:
    size = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{inside}</svg>"
