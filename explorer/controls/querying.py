"""Querying: what was asked of the database, and code that asks the same of the published tables."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import export, queries, store, words
from explorer.queries import Answer, Recipe
from explorer.question import Question, to_params

FIGURE = ["time_period", "place_code", "school_type", "category", "value", "symbol"]
LANGUAGES: dict[str, Callable[..., str]] = {
    "Python": export.python_of,
    "R": export.r_of,
    "curl": export.curl_of,
}
ABOUT = (
    "**SQL** is what this view asked of the database of this app. **Python**, **R** and **curl** read the "
    "same figures from the newest release of the published table."
)
NONE = (
    "No table behind these figures can be found by its name in its publisher's list, so there is no code for "
    "Python, R or curl."
)
AT_AN_ADDRESS = (
    "**Address for programs**, while this app runs: `pandas.read_csv` and Excel's *From web* read the same "
    "rows from it. Write `.json` or `.parquet` for `.csv` where that suits better."
)
WORKED_OUT = (
    "What this app works out from published figures, as shares and totals of several areas, is not in it."
)


@dataclass(frozen=True)
class _Part:
    """One recipe, the title of the figures that it gives, and how it is chosen."""

    recipe: Recipe
    title: str

    @property
    def label(self) -> str:
        return f"{self.recipe.measure}: {self.recipe.table.title}"


def query(answers: tuple[Answer, ...], *, name: str) -> None:
    """The queries behind what is shown, in SQL and for the published tables, each ready to be copied."""
    asked = {one.question: one.title() for one in answers if not one.is_empty}
    found = [(queries.recipes_of(question), title) for question, title in asked.items()]
    parts = list({_Part(recipe, title): None for (recipes, _), title in found for recipe in recipes})
    for address in dict.fromkeys(filter(None, map(_address, answers))):
        st.markdown(AT_AN_ADDRESS)
        st.code(address, language=None, wrap_lines=True)
    st.markdown(ABOUT)
    chosen = _chosen(parts, name=name)
    if chosen:
        _about(chosen.recipe)
    for table in dict.fromkeys(table for (_, without), _ in found for table in without):
        _without(table)
    sql, *others = st.tabs(["SQL", *LANGUAGES], key=f"languages {name}")
    for question in asked:
        _code(sql, queries.sql_of(question))
    for tab, write in zip(others, LANGUAGES.values(), strict=True):
        if chosen:
            _code(tab, write(chosen.recipe, subject=chosen.title))
        else:
            tab.markdown(NONE)


def _address(answer: Answer) -> str:
    """Where a program gets these very rows; '' where they are worked out here, or too many to be sent."""
    asked = answer.question
    known = len(asked.measures) == 1 and asked.measures[0] in {one.id for one in queries.measures()}
    if not known or answer.is_empty or len(answer.rows) > queries.MOST_SENT:
        return ""
    published = queries.ask(asked)
    same = (answer.unit, answer.measure.label) == (published.unit, published.measure.label)
    if not same or not answer.rows[FIGURE].equals(published.rows[FIGURE]):
        return ""
    here = urlsplit(st.context.url or "")
    served = "/".join(filter(None, (here.netloc, str(st.get_option("server.baseUrlPath")).strip("/"))))
    params = to_params(asked, Question(asked.measures))
    params.pop("measure")
    pinned = {"build": store.build_id()} if store.pinned() else {}
    at = f"{here.scheme or 'http'}://{served}/data/{asked.measures[0]}.csv"
    return f"{at}?{urlencode(params | pinned, safe='~*')}"


def _code(tab: DeltaGenerator, text: str) -> None:
    # coloured code is too faint to read for some, and a frame that scrolls is closed to a keyboard
    tab.code(text, language=None, wrap_lines=True)


def _chosen(parts: list[_Part], *, name: str) -> _Part | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    number = st.selectbox(
        "Published table for Python, R and curl",
        range(len(parts)),
        format_func=lambda place: parts[place].label,
        key=f"recipe {name}",
    )
    return parts[number or 0]


def _about(recipe: Recipe) -> None:
    table = recipe.table
    st.caption(
        f"Python, R and curl read [{table.title}]({table.url}), {table.publication_title}. {WORKED_OUT}"
    )
    if table.processing:
        st.caption(f"What this app does to that table before it shows its figures: {table.processing}")


def _without(table: queries.RecipeTable) -> None:
    """Why there is no code for a table, and where to find what it was made from."""
    if table.origins:
        named = words.listed([f"[{title}]({url})" for title, url in table.origins])
        st.caption(f"{table.title} was put together here from {named}. {table.processing}".strip())
    else:
        st.caption(
            f"{table.title}: its publisher's list does not hold it under a name that can be found again. "
            f"It belongs to [{table.publication_title}]({table.url})."
        )
