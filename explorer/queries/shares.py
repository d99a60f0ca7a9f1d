"""Shares: each group's part of all the pupils of a count, calculated here and labelled so."""

from dataclasses import replace

import pandas as pd

from explorer import words
from explorer.queries.answer import Answer
from explorer.queries.asking import ask
from explorer.queries.nouns import Caveat, Measure
from explorer.question import Question
from explorer.stats.small_numbers import ENOUGH_PEOPLE

LINE = ["measure", "place_code", "school_type", "time_period"]
CALCULATED = (
    "These shares are calculated here, not published: the number of {counted} in the group, divided by the "
    "published number of all {counted} of the same kind of school, place and date."
)


def shares(*questions: Question) -> Answer:
    """Every group's share of the pupils that each question counts, the questions one after the other.

    Shape    an answer like any other, its rows those of the first question, then those of the next
    Units    percent of pupils (or plans): count / published total * 100; both counts beside it
    Missing  no share where the count or the total is hidden or was not published
    """
    first, *others = [_shares(question) for question in questions]
    answers = [first, *(one for one in others if not one.is_empty)]
    without = tuple(
        f"{one.label}: no figures by {one.breakdown.sentence_label or words.small(one.breakdown.label)} "
        f"for {first.last} are at hand, so there is nothing to set these shares beside."
        for one in others
        if one.is_empty
    )
    return replace(
        first,
        question=replace(first.question, measures=tuple(one.measure.id for one in answers)),
        rows=pd.concat([one.rows for one in answers], ignore_index=True),
        measures=tuple(one.measure for one in answers),
        school_types=tuple(dict.fromkeys(kind for one in answers for kind in one.school_types)),
        categories=tuple(dict.fromkeys(group for one in answers for group in one.categories)),
        breaks=tuple(dict.fromkeys(mark for one in answers for mark in one.breaks)),
        notes=tuple(dict.fromkeys(note for one in answers for note in one.notes)),
        sources=tuple(dict.fromkeys(source for one in answers for source in one.sources)),
        symbols=tuple(dict.fromkeys(symbol for one in answers for symbol in one.symbols)),
        absent=(*dict.fromkeys(text for one in answers for text in one.absent), *without),
    )


def shares_or_counts(question: Question) -> Answer:
    """The groups' shares of a count; where it is of too few for shares, the counts themselves.

    Missing  as in `shares`
    """
    parts = shares(question)
    whole = parts.rows["denominator"].dropna()
    return ask(question) if len(whole) and whole.max() < ENOUGH_PEOPLE else parts


def _shares(question: Question) -> Answer:
    counted = ask(question)
    whole = ask(replace(question, breakdown="total", categories=()))
    totals = whole.rows.set_index(LINE)["value"].rename("total")
    rows = counted.rows.join(totals[~totals.index.duplicated()], on=LINE)
    share = rows["value"] / rows["total"].where(rows["total"] > 0) * 100
    rows = rows.assign(value=share, shown=share, numerator=rows["value"], denominator=rows["total"])
    rows["measure_label"] = counted.measure.short_label
    # a total that is missing makes a share missing for which the count has no symbol of its own
    unsaid = rows["value"].isna() & rows["symbol_meaning"].isna()
    rows["symbol_meaning"] = rows["symbol_meaning"].mask(unsaid, words.NOT_AT_HAND)
    text = CALCULATED.format(counted=counted.measure.unit)
    note = Caveat("", question.breakdown, "", "", "", text)
    return replace(
        counted,
        rows=rows.drop(columns="total"),
        measures=(_as_share(counted.measure),),
        notes=(note, *counted.notes),
    )


def _as_share(measure: Measure) -> Measure:
    """The measure of a count as the measure of a share of it."""
    counted = measure.unit
    return replace(
        measure,
        unit=f"percent of {counted}",
        display_unit=f"% of {counted}",
        display_factor=1.0,
        decimals=1,
        numerator_label=f"{counted} in the group",
        denominator_label=f"{counted} in all",
        denominator_short=counted,
    )
