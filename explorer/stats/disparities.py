"""Disparities: how over-represented a group is, against a reference or everyone else."""

import math
from collections.abc import Sequence

from explorer.stats.comparisons import rate_ratio
from explorer.stats.intervals import Interval, Rate, around, check_alike, unknown


def others(group: Rate, everyone: Rate) -> Rate:
    """Everyone outside the group.

    Missing  NaN counts where a count of either is hidden
    Raises   ValueError for a group that is larger than everyone
    """
    return Rate(
        everyone.events - group.events,
        everyone.people - group.people,
        persons=everyone.persons,
        clustering=everyone.clustering,
    )


def ratio_to_others(group: Rate, everyone: Rate, *, level: float = 0.95) -> Interval:
    """How many times the rate of all others the group's rate is.

    Never against the average with the group in it: a large group would pull that towards itself.

    Units    ratio (1 = equal)
    Missing  as `rate_ratio`
    """
    return rate_ratio(group, others(group, everyone), level=level)


def composition_ratio(group: Rate, everyone: Rate) -> float:
    """The group's share of all events over its share of all people.

    Units    ratio (1 = in proportion)
    Missing  a hidden count, no people or no events at all: NaN
    """
    return group.value / everyone.value if everyone.events > 0 else math.nan


def excess_events(group: Rate, reference: Rate) -> float:
    """How many fewer events the group would have if it had the reference's rate: not a cause.

    Units    events; negative where the group's rate is the lower
    Missing  a hidden count or no people: NaN
    """
    if not group.known:
        return math.nan
    return group.events - group.people * reference.value


def attributable_fraction(group: Rate, reference: Rate) -> float:
    """The excess as a share of the events of both: the population attributable fraction, not a cause.

    Units    share (1 = all events)
    Missing  a hidden count, no people or no events: NaN
    Source   Levin 1953
    """
    events = group.events + reference.events
    return excess_events(group, reference) / events if events > 0 else math.nan


def stratified_ratio(groups: Sequence[Rate], references: Sequence[Rate], *, level: float = 0.95) -> Interval:
    """The ratio of two rates within strata, such as ethnicity by free school meals, taken together.

    Units    ratio (1 = equal); the n-th group compares with the n-th reference
    Missing  a hidden count in any stratum, or no events on one side: NaN. A stratum with nobody on
             one side has nothing to compare and adds nothing.
    Source   Mantel & Haenszel 1959; limits Greenland & Robins 1985. Clustered events: the largest
             factor among the strata widens the limits.
    Raises   ValueError for lists of different length, or persons among events
    """
    check_alike((*groups, *references))
    pairs = zip(groups, references, strict=True)
    terms = [_stratum(group, reference) for group, reference in pairs if group.people + reference.people != 0]
    above, below, spread = (sum(column) for column in zip(*terms, strict=True)) if terms else (0.0,) * 3
    if not (above > 0 and below > 0):
        return unknown(level)
    factor = max(rate.clustering for rate in (*groups, *references))
    error = math.sqrt(factor * spread / (above * below))
    return around(above / below, error, level=level, method="Mantel-Haenszel")


def _stratum(group: Rate, reference: Rate) -> tuple[float, float, float]:
    a, n1, b, n0 = group.events, group.people, reference.events, reference.people
    everyone = n1 + n0
    twice = a * b / everyone if group.persons else 0.0
    return a * n0 / everyone, b * n1 / everyone, (a + b) * n1 * n0 / everyone**2 - twice
