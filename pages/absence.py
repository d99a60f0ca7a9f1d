"""Absence: how much school is missed, by whom and where, and in alternative provision."""

import streamlit as st

from explorer import charts, controls
from explorer.question import Question

SCHOOLS = ("Total", "Primary", "Secondary", "Special")
TERMS = "Autumn and spring term"

controls.open_page(
    "Absence",
    "Overall absence, and the pupils who miss a tenth (persistent absence) or half (severe absence) of their "
    "sessions, in England, its regions and local authorities, from the school census.",
)
over_time, between = st.container(), controls.between_groups()
with over_time:
    question = controls.ask_for(
        Question(("persistent_absence_rate",), school_types=SCHOOLS),
        controls.measure("absence_rate", "persistent_absence_rate", "severe_absence_rate"),
        controls.places(),
        controls.school_types(*SCHOOLS),
        controls.breakdown("total", "sen_provision", "fsm", "sex"),
        controls.groups(),
        controls.at(between[0], controls.own_groups("fsm")),
        controls.at(between[1], controls.set_beside()),
    )
    answer = controls.answer(question)
    controls.view(answer, charts.lines(answer))

controls.disparity(question, name="differences")
controls.more_differences(question)

controls.section(
    "In alternative provision",
    "Autumn and spring terms together, so not to be set beside the whole years above.",
)
alone = controls.answer(
    Question(question.measures, school_types=("Alternative provision",), time_identifier=TERMS)
)
controls.view(alone, charts.lines(alone), name="alternative-provision")

controls.section(
    "From daily registers",
    "A newer and faster collection with definitions of its own, never joined to the series above.",
)
left, right = st.columns(2, gap="large")
with left:
    overall = controls.answer(Question(("daily_absence_rate",), time_identifier="Year to date"))
    controls.view(overall, charts.bars(overall, colour=charts.ORANGE), name="daily-overall")
with right:
    persistent = controls.answer(Question(("daily_persistent_absence_rate",), time_identifier="Year to date"))
    controls.view(persistent, charts.bars(persistent, colour=charts.ORANGE), name="daily-persistent")
