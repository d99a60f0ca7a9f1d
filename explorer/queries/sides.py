"""Sides: a group's figure with the counts behind it, and the others that it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from explorer import stats, words
from explorer.queries.behind import Behind, behind, cannot_tell, is_small
from explorer.queries.nouns import Measure
from explorer.queries.rates import rate_of

UNIONS = {"Any SEN": ("SEN support", "EHC plan")}  # a group that takes in others
# Breakdowns of some pupils: their groups together are not everybody, so that the total is no total of theirs.
OF_SOME = ("sen_primary_need",)
NO_COUNTS = "no counts at hand to tell all others from"
NO_OTHERS = "not all others have counts here"
NO_PUPILS = "no pupils counted in this group"
COVERS = 0.005  # how far the groups' pupils may be off the total's and still be all of them


@dataclass(frozen=True)
class Side:
    """One group's figure, or that of what it is compared with.

    Units    shown in the measure's display unit, from the counts where both are at hand, else as published
    Missing  None; `why` says in words what there is instead of a figure. Without counts `behind` holds what
             the rate and known pupils make of it, `few` whether that is too few to compare, and `unsure`
             whether it may be
    """

    shown: float | None = None
    events: float | None = None
    people: float | None = None
    rate: stats.Rate | None = None
    why: str = ""
    behind: Behind = field(default=Behind(), repr=False)
    few: bool = False
    unsure: bool = False

    @property
    def counted(self) -> bool:
        """Whether both counts are at hand, with somebody to count among."""
        return self.events is not None and self.people is not None and self.people > 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody in the group."""
        return self.people == 0

    @property
    def is_absent(self) -> bool:
        """Whether the published table has no such group in this period."""
        nothing = self.shown is None and self.events is None and self.people is None
        return nothing and self.why == words.NOT_AT_HAND


@dataclass(frozen=True)
class Groups:
    """All groups of one breakdown in one period, with everybody where the total was published.

    `whole`: the groups here are all that the breakdown ever had, for where no total says so
    """

    measure: Measure
    breakdown: str
    sides: Mapping[str, Side]
    everyone: Side | None
    whole: bool = True

    @property
    def of_some(self) -> bool:
        """Whether the groups are those of some pupils, so that all others are not everybody else."""
        everyone = self.everyone.people if self.everyone else None
        people = _sum(list(self.sides.values()), "people")
        return self.breakdown in OF_SOME and not (everyone and abs(people / everyone - 1) < COVERS)

    def others(self, category: str) -> tuple[Side, str]:
        """Everybody else, and how they were found: 'groups' added up, or the 'total' less the group.

        Missing  a side without a figure, whose `why` says what is lacking; '' for how
        """
        mine, rest = self.sides[category], self._rest(category)
        if not mine.counted:
            return Side(why=NO_COUNTS), ""
        if all(one.counted or one.is_empty for one in rest) and rest and self._covers(mine, rest):
            parts = [one for one in rest if one.counted]
            return from_counts(self.measure, _sum(parts, "events"), people=_sum(parts, "people")), "groups"
        if self.everyone and self.everyone.counted and self.breakdown not in OF_SOME:
            others = self._total_less(mine)
            return others, "total" if others.counted else ""
        return Side(why=NO_OTHERS), ""

    def _total_less(self, mine: Side) -> Side:
        everyone = self.everyone or Side()
        events = (everyone.events or 0) - (mine.events or 0)
        people = (everyone.people or 0) - (mine.people or 0)
        if people <= 0 or events < 0:
            return Side(why=NO_OTHERS)
        return from_counts(self.measure, events, people=people)

    def _rest(self, category: str) -> list[Side]:
        """The other groups, each pupil once: neither the parts of the group, nor what takes in a part."""
        inside = UNIONS.get(category, ())
        return [
            side
            for name, side in self.sides.items()
            if name != category and name not in inside and not self._overlaps(name, category)
        ]

    def _overlaps(self, union: str, category: str) -> bool:
        parts = UNIONS.get(union, ())
        return category in parts or any(part in self.sides for part in parts)

    def _covers(self, mine: Side, rest: list[Side]) -> bool:
        """Whether the group and the rest are all there are."""
        if self.breakdown in OF_SOME:
            return True
        if self.everyone is None or not self.everyone.people:
            return self.whole
        people = (mine.people or 0) + _sum(rest, "people")
        return abs(people / self.everyone.people - 1) < COVERS


def side_of(row: Mapping[str, Any], measure: Measure) -> Side:
    """The figure and the counts of one row of an answer.

    Missing  a hidden figure: its counts as far as they are published, and the symbol's meaning
    """
    events, people = number(row, "numerator"), number(row, "denominator")
    value = number(row, "shown")
    if value is None and people == 0 and events:
        return Side(None, events, people, why=NO_PUPILS)
    if value is None:
        meaning = row["symbol_meaning"]
        why = str(meaning).split(":")[0] if isinstance(meaning, str) and meaning else words.NOT_AT_HAND
        return Side(None, events, people, why=why)
    if is_points(measure) or events is None or not people:
        return _uncounted(Side(value, events, people), row, measure=measure)
    if rate_of(measure, events=events, people=people) is None:
        return _uncounted(from_counts(measure, events, people=people), row, measure=measure)
    return from_counts(measure, events, people=people)


def _uncounted(side: Side, row: Mapping[str, Any], *, measure: Measure) -> Side:
    """The side with what is known to stand behind it, where no counts let chance be judged."""
    found, place = behind(row, measure), str(row["place_code"])
    small = is_small(found, measure, place=place)
    return replace(side, behind=found, few=small, unsure=cannot_tell(found, place))


def from_counts(measure: Measure, events: float, *, people: float) -> Side:
    """The side of these counts, its figure calculated from them."""
    scale = 1 if is_points(measure) else 100 * measure.display_factor
    return Side(scale * events / people, events, people, rate_of(measure, events=events, people=people))


def is_points(measure: Measure) -> bool:
    """Whether the measure is an average of points, of which differences are made and no ratios."""
    return measure.unit.endswith("points")


def number(row: Mapping[str, Any], column: str) -> float | None:
    """The number in a column of the row; None without one."""
    value = row[column]
    return None if value is None or pd.isna(value) else float(value)


def _sum(parts: list[Side], count: str) -> float:
    return float(sum(getattr(one, count) or 0 for one in parts))
