"""Areas: how every local authority stands in one period, and which areas are like which."""

from dataclasses import dataclass, field, replace
from statistics import median

from explorer import stats
from explorer.queries.answer import Answer
from explorer.queries.asking import ask
from explorer.queries.lookups import known_place, places, school_types
from explorer.queries.naming import find_place
from explorer.queries.nouns import Choice, Measure, Place
from explorer.queries.pickers import YEAR
from explorer.queries.rates import rate_of
from explorer.queries.reading import per_build, tuples
from explorer.question import Question

LOCAL = "Local authority"
# Of the pupils of the middle area: City of London and the Isles of Scilly have fewer, and their rates leap
# from year to year. A share, so that it holds for special schools, which mostly have under a thousand pupils.
TINY = 1 / 40
NEIGHBOURS = """
SELECT neighbour_code, rank, closeness
FROM neighbours
WHERE place_code = $place
ORDER BY rank
"""
OF_AREAS = """
SELECT school_type, time_identifier, time_period,
       bool_or(numerator IS NOT NULL AND denominator IS NOT NULL) AS counted
FROM figures
JOIN places USING (place_code)
WHERE measure = $measure
  AND breakdown = 'total'
  AND level = 'Local authority'
  AND value IS NOT NULL
GROUP BY school_type, time_identifier, time_period
ORDER BY time_period
"""


@dataclass(frozen=True)
class Neighbour:
    """An area that is like another by the department's statistical model: 1 is the nearest."""

    place: Place
    rank: int
    closeness: str


@dataclass(frozen=True, eq=False)
class Standing:
    """Every local authority's rate in one period, and the funnel around the rate of all of them.

    Shape    `rates`: by place code, only areas in the funnel; `answer`: all areas of the period, published
             or not
    Missing  `hidden`: areas without counts; `tiny`: areas with next to no pupils, by TINY; neither is in
             `rates`, and both are counted on the screen
    """

    answer: Answer
    rates: dict[str, stats.Rate] = field(repr=False)
    funnel: stats.Funnel = field(repr=False)
    hidden: tuple[Place, ...]
    tiny: tuple[Place, ...]

    @property
    def measure(self) -> Measure:
        """What the rates are of."""
        return self.answer.measure

    def band(self, code: str) -> stats.Band:
        """Where the area lies in the funnel; 'left out' where it is not in it."""
        rate = self.rates.get(code)
        return "left out" if rate is None else self.funnel.band(rate.value, rate.people)


def every_area(question: Question) -> Question:
    """The same question of every local authority, those that ended among them."""
    return replace(question, places=tuple(one.code for one in places(LOCAL)))


@per_build
def standing(question: Question, *, adjustment: stats.Adjustment = "additive") -> Standing:
    """How every local authority stands; the question names one measure, one school type and one period.

    Source   Spiegelhalter 2005; see `stats.funnel`
    """
    answer = _there(ask(every_area(question)))
    rates = {
        str(row["place_code"]): rate
        for row in answer.rows.to_dict("records")
        if (rate := rate_of(answer.measure, events=row["numerator"], people=row["denominator"])) is not None
    }
    least = TINY * median(rate.people for rate in rates.values()) if rates else 0
    used = {code: rate for code, rate in rates.items() if rate.people >= least}
    funnel = stats.funnel(
        [rate.events for rate in used.values()],
        [rate.people for rate in used.values()],
        adjustment=adjustment,
        persons=any(rate.persons for rate in used.values()),
    )
    return Standing(
        answer,
        rates=used,
        funnel=funnel,
        hidden=tuple(place for place in answer.places if place.code not in rates),
        tiny=tuple(place for place in answer.places if place.code in rates and place.code not in used),
    )


@per_build
def rank_ranges(question: Question) -> dict[str, stats.RankRange]:
    """For each area of `standing`, the places that it may hold among them, 1 for the lowest rate."""
    rates = standing(question).rates
    ranges = stats.rank_ranges(list(rates.values()))
    return {code: one for code, one in zip(rates, ranges, strict=True) if one is not None}


@per_build
def neighbours(place_code: str) -> tuple[Neighbour, ...]:
    """The statistical neighbours of an authority, nearest first; regions and old areas have none."""
    rows = tuples(NEIGHBOURS, {"place": place_code})
    found = [(known_place(str(code)), int(rank), str(closeness or "")) for code, rank, closeness in rows]
    return tuple(Neighbour(place, rank, closeness) for place, rank, closeness in found if place)


def counted_periods(measure: str, *, school_type: str = "Total") -> tuple[str, ...]:
    """The school years, oldest first, for which counts of local authorities are at hand."""
    return tuple(
        period
        for kind, term, period, counted in _of_areas(measure)
        if counted and (kind, term) == (school_type, YEAR)
    )


def counted_school_types(measure: str) -> tuple[Choice, ...]:
    """The school types for which counts of local authorities in a school year are at hand, in order."""
    there = {kind for kind, term, _, counted in _of_areas(measure) if counted and term == YEAR}
    return tuple(kind for kind in school_types() if kind.id in there)


def newer_rates(measure: str, *, school_type: str = "Total") -> tuple[str, ...]:
    """The school years, oldest first, after all those with counts, that have rates of local authorities."""
    newest = max(counted_periods(measure, school_type=school_type), default="")
    return tuple(
        period
        for kind, term, period, _ in _of_areas(measure)
        if period > newest and (kind, term) == (school_type, YEAR)
    )


@per_build
def _of_areas(measure: str) -> tuple[tuple[str, str, str, bool], ...]:
    """School type, part of the year and period with rates of local authorities, and whether with counts."""
    rows = tuples(OF_AREAS, {"measure": measure})
    return tuple((str(kind), str(term), str(period), bool(counted)) for kind, term, period, counted in rows)


def authority(text: str) -> Place | None:
    """The local authority, past or present, of this code or name, or with these words in it; else None."""
    found = find_place(text)
    return found if found and found.level == LOCAL else None


def pooled(standing: Standing, codes: tuple[str, ...]) -> stats.Rate | None:
    """These areas taken as one: all their events over all their pupils.

    Missing  None where one of them has no counts, or there are none: the rest would be another group
    """
    parts = [standing.rates.get(code) for code in codes]
    known = [part for part in parts if part is not None]
    return stats.pool(known) if known and len(known) == len(parts) else None


def _there(answer: Answer) -> Answer:
    """The answer for the areas that there were in its period: those abolished before it are no gaps."""
    codes = set(answer.rows["place_code"])
    kept = tuple(place for place in answer.places if place.code in codes)
    gone = {place.code for place in answer.places} - codes
    notes = tuple(note for note in answer.notes if note.place_code not in gone)
    return replace(answer, places=kept, notes=notes, absent=())
