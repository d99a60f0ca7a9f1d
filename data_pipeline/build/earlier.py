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

MEMORY = ("revisions", "builds", "arrivals", "past_releases")
SAME = 1e-9  # of the value: less is another order of adding up, not another figure
NEEDED = {
    "figures": f"{KEY}, value, numerator, denominator, symbol, source",
    "revisions": f"{KEY}, old_value, new_value, old_build, new_build, change, step, basis",
    "builds": "step, build_id",
    "arrivals": "step, source",
    "past_releases": "step, source",
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


def lend_filled(cursor: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Whether the rows that a source once put into a small table are here now; the table must be as it is."""
    names = cursor.execute(
        "SELECT database_name, list(column_name ORDER BY column_name) FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name = ? AND database_name IN ('earlier', current_database()) "
        "GROUP BY ALL",
        [source.fills],
    ).fetchall()
    cited = "SELECT count(*) FROM earlier.main.sources WHERE source = ?"
    if len({tuple(columns) for _, columns in names}) != 1 or len(names) != 2:
        return False
    if not cursor.execute(cited, [source.id]).fetchall()[0][0]:
        return False
    cursor.execute(f"DELETE FROM {source.fills}")  # one of the catalogue's own words
    cursor.execute(f"INSERT INTO {source.fills} BY NAME SELECT * FROM earlier.main.{source.fills}")
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
    """Add the earlier rows of some sources to one of the small tables, where the earlier database had it."""
    known = "SELECT 1 FROM duckdb_tables() WHERE database_name = 'earlier' AND table_name = ?"
    for source in sources if cursor.execute(known, [name]).fetchall() else ():
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


def carry_memory(cursor: duckdb.DuckDBPyConnection) -> None:
    """Take over what earlier builds remembered: which builds there were, and what each changed."""
    for name in MEMORY:
        cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM earlier.main.{name} ORDER BY ALL")


def add_revisions(
    cursor: duckdb.DuckDBPyConnection, sources: Iterable[str], *, builds: Sequence[str], step: int
) -> None:
    """Note each figure that is not what it was, with both values and the counts, mark and source it had.

    `sources`: those with a new release, whose changes are the publisher's ('release'); all others are ours,
    by another reading of the same files ('reading'). A source that is new here has no past: it arrives.
    """
    named = ", ".join(text(source) for source in sorted(sources)) or "''"
    cursor.execute(
        "INSERT INTO arrivals SELECT ?, source FROM main.sources "
        "WHERE source NOT IN (SELECT source FROM earlier.main.sources) ORDER BY ALL",
        [step],
    )
    cursor.execute(
        f"""
        INSERT INTO revisions
        SELECT {KEY}, old.value, new.value, ?, ?,
               CASE WHEN new.source IS NULL THEN 'withdrawn' WHEN old.source IS NULL THEN 'added'
                    ELSE 'changed' END,
               ?,
               if(old.source IN ({named}) OR new.source IN ({named}), 'release', 'reading'),
               old.numerator, old.denominator, old.symbol, old.source
        FROM earlier.main.figures AS old
        FULL JOIN main.figures AS new USING ({KEY})
        WHERE (old.source IS NOT NULL OR new.source IN (SELECT source FROM earlier.main.sources))
          AND (old.source IS NULL OR new.source IS NULL
               OR {_differs("value")} OR {_differs("numerator")} OR {_differs("denominator")}
               OR (old.value IS NULL AND new.value IS NULL AND old.symbol IS DISTINCT FROM new.symbol))
        ORDER BY ALL
        """,
        [*builds, step],
    )


def note_build(cursor: duckdb.DuckDBPyConnection, build_id: str) -> None:
    """Note this build after those before it, with the releases that it was read from; once in a row."""
    last = cursor.execute("SELECT step, build_id FROM builds ORDER BY step DESC LIMIT 1").fetchall()
    if last and last[0][1] == build_id:
        return
    step = next_step(cursor)
    cursor.execute("INSERT INTO builds SELECT ?, ?, max(published) FROM releases", [step, build_id])
    cursor.execute("INSERT INTO past_releases BY NAME SELECT ? AS step, * FROM releases ORDER BY ALL", [step])


def next_step(cursor: duckdb.DuckDBPyConnection) -> int:
    """The number of the build that is being made, counted from the first that is remembered."""
    return int(cursor.execute("SELECT coalesce(max(step) + 1, 0) FROM builds").fetchall()[0][0])


def _differs(column: str) -> str:
    """The condition that a number of the two builds is not the same, or is there in one of them alone."""
    old, new = f"old.{column}", f"new.{column}"
    return (
        f"(({old} IS NULL) <> ({new} IS NULL) "
        f"OR abs({old} - {new}) > {SAME} * greatest(abs({old}), abs({new})))"
    )
