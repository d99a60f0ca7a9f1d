"""Make: a whole build, from the files or the snapshot to the database that is in use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data_pipeline import catalogue, faults, files, words
from data_pipeline.build import earlier, tables
from data_pipeline.build.earlier import Earlier
from data_pipeline.build.laying import Plan, lay_out
from data_pipeline.build.place import current, data_folder, point_to, put, room
from data_pipeline.build.told import is_database
from data_pipeline.check import Finding
from data_pipeline.errors import PipelineError

Say = Callable[[str], None]
VERSION = "2"  # of the layout that the app asks for; raised too when the same files would give other figures
# DuckDB works on disk beyond this, so that the largest published files fit a small machine.
MEMORY = "600MB"
MOST_SAID = 10  # findings in one sentence


@dataclass(frozen=True)
class Job:
    """What to build from, where to, and how strictly to judge it.

    `whole` is False for cut-down files, whose numbers of rows are not judged. `keeps_others` is True where
    a source of which there is no file keeps what the database in use has of it. `told` are findings of those
    who brought the files.
    """

    folders: tuple[Path, ...]
    target: Path | None = None
    whole: bool = True
    keeps_others: bool = False
    told: tuple[Finding, ...] = ()
    sources: Path = catalogue.SOURCES
    vocabulary: Path = words.VOCABULARY


@dataclass(frozen=True)
class Built:
    """A finished database: where it is, its id, how many figures, and what was odd on the way."""

    path: Path
    build_id: str
    figures: int
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True)
class _Signature:
    """What tells one build from another: its id, and whether it came from files or a snapshot."""

    build_id: str
    origin: str


def build_from_files(job: Job, say: Say = print) -> Built:
    """One database from folders of published files.

    A table that breaks a fatal promise is left out, and where the app's own database is renewed, the one
    in use lends its last good table. A build elsewhere, or of cut-down files, stands on its files alone.

    Raises  PipelineError where no file is a declared source, or where the database cannot be written
    """
    with _told(), room(job.target) as here:
        scratch = here / "scratch"
        scratch.mkdir()
        found, findings = files.find(job.folders, scratch)
        sources = catalogue.load(job.sources)
        releases, unmatched = files.match(found, sources)
        releases, older = files.newest(releases)
        if not releases:
            raise _nothing(job, len(found), findings=[*findings, *unmatched])
        plan = Plan(
            sources, words.load(job.vocabulary), tuple(releases), scratch, job.whole, job.keeps_others
        )
        made = here / "inclusion.duckdb"
        with _database(made) as cursor:
            renews = job.target is None and job.whole
            before = earlier.attach(cursor, current()) if renews else None
            laid = lay_out(
                cursor, plan, findings=[*job.told, *findings, *unmatched, *older], before=before, say=say
            )
            lent = earlier.files_of(cursor, laid.lent)
            signature = _Signature(_build_id(plan, job, lent=lent), "files")
            _remember(cursor, plan, before=before, build_id=signature.build_id)
            tables.findings(cursor, laid.findings)
            count = _sign(cursor, signature)
        path = _finish(made, job, signature=signature)
        return Built(path, signature.build_id, count, tuple(laid.findings))


def build_from_snapshot(job: Job, say: Say = print) -> Built:
    """One database from a snapshot: the same answers as the build that the snapshot was taken from.

    Raises  PipelineError where a file of the snapshot is missing or is not the one that the manifest names
    """
    (folder,) = job.folders
    manifest = read_manifest(folder)
    signature = _Signature(manifest["build_id"], "snapshot")
    rows = manifest["tables"]["figures"]["rows"]
    say(f"Laying out {rows:,} figures from the snapshot {signature.build_id}")
    with _told(), room(job.target) as here:
        made = here / "inclusion.duckdb"
        with _database(made) as cursor:
            _load(cursor, folder, tables=manifest["tables"])
            tables.create(cursor, only=[name for name in tables.TABLES if name not in manifest["tables"]])
            count = _sign(cursor, signature)
        return Built(_finish(made, job, signature=signature), signature.build_id, count)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a snapshot.

    Raises  PipelineError where there is none
    """
    path = folder / "manifest.json"
    if not path.is_file():
        raise PipelineError(
            f"{folder}: no manifest.json, so this is no snapshot. Restore the folder from the repository."
        )
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


