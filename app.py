"""App: the contents page, which screens there are and in what order, and the server that serves them."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

from explorer import addresses, settings

PAGES = (
    ("start.py", "Start here"),
    ("area.py", "Area profile"),
    ("exclusions.py", "Exclusions"),
    ("exclusions_by_ethnicity.py", "Exclusions by ethnicity"),
    ("disparities.py", "Differences between groups"),
    ("alternative_provision.py", "Alternative provision"),
    ("attainment_gap.py", "The attainment gap"),
    ("absence.py", "Absence"),
    ("map.py", "Map of areas"),
    ("send.py", "SEND in schools"),
    ("lost_learning.py", "Lost learning"),
    ("funnel.py", "How areas vary"),
    ("compare_areas.py", "Compare areas"),
    ("sql.py", "Ask in SQL"),
    ("explore.py", "Explore"),
    ("tables.py", "Published tables"),
    ("update.py", "Update the figures"),
    ("about.py", "About the data"),
)
OWN_MACHINE = ("update.py",)  # off the list where the app is hosted; opened by a link it says so

# Without this the folder pages/ is served by itself, unordered and under other addresses, to whoever comes
# to a fresh server before any session has run st.navigation below.
PagesManager.uses_pages_directory = False


def show() -> None:
    """One run for one reader: the list of pages, and the page that the address names."""
    st.navigation([_page(*one) for one in PAGES], position="sidebar", expanded=True).run()


def _page(file: str, title: str) -> StreamlitPage:
    switched_off = file == "sql.py" and not settings.allowed("sql")
    hidden = switched_off or (settings.hosted() and file in OWN_MACHINE)
    visibility: Literal["visible", "hidden"] = "hidden" if hidden else "visible"
    return st.Page(f"pages/{file}", title=title, default=file == "start.py", visibility=visibility)


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
    # `streamlit run app.py` looks for this assignment and serves it, and the addresses for programs with it.
    app = st.App(__file__, lifespan=warm, routes=addresses.routes(st.get_option("server.baseUrlPath")))
