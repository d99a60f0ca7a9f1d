"""Together: several areas taken as one over time, their figures recomputed from counts and labelled so."""

from dataclasses import replace
from typing import Any

import pandas as pd

from explorer import stats, words
from explorer.queries.answer import Answer
from explorer.queries.asking import ask
from explorer.queries.lookups import known_place, place_path
from explorer.queries.nouns import Caveat, Measure, Place
from explorer.question import Question

NAMED = 3
WHOLE = "These areas together"
CALCULATED = (
    "The figures for several areas together are calculated here, not published: all {part} of the areas, "
    "divided by all their {whole}. They are never a mean of rates, which would count a small area as much as "
    "a large one. Where a count of one of the areas is not at hand, there is no figure."
)
ADDED = "The figures for several areas together are added up here, not published."
Row = dict[str, Any]


def together(question: Question) -> Answer:
    """The areas asked for as one line, and beside it those of them that hold others, as England.

    Shape    an answer like any other; the areas together are its first place
    Units    all events over all pupils, in the measure's published unit
    Missing  no figure where a count of one of the areas is missing: its meaning names that area, and
             `absent` says in a sentence which areas and periods; of areas that replaced each other those
             count that there were
    """
    answer = ask(question)
    around = tuple(one for one in answer.places if any(_holds(one, other) for other in answer.places))
    parts = tuple(one for one in answer.places if one not in around)
    if len(parts) < 2:
        said = "Taken together are two or more areas of which none holds another."
        return replace(answer, absent=(*answer.absent, said))
    own = answer.rows[answer.rows["place_code"].isin([one.code for one in parts])]
    pooled = pd.DataFrame(
        [_pooled(answer, rows, parts=parts) for _, rows in own.groupby("period_position", sort=True)]
    ).astype(own.dtypes.to_dict())
    beside = answer.rows[answer.rows["place_code"].isin([one.code for one in around])]
    return replace(
        answer,
        rows=pd.concat([pooled, beside], ignore_index=True),
        places=(_as_place(parts), *around),
        notes=(_note(answer.measure), *answer.notes),
        absent=(*_absent(pooled), *answer.absent),
    )


def _holds(one: Place, other: Place) -> bool:
    """Whether an area takes in another; Inner and Outer London are taken to hold any London borough."""
    path = {place.code for place in place_path(other.code)} - {other.code}
    halves = one.level == other.level == "Regional" and one.parent in path
    return one.code in path or (not halves and one.level == "Regional" and one.parent in path - {""})


def _pooled(answer: Answer, rows: pd.DataFrame, *, parts: tuple[Place, ...]) -> Row:
    """One period of the areas together."""
    known = {str(row["place_code"]): row for row in rows.to_dict("records")}
    lacking = [part for part in parts if not _has_counts(known.get(part.code), answer.measure)]
    lacking = [part for part in lacking if part.code in known or not _excused(part, parts)]
    there = [known[part.code] for part in parts if part.code in known]
    part, whole = (sum(_number(row[name]) for row in there) for name in ("numerator", "denominator"))
    value = _value(answer.measure, there)
    first = {str(name): cell for name, cell in there[0].items()}
    first |= {"place_code": "+".join(one.code for one in parts), "place": _as_place(parts).name}
    if lacking:
        meaning = f"{words.NOT_AT_HAND} for {words.listed(one.name for one in lacking)}"
        nothing = dict.fromkeys(("value", "shown", "numerator", "denominator"), float("nan"))
        return first | nothing | {"symbol": None, "symbol_meaning": meaning}
    shown = value * answer.measure.display_factor
    counts = {"numerator": part, "denominator": whole} if answer.measure.numerator_label else {}
    return first | counts | {"value": value, "shown": shown, "symbol": None, "symbol_meaning": None}


def _value(measure: Measure, rows: list[Row]) -> float:
    """The figure of the areas as one, in the published unit."""
    if not measure.numerator_label:
        return stats.total([_number(row["value"]) for row in rows])
    rate = stats.pooled_rate(*([_number(row[name]) for row in rows] for name in ("numerator", "denominator")))
    return rate * (1 if measure.unit.endswith("points") else 100)


def _has_counts(row: Row | None, measure: Measure) -> bool:
    if row is None:
        return False
    needed = ("numerator", "denominator") if measure.numerator_label else ("value",)
    return all(pd.notna(row[name]) for name in needed) and pd.notna(row["value"])


def _excused(part: Place, parts: tuple[Place, ...]) -> bool:
    """Whether an area that there was not then is no gap: those before or after it are all here too."""
    chosen = {one.code for one in parts}
    before = [found for code in part.predecessors if (found := known_place(code))]
    heirs = {code for one in before for code in one.successors}
    replaced = bool(part.successors) and set(part.successors) <= chosen
    made = bool(before) and {one.code for one in before} | heirs <= chosen
    return replaced or made


def _as_place(parts: tuple[Place, ...]) -> Place:
    names = words.listed(one.name for one in parts)
    name = f"{names} together" if len(parts) <= NAMED else f"{len(parts)} areas together"
    nowhere = (None, None, None, None)
    code = "+".join(one.code for one in parts)
    return Place(code, name, "Together", "", "", (), None, None, (), (), *nowhere, "")


def _note(measure: Measure) -> Caveat:
    said = CALCULATED.format(part=measure.numerator_label, whole=measure.denominator_label)
    return Caveat(measure.id, "", "", "", "", said if measure.numerator_label else ADDED)


def _absent(rows: pd.DataFrame) -> tuple[str, ...]:
    """One sentence for each run of periods in which the same areas lack counts."""
    run = (rows["symbol_meaning"] != rows["symbol_meaning"].shift()).cumsum()
    return tuple(
        f"{WHOLE} have no figure for {_span(those['period'])}: counts are {those['symbol_meaning'].iloc[0]}."
        for _, those in rows[rows["value"].isna()].groupby(run, sort=True)
    )


def _span(periods: pd.Series) -> str:
    return " to ".join(dict.fromkeys((str(periods.iloc[0]), str(periods.iloc[-1]))))


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else float("nan")
