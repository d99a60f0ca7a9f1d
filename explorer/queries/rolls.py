"""Rolls: pupils counted in alternative provision as a share of all pupils of the same group."""

from dataclasses import replace

from explorer import words
from explorer.queries.answer import Answer
from explorer.queries.asking import ask
from explorer.queries.lookups import breakdown_of, measure
from explorer.queries.nouns import Caveat, Measure
from explorer.question import Question

EVERYONE, EVERY_SCHOOL = "all_pupils", "All schools"
GROUP = ["place_code", "time_period", "category"]
# Counted outside the schools of the census, so that the two counts need not hold the same children.
OUTSIDE = "la_funded_ap_pupils"
CALCULATED = (
    "These rates are calculated here, not published: the pupils of a group counted in alternative provision, "
    "divided by the pupils of the same group in all schools but independent ones, in the same January."
)
APART = (
    "Pupils in places that local authorities pay for may be on no roll of these schools, so these rates set "
    "two counts beside each other; they are not the share of one."
)


def is_on_roll(one: Measure) -> bool:
    """Whether the measure counts pupils in alternative provision, which pupils of all schools can divide."""
    return one.topic == "ap" and one.unit == "pupils"


def of_everyone(question: Question) -> Question:
    """The same question about all pupils, by whom pupils in alternative provision are divided."""
    return replace(question, measures=(EVERYONE,), school_types=(EVERY_SCHOOL,))


def rates(question: Question) -> Answer:
    """The answer to a question about rates; counts of pupils in AP as rates of all pupils of the group.

    Units    of pupils in AP percent: count / all pupils of the group * 100, with both counts
    Missing  no rate where either count is not at hand; the meaning of the symbol says which
    """
    counted = ask(question)
    if not is_on_roll(measure(question.measures[0])):
        return counted
    everyone = ask(of_everyone(question))
    whole = everyone.rows.set_index(GROUP)["value"].rename("everyone")
    rows = counted.rows.join(whole[~whole.index.duplicated()], on=GROUP)
    share = rows["value"] / rows["everyone"].where(rows["everyone"] > 0) * 100
    rows = rows.assign(value=share, shown=share, numerator=rows["value"], denominator=rows["everyone"])
    by = breakdown_of(question.breakdown)
    without = f"no count of all pupils by {by.sentence_label or words.small(by.label)} at hand"
    rows["symbol_meaning"] = rows["symbol_meaning"].mask(
        share.isna() & rows["symbol_meaning"].isna(), without
    )
    texts = (CALCULATED, APART) if question.measures[0] == OUTSIDE else (CALCULATED,)
    own = tuple(Caveat("", "", "", "", "", text) for text in texts)
    return replace(
        counted,
        rows=rows.drop(columns="everyone"),
        measures=(_as_rate(counted.measure),),
        notes=(*own, *counted.notes),
        sources=tuple(dict.fromkeys((*counted.sources, *everyone.sources))),
    )


def _as_rate(one: Measure) -> Measure:
    return replace(
        one,
        unit="percent of pupils",
        display_unit="% of pupils",
        display_factor=1.0,
        decimals=2,
        numerator_label=one.sentence_label,
        denominator_label="pupils in all schools but independent ones",
        denominator_short="pupils",
    )
