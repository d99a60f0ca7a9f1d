"""Profiles: the groups' shares of one kind of pupils beside their shares of all pupils."""

from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer
from explorer.sentences.saying import bare, group, measure_of, period

UNKNOWN = "Unclassified"
NAMED = 3
ENOUGH = 100  # pupils of a group, so that a ratio is not the chance of a few
Row = dict[str, Any]


def profile(answer: Answer) -> tuple[str, ...]:
    """The group whose share of the first measure is the largest multiple of its share of the second."""
    pairs = _pairs(answer)
    if not pairs:
        return _largest(answer)
    ours, theirs = max(pairs, key=_ratio)
    first, second = measure_of(answer, ours), measure_of(answer, theirs)
    who = group(answer, ours) or str(ours["category_label"])
    few = (
        f" with {ENOUGH} pupils or more"
        if len(pairs) < answer.rows["category"].drop_duplicates().size
        else ""
    )
    said = (
        f"In {period(str(ours['period']))}, {who} were {bare(float(ours['shown']), first)} of pupils in "
        f"{_schools(answer, ours)}, compared with {bare(float(theirs['shown']), second)} of "
        f"{second.sentence_label}: {words.fmt(_ratio((ours, theirs)), 1)} times the share, the highest "
        f"ratio of the {len(pairs)} groups{few}."
    )
    return (said,)


def _largest(answer: Answer) -> tuple[str, ...]:
    """The groups with the largest shares of the first measure, where there is nothing to set them beside."""
    known = answer.rows[(answer.rows["shown"] > 0) & (answer.rows["measure"] == answer.measure.id)]
    most = [dict(row) for row in known.sort_values("shown", ascending=False).to_dict("records")][:NAMED]
    shares = [
        f"{group(answer, row) or row['category_label']} ({bare(float(row['shown']), answer.measure)})"
        for row in most
    ]
    if not shares:
        return ()
    when = period(str(most[0]["period"]))
    return (f"In {when}, the largest groups of {answer.measure.sentence_label} were {words.listed(shares)}.",)


def _ratio(pair: tuple[Row, Row]) -> float:
    return float(pair[0]["shown"]) / float(pair[1]["shown"])


def _pairs(answer: Answer) -> list[tuple[Row, Row]]:
    """For each group large enough: the row of the first measure and that of the second."""
    known = answer.rows[(answer.rows["numerator"] >= ENOUGH) & (answer.rows["category"] != UNKNOWN)]
    sides = [_by_group(known[known["measure"] == one.id]) for one in answer.measures[:2]]
    if len(sides) < 2:
        return []
    return [(sides[0][name], sides[1][name]) for name in sides[0] if name in sides[1]]


def _by_group(rows: pd.DataFrame) -> dict[str, Row]:
    records = rows[rows["shown"] > 0].to_dict("records")
    return {str(row["category"]): {str(name): value for name, value in row.items()} for row in records}


def _schools(answer: Answer, row: Row) -> str:
    kind = next((one for one in answer.school_types if one.id == row["school_type"]), None)
    said = (kind.sentence_label or kind.label) if kind else str(row["school_type_label"])
    return words.small(said)
