"""Grouped: the highest and the lowest of the groups shown in one period, beside all pupils."""

from dataclasses import replace
from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer, Measure, ask
from explorer.queries.behind import few_of_what, rests_on_few
from explorer.sentences.saying import (
    amount,
    bare,
    counted,
    is_count,
    measure_of,
    of_group,
    period,
    place_name,
    recorded,
    schools,
    subject,
)
from explorer.sentences.shared_year import shared_year

UNKNOWN = "Unclassified"
UNIONS = {"Any SEN": "SEN support"}  # a group that takes in others, and one of those
NAMED = 3  # groups that share an end and are still named
Row = dict[str, Any]


def groups(answer: Answer, *, reference: Answer | None = None) -> tuple[str, ...]:
    """Highest and lowest of the groups in the last period shown, with counts; what is left out."""
    rows = _compared(answer)
    if not rows:
        return ()
    measure = measure_of(answer, rows[0])
    if len(rows) == 1:
        return (_one(answer, rows[0]),)
    ranked = [row for row in rows if not rests_on_few(row, measure)]
    if len(ranked) < 2:
        when = period(str(rows[0]["period"]))
        few = few_of_what(rows, measure)
        return (f"In {when}, {few} stand behind the figures, so nothing is ranked.",)
    ordered = sorted(ranked, key=lambda row: float(row["shown"]), reverse=True)
    said = _two(answer, (ordered[0], ordered[-1])) if len(rows) == 2 else _many(answer, ordered, of=len(rows))
    out = [row for row in rows if rests_on_few(row, measure)]
    return f"{said}{_everyone(answer, ordered[0], reference=reference)}.", _left_out(answer, out)


def _compared(answer: Answer) -> list[Row]:
    """The rows of the newest period with numbers: one level of the breakdown, nobody unclassified."""
    rows = answer.rows[answer.rows["shown"].notna() & (answer.rows["measure"] == answer.measure.id)]
    rows = rows[~rows["category"].str.split("*").map(lambda parts: UNKNOWN in parts)]
    rows = rows[rows["period_position"] == _newest_shared(answer, rows)]
    there = set(rows["category"])
    # 'Any other ethnic group' is its own parent
    inside = rows["parent"].isin(there) & (rows["parent"] != rows["category"])
    rows = rows[~inside & ~rows["category"].map(UNIONS).isin(there)]
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _newest_shared(answer: Answer, rows: pd.DataFrame) -> int | None:
    """The newest period; where areas or school types are compared, the newest that they share."""
    if rows.empty:
        return None
    if len(rows.drop_duplicates(["place_code", "school_type"])) > 1:
        return shared_year(replace(answer, rows=rows)).position
    return int(rows["period_position"].max())


def _one(answer: Answer, row: Row) -> str:
    measure = measure_of(answer, row)
    figure = _figure(row, measure)
    said = f"In {_when_and_where(answer, row)}, {_what(measure)} {figure}{_whom(answer, row)}"
    return f"{said}; no other group has a figure here for that period."


def _two(answer: Answer, pair: tuple[Row, Row]) -> str:
    high, low = pair
    measure = measure_of(answer, high)
    first, second = _figure(high, measure), _figure(low, measure, brief=True)
    return (
        f"In {_when_and_where(answer, high)}, {_what(measure)} {first}{_whom(answer, high)}, "
        f"compared with {second}{_whom(answer, low)}"
    )


def _many(answer: Answer, ordered: list[Row], *, of: int) -> str:
    """The ends of the order; figures that read the same share their end."""
    measure = measure_of(answer, ordered[0])
    first, last = _superlatives(measure)
    high, low = (_sharing(ordered, end, measure=measure) for end in (ordered[0], ordered[-1]))
    return (
        f"In {_when_and_where(answer, high[0])}, of the {_several(answer, of)} shown, {first}"
        f"{_of_each(answer, high)} ({_inside_each(high, measure)}) and {last}{_of_each(answer, low)} "
        f"({_inside_each(low, measure, brief=True)})"
    )


def _sharing(ordered: list[Row], end: Row, *, measure: Measure) -> list[Row]:
    figure = bare(float(end["shown"]), measure)
    return [row for row in ordered if bare(float(row["shown"]), measure) == figure]


