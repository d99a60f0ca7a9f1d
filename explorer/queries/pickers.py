"""Pickers: what can be asked, in the order in which it is offered."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from explorer.queries.lookups import (
    breakdown_of,
    breakdowns,
    category_choices,
    measures,
    places,
    school_types,
)
from explorer.queries.nouns import Choice, Measure, Period, Place
from explorer.queries.reading import frame, per_build, tuples, with_januaries
from explorer.question import ENGLAND, Question

SHAPES = """
SELECT DISTINCT school_type, breakdown, time_identifier
FROM figures
WHERE list_contains($measures, measure)
  AND list_contains($places, place_code)
"""
CATEGORIES = """
SELECT DISTINCT category
FROM figures
WHERE list_contains($measures, measure)
  AND list_contains($places, place_code)
  AND breakdown = $breakdown
"""
PLACES = """
SELECT DISTINCT place_code
FROM figures
WHERE list_contains($measures, measure)
  AND list_contains($school_types, school_type)
  AND breakdown = $breakdown
  AND time_identifier = $term
"""
PERIODS = with_januaries("""
SELECT f.time_period, f.time_identifier,
       CASE WHEN any_value(m.stamp) = 'january' THEN january(f.time_period)
            ELSE coalesce(any_value(p.label), f.time_period) END,
       coalesce(any_value(p.short_label), f.time_period),
       coalesce(any_value(p.position), 0)
FROM figures f
JOIN measures m USING (measure)
LEFT JOIN periods p USING (time_period, time_identifier)
WHERE list_contains($measures, f.measure)
  AND list_contains($places, f.place_code)
  AND (len($school_types::VARCHAR[]) = 0 OR list_contains($school_types::VARCHAR[], f.school_type))
  AND f.breakdown = $breakdown
  AND f.time_identifier = $term
  AND f.value IS NOT NULL
GROUP BY f.time_period, f.time_identifier
ORDER BY f.time_period
""")
# A group counts as absent where the same measure, school type and breakdown has it in some other period.
AVAILABILITY = with_januaries("""
WITH here AS (
    SELECT f.school_type, f.breakdown, f.time_identifier, f.time_period, f.category, f.value, f.source
    FROM figures f
    WHERE f.measure = $measure
      AND f.place_code = $place
      AND ($breakdown = '' OR f.breakdown = $breakdown)
), ever AS (
    SELECT school_type, breakdown, time_identifier, count(DISTINCT category) AS groups_ever
    FROM here
    GROUP BY ALL
)
SELECT h.school_type, h.breakdown, b.label AS breakdown_label, h.time_identifier, h.time_period,
       CASE WHEN any_value(m.stamp) = 'january' THEN january(h.time_period)
            ELSE coalesce(any_value(p.label), h.time_period) END AS period,
       any_value(p.position) AS period_position,
       count(h.value)::INTEGER AS groups,
       (count(*) - count(h.value))::INTEGER AS hidden,
       (any_value(e.groups_ever) - count(DISTINCT h.category))::INTEGER AS absent,
       string_agg(DISTINCT h.source, ' ' ORDER BY h.source) AS source
FROM here h
JOIN ever e USING (school_type, breakdown, time_identifier)
JOIN measures m ON m.measure = $measure
LEFT JOIN breakdowns b USING (breakdown)
LEFT JOIN school_types t USING (school_type)
LEFT JOIN periods p USING (time_period, time_identifier)
GROUP BY h.school_type, h.breakdown, b.label, h.time_identifier, h.time_period
ORDER BY any_value(t.position), h.school_type, any_value(b.position), h.breakdown, h.time_identifier,
         h.time_period
""")
YEAR = "Academic year"
# Where a measure lacks the school type that was asked for: the widest that it has, before any single kind.
WIDEST = ("Total", "All state-funded", "Mainstream and special", "All schools", "All settings")


@dataclass(frozen=True)
class Options:
    """What can be chosen for one part of a question while the rest stays as it is."""

    measures: tuple[Measure, ...]
    places: tuple[Place, ...]
    school_types: tuple[Choice, ...]
    breakdowns: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    periods: tuple[Period, ...]
    terms: tuple[Choice, ...]


def school_types_for(measure: str, breakdown: str = "total", *, place: str = ENGLAND) -> tuple[Choice, ...]:
    """The school types with figures of this measure, breakdown and area, in order."""
    there = {kind for kind, by, _ in shapes((measure,), (place,)) if by == breakdown}
    return _named(there, school_types())


def school_types_anywhere(question: Question) -> tuple[Choice, ...]:
    """The school types with figures of the question's measures and areas, under any breakdown."""
    return _named({kind for kind, _, _ in shapes(question.measures, question.places)}, school_types())


