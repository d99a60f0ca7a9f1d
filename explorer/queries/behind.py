"""Behind: how many events and pupils stand behind a figure, counted or worked out, and if they are few."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pandas as pd

from explorer import stats, words
from explorer.queries.lookups import known_place
from explorer.queries.nouns import Measure
from explorer.queries.rates import NO_CHANCE_MODEL, rate_of
from explorer.queries.reading import per_build, tuples
from explorer.stats.small_numbers import ENOUGH_PEOPLE

Basis: TypeAlias = Literal["counted", "group", "share", "most", "none"]
Row: TypeAlias = Mapping[str, Any]

LOCAL = "Local authority"
# City of London and Isles of Scilly have under 300 pupils each: a number of pupils of another year says too
# little of them to be relied on.
TINY = frozenset({"E09000001", "E06000053"})
WHOLE, EVERYBODY = "total", "Total"
# By topic, the measure whose published numbers count the pupils of all its measures.
ROLLS = {
    "exclusions": "permanent_exclusion_rate",
    "absence": "persistent_absence_rate",
    "ks4": "english_maths_94_rate",
    "sen": "all_pupils",
}
# What an estimate by a share may be too high by: the share is of another count of pupils.
DOUBT = 0.1
BY_SEN, SCHOOLS = "sen_provision", {"Total": "All schools"}
PLANS, SUPPORT = "ehc_plan_rate", "sen_support_rate"
PUPILS = """
SELECT place_code, school_type, category, time_period,
       max(coalesce(denominator, CASE WHEN $counts THEN value END)) AS pupils
FROM figures
WHERE measure = $measure
  AND breakdown = $breakdown
  AND time_identifier = 'Academic year'
GROUP BY ALL
HAVING pupils > 0
ORDER BY time_period
"""
SHARES = """
SELECT place_code, school_type, measure, time_period, value
FROM figures
WHERE measure IN ('ehc_plan_rate', 'sen_support_rate')
  AND breakdown = 'total'
  AND value IS NOT NULL
ORDER BY time_period
"""


@dataclass(frozen=True)
class Behind:
    """The events (or persons counted) and the pupils behind one figure.

    `basis`: 'counted' as published; else worked out from the rate and the pupils of `period`: of the 'group'
    itself, of all with the group's 'share' of them, or at 'most' as many as among all pupils

    Missing  events and people None: basis 'none'; of sessions people alone
    """

    events: float | None = None
    people: float | None = None
    basis: Basis = "none"
    period: str = ""
    of_all: float | None = None

    @property
    def worked_out(self) -> bool:
        """Whether the events are an estimate."""
        return self.events is not None and self.basis in ("group", "share", "most")

    @property
    def has_few_events(self) -> bool:
        """Whether under ten events stand there, or by a group's share of pupils about so many."""
        return self.events is not None and (self.events < stats.FEW_EVENTS or self.basis == "share")


def behind(row: Row, measure: Measure) -> Behind:
    """What stands behind a row of an answer: its counts, or what its rate and known pupils make of them.

    Missing  a plain count is its own number of cases; a rate of nought has none behind it, counted or not
    """
    value, events, people = (_number(row, name) for name in ("value", "numerator", "denominator"))
    if is_plain_count(measure):
        return Behind(value, None, "counted") if value is not None else Behind()
    if NO_CHANCE_MODEL in measure.unit:
        return _pupils(row, measure)
    if measure.unit.endswith("points"):
        return Behind(None, people, "counted") if people else _pupils(row, measure)
    if events is not None:
        return Behind(events, people, "counted")
    if value is None:
        return Behind()
    if value == 0:
        return Behind(0.0, people, "counted")
    found = _pupils(row, measure)
    if found.people is None:
        return found
    return Behind(value / 100 * found.people, found.people, found.basis, found.period, found.of_all)


def rests_on_few(row: Row, measure: Measure) -> bool:
    """Whether so few stand behind a figure that it is not ranked, compared, classed or said to rise or fall.

    Under ten events or people counted, or under thirty pupils in all; where there are no counts, as far as
    rate and pupils tell. What cannot be told is not few.
    """
    if _number(row, "value") is None:
        return False
    return is_small(behind(row, measure), measure, place=str(row["place_code"]))


def is_small(found: Behind, measure: Measure, *, place: str) -> bool:
    """The same of what stands behind a figure of this place."""
    if found.basis in ("group", "share", "most") and place in TINY:
        return True
    if found.events is None:
        return found.people is not None and found.people < ENOUGH_PEOPLE
    sure = found.events * (1 - DOUBT) if found.basis == "share" else found.events
    rate = rate_of(measure, events=found.events, people=found.people)
    return sure < stats.FEW_EVENTS or (rate is not None and stats.few(rate))


