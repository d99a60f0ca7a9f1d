"""Publishing: a published table with its own columns, filtered, shown and taken away whole."""

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from explorer import queries, store, words
from explorer.controls import published_forms, taking
from explorer.controls.frame import page_name
from explorer.controls.pinning import WORD as PIN
from explorer.errors import ExplorerError
from explorer.export.published import (
    MARKS,
    PublishedFile,
    published_cited,
    published_file,
    published_sizes,
    published_source,
)
from explorer.export.published import MOST as MADE_IN_MEMORY
from explorer.export.telling import OF_A_BUILD
from explorer.queries import Filtered, PublishedRows, PublishedTable

MOST = 1_000  # rows on the screen
IS = "is_"  # begins the word of a link that names a column
NONE = (
    "This copy of the app has the figures of the snapshot, and not the tables that they were taken from. "
    "Run `python -m data_pipeline` to fetch the published tables; they are listed here from then on. "
    "Every figure is on the page *Explore*, under the Open Government Licence v3.0."
)


def published_table() -> None:
    """One of the published tables as it was published: chosen, filtered, shown, and taken away."""
    there = {one.id: one for one in queries.published_tables()}
    if not there:
        st.info(NONE, icon=":material/info:")
        return
    table = there[_table(list(there), there)]
    try:
        asked = Filtered(table.id, _only(table.id))
        found = queries.published_rows(asked, most=MOST)
    except ExplorerError as error:
        st.error(str(error))
        st.stop()
    _write_link(asked)
    _show(table, asked, found=found)


def _table(offered: list[str], there: dict[str, PublishedTable]) -> str:
    key, wanted = f"{page_name()} table", st.query_params.get("table", "")
    if key not in st.session_state:
        if wanted and wanted not in there:
            st.warning(f"There is no table '{wanted[:60]}'. Showing {there[offered[0]].title}.")
        st.session_state[key] = wanted if wanted in there else offered[0]
    return str(
        st.selectbox(
            "Published table",
            offered,
            key=key,
            format_func=lambda one: f"{there[one].title} ({words.count_of(there[one].rows, 'row')})",
        )
    )


def _only(table: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns chosen to filter by, each with the values chosen."""
    columns = [one.name for one in queries.published_columns(table)]
    linked = _linked(columns)
    key = f"{page_name()} {table} by"
    if key not in st.session_state:
        st.session_state[key] = list(linked)
    by = st.multiselect("Filter by these columns", columns, key=key, placeholder="Every row")
    only = []
    for column in by:
        values = queries.published_values(table, column)
        if not values:
            st.caption(f"`{column}` has too many values to choose from: filter it on *Ask in SQL*.")
            continue
        own = f"{page_name()} {table} is {column}"
        if own not in st.session_state:
            st.session_state[own] = [one for one in linked.get(column, ()) if one in values]
        picked = st.multiselect(column, values, key=own, placeholder="Every value")
        only += [(column, tuple(picked))] if picked else []
    return tuple(only)


def _linked(columns: list[str]) -> dict[str, tuple[str, ...]]:
    """What the link says of the table's columns; a word for a column that it has not is passed over."""
    said = {word.removeprefix(IS): text for word, text in st.query_params.items() if word.startswith(IS)}
    return {column: tuple(text.split("~")) for column, text in said.items() if column in columns}


def _write_link(asked: Filtered) -> None:
    params = {"table": asked.table, **{f"{IS}{column}": "~".join(values) for column, values in asked.only}}
    if st.query_params.to_dict() != params and f"{page_name()} opened" in st.session_state:
        st.query_params.from_dict(params)
    st.session_state[f"{page_name()} opened"] = True


def _show(table: PublishedTable, asked: Filtered, *, found: PublishedRows) -> None:
    total = words.count_of(found.total, "row")
    st.header(f"{table.title}: {total}", anchor=False)
    st.markdown(table.description)
    if found.total > MOST:
        st.caption(f"The first {words.fmt(MOST)} of {total}; the files hold all of them. {MARKS}")
    else:
        st.caption(MARKS)
    shown = found.rows.dropna(axis="columns", how="all")
    if empty := len(found.rows.columns) - len(shown.columns):
        st.caption(
            f"{words.count_of(empty, 'column')} without any value in these rows: in the files, not here."
        )
    st.dataframe(
        shown, hide_index=True, height=480, placeholder="no value", alt=f"{table.title}, as published"
    )
    published_forms.at_hand(asked)
    published_forms.side_by_side(table, asked)
    here = (st.context.url or "").split("?")[0].split("#")[0]
    params = {"table": asked.table, **{f"{IS}{column}": "~".join(values) for column, values in asked.only}}
    live, pinned = (f"{here}?{urlencode(params | more, safe='~')}" for more in ({}, {PIN: store.build_id()}))
    file = PublishedFile(table, asked, found.total, live, pinned)
    st.caption(_cited(file))
    with st.container(horizontal=True, key=f"{page_name()} files"):
        _files(file, found)
        with st.popover("Link and citation", icon=":material/link:", key=f"{page_name()} link"):
            st.markdown("**Link to this table** (updates when new figures come)")
            st.code(live, language=None, wrap_lines=True)
            st.markdown(f"**{OF_A_BUILD}**")
            st.code(pinned, language=None, wrap_lines=True)
            st.markdown("**How to cite it**")
            taking.cite(published_cited(file), key=f"{page_name()} cite")


def _cited(file: PublishedFile) -> str:
    table = file.table
    return f"{published_source(file)}. [{table.licence}]({table.licence_url}). {table.processing}".strip()


def _files(file: PublishedFile, found: PublishedRows) -> None:
    """A button for each format; those that are made in memory only for what fits there."""
    rows, sizes = taking.kept(
        ("published", store.build_id(), file.asked, file.link),
        lambda: (file.rows, published_sizes(file, found.rows)),
    )
    make = partial(published_file, file)
    said = taking.said(rows, sizes[".csv"])
    taking.download(f"{file.stem}.csv", partial(make, ".csv"), said=said, name=page_name())
    with st.popover("Other formats", icon=":material/folder_zip:", key=f"formats {page_name()}"):
        st.markdown("The same rows, each file with its notes, sources, citation and link.")
        if rows > MADE_IN_MEMORY:
            st.caption(f"JSON holds at most {words.fmt(MADE_IN_MEMORY)} rows of a published table here.")
        if rows > MOST:
            st.caption("A long table packs better than its first rows: the files can be half as large.")
        taking.formats(file.stem, make, rows=rows, sizes=sizes, name=page_name())
