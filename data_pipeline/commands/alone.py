"""Alone: one refresh of a data folder at a time, whoever started it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from data_pipeline.errors import PipelineError

NAME = ".refresh.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one refresh; the system gives it back when the process ends, however it does.

    Raises  PipelineError where another process holds it
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("ab") as lock:
        if not _held(lock):
            raise PipelineError(
                f"{folder}: another refresh of these figures is under way. Wait until it has ended."
            )
        yield


def _held(lock: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: two refreshes at once are then the operator's care
        return True
    return True
