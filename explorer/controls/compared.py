"""Compared: the controls that choose which groups of whom are compared, each keeping the others possible."""

from dataclasses import replace

import streamlit as st

from explorer import queries
from explorer.controls.pickers import Picker, Shown, settle
from explorer.question import Question


def compared_measure(*ids: str, label: str = "Measure") -> Picker:
    """One of these measures; what it has no figures for gives way to what it has."""

    def show(asked: Question, key: str) -> Shown:
        known = {one.id: one.label for one in queries.measures()}
        there = {one: known[one] for one in ids if one in known and queries.groups_for(one)}
        settle(key, list(there), wanted=asked.measures[0])
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return queries.comparable(replace(asked, measures=(picked,))), {}

    return Picker(("measure",), lambda asked, _: (asked.measures[0], ""), show)


def compared_groups(label: str = "Groups") -> Picker:
    """One of the ways to break the measure down into groups, one breakdown or two at once."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in queries.groups_for(asked.measures[0], asked.places[0])}
        settle(key, list(there), wanted=asked.breakdown)
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return queries.comparable(replace(asked, breakdown=picked, categories=())), {}

    return Picker(("by",), lambda asked, _: (asked.breakdown, ""), show)


def compared_year(label: str = "Year") -> Picker:
    """One of the periods in which the groups can be compared: whole years first, each the newest first."""

    def show(asked: Question, key: str) -> Shown:
        found = queries.comparable_periods(asked)
        there = {(one.time_identifier, one.time_period): one.label for one in found}
        if not there:
            return asked, {}
        settle(key, list(there), wanted=(asked.time_identifier, asked.last))
        term, period = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, first=period, last=period, time_identifier=term), {}

    return Picker(("to", "from", "term"), lambda asked, _: ((asked.time_identifier, asked.last), ""), show)


def compared_school_type(label: str = "School type") -> Picker:
    """One of the school types that have the groups."""

    def show(asked: Question, key: str) -> Shown:
        found = queries.school_types_for(asked.measures[0], asked.breakdown, place=asked.places[0])
        there = {one.id: one.label for one in found}
        settle(key, list(there), wanted=asked.school_types[0])
        picked = st.selectbox(label, list(there), key=key, format_func=lambda one: there[one])
        return replace(asked, school_types=(picked,)), {}

    return Picker(("school",), lambda asked, _: (asked.school_types[0], ""), show)
