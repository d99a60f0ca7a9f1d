"""Funnels: how far an area's rate may lie from all areas' by chance and by how areas usually differ."""

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from explorer.stats.counts import exact_limits
from explorer.stats.dispersion import (
    Scale,
    between_variance,
    off_scale,
    on_scale,
    overdispersion,
    scores,
    standard_errors,
)
from explorer.stats.intervals import Floats, Rate, as_floats, check_level, normal_quantile
from explorer.stats.pooling import pooled_rate

Adjustment: TypeAlias = Literal["additive", "multiplicative", "none"]
Band: TypeAlias = Literal[
    "unusually low", "somewhat low", "as expected", "somewhat high", "unusually high", "left out"
]

#: The inner and the outer lines of a funnel.
INNER, OUTER = 0.95, 0.998


@dataclass(frozen=True)
class Funnel:
    """The limits around the rate of all areas together, and each area's score against them.

    Units    `centre` per person; `tau` on the scale; `scores` in standard errors, after the adjustment
    Missing  an area that was left out has the score NaN and is counted in `left_out`
    """

    centre: float
    scale: Scale
    adjustment: Adjustment
    dispersion: float
    tau: float
    scores: tuple[float, ...]

    @property
    def areas(self) -> int:
        """How many areas the funnel stands on."""
        return len(self.scores) - self.left_out

    @property
    def left_out(self) -> int:
        """How many areas are hidden or too small."""
        return sum(math.isnan(score) for score in self.scores)

    def limits(self, people: ArrayLike, *, level: float = INNER) -> tuple[Floats, Floats]:
        """The low and the high limit of the rate of so many people.

        Units    people in, rates per person out
        Missing  no people or an unknown number, or a funnel without events: NaN
        Source   Spiegelhalter 2005, *Statistics in Medicine* 24:1185
        """
        check_level(level)
        size = np.asarray(people, dtype=np.float64)
        size = np.where(size > 0, size, np.nan)
        if not self.centre > 0:
            return size * np.nan, size * np.nan
        if self.adjustment == "none" and self.scale == "sqrt":
            return self._exact(size, level=level)
        return self._spread(size, level=level)

    def band(self, rate: float, people: float) -> Band:
        """Where an area's rate lies: inside the 95 % limits, beyond them, or beyond the 99.8 % limits.

        Units    rate per person
        Missing  "left out" for an unknown rate or no people
        """
        inner, outer = (self.limits(people, level=level) for level in (INNER, OUTER))
        if math.isnan(rate) or np.isnan(inner[0]):
            return "left out"
        if rate < inner[0]:
            return "unusually low" if rate < outer[0] else "somewhat low"
        if rate > inner[1]:
            return "unusually high" if rate > outer[1] else "somewhat high"
        return "as expected"

    def errors(self, people: ArrayLike) -> Floats:
        """The standard error of the rate of so many people, after the adjustment.

        Units    those of the funnel's scale
        """
        chance = standard_errors(people, self.centre, scale=self.scale)
        if self.adjustment == "multiplicative":
            # Never narrower than chance: a dispersion below 1 is itself chance
            return chance * math.sqrt(max(1.0, self.dispersion))
        return np.sqrt(chance**2 + self.tau**2)

    def _exact(self, size: Floats, *, level: float) -> tuple[Floats, Floats]:
        expected, tail = self.centre * size, (1 - level) / 2
        low = exact_limits(expected, level=level)[0]
        # Where no events at all would not be rare the lower limit is zero: the chi-squared formula
        # never gets there, and would call every tiny area without events unusually low
        low = np.where(np.exp(-expected) >= tail, 0.0, low)
        return low / size, exact_limits(expected, level=level)[1] / size

    def _spread(self, size: Floats, *, level: float) -> tuple[Floats, Floats]:
        reach = normal_quantile(level) * self.errors(size)
        middle = on_scale(self.centre, self.centre, scale=self.scale)
        ends = (off_scale(spot, self.centre, scale=self.scale) for spot in (middle - reach, middle + reach))
        return next(ends), next(ends)


def flags_expected(areas: int, *, level: float = INNER) -> float:
    """How many of so many areas lie beyond limits of this level though nothing is unusual about any."""
    check_level(level)
    return areas * (1 - level)


def funnel(
    events: ArrayLike,
    people: ArrayLike,
    *,
    adjustment: Adjustment = "additive",
    persons: bool = False,
    least_people: float = 0,
) -> Funnel:
    """The funnel of these areas: additive random effects, unless told otherwise.

    Units    counts; areas with fewer than `least_people` people are left out of the centre and limits
    Missing  an area with a hidden count is left out; no events in any area: no limits
    Source   Spiegelhalter 2005, both papers; FunnelPlotR for the winsorised scores
    Raises   ValueError for lists of different length, a count below zero, or more persons than people
    """
    counts, size = as_floats(events, of=people), as_floats(people)
    for pair in zip(counts.tolist(), size.tolist(), strict=True):
        Rate(*pair, persons=persons)
    used = ~np.isnan(counts) & (size > 0) & (size >= least_people)
    counts, size = counts[used], size[used]
    scale = _scale(adjustment, persons=persons)
    plain = scores(counts, size, scale=scale)
    chance = standard_errors(size, pooled_rate(counts, size), scale=scale)
    bare = Funnel(
        centre=pooled_rate(counts, size),
        scale=scale,
        adjustment=adjustment,
        dispersion=overdispersion(plain),
        tau=_tau(plain, chance) if adjustment == "additive" else 0.0,
        scores=(),
    )
    adjusted = np.full(len(used), np.nan)
    adjusted[used] = plain * chance / bare.errors(size)
    return replace(bare, scores=tuple(adjusted.tolist()))


def _tau(areas: Floats, errors: Floats) -> float:
    variance = between_variance(overdispersion(areas), errors**-2.0)
    return 0.0 if math.isnan(variance) else math.sqrt(variance)


def _scale(adjustment: Adjustment, *, persons: bool) -> Scale:
    if persons:
        return "arcsine"
    return "pearson" if adjustment == "multiplicative" else "sqrt"
