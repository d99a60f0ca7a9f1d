"""Profiles: the groups' shares of one kind of pupils beside their shares of all pupils."""

from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer
from explorer.sentences.saying import bare, group, is_count, measure_of, number, period, place_name
from explorer.stats.small_numbers import ENOUGH_PEOPLE

UNKNOWN = "Unclassified"
NAMED = 3
ENOUGH = 100  # pupils of a group, so that a ratio is not the chance of a few
NEEDS = "sen_primary_need"  # a breakdown of plans: neither a plan nor its holder of up to 25 is a pupil
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
    rows = [_row(row) for row in known.to_dict("records")]
    if not rows:
        return ()
    if (whole := _whole(answer, rows)) < ENOUGH_PEOPLE:
        return (_counts_alone(answer, rows, whole=whole),)
    rows = [row for row in rows if row["category"] != UNKNOWN] or rows
    most = sorted(rows, key=lambda row: -float(row["shown"]))[:NAMED]
    shares = [f"{_named(answer, row)} ({bare(float(row['shown']), answer.measure)})" for row in most]
    what = "largest groups of"
    if answer.breakdown.id == NEEDS:
        what = "most common primary needs in"
    said = f"the {what} {answer.measure.sentence_label} were {_listed(shares)}"
    return (f"{_when(answer, most[0])}, {said}.",)


def _listed(shares: list[str]) -> str:
    """The shares in a row, apart by semicolons where a name has a comma of its own."""
    if len(shares) < 2 or not any("," in one for one in shares):
        return words.listed(shares)
    return f"{'; '.join(shares[:-1])}; and {shares[-1]}"


def _counts_alone(answer: Answer, rows: list[Row], *, whole: float) -> str:
    """How many there are of each, in their own order, where they are too few for shares."""
    column = "value" if is_count(answer.measure) else "numerator"
    counts = [f"{_named(answer, row)} {words.fmt(number(row, column))}" for row in rows]
    by = answer.breakdown.sentence_label or words.small(answer.breakdown.label)
    return (
        f"{_when(answer, rows[0])}, there were {words.fmt(whole)} {answer.measure.sentence_label}, too few "
        f"for shares or a ranking. By {by}: {'; '.join(counts)}."
    )


def _whole(answer: Answer, rows: list[Row]) -> float:
    """How many there are in all of what the rows are parts of."""
    if is_count(answer.measure):
        return sum(float(row["value"]) for row in rows)
    return max((number(row, "denominator") or ENOUGH for row in rows), default=ENOUGH)


def _named(answer: Answer, row: Row) -> str:
    """The group as it stands in a sentence; of plans the need, not pupils with it."""
    label = str(row["category_label"])
    return words.small(label) if answer.breakdown.id == NEEDS else group(answer, row) or label


def _when(answer: Answer, row: Row) -> str:
    return f"In {period(str(row['period']))} in {place_name(answer, row)}"


def _row(row: dict[Any, Any]) -> Row:
    return {str(name): value for name, value in row.items()}


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
