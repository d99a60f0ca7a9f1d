"""Told: what a finished database holds, for reports."""

from __future__ import annotations

from pathlib import Path

import duckdb


def is_database(path: Path) -> bool:
    """Whether a file is a database that a build finished, rather than what is left of one."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            return len(connection.cursor().execute("SELECT build_id FROM build").fetchall()) == 1
    except duckdb.Error:
        return False


def figures_by_source(database: Path) -> dict[str, int]:
    """How many figures each source gave."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.cursor().execute("SELECT source, count(*) FROM figures GROUP BY source").fetchall()
    return {str(source): int(count) for source, count in rows}
