"""Comparable: which groups of whom can be compared, and when."""

from collections.abc import Iterable
from dataclasses import replace

from explorer.queries.lookups import measure
from explorer.queries.nouns import Choice, Period
from explorer.queries.pickers import (
    breakdowns_for,
    periods_for,
    periods_of,
    school_types_for,
    terms_for,
    widest,
)
from explorer.queries.reading import per_build, tuples
from explorer.queries.rolls import is_on_roll, of_everyone
from explorer.question import ENGLAND, Question

# Breakdowns of events or of places, not of pupils into groups.
NO_GROUPS = frozenset({"total", "reason", "setting_type", "placement", "placement_reason"})

DISTURBED = """
SELECT DISTINCT time_period
FROM breaks
WHERE kind = 'disturbed'
  AND coalesce(measure, '') IN ($measure, '')
  AND coalesce(school_type, '') IN ($school_type, '')
"""


@per_build
def groups_for(name: str, place: str = ENGLAND) -> tuple[Choice, ...]:
    """The breakdowns of the measure into groups of pupils, single ones first; those with rates alone."""
    found = breakdowns_for(name, place)
    groups = tuple(one for one in found if not NO_GROUPS & set(one.id.split("*")))
    if not is_on_roll(measure(name)):
        return groups
    divided = {one.id for one in breakdowns_for("all_pupils", place)}
    return tuple(one for one in groups if one.id in divided)


@per_build
def comparable_periods(question: Question) -> tuple[Period, ...]:
    """The periods with figures of the groups, whole years first, each the newest first.

    Of counts in alternative provision those in which all pupils are counted by the same groups.
    """
    name, by, place = question.measures[0], question.breakdown, question.places[0]
    found: list[Period] = []
    for term in terms_for(name, by, place=place):
        there = periods_for(
            name, by, place=place, school_type=question.school_types[0], time_identifier=term.id
        )
        found += reversed(there)
    if is_on_roll(measure(name)):
        both = {one.time_period for one in periods_of(of_everyone(question))}
        found = [one for one in found if one.time_period in both]
    return tuple(found)


def undisturbed(question: Question, periods: Iterable[str]) -> list[str]:
    """Those of the periods in which nothing disturbed the question's measure and school type."""
    disturbed = _disturbed(question.measures[0], question.school_types[0])
    return [one for one in periods if one not in disturbed]


def usual_period(question: Question, periods: Iterable[Period]) -> Period | None:
    """The period to begin with, of those offered: the first that nothing disturbed, else the first."""
    there = list(periods)
    calm = undisturbed(question, [one.time_period for one in there])
    return next((one for one in there if one.time_period in calm), next(iter(there), None))


@per_build
def _disturbed(measure_id: str, school_type: str) -> frozenset[str]:
    rows = tuples(DISTURBED, {"measure": measure_id, "school_type": school_type})
    return frozenset(str(period) for (period,) in rows)


@per_build
def comparable(question: Question) -> Question:
    """The question of one measure, area, breakdown and school type that have figures together.

    The area gives way before the breakdown does, and the school type to the widest that has the groups.
    """
    name, place = question.measures[0], next(iter(question.places), ENGLAND)
    if question.breakdown not in {one.id for one in groups_for(name, place)}:
        place = ENGLAND
    there = [one.id for one in groups_for(name, place)]
    by = question.breakdown if question.breakdown in there else next(iter(there), question.breakdown)
    kinds = [one.id for one in school_types_for(name, by, place=place)]
    kept = next((kind for kind in question.school_types if kind in kinds), widest(kinds))
    terms = [one.id for one in terms_for(name, by, place=place)]
    term = question.time_identifier if question.time_identifier in terms else next(iter(terms), "")
    return replace(
        question,
        measures=(name,),
        places=(place,),
        school_types=(kept or question.school_types[0],),
        breakdown=by,
        time_identifier=term or question.time_identifier,
    )
