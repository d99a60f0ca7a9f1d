"""Snapshot: the figures that pages need, small enough to travel with the code."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import duckdb

from data_pipeline.build.place import current, data_folder, swap_folder
from data_pipeline.build.quoting import text
from data_pipeline.errors import PipelineError

LIMIT_BYTES = 10_000_000
LEFT_OUT = {"build"}
MANIFEST = "manifest.json"


def write(folder: Path | None = None, database: Path | None = None) -> dict[str, Any]:
    """Write every table of the database in use to `data/snapshot/` and return the manifest.

    The same figures give the same bytes: rows are sorted, one thread writes, and nothing says when.

    Raises  PipelineError where there is no build from files, where the snapshot is too large to travel, or
            where something other than a snapshot lies in its place
    """
    folder = (folder or data_folder() / "snapshot").resolve()
    database = database or current()
    if not database:
        raise PipelineError("No database yet. Run `python -m data_pipeline build --from FOLDER` first.")
    _refuse(folder)
    fresh = folder.with_name(f".{folder.name}-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        manifest = _write(fresh, database)
        swap_folder(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _refuse(folder: Path) -> None:
    """Stop before a place that holds anything but a snapshot: what lies there would be gone."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise PipelineError(f"{folder}: a file, expected a folder. Name another place for the snapshot.")
    strange = sorted({path.name for path in folder.iterdir()} - _own(folder / MANIFEST))
    if strange:
        raise PipelineError(
            f"{folder}: holds {', '.join(strange[:3])}, expected nothing or a snapshot and nothing else. "
            "Nothing was written; name a new folder or an empty one."
        )


def _own(manifest: Path) -> set[str]:
    """The files that a manifest says are of its snapshot, and itself; none where it is no manifest."""
    try:
        tables = json.loads(manifest.read_text(encoding="utf-8"))["tables"]
        return {manifest.name, *(str(entry["file"]) for entry in tables.values())}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()


def _write(folder: Path, database: Path) -> dict[str, Any]:
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.cursor()
        # set here, not when opening: a file that is open already cannot be opened with another setting
        cursor.execute("SET threads = 1")
        build_id, origin = cursor.execute("SELECT build_id, origin FROM build").fetchall()[0]
        if origin != "files":
            raise PipelineError(
                "The database in use came from a snapshot. Build from the published files first."
            )
        names = [row[0] for row in cursor.execute("SHOW TABLES").fetchall()]
        entries = {name: _table(cursor, folder, name=name) for name in sorted(set(names) - LEFT_OUT)}
    manifest = {"build_id": build_id, "tables": entries}
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    size = sum(path.stat().st_size for path in folder.iterdir())
    if size > LIMIT_BYTES:
        raise PipelineError(
            f"The snapshot takes {size:,} bytes, more than {LIMIT_BYTES:,}. Keep fewer figures."
        )
    return manifest


def _table(cursor: duckdb.DuckDBPyConnection, folder: Path, *, name: str) -> dict[str, Any]:
    path = folder / f"{name}.parquet"
    order = "measure, breakdown, school_type, time_identifier, category, place_code, time_period, source"
    sort = order if name in {"figures", "conflicts"} else "ALL"
    cursor.execute(
        f"COPY (SELECT * FROM main.{name} ORDER BY {sort}) TO {text(path.as_posix())} "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19, ROW_GROUP_SIZE 122880)"
    )
    (rows,) = cursor.execute(f"SELECT count(*) FROM main.{name}").fetchall()[0]
    return {"file": path.name, "rows": rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
