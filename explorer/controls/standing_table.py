"""Standing table: every area of a funnel as a table that sorts, with who is left out."""

from typing import Any

import streamlit as st

from explorer import words
from explorer.export.funnel import rows_of
from explorer.queries import Standing

HEIGHT = 420
RANKS = "Ranks run from 1 for the lowest rate; from one rank to the other are those that chance leaves open."


def table(told: Standing, *, name: str = "main") -> None:
    """The areas, to be sorted by any column."""
    rows, measure = rows_of(told), told.measure
    figures = f"%,.{told.answer.decimals}f"
    headings: dict[str, Any] = {
        "place": st.column_config.TextColumn("Area", pinned=True),
        "people": st.column_config.NumberColumn(words.capital(measure.denominator_short), format="%,d"),
        "events": st.column_config.NumberColumn(measure.short_label, format="%,d"),
        "value": st.column_config.NumberColumn(words.capital(measure.display_unit), format=figures),
        "position": st.column_config.TextColumn("Position", width="large"),
        "rank_from": st.column_config.NumberColumn("Rank from"),
        "rank_to": st.column_config.NumberColumn("Rank to"),
    }
    st.dataframe(
        rows,
        hide_index=True,
        column_config=headings,
        column_order=list(headings),
        height=HEIGHT,
        key=f"areas {name}",
        placeholder=words.NOT_AT_HAND,
        alt=told.answer.title(),
    )
    st.caption(RANKS)
