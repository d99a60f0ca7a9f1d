"""Trends: the change per year over a series, and whether there is one."""

import math
import warnings
from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from explorer.stats.intervals import (
    FEW_EVENTS,
    Floats,
    Interval,
    around,
    as_floats,
    check_level,
    unknown,
)

Direction: TypeAlias = Literal[
    "rising", "falling", "no clear direction", "rose each year", "fell each year", "too few years"
]

#: Fewer usable years than this are described, not tested.
LEAST_YEARS = 6

#: Fewer than this have no direction at all.
LEAST_DESCRIBED = 3

#: Up to so many years the normal approximation to Mann and Kendall's statistic is not used.
MOST_EXACT_YEARS = 10


@dataclass(frozen=True)
class Trend:
    """The rate of one year over the year before: with, and without, allowance for overdispersion."""

    ratio: Interval
    poisson: Interval
    dispersion: float
    years: int


@dataclass(frozen=True)
class MannKendall:
    """Mann and Kendall's test that a series neither rises nor falls.

    Missing  fewer than two years: NaN; more than ten: no exact probability
    """

    s: int
    variance: float
    z: float
    p_normal: float
    p_exact: float
    years: int

    @property
    def p(self) -> float:
        """The two-sided probability: exact for a short series, from the normal approximation otherwise."""
        return self.p_normal if math.isnan(self.p_exact) else self.p_exact


def trend_ratio(
    events: ArrayLike, people: ArrayLike, *, times: ArrayLike | None = None, level: float = 0.95
) -> Trend:
    """The rate ratio per year over a series, by quasi-Poisson regression.

    Units    counts in; `times` in years, one after the other unless given; ratio out (1 = no change)
    Missing  a year with a hidden count is left out. Under three years, under ten events in all, or
             all events in the first or the last year: NaN. Limits are never narrower than Poisson's.
    Source   McCullagh & Nelder 1989, log-linear with offset; dispersion Pearson's chi-squared / df
    """
    check_level(level)
    counts, size, years = _usable(events, people, times=times)
    if len(counts) < 3 or counts.sum() < FEW_EVENTS or _at_one_end(counts, years):
        return Trend(unknown(level), unknown(level), math.nan, len(counts))
    slope, error, dispersion = _fit(counts, size, years=years)
    wide = error * math.sqrt(max(1.0, dispersion))
    ratio = around(math.exp(slope), wide, level=level, method="quasi-Poisson")
    poisson = around(math.exp(slope), error, level=level, method="Poisson")
    return Trend(ratio, poisson, dispersion, len(counts))


def mann_kendall(values: ArrayLike) -> MannKendall:
    """Whether a series in order of time rises more often than it falls, and with what probability.

    Missing  a year without a value is left out; fewer than two values: NaN
    Source   Mann 1945; Kendall 1975, with the correction for ties and for continuity
    """
    numbers = as_floats(values)
    numbers = numbers[~np.isnan(numbers)]
    years = len(numbers)
    s = int(np.sign(np.subtract.outer(numbers, numbers))[np.tril_indices(years)].sum())
    ties = list(Counter(numbers.tolist()).values())
    variance = (_cubic(years) - sum(_cubic(tied) for tied in ties)) / 18
    if years < 2:
        return MannKendall(0, 0.0, math.nan, math.nan, math.nan, years)
    z = (s - np.sign(s)) / math.sqrt(variance) if variance else 0.0
    exact = _exact_probability(abs(s), ties) if years <= MOST_EXACT_YEARS else math.nan
    return MannKendall(s, variance, float(z), math.erfc(abs(z) / math.sqrt(2)), exact, years)


def sen_slope(values: ArrayLike, *, times: ArrayLike | None = None, level: float = 0.95) -> Interval:
    """The median of the slopes between all pairs of years: a trend that one odd year cannot make.

    Units    the values' per year; `times` in years, one after the other unless given
    Missing  a year without a value is left out; fewer than two: NaN; fewer than six: no limits
    Source   Sen 1968, *JASA* 63:1379
    """
    check_level(level)
    numbers, _, years = _usable(values, np.ones(np.size(values)), times=times)
    if len(numbers) < 2:
        return unknown(level)
    from scipy.stats import theilslopes

    slope, _, low, high = (float(part) for part in theilslopes(numbers, years, alpha=level))
    if len(numbers) < LEAST_YEARS:
        return unknown(level, value=slope)
    return Interval(slope, low, high, level, "Sen")


def direction(values: ArrayLike, *, level: float = 0.95) -> Direction:
    """What may be said of the direction of a series of comparable years.

    Missing  a year without a value is left out; under six it is described, from three, and not tested
    """
    check_level(level)
    numbers = as_floats(values)
    test = mann_kendall(numbers)
    if test.years < LEAST_YEARS:
        monotone = test.years >= LEAST_DESCRIBED and abs(test.s) == test.years * (test.years - 1) // 2
        return ("rose each year" if test.s > 0 else "fell each year") if monotone else "too few years"
    if test.p < 1 - level:
        return "rising" if test.s > 0 else "falling"
    return "no clear direction"


def told_of(values: ArrayLike) -> int:
    """How many of the newest of these years a direction is told of: all, where they are enough for a test.

    Of fewer it is told of those since the last turn, where these are three or more, else of none: then all
    """
    numbers = as_floats(values)
    if len(numbers) >= LEAST_YEARS:
        return len(numbers)
    steps = np.sign(np.diff(numbers))[::-1]
    turned = np.flatnonzero((steps != steps[:1]) | (steps == 0))
    run = 1 + (int(turned[0]) if len(turned) else len(steps))
    return run if run >= LEAST_DESCRIBED else len(numbers)


def _usable(
    values: ArrayLike, people: ArrayLike, *, times: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    numbers, size = as_floats(values, of=people), as_floats(people)
    years = np.arange(len(numbers), dtype=np.float64) if times is None else as_floats(times, of=numbers)
    kept = ~np.isnan(numbers) & (size > 0) & ~np.isnan(years)
    return numbers[kept], size[kept], years[kept]


def _at_one_end(counts: Floats, years: Floats) -> bool:
    # All events in the first or in the last year: the slope has no bound
    return not (counts[years > years.min()].any() and counts[years < years.max()].any())


def _fit(counts: Floats, size: Floats, *, years: Floats) -> tuple[float, float, float]:
    # Inside, because statsmodels takes a second to import
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    design = np.column_stack([np.ones_like(years), years - years.mean()])
    model = GLM(counts, design, family=Poisson(), offset=np.log(size))
    with warnings.catch_warnings():
        # A series that fits perfectly is no fault: its dispersion is zero, and Poisson's limits hold
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = model.fit()
    return float(fit.params[1]), float(fit.bse[1]), float(fit.pearson_chi2 / fit.df_resid)


def _cubic(size: int) -> int:
    return size * (size - 1) * (2 * size + 5)


def _exact_probability(s: int, ties: list[int]) -> float:
    # The number of orders with so many inversions is a coefficient of the q-multinomial; every
    # inversion takes 2 from the pairs in order less the pairs out of order
    orders = _q_factorial(sum(ties))
    for tied in ties:
        orders = np.rint(np.polydiv(orders, _q_factorial(tied))[0])
    inversions = np.arange(len(orders))
    statistics = len(orders) - 1 - 2 * inversions
    return float(orders[np.abs(statistics) >= s].sum() / orders.sum())


def _q_factorial(size: int) -> Floats:
    product = np.ones(1)
    for length in range(2, size + 1):
        product = np.convolve(product, np.ones(length))
    return product
