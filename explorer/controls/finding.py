"""Finding: a box for a few words in any spelling, and what they may mean as buttons that open it."""

import streamlit as st

from explorer import queries
from explorer.controls.frame import page_name
from explorer.question import Question, to_params

SHOWN = 6
EXAMPLES = "suspensions Leeds, Black Caribbean exclusions, EHC plans Cumbria"


def find() -> None:
    """The search box; a hit that is pressed becomes the page's question, and so its link."""
    key = f"{page_name()} find"
    text = st.text_input(
        "Find a measure, a group or an area",
        key=key,
        placeholder=EXAMPLES,
        help="Old names and codes of areas are understood, and spelling need not be exact.",
        icon=":material/search:",
    )
    if not text or not text.strip():
        return
    if absent := queries.not_held(text):
        st.info(f"{absent}: not at hand here. Every measure that is at hand is in the list *Measure*.")
        return
    hits = queries.search(text.strip())
    if not hits:
        st.info(f"Nothing here is called anything like '{text.strip()[:60]}'. Try one word: absence.")
        return
    with st.container(horizontal=True, key=f"{page_name()} hits"):
        for number, hit in enumerate(hits[:SHOWN]):
            st.button(
                hit.label,
                key=f"{page_name()} hit {number}",
                on_click=_open,
                args=(hit.question,),
                icon=":material/arrow_forward:",
            )


def _open(question: Question) -> None:
    # a link that the page did not write itself is read anew, as if somebody had come by it
    st.query_params.from_dict(to_params(question, Question(question.measures)))
