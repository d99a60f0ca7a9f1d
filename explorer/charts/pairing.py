"""Pairing: the rows of two series set side by side, one pair for each period or group."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from explorer import words
from explorer.charts import marks, reading
from explorer.queries import Answer

PARTS = ("measure_label", "school_type_label", "place", "category_label")
ORDER = {"period": "period_position", "category_label": "category_position"}
FEW = 10  # events below which chance alone moves a ratio about
End = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """One line of a chart: its name, its ends that have a figure, and words for what is not as it should be.

    Missing  `note`: what disturbs the period ('' = nothing); `missing`: why an end has no figure
    """

    name: str
    ends: tuple[End | None, End | None]
    note: str = ""
    missing: str = ""

    @property
    def values(self) -> list[float]:
        """The figures of the ends that have one."""
        return [float(end["shown"]) for end in self.ends if end]

    @property
    def is_whole(self) -> bool:
        """Whether both ends have a figure."""
        return all(self.ends)

    def is_smaller(self, side: int) -> bool:
        """Whether this end is the smaller of two; of equal ones the first is."""
        mine, other = self.ends[side], self.ends[1 - side]
        if not mine or not other:
            return False
        return (float(mine["shown"]), side) < (float(other["shown"]), 1 - side)

    def ratio(self) -> float | None:
        """How many times the second figure the first is; None where too few events stand behind it."""
        counts = [end["numerator"] for end in self.ends if end and pd.notna(end["numerator"])]
        if not self.is_whole or min(self.values) <= 0 or any(float(count) < FEW for count in counts):
            return None
        first, second = self.values
        return first / second


def names(answer: Answer, by: str) -> tuple[str, list[str]]:
    """The column that tells the two series apart, and their names, the first one first."""
    found = {
        part: [str(name) for name in answer.rows[part].drop_duplicates()] for part in PARTS if part != by
    }
    part = next((part for part, those in found.items() if len(those) > 1), next(iter(found)))
    return part, found[part][:2]


def pairs(answer: Answer, by: str) -> list[Pair]:
    """The pairs in order, a period in which neither series has a figure left out.

    Shape    `by`: 'period' or 'category_label'
    """
    part, two = names(answer, by)
    rows = answer.rows.sort_values(ORDER[by], kind="stable")
    made = [
        _pair(str(key), [_end(here[here[part] == name]) for name in two], note=_note(answer, here, by=by))
        for key, here in rows.groupby(by, sort=False)
    ]
    return [pair for pair in made if any(pair.ends) or by != "period"]


def _pair(name: str, found: list[End | None], *, note: str) -> Pair:
    ends = [end if end and pd.notna(end["shown"]) else None for end in (*found, None)][:2]
    why = [reading.why_missing(end) if end else words.NOT_AT_HAND for end in found]
    missing = next((text for text, end in zip(why, ends, strict=False) if end is None), "")
    return Pair(name, (ends[0], ends[1]), note, missing)


def _end(rows: pd.DataFrame) -> End | None:
    records = rows.to_dict("records")
    return {str(name): value for name, value in records[0].items()} if records else None


def _note(answer: Answer, here: pd.DataFrame, *, by: str) -> str:
    """The short label of what disturbs this period, '' where nothing does."""
    if by != "period" or not here["disturbed"].any():
        return ""
    periods = set(here["period"])
    said = (one.label for one in answer.breaks if one.period in periods and one.kind == "disturbed")
    return next((marks.without_year(text) for text in said), "not comparable")
