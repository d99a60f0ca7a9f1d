"""Charts: an answer as a Plotly figure in the Analysis Function's style."""

from plotly.graph_objects import Figure

from explorer.charts.bars import bars
from explorer.charts.dots import dots
from explorer.charts.dots_apart import dots_apart
from explorer.charts.dumbbell import dumbbell
from explorer.charts.funnel import funnel
from explorer.charts.lines import lines
from explorer.charts.multiples import MOST as MOST_PLOTS
from explorer.charts.multiples import multiples
from explorer.charts.over_years import over_years
from explorer.charts.paired import paired
from explorer.charts.ratios import ratios
from explorer.charts.reading import why_missing, with_unit
from explorer.charts.side_by_side import side_by_side
from explorer.charts.sparkline import sparkline
from explorer.charts.style import CONFIG, ORANGE, kind, painted

__all__ = [
    "CONFIG",
    "MOST_PLOTS",
    "ORANGE",
    "Figure",
    "bars",
    "dots",
    "dots_apart",
    "dumbbell",
    "funnel",
    "kind",
    "lines",
    "multiples",
    "over_years",
    "painted",
    "paired",
    "ratios",
    "side_by_side",
    "sparkline",
    "why_missing",
    "with_unit",
]
