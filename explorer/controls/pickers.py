"""Pickers: the controls with which a question is put together, each with its words in the link."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import queries
from explorer.controls.frame import page_name
from explorer.queries import Period, Place
from explorer.question import ENGLAND, Question

LEVELS = {"Regional": " (region)"}
REST = "Unclassified"
MOST = 4  # lines that can be told apart
T = TypeVar("T")

Shown = tuple[Question, Mapping[str, str]]


@dataclass(frozen=True)
class Picker:
    """One control of a page: its words in a link, its state from a link, and how it is drawn.

    `read` gives the control's state and a sentence where the link says what it does not know; `show` draws
    it and gives the question with what was picked, and what only changes the look as words for the link.
    `across` is its share of the row; 0 for a row of its own. `container` is where it stands, if not there.
    """

    words: tuple[str, ...]
    read: Callable[[Question, Mapping[str, str]], tuple[object, str]]
    show: Callable[[Question, str], Shown]
    across: int = 1
    container: DeltaGenerator | None = None


def at(container: DeltaGenerator, picker: Picker) -> Picker:
    """The picker, to stand in this part of the page instead of beside the others."""
    return replace(picker, across=0, container=container)


def measure(*ids: str, label: str = "Measure") -> Picker:
    """One of these measures, as buttons side by side."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one for one in queries.measures() if one.id in ids}
        settle(key, [one for one in ids if one in there], wanted=asked.measures[0])
        picked = st.segmented_control(
            label,
            [one for one in ids if one in there],
            key=key,
            required=True,
            format_func=lambda one: there[one].short_label,
        )
        return replace(asked, measures=(picked or asked.measures[0],)), {}

    return Picker(("measure",), lambda asked, _: (asked.measures[0], ""), show, across=0)


def school_types(*ids: str, label: str = "School type") -> Picker:
    """Up to four of these school types, as far as they have figures."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in queries.options(asked).school_types if one.id in ids}
        wanted = _kept(key, there, wanted=asked.school_types)
        st.pills(
            label,
            list(there),
            selection_mode="multi",
            key=key,
            format_func=lambda one: there[one],
            wrap=True,
        )
        return replace(asked, school_types=wanted), {}

    return Picker(("school",), lambda asked, _: _first(asked.school_types, "school types"), show, across=2)


def places(label: str = "Place", *, most: int = MOST) -> Picker:
    """Some areas that have figures, at most four unless said: England, regions, local authorities."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.code: place_label(one) for one in queries.options(asked).places}
        wanted = _kept(key, there, wanted=asked.places or (ENGLAND,), most=most)
        _show_several(label, there, key=key, most=most)
        return replace(asked, places=wanted), {}

    return Picker(("place",), lambda asked, _: _first(asked.places, "places", most=most), show)


def breakdown(*ids: str, label: str = "Broken down by") -> Picker:
    """One of these ways to break the figures down, as far as there are figures."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in queries.options(asked).breakdowns if one.id in ids}
        if not there:
            return asked, {}
        offered = [one for one in ids if one in there]
        settle(key, offered, wanted=asked.breakdown)
        picked = st.selectbox(label, offered, key=key, format_func=lambda one: there[one])
        same = picked == asked.breakdown
        return replace(asked, breakdown=picked, categories=asked.categories if same else ()), {}

    return Picker(("by",), lambda asked, _: (asked.breakdown, ""), show)


def groups(label: str = "Groups") -> Picker:
    """Up to four groups of the breakdown; at first those of its order that are no rest and no sum."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in queries.options(asked).categories}
        if asked.breakdown == "total" or not there:
            return replace(asked, categories=()), {}
        usual = [one for one in there if one != REST][:MOST]
        wanted = _kept(key, there, wanted=asked.categories or usual)
        _show_several(label, there, key=key)
        return replace(asked, categories=wanted), {}

    def read(asked: Question, _: Mapping[str, str]) -> tuple[object, str]:
        state, sentence = _first(asked.categories, "groups")
        return state or None, sentence

    return Picker(("group",), read, show, across=2)


