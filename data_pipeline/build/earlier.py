"""Earlier: the database in use, which lends a broken source its last good table and is what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_pipeline.build.quoting import text
from data_pipeline.build.select import KEY
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding, table

SAME = 1e-9  # of the value: less is another order of adding up, not another figure
NEEDED = {
    "figures": f"{KEY}, value, numerator, denominator, symbol, source",
    "revisions": f"{KEY}, old_value, new_value, old_build, new_build, change",
    "releases": "source, sha256, data_rows",
    "symbols": "source, mark, symbol",
    "build": "build_id, made_at",
}


@dataclass(frozen=True)
class Earlier:
    """The database in use while the next one is built; attached as `earlier`."""

    build_id: str
    made_on: str


def attach(cursor: duckdb.DuckDBPyConnection, path: Path | None) -> Earlier | None:
    """The database in use, open beside the new one; None where there is none, or none of this shape."""
    if not path:
        return None
    try:
        cursor.execute(f"ATTACH {text(path.as_posix())} AS earlier (READ_ONLY)")
        for name, columns in NEEDED.items():
            cursor.execute(f"SELECT {columns} FROM earlier.main.{name} LIMIT 0")
        rows = cursor.execute("SELECT build_id, CAST(made_at AS DATE) FROM earlier.main.build").fetchall()
    except duckdb.Error:
        return None
    return Earlier(str(rows[0][0]), str(rows[0][1])) if rows else None


def lend_table(cursor: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Whether the earlier published table of a source is here now; it must have every column that is used."""
    names = cursor.execute(
        "SELECT column_name FROM duckdb_columns() "
        "WHERE database_name = 'earlier' AND schema_name = 'published' AND table_name = ?",
        [source.id],
    ).fetchall()
    if not names or not source.required.issubset({name for (name,) in names}):
        return False
    cursor.execute("CREATE SCHEMA IF NOT EXISTS published")
    cursor.execute(f"CREATE OR REPLACE TABLE {table(source)} AS SELECT * FROM earlier.{table(source)}")
    return True


def column_changes(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[Finding]:
    """The columns that the table has and the earlier one had not, and the other way about."""
    names = {"earlier": set[str](), "now": set[str]()}
    rows = cursor.execute(
        """
        SELECT if(database_name = 'earlier', 'earlier', 'now'), column_name
        FROM duckdb_columns()
        WHERE schema_name = 'published' AND table_name = ? AND NOT suffix(column_name, '__symbol')
        """,
        [source.id],
    ).fetchall()
    for which, name in rows:
        names[which].add(name)
    if not names["earlier"]:
        return []
    new, gone = sorted(names["now"] - names["earlier"]), sorted(names["earlier"] - names["now"])
    return [
        *([Finding(source.id, "", "note", f"New columns: {', '.join(new)}.")] if new else []),
        *([Finding(source.id, "", "warning", f"Columns gone: {', '.join(gone)}.")] if gone else []),
    ]


def has_figures(cursor: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Whether the earlier database has figures of a source, which a snapshot has without their table."""
    found = cursor.execute(
        "SELECT count(*) FROM earlier.main.figures WHERE source = ?", [source.id]
    ).fetchall()
    return bool(found[0][0])


def lend_figures(cursor: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add the earlier figures of a source to the candidates."""
    cursor.execute(
        f"""
        INSERT INTO candidates
        SELECT {KEY}, value, numerator, denominator, symbol, source, ?
        FROM earlier.main.figures
        WHERE source = ?
        """,
        [source.priority, source.id],
    )


def lend_rows(cursor: duckdb.DuckDBPyConnection, name: str, *, sources: Iterable[str]) -> None:
    """Add the earlier rows of some sources to `sources`, `symbols` or `releases`."""
    for source in sources:
        cursor.execute(
            f"INSERT INTO {name} BY NAME SELECT * FROM earlier.main.{name} WHERE source = ?", [source]
        )


def files_of(cursor: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> list[str]:
    """The hashes of the files that some sources were read from, each with its source."""
    found = cursor.execute("SELECT source || ' ' || sha256 FROM main.releases ORDER BY ALL").fetchall()
    return [line for (line,) in found if line.partition(" ")[0] in sources]


def renewed(cursor: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> set[str]:
    """The sources that both databases read from files, and from other files: a new release, as a rule.

    A cut-down file tells nothing of what changed, and a source that is new here has no past.
    """
    rows = cursor.execute(
        """
        WITH old AS (SELECT source, list(sha256 ORDER BY sha256) AS files, max(data_rows) AS data_rows
                     FROM earlier.main.releases GROUP BY source),
             new AS (SELECT source, list(sha256 ORDER BY sha256) AS files
                     FROM main.releases GROUP BY source)
        SELECT source, old.data_rows
        FROM old
        JOIN new USING (source)
        WHERE old.files <> new.files
        """
    ).fetchall()
    least = {source.id: source.expect.min_rows for source in sources}
    found = {source for source, count in rows if count >= least.get(source, 0)}
    for source in sources:  # a derived one stands after those that it is derived from
        found |= {source.id} if found.intersection(source.derived_from) else set()
    return found


def carry_revisions(cursor: duckdb.DuckDBPyConnection) -> None:
    """Take over what earlier builds remembered."""
    cursor.execute("INSERT INTO revisions BY NAME SELECT * FROM earlier.main.revisions ORDER BY ALL")


def add_revisions(
    cursor: duckdb.DuckDBPyConnection, sources: Iterable[str], *, builds: Sequence[str]
) -> None:
    """Note each figure of some sources that was changed, added or withdrawn, with both values."""
    named = ", ".join(text(source) for source in sorted(sources))
    if not named:
        return
    cursor.execute(
        f"""
        INSERT INTO revisions
        SELECT {KEY}, old.value, new.value, ?, ?,
               CASE WHEN new.source IS NULL THEN 'withdrawn' WHEN old.source IS NULL THEN 'added'
                    ELSE 'changed' END
        FROM earlier.main.figures AS old
        FULL JOIN main.figures AS new USING ({KEY})
        WHERE (old.source IN ({named}) OR new.source IN ({named}))
          AND (old.source IS NULL OR new.source IS NULL
               OR (old.value IS NULL) <> (new.value IS NULL)
               OR abs(old.value - new.value) > {SAME} * greatest(abs(old.value), abs(new.value)))
        ORDER BY ALL
        """,
        list(builds),
    )
