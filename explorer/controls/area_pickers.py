"""Area pickers: the controls of a page that shows every local authority in one period."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from explorer import words
from explorer.controls.pickers import Picker, Shown, settle
from explorer.controls.singles import look_of, switch
from explorer.queries import classes
from explorer.queries.areas import authority
from explorer.queries.outlines import outlines
from explorer.question import ENGLAND, Question

NOBODY, NO_AREA = "none", "No area chosen"
CLASSES = {"quantiles": "As many areas in each", "steps": "Equal steps"}
SHAPES = {"hexagons": "Hexagons", "boundaries": "Boundaries"}


def area_measure(label: str = "Measure") -> Picker:
    """One of all the measures with figures of local authorities."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in classes.area_measures()}
        settle(key, list(there), wanted=asked.measures[0])
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return classes.mappable(replace(asked, measures=(picked,))), {}

    return Picker(("measure",), lambda asked, _: (asked.measures[0], ""), show)


def area_school_type(label: str = "School type") -> Picker:
    """One of the school types with figures of local authorities."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in classes.area_school_types(asked.measures[0])}
        settle(key, list(there), wanted=asked.school_types[0])
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return classes.mappable(replace(asked, school_types=(picked,))), {}

    return Picker(("school",), lambda asked, _: (asked.school_types[0], ""), show)


def area_year(label: str = "Year") -> Picker:
    """One of the periods with figures of local authorities, the newest first."""

    def show(asked: Question, key: str) -> Shown:
        found = classes.area_periods(asked.measures[0], asked.school_types[0])
        there = {(one.time_identifier, one.time_period): one.label for one in found}
        settle(key, list(there), wanted=(asked.time_identifier, asked.last))
        term, period = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, first=period, last=period, time_identifier=term), {}

    return Picker(("to", "from", "term"), lambda asked, _: ((asked.time_identifier, asked.last), ""), show)


def area(label: str = "Find an area") -> Picker:
    """No area, or one of the local authorities, each with its figure: the look, not the figures."""

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("area", "")
        found = authority(said or url.get("place", ""))
        unknown = bool(said) and said != NOBODY and found is None
        sentence = f"We could not find the local authority '{said[:60]}'. No area is chosen."
        return found.code if found else NOBODY, sentence if unknown else ""

    def show(asked: Question, key: str) -> Shown:
        whole = replace(asked, places=(ENGLAND,))
        found = classes.mapped(classes.mappable(whole), method=method_of())
        there = {NOBODY: NO_AREA} | {
            one.place.code: _option(one, decimals=found.classes.decimals) for one in found.areas
        }
        settle(key, list(there), wanted=NOBODY)
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return whole, {"area": picked}

    return Picker(("area",), read, show, across=0)


def class_method() -> Picker:
    """How the classes are made: the look, not the figures."""
    return switch("classes", CLASSES, label="Classes")


def shapes() -> Picker:
    """Hexagons of one size, or boundaries where they are at hand: the look, not the figures."""
    return switch("map", SHAPES if outlines() else {"hexagons": SHAPES["hexagons"]}, label="Map")


def method_of() -> classes.Method:
    """How the classes are to be made, as the switch stands."""
    return next((one for one in classes.METHODS if one == look_of("classes")), classes.METHODS[0])


def _option(one: classes.Area, *, decimals: int) -> str:
    """An area in the list, with its figure: 'Leeds: 12.3, class 3'."""
    why = {"few": "too few for a class", "hidden": "no figure", "absent": words.NOT_AT_HAND}
    if one.state in why:
        return f"{one.place.name}: {why[one.state]}"
    return f"{one.place.name}: {words.fmt(float(one.row['shown']), decimals)}, class {one.number}"
