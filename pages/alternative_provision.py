"""Alternative provision: how many pupils are in each of its kinds, and who they are."""

import streamlit as st

from explorer import charts, controls, sentences
from explorer.question import Question

AP = ("Alternative provision",)
KINDS = ("state_funded_ap_pupils", "la_funded_ap_pupils", "school_arranged_ap_pupils")
GROUPS = ("sen_provision", "fsm", "ethnicity_minor", "year_group", "age", "sex", "placement_reason")

controls.open_page(
    "Alternative provision",
    "Education outside mainstream and special schools: in state-funded AP schools, in places that local "
    "authorities pay for, and arranged by schools. The three overlap, so they are never added together here.",
)
growth, others = st.container(), st.container()

controls.section(
    "Who is in alternative provision",
    "Each group's share of pupils, beside its share of pupils in all schools but independent ones.",
)
who, between = st.container(), controls.between_groups("How much more often in alternative provision")
with who:
    question = controls.ask_for(
        Question((KINDS[0],), school_types=AP, breakdown="sen_provision"),
        controls.at(growth, controls.england_alone("alternative-provision")),
        controls.measure(*KINDS, label="Kind of provision"),
        controls.breakdown(*GROUPS),
        controls.year("Census"),
        controls.at(between[0], controls.set_beside()),
        controls.at(between[1], controls.pick()),
    )
period = {"first": question.first, "last": question.last}
everyone = Question(("all_pupils",), school_types=("All schools",), breakdown=question.breakdown, **period)
groups = controls.shares(question, everyone)
with who:
    controls.view(groups, charts.paired(groups), sentence=sentences.profile(groups), name="who")
controls.disparity(question, name="differences")
controls.more_differences(question)

with growth:
    pupils = controls.answer(Question((KINDS[0],), school_types=AP))
    controls.view(pupils, charts.bars(pupils), sentence=sentences.ap_growth(pupils))

with others:
    controls.section(
        "The other two kinds", "Counted in other ways, with pupils who may be in more than one kind."
    )
    left, right = st.columns(2, gap="large")
    by_la, by_school = (controls.answer(Question((kind,), school_types=AP)) for kind in KINDS[1:])
    with left:
        controls.view(by_la, charts.bars(by_la, beside=by_school), name="la-funded")
    with right:
        controls.view(by_school, charts.bars(by_school, beside=by_la), name="school-arranged")
controls.workforce()
