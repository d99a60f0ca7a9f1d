"""Reading: what charts take from an answer's rows: axis, points, labels and what hovering says."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer, Measure, Series


def period_labels(answer: Answer) -> list[str]:
    """The periods of the answer in order, unpublished ones between published ones included."""
    rows = answer.rows.drop_duplicates("period").sort_values("period_position")
    return [str(label) for label in rows["period"]]


def points(rows: pd.DataFrame) -> list[float | None]:
    """The figures in the unit shown. Missing: None, which a line leaves open."""
    return [None if pd.isna(value) else float(value) for value in rows["shown"]]


def highest(answer: Answer) -> float:
    """The largest figure shown; 1 where there is none."""
    top = answer.rows["shown"].max()
    return 1.0 if pd.isna(top) or top <= 0 else float(top)


def measure_of(answer: Answer, row: Mapping[str, Any]) -> Measure:
    """The measure that the row is of."""
    return next((one for one in answer.measures if one.id == row["measure"]), answer.measure)


def number(answer: Answer, row: Mapping[str, Any]) -> str:
    """The figure of one row as printed: '12.9', or in words why there is none."""
    if pd.isna(row["shown"]):
        meaning = row["symbol_meaning"]
        return meaning if isinstance(meaning, str) and meaning else words.NOT_AT_HAND
    return words.fmt(float(row["shown"]), measure_of(answer, row).decimals)


def why_missing(row: Mapping[str, Any]) -> str:
    """In a word or two why there is no figure: what stands before the colon of its symbol's meaning."""
    meaning = row["symbol_meaning"]
    return (
        (meaning if isinstance(meaning, str) and meaning else words.NOT_AT_HAND).split(":")[0].split(".")[0]
    )


def with_unit(answer: Answer, row: Mapping[str, Any]) -> str:
    """The figure of one row with its unit: '12.9 per 10,000 pupils', '6.8% of sessions'."""
    unit = measure_of(answer, row).display_unit
    joint = "" if unit.startswith("%") else " "
    return number(answer, row) if pd.isna(row["shown"]) else f"{number(answer, row)}{joint}{unit}"


def last_point(series: Series) -> dict[str, Any] | None:
    """The series' last row with a number, or None without any."""
    rows = series.numbers
    return None if rows.empty else {str(name): value for name, value in rows.iloc[-1].items()}


def hover(answer: Answer, rows: pd.DataFrame, *, name: str) -> list[str]:
    """For every row what the pointer says: period, name, figure with unit, and the counts behind it."""
    return [said(answer, row, name=name) for row in rows.to_dict("records")]


def said(answer: Answer, row: Mapping[str, Any], *, name: str) -> str:
    """What the pointer says of one row."""
    measure = measure_of(answer, row)
    lines = [f"<b>{name}</b>" if name else "", f"{row['period']}: {with_unit(answer, row)}"]
    if pd.notna(row["numerator"]) and pd.notna(row["denominator"]) and pd.notna(row["shown"]):
        part = f"{words.fmt(float(row['numerator']))} {measure.numerator_label}"
        whole = (
            f"{words.fmt(float(row['denominator']))} {measure.denominator_short or measure.denominator_label}"
        )
        lines.append(f"{part} of {whole}")
    return "<br>".join(line for line in lines if line)
