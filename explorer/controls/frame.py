"""Frame: a page's title, its style, and the database that has to be there before it."""

from pathlib import Path

import streamlit as st

from explorer import store
from explorer.controls.pinning import pin
from explorer.errors import ExplorerError
from explorer.question import slug

NAME = "Inclusion Explorer"
STYLE, SCRIPT = (Path(__file__).with_name(name) for name in ("page.css", "page.js"))


def ready() -> None:
    """Makes sure of the database: at the first start after an update it is built, in a few seconds."""
    said = st.empty()

    def say(text: str) -> None:
        said.info(text, icon=":material/hourglass_top:")

    try:
        store.ensure(say)
    except ExplorerError as error:
        said.error(str(error))
        st.stop()
    else:
        said.empty()


def open_page(title: str, lead: str, *, newest: str = "") -> None:
    """The page's title in the window and on the page, and in two lines what it is for.

    `newest`: why it shows the newest build even where its link names an earlier one; '' where it does not
    """
    st.session_state["page"] = slug(title)
    st.set_page_config(page_title=f"{title} · {NAME}", layout="wide")
    st.html(STYLE)
    with st.container(key="script"):
        st.html(f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)
    ready()
    st.title(title, anchor=False)
    with st.container(key="lead"):
        st.markdown(lead)
    pin(newest)


def section(title: str, lead: str = "") -> None:
    """A heading for the views that follow, with a line on what they are."""
    st.space("medium")
    st.header(title, anchor=slug(title))
    if lead:
        st.markdown(lead)


def page_name() -> str:
    """The open page's name as a word for keys."""
    return str(st.session_state.get("page", "page"))
