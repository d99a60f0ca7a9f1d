"""Area pickers: the controls of a page that shows every local authority in one period."""

from collections.abc import Mapping
from dataclasses import replace

from explorer import words
from explorer.controls.pickers import Picker, Shown
from explorer.controls.singles import (
    Fit,
    look_of,
    measure_among,
    one_of,
    period_among,
    school_type_among,
    switch,
)
from explorer.queries import classes
from explorer.queries.areas import authority
from explorer.queries.naming import taken_for
from explorer.queries.outlines import outlines
from explorer.question import ENGLAND, Question

NOBODY, NO_AREA = "none", "No area chosen"
CLASSES = {"quantiles": "As many areas in each", "steps": "Equal steps"}
SHAPES = {"hexagons": "Hexagons", "boundaries": "Boundaries"}


def area_measure(fit: Fit = classes.mappable) -> Picker:
    """One of all the measures with figures of local authorities."""
    return measure_among(classes.area_measures, fit=fit)


def area_school_type(fit: Fit = classes.mappable) -> Picker:
    """One of the school types with figures of local authorities."""
    return school_type_among(lambda asked: classes.area_school_types(asked.measures[0]), fit=fit)


def area_year() -> Picker:
    """One of the periods with figures of local authorities, the newest first."""
    return period_among(lambda asked: classes.area_periods(asked.measures[0], asked.school_types[0]))


def area() -> Picker:
    """No area, or one of the local authorities, each with its figure: the look, not the figures."""

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("area", "")
        found = authority(said or url.get("place", ""))
        unknown = bool(said) and said != NOBODY and found is None
        sentence = f"We could not find the local authority '{said[:60]}'. No area is chosen."
        told = taken_for(said, found) if said and found else ""
        return found.code if found else NOBODY, sentence if unknown else told

    def show(asked: Question, key: str) -> Shown:
        whole = replace(asked, places=(ENGLAND,))
        found = classes.mapped(classes.mappable(whole), method=method_of())
        there = {NOBODY: NO_AREA} | {
            one.place.code: _option(one, decimals=found.classes.decimals) for one in found.areas
        }
        picked = one_of("Find an area", there, key=key, wanted=NOBODY)
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
