"""Areas: how every local authority stands in one period, and which areas are like which."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from explorer import stats
from explorer.queries.answer import Answer
from explorer.queries.asking import ask
from explorer.queries.lookups import known_place, places
from explorer.queries.nouns import Measure, Place
from explorer.queries.rates import rate_of
from explorer.queries.reading import per_build, tuples
from explorer.question import Question

LOCAL = "Local authority"
TINY = 1_000  # pupils: fewer than these have two authorities, whose rates leap from year to year
NEIGHBOURS = """
SELECT neighbour_code, rank, closeness
FROM neighbours
WHERE place_code = $place
ORDER BY rank
"""
COUNTED = """
SELECT DISTINCT time_period
FROM figures
JOIN places USING (place_code)
WHERE measure = $measure
  AND school_type = $school_type
  AND breakdown = 'total'
  AND time_identifier = $term
  AND level = 'Local authority'
  AND numerator IS NOT NULL
  AND denominator IS NOT NULL
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

    Shape    `rates`: by place code, only areas in the funnel; `answer`: all areas, published or not
    Missing  `hidden`: areas without counts; `tiny`: areas with fewer pupils than TINY; neither is in
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
    answer = ask(every_area(question))
    published = answer.published
    rates = {
        str(row["place_code"]): rate
        for row in published.to_dict("records")
        if (rate := rate_of(answer.measure, events=row["numerator"], people=row["denominator"])) is not None
    }
    used = {code: rate for code, rate in rates.items() if rate.people >= TINY}
    funnel = stats.funnel(
        [rate.events for rate in used.values()],
        [rate.people for rate in used.values()],
        adjustment=adjustment,
        persons=any(rate.persons for rate in used.values()),
    )
    there = list(dict.fromkeys(published["place_code"]))
    return Standing(
        answer,
        rates=used,
        funnel=funnel,
        hidden=_places(code for code in there if code not in rates),
        tiny=_places(code for code in rates if code not in used),
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


@per_build
def counted_periods(
    measure: str, *, school_type: str = "Total", time_identifier: str = "Academic year"
) -> tuple[str, ...]:
    """The periods, oldest first, for which counts of local authorities are at hand."""
    bound = {"measure": measure, "school_type": school_type, "term": time_identifier}
    return tuple(str(period) for (period,) in tuples(COUNTED, bound))


def pooled(standing: Standing, codes: tuple[str, ...]) -> stats.Rate | None:
    """These areas taken as one: all their events over all their pupils.

    Missing  None where one of them has no counts, or there are none: the rest would be another group
    """
    parts = [standing.rates.get(code) for code in codes]
    known = [part for part in parts if part is not None]
    return stats.pool(known) if known and len(known) == len(parts) else None


def _places(codes: Iterable[str]) -> tuple[Place, ...]:
    found = (known_place(code) for code in codes)
    return tuple(place for place in found if place)
