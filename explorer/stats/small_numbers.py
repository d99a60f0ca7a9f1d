"""Small numbers: how few is too few to show without a warning, to rank or to compare."""

import math
from typing import Literal, TypeAlias

from explorer.stats.intervals import FEW_EVENTS, Rate

Size: TypeAlias = Literal["few", "some", "enough", "not known"]

#: From so many events a rate is shown without a flag; from so many people a proportion is.
ENOUGH_EVENTS, ENOUGH_PEOPLE = 25, 30

#: Below this a percent change of a rounded count is mostly rounding.
LEAST_ROUNDED = 100


def size_of(rate: Rate) -> Size:
    """How to show a rate by its counts: "few" counts and interval only, "some" with a flag, "enough" plain.

    Missing  "not known" for a hidden count or no people
    """
    if not rate.known:
        return "not known"
    if few(rate):
        return "few"
    return "some" if not rate.persons and rate.events < ENOUGH_EVENTS else "enough"


def few(rate: Rate) -> bool:
    """Whether a rate must not be ranked, compared or given an arrow.

    Under ten events; for persons, under ten people counted or under thirty people in all.
    """
    return rate.events < FEW_EVENTS or (rate.persons and rate.people < ENOUGH_PEOPLE)


def relative_error(events: float) -> float:
    """The standard error of a count as a share of it: 0.1 for a hundred events.

    Missing  no events or a hidden count: NaN
    Source   Poisson: one over the root
    """
    return 1 / math.sqrt(events) if events > 0 else math.nan


def rounded_percent_change(now: float, before: float, *, nearest: float) -> float:
    """The percent change of a count that was published rounded to the nearest so many.

    Missing  a hidden count, or either below a hundred while rounded: NaN
    """
    if not before > 0 or (nearest > 1 and min(now, before) < LEAST_ROUNDED):
        return math.nan
    return 100 * (now / before - 1)


def rounding_error(nearest: float, *, counts: int = 1) -> float:
    """How far a sum or difference of so many rounded counts may be off.

    Units    counts: 2.5 for one count to the nearest five, 5 for a difference of two
    """
    return counts * nearest / 2
