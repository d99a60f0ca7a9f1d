"""Holding: with which period a published file ends, and the files that the database in use was made of."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from data_pipeline.build import reading
from data_pipeline.build.place import current, snapshot_folder
from data_pipeline.build.quoting import text
from data_pipeline.catalogue import Source
from data_pipeline.files import File
from data_pipeline.opening import UNREADABLE

_YEARS = re.compile(r"((?:19|20)\d\d)\D?(?:20)?(\d\d)?(?:\.0)?")


def last_period(file: File, source: Source, *, scratch: Path) -> str:
    """The last period of a file, as `202223` or `2023`; empty where it has none or cannot be read."""
    try:
        with duckdb.connect() as connection, connection.cursor() as cursor:
            opened = reading.open_file(file, source, number=0, scratch=scratch)
            return _plain(reading.newest_period(cursor, opened))
    except (*UNREADABLE, duckdb.Error):
        return ""


def last_periods(*, or_snapshot: bool) -> dict[str, str]:
    """The last period of each source in the database in use, or in the snapshot where there is none yet."""
    database, table = current(), snapshot_folder() / "releases.parquet"
    if database:
        return _asked(database, "main.releases")
    if or_snapshot and table.is_file():
        return _asked(None, f"read_parquet({text(table.as_posix())})")
    return {}


def said(period: str) -> str:
    """A period as it is read: `2022/23`."""
    return f"{period[:4]}/{period[4:]}" if len(period) == len("202223") else period


def _asked(database: Path | None, releases: str) -> dict[str, str]:
    try:
        with duckdb.connect(str(database or ":memory:"), read_only=bool(database)) as connection:
            rows = connection.execute(
                f"SELECT source, max(last_period) FROM {releases} WHERE last_period IS NOT NULL GROUP BY ALL"
            ).fetchall()
    except duckdb.Error:  # of another layout, or damaged: the build says so
        return {}
    return {source: _plain(period) for source, period in rows}


def _plain(period: str) -> str:
    found = _YEARS.fullmatch(period)
    return "".join(filter(None, found.groups())) if found else ""
