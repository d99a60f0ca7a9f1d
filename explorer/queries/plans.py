"""Plans: in which kinds of school the pupils with a plan on the school census are taught."""

from dataclasses import replace

from explorer import words
from explorer.queries.answer import Answer
from explorer.queries.asking import ask
from explorer.queries.nouns import Caveat, Choice
from explorer.queries.reading import per_build
from explorer.question import Question

EVERY_SCHOOL = "All schools"
KINDS = ("Primary", "Secondary", "Special")
PLAN = Question(("all_pupils",), breakdown="sen_provision", categories=("EHC plan",))
CALCULATED = (
    "These shares are calculated here, not published: the pupils with an EHC plan in one kind of school, "
    "divided by those in all schools but independent ones, in the same January. Nursery schools and "
    "alternative provision are in the whole and not drawn."
)


@per_build
def plans_by_school() -> Answer:
    """For each kind of school its share of the pupils with an EHC plan in all schools but independent ones.

    Units    percent: pupils with a plan in these schools / in all schools * 100, with both counts
    Missing  no share where a count or the whole is not at hand
    """
    counted = ask(replace(PLAN, school_types=KINDS))
    whole = ask(replace(PLAN, school_types=(EVERY_SCHOOL,))).rows.set_index("time_period")["value"]
    totals = counted.rows["time_period"].map(whole)
    share = 100 * counted.rows["value"] / totals.where(totals > 0)
    rows = counted.rows.assign(value=share, shown=share, numerator=counted.rows["value"], denominator=totals)
    unsaid = rows["value"].isna() & rows["symbol_meaning"].isna()
    rows["symbol_meaning"] = rows["symbol_meaning"].mask(unsaid, words.NOT_AT_HAND)
    measure = replace(
        counted.measure,
        unit="percent of pupils with an EHC plan",
        display_unit="% of pupils with an EHC plan",
        label="Pupils with an EHC plan by kind of school",
        short_label="Pupils with a plan",
        decimals=1,
        numerator_label="pupils with a plan in these schools",
        denominator_label="pupils with a plan in all schools but independent ones",
        denominator_short="pupils with a plan",
    )
    note = Caveat("", "sen_provision", "", "", "", CALCULATED)
    everyone = Choice("total", "All pupils")  # one group, which the measure's own name says already
    return replace(counted, rows=rows, measures=(measure,), breakdown=everyone, notes=(note, *counted.notes))
