"""Rates: the interval of a rate, by what it counts."""

import math

from explorer.stats.counts import count_interval
from explorer.stats.intervals import Interval, Rate, around, check_level, unknown


def rate_interval(rate: Rate, *, level: float = 0.95) -> Interval:
    """A rate with its interval: Wilson's for persons, the log-normal for clustered events, else Poisson.

    Units    per person; `.times(10_000)` for per 10,000
    Missing  a hidden count or no people: NaN
    Source   Wilson 1927; Breslow & Day 1987; APHO Technical Briefing 3
    """
    if not rate.known:
        return unknown(level)
    if rate.persons:
        return wilson_interval(rate.events, rate.people, level=level)
    if rate.clustering > 1:
        return _clustered_interval(rate, level=level)
    return count_interval(rate.events, level=level).times(1 / rate.people)


def wilson_interval(events: float, people: float, *, level: float = 0.95) -> Interval:
    """The share of people counted, between Wilson's score limits.

    Units    counts in, share out (1 = all)
    Missing  a hidden count or no people: NaN
    Source   Wilson 1927, *JASA* 22:209
    Raises   ValueError for more persons than people
    """
    check_level(level)
    share = Rate(events, people, persons=True).value
    if math.isnan(share):
        return unknown(level)
    # Inside, as in every function that needs it: statsmodels takes a second to import
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(events, people, alpha=1 - level, method="wilson")
    # At none and at all, rounding leaves the limit a hair's breadth off the share
    return Interval(share, min(float(low), share), max(float(high), share), level, "Wilson")


def _clustered_interval(rate: Rate, *, level: float) -> Interval:
    if rate.events == 0:
        return unknown(level, value=0.0)
    error = math.sqrt(rate.clustering / rate.events)
    return around(rate.value, error, level=level, method="clustered log-normal")
