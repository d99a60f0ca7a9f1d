"""Rules: symbols, breaks, caveats and what the checks found, as the database has them."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from explorer import queries, words
from explorer.controls.reference import span


def symbols() -> None:
    """The five standard symbols, and the marks of single tables that stand for them."""
    rows = queries.symbols_table()
    standard = rows[rows["source"] == ""]
    _shown(standard, {"symbol": "Symbol", "meaning": "What it means"})
    own = rows[rows["source"] != ""].assign(
        periods=[_until(row) for row in rows[rows["source"] != ""]["time_to"]]
    )
    with st.expander(f"**Marks in single tables**: {len(own)}"):
        headings = {"source_title": "Table", "mark": "Mark", "symbol": "Stands for", "periods": "Periods"}
        _shown(own, headings)


def breaks() -> None:
    """Every break once, with the measures that it applies to."""
    rows = queries.breaks_table()
    kinds = {"gap": "nothing published", "disturbed": "not comparable", "break": "new basis"}
    texts = [
        f"- **{label}** ({kinds.get(str(kind), kind)}). {note} Applies to: {_named(those['measure_label'])}."
        for (label, kind, note), those in rows.groupby(["label", "kind", "note"], sort=False)
    ]
    st.markdown("\n".join(texts))


def caveats() -> None:
    """Every caveat once, with what it applies to."""
    rows = queries.caveats_table()
    columns = ["measure_label", "breakdown_label", "school_type_label", "source_title"]
    texts = [
        f"- {note} *{words.capital(_applies(those[column] for column in columns))}.*"
        for note, those in rows.groupby("note", sort=False)
    ]
    shown = 8
    st.markdown("\n".join(texts[:shown]))
    if texts[shown:]:
        st.expander(f"{len(texts) - shown} more caveats").markdown("\n".join(texts[shown:]))


def conflicts() -> None:
    """Where two tables give the same figure: which one is shown, how often they differ, and by how much."""
    rows = queries.conflicts_summary()
    if rows.empty:
        st.markdown("No two tables in use give the same figure.")
        return
    shown = rows.assign(
        widest=[words.fmt(float(value), 3) for value in rows["widest_difference"]],
        figures=[words.fmt(float(value)) for value in rows["figures"]],
        different=[words.fmt(float(value)) for value in rows["different"]],
    )
    headings = {
        "measure_label": "Measure",
        "kept_source_title": "Shown from",
        "other_source_title": "Also in",
        "figures": "Figures",
        "different": "Of them different",
        "widest": "Widest difference",
    }
    # a table of the page, whose long names break into lines; its figures stand to the right
    folded = st.expander(f"**{words.count_of(len(rows), 'pair')} of tables and measures**")
    with folded.container(key="figures-3 conflicts"):
        _shown(shown, headings)


def findings() -> None:
    """What the checks of the published files found."""
    rows = queries.findings_table()
    if rows.empty:
        st.markdown("The checks found nothing.")
        return
    named = rows.assign(file=[row["file_name"] or row["source_title"] for row in rows.to_dict("records")])
    with st.expander(f"**{words.count_of(len(rows), 'finding')}**"):
        _shown(named, {"severity": "Kind", "file": "File or table", "message": "What was found"})


def _shown(rows: pd.DataFrame, headings: dict[str, str]) -> None:
    """A table of these columns under these headings."""
    st.table(rows[list(headings)].rename(columns=headings), hide_index=True)


def _until(last: object) -> str:
    """Up to which period a mark has its meaning."""
    return f"to {span('', last)}" if str(last or "").startswith("20") else "all"


def _named(labels: Iterable[object]) -> str:
    return (
        words.listed(dict.fromkeys(words.small(str(label)) for label in labels if label)) or "every measure"
    )


def _applies(columns: Iterable[Iterable[object]]) -> str:
    """What a caveat applies to: the measures, breakdowns, school types and tables that it names."""
    named = [
        words.listed(dict.fromkeys(words.small(str(one)) for one in column if one)) for column in columns
    ]
    return "; ".join(one for one in named if one) or "Everything"
