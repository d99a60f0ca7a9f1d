"""Coverage: for which years and groups published figures of a breakdown are at hand, said plainly."""

import pandas as pd
import streamlit as st

from explorer import queries, words
from explorer.queries import Answer, Choice


def coverage(answer: Answer) -> None:
    """One sentence on the years and groups at hand, and one on the groups not shown."""
    asked = answer.question
    measure, by, place = asked.measures[0], asked.breakdown, asked.places[0]
    groups = queries.categories_for(measure, by, place=place)
    known = queries.availability(measure, by, place=place)
    known = known[known["school_type"] == asked.school_types[0]]
    said = [
        _span(_runs(known[known["time_identifier"] == term.id]), of=len(groups))
        for term in queries.terms_for(measure, by, place=place)
    ]
    if groups and said:
        st.caption(
            f"**Published figures at hand.** {'; '.join(filter(None, said))}.{_missing(answer, groups)}"
        )


def _runs(rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Neighbouring years with as many groups as one: first, last, groups (hidden ones included)."""
    runs: list[tuple[str, str, int]] = []
    for row in rows.sort_values("period_position").to_dict("records"):
        count = int(row["groups"]) + int(row["hidden"])
        first = runs.pop()[0] if runs and runs[-1][2] == count else str(row["period"])
        runs.append((first, str(row["period"]), count))
    return runs


def _span(runs: list[tuple[str, str, int]], *, of: int) -> str:
    texts = [
        f"{first if first == last else f'{first} to {last}'}: {_many(count, of)}"
        for first, last, count in runs
    ]
    return ", ".join(texts)


def _many(count: int, of: int) -> str:
    return f"all {of} groups" if count == of else f"{count} of {of} groups"


def _missing(answer: Answer, groups: tuple[Choice, ...]) -> str:
    """Which groups have no row in what is shown; where they are most, which ones have."""
    there = set(answer.published["category"])
    shown = [one.label for one in groups if one.id in there]
    gone = [one.label for one in groups if one.id not in there]
    if not gone:
        return ""
    if len(gone) > len(shown):
        return f" {answer.last} has {words.listed(shown)}, and no other group."
    return f" Not at hand for {answer.last}: {words.listed(gone)}."