def widest(there: Collection[str]) -> str:
    """The school type that takes in the most, of those that there are; '' of none."""
    known = (*WIDEST, *(one.id for one in school_types()), *sorted(there))
    return next((kind for kind in known if kind in there), "")


def breakdowns_for(measure: str, place: str = ENGLAND) -> tuple[Choice, ...]:
    """The breakdowns with figures of this measure and area, in order."""
    return _named_breakdowns({by for _, by, _ in shapes((measure,), (place,))})


def categories_for(measure: str, breakdown: str, *, place: str = ENGLAND) -> tuple[Choice, ...]:
    """The categories ever published for this measure, breakdown and area, in the harmonised order."""
    return categories_of(Question((measure,), (place,), breakdown=breakdown))


def terms_for(measure: str, breakdown: str = "total", *, place: str = ENGLAND) -> tuple[Choice, ...]:
    """The parts of the year (time identifiers) with figures: the academic year first."""
    return _terms({term for _, by, term in shapes((measure,), (place,)) if by == breakdown})


def periods_for(
    measure: str,
    breakdown: str = "total",
    *,
    place: str = ENGLAND,
    school_type: str | None = None,
    time_identifier: str = YEAR,
) -> tuple[Period, ...]:
    """The periods with at least one number, oldest first."""
    kinds = (school_type,) if school_type else ()
    return periods_of(Question((measure,), (place,), kinds, breakdown, time_identifier=time_identifier))


@per_build
def periods_of(question: Question) -> tuple[Period, ...]:
    """The periods with at least one number for any of what is asked, whatever its bounds, oldest first."""
    rows = tuples(
        PERIODS,
        {
            "measures": list(question.measures),
            "places": list(question.places),
            "school_types": list(question.school_types),
            "breakdown": question.breakdown,
            "term": question.time_identifier,
        },
    )
    return tuple(Period(*row) for row in rows)


@per_build
def categories_of(question: Question) -> tuple[Choice, ...]:
    """The categories ever published for any of the measures and areas asked, in the harmonised order."""
    bound = {"measures": list(question.measures), "places": list(question.places)}
    rows = tuples(CATEGORIES, {**bound, "breakdown": question.breakdown})
    return category_choices(question.breakdown, tuple(str(row[0]) for row in rows))


@per_build
def options(question: Question) -> Options:
    """What each control can offer next to the rest of this question."""
    found = shapes(question.measures, question.places)
    by, kinds = question.breakdown, question.school_types
    return Options(
        measures=measures(),
        places=_places_of(question),
        school_types=_named({kind for kind, its, _ in found if its == by}, school_types()),
        breakdowns=_named_breakdowns({its for kind, its, _ in found if kind in kinds}),
        categories=categories_of(question),
        periods=periods_of(replace(question, school_types=())),
        terms=_terms({term for kind, its, term in found if its == by and kind in kinds}),
    )


@per_build
def availability(measure: str, breakdown: str | None = None, *, place: str = ENGLAND) -> pd.DataFrame:
    """How much was published in each period, so that a page can say it plainly.

    Shape    school_type, breakdown, breakdown_label, time_identifier, time_period, period, period_position,
             groups (with a number), hidden (with a symbol), absent (published in another period only), source
    """
    rows = frame(AVAILABILITY, {"measure": measure, "place": place, "breakdown": breakdown or ""})
    labels = {name: breakdown_of(name).label for name in rows["breakdown"].unique()}
    return rows.assign(breakdown_label=rows["breakdown"].map(labels))


@per_build
def shapes(asked: tuple[str, ...], places: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Every school type, breakdown and part of the year that these measures have for these areas."""
    return tuple(sorted(tuples(SHAPES, {"measures": list(asked), "places": list(places)})))


def places_with(question: Question) -> tuple[str, ...]:
    """The codes of every area with figures of this measure, breakdown, school type and part of the year."""
    return tuple(one.code for one in _places_of(question))


def _places_of(question: Question) -> tuple[Place, ...]:
    bound = {"measures": list(question.measures), "school_types": list(question.school_types)}
    rows = tuples(PLACES, {**bound, "breakdown": question.breakdown, "term": question.time_identifier})
    there = {str(row[0]) for row in rows}
    return tuple(one for one in places() if one.code in there)


def _named(there: set[str], known: tuple[Choice, ...]) -> tuple[Choice, ...]:
    unknown = there - {one.id for one in known}
    return (*(one for one in known if one.id in there), *(Choice(name, name) for name in sorted(unknown)))


def _named_breakdowns(there: set[str]) -> tuple[Choice, ...]:
    single = _named({by for by in there if "*" not in by}, breakdowns())
    return (*single, *(breakdown_of(by) for by in sorted(there) if "*" in by))


def _terms(there: set[str]) -> tuple[Choice, ...]:
    return tuple(Choice(term, term) for term in sorted(there, key=lambda term: (term != YEAR, term)))
