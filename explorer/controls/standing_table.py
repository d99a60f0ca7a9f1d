"""Standing table: every area of a funnel as a table that sorts and as a file, with who is left out."""

from typing import Any

import pandas as pd
import streamlit as st

from explorer import export, queries, sentences, words
from explorer.queries import Place, Standing

HEIGHT = 420
COLUMNS = (
    "place_code", "place", "people", "events", "value", "position", "rank_from", "rank_to",
    "low_95", "high_95",
)  # fmt: skip
TINY, HIDDEN = "left out: next to no pupils", "left out: no counts at hand"
RANKS = "Ranks run from 1 for the lowest rate; from one rank to the other are those that chance leaves open."


def rows_of(told: Standing) -> pd.DataFrame:
    """Every area of the period, the highest rate first, then those left out.

    Shape    COLUMNS; value and limits in the unit shown
    Missing  not-a-number, and `position` says why an area is left out or has no ranks
    """
    stood = [
        (
            one.place.code,
            one.place.name,
            one.people,
            one.events,
            one.shown,
            words.capital(sentences.band(told, one.place.code)),
            one.ranks.first if one.ranks else None,
            one.ranks.last if one.ranks else None,
            *one.limits,
        )
        for one in queries.stood(told)
    ]
    out = [_left_out(told, place, why=TINY) for place in told.tiny]
    out += [_left_out(told, place, why=HIDDEN) for place in told.hidden]
    return pd.DataFrame([*stood, *out], columns=list(COLUMNS))


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


def csv_bytes(told: Standing, link: str) -> bytes:
    """The table as a file, each row with its source, release, licence, citation, link and limits."""
    answer, asked = told.answer, told.answer.question
    sources = answer.sources
    about: dict[str, object] = {
        "measure": told.measure.id,
        "measure_label": told.measure.label,
        "unit": told.measure.display_unit,
        "events_label": told.measure.numerator_label,
        "people_label": told.measure.denominator_label,
        "period": answer.last,
        "school_type": asked.school_types[0],
        "limits": told.funnel.adjustment,
        "source": " ".join(dict.fromkeys(one.id for one in sources)),
        "release": words.listed(dict.fromkeys(one.release for one in sources if one.release)),
        "licence": words.listed(dict.fromkeys(one.licence for one in sources)),
        "citation": export.citation(answer),
        "link": link,
        "build_id": answer.build_id,
    }
    return export.rows_csv(COLUMNS, rows_of(told).itertuples(index=False), about=about)


def _left_out(told: Standing, place: Place, *, why: str) -> tuple[object, ...]:
    """An area that is no dot, with what was published of it."""
    rows = told.answer.rows
    row = rows[rows["place_code"] == place.code].iloc[0]
    meaning = row["symbol_meaning"]
    because = f" ({meaning})" if isinstance(meaning, str) and meaning != words.NOT_AT_HAND else ""
    shown = (row["denominator"], row["numerator"], row["shown"], words.capital(why + because))
    return (place.code, place.name, *shown, None, None, None, None)
