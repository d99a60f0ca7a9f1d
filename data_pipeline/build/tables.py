"""Tables: the small tables around the figures, filled from the vocabulary and the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from data_pipeline.build.publish import columns, mark_rules, marks_met
from data_pipeline.catalogue import OGL_URL, Source
from data_pipeline.check import Finding, table
from data_pipeline.files import Release
from data_pipeline.words import Vocabulary, dated

# Each table and its columns; a type is said where it is not text.
TABLES = {
    "measures": "measure position:INTEGER topic label short_label sentence_label unit display_unit "
    "display_factor:DOUBLE decimals:INTEGER numerator_label denominator_label denominator_short stamp "
    "definition note",
    "breakdowns": "breakdown position:INTEGER label sentence_label note",
    "categories": "breakdown category position:INTEGER label parent sentence_label note",
    "school_types": "school_type position:INTEGER label sentence_label note",
    "places": "place_code name level parent old_code other_codes valid_from:DATE valid_to:DATE predecessors "
    "successors hex_q:INTEGER hex_r:INTEGER longitude:DOUBLE latitude:DOUBLE note inner_outer",
    "neighbours": "place_code neighbour_code rank:INTEGER closeness vintage",
    "outlines": "place_code part:INTEGER ring:INTEGER longitude:DOUBLE[] latitude:DOUBLE[]",
    "breaks": "break_id measure school_type time_period kind label note",
    "caveats": "caveat_id measure breakdown school_type source position:INTEGER note",
    "symbols": "source mark symbol meaning short time_from time_to",
    "sources": "source position:INTEGER title publication publication_title publisher licence licence_url "
    "url description derived_from processing priority:INTEGER rate_decimals:INTEGER attribution",
    "mapped": "source position:INTEGER form",
    "spellings": "kind breakdown term spelling",
    "releases": "source release published file_name sha256 bytes:BIGINT data_rows:BIGINT first_period "
    "last_period retrieved obtained_from",
    "revisions": "measure time_period time_identifier place_code school_type breakdown category "
    "old_value:DOUBLE new_value:DOUBLE old_build new_build change step:INTEGER basis "
    "old_numerator:DOUBLE old_denominator:DOUBLE old_symbol old_source",
    "builds": "step:INTEGER build_id released",
    "arrivals": "step:INTEGER source",
    "past_releases": "step:INTEGER source release published file_name sha256 bytes:BIGINT data_rows:BIGINT "
    "first_period last_period retrieved obtained_from",
    "findings": "source file_name severity message",
    "build": "build_id origin made_at:TIMESTAMP figures:BIGINT app_version",
}

PERIODS = """
    INSERT INTO periods
    WITH met AS (
        SELECT DISTINCT time_period FROM figures WHERE time_identifier = ?
    ),
    ends AS (
        SELECT min(CAST(left(time_period, 4) AS INTEGER)) AS first,
               max(CAST(left(time_period, 4) AS INTEGER)) AS last
        FROM met
        WHERE length(time_period) = 6
    ),
    years AS (
        SELECT unnest(range(first, last + 1)) AS first FROM ends WHERE first IS NOT NULL
    ),
    every AS (
        SELECT time_period FROM met
        UNION
        SELECT first || lpad(CAST((first + 1) % 100 AS VARCHAR), 2, '0') FROM years
    )
    SELECT time_period, ? AS time_identifier, replace(?, '{year}', year) AS label, year AS short_label,
           make_date(CAST(left(time_period, 4) AS INTEGER) + ?, ?, 1) AS first_day, 0
    FROM (
        SELECT *, regexp_replace(time_period, '^(....)(..)$', '\\1/\\2') AS year FROM every
    )
"""


def create(cursor: duckdb.DuckDBPyConnection, only: Iterable[str] = tuple(TABLES)) -> None:
    """Make the small tables, empty."""
    for name in only:
        columns = TABLES[name]
        typed = ", ".join(
            f"{c.partition(':')[0]} {c.partition(':')[2] or 'VARCHAR'}" for c in columns.split()
        )
        cursor.execute(f"CREATE TABLE {name} ({typed})")


def fill(cursor: duckdb.DuckDBPyConnection, name: str, *, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows to one of the tables; a word that a row lacks is empty text, or NULL where it is no text."""
    columns = [column.partition(":") for column in TABLES[name].split()]
    values = [
        [
            row.get(column) or (0 if row.get(column) == 0 else None if kind else "")
            for column, _, kind in columns
        ]
        for row in rows
    ]
    # a list for each column: one value for each cell takes DuckDB fifty times as long
    lists = ", ".join(f"unnest(CAST(? AS {kind or 'VARCHAR'}[]))" for _, _, kind in columns)
    if values:
        cursor.execute(
            f"INSERT INTO {name} SELECT {lists}", [list(cells) for cells in zip(*values, strict=True)]
        )


