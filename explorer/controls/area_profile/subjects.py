"""Subjects: the area's exclusions, absence, alternative provision, SEN or results over the years."""

from collections.abc import Callable

import streamlit as st

from explorer import charts, queries
from explorer.controls.area_profile.choosing import topic
from explorer.controls.asking import answer
from explorer.controls.view import view
from explorer.queries import LOCAL, Place
from explorer.question import ENGLAND, Question

AP, SCHOOLS, SETTINGS, KS4 = "Alternative provision", "All schools", "All settings", "All state-funded"
KINDS = ("la_funded_ap_pupils", "school_arranged_ap_pupils", "state_funded_ap_pupils")


def subjects(place: Place) -> None:
    """Charts of the one subject that is chosen; the others are not asked for."""
    drawn: dict[str, Callable[[Place], None]] = {
        "exclusions": _exclusions,
        "absence": _absence,
        "alternative-provision": _alternative_provision,
        "sen": _sen,
        "results": _results,
    }
    with st.container(key="subjects"):
        drawn[topic()](place)


def _exclusions(place: Place) -> None:
    _beside(place, "permanent_exclusion_rate", "suspension_rate")


def _absence(place: Place) -> None:
    _beside(place, "persistent_absence_rate", "severe_absence_rate")


def _alternative_provision(place: Place) -> None:
    """The kinds side by side on one scale, never on top of each other: they overlap and have no sum."""
    st.markdown(
        "Three ways of counting, whose pupils overlap: they are not added together. Each is a count on one "
        "day in January."
    )
    answers = [answer(Question((kind,), (place.code,), (AP,))) for kind in KINDS]
    largest = max(answers, key=lambda one: float(one.rows["shown"].fillna(0).max() if len(one.rows) else 0))
    for column, one in zip(st.columns(len(answers), gap="medium"), answers, strict=True):
        with column:
            view(one, charts.bars(one, beside=largest), name=one.measure.id)


def _sen(place: Place) -> None:
    _beside(place, "sen_support_rate", "ehc_plan_rate", school_type=SCHOOLS)
    plans = Question(("ehc_plans",), (place.code,), (SETTINGS,), "placement", _placements())
    whole = answer(plans)
    if whole.is_empty:
        view(whole, charts.dots(whole), name="placement")
        return
    newest = str(whole.latest()["time_period"].iloc[0])
    asked = Question(("ehc_plans",), (place.code,), (SETTINGS,), "placement", _placements(), newest, newest)
    placed = answer(asked)
    view(placed, charts.dots(placed), name="placement")


def _placements() -> tuple[str, ...]:
    """The kinds of placement that are no part of another."""
    known = queries.categories_for("ehc_plans", "placement")
    return tuple(one.id for one in known if not one.parent)


def _results(place: Place) -> None:
    _beside(place, "english_maths_94_rate", "attainment8_average", school_type=KS4)


def _beside(place: Place, *measures: str, school_type: str = "Total") -> None:
    """Each measure over the years, beside the region and England."""
    places = dict.fromkeys((place.code, *((place.parent,) if place.level == LOCAL else ()), ENGLAND))
    for column, measure in zip(st.columns(len(measures), gap="large"), measures, strict=True):
        one = answer(Question((measure,), tuple(places), (school_type,)))
        with column:
            view(one, charts.lines(one), name=measure)