def year(label: str = "Year") -> Picker:
    """One of the periods that have figures: whole years first, then parts of one, each the newest first."""

    def show(asked: Question, key: str) -> Shown:
        there = {(one.time_identifier, one.time_period): one.label for one in _periods(asked)}
        if not there:
            return asked, {}
        settle(key, list(there), wanted=(asked.time_identifier, asked.last))
        term, period = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, first=period, last=period, time_identifier=term), {}

    return Picker(("to", "from", "term"), lambda asked, _: ((asked.time_identifier, asked.last), ""), show)


def sort() -> Picker:
    """A switch between the groups' standard order and their order by rate: the look, not the figures."""

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("sort", "order")
        known = said in {"order", "rate"}
        return said == "rate", "" if known else f"'{said}' is no order: the groups are in the standard one."

    def show(asked: Question, key: str) -> Shown:
        st.toggle("Sort by rate", key=key)
        return asked, {"sort": "rate" if by_rate() else "order"}

    return Picker(("sort",), read, show, across=0)


def by_rate() -> bool:
    """Whether the switch of `sort` is on."""
    return bool(st.session_state.get(f"{page_name()} sort", False))


def settle(key: str, there: Sequence[T], *, wanted: T) -> T | None:
    """Puts the control on something that there is: what it had, else what is wanted, else the first."""
    had = st.session_state.get(key, wanted)
    settled = next((one for one in (had, wanted, *there) if one in there), None)
    if settled is not None and st.session_state.get(key) != settled:
        st.session_state[key] = settled
    return settled


def keep(key: str, there: Sequence[T], *, wanted: Sequence[T], most: int | None = None) -> list[T]:
    """Puts a control for several on those of its choices that there are, else on what is wanted.

    A reader who empties it finds it empty.
    """
    had = list(st.session_state.get(key, wanted))
    kept = [one for one in had if one in there] or [one for one in wanted if had and one in there]
    # the newest choices, so that one too many takes the place of the first
    settled = kept[-most:] if most else kept
    if st.session_state.get(key) != settled:
        st.session_state[key] = settled
    return settled


def _show_several(label: str, there: Mapping[str, str], *, key: str, most: int = MOST) -> None:
    st.multiselect(
        label,
        list(there),
        key=key,
        format_func=lambda one: there[one],
        max_selections=most,
        select_all=False,
        placeholder=next(iter(there.values()), ""),
        wrap=True,
    )


def _kept(key: str, there: Mapping[str, str], *, wanted: Sequence[str], most: int = MOST) -> tuple[str, ...]:
    """Puts a control for several on what there is, at most so many; emptied, it stands for the first."""
    return tuple(keep(key, list(there), wanted=wanted, most=most)) or tuple(there)[:1]


def _first(asked: Sequence[str], what: str, *, most: int = MOST) -> tuple[list[str], str]:
    """As many of these as can be shown, and a sentence where a link asks for more."""
    many = len(asked) > most
    said = (
        f"At most {most} {what} can be shown at once: these are the first {most} of the {len(asked)} asked."
    )
    return list(asked[:most]), said if many else ""


def _periods(asked: Question) -> list[Period]:
    measure, by, place = asked.measures[0], asked.breakdown, asked.places[0]
    terms = queries.terms_for(measure, by, place=place)
    found = [
        queries.periods_for(
            measure, by, place=place, school_type=asked.school_types[0], time_identifier=term.id
        )
        for term in terms
    ]
    return [period for periods in found for period in reversed(periods)]


def place_label(place: Place) -> str:
    """The area as a list names it: 'London (region)', 'Cumbria (until 2023)'."""
    ended = f" (until {place.valid_to.year})" if place.valid_to else ""
    return place.name + LEVELS.get(place.level, "") + ended
