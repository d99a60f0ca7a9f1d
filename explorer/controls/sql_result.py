"""SQL result: the rows of a reader's query, where their figures come from, and the files of them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from explorer import queries, words
from explorer.sandbox import ROWS_SHOWN, Result, files
from explorer.sandbox.result import COLUMNS_SHOWN
from explorer.sandbox.schema import MARKED, Table

WITH_FIGURES = {"figures", "conflicts", "revisions"}
NO_VALUE = "no value"
CALCULATED = "Calculated by this query from published figures; not published in this form."
SHORT_TABLE = 20  # columns
Row = Mapping[str, Any]


def show(result: Result, *, link: str) -> None:
    """The rows, what they are, where they come from, and the files that hold them all."""
    st.header(_counted(result), anchor="result")
    if result.cut:
        st.warning(result.note(), icon=":material/content_cut:")
    if result.rows:
        st.dataframe(
            result.screen(),
            hide_index=True,
            placeholder=NO_VALUE,
            height=min(36 * (result.rows + 1) + 2, 460),
            alt="The rows of the query",
            key="sql rows",
        )
    _screen_note(result)
    sources = _sources(result)
    st.caption(_cited(result, sources))
    if result.rows:
        _downloads(result, _about(result, sources, link=link))
    _share(result, sources, link=link)


def columns(table: Table) -> None:
    """The columns of a table: name, type and what each is."""
    rows = [{"Column": one.name, "Type": one.type, "What it is": one.about} for one in table.columns]
    if len(rows) <= SHORT_TABLE:
        st.table(rows, hide_index=True, alt=f"Columns of {table.name}")
        return
    st.caption(f"{len(rows)} columns. A column that ends in {MARKED} has the mark where there is no number.")
    st.dataframe(rows, hide_index=True, height=420, alt=f"Columns of {table.name}", key="sql columns")


def address(sql: str) -> str:
    """The address that opens the page with this query in its box."""
    here = (st.context.url or "").split("?")[0].split("#")[0]
    return f"{here}?{urlencode({'sql': sql})}"


def _counted(result: Result) -> str:
    total = words.count_of(result.rows, "row")
    if result.rows > ROWS_SHOWN:
        return f"The first {ROWS_SHOWN:,} of {total}"
    return words.capital(total) if result.rows else "The query gives no rows"


def _screen_note(result: Result) -> None:
    notes = []
    if any(column.null_count for column in result.head.table.columns):
        notes.append(f"“{NO_VALUE.capitalize()}” is NULL: nothing was published or calculated. It is not 0.")
    if len(result.columns) > COLUMNS_SHOWN:
        notes.append(f"{COLUMNS_SHOWN} of {len(result.columns):,} columns are shown; the files have all.")
    notes.append("Numbers are shown with four decimals; the files have them in full.")
    if result.rows:
        st.caption(" ".join(notes))


def _sources(result: Result) -> list[Row]:
    """The published tables that figures can come from: those that a column `source` names, if it is there."""
    rows: list[Row] = queries.sources_table().to_dict("records")
    known = {str(row["source"]) for row in rows}
    read = {table.removeprefix("published.") for table in result.tables} & known
    if WITH_FIGURES & set(result.tables):
        named = {str(one) for one in result.values("source") if one is not None}
        all_of_them = {str(row["source"]) for row in rows if row["figures"]}
        read |= named if named and named <= known else all_of_them
    return [row for row in rows if row["source"] in read]


def _cited(result: Result, sources: list[Row]) -> str:
    """In a line which tables were read and whose figures are in them."""
    read = f"Tables read: {', '.join(result.tables)}. " if result.tables else ""
    if not sources:
        return f"{read}Build {result.build_id}."
    publications = dict.fromkeys(str(row["publication_title"]) for row in sources)
    licences = dict.fromkeys(f"[{row['licence']}]({row['licence_url']})" for row in sources)
    publishers = words.listed(dict.fromkeys(str(row["publisher"]) for row in sources))
    return (
        f"{read}Source: {publishers}, {words.count_of(len(sources), 'published table')} of: "
        f"{'; '.join(publications)}. {', '.join(licences)}. {CALCULATED} Build {result.build_id}."
    )


def _about(result: Result, sources: list[Row], *, link: str) -> dict[str, str]:
    """What each file says of itself."""
    titles = [f"{row['publisher']}, {row['publication_title']}: {row['title']}" for row in sources]
    made = datetime.now(UTC).date().isoformat()
    told = {
        "title": "Rows of a query over the database of the Inclusion Explorer",
        "query": result.sql,
        "rows": f"{result.rows:,}. {result.note()} At most {result.given.rows:,} rows are given out.",
        "tables_read": ", ".join(result.tables),
        "sources": "; ".join(titles),
        "licence": "; ".join(dict.fromkeys(f"{row['licence']} {row['licence_url']}" for row in sources)),
        "processing": CALCULATED,
        "build_id": result.build_id,
        "made": made,
        "link": link,
    }
    return {name: text for name, text in told.items() if text}


def _downloads(result: Result, about: dict[str, str]) -> None:
    """A button for each kind of file, made when it is asked for: how many rows, and how large it will be."""
    with st.container(horizontal=True, key="sql files"):
        for kind, (mime, write) in files.FORMATS.items():
            st.download_button(
                f"{kind}: {words.count_of(result.rows, 'row')}, {files.size(result, kind)}",
                data=partial(write, result, about),
                file_name=files.file_name(result, kind),
                mime=mime,
                key=f"sql download {kind}",
                on_click="ignore",
                icon=":material/download:",
            )


def _share(result: Result, sources: list[Row], *, link: str) -> None:
    """The query that gave this result, its link, and how to cite it."""
    with st.popover("Query, link and citation", icon=":material/link:", key="sql share"):
        st.markdown("**The query of this result**")
        st.code(result.sql, language=None, wrap_lines=True)
        st.markdown("**Link that puts it into the box again**")
        if link:
            st.code(link, language=None, wrap_lines=True)
        else:
            st.markdown("The query has more than 4,000 characters and does not fit in a link. Save its text.")
        st.markdown("**How to cite it**")
        st.code(_citation(result, sources, link=link), language=None, wrap_lines=True)


def _citation(result: Result, sources: list[Row], *, link: str) -> str:
    publishers = words.listed(dict.fromkeys(str(row["publisher"]) for row in sources))
    publications = dict.fromkeys(str(row["publication_title"]) for row in sources)
    licences = dict.fromkeys(str(row["licence"]) for row in sources)
    parts = [
        f"Own calculation from {publishers}: {'; '.join(publications)}" if sources else "Own calculation",
        f"Licence: {', '.join(licences)}" if licences else "",
        f"Inclusion Explorer, build {result.build_id}",
        link,
    ]
    return ". ".join(part for part in parts if part)
