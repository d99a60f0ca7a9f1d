"""SEND: where pupils with special educational needs are taught; share and number, each with its direction."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer, Series
from explorer.question import Question
from explorer.sentences.saying import (
    FEW,
    JOINTS,
    bare,
    cause,
    joined,
    last_number,
    not_there,
    number,
    period,
    place_name,
)
from explorer.sentences.small import mark

SPECIAL = "Special"
Row = dict[str, Any]


def placements(shares: Answer) -> str:
    """The share of plans in special schools, or the first setting shown, and their number since a break."""
    chosen = next((one for one in shares.series() if one.category == SPECIAL), None)
    line = chosen or next((one for one in shares.series() if len(one.numbers)), None)
    if line is None or line.numbers.empty:
        return not_there(shares)
    now, then = _ends(shares, line)
    setting = next((one.sentence_label for one in shares.categories if one.id == line.category), line.label)
    what = (
        f"children and young people with an education, health and care plan in {place_name(shares, now)} "
        f"were {JOINTS[shares.breakdown.id]} {setting}"
    )
    return joined((_share_and_number(now, then, what=what, answer=shares), _broken(shares)))


def by_school(shares: Answer) -> str:
    """The share of pupils with a plan who are in special schools, and their number, since the first year."""
    line = next((one for one in shares.series() if one.school_type == SPECIAL), None)
    if line is None or line.numbers.empty:
        return not_there(shares)
    now, then = _ends(shares, line)
    what = "pupils with an EHC plan in all schools but independent ones were in special schools"
    return _share_and_number(now, then, what=what, answer=shares)


def on_roll(answer: Answer) -> str:
    """The newest shares of all pupils with a plan and with SEN support, and those of the first year."""
    lines = [one for one in answer.series() if one.school_type == answer.school_types[0].id]
    known = [(one, now) for one in lines if (now := last_number(one))]
    if not known:
        return not_there(answer)
    place = place_name(answer, known[0][1])
    said = [_rate(answer, one, now=now) for one, now in known]
    return f"Of pupils in schools in {place}, {words.listed(said)}."


def with_a_plan(question: Question) -> Question:
    """The same question of pupils with a plan in mainstream and in special schools."""
    return replace(question, school_types=("Mainstream", SPECIAL), categories=("EHC plan",))


def outcomes(kinds: Answer, everyone: Answer) -> str:
    """The newest result of pupils with a plan in each kind of school, and that of pupils without SEN."""
    rows = {
        str(row["school_type"]): row for row in kinds.latest().to_dict("records") if pd.notna(row["shown"])
    }
    names = {"Mainstream": "in mainstream schools", SPECIAL: "in special schools"}
    parts = [f"{_of(kinds, rows[kind])} {name}" for kind, name in names.items() if kind in rows]
    if not parts:
        return not_there(kinds)
    without = everyone.latest().query("category == 'No SEN' and shown.notna()").to_dict("records")
    beside = "".join(f", beside {_of(everyone, row)} of pupils without SEN" for row in without)
    return (
        f"In {period(kinds.last)}, {kinds.measure.sentence_label} was recorded for {words.listed(parts)} "
        f"among pupils with an EHC plan{beside}."
    )


def _ends(answer: Answer, line: Series) -> tuple[Row, Row | None]:
    """The newest row, and the earliest with which it may be compared: none before a break, none disturbed."""
    breaks = [one.time_period for one in answer.breaks if one.kind == "break"]
    since = max(breaks, default="")
    rows = line.numbers
    now = dict(rows.iloc[-1])
    earlier = rows[(rows["time_period"] >= since) & ~rows["disturbed"]]
    then = dict(earlier.iloc[0]) if len(earlier) else None
    return now, then if then and then["time_period"] < now["time_period"] else None


def _share_and_number(now: Row, then: Row | None, *, what: str, answer: Answer) -> str:
    """'In January 2025, 30.4% of ..., down from 33.2% in January 2023, but their number rose from ...'."""
    measure = answer.measure
    count = float(now["numerator"])
    said = f"In {period(str(now['period']))}, {bare(float(now['shown']), measure)} of {what}"
    if then is None:
        return f"{said}: {words.fmt(count)} of {words.fmt(float(now['denominator']))}."
    before, earlier = float(then["numerator"]), bare(float(then["shown"]), measure)
    since = f"{earlier} in {period(str(then['period']))}"
    if min(count, before) < FEW:
        few = "fewer than 10 stand behind one of these, so no rise or fall is stated"
        return f"{said}, compared with {since}; {few}."
    up, more = float(now["shown"]) - float(then["shown"]), count - before
    share = (
        "the same as"
        if bare(float(now["shown"]), measure) == earlier
        else _went(up, ("up from", "down from"))
    )
    joint = "but" if up * more < 0 and not share.startswith("the same") else "and"
    moved = _went(more, ("rose", "fell"))
    counts = f"from {words.fmt(before)} to {words.fmt(count)}"
    ends = f"their number {moved} {counts}" if more else f"their number was {words.fmt(count)} in both"
    return f"{said}, {share} {since}, {joint} {ends}."


def _went(change: float, ways: tuple[str, str]) -> str:
    return ways[0] if change > 0 else ways[1]


def _broken(answer: Answer) -> str:
    """Which figures are not compared, and why."""
    broken = [one for one in answer.breaks if one.kind == "break"]
    if not broken:
        return ""
    since, why = period(broken[-1].period), cause(broken[-1].label)
    return f"Figures before {since} are not compared with later ones: {why}."


def _rate(answer: Answer, line: Series, *, now: Row) -> str:
    """'5.3% had an EHC plan in January 2025, 2.8% in January 2016'."""
    measure = next(one for one in answer.measures if one.id == line.measure)
    _, then = _ends(answer, line)
    said = (
        f"{bare(float(now['shown']), measure)} had {measure.sentence_label} in {period(str(now['period']))}"
        f"{mark(now, measure)}"
    )
    return said + (
        f" ({bare(float(then['shown']), measure)} in {period(str(then['period']))})" if then else ""
    )


def _of(answer: Answer, row: Mapping[Any, Any]) -> str:
    """'23.0% (3,738 of 16,273)'."""
    part, whole = number(row, "numerator"), number(row, "denominator")
    counts = f" ({words.fmt(part)} of {words.fmt(whole)})" if part is not None and whole is not None else ""
    return f"{bare(float(row['shown']), answer.measure)}{counts}"
