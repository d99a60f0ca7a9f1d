"""Several lines: the latest figures of a few series side by side."""

from typing import Any

from explorer import words
from explorer.queries import Answer
from explorer.queries.behind import few_of_what, rests_on_few
from explorer.sentences import grouped, left_over, trends
from explorer.sentences.saying import (
    bare,
    last_number,
    measure_of,
    period,
    place_name,
    schools,
    stood,
)
from explorer.sentences.shared_year import Shared, shared_year, up_to
from explorer.sentences.small import mark

WHOLE = "Total"  # the school type that is all the others together
LISTED = 5  # series that a sentence can hold; above it, the highest and the lowest
Rows = list[dict[str, Any]]


def several(answer: Answer) -> tuple[str, ...]:
    """Figures of each series in the year they share; of more than five of one measure, the ends of them.

    Then the figures of other years: newer ones of some, and of lines and areas that ended before.
    """
    there = shared_year(answer)
    if not there.now:
        return ()
    if _is_whole_and_parts(answer):
        return _whole_and_parts(answer)
    if len(answer.series()) > LISTED and len(answer.measures) == 1:
        return (*grouped.groups(answer), left_over.ended(answer, there))
    if len(there.now) == 1:
        said, *minding = trends.trend(up_to(answer, there))
        return said, *minding, *left_over.said(answer, there)
    return side_by_side(answer, there), _few(answer, list(there.now)), *left_over.said(answer, there)


def side_by_side(answer: Answer, there: Shared) -> str:
    """The figures of the year that the lines share, in one sentence."""
    rows = list(there.now)
    when = str(rows[0]["period"])
    clauses = [_clause(answer, row, rows=rows, when=when) for row in rows[:LISTED]]
    opening = ", ".join([f"In {period(when)}", *filter(None, [" ".join(_said_once(answer, rows))])])
    return f"{opening}, {_chained(clauses)}{left_over.missing(answer, there)}."


def _is_whole_and_parts(answer: Answer) -> bool:
    """Whether the first line is of all schools together and the others, of the same year, of some."""
    rows = [last_number(line) for line in answer.series()]
    kinds = [row["school_type"] for row in rows if row]
    alike = {(row["measure"], row["place_code"], row["category"], row["period"]) for row in rows if row}
    return len(alike) == 1 and len(kinds) == len(rows) > 1 and kinds[0] == WHOLE


def _whole_and_parts(answer: Answer) -> tuple[str, ...]:
    """The trend of all schools together; then the figures of each type of school."""
    said, *minding = trends.trend(answer)
    rows = [row for line in answer.series()[1:] if (row := last_number(line))]
    clauses = [
        f"{bare(float(row['shown']), measure_of(answer, row))} in {schools(answer, row)}" for row in rows
    ]
    return said, f"It was {words.listed(clauses)}.", *minding


def _said_once(answer: Answer, rows: Rows) -> list[str]:
    """What all the rows share: schools, then place; said before the figures."""
    kinds = {row["school_type"] for row in rows}
    said_schools = schools(answer, rows[0]) if len(kinds) == 1 and len(answer.school_types) == 1 else ""
    one_place = len({row["place_code"] for row in rows}) == 1
    said_place = place_name(answer, rows[0]) if one_place else ""
    return [f"in {said}" for said in (said_schools, said_place) if said]


def _clause(answer: Answer, row: dict[str, Any], *, rows: Rows, when: str) -> str:
    measure, at = measure_of(answer, row), rows.index(row)
    opens = at == 0 or row["measure"] != rows[at - 1]["measure"]
    value = float(row["shown"])
    said = stood(value, measure) if opens else bare(value, measure)
    # a census of the same school year is said by its January
    stamped = f" ({row['period']})" if row["period"] != when else ""
    return f"{said}{left_over.apart(answer, row, rows=rows)}{stamped}{mark(row, measure)}"


def _chained(clauses: list[str]) -> str:
    """The clauses as one sentence; semicolons where a clause has a comma of its own."""
    if any("," in clause for clause in clauses):
        return "; ".join(clauses)
    return words.listed(clauses)


def _few(answer: Answer, rows: Rows) -> str:
    if any(rests_on_few(row, measure_of(answer, row)) for row in rows):
        few = words.capital(few_of_what(rows, answer.measure))
        return f"{few} stand behind some of these figures, so they are not compared."
    return ""
