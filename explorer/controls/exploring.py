"""Exploring: what there is of a measure, and what was asked of it as a table, long or wide, and a chart."""

from functools import partial

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from explorer import charts, queries, sentences, words
from explorer.controls import tables
from explorer.controls.frame import page_name
from explorer.controls.picturing import Drawn
from explorer.controls.taking import Taking, share_and_download
from explorer.controls.view import chart, citation, headline, notes
from explorer.queries import Answer
from explorer.question import Question

LEVELS = {"national": "England", "regional": "Regions", "local": "Local authorities"}
HEIGHT, SHORT = 480, 12
FEW = 3  # periods that are named one by one
WHY = "Why there is no figure"
LONG, WIDE = "A row for each figure", "A column for each period"


def at_hand(question: Question) -> None:
    """How many figures there are, by year and kind of area, whatever area and year are chosen."""
    found = queries.matrix(question)
    measure = queries.measure(question.measures[0])
    with st.expander(
        f"What is at hand for this choice: {words.count_of(found.figures, 'figure')} in all areas",
        key=f"{page_name()} at hand",
        icon=":material/grid_on:",
    ):
        if found.rows.empty:
            st.markdown("No figures are at hand for this choice.")
            return
        st.markdown(
            "Figures for each year and kind of area, whichever areas are chosen. 0: none are at hand."
        )
        shown = _turned(found.rows)
        st.dataframe(
            shown, hide_index=True, alt=f"Figures at hand of {measure.label} by year and kind of area"
        )
        st.markdown("Every way in which this measure is broken down:")
        st.dataframe(_ways(measure.id), hide_index=True, alt=f"Breakdowns of {measure.label} at hand")


def explore(answer: Answer) -> None:
    """The rows asked for as a chart and as a table, with all that belongs to them."""
    if answer.is_empty:
        st.info(_nothing(answer), icon=":material/info:")
        return
    sentence = sentences.headline(answer)
    headline(answer, sentence=sentence)
    for absent in answer.absent[:5]:
        st.info(absent, icon=":material/info:")
    drawing, rows = st.tabs(["Chart", "Table"], key=f"tabs {page_name()}")
    with drawing:
        drawn = _chart(answer, sentence=sentence)
    with rows:
        _table(answer)
    notes(answer)
    citation(answer)
    share_and_download(Taking(answer, sentence=sentence, drawn=drawn))


def _nothing(answer: Answer) -> str:
    """That there is no figure; of many periods the first and the last."""
    periods = list(answer.rows["period"].unique())
    said = sentences.headline(answer)
    if len(periods) <= FEW:
        return said
    return said.replace(words.listed(periods), f"any period from {periods[0]} to {periods[-1]}")


def _table(answer: Answer) -> None:
    """The rows, sortable as numbers; a figure that is missing says why in a column of its own."""
    form = LONG
    if len(answer.series()) > 1 and tables.varies(answer.published, "period"):
        form = st.segmented_control(
            "Form of the table", [LONG, WIDE], key=f"{page_name()} form", default=LONG, required=True
        )
    rows = _wide(answer) if form == WIDE else _long(answer)
    st.caption(
        f"{words.count_of(len(rows), 'row')}. Press a column's heading to sort by it; "
        "the magnifier above the table searches in it."
    )
    st.dataframe(
        _printed(rows, answer),
        hide_index=True,
        height=HEIGHT if len(rows) > SHORT else "content",
        placeholder="no figure",
        alt=answer.title(),
    )


def _long(answer: Answer) -> pd.DataFrame:
    """A row for each figure, the newest period first: names, figure, counts, and why there is none."""
    rows = answer.rows.sort_values("period_position", ascending=False, kind="stable")
    varied = {heading: rows[column] for column, heading in _names(answer).items()}
    shown = pd.DataFrame({**varied, _heading(answer): rows["shown"]})
    counted = {"numerator": answer.measure.numerator_label, "denominator": answer.measure.denominator_label}
    for column, label in counted.items():
        if rows[column].notna().any():
            shown[words.capital(label or column)] = rows[column]
    if rows["shown"].isna().any():
        shown[WHY] = rows["symbol_meaning"].fillna("")
    return shown


def _wide(answer: Answer) -> pd.DataFrame:
    """A row for each series and a column for each period, the newest first."""
    names = {column: heading for column, heading in _names(answer).items() if column != "period"}
    newest = answer.rows.sort_values("period_position", ascending=False)["period"].drop_duplicates()
    turned = answer.rows.pivot_table(
        "shown", index=list(names), columns="period", aggfunc="first", dropna=False
    )
    order = pd.MultiIndex.from_frame(answer.rows[list(names)].drop_duplicates())
    turned = turned.reindex(order if len(names) > 1 else order.get_level_values(0))[list(newest)]
    return turned.reset_index().rename(columns=names)


def _names(answer: Answer) -> dict[str, str]:
    """The columns that tell the rows apart, with their headings; the period where nothing else does."""
    headings = {"period": "Period", **tables.PARTS, "category_label": answer.breakdown.label}
    varied = {c: h for c, h in headings.items() if tables.varies(answer.rows, c)}
    return varied or {"period": "Period"}


def _heading(answer: Answer) -> str:
    return f"{answer.measure.short_label}, {answer.unit}"


def _printed(rows: pd.DataFrame, answer: Answer) -> Styler:
    """The rows with their figures as the app prints them; they still sort as numbers."""
    numbers = rows.select_dtypes("number").columns
    decimals = {name: 0 if name in _counts(answer) else answer.decimals for name in numbers}
    printed = {name: partial(words.fmt, decimals=places) for name, places in decimals.items()}
    return rows.style.format(printed)


def _counts(answer: Answer) -> set[str]:
    labels = (
        answer.measure.numerator_label or "numerator",
        answer.measure.denominator_label or "denominator",
    )
    return {words.capital(label) for label in labels}


def _chart(answer: Answer, *, sentence: str) -> Drawn | None:
    """The chart that suits the rows; a sentence, and None, where none would be read."""
    lines = answer.series()
    one_period = not tables.varies(answer.published, "period")
    if one_period and answer.breakdown.id != "total" and len(answer.places) == len(answer.school_types) == 1:
        return chart(charts.dots(answer), answer, sentence=sentence)
    if one_period and len(lines) > 1:
        st.info("One period of several areas or schools is in the table; the map shows every area.")
    elif len(lines) > charts.MOST_PLOTS:
        st.info(
            f"{len(lines)} series are too many to tell apart in a chart: choose at most {charts.MOST_PLOTS}. "
            "The table and the files hold all of them."
        )
    else:
        return chart(charts.lines(answer), answer, sentence=sentence)
    return None


def _turned(rows: pd.DataFrame) -> pd.DataFrame:
    """Kinds of area down, years across, the newest first."""
    counted = rows.set_index("period")[[*LEVELS, "hidden"]].iloc[::-1].T
    counted.index = pd.Index([*LEVELS.values(), "Published as a mark"], name="Kind of area")
    return counted.reset_index()


def _ways(measure: str) -> pd.DataFrame:
    rows = queries.shapes_of(measure)
    return pd.DataFrame(
        {
            "Broken down by": [queries.breakdown_of(by).label for by in rows["breakdown"]],
            "Schools": [queries.school_type_of(kind).label for kind in rows["school_type"]],
            "Part of the year": rows["time_identifier"],
            "Areas": rows["areas"],
            "Figures": rows["figures"],
            "From": rows["first"],
            "To": rows["last"],
        }
    )
