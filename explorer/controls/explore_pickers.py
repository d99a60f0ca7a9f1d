"""Explore pickers: any measure, breakdown, group, school type, area and years, as far as there are."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from explorer import queries, words
from explorer.controls.pickers import Picker, Shown, keep, place_label, settle
from explorer.queries import Choice
from explorer.question import ENGLAND, Question

TOPICS = {
    "exclusions": "Exclusions",
    "absence": "Absence",
    "ap": "Alternative provision",
    "ks4": "Key stage 4",
    "sen": "SEN",
}
EVERY_REGION, EVERY_AUTHORITY = "every region", "every authority"
LEVELS = {EVERY_REGION: "Regional", EVERY_AUTHORITY: queries.LOCAL}


def any_measure() -> Picker:
    """One of all measures, by subject."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one for one in queries.measures()}
        settle(key, list(there), wanted=asked.measures[0])
        picked = st.selectbox(
            "Measure",
            list(there),
            key=key,
            format_func=lambda one: f"{TOPICS.get(there[one].topic, there[one].topic)}: {there[one].label}",
        )
        changed = picked != asked.measures[0]
        asked = replace(asked, measures=(picked,))
        return (queries.check(asked, _usual(picked))[0] if changed else asked), {}

    return Picker(("measure",), lambda asked, _: (asked.measures[0], ""), show, across=2)


def any_breakdown() -> Picker:
    """One of the breakdowns that the measure has for the areas chosen."""

    def show(asked: Question, key: str) -> Shown:
        there = _choices(queries.options(replace(asked, school_types=_kinds(asked))).breakdowns)
        settle(key, list(there), wanted=asked.breakdown)
        picked = st.selectbox("Broken down by", list(there), key=key, format_func=lambda one: there[one])
        same = picked == asked.breakdown
        return replace(asked, breakdown=picked, categories=asked.categories if same else ()), {}

    return Picker(("by",), lambda asked, _: (asked.breakdown, ""), show)


def any_groups() -> Picker:
    """Any of the groups of the breakdown; none chosen stands for all of them."""

    def show(asked: Question, key: str) -> Shown:
        there = _choices(queries.options(asked).categories)
        if asked.breakdown == "total":
            return replace(asked, categories=()), {}
        keep(key, list(there), wanted=asked.categories)
        picked = st.multiselect(
            "Groups", list(there), key=key, format_func=lambda one: there[one], placeholder="Every group"
        )
        return replace(asked, categories=tuple(picked)), {}

    return Picker(("group",), lambda asked, _: (list(asked.categories), ""), show, across=0)


def any_school_types() -> Picker:
    """Any of the school types that the breakdown has."""

    def show(asked: Question, key: str) -> Shown:
        there = _choices(queries.options(asked).school_types)
        keep(key, list(there), wanted=asked.school_types)
        picked = st.multiselect("School types", list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, school_types=tuple(picked) or asked.school_types[:1]), {}

    return Picker(("school",), lambda asked, _: (list(asked.school_types), ""), show, across=2)


def any_places() -> Picker:
    """Any of the areas that have figures, and every region or authority at once."""

    def show(asked: Question, key: str) -> Shown:
        found = queries.options(asked).places
        there = {one.code: place_label(one) for one in found}
        all_of = {name: tuple(p.code for p in found if p.level == level) for name, level in LEVELS.items()}
        offered = [*(name for name, codes in all_of.items() if codes), *there]
        keep(key, offered, wanted=_shortened(asked.places, all_of))
        picked = st.multiselect(
            "Places",
            offered,
            key=key,
            format_func=lambda one: there.get(one, words.capital(one)),
            placeholder="England",
        )
        codes = dict.fromkeys(code for one in picked for code in all_of.get(one, (one,)))
        return replace(asked, places=tuple(codes) or (ENGLAND,)), {}

    def read(asked: Question, _: Mapping[str, str]) -> tuple[object, str]:
        return list(_shortened(asked.places, _every_code())), ""

    return Picker(("place",), read, show, across=0)


def part_of_year() -> Picker:
    """Whole years or the terms, where both are published."""

    def show(asked: Question, key: str) -> Shown:
        there = _choices(queries.options(asked).terms)
        settle(key, list(there), wanted=asked.time_identifier)
        if len(there) < 2:
            return asked, {}
        picked = st.selectbox("Part of the year", list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, time_identifier=picked), {}

    return Picker(("term",), lambda asked, _: (asked.time_identifier, ""), show)


def first_period() -> Picker:
    """The first period shown: any that has figures, or the start."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.time_period: one.label for one in queries.options(asked).periods}
        picked = _end("From", there, key=key, wanted=asked.first, open_end="The start")
        return replace(asked, first=picked), {}

    return Picker(("from",), lambda asked, _: (asked.first, ""), show)


def last_period() -> Picker:
    """The last period shown: any that has figures, or the newest, whichever that is."""

    def show(asked: Question, key: str) -> Shown:
        found = reversed(queries.options(asked).periods)
        there = {one.time_period: one.label for one in found if one.time_period >= asked.first}
        picked = _end("To", there, key=key, wanted=asked.last, open_end="The newest")
        return replace(asked, last=picked), {}

    return Picker(("to",), lambda asked, _: (asked.last, ""), show)


def _end(label: str, there: Mapping[str, str], *, key: str, wanted: str, open_end: str) -> str:
    settle(key, ["", *there], wanted=wanted)
    return str(st.selectbox(label, ["", *there], key=key, format_func=lambda one: there.get(one, open_end)))


def _choices(found: tuple[Choice, ...]) -> dict[str, str]:
    return {one.id: one.label for one in found}


def _kinds(asked: Question) -> tuple[str, ...]:
    """Every school type that the measure has for the areas: a breakdown is offered whichever has it."""
    found = queries.school_types_anywhere(asked)
    return tuple(one.id for one in found) or asked.school_types


def _usual(measure: str) -> Question:
    kinds = [one.id for one in queries.school_types_for(measure)]
    return Question((measure,), school_types=("Total",) if "Total" in kinds else (queries.widest(kinds),))


def _every_code() -> dict[str, tuple[str, ...]]:
    return {name: tuple(one.code for one in queries.places(level)) for name, level in LEVELS.items()}


def _shortened(codes: tuple[str, ...], all_of: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The areas as the control has them: all of a kind under one name, where all of them are there."""
    short: list[str] = []
    rest = list(codes)
    for name, every in all_of.items():
        living = [code for code in every if (place := queries.known_place(code)) and not place.ended]
        if living and set(living) <= set(rest):
            short.append(name)
            rest = [code for code in rest if code not in every]
    return (*short, *rest)
