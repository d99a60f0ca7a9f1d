"""Alongside: the pickers of the page that sets areas side by side over time, and its chart."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import streamlit as st

from explorer import charts, queries, sentences, words
from explorer.controls.area_pickers import area_measure, area_school_type
from explorer.controls.asking import answer
from explorer.controls.frame import page_name
from explorer.controls.pickers import Picker, Shown, places
from explorer.controls.singles import one_of
from explorer.controls.view import view
from explorer.errors import ExplorerError
from explorer.queries import Answer, Place, classes
from explorer.question import ENGLAND, Question

MOST = 40  # areas in the list: more than any region has
LINES = 4  # that one plot holds; more areas have a plot each


def regions(measure: str) -> tuple[str, ...]:
    """The codes of the nine regions, as far as they have figures of the measure; England where none has."""
    there = queries.places_with(Question((measure,)))
    found = [one.code for one in queries.places("Regional") if one.parent == ENGLAND and one.code in there]
    return tuple(found) or (ENGLAND,)


def line_measure() -> Picker:
    """One of all the measures with figures of local authorities."""
    return area_measure(_of_areas)


def line_school_type() -> Picker:
    """One of the school types with figures of local authorities."""
    return replace(area_school_type(_of_areas), words=("school", "term"))


def since() -> Picker:
    """The first year shown: that of the series, or a later one."""

    def show(asked: Question, key: str) -> Shown:
        known = queries.options(asked).periods[:-1]
        there = {"": "The start"} | {one.time_period: one.label for one in known}
        picked = one_of("From", there, key=key, wanted=asked.first)
        return replace(asked, first=picked, last=""), {}

    return Picker(("from",), lambda asked, _: (asked.first, ""), show)


def line_places() -> Picker:
    """The areas, and buttons that fill the list: neighbours, a whole region, what replaced an area."""
    plain = places("Areas", most=MOST)

    def show(asked: Question, key: str) -> Shown:
        question, looks = plain.show(asked, key)
        there = queries.places_with(question)
        found = ((said, [code for code in codes if code in there]) for said, codes in _fills(question))
        fills = [(said, codes) for said, codes in found if codes and set(codes) != set(question.places)]
        with st.container(horizontal=True, key="fills"):
            for number, (said, codes) in enumerate(fills):
                st.button(said, key=f"{key} fill {number}", on_click=_fill, args=(key, codes), wrap=True)
        return question, looks

    return replace(plain, show=show, across=0)


def together() -> Picker:
    """A switch that makes one line of the areas, recomputed from counts."""

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("together", "no")
        known = said in ("yes", "no")
        return said == "yes", "" if known else f"'{said[:60]}' is neither yes nor no: areas are shown apart."

    def show(asked: Question, key: str) -> Shown:
        picked = st.toggle("Take the areas together as one", key=key)
        return asked, {"together": "yes" if picked else "no"}

    return Picker(("together",), read, show, across=0)


def alongside(question: Question) -> None:
    """The areas as lines of one plot, of more than four as a plot each; or all of them as one line."""
    shown = _as_one(question) if st.session_state.get(f"{page_name()} together") else answer(question)
    england = answer(replace(question, places=(ENGLAND,)))
    many = len(shown.series()) > LINES
    own = any(place.code == ENGLAND for place in shown.places)
    figure = charts.multiples(shown, behind=england) if many else charts.lines(shown)
    if (count := len(shown.places) - own) > charts.MOST_PLOTS:
        st.info(
            f"The first {charts.MOST_PLOTS} of the {count} areas are drawn. The table and the file have all.",
            icon=":material/info:",
        )
    beside = (england,) if many and not own and not england.is_empty else ()
    view(shown, figure, sentence="" if shown.is_empty else sentences.areas(shown), beside=beside)


def _as_one(question: Question) -> Answer:
    try:
        return queries.together(question)
    except ExplorerError as error:
        st.error(str(error))
        st.stop()


def _of_areas(asked: Question) -> Question:
    """The question with a school type and a part of the year that areas have figures of."""
    fitted = classes.mappable(asked)
    return replace(fitted, first=asked.first, last=asked.last)


def _fill(key: str, codes: list[str]) -> None:
    """Puts these areas into the list; called before the page is drawn anew."""
    st.session_state[key] = codes


def _fills(question: Question) -> Iterable[tuple[str, list[str]]]:
    """What each button says and the areas it puts into the list."""
    chosen = [queries.place(code) for code in question.places]
    yield from ((_heirs(one), _followed(question, one)) for one in chosen if one.successors)
    local = [one for one in chosen if one.level == queries.LOCAL]
    for one in [one for one in local if queries.neighbours(one.code)][-1:]:
        near = [other.place.code for other in queries.neighbours(one.code)]
        yield f"{one.name} and its statistical neighbours", [one.code, *near]
    regions = [one for one in chosen if one.level == "Regional" and queries.of_region(one.code)]
    homes = [queries.place(one.parent) for one in local if one.parent]
    for region in dict.fromkeys((*homes[-1:], *regions[-1:])):
        yield f"{region.name}: all its areas", [one.code for one in queries.of_region(region.code)]
    yield "The nine regions", [one.code for one in queries.places("Regional") if one.parent == ENGLAND]


def _heirs(one: Place) -> str:
    heirs = words.listed(queries.place(code).name for code in one.successors)
    return f"{one.name} with {heirs}"


def _followed(question: Question, one: Place) -> list[str]:
    """The chosen areas with those that followed this one after it."""
    at = question.places.index(one.code) + 1
    return list(dict.fromkeys((*question.places[:at], *one.successors, *question.places[at:])))
