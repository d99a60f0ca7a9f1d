"""Compared: the controls that choose which groups of whom are compared, each keeping the others possible."""

from dataclasses import replace

from explorer import queries
from explorer.controls.pickers import Picker, Shown
from explorer.controls.singles import measure_among, one_of, period_among, school_type_among
from explorer.queries import Measure
from explorer.question import Question


def compared_measure(*ids: str) -> Picker:
    """One of these measures; what it has no figures for gives way to what it has."""

    def offered() -> list[Measure]:
        known = {one.id: one for one in queries.measures()}
        return [known[one] for one in ids if one in known and queries.groups_for(one)]

    return measure_among(offered, fit=queries.comparable)


def compared_groups() -> Picker:
    """One of the ways to break the measure down into groups, one breakdown or two at once."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.id: one.label for one in queries.groups_for(asked.measures[0], asked.places[0])}
        picked = one_of("Groups", there, key=key, wanted=asked.breakdown)
        return queries.comparable(replace(asked, breakdown=picked, categories=())), {}

    return Picker(("by",), lambda asked, _: (asked.breakdown, ""), show)


def compared_year() -> Picker:
    """One of the periods in which the groups can be compared: whole years first, each the newest first."""
    return period_among(queries.comparable_periods)


def compared_school_type() -> Picker:
    """One of the school types that have the groups."""
    return school_type_among(
        lambda asked: queries.school_types_for(asked.measures[0], asked.breakdown, place=asked.places[0])
    )
