"""Left over: the figures that lines have for other years than the one in which they are compared."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from explorer import words
from explorer.queries import Answer
from explorer.sentences.saying import bare, cause, group, measure_of, of_group, period, place_name, schools
from explorer.sentences.shared_year import Shared

NAMED = 5  # lines or areas that a sentence names
APART = ("school_type", "category", "place_code")
Row = Mapping[str, Any]


def said(answer: Answer, there: Shared) -> list[str]:
    """One sentence for each year of newer and of older figures, and for areas of the past."""
    newer = [_newer(answer, rows, there=there) for rows in _by_period(there.newer)]
    older = [_older(answer, rows, there=there) for rows in _by_period(there.older)]
    return [*newer, *older, ended(answer, there), _disturbed(answer, there)]


def missing(answer: Answer, there: Shared) -> str:
    """'; not at hand for special schools': the lines without any figure; '' where there are none."""
    bare_lines = [line.rows.iloc[0].to_dict() for line in answer.series() if line.numbers.empty]
    names = words.listed(_whose(answer, row, there=there, more=bare_lines) for row in bare_lines)
    return f"; not at hand for {names}" if names else ""


def ended(answer: Answer, there: Shared) -> str:
    """'Cumbria, abolished in 2023, had 11.8 in 2022/23.'; of many areas of the past, how many they are."""
    codes = list(dict.fromkeys(str(row["place_code"]) for row in there.ended))
    if not codes:
        return ""
    if len(codes) > NAMED or len(there.ended) > len(codes):
        areas = words.opening_count(len(codes), "abolished area")
        return f"{areas} {'has' if len(codes) == 1 else 'have'} earlier figures, in the table."
    until = {one.code: one.valid_to.year for one in answer.places if one.valid_to}
    rows = sorted(there.ended, key=lambda row: (until[row["place_code"]], int(row["period_position"])))
    alike = groupby(rows, key=lambda row: (until[row["place_code"]], str(row["period"])))
    return " ".join(_had(answer, list(those), year=year, when=when) for (year, when), those in alike)


def apart(answer: Answer, row: Row, *, rows: Iterable[Row]) -> str:
    """What sets this row apart from the others: ' in special schools in Leeds', with its leading blank."""
    there = list(rows)
    varied = [name for name in APART if len({one[name] for one in there}) > 1]
    told = {
        "school_type": f" in {schools(answer, row) or row['school_type_label']}",
        "category": of_group(answer, row) if group(answer, row) else "",
        "place_code": f" in {place_name(answer, row)}",
    }
    return "".join(told[name] for name in varied)


def _whose(answer: Answer, row: Row, *, there: Shared, more: Iterable[Row] = ()) -> str:
    """'special schools', 'England', 'permanent exclusions': what a figure is of, after 'for'."""
    told = apart(answer, row, rows=(*there.rows, *more)).partition(" ")[2].partition(" ")[2]
    return told or measure_of(answer, row).sentence_label


def _by_period(rows: Iterable[Row]) -> list[list[Row]]:
    ordered = sorted(rows, key=lambda row: -int(row["period_position"]))
    return [list(those) for _, those in groupby(ordered, key=lambda row: str(row["period"]))]


def _newer(answer: Answer, rows: list[Row], *, there: Shared) -> str:
    when = period(str(rows[0]["period"]))
    if len(rows) > NAMED:
        return f"For {when} there are figures for {len(rows)} of them, in the table."
    told = [f"{_whose(answer, row, there=there)} ({_bare(answer, row)})" for row in rows]
    verb = "is a figure" if len(rows) == 1 else "are figures"
    return f"For {when} there {verb} for {words.listed(told)}."


def _older(answer: Answer, rows: list[Row], *, there: Shared) -> str:
    when = period(str(rows[0]["period"]))
    if len(rows) > NAMED:
        return f"For {len(rows)} of them the newest figures at hand are of {when}, in the table."
    names = words.listed(_whose(answer, row, there=there) for row in rows)
    figures = words.listed(_bare(answer, row) for row in rows)
    verb = "figure at hand is" if len(rows) == 1 else "figures at hand are"
    return f"For {names} the newest {verb} of {when}: {figures}."


def _had(answer: Answer, rows: list[Row], *, year: int, when: str) -> str:
    names = words.capital(words.listed(place_name(answer, row) for row in rows))
    figures = words.listed(_bare(answer, row) for row in rows)
    return f"{names}, abolished in {year}, had {figures} in {period(when)}."


def _disturbed(answer: Answer, there: Shared) -> str:
    """That the year is not compared with others, and why, where the one that lines share was disturbed."""
    row = next((one for one in there.now if one["disturbed"]), None)
    if row is None:
        return ""
    known = [one.label for one in answer.breaks if one.period == row["period"] and one.kind != "break"]
    why = words.listed(dict.fromkeys(cause(label) for label in known))
    because = f": {why}" if why else ""
    return f"{words.capital(period(str(row['period'])))} is not compared with other periods{because}."


def _bare(answer: Answer, row: Row) -> str:
    return bare(float(row["shown"]), measure_of(answer, row))
