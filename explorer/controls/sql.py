"""SQL: a box for a reader's own query, the tables that it can name, and its run from start to end."""

from typing import Any

import streamlit as st

from explorer import sandbox, settings, words
from explorer.controls import sql_result
from explorer.errors import ExplorerError
from explorer.sandbox import schema

PARAMETER = "sql"
TEXT = "sql text"
LONGEST_LINK = 4_000  # characters of a query that an address can be trusted to carry
SOON_SECONDS, LOOK_SECONDS = 0.4, 0.1
OFF = (
    "Queries in SQL are switched off in this copy of the app. They can be run in a copy on your own machine, "
    "or here once whoever runs it sets INCLUSION_SQL=on."
)
ARRIVED = "This query came with the link and has not been run. Read it, then press Run."


def ask_in_sql() -> None:
    """A box for one SELECT with examples and a list of tables, and its result; a sentence where it is off."""
    if not settings.allowed("sql"):
        st.info(OFF, icon=":material/lock:")
        return
    sandbox.warm()
    kept = _memory()
    _arrive(kept)
    _examples()
    _tables()
    with st.form("sql form", border=False):
        st.text_area("Your query: one SELECT", key=TEXT, height=280, max_chars=sandbox.LONGEST_SQL)
        st.form_submit_button(
            "Run", key="sql run", icon=":material/play_arrow:", on_click=_start, args=[kept]
        )
    st.caption(_limits())
    if kept["arrived"]:
        st.info(ARRIVED, icon=":material/link:")
    _outcome(kept)


def _memory() -> dict[str, Any]:
    """What this session's query was, and what became of it."""
    kept: dict[str, Any] = st.session_state.setdefault(
        "sql memory", {"url": "", "text": "", "arrived": False, "run": None, "said": ""}
    )
    return kept


def _arrive(kept: dict[str, Any]) -> None:
    """Puts the query of a new link into the box; it is the reader who runs it."""
    url = st.query_params.get(PARAMETER, "")
    if url and url != kept["url"]:
        _drop(kept)
        kept.update(text=url, arrived=True)
        st.session_state[TEXT] = url[: sandbox.LONGEST_SQL]
    kept["url"] = url
    if TEXT not in st.session_state:
        st.session_state[TEXT] = kept["text"] or _titled(schema.examples()[0])


def _examples() -> None:
    st.selectbox(
        "Start from an example",
        [one.title for one in schema.examples()],
        index=None,
        key="sql example",
        placeholder="Choose one to put it into the box",
        on_change=_take_example,
    )


def _take_example() -> None:
    """Puts the example into the box, under its title; the list is then ready for the next one."""
    chosen = st.session_state["sql example"]
    for example in (one for one in schema.examples() if one.title == chosen):
        st.session_state[TEXT] = _titled(example)
    st.session_state["sql example"] = None


def _titled(example: schema.Example) -> str:
    return f"-- {example.title}\n{example.sql}"


def _limits() -> str:
    given = sandbox.limits()
    return (
        "A query reads, and changes nothing. It ends after "
        f"{words.count_of(given.seconds, 'second')} or at {given.memory_mb:,} MB of memory. The screen shows "
        f"the first {sandbox.ROWS_SHOWN:,} rows, and files have up to {given.rows:,}. The SQL is "
        "[DuckDB's](https://duckdb.org/docs/current/sql/introduction)."
    )


def _start(kept: dict[str, Any]) -> None:
    """Runs what is in the box, in place of what this session ran before."""
    text = st.session_state[TEXT] or ""
    _drop(kept)
    kept.update(text=text, arrived=False, said="")
    kept["url"] = text if len(text) <= LONGEST_LINK else ""
    if kept["url"]:
        st.query_params[PARAMETER] = text
    else:
        st.query_params.pop(PARAMETER, None)
    try:
        kept["run"] = sandbox.start(text)
    except ExplorerError as error:
        kept["said"] = str(error)


def _drop(kept: dict[str, Any]) -> None:
    """Ends the query before, so that it does not hold a place; its result goes."""
    if kept["run"] and kept["run"].running:
        kept["run"].stop()
        kept["run"].wait(1)
    kept.update(run=None, said="")


def _tables() -> None:
    """Every table with its columns, one table at a time."""
    with st.expander("Tables and columns", icon=":material/table:", key="sql tables"):
        tables = {one.name: one for one in schema.tables()}
        chosen = st.selectbox(
            "Table",
            list(tables),
            format_func=lambda name: f"{name}: {words.count_of(tables[name].rows, 'row')}",
            key="sql table",
        )
        st.markdown(tables[chosen].about)
        sql_result.columns(tables[chosen])


def _outcome(kept: dict[str, Any]) -> None:
    """What became of the query: why it was not run, how far it is, or what it gave."""
    run: sandbox.Run | None = kept["run"]
    place = st.empty()
    if run and not run.wait(SOON_SECONDS):
        place.empty()
        run.wait(
            LOOK_SECONDS
        )  # until this is sent: else the browser keeps the result before, below the clock
        with place.container():
            _wait(run)
    with place.container():
        if kept["said"]:
            st.warning(kept["said"], icon=":material/hourglass_top:")
        if run:
            _ended(run, link=sql_result.address(kept["url"]) if kept["url"] else "")


def _ended(run: sandbox.Run, *, link: str) -> None:
    """The result, or the problem with its place in the query."""
    if run.result:
        sql_result.show(run.result, link=link)
    if run.problem:
        st.error(run.problem.sentence, icon=":material/error:")
        if run.problem.excerpt:
            st.code(run.problem.excerpt, language=None)


def _wait(run: sandbox.Run) -> None:
    """Says how long it has been running, with a button that ends it, until it ends."""
    with st.container(horizontal=True, vertical_alignment="center", key="sql running"):
        st.button("Stop the query", key="sql stop", icon=":material/stop:", on_click=run.stop)
        clock = st.empty()
    # each line written is also where Streamlit looks whether the button was pressed
    while not run.wait(2 * LOOK_SECONDS):
        clock.markdown(f"Running for {words.count_of(int(run.seconds), 'second')}.")
