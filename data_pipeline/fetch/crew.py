"""Crew: several jobs at once, in threads that an interrupted run does not wait for."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from data_pipeline.errors import FetchError

Job = TypeVar("Job")
Result = TypeVar("Result")
LOOK_SECONDS = 0.2  # on Windows an endless wait does not hear Ctrl-C


def run(jobs: Sequence[Job], do: Callable[[Job], Result], *, at_once: int) -> list[Result | FetchError]:
    """What each job gives, in the order of the jobs; a FetchError in place of what could not be done.

    Raises  whatever else a job raised; Ctrl-C at once, without waiting for the jobs
    """
    waiting: queue.SimpleQueue[tuple[int, Job]] = queue.SimpleQueue()
    ready: queue.SimpleQueue[tuple[int, Result | BaseException]] = queue.SimpleQueue()
    for pair in enumerate(jobs):
        waiting.put(pair)
    for _ in range(min(at_once, len(jobs))):
        threading.Thread(target=_work, args=(waiting, ready), kwargs={"do": do}, daemon=True).start()
    found: dict[int, Result | FetchError] = {}
    while len(found) < len(jobs):
        number, result = _next(ready)
        if isinstance(result, BaseException) and not isinstance(result, FetchError):
            raise result
        found[number] = result
    return [found[number] for number in range(len(jobs))]


def _work(
    waiting: queue.SimpleQueue[tuple[int, Job]],
    ready: queue.SimpleQueue[tuple[int, Result | BaseException]],
    *,
    do: Callable[[Job], Result],
) -> None:
    with suppress(queue.Empty):
        while True:
            number, job = waiting.get_nowait()
            ready.put((number, _result(do, job)))


def _result(do: Callable[[Job], Result], job: Job) -> Result | BaseException:
    try:
        return do(job)
    except BaseException as error:  # noqa: BLE001 (raised again by the thread that asked)
        return error


def _next(
    ready: queue.SimpleQueue[tuple[int, Result | BaseException]],
) -> tuple[int, Result | BaseException]:
    while True:
        try:
            return ready.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            continue
