"""Changing: a series' latest figure beside the last figure and the base year it may be compared with."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from explorer.queries.answer import Answer, Series
from explorer.queries.asking import ask
from explorer.queries.behind import few_of_what, rests_on_few
from explorer.queries.nouns import Break, Measure
from explorer.queries.pickers import school_types_for, terms_for, widest
from explorer.queries.reading import per_build
from explorer.question import ENGLAND, Question

BASE = "201819"  # the last full school year before the disturbed ones


@dataclass(frozen=True)
class Change:
    """A series' latest figure beside an earlier one and a base year, where they may be compared.

    Units    shown, before and base in the measure's display unit; a change is the difference of two of them
    Missing  None where there is nothing to compare with; `comparable` and `base_comparable` say whether there
             is. `skipped`: disturbed or unpublished periods between `before` and the latest; `broken`: breaks
             that bar the comparison; `few`: of what too few stand behind one of the three, '' where enough do
    """

    measure: str
    label: str
    place: str
    school_type: str
    period: str
    shown: float
    numerator: float | None
    denominator: float | None
    unit: str
    decimals: int
    disturbed: bool
    before_period: str
    before: float | None
    before_numerator: float | None
    before_denominator: float | None
    base_period: str
    base: float | None
    base_numerator: float | None
    skipped: tuple[str, ...]
    broken: tuple[Break, ...]
    few: str

    @property
    def comparable(self) -> bool:
        """Whether there is an earlier period to compare with."""
        return self.before is not None

    @property
    def base_comparable(self) -> bool:
        """Whether the base year may be compared with."""
        return self.base is not None

    @property
    def change(self) -> float | None:
        """Latest less earlier, in the display unit."""
        return None if self.before is None else self.shown - self.before

    @property
    def base_change(self) -> float | None:
        """Latest less base, in the display unit."""
        return None if self.base is None else self.shown - self.base


def change_of(answer: Answer, series: Series, *, base: str = BASE) -> Change | None:
    """The latest figure of a series and its changes; None when it has no number."""
    numbers = series.numbers
    if numbers.empty:
        return None
    latest = numbers.iloc[-1]
    since = str(numbers["time_period"].iloc[0])
    broken = tuple(one for one in answer.breaks if _bars(one, series, since=since))
    earlier = _comparable(numbers.iloc[:-1], latest, broken=broken)
    before = earlier.iloc[-1] if not earlier.empty else None
    bases = earlier[earlier["time_period"] == base]
    at_base = bases.iloc[0] if not bases.empty and bases.index[0] != earlier.index[-1] else None
    measure = next(one for one in answer.measures if one.id == series.measure)
    return Change(
        measure=measure.id,
        label=measure.label,
        place=str(latest["place"]),
        school_type=str(latest["school_type_label"]),
        period=str(latest["period"]),
        shown=float(latest["shown"]),
        numerator=_number(latest, "numerator"),
        denominator=_number(latest, "denominator"),
        unit=measure.display_unit,
        decimals=measure.decimals,
        disturbed=bool(latest["disturbed"]),
        before_period="" if before is None else str(before["period"]),
        before=_number(before, "shown"),
        before_numerator=_number(before, "numerator"),
        before_denominator=_number(before, "denominator"),
        base_period="" if at_base is None else str(at_base["period"]),
        base=_number(at_base, "shown"),
        base_numerator=_number(at_base, "numerator"),
        skipped=_between(series.rows, since=before, until=latest),
        broken=tuple(one for one in broken if before is None or one.time_period > base),
        few=_few([row.to_dict() for row in (latest, before, at_base) if row is not None], measure),
    )


@per_build
def latest_change(measure: str, *, place: str = ENGLAND, school_type: str = "Total") -> Change | None:
    """Latest figure of one measure for all pupils with its changes, or None when none is published.

    A measure that has no figures for this school type is shown for the widest that it has.
    """
    kinds = [kind.id for kind in school_types_for(measure, place=place)]
    terms = [term.id for term in terms_for(measure, place=place)]
    if not kinds or not terms:
        return None
    kind = school_type if school_type in kinds else widest(kinds)
    answer = ask(Question((measure,), (place,), (kind,), time_identifier=terms[0]))
    lines = answer.series()
    return change_of(answer, lines[0]) if lines else None


def _few(rows: list[dict[Hashable, Any]], measure: Measure) -> str:
    """Of what too few stand behind one of the rows: 'fewer than 10 cases'; '' where enough do."""
    mine = [{str(name): value for name, value in row.items()} for row in rows]
    return few_of_what(mine, measure) if any(rests_on_few(row, measure) for row in mine) else ""


def _comparable(earlier: pd.DataFrame, latest: pd.Series, *, broken: Iterable[Break]) -> pd.DataFrame:
    """The earlier rows that the latest may be compared with: undisturbed, and on this side of any break."""
    if latest["disturbed"]:
        return earlier.iloc[:0]
    since = max((one.time_period for one in broken if one.time_period <= latest["time_period"]), default="")
    return earlier[~earlier["disturbed"].astype(bool) & (earlier["time_period"] >= since)]


def _between(rows: pd.DataFrame, *, since: pd.Series | None, until: pd.Series) -> tuple[str, ...]:
    """The periods of the series that lie between these two rows."""
    if since is None:
        return ()
    inside = rows["period_position"].between(
        since["period_position"], until["period_position"], inclusive="neither"
    )
    return tuple(str(label) for label in rows[inside]["period"])


def _bars(one: Break, series: Series, *, since: str) -> bool:
    """Whether figures of the series stand on both sides of the break."""
    own = one.measure in ("", series.measure) and one.school_type in ("", series.school_type)
    return own and one.kind == "break" and one.time_period > since


def _number(row: pd.Series | None, column: str) -> float | None:
    return None if row is None or pd.isna(row[column]) else float(row[column])
