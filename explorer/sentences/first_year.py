"""First year: a warning where the year that a change is counted from is the lowest or highest of a series."""

from dataclasses import replace

import pandas as pd

from explorer import words
from explorer.queries import Answer, Series, ask, together
from explorer.sentences import growth
from explorer.sentences.saying import period

LEAST = 3  # years that a series needs, for one of them to be an end of it
NAMED = 3


def first_year(answer: Answer) -> str:
    """'2012/13 is the lowest year of this series: a change counted from it looks larger ...'; '' else.

    The year is the first that the reader chose, and the one that the sentence of a count looks back to. The
    whole series is looked at, not what is shown of it: on this side of the last break before the year,
    without disturbed years.
    """
    question = answer.question
    if answer.is_empty:
        return ""
    years = {question.first, growth.counted_from(answer)} - {"", question.last}
    return " ".join(_of_year(answer, since) for since in sorted(years)).strip()


def _of_year(answer: Answer, since: str) -> str:
    opened = replace(answer.question, first="", last="")
    whole = together(opened) if _is_pooled(answer) else ask(opened)
    lines = [line for line in whole.series() if not line.numbers.empty]
    said = []
    for end in ("lowest", "highest"):
        there = [line for line in lines if _ends(whole, line, since=since) == end]
        if there:
            said.append(_said(whole, there, end=(since, end), of=len(lines)))
    return " ".join(said)


def _is_pooled(answer: Answer) -> bool:
    """Whether the rows are those of areas taken together."""
    return not {place.code for place in answer.places} <= set(answer.question.places)


def _ends(whole: Answer, line: Series, *, since: str) -> str:
    """Which end of its comparable series the year is: 'lowest', 'highest' or ''."""
    rows = line.numbers
    rows = rows[(rows["time_period"] >= _after_break(whole, line, since=since))]
    rows = rows[~rows["disturbed"].astype(bool) | (rows["time_period"] == since)]
    rows = rows[rows["time_period"] < _next_break(whole, line, since=since)]
    first = rows[rows["time_period"] == since]["shown"]
    others: pd.Series = rows[rows["time_period"] != since]["shown"]
    if first.empty or len(rows) < LEAST:
        return ""
    value = float(first.iloc[0])
    if value < others.min():
        return "lowest"
    return "highest" if value > others.max() else ""


def _breaks(whole: Answer, line: Series) -> list[str]:
    return [
        one.time_period
        for one in whole.breaks
        if one.kind == "break" and one.measure in ("", line.measure)
        if one.school_type in ("", line.school_type)
    ]


def _after_break(whole: Answer, line: Series, *, since: str) -> str:
    return max((one for one in _breaks(whole, line) if one <= since), default="")


def _next_break(whole: Answer, line: Series, *, since: str) -> str:
    return min((one for one in _breaks(whole, line) if one > since), default="9")


def _said(whole: Answer, lines: list[Series], *, end: tuple[str, str], of: int) -> str:
    since, which = end
    rows = whole.rows[whole.rows["time_period"] == since]
    when = words.capital(period(str(rows["period"].iloc[0]))) if len(rows) else since
    quoted = (f"'{line.label}'" if "," in line.label else line.label for line in lines)
    whose = "this series" if of == 1 else f"the series for {words.listed(quoted)}"
    if of > 1 and len(lines) > NAMED:
        whose = f"{len(lines)} of the {of} series shown"
    larger = "a change counted from it looks larger than from any other"
    return f"{when} is the {which} year of {whose}: {larger}."
