"""Pooling: one figure from several parts, or none at all where a part is missing."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from explorer.stats.counts import count_interval
from explorer.stats.intervals import Interval, Rate, as_floats, check_alike, unknown


def total(parts: ArrayLike) -> float:
    """The sum of the parts, or NaN where any of them is missing or there are none."""
    numbers = as_floats(parts)
    return float(numbers.sum()) if numbers.size else math.nan


def at_least(parts: ArrayLike) -> float:
    """The sum of the parts that are known: what can be said ("at least") where `total` is NaN."""
    return float(np.nansum(as_floats(parts)))


def pooled_rate(numerators: ArrayLike, denominators: ArrayLike) -> float:
    """All events over all people: the rate of the parts taken as one.

    Units    counts in, rate per person out
    Missing  NaN if any count of any part is hidden, there are no parts, or no people
    """
    whole = total(as_floats(denominators, of=numerators))
    return total(numerators) / whole if whole > 0 else math.nan


def pool(rates: Sequence[Rate]) -> Rate:
    """The parts taken as one, as counts, for a comparison that needs an interval.

    Missing  NaN counts if any count of any part is hidden or there are no parts
    Raises   ValueError where some parts count persons and others events
    """
    check_alike(rates)
    return Rate(
        total([rate.events for rate in rates]),
        total([rate.people for rate in rates]),
        persons=any(rate.persons for rate in rates),
        clustering=max((rate.clustering for rate in rates), default=1.0),
    )


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """The mean of published rates, each with the weight of its own denominator.

    Units    those of the values
    Missing  NaN if any value or weight is hidden, there are none, or the weights sum to zero
    """
    shares = as_floats(weights, of=values)
    whole = total(shares)
    return float((as_floats(values) * shares).sum()) / whole if whole > 0 else math.nan


def expected_events(people: ArrayLike, reference_rates: ArrayLike) -> float:
    """How many events there would be if each part of the people had the reference's rate for that part.

    Units    people and rates per person in, events out
    Missing  NaN if any part is hidden or there are no parts
    """
    return total(as_floats(people, of=reference_rates) * as_floats(reference_rates))


def standardised_ratio(observed: float, expected: float, *, level: float = 0.95) -> Interval:
    """How many times the expected events were observed: the indirectly standardised ratio.

    Units    ratio (1 = as many as the mix of people would lead one to expect)
    Missing  a hidden count, or none expected: NaN
    Source   Breslow & Day 1987, vol. II: Byar's limits (exact below ten) over the expected
    """
    if math.isnan(observed) or not expected > 0:
        return unknown(level)
    return count_interval(observed, level=level).times(1 / expected)
