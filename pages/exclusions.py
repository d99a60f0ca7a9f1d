"""Exclusions: how many suspensions and permanent exclusions, in which schools and where."""

import streamlit as st

from explorer import charts, controls
from explorer.question import Question

SCHOOLS = ("Total", "Primary", "Secondary", "Special")

controls.open_page(
    "Exclusions",
    "Suspensions, permanent exclusions and the pupils suspended at least once, in state-funded schools in "
    "England, its regions and local authorities, since 2006/07.",
)

over_time, between = st.container(), controls.between_groups()
with over_time:
    question = controls.ask_for(
        Question(("permanent_exclusion_rate",), school_types=SCHOOLS),
        controls.measure("permanent_exclusion_rate", "suspension_rate", "suspended_pupils_rate"),
        controls.places(),
        controls.school_types(*SCHOOLS),
        controls.at(between[0], controls.own_groups("fsm")),
        controls.at(between[1], controls.set_beside()),
    )
    answer = controls.answer(question)
    controls.view(answer, charts.lines(answer))

controls.disparity(question, name="differences")
controls.more_differences(question)