@contextmanager
def _told() -> Iterator[None]:
    """A full disk, a folder that may not be written and the like, said in words; nothing was swapped then."""
    try:
        yield
    except BrokenPipeError:  # not the database: nobody reads what the command says
        raise
    except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
        raise PipelineError(
            f"The database could not be written, and nothing was changed. {faults.said(error)}"
        ) from error


@contextmanager
def _database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database; it is whole on disk when the connection was closed, and not before."""
    connection = duckdb.connect(str(path), config={"memory_limit": MEMORY})
    try:
        with connection.cursor() as cursor:
            yield cursor
            cursor.execute("CHECKPOINT")
    finally:
        connection.close()


def _remember(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, *, before: Earlier | None, build_id: str
) -> None:
    """Note what this build changed in the figures of the one in use, after what that one remembers."""
    if before:
        earlier.carry_memory(cursor)
    if before and before.build_id != build_id:
        sources = earlier.renewed(cursor, plan.sources)
        step = earlier.next_step(cursor)
        earlier.add_revisions(cursor, sources, builds=(before.build_id, build_id), step=step)
    earlier.note_build(cursor, build_id)


def _load(cursor: duckdb.DuckDBPyConnection, folder: Path, *, tables: dict[str, Any]) -> None:
    for name, entry in tables.items():
        path = folder / entry["file"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            raise PipelineError(
                f"{path}: missing, or not the file that the manifest names. "
                "Restore the snapshot from the repository."
            )
        cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet(?)", [str(path)])  # our own file


def _sign(cursor: duckdb.DuckDBPyConnection, signature: _Signature) -> int:
    (count,) = cursor.execute("SELECT count(*) FROM figures").fetchall()[0]
    made = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    row = {**vars(signature), "made_at": made, "figures": count, "app_version": VERSION}
    tables.fill(cursor, "build", rows=[row])
    return int(count)


def _build_id(plan: Plan, job: Job, *, lent: list[str]) -> str:
    """The same files, catalogue and vocabulary give the same id; what was lent is part of it."""
    digest = hashlib.sha256(VERSION.encode())
    declared = [path for folder in (job.sources, job.vocabulary) for path in sorted(folder.iterdir())]
    for path in declared:
        digest.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    for sha256 in sorted(release.file.sha256 for release in plan.releases):
        digest.update(sha256.encode())
    if lent:
        digest.update(" ".join(["lent", *lent]).encode())
    return digest.hexdigest()[:12]


def _finish(made: Path, job: Job, *, signature: _Signature) -> Path:
    if job.target:
        return put(made, job.target)
    target = data_folder() / f"inclusion-{signature.build_id}-{signature.origin}.duckdb"
    if target != current() or not is_database(target):  # the same id is the same, and may be being read
        put(made, target)
    point_to(target)
    return target


def _nothing(job: Job, count: int, *, findings: Sequence[Finding]) -> PipelineError:
    """What was found in place of a published table, file by file, the gravest first."""
    where = ", ".join(str(folder) for folder in job.folders)
    tables_found = f"{count:,} table{'' if count == 1 else 's'} found"
    grave = sorted(findings, key=lambda finding: ("fatal", "warning", "note").index(finding.severity))
    said = " ".join(f"{finding.file_name}: {finding.message}" for finding in grave[:MOST_SAID])
    more = f" And {len(grave) - MOST_SAID:,} more." if len(grave) > MOST_SAID else ""
    return PipelineError(
        f"{where}: no published table that the catalogue knows ({tables_found}). {said}{more} "
        "Name a folder that holds the department's CSV or ZIP files."
    )
