"""Alone: one refresh of a data folder at a time, whoever started it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data_pipeline.errors import PipelineError
from data_pipeline.locks import locked

NAME = ".refresh.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one refresh; the system gives it back when the process ends, however it does.

    Raises  PipelineError where another process holds it
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("ab") as lock:
        if not locked(lock):
            raise PipelineError(
                f"{folder}: another refresh of these figures is under way. Wait until it has ended."
            )
        yield
