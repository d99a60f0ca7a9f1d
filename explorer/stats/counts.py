"""Counts: intervals for a number of events, and what makes events of one pupil hang together."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from explorer.stats.intervals import (
    FEW_EVENTS,
    Floats,
    Interval,
    as_floats,
    check_level,
    normal_quantile,
    unknown,
)


def exact_limits(events: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """The exact Poisson limits of each count.

    Units    counts in, counts out; a count need not be whole
    Source   Garwood 1936: half the chi-squared quantiles, here as the gamma quantiles that they are
    """
    check_level(level)
    counts, tail = np.asarray(events, dtype=np.float64), (1 - level) / 2
    # gammaincinv(0, p) is NaN: with no events the lower limit is zero by definition
    low = np.where(counts == 0, 0.0, special.gammaincinv(np.where(counts > 0, counts, np.nan), tail))
    return low, np.asarray(special.gammainccinv(counts + 1, tail))


def exact_interval(events: float, *, level: float = 0.95) -> Interval:
    """A count between its exact Poisson limits.

    Missing  NaN in, NaN out; no events: from zero
    Source   Garwood 1936, *Biometrika* 28:437
    Raises   ValueError for a count below zero
    """
    _check_count(events)
    low, high = exact_limits(events, level=level)
    return Interval(events, float(low), float(high), level, "exact Poisson")


def byar_interval(events: float, *, level: float = 0.95) -> Interval:
    """A count between Byar's limits: a cube-root approximation to the exact ones.

    Missing  NaN in, NaN out; no events: no limits, since the formula divides by them
    Source   Breslow & Day 1987, vol. II; APHO Technical Briefing 3
    Raises   ValueError for a count below zero
    """
    _check_count(events)
    if not events > 0:
        return unknown(level, value=events)
    z, after = normal_quantile(level), events + 1
    # For fractions of an event the bracket falls below zero, and its cube would too
    low = events * max(0.0, 1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3
    high = after * (1 - 1 / (9 * after) + z / (3 * math.sqrt(after))) ** 3
    return Interval(events, low, high, level, "Byar")


def count_interval(events: float, *, level: float = 0.95) -> Interval:
    """A count between the limits that public health uses: exact below ten events, Byar's from ten.

    Missing  NaN in, NaN out
    Source   Public Health England, PHEindicatormethods
    Raises   ValueError for a count below zero
    """
    make = exact_interval if events < FEW_EVENTS else byar_interval
    return make(events, level=level)


def clustering_factor(times: ArrayLike, pupils: ArrayLike) -> float:
    """How many times the variance of independent events, when one pupil can have several.

    Units    `pupils` is the number of pupils with exactly so many `times`
    Missing  a hidden number of pupils is left out: those are the few with very many, so that the
             factor comes out a little low; NaN if nothing is left
    Source   variance of a compound Poisson: sum of k^2 n(k) over sum of k n(k)
    """
    repeats = as_floats(times, of=pupils)
    weights = repeats * as_floats(pupils)
    whole = float(np.nansum(weights))
    return float(np.nansum(repeats * weights)) / whole if whole > 0 else math.nan


def _check_count(events: float) -> None:
    if events < 0 or math.isinf(events):
        raise ValueError(f"a count must be zero or more, found {events}")
