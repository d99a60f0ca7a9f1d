"""Changed: what later releases changed, beside a view's notes and on the page about the data."""

from collections.abc import Hashable, Mapping
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from explorer import export, queries, store, words
from explorer.queries import Answer, Changes

SAID = 3  # changed figures that a sentence names
LISTED = 20  # changes that the page about the data lists
MOST_DECIMALS = 9
NO_NUMBER = "no number"
EVERY = ""
CSV = (
    *("measure", "measure_label", "time_period", "time_identifier", "period", "place_code", "place"),
    *("school_type", "breakdown", "category", "change", "old_value", "new_value", "published_unit"),
    *("old_build", "new_build"),
)
PARTS = ("measure_label", "place", "school_type_label")
Row = Mapping[Hashable, Any]


def revised(answer: Answer, *, name: str = "main") -> None:
    """Which of the figures shown an earlier release had otherwise: some in a sentence, more in a table."""
    rows = queries.revised(answer)
    if rows.empty:
        return
    # the newest first, as in the tables; two changes of one figure stay in their order
    rows = rows.sort_values("time_period", ascending=False, kind="stable")
    figures = [those.to_dict("records") for _, those in rows.groupby(queries.FIGURE_KEY, sort=False)]
    several = {column: bool(rows[column].drop_duplicates().size > 1) for column in PARTS}
    said = [f"{_which(one[-1], several)}: {_values(one)}" for one in figures]
    count = f"{words.fmt(len(said))} of these figures {'was' if len(said) == 1 else 'were'}"
    with st.container(key=f"notes revised {name}"):
        st.markdown(f"**{count} changed by a later release**: {'; '.join(said[:SAID])}.")
        if len(said) <= SAID:
            return
        shown = {
            "Figure": [_which(one[-1], several) for one in figures],
            "Before": [", then ".join(_olds(one)) for one in figures],
            "Now": [_now(one) for one in figures],
        }
        with st.expander(f"All {words.fmt(len(said))} changed figures", key=f"revised {name}"):
            _table(pd.DataFrame(shown), name=f"revised {name}")


def changes() -> None:
    """What each new build changed, added and withdrew, by measure, and the largest changes one by one."""
    counted = queries.changes_counted()
    if not counted:
        st.markdown(
            "Since this copy was first built, no new release has changed, added or withdrawn a figure."
        )
        return
    for number, (_, builds) in enumerate(groupby(counted, key=lambda one: one.step)):
        mine = list(builds)
        old, new = mine[0].old_build, mine[0].new_build
        place = st.container() if number == 0 else st.expander(f"Build {new}, in place of {old}")
        with place:
            st.markdown(f"Build `{new}`, in place of `{old}`: {_counted(mine)}.")
            _table(_by_measure(mine), name=f"changes {number}")
    _list(counted)


def changes_file(rows: pd.DataFrame) -> bytes:
    """Changes as CSV, unrounded as published, each with both builds.

    Shape    CSV, then licence and build
    Missing  an empty value: the figure had no number, or was not there, on that side
    """
    lines = (tuple(row) for row in rows[list(CSV)].itertuples(index=False))
    about = {"licence": "Open Government Licence v3.0", "build_id": store.build_id()}
    file: bytes = export.rows_csv(CSV, lines, about=about)
    return file


def _list(counted: tuple[Changes, ...]) -> None:
    """The changes of a measure and place, the largest first, and all of them as a file."""
    labels = {one.measure: one.label for one in counted}
    left, right = st.columns(2, gap="medium")
    measure = left.selectbox(
        "Measure",
        [*labels, EVERY],
        format_func=lambda one: labels.get(one, "Every measure"),
        key="changes of",
    )
    there = queries.changed_places(measure)
    if st.session_state.get("changes where", EVERY) not in there:
        st.session_state["changes where"] = EVERY
    place = right.selectbox(
        "Place", [EVERY, *there], format_func=lambda one: there.get(one, "Every place"), key="changes where"
    )
    rows = queries.changes(measure, place)
    added = rows[rows["change"] == "added"]
    if len(added):
        periods = added.groupby("period", sort=False).size()
        said = [f"{words.fmt(count)} for {period}" for period, count in periods.items()]
        st.markdown(f"Added: {words.listed(said)}.")
    moved = rows[rows["change"] != "added"]
    _largest(moved, several=measure == EVERY)
    st.download_button(
        "Download these changes (CSV)",
        data=lambda: changes_file(rows),
        file_name="changed-figures.csv",
        mime="text/csv",
        key="download changes",
        on_click="ignore",
        icon=":material/download:",
    )


