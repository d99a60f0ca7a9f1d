"""Crowds: groups in several areas or schools, of which a sentence says the first area's and how many more."""

from dataclasses import replace

from explorer import words
from explorer.queries import Answer
from explorer.queries.pickers import widest
from explorer.sentences import grouped


def crowd(answer: Answer) -> tuple[str, ...]:
    """The groups of the first area in the widest schools; then how many figures the table has besides."""
    return (*grouped.groups(_first(answer)), _in_all(answer))


def _first(answer: Answer) -> Answer:
    """The answer for the first area with figures and the widest of its school types."""
    rows = answer.rows[answer.rows["shown"].notna()]
    place = str(rows["place_code"].iloc[0])
    kind = widest(set(rows[rows["place_code"] == place]["school_type"]))
    asked = replace(answer.question, places=(place,), school_types=(kind,))
    kept = (answer.rows["place_code"] == place) & (answer.rows["school_type"] == kind)
    return replace(
        answer,
        question=asked,
        rows=answer.rows[kept],
        places=tuple(one for one in answer.places if one.code == place),
        school_types=tuple(one for one in answer.school_types if one.id == kind),
    )


def _in_all(answer: Answer) -> str:
    """'The table has 120 figures, for 4 school types and 2012/13 to 2022/23; 12 more are hidden ...'"""
    there = int(answer.rows["shown"].notna().sum())
    gone = len(answer.rows) - there
    parts = [
        words.count_of(len(answer.places), "area") if len(answer.places) > 1 else "",
        words.count_of(len(answer.school_types), "school type") if len(answer.school_types) > 1 else "",
        answer.first if answer.first == answer.last else f"{answer.first} to {answer.last}",
    ]
    which = words.listed(part for part in parts if part)
    without = f"; {words.fmt(gone)} more {'is' if gone == 1 else 'are'} hidden or not at hand" if gone else ""
    return f"The table has {words.count_of(there, 'figure')} in all, for {which}{without}."
