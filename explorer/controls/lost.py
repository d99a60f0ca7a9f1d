"""Lost: absence, suspensions and exclusions of every group in the year that all of them share."""

from dataclasses import replace

import streamlit as st

from explorer import charts, words
from explorer.controls.asking import answer
from explorer.controls.view import view
from explorer.queries import lost
from explorer.queries.lookups import breakdown_of
from explorer.question import ENGLAND, Question
from explorer.sentences import lost as said

SUSPENSIONS, EXCLUSIONS = "suspension_rate", "permanent_exclusion_rate"


def lost_question(question: Question) -> Question:
    """The measure of absence that was picked, and with it suspensions and permanent exclusions."""
    return Question(
        (question.measures[0], SUSPENSIONS, EXCLUSIONS), question.places, question.school_types[:1]
    )


def lost_days(question: Question) -> None:
    """Days of absence where sessions and enrolments were published together, in a sentence."""
    place, kind = question.places[0], question.school_types[0]
    st.markdown(said.days(answer(question), lost.days_missed(place, school_type=kind)))


def lost_groups(question: Question, *, breakdown: str) -> None:
    """One view of every group by each measure, in the newest year that all of them share, for England."""
    kinds = question.school_types
    year = lost.shared_period(question.measures, breakdown, school_type=kinds[0])
    if year is None:
        by = breakdown_of(breakdown)
        said_by = words.small(by.sentence_label or by.label)
        st.info(f"No year has all three by {said_by} at hand for England.", icon=":material/info:")
        return
    one_year = replace(question, places=(ENGLAND,), first=year.time_period, last=year.time_period)
    shown, everyone = answer(replace(one_year, breakdown=breakdown)), answer(one_year)
    view(
        shown,
        charts.dots_apart(shown, reference=everyone),
        sentence=said.by_group(shown, everyone),
        name="groups",
        beside=(everyone,),
    )
