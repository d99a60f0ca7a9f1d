"""Classes: every local authority's figure of one period in one of at most five classes, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, TypeAlias

import pandas as pd

from explorer import words
from explorer.queries.answer import Answer
from explorer.queries.areas import LOCAL, every_area
from explorer.queries.asking import ask
from explorer.queries.behind import TINY, rests_on_few
from explorer.queries.comparable import usual_period
from explorer.queries.lookups import measure, measures, places, school_type_of
from explorer.queries.nouns import Choice, Measure, Period, Place
from explorer.queries.pickers import YEAR, periods_of, widest
from explorer.queries.reading import per_build, tuples
from explorer.question import ENGLAND, Question

Method: TypeAlias = Literal["quantiles", "steps"]
State: TypeAlias = Literal["classed", "few", "hidden", "absent"]
METHODS: tuple[Method, ...] = ("quantiles", "steps")
MOST = 5
SHAPES = """
SELECT DISTINCT f.measure, f.school_type, f.time_identifier
FROM figures f
JOIN places p USING (place_code)
WHERE p.level = 'Local authority'
  AND f.breakdown = 'total'
  AND f.value IS NOT NULL
"""


@dataclass(frozen=True)
class Classes:
    """The classes of a set of figures, 1 for the lowest: their bounds, and how many figures are in each.

    Units    as printed; a figure on a cut point is in the class above it
    """

    method: Method
    bounds: tuple[tuple[float, float], ...]
    counts: tuple[int, ...]
    decimals: int

    @property
    def cuts(self) -> tuple[float, ...]:
        """The cut points: the lowest figure of each class but the first."""
        return tuple(low for low, _ in self.bounds[1:])

    def of(self, value: float) -> int:
        """The number of the class in which a figure is."""
        return 1 + sum(cut <= rounded(value, self.decimals) for cut in self.cuts)

    def label(self, number: int) -> str:
        """From where to where a class goes, as printed: '6.9 to 11.1'."""
        ends = [words.fmt(end, self.decimals) for end in self.bounds[number - 1]]
        return " to ".join(dict.fromkeys(ends))


@dataclass(frozen=True)
class Area:
    """One authority on a map: its row, and the class that it is in, or why it is in none.

    Missing  number 0: too 'few' events or people to be set beside others, 'hidden' by a published symbol,
             'absent' without any row
    """

    place: Place
    state: State
    number: int = 0
    row: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Mapped:
    """Every local authority in one period, in classes, with England beside them.

    Shape    `areas` by name: those of today, and those of the past that have a row in the period
    """

    answer: Answer
    england: Answer
    classes: Classes
    areas: tuple[Area, ...]
    chosen: Area | None

    @property
    def measure(self) -> Measure:
        """What the figures are of."""
        return self.answer.measure

    def of(self, state: State) -> tuple[Area, ...]:
        """The areas in this state."""
        return tuple(one for one in self.areas if one.state == state)


def rounded(value: float, decimals: int) -> float:
    """The figure as it is printed, halves away from nought."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def classes(values: Sequence[float], *, method: Method = "quantiles", decimals: int = 1) -> Classes:
    """At most five classes of these figures: as many in each as ties allow, or steps of one width.

    Missing  no class at all without a figure; fewer than five where there are fewer different figures
    """
    printed = sorted(rounded(value, decimals) for value in values)
    if not printed:
        return Classes(method, (), (), decimals)
    parts = min(MOST, len(set(printed)))
    low, high = printed[0], printed[-1]
    shares = [part / parts for part in range(1, parts)]
    ranked = [printed[round(share * len(printed))] for share in shares]
    wanted = ranked if method == "quantiles" else [low + share * (high - low) for share in shares]
    cuts = sorted({cut for one in wanted if (cut := rounded(one, decimals)) > low})
    ends = [*(rounded(cut - 10.0**-decimals, decimals) for cut in cuts), high]
    bounds = tuple(zip([low, *cuts], ends, strict=True))
    counts = tuple(sum(start <= one <= end for one in printed) for start, end in bounds)
    return Classes(method, bounds, counts, decimals)


