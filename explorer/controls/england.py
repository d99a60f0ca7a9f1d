"""England: the pages whose charts are for England alone say so to who comes with an area in the link."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from explorer import queries
from explorer.controls.pickers import Picker, Shown
from explorer.question import ENGLAND, Question
from explorer.sentences.area_profile import named

PAGE = "pages/area.py"


def england_alone(topic: str) -> Picker:
    """No choice of an area: the question is for England; of an area in the link, the way to its profile.

    `topic`: the subject that the profile opens at
    """

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        found = queries.find_place(url.get("place", "").split("~")[0])
        return (found.code if found and found.code != ENGLAND else None), ""

    def show(asked: Question, key: str) -> Shown:
        if code := st.session_state.get(key):
            _point_to(str(code), topic)
        return replace(asked, places=(ENGLAND,)), {}

    return Picker(("england",), read, show, across=0)


def _point_to(code: str, topic: str) -> None:
    place = queries.place(code)
    st.info(f"These charts are for England, not for {named(place)}.", icon=":material/info:")
    label = f"What is at hand for {named(place)}: its area profile"
    st.page_link(PAGE, label=label, query_params={"place": code, "topic": topic})
