"""Exclusions by ethnicity: which groups are suspended and excluded most, beside all pupils."""

import streamlit as st

from explorer import charts, controls, sentences
from explorer.question import Question

PARENTS = ("White", "Mixed", "Asian", "Black")

controls.open_page(
    "Exclusions by ethnicity",
    "Rates for every ethnic group in the tables at hand, beside the rate of all pupils, with the counts "
    "behind them. A rate says how often something was recorded; it does not say why.",
)

rates, between = st.container(), controls.between_groups("How many times the rate of others")
with rates:
    question = controls.ask_for(
        Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor"),
        controls.england_alone("exclusions"),
        controls.measure("permanent_exclusion_rate", "suspension_rate", "suspended_pupils_rate"),
        controls.year(),
        controls.breakdown("ethnicity_minor", "ethnicity_major", label="Ethnic groups"),
        controls.sort(),
        controls.at(between[0], controls.set_beside()),
        controls.at(between[1], controls.pick()),
    )
answer = controls.answer(question)
period = {"first": question.first, "last": question.last, "time_identifier": question.time_identifier}
everyone = controls.answer(Question(question.measures, **period))
major = {"breakdown": "ethnicity_major", "categories": PARENTS}
parents = controls.answer(Question(question.measures, **major, **period))
in_order = question.breakdown == "ethnicity_minor" and not controls.by_rate()

with rates:
    controls.coverage(answer)
    controls.view(
        answer,
        charts.dots(answer, reference=everyone, parents=parents, by_rate=controls.by_rate()),
        sentence=sentences.groups(answer, reference=everyone),
        beside=(everyone, parents) if in_order else (everyone,),
    )

controls.disparity(question, name="differences")
controls.more_differences(question)
