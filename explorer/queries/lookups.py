"""Lookups: the measures, areas and words of the database, by their ids."""

from datetime import date, datetime
from functools import reduce
from typing import Any

from explorer.errors import ExplorerError
from explorer.queries.nouns import Choice, Measure, Place
from explorer.queries.reading import per_build, tuples

MEASURES = """
SELECT measure, position, topic, label, short_label, sentence_label, unit, display_unit, display_factor,
       decimals, numerator_label, denominator_label, denominator_short, stamp, definition, note
FROM measures
WHERE measure IN (SELECT DISTINCT measure FROM figures)
ORDER BY position, measure
"""
PLACES = """
SELECT place_code, name, level, parent, old_code, other_codes, valid_from, valid_to, predecessors, successors,
       hex_q, hex_r, longitude, latitude, note
FROM places
ORDER BY CASE level WHEN 'National' THEN 0 WHEN 'Regional' THEN 1 ELSE 2 END,
         valid_to IS NOT NULL, name, place_code
"""
BREAKDOWNS = "SELECT breakdown, label, sentence_label, '', note FROM breakdowns ORDER BY position, breakdown"
SCHOOL_TYPES = """
SELECT school_type, label, sentence_label, '', note
FROM school_types
ORDER BY position, school_type
"""
CATEGORIES = """
SELECT breakdown, category, label, sentence_label, parent, note
FROM categories
ORDER BY breakdown, position, category
"""


@per_build
def measures(topic: str | None = None) -> tuple[Measure, ...]:
    """The measures that have figures, in order; of one topic if named."""
    found = (_measure(row) for row in tuples(MEASURES))
    return tuple(one for one in found if topic in (None, one.topic))


def measure(measure_id: str) -> Measure:
    """The measure of this id.

    Raises   ExplorerError when there is none
    """
    for one in measures():
        if one.id == measure_id:
            return one
    raise ExplorerError(f"There is no measure '{measure_id}' in these figures. Pick one from the list.")


@per_build
def places(level: str | None = None) -> tuple[Place, ...]:
    """The areas: England, regions, local authorities; each level by name, those that ended last."""
    found = (_place(row) for row in tuples(PLACES))
    return tuple(one for one in found if level in (None, one.level))


@per_build
def _places_by_code() -> dict[str, Place]:
    codes = {code: one for one in reversed(places()) for code in one.other_codes}
    return {**codes, **{one.code: one for one in places()}}


def known_place(code: str) -> Place | None:
    """The area of this code, an earlier or later code of the same area included; None if unknown."""
    return _places_by_code().get(code)


def place(place_code: str) -> Place:
    """The area of this code, an earlier or later code of the same area included.

    Raises   ExplorerError when there is none
    """
    found = known_place(place_code)
    if found is None:
        raise ExplorerError(f"There is no area '{place_code}' in these figures. Pick one from the list.")
    return found


def place_path(place_code: str) -> tuple[Place, ...]:
    """The area and what it lies in, largest first: England, region, local authority."""
    path: list[Place] = []
    found = known_place(place_code)
    while found is not None and found not in path:
        path.insert(0, found)
        found = known_place(found.parent)
    return tuple(path)


@per_build
def breakdowns() -> tuple[Choice, ...]:
    """Every breakdown, in order, whether or not a measure has it."""
    return tuple(_choice(row) for row in tuples(BREAKDOWNS))


@per_build
def school_types() -> tuple[Choice, ...]:
    """Every school type, in order, whether or not a measure has it."""
    return tuple(_choice(row) for row in tuples(SCHOOL_TYPES))


@per_build
def _categories() -> dict[tuple[str, str], tuple[int, Choice]]:
    rows = tuples(CATEGORIES)
    return {(row[0], row[1]): (place, _choice(row[1:])) for place, row in enumerate(rows)}


def breakdown_of(breakdown: str) -> Choice:
    """The words for a breakdown; of two at once, both: 'minor ethnic group and free school meals'."""
    known = {one.id: one for one in breakdowns()}
    if breakdown in known or "*" not in breakdown:
        return known.get(breakdown, Choice(breakdown, breakdown))
    parts = [known.get(part, Choice(part, part)) for part in breakdown.split("*")]
    said = [part.sentence_label or part.label for part in parts]
    return Choice(breakdown, " and ".join(part.label for part in parts), " and ".join(said))


def school_type_of(school_type: str) -> Choice:
    """The words for a school type."""
    return next((one for one in school_types() if one.id == school_type), Choice(school_type, school_type))


def category_of(breakdown: str, category: str) -> Choice:
    """The words for a category; of two at once, both: 'Black Caribbean, FSM eligible'."""
    return _placed(breakdown, category)[1]


@per_build
def category_choices(breakdown: str, found: tuple[str, ...]) -> tuple[Choice, ...]:
    """The words for these categories, in the harmonised order."""
    placed = [_placed(breakdown, category) for category in found]
    return tuple(choice for _, choice in sorted(placed, key=lambda one: (one[0], one[1].id)))


def _placed(breakdown: str, category: str) -> tuple[tuple[int, ...], Choice]:
    known = _categories()
    if (breakdown, category) in known or "*" not in category:
        at, choice = known.get((breakdown, category), (len(known), Choice(category, category)))
        return (at,), choice
    parts = [_placed(*pair) for pair in zip(breakdown.split("*"), category.split("*"), strict=False)]
    labels = [choice.label for _, choice in parts]
    said = [choice.sentence_label or choice.label for _, choice in parts]
    both = reduce(_both, said)
    return tuple(at[0] for at, _ in parts), Choice(category, ", ".join(labels), both)


def _both(first: str, second: str) -> str:
    """'Black Caribbean pupils eligible for free school meals', 'disadvantaged female pupils'."""
    if second.endswith(" pupils") and not second.startswith("pupils"):
        return f"{second.removesuffix(' pupils')} {first}"
    return f"{first} {second.removeprefix('pupils ')}"


def _measure(row: tuple[Any, ...]) -> Measure:
    numbers: tuple[Any, ...] = (float(row[8]), int(row[9]))
    texts: list[Any] = [_text(value) for value in row]
    return Measure(texts[0], int(row[1] or 0), *texts[2:8], *numbers, *texts[10:])


def _place(row: tuple[Any, ...]) -> Place:
    code, name, level, parent, old_code = map(_text, row[:5])
    return Place(
        code=code,
        name=name,
        level=level,
        parent=parent,
        old_code=old_code,
        other_codes=tuple(_text(row[5]).split()),
        valid_from=_day(row[6]),
        valid_to=_day(row[7]),
        predecessors=tuple(_text(row[8]).split()),
        successors=tuple(_text(row[9]).split()),
        hex_q=row[10],
        hex_r=row[11],
        longitude=row[12],
        latitude=row[13],
        note=_text(row[14]),
    )


def _choice(row: tuple[Any, ...]) -> Choice:
    name, label, sentence_label, parent, note = map(_text, row)
    return Choice(name, label or name, sentence_label, parent, note)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _day(value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value
