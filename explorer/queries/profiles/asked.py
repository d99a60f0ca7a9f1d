"""Asked: the subjects of a profile, and the published rows that it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from explorer.queries.answer import Answer
from explorer.queries.areas import Neighbour
from explorer.queries.nouns import Place

# Each subject with the schools that its figures for areas are published for, in the order of the table.
SUBJECTS = (
    ("permanent_exclusion_rate", "Total"),
    ("suspension_rate", "Total"),
    ("suspended_pupils_rate", "Total"),
    ("absence_rate", "Total"),
    ("persistent_absence_rate", "Total"),
    ("severe_absence_rate", "Total"),
    ("la_funded_ap_pupils", "Alternative provision"),
    ("la_funded_ap_placements", "Alternative provision"),
    ("school_arranged_ap_pupils", "Alternative provision"),
    ("state_funded_ap_pupils", "Alternative provision"),
    ("sen_support_rate", "All schools"),
    ("ehc_plan_rate", "All schools"),
    ("ehc_plans", "All settings"),
    ("attainment8_average", "All state-funded"),
    ("english_maths_94_rate", "All state-funded"),
)
YEARS = 10  # school years that a direction and a small chart look back on
Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = dict[tuple[str, str, str], list[Row]]


@dataclass(frozen=True, eq=False)
class Asked:
    """What the lines of one area are made from."""

    place: Place
    region: Place | None
    alike: tuple[Neighbour, ...]
    subjects: tuple[tuple[str, str], ...]
    answer: Answer
    rows: Rows
    window: tuple[int, ...]

    def of(self, subject: tuple[str, str], code: str) -> list[Row]:
        """The published rows of one area, oldest first."""
        return self.rows.get((*subject, code), [])


def by_series(answer: Answer) -> Rows:
    """The published rows by measure, school type and area."""
    rows: Rows = {}
    for row in answer.published.to_dict("records"):
        key = (str(row["measure"]), str(row["school_type"]), str(row["place_code"]))
        rows.setdefault(key, []).append({str(name): value for name, value in row.items()})
    return rows


def window_of(rows: Rows, code: str) -> tuple[int, ...]:
    """The school years up to the area's newest number, each by the year in which it began."""
    mine = [row for (_, _, own), those in rows.items() if own == code for row in those]
    last = max((year_of(row) for row in mine if pd.notna(row["value"])), default=0)
    return tuple(range(last - YEARS + 1, last + 1)) if last else ()


def year_of(row: Row) -> int:
    """The year in which the row's school year began."""
    return int(str(row["time_period"])[:4])
