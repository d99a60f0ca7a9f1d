"""Running: queries of readers, each alone in a process that is ended when its time is up."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from explorer import store
from explorer.errors import ExplorerError
from explorer.sandbox import wire
from explorer.sandbox.limits import AT_ONCE, GRACE_SECONDS, LONGEST_SQL, MEGABYTE, Limits, limits
from explorer.sandbox.result import IN_MEMORY, Result
from explorer.sandbox.telling import Problem, died, stopped, told, too_slow

# -I: no variable of the environment and no folder but this one decides what is imported.
START = "import sys; sys.path.insert(0, sys.argv[1]); from explorer.sandbox.worker import main; main()"
BOOT_SECONDS = 60
FOLDER = "inclusion-sql-"
LONGEST_FRAME = 64 * MEGABYTE
BUSY = (
    "Two queries are running already, which is all that run at once here. Wait a few seconds and press Run."
)
TOO_LONG = f"The query is longer than {LONGEST_SQL:,} characters, which is the most that can be run here."

_slots = threading.BoundedSemaphore(AT_ONCE)
_spares: list[subprocess.Popen[bytes]] = []
_folders: dict[int, str] = {}
_sparing, _closing = threading.Lock(), threading.Event()


class Run:
    """One query on its way: running, or ended with a result or a problem."""

    def __init__(self, sql: str, given: Limits) -> None:
        self.sql, self.given = sql, given
        self.result: Result | None = None
        self.problem: Problem | None = None
        self._began = time.monotonic()
        self._seconds = 0.0
        self._stopped, self._ended, self._woken = threading.Event(), threading.Event(), threading.Event()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return not self._ended.is_set()

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran."""
        return self._seconds or time.monotonic() - self._began

    def stop(self) -> None:
        """Ends it and its process; nothing where it has ended."""
        self._stopped.set()
        self._woken.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it ended within these seconds."""
        return self._ended.wait(seconds)

    def go(self, handle: store.Handle) -> None:
        """Runs it to its end, whatever that is, and says so."""
        try:
            self._run(handle)
        except (OSError, ValueError) as error:
            self.problem = Problem(f"The query could not be run on this machine: {type(error).__name__}.")
        finally:
            self._seconds = time.monotonic() - self._began
            _slots.release()
            warm()
            self._ended.set()

    def _run(self, handle: store.Handle) -> None:
        worker = _worker()
        spool: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the result keeps it)
        heard: dict[str, Any] = {}
        listening = threading.Thread(
            target=self._listen, args=[worker], kwargs={"spool": spool, "heard": heard}, daemon=True
        )
        try:
            self._began = time.monotonic()
            _ask(worker, {"database": str(handle.path), "sql": self.sql, "limits": asdict(self.given)})
            listening.start()
            late = not self._woken.wait(self.given.seconds + GRACE_SECONDS)
        finally:
            said = heard.get("said", (b"", b"{}"))
            ended = said[0] in (wire.DONE, wire.REFUSED)
            _leave(worker, serves=ended and bool(json.loads(said[1])["again"]))
        listening.join(BOOT_SECONDS)
        self._conclude(said, spool, handle=handle, late=late)

    def _listen(self, worker: subprocess.Popen[bytes], *, spool: IO[bytes], heard: dict[str, Any]) -> None:
        """Keeps the rows that come, up to what may come, and what is said at the end."""
        size = 0
        while worker.stdout is not None and (frame := wire.receive(worker.stdout, LONGEST_FRAME)):
            kind, payload = frame
            size += len(payload)
            if kind != wire.ROWS or size > self.given.result_mb * MEGABYTE:
                heard["said"] = frame
                break
            spool.write(payload)
        self._woken.set()

    def _conclude(
        self, said: tuple[bytes, bytes], spool: IO[bytes], *, handle: store.Handle, late: bool
    ) -> None:
        if said[0] == wire.DONE:
            build_id, words = handle.build_id, json.loads(said[1])
            self.result = Result(spool, words, sql=self.sql, build_id=build_id, given=self.given)
            return
        spool.close()
        if late:
            self.problem = too_slow(self.given)
        elif said[0] == wire.REFUSED:
            self.problem = told(json.loads(said[1]), self.sql, given=self.given, path=handle.path)
        else:
            self.problem = stopped() if self._stopped.is_set() else died(self.given)


def start(sql: str) -> Run:
    """This query running, alone in a process beside this one.

    Raises   ExplorerError where two are running already, or the query is too long
    """
    if len(sql) > LONGEST_SQL:
        raise ExplorerError(TOO_LONG)
    handle = store.handle()
    if not _slots.acquire(blocking=False):
        raise ExplorerError(BUSY)
    run = Run(sql, limits())
    threading.Thread(target=run.go, args=[handle], daemon=True).start()
    return run


def warm() -> None:
    """Has a process ready for the next query, so that it need not wait for Python to start."""
    with _sparing:
        _spares[:] = [one for one in _spares if one.poll() is None]
        if not _spares and not _closing.is_set():
            _spares.append(_spawn())


@atexit.register
def cool() -> None:
    """Ends the process that is kept ready; no other follows it, as the server is going."""
    _closing.set()
    with _sparing:
        while _spares:
            _end(_spares.pop())


def _worker() -> subprocess.Popen[bytes]:
    """A process that nobody has asked anything: the spare one, or a new one; ready to be asked."""
    while True:
        with _sparing:
            spare = _spares.pop() if _spares else None
        worker = spare or _spawn()
        if _ready(worker):
            return worker
        _end(worker)
        if spare is None:
            raise OSError("no process for queries could be started")


def _ready(worker: subprocess.Popen[bytes]) -> bool:
    """Whether it says so, within the time that any machine needs to start it."""
    late = threading.Timer(BOOT_SECONDS, worker.kill)
    late.daemon = True
    late.start()
    said = worker.stdout is not None and wire.receive(worker.stdout, 0) == (wire.READY, b"")
    late.cancel()
    return said


def _leave(worker: subprocess.Popen[bytes], *, serves: bool) -> None:
    """Keeps the process for the next query where it serves on, and ends it where it does not."""
    with _sparing:
        kept = serves and len(_spares) < AT_ONCE and not _closing.is_set()
        if kept:
            _spares.append(worker)
    if not kept:
        _end(worker)


def _spawn() -> subprocess.Popen[bytes]:
    """A new process: empty environment, a folder that it removes, its pipes its only ties to this one."""
    command = [sys.executable, "-I", "-B", "-c", START, str(store.ROOT)]
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ}
    folder = tempfile.mkdtemp(prefix=FOLDER)
    worker = subprocess.Popen(  # noqa: S603 (our own command, no text of a reader in it)
        command,
        cwd=folder,
        env={**kept, "MALLOC_ARENA_MAX": "1"},  # a thread's own arena takes 64 MB of addresses
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )
    _folders[worker.pid] = folder
    return worker


def _ask(worker: subprocess.Popen[bytes], question: dict[str, Any]) -> None:
    with suppress(BrokenPipeError):  # it died: the listener finds that it said nothing
        if worker.stdin is not None:
            worker.stdin.write(json.dumps(question).encode() + b"\n")
            worker.stdin.flush()


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in filter(None, (worker.stdin, worker.stdout)):
        with suppress(OSError):
            pipe.close()
    with suppress(OSError):  # it removes its folder itself, except on Windows and where it had no time to
        Path(_folders.pop(worker.pid)).rmdir()