def _of_each(answer: Answer, rows: list[Row]) -> str:
    """' among Indian pupils and among Chinese pupils'; how many where they are too many to name."""
    if len(rows) > NAMED:
        return f" in {_several(answer, len(rows))} alike"
    return " " + words.listed(_whom(answer, row).strip() for row in rows)


def _inside_each(rows: list[Row], measure: Measure, *, brief: bool = False) -> str:
    if len(rows) == 1:
        return _inside(rows[0], measure, brief=brief)
    value = float(rows[0]["shown"])
    return f"{bare(value, measure) if brief or is_count(measure) else amount(value, measure)} each"


def _superlatives(measure: Measure) -> tuple[str, str]:
    if is_count(measure):
        return f"the largest number of {measure.sentence_label} was", "the smallest"
    if measure.display_unit.endswith("points"):
        return f"the highest {measure.sentence_label} was recorded", "the lowest"
    return f"the highest rate of {subject(measure)} was recorded", "the lowest"


def _everyone(answer: Answer, row: Row, *, reference: Answer | None) -> str:
    """'; for all pupils it was 12.9', same period, schools and place; '' where it is not published."""
    measure = measure_of(answer, row)
    if is_count(measure) or answer.breakdown.id == "total":
        return ""
    everyone = reference or ask(replace(answer.question, breakdown="total", categories=()))
    rows = everyone.rows
    for column in ("measure", "time_period", "place_code", "school_type"):
        rows = rows[rows[column] == row[column]]
    numbers = rows["shown"].dropna()
    if numbers.empty:
        return ""
    return f"; for all pupils it was {bare(float(numbers.iloc[0]), measure_of(everyone, row))}"


def _when_and_where(answer: Answer, row: Row) -> str:
    kinds, varied = schools(answer, row), _varied(answer)
    there = [f"in {kinds}" if kinds and "school_type" not in varied else ""]
    there.append("" if "place_code" in varied else f"in {place_name(answer, row)}")
    return ", ".join(filter(None, [period(str(row["period"])), " ".join(filter(None, there))]))


def _varied(answer: Answer) -> set[str]:
    columns = ("category", "school_type", "place_code")
    return {column for column in columns if len(answer.rows[column].unique()) > 1}


def _whom(answer: Answer, row: Row) -> str:
    """Whose figure it is, with its leading blank: the group, the schools, the place, as far as they vary."""
    said, varied = of_group(answer, row), _varied(answer)
    if "school_type" in varied:
        said += f" in {schools(answer, row) or row['school_type_label']}"
    return said + (f" in {place_name(answer, row)}" if "place_code" in varied else "")


def _what(measure: Measure) -> str:
    if is_count(measure):
        return f"{measure.sentence_label} numbered"
    return recorded(measure)


def _figure(row: Row, measure: Measure, *, brief: bool = False) -> str:
    count, value = counted(row, measure, brief=brief), float(row["shown"])
    said = bare(value, measure) if brief or is_count(measure) else amount(value, measure)
    return f"{said} ({count})" if count else said


def _inside(row: Row, measure: Measure, *, brief: bool = False) -> str:
    """The figure inside brackets: '40.7 per 10,000 pupils; 110 permanent exclusions'."""
    count, value = counted(row, measure, brief=brief), float(row["shown"])
    said = bare(value, measure) if brief or is_count(measure) else amount(value, measure)
    return f"{said}; {count}" if count else said


def _several(answer: Answer, count: int) -> str:
    """'19 groups', '12 areas', '4 figures', by what varies."""
    return words.count_of(count, _noun(answer))


def _noun(answer: Answer) -> str:
    varied = _varied(answer)
    if "category" in varied or not varied:
        return "group"
    return "area" if varied == {"place_code"} else "figure"


def _left_out(answer: Answer, few: list[Row]) -> str:
    if not few:
        return ""
    verb = "is" if len(few) == 1 else "are"
    said = words.opening_count(len(few), _noun(answer))
    return f"{said} with {few_of_what(few, measure_of(answer, few[0]))} {verb} not ranked."
