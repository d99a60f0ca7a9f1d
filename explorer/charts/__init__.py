"""Charts: an answer as a Plotly figure in the Analysis Function's style."""

from plotly.graph_objects import Figure

from explorer.charts.bars import bars
from explorer.charts.dots import dots
from explorer.charts.dumbbell import dumbbell
from explorer.charts.lines import lines
from explorer.charts.paired import paired
from explorer.charts.reading import with_unit
from explorer.charts.sparkline import sparkline
from explorer.charts.style import CONFIG, ORANGE, kind, painted

__all__ = [
    "CONFIG",
    "ORANGE",
    "Figure",
    "bars",
    "dots",
    "dumbbell",
    "kind",
    "lines",
    "painted",
    "paired",
    "sparkline",
    "with_unit",
]
