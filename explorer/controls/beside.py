"""Beside: the controls that set groups beside each other, each with its word in the link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from explorer import queries, words
from explorer.charts.ratios import Scale
from explorer.controls.frame import page_name
from explorer.controls.pickers import Picker, Shown
from explorer.controls.singles import one_of, switch
from explorer.queries import Panel
from explorer.question import ENGLAND, Question, slug

OWN = "dby"  # the word of a breakdown that is the panel's own, on a page that is about something else
LARGEST = "largest"
SCALES = {"ratio": "Ratio", "difference": "Difference"}
QUOTED = 60  # characters of somebody's text that a sentence repeats


@dataclass(frozen=True)
class Look:
    """What the page's pickers stand on: the reference, the group that is picked, the scale and the order."""

    reference: str
    pick: str
    scale: Scale
    by_rate: bool


def look() -> Look:
    """How the panel of this page is to look; what no picker of the page says is as usual."""
    scale = _state("scale")
    return Look(
        reference=_state("ref"),
        pick=_state("pick"),
        scale="difference" if scale == "difference" else "ratio",
        by_rate=bool(st.session_state.get(f"{page_name()} sort", False)),
    )


def of_groups(asked: Question) -> Question:
    """The page's question as one about groups: by the panel's own breakdown, where it has a control for it.

    The page's area and school type are kept where they have the groups; else it is England and all schools.
    """
    by = _state(OWN)
    if not by:
        return asked
    return queries.comparable(replace(asked, breakdown=by, categories=(), first="", last=""))


def own_groups(usual: str = "") -> Picker:
    """One of the breakdowns of the page's measure into groups, for the panel alone."""

    def read(asked: Question, url: Mapping[str, str]) -> tuple[object, str]:
        there, said = _breakdowns(asked), url.get(OWN, "")
        first = usual if usual in there else next(iter(there), None)
        if first is None or not said or said in there:
            return said if said in there else first, ""
        shown = words.small(there[first])
        return first, f"We could not find the groups '{said[:QUOTED]}' to compare. Comparing by {shown}."

    def show(asked: Question, key: str) -> Shown:
        there = _breakdowns(asked)
        if not there:
            return asked, {}
        first = usual if usual in there else next(iter(there))
        picked = one_of("Groups", there, key=key, wanted=first)
        return asked, {OWN: picked}

    return Picker((OWN,), read, show)


def set_beside() -> Picker:
    """What every group is set beside: all others, or one of the groups."""

    def read(asked: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("ref", "")
        panel = queries.disparities(of_groups(asked))
        found = _spelled({one.id: one.label for one in panel.references}, said)
        if found or not said:
            return found, ""
        shown = words.small(panel.reference.label)
        return None, f"We cannot compare with '{said[:QUOTED]}' here. Comparing with {shown}."

    def show(asked: Question, key: str) -> Shown:
        panel = queries.disparities(of_groups(asked))
        there = {one.id: one.label for one in panel.references}
        if not there:
            return asked, {}
        picked = one_of("Compared with", there, key=key, wanted=panel.reference.id)
        return asked, {"ref": slug(picked)}

    return Picker(("ref",), read, show)


def pick() -> Picker:
    """The group that headline and chart point out: that with the largest ratio, unless another is picked."""

    def read(asked: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("pick", LARGEST)
        panel = queries.disparities(of_groups(asked), look().reference)
        found = _spelled({LARGEST: LARGEST} | {one.category: one.label for one in panel.rows}, said)
        if found:
            return found, ""
        return LARGEST, f"We could not find the group '{said[:QUOTED]}' among those compared."

    def show(asked: Question, key: str) -> Shown:
        panel = queries.disparities(of_groups(asked), look().reference)
        others = {one.category: one.label for one in panel.rows if one.state != "reference"}
        there = {LARGEST: _widest_gap(panel)} | others
        picked = one_of("Group in the headline", there, key=key, wanted=LARGEST)
        return asked, {"pick": slug(picked)}

    return Picker(("pick",), read, show)


def scale() -> Picker:
    """Ratios or differences: the look, not the figures."""
    return switch("scale", SCALES, label="Show", across=2)


def _state(word: str) -> str:
    return str(st.session_state.get(f"{page_name()} {word}") or "")


def _breakdowns(asked: Question) -> dict[str, str]:
    """The breakdowns into groups that the first area asked for has; if it has none, those of England."""
    name = asked.measures[0]
    there = queries.groups_for(name, next(iter(asked.places), ENGLAND)) or queries.groups_for(name)
    return {one.id: one.label for one in there}


def _spelled(there: Mapping[str, str], said: str) -> str | None:
    """The id that the text of a link stands for, by id or label in any spelling; None where it is none."""
    found = {slug(text): one for one, label in there.items() for text in (label, one)}
    return found.get(slug(said)) if said else None


def _widest_gap(panel: Panel) -> str:
    one = panel.highlighted()
    named = f": {one.label}" if one else ""
    if panel.is_points or (one and one.value < 1):
        return f"Furthest below{named}"
    return f"Largest ratio{named}"
