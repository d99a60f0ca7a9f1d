"""Years: the periods that a source had in the database in use and that its files no longer have."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data_pipeline.build.earlier import Earlier
from data_pipeline.build.holding import said
from data_pipeline.build.select import KEY
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding

SAME_FORM = "regexp_replace({}, '^(\\d{{4}})\\D?(\\d{{2}})$', '\\1\\2')"


def gone(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[str]:
    """The periods of which the earlier database has figures of a source, and the candidates have none."""
    rows = cursor.execute(
        """
        SELECT DISTINCT time_period
        FROM earlier.main.figures
        WHERE source = ? AND time_period NOT IN (SELECT time_period FROM candidates WHERE source = ?)
        ORDER BY ALL
        """,
        [source.id, source.id],
    ).fetchall()
    return [str(period) for (period,) in rows]


def keep(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, periods: Sequence[str], before: Earlier
) -> Finding:
    """Add the earlier figures of some periods to the candidates; the finding that says so."""
    cursor.execute(
        f"""
        INSERT INTO candidates
        SELECT {KEY}, value, numerator, denominator, symbol, source, ?
        FROM earlier.main.figures
        WHERE source = ? AND time_period IN (SELECT unnest(?))
        """,
        [source.priority, source.id, list(periods)],
    )
    told = f"no file of {_listed(periods)} is here; those figures of build {before.build_id} stay in use."
    return Finding(source.id, "", "note", f"Years kept: {told}")


def missed(source: Source, periods: Sequence[str]) -> Finding:
    """That periods which were in use are not in the files any more."""
    told = f"figures of {_listed(periods)} were in use, and the files that are used now have none."
    return Finding(source.id, "", "warning", f"Years gone: {told}")


def keep_releases(cursor: duckdb.DuckDBPyConnection, source: str, *, periods: Sequence[str]) -> None:
    """Cite the earlier files of the periods that were kept."""
    cursor.execute(
        f"""
        INSERT INTO releases BY NAME
        SELECT *
        FROM earlier.main.releases AS old
        WHERE source = ?
          AND sha256 NOT IN (SELECT sha256 FROM main.releases)
          AND EXISTS (
              FROM unnest(?) AS kept(period)
              WHERE period BETWEEN {SAME_FORM.format("first_period")} AND {SAME_FORM.format("last_period")}
          )
        """,
        [source, list(periods)],
    )


def _listed(periods: Sequence[str]) -> str:
    return ", ".join(map(said, periods))
