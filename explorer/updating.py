"""Updating: the pipeline's own commands as child processes, one at a time, and what they tell meanwhile."""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, Thread, Timer
from typing import IO, Any

from explorer import store
from explorer.errors import ExplorerError

# What a reader can start: the words of the command line.
JOBS = {"check": ("status",), "update": ("refresh",)}
GRACE_SECONDS = 5.0  # to stop of its own accord; whatever is killed leaves the figures as they were
UNDER_WAY = "Something is under way already: wait until it has ended, or stop it."


@dataclass(frozen=True)
class Arriving:
    """A file that is coming: its source, how many bytes have come, and of how many where that is known."""

    name: str
    came: int
    of: int | None


@dataclass(frozen=True)
class State:
    """How a job stands, or how it ended: what it told so far.

    `sources` are what the pipeline tells of each source, `code` is its exit code and `said` why that is not
    0. `killed` is True where it ended without a last word of its own.
    """

    job: str
    started: datetime
    ended: datetime | None = None
    files_done: int = 0
    files: int = 0
    bytes_done: int = 0
    arriving: tuple[Arriving, ...] = ()
    step: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()
    report: tuple[str, ...] = ()
    code: int | None = None
    said: str = ""
    cancelled: bool = False
    killed: bool = False

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self.ended is None

    @property
    def bytes_came(self) -> int:
        """The bytes of all files so far."""
        return self.bytes_done + sum(one.came for one in self.arriving)


class _Run:
    """One child process and the thread that listens to it."""

    def __init__(self, job: str) -> None:
        self.state = State(job, started=_now())
        self._changing = Lock()
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the process)
        self.process = _child(JOBS[job], errors=self._errors)
        Thread(target=self._listen, daemon=True).start()

    def cancel(self) -> None:
        """Ask the process to stop, and end it where it does not."""
        if self.process.poll() is not None:
            return
        with self._changing:
            self.state = replace(self.state, cancelled=True)
        if sys.platform == "win32":
            self.process.terminate()
            return
        self.process.send_signal(signal.SIGINT)
        hard = Timer(GRACE_SECONDS, self.process.kill)
        hard.daemon = True
        hard.start()

    def _listen(self) -> None:
        with self.process:
            for line in self.process.stdout or ():
                self._hear(line)
        with self._changing:
            self.state = self._ended(self.state, self.process.returncode)

    def _hear(self, line: str) -> None:
        with self._changing:
            self.state = heard(self.state, line)

    def _ended(self, last: State, code: int) -> State:
        """How it ended; without a last word of its own, by the last line of what went wrong."""
        killed = last.code is None
        with self._errors as errors:
            errors.seek(0)
            trouble = _last_line(errors.read().decode("utf-8", errors="replace"))
        return replace(
            last,
            code=code if killed else last.code,
            said=trouble if killed else last.said,
            killed=killed,
            arriving=(),
            ended=_now(),
        )


_starting = Lock()
_runs: list[_Run] = []


def start(job: str) -> None:
    """Start a job of JOBS, for every reader of this app at once.

    Raises   ExplorerError where one is under way, or where it cannot be started
    """
    with _starting:
        if _runs and _runs[0].state.running:
            raise ExplorerError(UNDER_WAY)
        try:
            _runs[:] = [_Run(job)]
        except OSError as error:
            raise ExplorerError(f"The update could not be started: {error}. Free some memory.") from error


def state() -> State | None:
    """How the job that was started last stands or ended; None where none was since the app started."""
    return _runs[0].state if _runs else None


def cancel() -> None:
    """Stop what is under way; the figures in use stay as they are."""
    if _runs:
        _runs[0].cancel()


def heard(before: State, line: str) -> State:
    """The state after one more line of the pipeline; a line that is none of its own changes nothing."""
    try:
        told = json.loads(line)
        kind = told.get("is", "")
    except (ValueError, AttributeError):
        return before
    if kind in ("bytes", "file"):
        return _with_file(before, told)
    if kind == "source":
        return replace(before, sources=(*before.sources, told))
    if kind == "said":
        return replace(before, report=(*before.report, str(told.get("text", ""))))
    if kind == "end":
        return replace(before, code=int(told.get("code", 1)), said=str(told.get("text", "")))
    if kind == "files":
        return replace(before, files_done=int(told.get("done", 0)), files=int(told.get("of", 0)))
    return replace(before, step=str(told.get("text", ""))) if kind == "step" else before


def _with_file(before: State, told: Mapping[str, Any]) -> State:
    name = str(told.get("name", ""))
    others = tuple(one for one in before.arriving if one.name != name)
    came = int(told.get("came") or told.get("bytes") or 0)
    if told["is"] == "file":
        return replace(before, arriving=others, bytes_done=before.bytes_done + came)
    return replace(before, arriving=(*others, Arriving(name, came, told.get("of"))))


def _child(words: tuple[str, ...], *, errors: IO[bytes]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "data_pipeline", *words, "--progress", "json"]
    # the folder as this app understands it, whatever folder the child starts in
    environment = os.environ | {"INCLUSION_DATA": str(store.data_folder())}
    return subprocess.Popen(  # noqa: S603 (our own command, no text of a reader in it)
        command,
        cwd=store.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        errors="replace",
    )


def _now() -> datetime:
    return datetime.now().astimezone()


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


# An update lives as long as the app that was asked for it.
atexit.register(cancel)