def few_of_what(rows: Iterable[Row], measure: Measure) -> str:
    """Of what too few stand behind those that rest on few: 'fewer than 10 cases', 'fewer than 30 pupils'."""
    founds = [behind(row, measure) for row in rows if rests_on_few(row, measure)]
    if all(one.has_few_events for one in founds):
        return f"fewer than {stats.FEW_EVENTS} cases"
    if all(one.people is not None and one.people < ENOUGH_PEOPLE for one in founds):
        return f"fewer than {ENOUGH_PEOPLE} pupils"
    return "too few cases or pupils"


def cannot_tell(found: Behind, place: str) -> bool:
    """Whether the figure of a local authority may rest on few, for all that is known."""
    known = known_place(place)
    local = known is not None and known.level == LOCAL
    return local and found.basis in ("most", "none")


def is_plain_count(measure: Measure) -> bool:
    """Whether the measure is a plain count of something: pupils, placements, plans."""
    of_something = measure.numerator_label or measure.denominator_label
    return not (of_something or "%" in measure.display_unit or measure.display_unit.endswith("points"))


def how_many(found: Behind) -> str:
    """'8', 'about 8' where it was worked out, 'none'; '' where it is not known."""
    if found.events is None:
        return ""
    if not found.worked_out:
        return words.fmt(found.events) if found.events else "none"
    nearly = "at most" if found.basis == "most" else "about"
    return f"{nearly} {words.fmt(max(round(found.events), 1))}"


def about(found: Behind, measure: Measure) -> str:
    """'about 8 permanent exclusions', 'about 1 permanent exclusion'; '' where it is not known."""
    many, label = how_many(found), measure.numerator_label
    one = found.events is not None and 0 < round(found.events, 1) < 1.5 and measure.of_events
    return f"{many if many != 'none' else 'no'} {label.removesuffix('s') if one else label}" if many else ""


def worked_out(found: Behind, *, many: bool = False) -> str:
    """', worked out from the published rate and the 6,105 pupils of 2022/23'; '' of what was counted.

    `many`: of the rates of several groups
    """
    if not found.worked_out:
        return ""
    rate, share = ("rates", "groups' shares") if many else ("rate", "group's share")
    if found.basis == "share":
        pupils = f"the {words.fmt(found.of_all)} pupils of {found.period}"
        return f", worked out from the published {rate}, {pupils} and the {share} of pupils"
    pupils = f"the {words.fmt(found.people)} pupils of {found.period}"
    return f", worked out from the published {rate} and {pupils}"


def _pupils(row: Row, measure: Measure) -> Behind:
    """The pupils that a row is of, in its own period or the nearest known before it, else after it."""
    roll = ROLLS.get(measure.topic)
    if roll is None:
        return Behind()
    by, category = str(row["breakdown"]), str(row["category"])
    key, when = (str(row["place_code"]), str(row["school_type"])), str(row["time_period"])
    own, since = _nearest(_known(roll, by).get((*key, category), ()), when)
    if own is not None:
        return Behind(None, own, "group", since)
    every, since = _nearest(_known(roll, WHOLE).get((*key, EVERYBODY), ()), when)
    if every is None or by == WHOLE:
        return Behind()
    share = _share(*key, category=category, when=when) if by == BY_SEN else None
    if share is None:
        return Behind(None, every, "most", since, every)
    return Behind(None, every * share, "share", since, every)


def _share(place: str, school_type: str, *, category: str, when: str) -> float | None:
    """What part of the pupils of these schools the group is, by the January census."""
    kind = SCHOOLS.get(school_type, school_type)
    plans, support = (_nearest(_shares().get((place, kind, name), ()), when)[0] for name in (PLANS, SUPPORT))
    if plans is None or support is None:
        return None
    parts = {"EHC plan": plans, "SEN support": support, "Any SEN": plans + support}
    known = parts | {"No SEN": 100 - plans - support}
    return known[category] / 100 if category in known else None


@per_build
def _known(measure: str, breakdown: str) -> dict[tuple[str, str, str], tuple[tuple[str, float], ...]]:
    """For every place, school type and category the periods with a number of pupils, oldest first."""
    bound = {"measure": measure, "breakdown": breakdown, "counts": measure == ROLLS["sen"]}
    return _by_key(tuples(PUPILS, bound))


@per_build
def _shares() -> dict[tuple[str, str, str], tuple[tuple[str, float], ...]]:
    return _by_key(tuples(SHARES))


def _by_key(
    rows: list[tuple[Any, ...]],
) -> dict[tuple[str, str, str], tuple[tuple[str, float], ...]]:
    found: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for place, kind, third, period, number in rows:
        found.setdefault((str(place), str(kind), str(third)), []).append((str(period), float(number)))
    return {key: tuple(known) for key, known in found.items()}


def _nearest(known: tuple[tuple[str, float], ...], when: str) -> tuple[float | None, str]:
    """The number of this period or the last before it; else the first after it."""
    if not known:
        return None, ""
    period, number = next((one for one in reversed(known) if one[0] <= when), known[0])
    return number, f"{period[:4]}/{period[4:]}"


def _number(row: Row, column: str) -> float | None:
    value = row[column]
    return None if value is None or pd.isna(value) else float(value)
