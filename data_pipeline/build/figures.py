"""Figures: each published table's rows become rows of the one long table."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from data_pipeline.build import mapping
from data_pipeline.build.publish import columns
from data_pipeline.build.select import KEY, insert, where
from data_pipeline.catalogue import Figures, Source
from data_pipeline.cells import is_near, period
from data_pipeline.check import Finding, table
from data_pipeline.words import Vocabulary

LEVELS = ("National", "Regional", "Local authority")  # those whose rows are figures


def prepare(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the empty working tables and the look-up of places; `places` must be filled."""
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE candidates (
            measure VARCHAR, time_period VARCHAR, time_identifier VARCHAR, place_code VARCHAR,
            school_type VARCHAR, breakdown VARCHAR, category VARCHAR,
            value DOUBLE, numerator DOUBLE, denominator DOUBLE, symbol VARCHAR,
            source VARCHAR, priority INTEGER
        )
        """
    )
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE codes AS
        SELECT unnest([place_code] || string_split(other_codes, ' ')) AS code,
               place_code, level, 'ons' AS kind
        FROM places
        UNION ALL
        SELECT old_code, place_code, level, 'old'
        FROM places
        WHERE old_code <> ''
        """
    )
    cursor.execute("DELETE FROM codes WHERE code = ''")


def collect(cursor: duckdb.DuckDBPyConnection, source: Source, *, words: Vocabulary) -> list[Finding]:
    """Add a source's figures to the candidates; what could not be mapped is returned."""
    if not source.figures:  # a table that others are derived from; it need not have places
        return []
    findings = [
        *_places(cursor, source),
        *_periods(cursor, source),
        *_map_times(cursor, source, words=words),
    ]
    found = columns(cursor, source)
    for block in source.figures:
        before = mapping.so_far(cursor)
        findings += _map_words(cursor, source, block=block, words=words)
        for value, category in block.across.items() or [(block.value, "")]:
            cursor.execute(insert(source, block, found=found, value=value, across=category))
        mapping.note(cursor, source, block=block, since=before)
    return list(dict.fromkeys(findings))


def settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make `figures` and `conflicts`: for each key the source of the highest priority, and the others."""
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE ranked AS
        SELECT *, row_number() OVER (PARTITION BY {KEY} ORDER BY priority DESC, source) AS place_in_line
        FROM candidates
        """
    )
    cursor.execute(
        f"""
        CREATE OR REPLACE TABLE figures AS
        SELECT {KEY}, value, numerator, denominator, symbol, source
        FROM ranked
        WHERE place_in_line = 1
        ORDER BY measure, breakdown, time_identifier, school_type, place_code, category, time_period
        """
    )
    cursor.execute(
        f"""
        CREATE OR REPLACE TABLE conflicts AS
        SELECT {", ".join(f"other.{column}" for column in KEY.split(", "))},
               other.source, other.value, kept.source AS kept_source, kept.value AS kept_value
        FROM ranked AS other
        JOIN figures AS kept USING ({KEY})
        WHERE other.place_in_line > 1
          AND other.source <> kept.source
        ORDER BY ALL
        """
    )


