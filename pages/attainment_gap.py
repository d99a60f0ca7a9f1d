"""The attainment gap: results at 16 in alternative provision beside all state-funded schools."""

import streamlit as st

from explorer import charts, controls, sentences
from explorer.question import Question

HOSPITAL_PRU_AP, AP, ALL = "Hospital, PRU & AP", "Alternative provision", "All state-funded"
MEASURES = (
    "english_maths_94_rate",
    "english_maths_95_rate",
    "english_maths_entry_rate",
    "attainment8_average",
)
GROUPS = ("disadvantage", "fsm", "sen_provision", "ethnicity_minor", "ethnicity_major", "sex")

controls.open_page(
    "The attainment gap",
    "Results at the end of Key Stage 4, at age 16. Schools differ in whom they teach, and many pupils come "
    "to alternative provision in their last year or two: a gap does not say what a school did.",
)
gap, alone = st.container(), st.container()

controls.section(
    "By pupil characteristic", "All state-funded schools; alternative provision is not among them."
)
groups_at, between = st.container(), controls.between_groups()
with groups_at:
    question = controls.ask_for(
        Question((MEASURES[0],), school_types=(ALL,), breakdown="disadvantage"),
        controls.at(gap, controls.england_alone("results")),
        controls.at(gap, controls.measure(*MEASURES)),
        controls.breakdown(*GROUPS),
        controls.year(),
        controls.sort(),
        controls.at(between[0], controls.set_beside()),
        controls.at(between[1], controls.pick()),
    )
groups = controls.answer(question)
beside = controls.answer(
    Question(question.measures, school_types=(ALL, HOSPITAL_PRU_AP), first=question.first, last=question.last)
)
figure = charts.dots(groups, reference=beside, by_rate=controls.by_rate())
with groups_at:
    controls.view(groups, figure, sentence=sentences.groups(groups), name="groups", beside=(beside,))
controls.disparity(question, name="differences")
controls.more_differences(question)

with gap:
    both = controls.answer(Question(question.measures, school_types=(HOSPITAL_PRU_AP, ALL), first="201819"))
    controls.view(both, charts.dumbbell(both), sentence=sentences.attainment_gap(both))

with alone:
    controls.section("Alternative provision alone", "Without hospital schools; at hand for one year.")
    only = controls.answer(Question(question.measures, school_types=(AP, ALL), first="202223", last="202223"))
    controls.view(only, charts.dumbbell(only), sentence=sentences.attainment_gap(only), name="alone")