def _largest(moved: pd.DataFrame, *, several: bool) -> None:
    if moved.empty:
        st.markdown("No figure of this choice was changed or withdrawn.")
        return
    records = moved.head(LISTED).to_dict("records")
    parts = {"measure_label": several, "place": True, "school_type_label": True}
    shown = {
        "Figure": [_which(one, parts, with_unit=several) for one in records],
        "Before": [_olds([one])[0] for one in records],
        "Now": ["withdrawn" if one["change"] == "withdrawn" else _now([one]) for one in records],
    }
    unit = "" if several else f" Figures are {moved['unit'].iloc[0]}."
    count = words.count_of(len(moved), "changed figure")
    if len(moved) > LISTED:
        count = f"The first {LISTED} of {count}, the newest build first; the file has all of them"
    st.caption(f"{count}. The largest change of a build stands first.{unit}")
    _table(pd.DataFrame(shown), name="changes largest")


def _by_measure(counted: list[Changes]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Measure": [one.label for one in counted],
            "Changed": [words.fmt(one.changed) for one in counted],
            "Added": [words.fmt(one.added) for one in counted],
            "Withdrawn": [words.fmt(one.withdrawn) for one in counted],
        }
    )


def _counted(counted: list[Changes]) -> str:
    sums = [sum(getattr(one, kind) for one in counted) for kind in ("changed", "added", "withdrawn")]
    said = [f"{words.fmt(n)} {kind}" for n, kind in zip(sums, ("changed", "added", "withdrawn"), strict=True)]
    return f"{words.count_of(sum(sums), 'figure')}, {words.listed(said)}"


def _which(row: Row, parts: Mapping[str, bool], *, with_unit: bool = False) -> str:
    """The figure in words: what varies of measure, place and school type, then period and group."""
    named = [str(row[column]) for column, shown in parts.items() if shown]
    if with_unit and named:
        named[0] += f" ({row['unit']})"
    group = [] if row["breakdown"] == "total" else [str(row["category_label"])]
    return ", ".join([*named, str(row["period"]), *group])


def _values(changes_of_one: list[dict[Hashable, Any]]) -> str:
    return f"{', then '.join(_olds(changes_of_one))} before, {_now(changes_of_one)} now"


def _olds(changes_of_one: list[dict[Hashable, Any]]) -> list[str]:
    decimals = _decimals(changes_of_one)
    return [words.fmt(one["old_shown"], decimals) or NO_NUMBER for one in changes_of_one]


def _now(changes_of_one: list[dict[Hashable, Any]]) -> str:
    return words.fmt(changes_of_one[-1]["new_shown"], _decimals(changes_of_one)) or NO_NUMBER


def _decimals(changes_of_one: list[dict[Hashable, Any]]) -> int:
    """The decimals of the measure, or as many more as it takes for every change to be seen."""
    decimals = int(changes_of_one[-1]["decimals"])
    pairs = [(one["old_shown"], one["new_shown"]) for one in changes_of_one]
    known = [pair for pair in pairs if words.is_number(pair[0]) and words.is_number(pair[1])]
    while decimals < MOST_DECIMALS and any(
        words.fmt(a, decimals) == words.fmt(b, decimals) for a, b in known
    ):
        decimals += 1
    return decimals


def _table(rows: pd.DataFrame, *, name: str) -> None:
    # the style sheet puts the columns after the first to the right
    with st.container(key=f"figures-1 {name}"):
        st.table(rows, hide_index=True)
