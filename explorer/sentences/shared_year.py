"""Shared year: the newest year in which lines can be set beside each other, and the lines it leaves out."""

from dataclasses import dataclass, replace
from typing import Any

from explorer.queries import Answer, Series, place_path
from explorer.sentences.saying import last_number

LATE = 2  # years by which a line's newest figure may be older and still be waited for
Row = dict[str, Any]


@dataclass(frozen=True)
class Shared:
    """The figures of one year, and the newest ones of the lines that go on after it or ended before it.

    Shape    `now` a row for each line with a figure in the year; `newer` of those lines whose newest figure
             is a later one; `older` of lines of which the newest is an earlier one, `ended` those of them
             whose area was abolished; `position` that of the year, -1 where there is no figure at all
    """

    position: int = -1
    now: tuple[Row, ...] = ()
    newer: tuple[Row, ...] = ()
    older: tuple[Row, ...] = ()
    ended: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """One row for each line that has a figure."""
        return (*self.now, *self.older, *self.ended)


def shared_year(answer: Answer) -> Shared:
    """The newest year that the lines share, those of areas of today before those of areas of the past.

    An area of the past that is set beside nothing but what it lay in keeps its own last year.
    """
    lines = [line for line in answer.series() if not line.numbers.empty]
    if not lines:
        return Shared()
    gone = {one.code for one in answer.places if one.ended}
    lead = [line for line in lines if line.place_code not in gone]
    past = [line for line in lines if line.place_code in gone]
    is_past = not lead or (past and _all_hold(answer, gone))
    position = _newest(past if is_past else lead)
    now = tuple(row for line in lines if (row := _at(line, position)))
    last = [row for line in lines if (row := last_number(line))]
    behind = [row for row in last if int(row["period_position"]) < position]
    return Shared(
        position,
        now,
        newer=() if is_past else tuple(row for row in last if int(row["period_position"]) > position),
        older=tuple(row for row in behind if row["place_code"] not in gone),
        ended=tuple(row for row in behind if row["place_code"] in gone),
    )


def up_to(answer: Answer, shared: Shared) -> Answer:
    """The answer for the lines that have the year, to that year."""
    there = {_key(row) for row in shared.now}
    lines = [line for line in answer.series() if (line.measure, line.place_code, *_kind(line)) in there]
    kept = [index for line in lines for index in line.rows.index]
    rows = answer.rows.loc[kept]
    return replace(answer, rows=rows[rows["period_position"] <= shared.position])


def _kind(line: Series) -> tuple[str, str]:
    return line.school_type, line.category


def _key(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("measure", "place_code", "school_type", "category"))


def _all_hold(answer: Answer, gone: set[str]) -> bool:
    """Whether every area of today lies around the areas of the past: their region, or England."""
    around = {one.code for code in gone for one in place_path(code)} - gone
    return {one.code for one in answer.places} - gone <= around


def _newest(lines: list[Series]) -> int:
    """The period that most of these lines have, the newest of them; none long before their newest."""
    held: dict[int, int] = {}
    newest = max(_year(line.numbers["time_period"].iloc[-1]) for line in lines)
    for line in lines:
        rows = line.numbers
        near = rows[rows["time_period"].map(_year) >= newest - LATE]
        for position in near["period_position"]:
            held[int(position)] = held.get(int(position), 0) + 1
    return max(held, key=lambda position: (held[position], position))


def _year(time_period: object) -> int:
    return int(str(time_period)[:4])


def _at(line: Series, position: int) -> Row | None:
    rows = line.numbers
    rows = rows[rows["period_position"] == position]
    return None if rows.empty else {str(name): value for name, value in rows.iloc[0].items()}
