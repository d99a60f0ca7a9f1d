"""Standing: the pickers of the page on how areas vary, and its chart with all that belongs to it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import streamlit as st

from explorer import charts, queries, sentences, stats, words
from explorer.controls.frame import page_name
from explorer.controls.pickers import Picker, Shown, place_label, settle
from explorer.controls.singles import one_of, school_type_among
from explorer.controls.standing_table import table
from explorer.controls.taking import Tabled, Taking, share_and_download
from explorer.controls.view import chart, citation, headline, notes
from explorer.errors import ExplorerError
from explorer.export.funnel import funnel_stem, funnel_table
from explorer.queries import Neighbour, Place, Standing
from explorer.queries.naming import taken_for
from explorer.question import ENGLAND, Question
from explorer.sentences.likeness import not_close

ADJUSTMENTS: dict[str, str] = {
    "additive": "Chance and usual differences",
    "multiplicative": "Chance times one factor",
    "none": "Chance alone",
}
NONE = "none"  # the word of a link for no area


def counted_school_type() -> Picker:
    """One of the school types for which counts of authorities are at hand."""
    return school_type_among(lambda asked: queries.counted_school_types(asked.measures[0]))


def counted_year() -> Picker:
    """One of the years for which counts of authorities are at hand, the newest first."""

    def there(asked: Question) -> dict[str, str]:
        counted = queries.counted_periods(asked.measures[0], school_type=asked.school_types[0])
        return {period: f"{period[:4]}/{period[4:]}" for period in reversed(counted)}

    def read(asked: Question, _: Mapping[str, str]) -> tuple[object, str]:
        known = there(asked)
        if not asked.last or asked.last in known or not known:
            return asked.last or None, ""
        newest = next(iter(known.values()))
        said = f"Counts of local authorities for {asked.last[:4]}/{asked.last[4:]} are not at hand"
        return None, f"{said}, and limits need counts. Showing {newest}."

    def show(asked: Question, key: str) -> Shown:
        known = there(asked)
        if not known:
            return asked, {}
        picked = one_of("Year", known, key=key, wanted=asked.last)
        return replace(asked, first=picked, last=picked), {}

    return Picker(("to", "from"), read, show)


def marked_area() -> Picker:
    """A local authority of today or of the past, or none; it changes the look, not the figures."""

    def read(asked: Question, url: Mapping[str, str]) -> tuple[object, str]:
        text = url.get("area") or (asked.places[0] if url.get("place") else NONE)
        found = queries.authority(text)
        if found or text in (NONE, ENGLAND):
            return (found.code, taken_for(text, found)) if found else (NONE, "")
        said = f"'{text[:60]}' is no local authority at hand."
        return NONE, f"{said} The dots are local authorities; regions are none."

    def show(asked: Question, key: str) -> Shown:
        there = {NONE: "None: type a name"}
        there |= {one.code: place_label(one) for one in queries.places(queries.LOCAL)}
        picked = one_of("Area to mark", there, key=key, wanted=NONE)
        return replace(asked, places=(ENGLAND,)), {"area": picked}

    return Picker(("area",), read, show)


def limits() -> Picker:
    """Which limits are drawn: those adjusted for the usual differences, or those of chance alone."""

    def read(_: Question, url: Mapping[str, str]) -> tuple[object, str]:
        said = url.get("limits", "additive")
        known = said in ADJUSTMENTS
        usual = words.small(ADJUSTMENTS["additive"])
        strange = f"'{said[:60]}' is not one of the limits here. Showing those that allow for {usual}."
        return said if known else "additive", "" if known else strange

    def show(asked: Question, key: str) -> Shown:
        settle(key, list(ADJUSTMENTS), wanted="additive")
        picked = st.segmented_control(
            "Limits that allow for",
            list(ADJUSTMENTS),
            key=key,
            required=True,
            format_func=lambda one: ADJUSTMENTS[one],
        )
        return asked, {"limits": picked or "additive"}

    return Picker(("limits",), read, show, across=0)


def marked() -> Place | None:
    """The area that the page's picker is on."""
    picked = str(st.session_state.get(f"{page_name()} area", NONE))
    return None if picked == NONE else queries.place(picked)