def vocabulary(cursor: duckdb.DuckDBPyConnection, words: Vocabulary) -> None:
    """Fill the tables that the vocabulary declares."""
    fill(cursor, "measures", rows=_placed(words.measures))
    fill(cursor, "breakdowns", rows=_placed(words.breakdowns))
    fill(cursor, "school_types", rows=_placed(words.school_types))
    for breakdown in words.breakdowns:
        inside = {"breakdown": breakdown["breakdown"]}
        fill(cursor, "categories", rows=[{**c, **inside} for c in _placed(breakdown["category"])])
    fill(cursor, "places", rows=words.places)
    fill(cursor, "neighbours", rows=words.neighbours)
    fill(cursor, "breaks", rows=_spread(words.breaks, measure="measures", school_type="school_types"))
    caveats = _spread(
        _placed(words.caveats),
        measure="measures",
        breakdown="breakdowns",
        school_type="school_types",
        source="sources",
    )
    fill(cursor, "caveats", rows=caveats)


def catalogue(cursor: duckdb.DuckDBPyConnection, sources: Sequence[Source], *, words: Vocabulary) -> None:
    """Fill the tables of sources and of their symbols."""
    fixed = {"licence_url": OGL_URL}
    meanings = {entry["symbol"]: entry for entry in words.symbols}
    fill(cursor, "symbols", rows=[{"mark": symbol, **entry} for symbol, entry in meanings.items()])
    for source in sources:
        said = {"source": source.id, "derived_from": " ".join(source.derived_from)}
        # a source that says no rounding publishes more digits than anybody shows
        rounding = {"rate_decimals": source.expect.rate_decimals if source.expect.rates else None}
        fill(cursor, "sources", rows=[{**vars(source), **fixed, **said, **rounding}])
        met = marks_met(cursor, source)
        fill(
            cursor,
            "symbols",
            rows=[
                {**meanings[symbol], "source": source.id, "mark": mark, "time_from": first, "time_to": last}
                for mark, symbol, first, last in mark_rules(source)
                if mark in met
            ],
        )


def attributions(cursor: duckdb.DuckDBPyConnection) -> None:
    """Put the year of each source's newest release into the words by which its licence wants it named."""
    rows = cursor.execute(
        "SELECT source, release FROM releases JOIN sources USING (source) WHERE attribution <> ''"
    ).fetchall()
    for source, release in sorted(rows, key=lambda row: dated(row[1])):
        year = str(dated(release)[0] or "").rstrip()
        cursor.execute(
            "UPDATE sources SET attribution = trim(replace(attribution, '{year}', ?)) WHERE source = ?",
            [year, source],
        )


def releases(cursor: duckdb.DuckDBPyConnection, taken: Iterable[Release]) -> None:
    """Fill the table of the files that were read."""
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS ages (source VARCHAR, sha256 VARCHAR, age INTEGER)")
    for release in taken:
        known = vars(release.known) if release.known else {"release": "release not recorded"}
        found = columns(cursor, release.source)
        period = '"time_period"' if "time_period" in found else "NULL"
        which = "source_file IN (SELECT age FROM ages WHERE source = ? AND sha256 = ?)"
        of_file = f"WHERE {which}" if "source_file" in found else "WHERE ? <> ?"
        rows, first, last = cursor.execute(  # one published file has a stray year `0`
            f"SELECT count(*), min({period}) FILTER ({period} > '1'), max({period}) "
            f"FROM {table(release.source)} {of_file}",
            [release.source.id, release.file.sha256],
        ).fetchall()[0]
        row = {
            **known,
            "source": release.source.id,
            "file_name": release.file.name,
            "sha256": release.file.sha256,
            "bytes": release.file.size,
            "data_rows": rows,
            "first_period": first,
            "last_period": last,
        }
        fill(cursor, "releases", rows=[row])


def periods(cursor: duckdb.DuckDBPyConnection, words: Vocabulary) -> None:
    """Make the table of periods, in order of time.

    A school year between two others is there even where nothing was published for it: it shows as a gap.
    """
    cursor.execute(
        "CREATE OR REPLACE TABLE periods (time_period VARCHAR, time_identifier VARCHAR, label VARCHAR, "
        "short_label VARCHAR, first_day DATE, position INTEGER)"
    )
    for entry in words.time_identifiers:
        month = [entry.get("year_offset", 0), entry.get("first_month", 9)]
        cursor.execute(PERIODS, [entry["name"], entry["name"], entry["label_pattern"], *month])
    cursor.execute(
        """
        CREATE OR REPLACE TABLE periods AS
        SELECT * REPLACE (
            CAST(row_number() OVER (ORDER BY first_day, time_identifier, time_period) AS INTEGER) AS position
        )
        FROM periods
        ORDER BY position
        """
    )


def findings(cursor: duckdb.DuckDBPyConnection, found: Iterable[Finding]) -> None:
    """Fill the table of findings."""
    fill(cursor, "findings", rows=[vars(finding) for finding in found])


def _placed(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**entry, "position": position} for position, entry in enumerate(entries)]


def _spread(entries: Iterable[Mapping[str, Any]], **lists: str) -> list[dict[str, Any]]:
    """One row for each combination of the words that an entry lists; an absent list is one empty word."""
    rows = [dict(entry) for entry in entries]
    for column, plural in lists.items():
        rows = [{**row, column: word} for row in rows for word in row.get(plural) or [""]]
    return rows
