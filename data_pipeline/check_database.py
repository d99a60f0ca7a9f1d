"""Check database: what must be true of a finished database before pages stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from data_pipeline.catalogue import Source
from data_pipeline.check import Finding, check

KEY = "measure, time_period, time_identifier, place_code, school_type, breakdown, category"
WHICH = f"SELECT source, concat_ws(', ', {KEY}) FROM figures"
# What is wrong, and the figures that are: their source and one word of each. Two breakdowns at once are two.
RULES = {
    "Unknown measures": "SELECT source, measure FROM figures ANTI JOIN measures USING (measure)",
    "Unknown places": "SELECT source, place_code FROM figures ANTI JOIN places USING (place_code)",
    "Unknown school types": """
        SELECT source, school_type FROM figures ANTI JOIN school_types USING (school_type)
    """,
    "Unknown periods": """
        SELECT source, time_identifier || ' ' || time_period
        FROM figures
        ANTI JOIN periods USING (time_period, time_identifier)
    """,
    "Unknown breakdowns": """
        SELECT source, breakdown
        FROM (SELECT source, unnest(string_split(breakdown, '*')) AS breakdown
              FROM (SELECT DISTINCT source, breakdown FROM figures))
        ANTI JOIN breakdowns USING (breakdown)
    """,
    "Unknown categories": """
        SELECT source, concat_ws(': ', pair[1], pair[2])
        FROM (SELECT source,
                     unnest(list_zip(string_split(breakdown, '*'), string_split(category, '*'))) AS pair
              FROM (SELECT DISTINCT source, breakdown, category FROM figures)) AS met
        ANTI JOIN categories AS known ON known.breakdown = pair[1] AND known.category = pair[2]
    """,
    "Unknown sources": "SELECT source, source FROM figures ANTI JOIN sources USING (source)",
    "Unknown symbols": """
        SELECT source, symbol
        FROM figures
        WHERE symbol NOT IN (SELECT symbol FROM symbols WHERE source = '')
    """,
    "Numbers beside a symbol": f"{WHICH} WHERE value IS NOT NULL AND symbol IS NOT NULL",
    "Neither a number nor a symbol": f"{WHICH} WHERE value IS NULL AND symbol IS NULL",
    "Endless numbers": f"""
        {WHICH} WHERE NOT isfinite(value) OR NOT isfinite(numerator) OR NOT isfinite(denominator)
    """,
    "Keys that stand more than once": f"""
        SELECT min(source), concat_ws(', ', {KEY}) FROM figures GROUP BY {KEY} HAVING count(*) > 1
    """,
}
NAMED = 3  # of what is wrong, named in the finding


def check_database(path: Path, sources: Sequence[Source] = (), *, whole: bool = True) -> list[Finding]:
    """What a database breaks of the promises that the app stands on; a broken one is always fatal.

    The published tables of `sources` that lie in it are held against the catalogue as well; `whole` is
    False where they are cut down.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            cursor = connection.cursor()
            found = [
                *_counted(cursor),
                *(f for what, rows in RULES.items() for f in _broken(cursor, what, rows=rows)),
            ]
            return found + [f for source in sources for f in _published(cursor, source, whole=whole)]
    except duckdb.Error as error:
        said = f"Unreadable: {str(error).splitlines()[0]} Build it again."
        return [Finding("", path.name, "fatal", said)]


def sources_in(path: Path) -> set[str]:
    """The sources of which a database has the published table or figures."""
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.cursor().execute("SELECT source FROM sources").fetchall()
    return {str(source) for (source,) in rows}


def not_renewed(path: Path) -> list[Finding]:
    """The findings that say why a source has no newer figures than before: broken files, failed fetches."""
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = (
            connection.cursor()
            .execute(
                """
                SELECT source, file_name, severity, message
                FROM findings
                WHERE severity = 'fatal' OR starts_with(message, 'Not fetched: ')
                ORDER BY ALL
                """
            )
            .fetchall()
        )
    return [Finding(*row) for row in rows]


def build_of(path: Path) -> str:
    """The id of the build that a database is."""
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.cursor().execute("SELECT build_id FROM build").fetchall()
    return str(rows[0][0]) if rows else ""


def _counted(cursor: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Whether all figures are there that were there when the build was signed."""
    told = cursor.execute("SELECT figures, (SELECT count(*) FROM figures) FROM build").fetchall()
    if len(told) != 1 or told[0][0] != told[0][1]:
        said = ", ".join(f"signed with {signed:,} figures and has {there:,}" for signed, there in told)
        yield Finding("", "", "fatal", f"Not whole: {said or 'not signed'}. Build it again.")


def _broken(cursor: duckdb.DuckDBPyConnection, what: str, *, rows: str) -> Iterator[Finding]:
    """A finding for each source with figures that break one rule; `rows` is of the list above."""
    found = cursor.execute(
        f"""
        SELECT source, count(*), list(DISTINCT word ORDER BY word)[:{NAMED}]
        FROM ({rows}) AS wrong(source, word)
        GROUP BY source
        ORDER BY source
        """
    ).fetchall()
    for source, count, named in found:
        yield Finding(str(source or ""), "", "fatal", f"{what}: {count:,}, as {'; '.join(named)}.")


def _published(cursor: duckdb.DuckDBPyConnection, source: Source, *, whole: bool) -> list[Finding]:
    there = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'published' AND table_name = ?", [source.id]
    ).fetchall()
    if not there[0][0]:
        return []
    try:
        return check(cursor, source, whole=whole)
    except duckdb.Error as error:
        said = f"Not of this catalogue: {str(error).splitlines()[0]} Build it again."
        return [Finding(source.id, "", "fatal", said)]
