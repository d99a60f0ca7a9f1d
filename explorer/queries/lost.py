"""Lost learning: absence, suspensions and exclusions beside each other, never added together."""

from dataclasses import dataclass

from explorer.queries.asking import ask
from explorer.queries.nouns import Period
from explorer.queries.pickers import periods_of
from explorer.queries.reading import per_build
from explorer.question import ENGLAND, Question

SESSIONS, ENROLMENTS = "absence_rate", "persistent_absence_rate"
A_DAY = 2  # sessions
UNKNOWN = "Unclassified"


@dataclass(frozen=True)
class Days:
    """Days of absence in a year, calculated here from the published sessions and enrolments."""

    period: str
    sessions: float
    enrolments: float

    @property
    def each(self) -> float:
        """Days missed for each enrolment."""
        return self.sessions / A_DAY / self.enrolments


@per_build
def days_missed(place: str = ENGLAND, *, school_type: str = "Total") -> Days | None:
    """Days of absence in the newest year for which sessions missed and enrolments were published together.

    Missing  None where no year has both from one table: a rate alone does not say how long a year was
    """
    kept = [ask(Question((name,), (place,), (school_type,))).rows for name in (SESSIONS, ENROLMENTS)]
    columns = ["time_period", "source", "numerator", "denominator", "period"]
    both = kept[0][columns].merge(kept[1][columns], on=["time_period", "source"], suffixes=("", "_all"))
    known = both[both["numerator"].notna() & (both["denominator_all"] > 0)]
    if known.empty:
        return None
    newest = known.sort_values("time_period").iloc[-1]
    return Days(str(newest["period"]), float(newest["numerator"]), float(newest["denominator_all"]))


@per_build
def shared_period(measures: tuple[str, ...], breakdown: str, *, school_type: str = "Total") -> Period | None:
    """The newest undisturbed year in which England has figures by this breakdown for all the measures."""
    asked = [Question((name,), (ENGLAND,), (school_type,), breakdown) for name in measures]
    usable = [_undisturbed(question) for question in asked]
    shared = set.intersection(*usable)
    return next((one for one in reversed(periods_of(asked[0])) if one.time_period in shared), None)


def _undisturbed(question: Question) -> set[str]:
    """The undisturbed periods in which at least two groups have a figure: one has nothing beside it."""
    rows = ask(question).rows
    rows = rows[rows["value"].notna() & ~rows["disturbed"] & (rows["category"] != UNKNOWN)]
    groups = rows.groupby("time_period")["category"].nunique()
    return {str(period) for period in groups.index[groups > 1]}