@per_build
def mapped(question: Question, *, method: Method = "quantiles", chosen: str = "") -> Mapped:
    """The authorities of a question of one measure, school type and period, in classes; one of them chosen.

    `chosen`: the code of an area, if there is one to be told from the others
    """
    answer = ask(every_area(question))
    rows = {str(row["place_code"]): row for row in answer.published.to_dict("records")}
    states = {code: _state(answer.measure, row) for code, row in rows.items()}
    known = [float(row["shown"]) for code, row in rows.items() if states[code] == "classed"]
    made = classes(known, method=method, decimals=answer.decimals)
    areas = tuple(
        _area(place, rows.get(place.code), state=states.get(place.code, "absent"), made=made)
        for place in sorted(places(LOCAL), key=lambda one: one.name)
        if place.code in rows or not place.ended
    )
    own = tuple(note for note in answer.notes if note.place_code in ("", chosen))
    return Mapped(
        replace(answer, notes=own, places=tuple(one.place for one in areas), absent=()),
        england=ask(replace(question, places=(ENGLAND,))),
        classes=made,
        areas=areas,
        chosen=next((one for one in areas if one.place.code == chosen), None),
    )


def _area(place: Place, row: Mapping[Any, Any] | None, *, state: State, made: Classes) -> Area:
    number = made.of(float(row["shown"])) if row is not None and state == "classed" else 0
    return Area(place, state, number, {str(name): value for name, value in (row or {}).items()})


def _state(measure: Measure, row: Mapping[Any, Any]) -> State:
    if pd.isna(row["shown"]):
        return "hidden"
    return "few" if row["place_code"] in TINY or rests_on_few(row, measure) else "classed"


@per_build
def area_measures() -> tuple[Measure, ...]:
    """The measures that have figures of local authorities, in order."""
    there = {name for name, _, _ in _shapes()}
    return tuple(one for one in measures() if one.id in there)


@per_build
def area_school_types(measure_id: str) -> tuple[Choice, ...]:
    """The school types for which a measure has figures of local authorities, the widest first."""
    there = {kind for name, kind, _ in _shapes() if name == measure_id}
    first = widest(there)
    return tuple(school_type_of(kind) for kind in (first, *sorted(there - {first})) if kind)


@per_build
def area_periods(measure_id: str, school_type: str) -> tuple[Period, ...]:
    """The periods with figures of local authorities, the newest first, whole years before parts of one."""
    terms = sorted(
        {term for name, kind, term in _shapes() if (name, kind) == (measure_id, school_type)},
        key=lambda term: (term != YEAR, term),
    )
    codes = tuple(one.code for one in places(LOCAL))
    found = [
        periods_of(Question((measure_id,), codes, (school_type,), time_identifier=term)) for term in terms
    ]
    return tuple(period for periods in found for period in reversed(periods))


def mappable(question: Question) -> Question:
    """The question with one measure, school type and period of which authorities have figures."""
    there = [one.id for one in area_measures()]
    name = next((one for one in question.measures if one in there), there[0])
    kinds = [one.id for one in area_school_types(name)]
    kind = next((one for one in question.school_types if one in kinds), kinds[0])
    periods = area_periods(name, kind)
    wanted = (question.time_identifier, question.last)
    usual = usual_period(replace(question, measures=(name,), school_types=(kind,)), periods) or periods[0]
    period = next((one for one in periods if (one.time_identifier, one.time_period) == wanted), usual)
    return replace(
        question,
        measures=(measure(name).id,),
        school_types=(kind,),
        breakdown="total",
        categories=(),
        first=period.time_period,
        last=period.time_period,
        time_identifier=period.time_identifier,
    )


@per_build
def _shapes() -> tuple[tuple[str, str, str], ...]:
    """Every measure, school type and part of the year that authorities have figures of."""
    return tuple((str(name), str(kind), str(term)) for name, kind, term in tuples(SHAPES))
