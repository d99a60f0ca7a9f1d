"""Published forms: what a published table has by year, and one of its columns with the years side by side."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib import streamlit_plotly_theme

from explorer import charts, queries, words
from explorer.controls.frame import page_name
from explorer.controls.pickers import keep, settle
from explorer.controls.view import SERIES
from explorer.queries import Filtered, PublishedTable

MOST_FIGURES, MOST_LINES, SHORT = 50_000, 6, 12
PLAIN = "None"
NOT_TOLD_APART = (
    f"These rows are more than {words.fmt(MOST_FIGURES)}, or their texts do not tell them apart in a year. "
    "Filter them by a column first."
)


def at_hand(asked: Filtered) -> None:
    """How many rows there are by year and kind of area, of what is asked for."""
    counted = queries.published_counted(asked)
    if counted.empty:
        return
    with st.expander(
        "What is in these rows, by year", key=f"{page_name()} by year", icon=":material/grid_on:"
    ):
        st.dataframe(counted, hide_index=True, alt="Rows by year and kind of area")


def side_by_side(table: PublishedTable, asked: Filtered) -> None:
    """One column of numbers with its years side by side, and some of its rows as lines."""
    there = {one.name for one in queries.published_columns(table.id)}
    numbers = [one.name for one in queries.published_columns(table.id) if one.is_number]
    if "time_period" not in there or not numbers:
        return
    key = f"{page_name()} {table.id} wide"
    settle(key, [PLAIN, *numbers], wanted=PLAIN)
    column = st.selectbox("Column with its years side by side", [PLAIN, *numbers], key=key)
    if column == PLAIN:
        return
    wide = queries.published_wide(asked, str(column), most=MOST_FIGURES)
    if wide.empty:
        st.info(NOT_TOLD_APART, icon=":material/info:")
        return
    st.dataframe(
        wide,
        hide_index=True,
        height=480 if len(wide) > SHORT else "content",
        placeholder="no number",
        alt=f"{column} of {table.title}, by year",
    )
    st.caption(
        f"Where there is no number, its mark, if there is one, is in the rows above, in `{column}__symbol`."
    )
    _lines(table, wide, column=str(column))


def _lines(table: PublishedTable, wide: pd.DataFrame, *, column: str) -> None:
    known = {one.name for one in queries.published_columns(table.id)}
    names = [name for name in wide.columns if name in known]
    years = [name for name in reversed(wide.columns) if name not in known]
    labels = [", ".join(filter(None, map(str, row))) for row in wide[names].itertuples(index=False)]
    places = dict(zip(labels, range(len(labels)), strict=True))
    key = f"{page_name()} {table.id} lines"
    keep(key, list(places), wanted=labels[:1], most=MOST_LINES)
    picked = st.multiselect(
        f"Rows in the chart, at most {MOST_LINES}", list(places), key=key, max_selections=MOST_LINES
    )
    if not picked:
        return
    rows = {one: _numbers(wide.loc[places[one], years]) for one in picked}
    drawn = charts.over_years(rows, years=[str(year) for year in years], title=column)
    told = f"Line chart of {column} of {table.title}, {years[0]} to {years[-1]}: {words.listed(picked)}."
    painted = charts.painted(drawn, series=SERIES, text=streamlit_plotly_theme.GRAY_90)
    st.plotly_chart(painted, key=f"chart {key}", config=charts.CONFIG, alt=told)


def _numbers(row: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in row.tolist()]