def standing(question: Question) -> Standing:
    """How every authority stands, inside the limits that the page's picker is on; else a sentence."""
    picked = str(st.session_state.get(f"{page_name()} limits") or "additive")
    try:
        return queries.standing(question, adjustment=cast(stats.Adjustment, picked))
    except ExplorerError as error:
        st.error(str(error))
        st.stop()


def funnel(told: Standing, marked: Place | None = None, *, name: str = "main") -> None:
    """Headline, funnel plot and table, what is left out, notes, citation, download and link."""
    if not told.rates:
        st.info("No counts of local authorities are at hand for this choice.", icon=":material/info:")
        return
    sentence = sentences.standing(told, marked)
    headline(told.answer, sentence=sentence, name=name)
    if marked and (said := _not_a_dot(told, marked)):
        st.info(said, icon=":material/info:")
    alike = queries.neighbours(marked.code) if marked and marked.code in told.rates else ()
    drawing, rows = st.tabs(["Chart", "Table"], key=f"tabs {name}")
    with drawing:
        figure = charts.funnel(told, marked, alike=alike, whole=_of_england(told))
        drawn = chart(figure, told.answer, sentence=sentence, name=name)
        with st.container(key=f"notes beside {name}"):
            st.markdown("\n\n".join(_beside(told, marked, alike=alike)))
    with rows:
        table(told, name=name)
    own = marked.code if marked else ""
    kept = tuple(note for note in told.answer.notes if note.place_code in ("", own))
    notes(replace(told.answer, notes=kept), name=name)
    citation(told.answer)
    shown = Taking(told.answer, sentence=sentence, drawn=drawn)
    made = Tabled(
        lambda here, pinned: funnel_table(told, here, pinned=pinned, sentence=sentence), funnel_stem(told)
    )
    share_and_download(shown, name=name, table=made)


def _not_a_dot(told: Standing, place: Place) -> str:
    """Why the area is no dot; '' where it is one."""
    if place.code in told.rates:
        return ""
    when = told.answer.last
    if place in told.tiny:
        return f"{place.name} has so few pupils that its rate leaps from year to year: it is left out."
    if place in told.hidden:
        return f"Counts of {place.name} for {when} are not at hand, so it is left out."
    return f"{place.name} is no dot in {when}. {place.note}".strip()


def _of_england(told: Standing) -> float | None:
    """England's published rate, in the unit shown."""
    whole = queries.ask(replace(told.answer.question, places=(ENGLAND,)))
    known = whole.rows["shown"].dropna()
    return float(known.iloc[0]) if len(known) else None


def _beside(told: Standing, place: Place | None, *, alike: tuple[Neighbour, ...]) -> list[str]:
    """What the chart cannot write on itself: neighbours, names beyond the limits, what the limits mean."""
    said = [sentences.limits(told), sentences.beyond(told), sentences.left_out(told)]
    if alike:
        said = [_neighbours(told, alike), *said]
    return [text for text in (*said, sentences.newer(told, place)) if text]


def _neighbours(told: Standing, alike: tuple[Neighbour, ...]) -> str:
    """The statistical neighbours with their numbers on the chart, their rates, and all of them as one."""
    shown = {one.place.code: one.shown for one in queries.stood(told)}
    named = [
        f"{one.rank} {one.place.name} {words.fmt(shown[one.place.code], told.answer.decimals)}"
        if one.place.code in shown
        else f"{one.rank} {one.place.name} ({words.NOT_AT_HAND})"
        for one in alike
    ]
    there = tuple(one.place.code for one in alike if one.place.code in shown)
    taken = queries.pooled(told, there)
    rate = words.fmt(taken.value * queries.shown_factor(told), told.answer.decimals) if taken else ""
    of = "" if len(there) == len(alike) else f" {len(there)} of them"
    whole = f" Taken as one,{of or ' they'} have {rate}." if rate else ""
    said = f"**Statistical neighbours**, the nearest first: {', '.join(named)}.{whole}"
    return f"{said} {not_close(alike)}".rstrip()
