"""Dispersion: how much more areas differ than chance alone would make them."""

import math
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from explorer.stats.intervals import Floats, as_floats
from explorer.stats.pooling import pooled_rate

#: sqrt (events) and arcsine (shares) make the standard error the same at every rate; pearson does not.
Scale: TypeAlias = Literal["sqrt", "arcsine", "pearson"]

#: The share of areas at each end whose scores are pulled in, so that no outlier sets the limits.
TRIMMED = 0.1


def scores(events: ArrayLike, people: ArrayLike, *, scale: Scale) -> Floats:
    """How many standard errors each area lies from the rate of all areas together.

    Missing  every area must have people and be known: one that is not makes all of them NaN
    Source   Spiegelhalter 2005, *Qual Saf Health Care* 14:347
    """
    counts, size = as_floats(events, of=people), as_floats(people)
    centre = pooled_rate(counts, np.where(size > 0, size, np.nan))
    if not centre > 0:
        return np.full(len(counts), np.nan)
    distances = on_scale(counts / size, centre, scale=scale) - on_scale(centre, centre, scale=scale)
    return distances / standard_errors(size, centre, scale=scale)


def on_scale(rate: ArrayLike, centre: float, *, scale: Scale) -> Floats:
    """A rate on the scale where its standard error is known.

    Units    sqrt and pearson: against the centre, which is 1 there; arcsine: radians
    """
    rates = np.asarray(rate, dtype=np.float64)
    if scale == "arcsine":
        return np.arcsin(np.sqrt(rates))
    return np.sqrt(rates / centre) if scale == "sqrt" else rates / centre


def off_scale(spot: ArrayLike, centre: float, *, scale: Scale) -> Floats:
    """The rate at a spot of `on_scale`; beyond the ends of the scale, the rate at the end."""
    spots = np.maximum(0.0, np.asarray(spot, dtype=np.float64))
    if scale == "arcsine":
        return np.sin(np.minimum(spots, math.pi / 2)) ** 2
    return centre * (spots**2 if scale == "sqrt" else spots)


def standard_errors(people: ArrayLike, centre: float, *, scale: Scale) -> Floats:
    """The standard error of the rate of so many people, on the scale of `on_scale`.

    Missing  no events anywhere, so that the centre is zero or unknown: NaN
    """
    size = np.asarray(people, dtype=np.float64) * (1.0 if centre > 0 else np.nan)
    if scale == "arcsine":
        return 0.5 / np.sqrt(size)
    return (0.5 if scale == "sqrt" else 1.0) / np.sqrt(centre * size)


def overdispersion(areas: ArrayLike, *, trimmed: float = TRIMMED) -> float:
    """The mean square of the scores: 1 where chance alone is at work.

    Missing  no scores or a NaN among them: NaN
    Source   Spiegelhalter 2005: the scores beyond the outer tenths are moved in to them (winsorised)
    """
    numbers = as_floats(areas)
    if not numbers.size:
        return math.nan
    low, high = np.quantile(numbers, [trimmed, 1 - trimmed])
    return float(np.mean(np.clip(numbers, low, high) ** 2))


def between_variance(dispersion: float, precisions: ArrayLike) -> float:
    """The variance between areas that is left once chance is taken out; zero if chance explains it all.

    Units    the square of the scale on which the precisions (1 over squared standard errors) are
    Missing  fewer than two areas, or a NaN: NaN
    Source   DerSimonian & Laird 1986; Spiegelhalter 2005
    """
    weights = as_floats(precisions)
    areas, whole = len(weights), float(weights.sum())
    if areas < 2 or not whole > 0:
        return math.nan
    room = whole - float((weights**2).sum()) / whole
    excess = areas * dispersion - (areas - 1)
    return max(0.0, excess / room) if not math.isnan(excess) else math.nan


def heterogeneity(events: ArrayLike, people: ArrayLike) -> tuple[float, int, float]:
    """Chi-squared, its degrees of freedom and its probability, if every area had the same rate.

    Missing  every area must be known, and some events: else NaN
    Source   Pearson 1900, events as Poisson
    """
    statistic = float((scores(events, people, scale="pearson") ** 2).sum())
    freedom = max(0, np.size(events) - 1)
    return statistic, freedom, float(special.chdtrc(freedom, statistic)) if freedom else math.nan


def smoothed_ratios(events: ArrayLike, people: ArrayLike) -> Floats:
    """Each area's observed over expected events, drawn towards 1 the more, the fewer are expected.

    For maps, where a handful of events would otherwise make the brightest colour.

    Units    ratio (1 = the rate of all areas together)
    Missing  NaN for an area with a hidden count or no people, which is left out of the expectation too
    Source   empirical Bayes with a gamma prior of variance tau^2 (Clayton & Kaldor 1987)
    """
    counts, size = as_floats(events, of=people), as_floats(people)
    used = ~np.isnan(counts) & (size > 0)
    expected = pooled_rate(counts[used], size[used]) * size[used]
    spread = overdispersion(scores(counts[used], size[used], scale="pearson"))
    ratios = np.full(len(counts), np.nan)
    ratios[used] = _shrunk(counts[used], expected, variance=between_variance(spread, expected))
    return ratios


def _shrunk(observed: Floats, expected: Floats, *, variance: float) -> Floats:
    if variance == 0:
        # Chance explains every difference, so that there is nothing of an area's own to show
        return np.ones(len(observed))
    return (observed + 1 / variance) / (expected + 1 / variance)