def _places(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[Finding]:
    """Make `keyed`: the source's rows at the three levels, each with its place."""
    found = columns(cursor, source)
    code = {
        name: f'p."{name}"' if name in found else "NULL"
        for name in ("region_code", "new_la_code", "old_la_code")
    }
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE keyed AS
        SELECT p.*,
               CASE lower(p.geographic_level)
                   WHEN 'national' THEN 'E92000001'
                   WHEN 'regional' THEN region.place_code
                   ELSE coalesce(by_old.place_code, by_new.place_code)
               END AS place_code
        FROM {table(source)} AS p
        LEFT JOIN codes AS region ON region.code = {code["region_code"]} AND region.level = 'Regional'
        LEFT JOIN codes AS by_old ON by_old.code = {code["old_la_code"]} AND by_old.kind = 'old'
        LEFT JOIN codes AS by_new ON by_new.code = {code["new_la_code"]} AND by_new.level = 'Local authority'
             AND by_new.kind = 'ons'
        WHERE lower(p.geographic_level) IN ('national', 'regional', 'local authority')
        """
    )
    strange = _strange_levels(cursor, source)
    lost = cursor.execute(
        f"""
        SELECT coalesce({code["region_code"]}, ''), coalesce({code["new_la_code"]}, ''), count(*)
        FROM keyed AS p
        WHERE place_code IS NULL
        GROUP BY ALL
        HAVING count(*) > 0
        ORDER BY ALL
        """
    ).fetchall()
    cursor.execute("DELETE FROM keyed WHERE place_code IS NULL")
    if not lost:
        return strange
    rows, named = sum(row[2] for row in lost), ", ".join("/".join(filter(None, row[:2])) for row in lost[:5])
    said = (
        f"Unknown places: {rows:,} rows are of {len(lost)} places that no area has or had, as {named}; "
        "they were left out."
    )
    return [*strange, Finding(source.id, "", "note", said)]


def _strange_levels(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[Finding]:
    """The levels whose rows are no figures, and of which the source says nothing."""
    declared = {level.lower() for level in (*LEVELS, *source.levels, *source.expect.levels)}
    rows = cursor.execute(
        f"""
        SELECT coalesce(geographic_level, ''), count(*)
        FROM {table(source)}
        GROUP BY ALL
        ORDER BY ALL
        """
    ).fetchall()
    unknown = [
        f"{level or 'blank'} ({count:,} row{'' if count == 1 else 's'})"
        for level, count in rows
        if level.lower() not in declared
    ]
    said = f"New spellings: geographic level {', '.join(unknown[:8])} is not in the vocabulary; left out."
    return [Finding(source.id, "", "warning", said)] if unknown else []


def _periods(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[Finding]:
    """Bring the periods of `keyed` to one form, and leave out what is no period."""
    told = {label: period(label) for (label,) in _distinct(cursor, ["time_period"])}
    means = {label: name if name and is_near(name) else None for label, name in told.items()}
    _mapping(cursor, "renamed", rows=[(label, name) for label, name in means.items() if name])
    if any(name != label for label, name in means.items() if name):
        cursor.execute("UPDATE keyed SET time_period = w1 FROM renamed WHERE w0 = time_period")
    unknown = sorted(label for label, name in means.items() if not name)
    if not unknown:
        return []
    known = "SELECT w1 FROM renamed WHERE w1 = time_period"
    cursor.execute(f"DELETE FROM keyed WHERE NOT EXISTS ({known})")
    said = f"Periods: {', '.join(unknown[:5]) or 'blank'} is no year, or none yet; those rows were left out."
    return [Finding(source.id, "", "warning", said)]


def _map_times(cursor: duckdb.DuckDBPyConnection, source: Source, *, words: Vocabulary) -> list[Finding]:
    found = columns(cursor, source)
    labels = _distinct(cursor, ["time_identifier"]) if "time_identifier" in found else []
    pairs = [(label, words.time_identifier(label)) for (label,) in labels]
    _mapping(cursor, "times", rows=[(label, name) for label, name in pairs if name])
    unknown = [label for label, name in pairs if not name]
    said = f"New spellings: time identifier {', '.join(unknown)} is not in the vocabulary; left out."
    return [Finding(source.id, "", "warning", said)] if unknown else []


def _map_words(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, block: Figures, words: Vocabulary
) -> list[Finding]:
    """Fill the small look-up tables for a block's school types and categories."""
    unknown: list[str] = []
    if block.school_type_column:
        labels = [label for (label,) in _distinct(cursor, [block.school_type_column], block=block)]
        means = {label: block.school_types.get(label) or words.school_type(label) for label in labels}
        unknown += [f"school type {label}" for label, name in means.items() if not name]
        _mapping(cursor, "schools", rows=[(label, name) for label, name in means.items() if name])
    if block.category_column:
        unknown += _map_groups(cursor, block, words=words)
    for number, (column, breakdown) in enumerate(block.filters.items()):
        labels = [label for (label,) in _distinct(cursor, [column], block=block)]
        means = {label: words.category(breakdown, label) for label in labels}
        unknown += [
            f"{column} {label}" for label, name in means.items() if not name and label not in block.ignore
        ]
        _mapping(cursor, f"filter_{number}", rows=[(label, name) for label, name in means.items() if name])
    known = {words.category(block.across_breakdown, category) for category in block.across.values()}
    unknown += [f"{block.across_breakdown} {c}" for c in block.across.values() if c not in known]
    said = (
        f"New spellings: {len(unknown)} spellings are not in the vocabulary and were left out: "
        f"{'; '.join(unknown[:8])}."
    )
    return [Finding(source.id, "", "warning", said)] if unknown else []


def _map_groups(cursor: duckdb.DuckDBPyConnection, block: Figures, *, words: Vocabulary) -> list[str]:
    group = block.group_column or block.category_column
    rows, unknown = [], []
    for group_label, label in _distinct(cursor, [group, block.category_column], block=block):
        if group_label in block.ignore or label in block.ignore:
            continue
        found = words.grouped(group_label, label) if block.group_column else words.anywhere(label)
        if found:
            rows.append((group_label, label, *found))
        else:
            unknown.append(f"{group_label} / {label}")
    _mapping(cursor, "groups", rows=rows, width=4)
    return unknown


def _distinct(
    cursor: duckdb.DuckDBPyConnection, names: list[str], *, block: Figures | None = None
) -> list[tuple[str, ...]]:
    """The words that stand in the columns, in the rows that the block asks for."""
    quoted = ", ".join(f"coalesce(\"{name}\", '')" for name in names)  # found in the file before
    conditions = " AND ".join(where(block)) if block else ""
    return cursor.execute(
        f"SELECT DISTINCT {quoted} FROM keyed {f'WHERE {conditions}' if conditions else ''} ORDER BY ALL"
    ).fetchall()


def _mapping(
    cursor: duckdb.DuckDBPyConnection, name: str, *, rows: Iterable[tuple[str | None, ...]], width: int = 2
) -> None:
    fields = ", ".join(f"w{n} VARCHAR" for n in range(width))
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({fields})")
    flat = [word for row in rows for word in row]
    if flat:
        one = f"({', '.join('?' * width)})"
        cursor.execute(f"INSERT INTO {name} VALUES {', '.join([one] * (len(flat) // width))}", flat)
