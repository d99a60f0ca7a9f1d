"""Comparing: one group's figure beside a reference's, by the method that its counts allow."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from explorer import stats, words
from explorer.queries.behind import about
from explorer.queries.nouns import Measure
from explorer.queries.sides import Side, is_points
from explorer.stats.small_numbers import ENOUGH_PEOPLE

State: TypeAlias = Literal["compared", "unjudged", "points", "few", "missing", "reference"]

SESSIONS = "sessions"
NO_MODEL = (
    "Sessions missed hang together pupil by pupil, in a way that no table at hand measures, so these ratios "
    "and differences have no interval."
)
PUBLISHED = (
    "No counts are at hand with these rates, so how far chance explains a difference cannot be judged."
)
COARSE = "rates rounded too much for a ratio"
UNSURE = "no number of pupils at hand that says how many stand behind the rate"
REFERENCE = " in the reference group"
NEXT_TO_NONE = "next to no pupils in the area"
ROUNDED = 0.05  # share of a rate that its rounding may be and still leave it fit for a ratio


@dataclass(frozen=True)
class Comparison:
    """One group beside its reference.

    Units    ratio: 1 = equal; difference in the measure's display unit (points for percentages)
    Missing  None where it cannot be made, limits NaN where chance cannot be judged: `state` says which case
             it is and `why` says it in words. `adjusted`: the ratio with free school meals held alike
    """

    mine: Side
    reference: Side
    state: State
    why: str = ""
    ratio: stats.Interval | None = None
    difference: stats.Interval | None = None
    adjusted: stats.Interval | None = None
    category: str = ""
    label: str = ""
    said: str = ""
    parent: str = ""
    position: int = 0
    beside: str = ""

    @property
    def value(self) -> float:
        """What groups are ranked by: the ratio, or of averages of points the difference; NaN without one."""
        one = self.ratio or self.difference
        return one.value if one else float("nan")

    @property
    def made(self) -> bool:
        """Whether there is a ratio or a difference."""
        return self.state in ("compared", "unjudged", "points")

    @property
    def is_chance(self) -> bool:
        """Whether chance alone could make the difference."""
        return self.state == "compared" and self.ratio is not None and not self.ratio.excludes(1)

    def unmade(self, state: State, why: str) -> "Comparison":
        """The same group without a ratio or a difference, and why."""
        return replace(self, state=state, why=why, ratio=None, difference=None)


def compare(measure: Measure, mine: Side, *, beside: Side, half: float = 0.0) -> Comparison:
    """The two sides compared by the method that suits them, or why they are not.

    `half`: how far a published rate may be off by its rounding

    Missing  under ten events on either side, counted or worked out: 'few', neither ratio nor difference; no
             figure or nothing recorded on a side, published rates of too few decimals, or a local authority's
             without any number of pupils: 'missing'; other rates without counts, or of sessions: 'unjudged',
             values without limits
    """
    blank = Comparison(mine, beside, "missing")
    if mine.shown is None or beside.shown is None:
        return replace(blank, why=mine.why or beside.why or words.NOT_AT_HAND)
    if mine.rate and beside.rate:
        return _judged(measure, blank, rates=(mine.rate, beside.rate))
    if why := _too_small(measure, mine) or _too_small(measure, beside, where=REFERENCE):
        return replace(blank, state="few", why=why)
    difference = _bare(mine.shown - beside.shown)
    if is_points(measure):
        return replace(blank, state="points", difference=difference)
    if why := _no_ratio(measure, mine, beside=beside, half=half):
        return replace(blank, why=why)
    why, ratio = NO_MODEL if SESSIONS in measure.unit else PUBLISHED, _bare(mine.shown / beside.shown)
    return replace(blank, state="unjudged", why=why, ratio=ratio, difference=difference)


def held_alike(pairs: Iterable[tuple[Side, Side]]) -> stats.Interval | None:
    """The ratio within strata, such as those who are and are not eligible for free school meals, together.

    Missing  None where a count of either side is hidden in any stratum, or there are no events on one
    Source   Mantel & Haenszel 1959
    """
    known = [(mine.rate, beside.rate) for mine, beside in pairs if not (mine.is_empty and beside.is_empty)]
    mine_all, beside_all = [mine for mine, _ in known if mine], [beside for _, beside in known if beside]
    if not known or len(mine_all) < len(known) or len(beside_all) < len(known):
        return None
    ratio = stats.stratified_ratio(mine_all, beside_all)
    return ratio if ratio.known else None


def _judged(measure: Measure, blank: Comparison, *, rates: tuple[stats.Rate, stats.Rate]) -> Comparison:
    mine, beside = rates
    if stats.few(mine):
        return replace(blank, state="few", why=_too_few(measure, mine))
    if stats.few(beside):
        return replace(blank, state="few", why=f"{_too_few(measure, beside)} in the reference group")
    few = f"fewer than 25 {measure.numerator_label}" if stats.size_of(mine) == "some" else ""
    return replace(
        blank,
        state="compared",
        why=few,
        ratio=stats.rate_ratio(mine, beside),
        difference=stats.rate_difference(mine, beside).times(100 * measure.display_factor),
    )


def _too_small(measure: Measure, side: Side, *, where: str = "") -> str:
    """Why a side without counts rests on too few to be compared: 'about 4 permanent exclusions: too few'."""
    if side.rate and stats.few(side.rate):
        return f"{_too_few(measure, side.rate)}{where}"
    if not side.few or not side.shown:
        return ""
    people = side.behind.people or 0
    if side.behind.has_few_events:
        return f"{about(side.behind, measure)}{where}: too few"
    return f"fewer than {ENOUGH_PEOPLE} pupils{where}" if people < ENOUGH_PEOPLE else f"{NEXT_TO_NONE}{where}"


def _no_ratio(measure: Measure, mine: Side, *, beside: Side, half: float) -> str:
    """Why two published rates make no ratio; '' where they do."""
    smallest = min(mine.shown or 0, beside.shown or 0)
    if smallest <= 0:
        return f"no {measure.numerator_label} recorded{REFERENCE if mine.shown else ''}"
    if half > ROUNDED * smallest:
        return COARSE
    return UNSURE if mine.unsure or beside.unsure else ""


def _too_few(measure: Measure, rate: stats.Rate) -> str:
    """'fewer than 10 permanent exclusions', 'fewer than 30 pupils'."""
    if rate.events < stats.FEW_EVENTS:
        return f"fewer than {stats.FEW_EVENTS} {measure.numerator_label}"
    return f"fewer than 30 {measure.denominator_short}"


def _bare(value: float) -> stats.Interval:
    """A value whose limits cannot be told."""
    return stats.Interval(value, float("nan"), float("nan"), 0.95, "none")
