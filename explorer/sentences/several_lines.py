"""Several lines: the latest figures of a few series side by side."""

from typing import Any

from explorer import words
from explorer.queries import Answer
from explorer.sentences import grouped, trends
from explorer.sentences.saying import (
    bare,
    events,
    group,
    is_few,
    last_number,
    measure_of,
    of_group,
    period,
    place_name,
    schools,
    stood,
)

WHOLE = "Total"  # the school type that is all the others together
LISTED = 5  # series that a sentence can hold; above it, the highest and the lowest
Rows = list[dict[str, Any]]


def several(answer: Answer) -> tuple[str, ...]:
    """Latest figures of each series; of more than five of one measure, the highest and the lowest."""
    lines = answer.series()
    if _is_whole_and_parts(answer):
        return _whole_and_parts(answer)
    if len(lines) > LISTED and len(answer.measures) == 1:
        return grouped.groups(answer)
    rows = [row for line in lines if (row := last_number(line))]
    if not rows:
        return ()
    newest = str(max(rows, key=lambda row: int(row["period_position"]))["period"])
    shared = " ".join(_said_once(answer, rows))
    clauses = [_clause(answer, row, rows=rows, newest=newest) for row in rows[:LISTED]]
    missing = words.listed(line.label for line in lines if line.numbers.empty)
    absent = f"; not at hand for {missing}" if missing else ""
    opening = ", ".join(filter(None, [f"In {period(newest)}", shared]))
    return f"{opening}, {_chained(clauses)}{absent}.", _few(answer, rows)


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


def _clause(answer: Answer, row: dict[str, Any], *, rows: Rows, newest: str) -> str:
    measure, at = measure_of(answer, row), rows.index(row)
    opens = at == 0 or row["measure"] != rows[at - 1]["measure"]
    value = float(row["shown"])
    said = stood(value, measure) if opens else bare(value, measure)
    older = f" ({row['period']})" if row["period"] != newest else ""
    return f"{said}{_apart(answer, row, rows=rows)}{older}"


def _apart(answer: Answer, row: dict[str, Any], *, rows: Rows) -> str:
    """What sets this row apart from the others: its schools, its group, its place."""
    columns = ("school_type", "category", "place_code")
    varied = [name for name in columns if len({one[name] for one in rows}) > 1]
    said = {
        "school_type": f" in {schools(answer, row) or row['school_type_label']}",
        "category": of_group(answer, row) if group(answer, row) else "",
        "place_code": f" in {place_name(answer, row)}",
    }
    return "".join(said[name] for name in varied)


def _chained(clauses: list[str]) -> str:
    """The clauses as one sentence; semicolons where a clause has a comma of its own."""
    if any("," in clause for clause in clauses):
        return "; ".join(clauses)
    return words.listed(clauses)


def _few(answer: Answer, rows: Rows) -> str:
    if any(is_few(events(row, measure_of(answer, row))) for row in rows):
        return "Fewer than 10 cases stand behind some of these figures, so they are not compared."
    return ""
