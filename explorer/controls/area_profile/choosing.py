"""Choosing: the area that the page is about, found by name, part of a name, or any code of its past."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import queries
from explorer.controls.asking import ask_for
from explorer.controls.frame import page_name
from explorer.controls.pickers import Picker, Shown, at
from explorer.queries import LOCAL, Place
from explorer.question import ENGLAND, Question

REGION = "Regional"
STYLE = Path(__file__).with_name("area.css")
LEAD = "permanent_exclusion_rate"
HINT = "Type a name, part of one, or a code: Leeds, Bournem, E06000028, 839"
WHOLE = "England has no profile of its own here: choose an authority or a region, which stand beside England."
TOPICS = {
    "exclusions": "Exclusions",
    "absence": "Absence",
    "alternative-provision": "Alternative provision",
    "sen": "SEN",
    "results": "Results at 16",
}


def choose(top: DeltaGenerator, below: DeltaGenerator) -> Place | None:
    """The area of the link or the search box; None while none is chosen.

    `top`: where the search box stands, and what is said of the link; `below`: the choice of a subject
    """
    with top:
        asked = ask_for(Question((LEAD,), places=()), _area(), at(below, _topic()))
    return queries.place(asked.places[0]) if _chosen(asked) else None


def topic() -> str:
    """The subject that is shown below the table."""
    picked = st.session_state.get(f"{page_name()} topic")
    return picked if picked in TOPICS else next(iter(TOPICS))


def invitation() -> None:
    """What to do while no area is chosen: the regions as links, each with its authorities on its page."""
    st.html(STYLE)
    st.markdown(
        "Choose a local authority or a region above. Areas of the past are there too, such as Cumbria (until "
        "2023), and earlier codes open the area of today. Or start from a region:"
    )
    links(list(queries.places(REGION)))
    st.caption(
        "Figures published by the Department for Education under the Open Government Licence v3.0. "
        "Authorities count the pupils of their schools, wherever those live."
    )


def links(areas: list[Place]) -> None:
    """These areas as links, each to its own profile."""
    # plain links: Streamlit's own, followed on the page that they lead to, leave the address as it was
    items = (
        f"<li><a href='?place={area.code}'>{escape(area.name + _until(area))}</a></li>" for area in areas
    )
    st.html(f"<ul class='area-links'>{''.join(items)}</ul>")


def label(area: Place) -> str:
    """How the search box lists an area: 'Bournemouth (until 2019) · 837 · E06000028'."""
    kind = " (region)" if area.level == REGION else _until(area)
    codes = [area.old_code, area.code, *area.other_codes]
    return " · ".join([area.name + kind, *filter(None, codes)])


def _until(area: Place) -> str:
    """Until when the area was there, where its name does not say so already."""
    return f" (until {area.valid_to.year})" if area.valid_to and "(" not in area.name else ""


def _chosen(asked: Question) -> bool:
    """Whether an area was chosen: England stands for none."""
    return asked.places[0] != ENGLAND


def _area() -> Picker:
    """The search box: every region, and every authority there is or was."""

    def show(asked: Question, key: str) -> Shown:
        there = {one.code: label(one) for one in (*queries.places(REGION), *queries.places(LOCAL))}
        if key not in st.session_state:
            st.session_state[key] = asked.places[0] if asked.places[0] in there else None
        picked = st.selectbox(
            "Local authority or region",
            list(there),
            index=None,
            key=key,
            format_func=lambda code: there[code],
            placeholder=HINT,
        )
        return replace(asked, places=(picked or ENGLAND,)), {}

    def read(asked: Question, url: Mapping[str, str]) -> tuple[object, str]:
        found = queries.find_place(url.get("place", ""))
        said = WHOLE if found and found.code == ENGLAND else ""
        return (asked.places[0] if _chosen(asked) else None), said

    return Picker(("place",), read, show, across=0)


def _topic() -> Picker:
    """Which subject is shown below the table: no figure of the table, so only a word of the link."""

    def show(asked: Question, key: str) -> Shown:
        if not _chosen(asked):
            return asked, {}
        if st.session_state.get(key) not in TOPICS:
            st.session_state[key] = next(iter(TOPICS))
        with st.container(key="topics"):
            st.header(f"More on {queries.place(asked.places[0]).name}", anchor="more")
            picked = st.segmented_control(
                "Subject", list(TOPICS), key=key, required=True, format_func=lambda one: TOPICS[one]
            )
        return asked, {"topic": picked or next(iter(TOPICS))}

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("topic", next(iter(TOPICS)))
        if said in TOPICS:
            return said, ""
        return None, f"'{said[:60]}' is no subject of this page: exclusions are shown."

    return Picker(("topic",), read, show, across=0)
