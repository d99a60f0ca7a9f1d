"""Ranks: the places in a list that an area may hold, given chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.stats.comparisons import log_variance, rate_ratio
from explorer.stats.intervals import FEW_EVENTS, Rate, as_floats, check_alike, normal_quantile


@dataclass(frozen=True)
class RankRange:
    """The first and last place that an area may hold, from 1 for the lowest rate."""

    first: int
    last: int


def rank_ranges(rates: Sequence[Rate], *, level: float = 0.95) -> list[RankRange | None]:
    """For each area, its rank range: it stands above those clearly lower and below those clearly higher.

    Missing  None for an area with a hidden count or no people; it is not among the others' places
    Source   Goldstein & Spiegelhalter 1996, in the deterministic form: pairwise `rate_ratio`
    Raises   ValueError where some areas count persons and others events
    """
    check_alike(rates)
    known = [rate for rate in rates if rate.known]
    lower = _clearly_lower(known, level=level)
    ranges = (
        RankRange(1 + int(below), len(known) - int(above))
        for below, above in zip(lower.sum(axis=0), lower.sum(axis=1), strict=True)
    )
    return [next(ranges) if rate.known else None for rate in rates]


def quartile_bands(values: ArrayLike) -> list[int | None]:
    """For each value, its quarter of the list, from 1 for the lowest; equal values share a quarter.

    Missing  None for NaN, which is left out of the quarters
    """
    numbers = as_floats(values)
    known = numbers[~np.isnan(numbers)]
    if not known.size:
        return [None] * len(numbers)
    bands = 1 + np.searchsorted(np.quantile(known, [0.25, 0.5, 0.75]), numbers, side="left")
    return [None if np.isnan(value) else int(band) for value, band in zip(numbers, bands, strict=True)]


def _clearly_lower(rates: Sequence[Rate], *, level: float) -> NDArray[np.bool_]:
    # All pairs at once where the log-normal serves: 150 areas are 11,000 pairs
    variances = np.array([log_variance(rate) for rate in rates])
    logs = np.log([rate.value if rate.events > 0 else 1.0 for rate in rates])
    reach = normal_quantile(level) * np.sqrt(np.add.outer(variances, variances))
    lower: NDArray[np.bool_] = np.subtract.outer(logs, logs) < -reach
    for few in (index for index, rate in enumerate(rates) if rate.events < FEW_EVENTS):
        for other in range(len(rates)):
            ratio = rate_ratio(rates[few], rates[other], level=level)
            lower[few, other], lower[other, few] = ratio.high < 1, ratio.low > 1
    return lower
