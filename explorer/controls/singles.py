"""Singles: controls for one place, one kind of school, or one of a few ways to look."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from explorer import queries, words
from explorer.controls.frame import page_name
from explorer.controls.pickers import Picker, Shown, place_label, settle
from explorer.queries.pickers import periods_of
from explorer.question import Question


def one_place(label: str = "Place") -> Picker:
    """One area that has figures: England, a region or a local authority."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.code: place_label(one) for one in queries.options(asked).places}
        settle(key, list(there), wanted=asked.places[0])
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, places=(picked,)), {}

    return Picker(("place",), lambda asked, _: (asked.places[0], ""), show)


def one_school_type(*ids: str, label: str = "School type") -> Picker:
    """One of these school types, as far as they have figures."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in queries.options(asked).school_types if one.id in ids}
        if not there:
            return asked, {}
        settle(key, list(there), wanted=asked.school_types[0])
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, school_types=(picked,)), {}

    return Picker(("school",), lambda asked, _: (asked.school_types[0], ""), show)


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
