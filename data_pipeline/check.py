"""Checks: what must be true of a published table before its figures are believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from data_pipeline.catalogue import Source
from data_pipeline.cells import is_near, period

TELLING_COUNT = 20  # people: fewer, and rounding to tens may be all of a difference
TELLING_ROWS = 10


@dataclass(frozen=True)
class Finding:
    """One broken promise: of which source and file, how grave, and what was found."""

    source: str
    file_name: str
    severity: str
    message: str

    def __str__(self) -> str:
        """The finding as the operator reads it."""
        return f"{self.severity}: {', '.join(filter(None, [self.source, self.file_name]))}: {self.message}"


def check(cursor: duckdb.DuckDBPyConnection, source: Source, *, whole: bool = True) -> list[Finding]:
    """Every promise of the source that its published table breaks.

    `whole` is False for a cut-down file: then what only the whole shows is not judged.
    """
    found = [
        *_key(cursor, source),
        *_clashes(cursor, source),
        *_versions(cursor, source),
        *_rates(cursor, source),
    ]
    if whole:
        found += [
            *_rows(cursor, source),
            *_levels(cursor, source),
            *_known(cursor, source),
            *_totals(cursor, source),
        ]
    return found


def table(source: Source) -> str:
    """The quoted name of a source's published table; ids come from the catalogue's own file names."""
    return f'published."{source.id}"'


def _rows(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    (rows,) = _one(cursor, f"SELECT count(*) FROM {table(source)}")
    expect = source.expect
    if rows < expect.min_rows:
        said = f"Too few rows: {rows:,}, expected at least {expect.min_rows:,}: the file is not whole."
        yield Finding(source.id, "", "fatal", said)
    if rows > expect.max_rows:
        said = f"Too many rows: {rows:,}, expected at most {expect.max_rows:,}: it may be another file."
        yield Finding(source.id, "", "warning", said)


def _levels(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    if not source.expect.levels:
        return
    rows = cursor.execute(f"SELECT DISTINCT geographic_level FROM {table(source)}").fetchall()
    missing = [level for level in source.expect.levels if (level,) not in rows]
    if missing:
        yield Finding(source.id, "", "warning", f"Missing level: no rows at level {', '.join(missing)}.")
    yield from _newest_levels(cursor, source)


def _newest_levels(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    """The levels that older periods have and the newest one has not."""
    if "time_period" not in _columns(cursor, source):
        return
    rows = cursor.execute(f"SELECT DISTINCT time_period, geographic_level FROM {table(source)}").fetchall()
    met = {(period(str(name)), level) for name, level in rows if level in source.expect.levels}
    near = {(name, level) for name, level in met if name and is_near(name)}
    newest = max((name for name, _ in near), default="")
    gone = sorted({level for _, level in near} - {level for name, level in near if name == newest})
    if gone:
        said = f"Missing level: no rows at level {', '.join(gone)} in {newest}, and older periods have it."
        yield Finding(source.id, "", "warning", said)


def _key(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    if not source.expect.key:
        return
    names = _columns(cursor, source)
    # the same key may stand in an older file and in a provisional version too
    wanted = [*source.expect.key, *sorted(({"source_file", "version"} & names) - set(source.expect.key))]
    key = ", ".join(f'"{column}"' for column in wanted)  # found in the file before
    rows = cursor.execute(
        f"SELECT {key}, count(*) FROM {table(source)} GROUP BY {key} HAVING count(*) > 1 ORDER BY ALL"
    ).fetchall()
    if rows:
        first = ", ".join(map(str, rows[0][:-1]))
        said = f"Duplicated keys: {len(rows):,} keys stand more than once, the first: {first}."
        yield Finding(source.id, "", "warning", said)


def _clashes(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    """Rows that stand in several files of a source, and not with the same numbers."""
    names = _columns(cursor, source)
    values = {*source.expect.known, *(column for block in source.figures for column in block.values)} & names
    if "source_file" not in names or not source.expect.key or not values:
        return
    key = ", ".join(f'"{column}"' for column in [*source.expect.key, *({"version"} & names)])
    differ = " OR ".join(
        f"count(DISTINCT coalesce(CAST(\"{v}\" AS VARCHAR), '')) > 1" for v in sorted(values)
    )
    rows = cursor.execute(
        f"""
        SELECT {key}
        FROM {table(source)}
        GROUP BY {key}
        HAVING count(DISTINCT source_file) > 1 AND ({differ})
        ORDER BY ALL
        """
    ).fetchall()
    if rows:
        first = ", ".join(map(str, rows[0]))
        said = (
            f"Files that clash: {len(rows):,} keys have other numbers in another file, the first: {first}; "
        )
        yield Finding(source.id, "", "warning", f"{said}those of the newest file are used.")


def _versions(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    """Several versions of the same rows, of which the figures take the last."""
    if "version" not in _columns(cursor, source):
        return
    rows = cursor.execute(f"SELECT DISTINCT version FROM {table(source)} ORDER BY ALL").fetchall()
    versions = [str(version) for (version,) in rows if version]
    if len(versions) > 1:
        said = f"Several versions together: `version` holds {', '.join(versions)}; figures take the last one."
        yield Finding(source.id, "", "note" if "version" in source.prefer else "warning", said)


def _known(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    for column, least in source.expect.known.items():
        (share,) = _one(cursor, f'SELECT count("{column}") / greatest(count(*), 1) FROM {table(source)}')
        if share < least:
            said = f"Few numbers: {share:.0%} of `{column}` are numbers, expected at least {least:.0%}."
            yield Finding(source.id, "", "warning", said)


def _rates(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    """Rates that their own counts do not give, beyond the rounding of rate and counts."""
    half = 0.51 * 10.0**-source.expect.rate_decimals  # a hair over, for counts that are printed rounded
    off = 0.0 if source.expect.counts_to == 1 else source.expect.counts_to / 2
    for value, part, whole in source.expect.rates:
        rows = cursor.execute(
            f"""
            SELECT count(*), max(abs("{value}" - 100 * "{part}" / "{whole}"))
            FROM {table(source)}
            WHERE "{whole}" > 0
              AND abs("{value}" - 100 * "{part}" / "{whole}")
                  > ? + 1e-9 + 100 * ? / "{whole}" * (1 + "{part}" / "{whole}")
            """,
            [half, off],
        ).fetchall()
        count, most = rows[0]
        if not count:
            continue
        said = f"Wrong rates: {count:,} `{value}` are not 100 * {part} / {whole}; at most {most:.4g} off."
        telling, beyond = _beyond_rounding(cursor, source, value=value, counts=(part, whole))
        if telling < TELLING_ROWS or beyond <= telling / 2:
            yield Finding(source.id, "", "warning", said)
            continue
        most_are = f"{beyond:,} of {telling:,} are so by more than any rounding: some column is another one."
        yield Finding(source.id, "", "fatal", f"{said} {most_are}")


def _beyond_rounding(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, value: str, counts: tuple[str, str]
) -> tuple[float, ...]:
    """The rows with counts large enough to tell, and those of them that no rounding explains.

    A publisher who begins to round rates to one decimal, or counts to tens, is a warning and no more: so a
    row is held against that rounding, and in counts of people, which a wrong denominator cannot stretch.
    """
    part, whole = counts
    half = max(0.51 * 10.0**-source.expect.rate_decimals, 0.051)
    off = max(source.expect.counts_to, 10) / 2
    return _one(
        cursor,
        f"""
        SELECT count(*),
               count(*) FILTER (abs(part - given) > {off} * (1 + value / 100) + {half} * whole / 100)
        FROM (
            SELECT "{value}" AS value, "{part}" AS part, "{whole}" AS whole,
                   "{value}" * "{whole}" / 100 AS given
            FROM {table(source)}
            WHERE "{whole}" > 0
        )
        WHERE greatest(part, given) >= {TELLING_COUNT}
          AND part IS NOT NULL
          AND given IS NOT NULL
        """,
    )


def _totals(cursor: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Finding]:
    """National totals that the local authorities of the same table do not add up to."""
    place = {"geographic_level", "country_code", "region_code", "new_la_code", "old_la_code"}
    key = ", ".join(f'"{column}"' for column in source.expect.key if column not in place)
    for column in source.expect.adds_up:
        rows = cursor.execute(
            f"""
            SELECT time_period, count(*)
            FROM (
                SELECT {key},
                       sum("{column}") FILTER (geographic_level = 'National') AS england,
                       sum("{column}") FILTER (geographic_level = 'Local authority') AS areas
                FROM {table(source)}
                GROUP BY {key}
            )
            WHERE abs(england - areas) > 0.5
            GROUP BY ALL
            ORDER BY ALL
            """
        ).fetchall()
        odd = [name for name, _ in rows if name not in source.expect.adds_up_except]
        if odd:
            where = f"the local authorities' `{column}` is not England's in {', '.join(odd)}"
            said = f"Totals that do not add up: {where}."
            yield Finding(source.id, "", "warning", said)


def _columns(cursor: duckdb.DuckDBPyConnection, source: Source) -> set[str]:
    return {row[0] for row in cursor.execute(f"DESCRIBE {table(source)}").fetchall()}


def _one(cursor: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, ...]:
    return cursor.execute(sql).fetchall()[0]
