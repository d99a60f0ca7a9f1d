"""Place: where databases lie, and how a new one takes the place of the old one."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from data_pipeline.locks import locked

ROOT = Path(__file__).parents[2]
POINTER = "current"
LOCK = "build.lock"
ROOM = ".building-"  # rooms of the data folder, under its lock
ROOM_ELSEWHERE = ".writing-"
PATIENCE_SECONDS = 5.0  # for a reader that holds the pointer open, which on Windows stops its replacement


def data_folder() -> Path:
    """The folder of snapshot, raw files and databases: INCLUSION_DATA, or `data` beside the code."""
    return Path(os.environ.get("INCLUSION_DATA") or ROOT / "data")


def snapshot_folder() -> Path:
    """The folder of the snapshot: in the data folder, or the one that came with the code."""
    own = data_folder() / "snapshot"
    return own if own.exists() else ROOT / "data" / "snapshot"


def current(folder: Path | None = None) -> Path | None:
    """The database in use, or None where there is none yet."""
    folder = folder or data_folder()
    pointer = folder / POINTER
    if not pointer.is_file():
        return None
    # what is no text names no database, and the next build writes it anew
    database = folder / Path(pointer.read_text(encoding="utf-8", errors="replace").strip()).name
    return database if database.is_file() else None


@contextmanager
def room(target: Path | None) -> Iterator[Path]:
    """A folder to build in, on the disk of the data folder or of the target, gone afterwards.

    In the data folder one build works at a time, so that what a killed one left there can be cleared away.
    """
    folder = target.parent if target else data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if target:
        with _made(folder / f"{ROOM_ELSEWHERE}{os.getpid()}") as path:
            yield path
        return
    with _alone(folder):
        for leftover in folder.glob(f"{ROOM}*"):
            _forget(leftover)
        with _made(folder / f"{ROOM}{os.getpid()}") as path:
            yield path


def put(made: Path, target: Path) -> Path:
    """Move a finished database to its name; readers of an older file go on reading it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _sync(made)
    _replace(made, target)
    _sync(target.parent)
    return target


def point_to(database: Path) -> None:
    """Make a database the one in use, and clear away those that nobody needs any more.

    The one before it stays: a reader may have read the pointer and not yet opened the file.
    """
    before = current(database.parent)
    pointer = database.parent / POINTER
    fresh = pointer.with_name(f".{POINTER}-{os.getpid()}")
    try:
        fresh.write_text(database.name + "\n", encoding="utf-8", newline="\n")
        _sync(fresh)
        _replace(fresh, pointer)
    finally:
        fresh.unlink(missing_ok=True)
    _sync(pointer.parent)
    for old in database.parent.glob("inclusion-*.duckdb"):
        if old not in (database, before):
            _forget(old)


def swap_folder(fresh: Path, folder: Path) -> None:
    """Put a finished folder in the place of another; what was there stays until it is."""
    before = folder.with_name(f".{folder.name}-before")
    _forget(before)
    if folder.exists():
        folder.rename(before)
    fresh.rename(folder)
    _forget(before)


@contextmanager
def _made(path: Path) -> Iterator[Path]:
    _forget(path)
    path.mkdir()
    try:
        yield path
    finally:
        _forget(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system takes back from a process that dies."""
    with (folder / LOCK).open("ab") as lock:
        while not locked(lock):
            time.sleep(0.1)
        yield


def _replace(made: Path, target: Path) -> None:
    """Rename over the target, waiting on Windows for a reader that has it open at this moment."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            made.replace(target)
        except PermissionError:
            time.sleep(0.05)
        else:
            return
    made.replace(target)


def _sync(path: Path) -> None:
    """Make sure that it is on disk, where the system lets us: a rename must not overtake the bytes."""
    with suppress(OSError):  # Windows does not open folders
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _forget(old: Path) -> None:
    if old.is_dir():
        shutil.rmtree(old, ignore_errors=True)
        return
    with suppress(OSError):  # on Windows a database that is being read cannot go; the next build tries again
        old.unlink()
