"""Asking: what the link says and what was picked made into one question, and back into the link."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import queries
from explorer.controls.frame import page_name
from explorer.controls.pickers import Picker
from explorer.controls.pinning import WORD as PIN
from explorer.errors import ExplorerError
from explorer.queries import Answer
from explorer.question import Question, from_params, to_params

FEW = 3  # areas of the past of which each has its sentence
WIDEST = 3  # shares in a row of pickers


def ask_for(default: Question, *pickers: Picker) -> Question:
    """The question that the page's link and pickers ask; words that mean nothing are told in a sentence.

    A changed picker writes the link, which then says all that the page offers, so that it does not move when
    a default does. A page that was just opened keeps the link it came by, so that Back leads out of it.
    """
    url, kept = st.query_params.to_dict(), _memory()
    arrived = url != kept.get("url")
    asked, said = _read(url, default, pickers=pickers) if arrived else (kept["question"], kept["said"])
    looks: dict[str, str] = {}
    for picker, place in zip(pickers, _places(pickers), strict=True):
        with place:
            asked, look = picker.show(asked, f"{page_name()} {picker.words[0]}")
        looks |= look
    asked, more = queries.check(asked, default)
    for sentence in _shortened((*said, *more), queries.histories(asked.places)):
        st.warning(sentence, icon=":material/info:")
    offered = {word for picker in pickers for word in picker.words}
    params = to_params(asked, default, offered=offered) | looks
    params |= {PIN: url[PIN]} if PIN in url else {}
    if not arrived and params != kept["params"]:
        st.query_params.from_dict(params)
        url, said = params, ()
    kept.update(question=asked, params=params, url=url, said=said)
    return asked


def _shortened(said: tuple[str, ...], histories: tuple[str, ...]) -> list[str]:
    """Each sentence once; of many areas of the past how many they are, as with every authority at once."""
    once = list(dict.fromkeys(said))
    past = [one for one in once if one in histories]
    if len(past) <= FEW:
        return once
    many = f"{len(past)} of these areas are of the past: their figures are of the years in which they were."
    return [*(one for one in once if one not in histories), many]


def _places(pickers: tuple[Picker, ...]) -> list[DeltaGenerator]:
    """Where each picker stands: those with a share side by side, where the first of them stands."""
    places: list[DeltaGenerator] = []
    columns: list[DeltaGenerator] = []
    here = st.container(key="pickers")
    for picker in pickers:
        if picker.across and not columns:
            columns = list(here.columns(_row(pickers[len(places) :]), gap="medium"))
        own = picker.container or here
        places.append(columns.pop(0) if picker.across else own.container())
    return places


def _row(pickers: tuple[Picker, ...]) -> list[int]:
    """The shares of those of the next pickers that fit in one row."""
    shares: list[int] = []
    for picker in pickers:
        if picker.across and sum(shares) + picker.across > WIDEST:
            break
        shares += [picker.across] if picker.across else []
    return shares


def answer(question: Question) -> Answer:
    """The answer to a question; where the figures cannot be read, a sentence instead of the page's rest."""
    try:
        return queries.ask(question)
    except ExplorerError as error:
        st.error(str(error))
        st.stop()


def shares(*questions: Question) -> Answer:
    """Every group's share of the pupils that each question counts; where that fails, a sentence."""
    try:
        return queries.shares(*questions)
    except ExplorerError as error:
        st.error(str(error))
        st.stop()


def shares_or_counts(question: Question) -> Answer:
    """The groups' shares, of too few the counts; where that fails, a sentence."""
    try:
        return queries.shares_or_counts(question)
    except ExplorerError as error:
        st.error(str(error))
        st.stop()


def is_of_shares(answer: Answer) -> bool:
    """Whether the figures are shares, which can be ranked, and not the counts of few."""
    return answer.unit.startswith("%")


def link(anchor: str = "", *, build: str = "") -> str:
    """The address that opens the page as it is now, at this heading; always in this build if one is named."""
    here = (st.context.url or "").split("?")[0].split("#")[0]
    kept = {word: text for word, text in _memory().get("params", {}).items() if word != PIN}
    params = urlencode(kept | ({PIN: build} if build else {}), safe="~*,/")
    return here + (f"?{params}" if params else "") + (f"#{anchor}" if anchor else "")


def _memory() -> dict[str, Any]:
    """What this page was last asked in this session, and by which link."""
    kept: dict[str, Any] = st.session_state.setdefault(f"{page_name()} memory", {})
    return kept


def _read(
    url: Mapping[str, str], default: Question, *, pickers: tuple[Picker, ...]
) -> tuple[Question, tuple[str, ...]]:
    """The question of a link, the pickers put on it, and a sentence for each word that means nothing."""
    asked, said = queries.check(queries.everywhere(from_params(url, default), default), default)
    for picker in pickers:
        state, sentence = picker.read(asked, url)
        said = (*said, sentence) if sentence else said
        key = f"{page_name()} {picker.words[0]}"
        if state is None:
            st.session_state.pop(key, None)
        else:
            st.session_state[key] = state
    return asked, said
