"""Areas: places side by side, how far chance explains their difference, and what changed since a year."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from explorer import queries, stats, words
from explorer.queries import Answer, Measure, change_of
from explorer.queries.behind import few_of_what, rests_on_few
from explorer.queries.changing import BASE
from explorer.sentences import left_over, several_lines
from explorer.sentences.saying import (
    amount,
    bare,
    counted,
    is_count,
    joined,
    not_there,
    period,
    place_name,
    schools,
    subject,
)
from explorer.sentences.shared_year import shared_year, up_to
from explorer.sentences.small import mark

FEW_AREAS = 4  # areas whose figures a sentence can hold; of more, the ends
Row = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """A line's figure in two years that may be compared."""

    name: str
    before: Row
    now: Row


def areas(answer: Answer) -> str:
    """The areas' newest shared figures, what chance makes of their difference, the change since a year.

    Then what areas have for other years: those of today are compared, those of the past said after them.
    """
    there = shared_year(answer)
    rows, shared = list(there.now), up_to(answer, there)
    if len(rows) < 2:
        return joined(several_lines.several(answer)) or not_there(answer)
    chance = _by_chance(shared, rows)
    if len(rows) > FEW_AREAS:
        return joined((_ends(shared, rows), chance, left_over.ended(answer, there)))
    said = several_lines.side_by_side(answer, there)
    return joined((said, chance, _changed(shared), *left_over.said(answer, there)))


def _counted(answer: Answer) -> dict[str, Row]:
    """By area, the figures of the newest period for which most areas have counts."""
    known = answer.rows[answer.rows["numerator"].notna() & answer.rows["shown"].notna()]
    held = known.groupby("period_position").size()
    newest = held[held == held.max()].index.max() if len(held) else 0
    rows = known[known["period_position"] == newest].to_dict("records")
    return {str(row["place_code"]): _row(row) for row in rows}


def _ends(answer: Answer, rows: list[Row]) -> str:
    """'In 2022/23, permanent exclusions ... ranged from 1.4 per 10,000 pupils in Leeds to 19.3 in ...'"""
    measure = answer.measure
    low, high = _low_and_high(rows, measure)
    few = [row for row in rows if rests_on_few(row, measure)]
    kinds = schools(answer, low)
    told = (
        f"In {period(str(low['period']))}, {subject(measure)}{f' in {kinds}' if kinds else ''} ranged over "
        f"{len(rows) - len(few) or len(rows)} areas from "
        f"{amount(float(low['shown']), measure)} in {_with_count(answer, low)} to "
        f"{bare(float(high['shown']), measure)} in {_with_count(answer, high)}."
    )
    verb = "is" if len(few) == 1 else "are"
    count = words.opening_count(len(few), "area")
    out = f" {count} with {few_of_what(few, measure)} {verb} left out." if 0 < len(few) < len(rows) else ""
    return f"{told}{out}"


def _with_count(answer: Answer, row: Row) -> str:
    count = counted(row, answer.measure, brief=False)
    return place_name(answer, row) + (f" ({count})" if count else mark(row, answer.measure))


def _low_and_high(rows: list[Row], measure: Measure) -> tuple[Row, Row]:
    """The ends of those areas that do not rest on few; of all, where each does."""
    enough = [row for row in rows if not rests_on_few(row, measure)] or rows
    ordered = sorted(enough, key=lambda row: float(row["shown"]))
    return ordered[0], ordered[-1]


def _by_chance(answer: Answer, rows: list[Row]) -> str:
    """Of two to four areas, which differ from the first by more than chance; of more, whether the ends do."""
    measure = answer.measure
    if is_count(measure) or not queries.has_chance_model(measure):
        return ""
    there = _counted(answer)
    compared = rows if len(rows) <= FEW_AREAS else list(_low_and_high(rows, measure))
    found = [there.get(row["place_code"]) for row in compared]
    own, *their = [row for row in found if row and _rate(row, measure)] or [{}]
    if not their or len(their) + 1 < len(compared):
        return "Not all their counts are at hand, so how far chance explains the differences is not known."
    when = str(own["period"])
    older = f"in {period(when)}, the newest year with all counts at hand, "
    dated = "" if when == rows[0]["period"] else older
    return words.capital(f"{dated}{_verdict(answer, own, others=their)}.")


def _verdict(answer: Answer, own: Row, *, others: list[Row]) -> str:
    measure = answer.measure
    if any(rests_on_few(row, measure) for row in (own, *others)):
        few = few_of_what((own, *others), measure)
        return f"{few} stand behind one of the figures, so they are not compared"
    mine, name = _rate(own, measure), place_name(answer, own)
    within = [place_name(answer, row) for row in others if not _differ(mine, _rate(row, measure))]
    if within:
        near = words.listed(within, "or")
        return f"{name} and {near} differ by no more than chance makes in numbers of this size"
    named = words.listed((place_name(answer, row) for row in others), "or")
    return f"{name} and {named} differ by more than chance alone makes"


def _differ(one: stats.Rate | None, other: stats.Rate | None) -> bool:
    return bool(one and other and stats.rate_ratio(other, one).excludes(1))


def _rate(row: Row, measure: Measure) -> stats.Rate | None:
    return queries.rate_of(measure, events=row["numerator"], people=row["denominator"])


def _changed(answer: Answer) -> str:
    """'Since 2018/19 it went from 4.1 to 6.5 in Leeds ...'; never across a break or from a disturbed year."""
    base = answer.question.first or BASE
    pairs = [pair for line in answer.series() if (pair := _pair(answer, line, base=base))]
    spans = {(pair.before["period"], pair.now["period"]) for pair in pairs}
    if not pairs or len(spans) > 1:
        return ""
    measure = answer.measure
    said = [
        f"from {bare(float(pair.before['shown']), measure)} to {bare(float(pair.now['shown']), measure)} in "
        f"{pair.name}{_no_more(pair, measure)}"
        for pair in pairs
    ]
    since, until = spans.pop()
    return f"Between {since} and {until} the figure went {words.listed(said)}."


def _pair(answer: Answer, line: queries.Series, *, base: str) -> Pair | None:
    """The line's newest figure and that of the base year, where the two may be compared."""
    change = change_of(answer, line, base=base)
    rows = line.numbers
    before = rows[rows["time_period"] == base]
    if change is None or before.empty:
        return None
    allowed = {change.before_period, change.base_period if change.base_comparable else ""}
    if str(before["period"].iloc[0]) not in allowed - {""}:
        return None
    then, now = _row(before.iloc[0].to_dict()), _row(rows.iloc[-1].to_dict())
    if any(rests_on_few(row, answer.measure) for row in (then, now)):
        return None
    return Pair(place_name(answer, now), then, now)


def _no_more(pair: Pair, measure: Measure) -> str:
    """' (no more than chance makes)', where counts are at hand that say so."""
    rates = [_rate(row, measure) for row in (pair.before, pair.now)]
    verdicts = [stats.change(now, before).verdict for before, now in [rates] if before and now]
    chance = "not distinguishable from chance" in verdicts and pd.notna(pair.now["shown"])
    return " (no more than chance makes)" if chance else ""


def _row(row: dict[Any, Any]) -> Row:
    return {str(name): cell for name, cell in row.items()}
