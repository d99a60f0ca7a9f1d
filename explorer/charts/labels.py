"""Labels: names at the ends of lines, pushed apart where they would touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Label:
    """A text that wants to stand at a height, and how tall it is. Units: pixels from the bottom."""

    text: str
    wanted: float
    height: float


def apart(labels: Sequence[Label], *, top: float) -> list[float]:
    """Heights near the wanted ones at which no two labels touch and none leaves the plot.

    Shape    one height for each label, in the order given
    """
    order = sorted(range(len(labels)), key=lambda index: labels[index].wanted)
    heights = [label.wanted for label in labels]
    for lower, upper in pairwise(order):
        needed = (labels[lower].height + labels[upper].height) / 2
        heights[upper] = max(heights[upper], heights[lower] + needed)
    ceiling = top
    for index in reversed(order):
        half = labels[index].height / 2
        heights[index] = min(heights[index], ceiling - half)
        ceiling = heights[index] - half
    return heights
