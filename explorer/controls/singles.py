"""Singles: controls for one of something: a measure, place, kind of school or period, or a way to look."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from explorer import queries, words
from explorer.controls.frame import page_name
from explorer.controls.pickers import Picker, Shown, place_label, settle
from explorer.queries import Choice, Measure, Period
from explorer.queries.comparable import usual_period
from explorer.queries.pickers import periods_of
from explorer.question import Question

T = TypeVar("T")
Fit = Callable[[Question], Question]


def one_of(label: str, there: Mapping[T, str], *, key: str, wanted: T) -> T:
    """What is picked from a list, which stands on what it had, else on what is wanted, else on the first."""
    settle(key, list(there), wanted=wanted)
    return st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])


def measure_among(offered: Callable[[], Iterable[Measure]], *, fit: Fit) -> Picker:
    """One of the measures offered; `fit` gives up what the measure has no figures for."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in offered()}
        picked = one_of("Measure", there, key=key, wanted=asked.measures[0])
        return fit(replace(asked, measures=(picked,))), {}

    return Picker(("measure",), lambda asked, _: (asked.measures[0], ""), show)


def school_type_among(offered: Callable[[Question], Iterable[Choice]], *, fit: Fit | None = None) -> Picker:
    """One of the school types offered for the question, if there is any; `fit` as in `measure_among`."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in offered(asked)}
        if not there:
            return asked, {}
        picked = one_of("School type", there, key=key, wanted=asked.school_types[0])
        question = replace(asked, school_types=(picked,))
        return fit(question) if fit else question, {}

    return Picker(("school",), lambda asked, _: (asked.school_types[0], ""), show)


def period_among(offered: Callable[[Question], Iterable[Period]]) -> Picker:
    """One of the periods offered for the question, if there is any."""

    def show(asked: Question, key: str) -> Shown:
        there = {(one.time_identifier, one.time_period): one.label for one in offered(asked)}
        if not there:
            return asked, {}
        usual, wanted = usual_period(asked, offered(asked)), (asked.time_identifier, asked.last)
        if usual and wanted not in there:
            wanted = (usual.time_identifier, usual.time_period)
        term, period = one_of("Year", there, key=key, wanted=wanted)
        return replace(asked, first=period, last=period, time_identifier=term), {}

    return Picker(("to", "from", "term"), lambda asked, _: ((asked.time_identifier, asked.last), ""), show)


def one_place() -> Picker:
    """One area that has figures: England, a region or a local authority."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.code: place_label(one) for one in queries.options(asked).places}
        picked = one_of("Place", there, key=key, wanted=asked.places[0])
        return replace(asked, places=(picked,)), {}

    return Picker(("place",), lambda asked, _: (asked.places[0], ""), show)


def one_school_type(*ids: str) -> Picker:
    """One of these school types, as far as they have figures."""
    return school_type_among(
        lambda asked: (one for one in queries.options(asked).school_types if one.id in ids)
    )


def switch(word: str, there: Mapping[str, str], *, label: str, across: int = 1) -> Picker:
    """One of a few ways to look at the same question, with a word of its own in the link."""
    usual = next(iter(there))

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get(word, usual)
        sentence = f"'{said[:60]}' is not one of the choices here. Showing {words.small(there[usual])}."
        return (said, "") if said in there else (usual, sentence)

    def show(asked: Question, key: str) -> Shown:
        settle(key, list(there), wanted=usual)
        if len(there) > 1:
            st.segmented_control(
                label, list(there), key=key, required=True, format_func=lambda one: there[one]
            )
        return asked, {word: str(st.session_state[key])}

    return Picker((word,), read, show, across=across)


def look_of(word: str) -> str:
    """What the switch of this word stands on; '' before it was drawn."""
    return str(st.session_state.get(f"{page_name()} {word}") or "")


def newest(question: Question) -> Question:
    """The question for the newest period that has any of its figures."""
    last = next((one.time_period for one in reversed(periods_of(question))), "")
    return replace(question, first=last, last=last)
