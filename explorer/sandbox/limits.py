"""Limits: how long, how large and how many a query may be, and the walls that the system puts around it."""

import contextlib
import importlib
import importlib.util
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer import settings

# Windows has none: there DuckDB's own memory limit and the clock are all.
resource: Any = importlib.import_module("resource") if importlib.util.find_spec("resource") else None
MEGABYTE = 1024 * 1024
ROWS_SHOWN = 1_000
LONGEST_SQL = 20_000  # characters
AT_ONCE = 2  # queries, over all readers
THREADS = 2  # of one query
GRACE_SECONDS = 0.5  # between the time limit, at which DuckDB stops by itself, and the end of its process
SLACK = 384 * MEGABYTE  # what Python, DuckDB's threads and the rows on their way out need besides
OPEN_FILES = 64
NICE = 5  # pages come first
LOOK_SECONDS = 0.05
TOO_LARGE = 97  # the exit code of a process that its own watch ended


_watching: list[threading.Thread] = []


@dataclass(frozen=True)
class Limits:
    """What one query may use: seconds, megabytes of memory, rows and megabytes of its result."""

    seconds: float = 10
    memory_mb: int = 512
    rows: int = 1_000_000
    result_mb: int = 256


def limits() -> Limits:
    """The limits that are set: INCLUSION_SQL_SECONDS, INCLUSION_SQL_MEMORY_MB and INCLUSION_SQL_ROWS."""
    usual = Limits()
    return Limits(
        seconds=settings.number("SQL_SECONDS", int(usual.seconds)),
        memory_mb=settings.number("SQL_MEMORY_MB", usual.memory_mb),
        rows=settings.number("SQL_ROWS", usual.rows),
    )


def confine(given: Limits) -> None:
    """From now on this process writes no file, and ends when it takes too much memory or processor time."""
    if resource is None:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = spent.ru_utime + spent.ru_stime + (given.seconds + 1) * (THREADS + 1) + 5
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NOFILE, OPEN_FILES)
    _set(resource.RLIMIT_CPU, int(seconds))  # also ends it if nobody is left to do so
    if addresses := _pages(0):
        _set(resource.RLIMIT_AS, addresses + given.memory_mb * MEGABYTE + SLACK)
    if not _watching:
        with contextlib.suppress(OSError):
            os.nice(NICE)
        _watching.append(threading.Thread(target=_watch, args=[given], daemon=True))
        _watching[0].start()


def memory() -> int:
    """The bytes of memory that this process holds; where the system does not say, the most that it held."""
    if resident := _pages(1):
        return resident
    if resource is None:
        return 1
    unit = 1 if sys.platform == "darwin" else 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


def _set(kind: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # a system that knows the limit and does not keep it
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _pages(field: int) -> int:
    """The bytes in this field of the process's own account; 0 where the system keeps none."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field])
    except (OSError, ValueError):
        return 0
    return pages * int(resource.getpagesize())


def _watch(given: Limits) -> None:
    """Ends the process when its memory has grown by more than it may: macOS keeps no limit on addresses."""
    start = memory()
    while memory() - start < given.memory_mb * MEGABYTE + SLACK:
        time.sleep(LOOK_SECONDS)
    os._exit(TOO_LARGE)
