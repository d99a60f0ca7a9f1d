"""Bands: every local authority of a funnel with its figures, the band that it lies in and its rank range."""

from dataclasses import dataclass

from explorer import stats
from explorer.queries.areas import LOCAL, Standing, rank_ranges
from explorer.queries.lookups import known_place, places
from explorer.queries.nouns import Place
from explorer.queries.reading import per_build


@dataclass(frozen=True)
class Stood:
    """One area of a funnel.

    Units    `shown` and `limits` (at 95 %) in the measure's display unit; `ranks` from 1 for the lowest rate
    Missing  `ranks` None and `few` set where under ten events were recorded and under ten would be usual
    """

    place: Place
    people: float
    events: float
    shown: float
    band: stats.Band
    limits: tuple[float, float]
    ranks: stats.RankRange | None
    few: bool


@per_build
def stood(standing: Standing) -> tuple[Stood, ...]:
    """Every area in the funnel, the highest rate first."""
    ranges = rank_ranges(standing.answer.question)
    rows = [_stood(standing, code, ranks=ranges.get(code)) for code in standing.rates]
    return tuple(sorted((row for row in rows if row), key=lambda row: (-row.shown, row.place.name)))


def shown_factor(standing: Standing) -> float:
    """What a rate per person is multiplied by for the unit shown: 10,000, or 100 for percent."""
    return 100 * standing.measure.display_factor


def is_few(standing: Standing, code: str) -> bool:
    """Whether the area has under ten events, where under ten would be usual for its size.

    Few where many would be usual is a finding; few where few are usual is chance.
    """
    rate = standing.rates.get(code)
    return rate is not None and max(rate.events, standing.funnel.centre * rate.people) < stats.FEW_EVENTS


def _stood(standing: Standing, code: str, *, ranks: stats.RankRange | None) -> Stood | None:
    place, rate, factor = known_place(code), standing.rates[code], shown_factor(standing)
    if place is None:
        return None
    low, high = (float(end[0]) * factor for end in standing.funnel.limits([rate.people]))
    few = is_few(standing, code)
    return Stood(
        place,
        people=rate.people,
        events=rate.events,
        shown=rate.value * factor,
        band=standing.band(code),
        limits=(low, high),
        ranks=None if few else ranks,
        few=few,
    )


def of_region(code: str) -> tuple[Place, ...]:
    """The local authorities of a region that there are today, by name."""
    return tuple(one for one in places(LOCAL) if one.parent == code and not one.ended)
