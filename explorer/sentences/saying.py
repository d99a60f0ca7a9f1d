"""Saying: amounts, periods, places and groups as they stand in a sentence."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer, Choice, Measure, Series
from explorer.queries.behind import is_plain_count
from explorer.stats import FEW_EVENTS

FEW = FEW_EVENTS  # below which chance alone moves a figure about, so that nothing is ranked or said to rise
# What joins a figure and its category, where 'among' does not: 'for bullying', 'in mainstream schools'.
JOINTS = {"reason": "for", "placement_reason": "for", "setting_type": "in", "placement": "in"}
HELD = ("ks4", "sen")  # topics whose shares are of pupils with a grade, a plan, a destination
QUARTERS, ISLES = ("North ", "South ", "East ", "West "), ("Isle of ", "Isles of ", "City of London")
PERIOD = re.compile(r"^[^:]*\d[^:]*: ")
Row = Mapping[str, Any]


def cause(label: str) -> str:
    """What a break is called, without the period that it opens with: 'schools partly closed'."""
    return words.small(PERIOD.sub("", label))


def place_name(answer: Answer, row: Row) -> str:
    """The row's area inside a sentence: 'Leeds', 'the North East', 'the Isle of Wight'."""
    name = str(row["place"])
    level = next((one.level for one in answer.places if one.code == row["place_code"]), "")
    with_article = ISLES if level == "Local authority" else QUARTERS
    return f"the {name}" if name.startswith(with_article) else name


def disturbed(answer: Answer) -> str:
    """That the period shown was disturbed, and why, so that it cannot be compared; '' where it was not."""
    rows = answer.rows[answer.rows["disturbed"].astype(bool) & answer.rows["shown"].notna()]
    named = dict.fromkeys(str(label) for label in rows["period"])
    if len(named) != 1 or len(answer.rows["period"].unique()) > 1:
        return ""
    reasons = [one.label for one in answer.breaks if one.kind == "disturbed" and one.period in named]
    why = words.listed(dict.fromkeys(cause(label) for label in reasons))
    when = words.capital(period(next(iter(named))))
    return f"{when} was disturbed and cannot be compared with other years{f': {why}' if why else ''}."


def joined(sentences: Iterable[str]) -> str:
    """The sentences as one text."""
    return " ".join(sentence for sentence in sentences if sentence)


def is_events(measure: Measure) -> bool:
    """Whether the measure is a rate of events, which can happen to one pupil more than once."""
    return measure.of_events


def is_count(measure: Measure) -> bool:
    """Whether the measure is a plain count of something: pupils, placements, plans."""
    return is_plain_count(measure)


def is_held(measure: Measure) -> bool:
    """Whether the measure is a share of pupils who have something: a grade, a plan, a destination."""
    return measure.topic in HELD and measure.display_unit.startswith("%")


def subject(measure: Measure) -> str:
    """What is measured, after 'the rate of' or before 'stood at' and 'made up'."""
    said = measure.sentence_label
    if measure.display_unit.endswith("points"):
        return f"the {said}"
    return said.removeprefix("a ").removeprefix("an ")


def bare(value: float, measure: Measure) -> str:
    """The figure without its unit: '11.3', '6.8%', '15,866'."""
    return words.fmt(value, measure.decimals) + ("%" if measure.display_unit.startswith("%") else "")


def amount(value: float, measure: Measure) -> str:
    """The figure with its unit: '11.3 per 100 pupils', '6.8% of sessions', '15,866 pupils'."""
    joint = "" if measure.display_unit.startswith("%") else " "
    return f"{words.fmt(value, measure.decimals)}{joint}{measure.display_unit}"


def recorded(measure: Measure) -> str:
    """What stands before a figure that is no plain count: 'suspensions were recorded at a rate of'."""
    if is_events(measure):
        return f"{measure.sentence_label} were recorded at a rate of"
    if is_held(measure):
        return f"{measure.sentence_label} was recorded for"
    return f"{subject(measure)} {stands(measure)}"


