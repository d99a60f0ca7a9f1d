"""Workforce: what is published on the staff of alternative provision, and why no figure of it stands here."""

import streamlit as st

from explorer.controls.frame import section

PUBLISHED = (
    "The Department for Education counts the staff of state-funded schools each November and publishes it in "
    "[School workforce in England]"
    "(https://explore-education-statistics.service.gov.uk/find-statistics/school-workforce-in-england): "
    "teachers with and without qualified teacher status, vacant posts, and pupils to a teacher."
)
TOGETHER = (
    "Its tables by kind of school count alternative provision together with special schools, as "
    "'state-funded special or PRU' (pupil referral units). No table at hand tells the two apart, so no share "
    "of teachers without qualified status and no number of vacancies in alternative provision is shown here."
)
CHANGE = (
    "What would change it: the Department's file of single schools, joined with the register of schools, "
    "which says which of them are pupil referral units, AP academies or AP free schools. That grouping would "
    "be ours and labelled so. Its numbers would be small, vacancies in the tens; the count of one November "
    "says nothing of the rest of the year; qualifications were not collected in 2020; and instructors of "
    "vocational subjects may rightly be without the status."
)


def workforce() -> None:
    """A section in plain words: what is published by whom, what it cannot tell, what would change that."""
    section("AP workforce", PUBLISHED)
    st.markdown(f"{TOGETHER}\n\n{CHANGE}")
