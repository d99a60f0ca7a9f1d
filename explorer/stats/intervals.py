"""Intervals: a number with the range that chance alone would allow, and a rate as events among people."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]

#: Below this many events a normal approximation misleads, and exact methods take over.
FEW_EVENTS = 10

#: `math.exp` of more than this raises.
MOST_EXPONENT = 700.0


@dataclass(frozen=True)
class Interval:
    """A value between its low and high limits, with the level of the interval and the method's name.

    Missing  NaN for a value or limit that does not exist; infinity for a limit that has no bound
    """

    value: float
    low: float
    high: float
    level: float
    method: str

    @property
    def known(self) -> bool:
        """Whether there are limits; the value may still be missing (a ratio with a count of zero)."""
        return not (math.isnan(self.low) or math.isnan(self.high))

    def times(self, factor: float) -> "Interval":
        """The same interval in another unit, such as per 10,000 pupils.

        Raises   ValueError for a factor that is not above zero
        """
        if not factor > 0:
            raise ValueError(f"an interval can be scaled by a number above zero, not by {factor}")
        return replace(self, value=self.value * factor, low=self.low * factor, high=self.high * factor)

    def excludes(self, number: float) -> bool:
        """Whether the number lies outside the limits; an unknown interval excludes nothing."""
        return number < self.low or number > self.high


@dataclass(frozen=True)
class Rate:
    """Events among people, and how the events come about, which decides every interval made from it.

    Units    counts; `value` is per person
    Missing  NaN for a hidden count; no people means no rate
    Raises   ValueError for a count below zero, more persons than people, or a clustering below 1
    """

    events: float
    people: float
    #: Each person counts once at most ("pupils suspended"), so that the rate is a proportion.
    persons: bool = field(default=False, kw_only=True)
    #: How many times the variance of independent events: see `clustering_factor`.
    clustering: float = field(default=1.0, kw_only=True)

    def __post_init__(self) -> None:
        if self.events < 0 or self.people < 0 or math.isinf(self.events) or math.isinf(self.people):
            raise ValueError(f"counts must be zero or more, found {self.events} among {self.people}")
        if self.persons and self.events > self.people:
            raise ValueError(f"at most {self.people} persons can be counted once each, found {self.events}")
        if not self.clustering >= 1 or (self.persons and self.clustering > 1):
            raise ValueError(f"clustering is 1 or more, and 1 for persons, found {self.clustering}")

    @property
    def value(self) -> float:
        """Events per person, or NaN where either count is hidden or there are no people."""
        return self.events / self.people if self.people > 0 else math.nan

    @property
    def known(self) -> bool:
        """Whether both counts are numbers and there are people."""
        return not math.isnan(self.value)


def normal_quantile(level: float) -> float:
    """How many standard errors reach from the middle to each end of an interval of this level.

    Raises   ValueError for a level that is not between 0 and 1
    """
    check_level(level)
    return NormalDist().inv_cdf(0.5 + level / 2)


def check_level(level: float) -> None:
    """Nothing, or a refusal of a level such as 95 where 0.95 was meant.

    Raises   ValueError for a level that is not between 0 and 1
    """
    if not 0 < level < 1:
        raise ValueError(f"a level is a share between 0 and 1, such as 0.95; found {level}")


def check_alike(rates: Iterable[Rate]) -> None:
    """Nothing, or a refusal to compare or pool persons with events.

    Raises   ValueError where some rates count persons and others events
    """
    kinds = list(rates)
    if len({rate.persons for rate in kinds}) > 1:
        raise ValueError(f"persons go with persons and events with events; found {kinds[:4]}")


def unknown(level: float, *, value: float = math.nan) -> Interval:
    """An interval that could not be made, with the value if that at least is known."""
    check_level(level)
    return Interval(value, math.nan, math.nan, level, "none")


def around(value: float, error: float, *, level: float, method: str) -> Interval:
    """An interval that reaches as many times up as down: normal on the logarithmic scale.

    Units    `error` is the standard error of the logarithm
    """
    reach = normal_quantile(level) * error
    # Where next to nothing is known the factor passes the largest float; then so does the limit
    spread = math.exp(reach) if reach < MOST_EXPONENT else math.inf
    return Interval(value, value / spread, value * spread, level, method)


def as_floats(values: ArrayLike, *, of: ArrayLike | None = None) -> Floats:
    """The values as a flat array of floats, NaN for each that is missing.

    Raises   ValueError for more than one dimension, or a length that is not the length of `of`
    """
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1:
        raise ValueError(f"expected one list of numbers, found {numbers.ndim} dimensions")
    if of is not None and len(numbers) != np.size(of):
        raise ValueError(f"lists of the same length go together, found {len(numbers)} and {np.size(of)}")
    return numbers
