"""SQL result: the rows of a reader's query, where their figures come from, and the files of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from explorer import export, queries, words
from explorer.controls.pinning import WORD as PIN
from explorer.controls.taking import cite
from explorer.export.telling import OF_A_BUILD, UNRECORDED
from explorer.sandbox import ROWS_SHOWN, Result, files
from explorer.sandbox.result import COLUMNS_SHOWN
from explorer.sandbox.schema import MARKED, Table

WITH_FIGURES = {"figures", "conflicts", "revisions"}
NO_VALUE = "no value"
CALCULATED = "Calculated by this query from published figures; not published in this form."
CAUTION = (
    "The query decides what is counted: the notes, breaks and symbols of the figures are in the tables "
    "`caveats`, `breaks` and `symbols`, and in the columns of each row. A value that is not there is no zero."
)
SHORT_TABLE = 20  # columns
NAMED = 8  # columns that a sentence names
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
    """What each file says of itself; the hash is added when it is made."""
    titles = [f"{row['publisher']}, {row['publication_title']}: {row['title']}" for row in sources]
    work = _work(result, sources, link=_pinned(link, result))
    told = {
        "title": work.title,
        "sentence": f"{words.count_of(result.rows, 'row')} of {', '.join(result.columns[:NAMED])}"
        + (f" and {len(result.columns) - NAMED} more columns" if len(result.columns) > NAMED else "")
        + f". {CALCULATED}",
        "filters": f"Those of the query: {' '.join(result.sql.split())}",
        "query": result.sql,
        "rows": f"{result.rows:,}. {result.note()} At most {result.given.rows:,} rows are given out.",
        "tables_read": ", ".join(result.tables),
        "sources": "; ".join(titles),
        "published": _newest(sources, "published"),
        "retrieved": _newest(sources, "retrieved"),
        "licence": "; ".join(dict.fromkeys(f"{row['licence']} {row['licence_url']}" for row in sources)),
        "processing": CALCULATED,
        "caveats": CAUTION,
        "citation_short": export.short_citation(queries.releases_of(str(row["source"]) for row in sources)),
        "citation": work.text,
        "build_id": result.build_id,
        "made": export.today().isoformat(),
        "link": link,
        "pinned_link": _pinned(link, result),
    }
    return {name: text for name, text in told.items() if text}


def _newest(sources: list[Row], day: str) -> str:
    """The newest of these days, as far as they are at hand."""
    return max((row[day] for row in sources if isinstance(row[day], str)), default="") or UNRECORDED


def _downloads(result: Result, about: dict[str, str]) -> None:
    """A button for each kind of file, made when it is asked for: how many rows, and how large it will be."""
    with st.container(horizontal=True, key="sql files"):
        for kind, (mime, write) in files.FORMATS.items():
            st.download_button(
                f"{kind}: {words.count_of(result.rows, 'row')}, {files.size(result, kind)}",
                data=partial(_file, write, result, about=about),
                file_name=files.file_name(result, kind),
                mime=mime,
                key=f"sql download {kind}",
                on_click="ignore",
                icon=":material/download:",
            )


def _file(write: Callable[[Result, Mapping[str, str]], bytes], result: Result, *, about: Row) -> bytes:
    """The rows as a file, with the hash of them, which takes a reading of all rows."""
    told = {**about, "sha256": files.digest(result), "how_to_hash": files.HOW_TO_HASH}
    return write(result, told)


def _share(result: Result, sources: list[Row], *, link: str) -> None:
    """The query that gave this result, its link, and how to cite it."""
    with st.popover("Query, link and citation", icon=":material/link:", key="sql share"):
        st.markdown("**The query of this result**")
        st.code(result.sql, language=None, wrap_lines=True)
        st.markdown("**Link that puts it into the box again**")
        if link:
            st.code(link, language=None, wrap_lines=True)
            st.markdown(f"**{OF_A_BUILD}**")
            st.code(_pinned(link, result), language=None, wrap_lines=True)
        else:
            st.markdown("The query has more than 4,000 characters and does not fit in a link. Save its text.")
        st.markdown("**How to cite it**")
        cite(_work(result, sources, link=_pinned(link, result)), key="sql cite")


def _pinned(link: str, result: Result) -> str:
    """The link with the build that the rows were read from."""
    return f"{link}&{urlencode({PIN: result.build_id})}" if link else ""


def _work(result: Result, sources: list[Row], *, link: str) -> export.Work:
    """The result as a work to cite."""
    read = f" over {', '.join(result.tables)}" if result.tables else ""
    releases = queries.releases_of(str(row["source"]) for row in sources)
    title = f"Rows of a query{read} in the database of the Inclusion Explorer"
    text = _citation(result, sources, link=link)
    work = export.tables_work(releases, title, build_id=result.build_id, link=link, text=text)
    return replace(work, accessed=export.today())


def _citation(result: Result, sources: list[Row], *, link: str) -> str:
    publishers = words.listed(dict.fromkeys(str(row["publisher"]) for row in sources))
    publications = dict.fromkeys(str(row["publication_title"]) for row in sources)
    licences = dict.fromkeys(str(row["licence"]) for row in sources)
    parts = [
        f"Own calculation from {publishers}: {'; '.join(publications)}" if sources else "Own calculation",
        f"Licence: {', '.join(licences)}" if licences else "",
        f"Inclusion Explorer, build {result.build_id}",
        f"{link} (accessed {words.long_date(export.today().isoformat())})" if link else "",
    ]
    return ". ".join(part for part in parts if part)
