"""Sheet: one area's headline, history, table and notes, on the screen and on one page of paper."""

import streamlit as st

from explorer import export, queries, store, words
from explorer.controls import taking
from explorer.controls.area_profile import paper
from explorer.controls.area_profile.choosing import REGION, STYLE, links
from explorer.controls.area_profile.table import table
from explorer.controls.asking import link
from explorer.controls.frame import NAME
from explorer.export.area_profile import profile_cited, profile_source, profile_stem, profile_table
from explorer.queries import Place
from explorer.queries.profiles import Profile, profile
from explorer.sentences import END, area_profile


def sheet(place: Place) -> None:
    """All that is printed of an area, with what only a screen needs: links, buttons, folded notes."""
    one = profile(place.code)
    st.set_page_config(page_title=f"{place.name} · Area profile · {NAME}")
    st.html(STYLE)
    st.html(paper.title(one))
    first, *more = END.split(area_profile.headline(one), maxsplit=1)
    st.header(first, anchor="main")
    if more:
        st.markdown(more[0])
    st.caption(_where(one))
    _history(place)
    st.html(table(one))
    st.html(paper.charts(one))
    with st.container(key="screen reading"), st.expander("How to read this table"):
        st.html(paper.notes(one))
    st.caption(_source(one))
    st.html(paper.foot(one, link()))
    with st.container(key="screen share", horizontal=True):
        _share(one)
    if place.level == REGION:
        _authorities(place)


def _where(one: Profile) -> str:
    kind = f"Local authority in {area_profile.named(one.region)}" if one.region else "Region of England"
    codes = ", ".join(filter(None, (one.place.old_code, one.place.code)))
    ended = (
        f" The newest figures of the area are of {one.window[-1]}." if one.place.ended and one.window else ""
    )
    return f"{kind} ({codes}).{ended} Pupils are counted where their school is, not where they live."


def _history(place: Place) -> None:
    """What became of the area, or what it was made of, with links to those."""
    st.html(paper.history(place))
    others = [queries.place(code) for code in (*place.predecessors, *place.successors)]
    with st.container(key="screen history"):
        # of an area that has ended the search box says what became of it
        if place.note and not place.ended:
            st.info(place.note, icon=":material/history:")
        if others:
            links(others)


def _source(one: Profile) -> str:
    licences = {source.licence: source.licence_url for source in one.sources}
    named = ", ".join(f"[{name}]({url})" if url else name for name, url in licences.items())
    return f"{profile_source(one).rstrip('.')}. {named}"


def _share(one: Profile) -> None:
    """The whole table as a file, the address that opens the page again, how to cite it, and the printer."""
    here, pinned, build = link(), link(build=one.build_id), store.pinned()

    def made() -> export.Extract:
        with store.as_of(build):
            return profile_table(one, here, pinned=pinned)

    taking.take_table(profile_stem(one), made, key=(one.build_id, one.place.code, here), name="area")
    with st.popover("Link and citation", icon=":material/link:", key="link area"):
        taking.links(here, pinned, shown="page")
        st.markdown("**How to cite it**")
        taking.cite(profile_cited(one, pinned, accessed=export.today()), key="cite area")
    st.html(paper.BUTTON, width="content", unsafe_allow_javascript=True)
    st.caption("Prints on one sheet of A4; Ctrl+P does too.")


def _authorities(place: Place) -> None:
    """The authorities of a region, each with its own page."""
    inside = list(queries.of_region(place.code))
    if inside:
        with st.container(key="screen authorities"):
            st.subheader(f"The {words.count_of(len(inside), 'authority', many='authorities')} of the region")
            links(inside)
