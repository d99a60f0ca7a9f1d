"""Reference: every source and measure in words, as the database has them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer import export, queries, store, words
from explorer.controls.taking import cite

TOPICS = {
    "exclusions": "Exclusions",
    "absence": "Absence",
    "ap": "Alternative provision",
    "ks4": "Results at 16",
    "sen": "Special educational needs",
}
Row = Mapping[str, Any]


def sources() -> None:
    """Every published table under its publication: what it holds, its releases, and how it came here."""
    rows = queries.sources_table()
    for publication, tables in rows.groupby("publication_title", sort=False):
        with st.expander(f"**{publication}**: {words.count_of(len(tables), 'table')}"):
            _tables(tables.to_dict("records"))


def _tables(rows: list[Row]) -> None:
    for row in rows:
        st.markdown(_source(row))
        _cite(row)


def _cite(row: Row) -> None:
    """How to cite one table, worked out when it is asked for: there are dozens of them."""
    asked = st.popover("Cite this table", key=f"cite {row['source']}", on_change="rerun", type="tertiary")
    if asked.open:
        work = export.table_work(row, build_id=store.build_id(), accessed=export.today())
        with asked:
            cite(work, key=f"cited {row['source']}")


def measures() -> None:
    """Every measure under its subject: definition, unit, what is divided by what, years and breakdowns."""
    rows = queries.measures_table()
    for topic, those in rows.groupby("topic", sort=False):
        count = words.count_of(len(those), "measure")
        with st.expander(f"**{TOPICS.get(str(topic), words.capital(str(topic)))}**: {count}"):
            st.markdown("\n\n".join(_measure(row) for row in those.to_dict("records")))


def span(first: object, last: object) -> str:
    """The periods from one to the other as a reader says them: '2006/07 to 2024/25'."""
    ends = [_period(str(first or "")), _period(str(last or ""))]
    return " to ".join(dict.fromkeys(end for end in ends if end))


def _period(code: str) -> str:
    return f"{code[:4]}/{code[4:]}" if len(code) == 6 and code.isdigit() else code


def _source(row: Row) -> str:
    """One table as a paragraph."""
    title = f"**[{row['title']}]({row['url']})**" if row["url"] else f"**{row['title']}**"
    published = f", published {words.long_date(str(row['published']))}" if row["published"] else ""
    parts = [
        f"{title}. {row['description']}",
        f"{row['processing']}",
        f"{row['publisher']}, {row['releases']}{published}; {span(row['first_period'], row['last_period'])}.",
        f"{words.count_of(float(row['figures'] or 0), 'figure')} taken from it."
        + (f" Made from: {row['derived_from']}." if row["derived_from"] else ""),
        f"[{row['licence']}]({row['licence_url']}).",
        f"File: {row['files']}. SHA-256: `{row['sha256']}`." if row["files"] else "",
        f"Obtained from: {row['obtained_from']}." if row["obtained_from"] else "",
    ]
    return " ".join(part for part in parts if part)


def _measure(row: Row) -> str:
    """One measure as a paragraph."""
    divided = f"{row['numerator_label']} / {row['denominator_label']}" if row["denominator_label"] else ""
    parts = [
        f"**{row['label']}**, {row['unit']}. {row['definition']}",
        str(row["note"] or ""),
        f"{words.capital(divided)}." if divided else "",
        f"{span(row['first_period'], row['last_period'])}; {words.fmt(float(row['figures']))} figures.",
        f"By: {words.small(str(row['breakdowns']))}." if row["breakdowns"] else "",
    ]
    return " ".join(part for part in parts if part)
