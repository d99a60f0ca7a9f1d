"""Comparisons: how many times, and how much more, one rate is than another."""

import math

from scipy import special

from explorer.stats.counts import exact_limits
from explorer.stats.intervals import (
    FEW_EVENTS,
    Interval,
    Rate,
    around,
    check_alike,
    check_level,
    normal_quantile,
    unknown,
)
from explorer.stats.rates import wilson_interval


def rate_ratio(group: Rate, reference: Rate, *, level: float = 0.95) -> Interval:
    """How many times the reference's rate the group's rate is, by the method that suits the counts.

    Units    ratio (1 = equal)
    Missing  a count below ten on either side: the exact interval, no point at zero; clustered events:
             always log-normal, nothing at zero; a hidden count, no people or no events at all: NaN
    Source   Breslow & Day 1987, vol. II
    Raises   ValueError where one side counts persons and the other events
    """
    check_alike((group, reference))
    few = min(group.events, reference.events) < FEW_EVENTS
    if few and group.clustering == reference.clustering == 1:
        return exact_ratio(group, reference, level=level)
    return log_ratio(group, reference, level=level)


def log_ratio(group: Rate, reference: Rate, *, level: float = 0.95) -> Interval:
    """The ratio of two rates, with limits that are symmetrical on the logarithmic scale.

    Units    ratio (1 = equal)
    Missing  a hidden count, no people or a count of zero: NaN
    Source   Breslow & Day 1987, vol. II (events); Katz et al. 1978 (persons)
    """
    if not (group.known and reference.known) or 0 in (group.events, reference.events):
        return unknown(level)
    ratio = group.value / reference.value
    error = math.sqrt(log_variance(group) + log_variance(reference))
    return around(ratio, error, level=level, method="log-normal")


def exact_ratio(group: Rate, reference: Rate, *, level: float = 0.95) -> Interval:
    """The ratio of two rates, with limits from the split of all events between the two sides.

    Units    ratio (1 = equal)
    Missing  no point at a count of zero, but the limit on the other side; nothing where both are
             zero, a count is hidden or there are no people. For persons the limits are too wide,
             never too narrow; clustering is not taken into account.
    Source   Clopper & Pearson 1934 on a | a + b; Breslow & Day 1987, vol. II
    """
    check_level(level)
    a, b = group.events, reference.events
    if not (group.known and reference.known) or a == b == 0:
        return unknown(level)
    value = group.value / reference.value if a > 0 and b > 0 else math.nan
    tail, scale = (1 - level) / 2, reference.people / group.people
    low = _odds(special.betaincinv(a, b + 1, tail)) * scale if a > 0 else 0.0
    high = _odds(special.betainccinv(a + 1, b, tail)) * scale if b > 0 else math.inf
    return Interval(value, low, high, level, "exact conditional")


def rate_difference(group: Rate, reference: Rate, *, level: float = 0.95) -> Interval:
    """How much higher the group's rate is than the reference's.

    Units    per person (for persons, a share: 0.01 is one percentage point)
    Missing  fewer than ten events on a side: limits from the two exact intervals; clustered events
             with a zero: no limits; a hidden count or no people: NaN
    Source   Breslow & Day 1987 (events); Newcombe 1998 (persons); Donner & Zou 2012 (few events)
    Raises   ValueError where one side counts persons and the other events
    """
    check_alike((group, reference))
    if not (group.known and reference.known):
        return unknown(level)
    if group.persons:
        return newcombe_difference(group, reference, level=level)
    clustered, smallest = group.clustering + reference.clustering > 2, min(group.events, reference.events)
    if clustered and smallest == 0:
        return unknown(level, value=group.value - reference.value)
    if clustered or smallest >= FEW_EVENTS:
        return _normal_difference(group, reference, level=level)
    return _exact_difference(group, reference, level=level)


def newcombe_difference(group: Rate, reference: Rate, *, level: float = 0.95) -> Interval:
    """The difference of two shares of people, between Newcombe's hybrid score limits.

    Units    share (0.01 is one percentage point)
    Missing  a hidden count or no people: NaN
    Source   Newcombe 1998, *Statistics in Medicine* 17:873, method 10
    """
    if not (group.known and reference.known):
        return unknown(level)
    sides = [wilson_interval(side.events, side.people, level=level) for side in (group, reference)]
    return _from_two(sides[0], sides[1], method="Newcombe")


def log_variance(rate: Rate) -> float:
    """The variance of the logarithm of a rate; NaN or infinite where there is no event to go by."""
    if rate.events == 0:
        return math.inf
    return rate.clustering / rate.events - (1 / rate.people if rate.persons else 0.0)


def _normal_difference(group: Rate, reference: Rate, *, level: float) -> Interval:
    difference = group.value - reference.value
    variance = sum(side.clustering * side.events / side.people**2 for side in (group, reference))
    reach = normal_quantile(level) * math.sqrt(variance)
    return Interval(difference, difference - reach, difference + reach, level, "normal")


def _exact_difference(group: Rate, reference: Rate, *, level: float) -> Interval:
    sides = []
    for side in (group, reference):
        low, high = (float(limit) / side.people for limit in exact_limits(side.events, level=level))
        sides.append(Interval(side.value, low, high, level, "exact Poisson"))
    return _from_two(sides[0], sides[1], method="from exact limits")


def _from_two(group: Interval, reference: Interval, *, method: str) -> Interval:
    difference = group.value - reference.value
    low = difference - math.hypot(group.value - group.low, reference.high - reference.value)
    high = difference + math.hypot(group.high - group.value, reference.value - reference.low)
    return Interval(difference, low, high, group.level, method)


def _odds(share: float) -> float:
    return float(share / (1 - share)) if share < 1 else math.inf
