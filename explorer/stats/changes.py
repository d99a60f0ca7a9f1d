"""Changes: what happened between two years, and whether chance alone could have done it."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from explorer.stats.comparisons import rate_difference, rate_ratio
from explorer.stats.intervals import Interval, Rate
from explorer.stats.small_numbers import few

Verdict: TypeAlias = Literal[
    "higher",
    "lower",
    "not distinguishable from chance",
    "about the same",
    "too few to compare",
    "not known",
]


@dataclass(frozen=True)
class Change:
    """The later rate against the earlier one, both ways, and what may be said of it.

    Units    `ratio` 1 = no change; `difference` per person; `percent` of the earlier rate
    Missing  NaN where a rate is not known, or the earlier one is zero
    """

    ratio: Interval
    difference: Interval
    percent: float
    verdict: Verdict


def change(now: Rate, before: Rate, *, smallest: float = 0.0, level: float = 0.95) -> Change:
    """The change of a rate from one year to another, with its verdict.

    "Higher" and "lower" need both: a ratio whose interval excludes 1, and a difference that shows.
    Suspensions need the clustering factor in both rates, or chance is taken for change.

    Units    `smallest`, the step that the display rounds to, per person
    Missing  a hidden count or no people: "not known"; under ten events: "too few to compare"
    Raises   ValueError where one year counts persons and the other events
    """
    ratio, difference = rate_ratio(now, before, level=level), rate_difference(now, before, level=level)
    percent = 100 * (now.value / before.value - 1) if before.value > 0 else math.nan
    return Change(ratio, difference, percent, _verdict(now, before, ratio=ratio, smallest=smallest))


def _verdict(now: Rate, before: Rate, *, ratio: Interval, smallest: float) -> Verdict:
    if not (now.known and before.known):
        return "not known"
    if few(now) or few(before):
        return "too few to compare"
    if not ratio.excludes(1):
        return "not distinguishable from chance"
    if abs(now.value - before.value) < smallest:
        return "about the same"
    return "higher" if now.value > before.value else "lower"