def stands(measure: Measure) -> str:
    """What joins the subject and its figure: pupils 'made up' a share of pupils, absence 'stood at' one."""
    return "made up" if measure.sentence_label.startswith("pupils ") else "stood at"


def stood(value: float, measure: Measure) -> str:
    """The figure with its measure, before its place: 'there were 15,866 pupils', 'absence stood at 6.8%'."""
    if is_count(measure):
        return f"there were {words.fmt(value)} {measure.sentence_label}"
    return f"{recorded(measure)} {amount(value, measure)}"


def period(label: str) -> str:
    """The period inside a sentence: '2023/24', 'January 2024', 'the autumn term 2023/24'."""
    if label[:1].isdigit() or label.startswith("January"):
        return label
    return f"the {words.small(label)}"


def measure_of(answer: Answer, row: Row) -> Measure:
    """The measure that the row is of."""
    return next(one for one in answer.measures if one.id == row["measure"])


def number(row: Row, column: str) -> float | None:
    """The number in a column of the row; None without one."""
    value = row[column]
    return None if value is None or pd.isna(value) else float(value)


def events(row: Row, measure: Measure) -> float | None:
    """How many events or pupils stand behind the row; None where that is not published.

    A rate of nought has nothing behind it, whether or not the count was published.
    """
    value, part = number(row, "value"), number(row, "numerator")
    if is_count(measure):
        return value
    return 0.0 if part is None and value == 0 else part


def counted(row: Row, measure: Measure, *, brief: bool = False) -> str:
    """The count behind a rate: '110 permanent exclusions', '357 of 8,740'; '' where not published.

    `brief`: the number alone, after a sentence has said once what it counts
    """
    part, whole = number(row, "numerator"), number(row, "denominator")
    if is_count(measure) or part is None or measure.display_unit.endswith("points"):
        return ""
    if not is_events(measure):
        return f"{words.fmt(part)} of {words.fmt(whole)}" if whole is not None else words.fmt(part)
    return words.fmt(part) if brief else f"{words.fmt(part)} {measure.numerator_label}".strip()


def schools(answer: Answer, row: Row) -> str:
    """The schools of the row: 'state-funded secondary schools'; '' where the measure already says so."""
    kind = next((one for one in answer.school_types if one.id == row["school_type"]), None)
    if kind is None:
        return str(row["school_type_label"])
    said = kind.sentence_label or kind.label
    return "" if said in measure_of(answer, row).sentence_label else said


def where(answer: Answer, row: Row) -> str:
    """' in state-funded secondary schools in Leeds', with its leading blank."""
    kinds = schools(answer, row)
    return (f" in {kinds}" if kinds else "") + f" in {place_name(answer, row)}"


def group(answer: Answer, row: Row) -> str:
    """Whom the row is about: 'Black Caribbean pupils'; '' for all pupils."""
    if answer.breakdown.id == "total":
        return ""
    choice = next((one for one in answer.categories if one.id == row["category"]), Choice("", ""))
    return choice.sentence_label or str(row["category_label"])


def of_group(answer: Answer, row: Row) -> str:
    """' among Black Caribbean pupils' or ' in mainstream schools', with its leading blank; '' for all."""
    said = group(answer, row)
    return f" {JOINTS.get(answer.breakdown.id, 'among')} {said}" if said else ""


def last_number(series: Series) -> dict[str, Any] | None:
    """The newest row of the series that has a number."""
    rows = series.numbers
    return None if rows.empty else {str(name): value for name, value in rows.iloc[-1].items()}


def not_there(answer: Answer) -> str:
    """What is not published, for an answer without a single number."""
    labels = [one.label for one in answer.measures]
    what = words.listed(labels)
    by = "" if answer.breakdown.id == "total" else f" by {answer.breakdown.sentence_label}"
    kinds = words.listed(kind.sentence_label or kind.label for kind in answer.school_types)
    names = words.listed(place.name for place in answer.places)
    asked = dict.fromkeys(answer.rows["period"])
    spans = f" for {words.listed(list(asked))}" if asked else ""
    verb_of = words.is_or_are(labels)
    return f"{what}{by} {verb_of} not at hand{spans}, {kinds} in {names or 'the areas asked for'}."
