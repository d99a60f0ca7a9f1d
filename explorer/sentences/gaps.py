"""Gaps: attainment in alternative provision beside all state-funded schools."""

from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer, Choice, Measure
from explorer.queries.behind import rests_on_few
from explorer.queries.changing import BASE
from explorer.sentences.saying import (
    amount,
    bare,
    counted,
    is_held,
    measure_of,
    period,
    subject,
)

WHOLE = "All state-funded"
AP = ("Alternative provision", "Hospital, PRU & AP")
Row = dict[str, Any]


def is_gap(answer: Answer) -> bool:
    """Whether the answer sets AP beside all state-funded schools, for one measure, place and all pupils."""
    kinds = set(answer.rows["school_type"])
    alone = len(answer.measures) == 1 and answer.breakdown.id == "total" and len(answer.places) == 1
    return alone and answer.measure.topic == "ks4" and WHOLE in kinds and bool(kinds & set(AP))


def attainment_gap(answer: Answer) -> tuple[str, ...]:
    """The gap in the last comparable year in points and as a ratio, beside the base year; both cohorts."""
    kind = next((name for name in AP if name in set(answer.rows["school_type"])), "")
    pairs = _pairs(answer, kind)
    if not pairs:
        return ()
    ours, whole = pairs[-1]
    base = next((pair for pair in pairs[:-1] if pair[0]["time_period"] == BASE), None)
    measure = measure_of(answer, ours)
    said = (
        f"In {period(str(ours['period']))}, {_opening(answer, ours)}, compared with "
        f"{bare(float(whole['shown']), measure)}{_counts(whole, measure)} in {_schools(answer, WHOLE)}: "
        f"a gap of {_points((ours, whole), measure)}{_ratio((ours, whole), measure)}"
    )
    then = f", compared with {_points(base, measure)} in {base[0]['period']}" if base else ""
    return f"{said}{then}.", _cohorts(answer, kind)


def _pairs(answer: Answer, kind: str) -> list[tuple[Row, Row]]:
    """AP and all state-funded schools, year by year, where both are published and comparable."""
    rows = answer.rows[answer.rows["shown"].notna() & ~answer.rows["disturbed"].astype(bool)]
    sides = [_by_period(rows[rows["school_type"] == name]) for name in (kind, WHOLE)]
    return [(sides[0][at], sides[1][at]) for at in sorted(sides[0].keys() & sides[1].keys())]


def _by_period(rows: pd.DataFrame) -> dict[int, Row]:
    return {
        int(row["period_position"]): {str(name): value for name, value in row.items()}
        for row in rows.to_dict("records")
    }


def _opening(answer: Answer, row: Row) -> str:
    """'4.1% of pupils at the end of key stage 4 (357 of 8,740) in ... were recorded with ...'."""
    measure, value = measure_of(answer, row), float(row["shown"])
    there = f" in {_schools(answer, str(row['school_type']))}"
    if not is_held(measure):
        return f"{subject(measure)}{there} stood at {amount(value, measure)}"
    of_whom = measure.denominator_label or measure.denominator_short
    share = f"{bare(value, measure)} of {of_whom}{_counts(row, measure)}"
    return f"{share}{there} were recorded with {measure.sentence_label}"


def _counts(row: Row, measure: Measure) -> str:
    count = counted(row, measure)
    return f" ({count})" if count else ""


def _points(pair: tuple[Row, Row], measure: Measure) -> str:
    gap = abs(float(pair[1]["shown"]) - float(pair[0]["shown"]))
    unit = "percentage points" if "%" in measure.display_unit else "points"
    return f"{words.fmt(gap, measure.decimals)} {unit}"


def _ratio(pair: tuple[Row, Row], measure: Measure) -> str:
    """', a ratio of 15.9 to 1'; '' where the smaller side rests on fewer than ten pupils."""
    ours, whole = (float(row["shown"]) for row in pair)
    if ours <= 0 or rests_on_few(pair[0], measure):
        return ""
    return f", a ratio of {words.fmt(whole / ours, 1)} to 1"


def _cohorts(answer: Answer, kind: str) -> str:
    """Whom each side counts, as the database describes the two school types."""
    known = [_choice(answer, name) for name in (kind, WHOLE)]
    return " ".join(f"{one.label}: {words.small(one.note)}" for one in known if one.note)


def _choice(answer: Answer, kind: str) -> Choice:
    return next((one for one in answer.school_types if one.id == kind), Choice(kind, kind))


def _schools(answer: Answer, kind: str) -> str:
    return _choice(answer, kind).sentence_label or _choice(answer, kind).label
