"""Tiles: the newest figure of a series with its change and its shape, and how fresh every series is."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from explorer import charts, queries, words
from explorer.controls.asking import answer
from explorer.controls.view import chart
from explorer.queries import Change, Fresh
from explorer.question import ENGLAND, Question

IN_A_ROW = 3


@dataclass(frozen=True)
class Tile:
    """One figure: its measure, the page that it leads to, its school type, another to stand beside."""

    measure: str
    page: str
    school_type: str = "Total"
    beside: str = ""


def tiles(*wanted: Tile) -> None:
    """The newest national figures, three in a row."""
    rows = [wanted[start : start + IN_A_ROW] for start in range(0, len(wanted), IN_A_ROW)]
    places = [column for _ in rows for column in st.columns(IN_A_ROW, gap="medium")]
    for one, place in zip(wanted, places, strict=False):
        with place:
            _draw(one)


def freshness() -> None:
    """How far the series go and where they were published; those of one release and period in one row."""
    newest: dict[str, Fresh] = {}
    for one in queries.freshness():
        newest.setdefault(one.measure, one)
    together: dict[tuple[str, str], list[str]] = {}
    for one in newest.values():
        together.setdefault((one.period, _published(one)), []).append(words.small(one.label))
    rows = [
        {"Series": words.capital("; ".join(series)), "Newest figures": period, "Published in": published}
        for (period, published), series in together.items()
    ]
    st.table(pd.DataFrame(rows), hide_index=True)


def _draw(one: Tile) -> None:
    """Year, change and shape of one figure; nothing where there is none."""
    change = queries.latest_change(one.measure, school_type=one.school_type)
    if change is None:
        return
    asked = answer(Question((one.measure,), (ENGLAND,), (one.school_type,)))
    name = f"tile {one.measure} {one.school_type}"
    with st.container(border=True, height="stretch", key=name):
        # the metric's own label is cut off where it is long
        st.markdown(f"**{asked.label}**")
        st.metric(
            asked.label,
            _value(change),
            delta=_delta(change),
            delta_color="off",
            delta_arrow="off",
            label_visibility="collapsed",
        )
        schools = asked.school_types[0].sentence_label or asked.school_types[0].label
        unit = change.unit.removeprefix("%").strip()
        st.caption(f"{unit} in {schools}, {change.period}.{_beside(one, change)}")
        chart(charts.sparkline(asked), asked, name=name)
        st.page_link(one.page, icon=":material/arrow_forward:")


def _value(change: Change) -> str:
    return words.fmt(change.shown, change.decimals) + ("%" if change.unit.startswith("%") else "")


def _delta(change: Change) -> str | None:
    """The change on the period before; None where there is nothing to compare with."""
    if change.change is None:
        return None
    return f"{words.signed(change.change, change.decimals)} since {change.before_period}"


def _beside(one: Tile, change: Change) -> str:
    """The other school type's figure for the same period, in a sentence."""
    if not one.beside:
        return ""
    other = answer(Question((one.measure,), school_types=(one.beside,)))
    same = other.published[other.published["period"] == change.period].to_dict("records")
    schools = words.capital(other.school_types[0].sentence_label or other.school_types[0].label)
    return "".join(f" {schools}: **{charts.with_unit(other, row)}**." for row in same)


def _published(one: Fresh) -> str:
    when = f"published {words.long_date(one.published)}" if one.published else ""
    return ", ".join(part for part in (one.publication_title, one.release, when) if part)
