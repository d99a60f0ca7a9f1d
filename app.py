"""App: the contents page, which screens there are and in what order, and the server that serves them."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

PAGES = (
    ("start.py", "Start here"),
    ("exclusions.py", "Exclusions"),
    ("exclusions_by_ethnicity.py", "Exclusions by ethnicity"),
    ("alternative_provision.py", "Alternative provision"),
    ("attainment_gap.py", "The attainment gap"),
    ("absence.py", "Absence"),
    ("about.py", "About the data"),
)

# Without this the folder pages/ is served by itself, unordered and under other addresses, to whoever comes
# to a fresh server before any session has run st.navigation below.
PagesManager.uses_pages_directory = False


def show() -> None:
    """One run for one reader: the list of pages, and the page that the address names."""
    pages = [st.Page(f"pages/{file}", title=title, default=file == "start.py") for file, title in PAGES]
    st.navigation(pages, position="sidebar", expanded=True).run()


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Before the first reader comes: everything imported, and kept out of every later garbage collection."""
    importlib.import_module("explorer.controls")
    gc.collect()
    gc.freeze()
    yield


if __name__ == "__main__":
    show()
else:
    # `streamlit run app.py` looks for this assignment and serves it; routes and middleware are mounted here.
    app = st.App(__file__, lifespan=warm)
