"""Statistics: honest intervals and comparisons; numbers in, numbers out."""

from explorer.stats.changes import change
from explorer.stats.comparisons import (
    exact_ratio,
    log_ratio,
    newcombe_difference,
    rate_difference,
    rate_ratio,
)
from explorer.stats.counts import byar_interval, clustering_factor, count_interval, exact_interval
from explorer.stats.disparities import (
    attributable_fraction,
    composition_ratio,
    excess_events,
    others,
    ratio_to_others,
    stratified_ratio,
)
from explorer.stats.dispersion import heterogeneity, smoothed_ratios
from explorer.stats.funnels import Adjustment, Band, Funnel, flags_expected, funnel
from explorer.stats.intervals import FEW_EVENTS, Interval, Rate
from explorer.stats.pooling import (
    at_least,
    expected_events,
    pool,
    pooled_rate,
    standardised_ratio,
    total,
    weighted_mean,
)
from explorer.stats.ranks import RankRange, quartile_bands, rank_ranges
from explorer.stats.rates import rate_interval, wilson_interval
from explorer.stats.small_numbers import few, relative_error, rounded_percent_change, rounding_error, size_of
from explorer.stats.trends import Direction, direction, mann_kendall, sen_slope, told_of, trend_ratio

__all__ = [
    "FEW_EVENTS",
    "Adjustment",
    "Band",
    "Direction",
    "Funnel",
    "Interval",
    "RankRange",
    "Rate",
    "at_least",
    "attributable_fraction",
    "byar_interval",
    "change",
    "clustering_factor",
    "composition_ratio",
    "count_interval",
    "direction",
    "exact_interval",
    "exact_ratio",
    "excess_events",
    "expected_events",
    "few",
    "flags_expected",
    "funnel",
    "heterogeneity",
    "log_ratio",
    "mann_kendall",
    "newcombe_difference",
    "others",
    "pool",
    "pooled_rate",
    "quartile_bands",
    "rank_ranges",
    "rate_difference",
    "rate_interval",
    "rate_ratio",
    "ratio_to_others",
    "relative_error",
    "rounded_percent_change",
    "rounding_error",
    "sen_slope",
    "size_of",
    "smoothed_ratios",
    "standardised_ratio",
    "stratified_ratio",
    "told_of",
    "total",
    "trend_ratio",
    "weighted_mean",
    "wilson_interval",
]
