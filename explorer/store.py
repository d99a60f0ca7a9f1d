"""Store: the database file that the pages read, opened, renewed, and built when it is missing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock

import duckdb

from explorer.errors import ExplorerError

ROOT = Path(__file__).resolve().parents[1]
POINTER = "current"
LAYOUT = "1"  # of the tables; the pipeline writes the version that it lays out into the table `build`
HOW_TO_BUILD = "Run `python -m data_pipeline build --from data/snapshot` to make it."
BUILD_TIMEOUT_SECONDS = 600


class Handle:
    """One immutable database file, open for reading."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = duckdb.connect(str(path), read_only=True)
            found = self.cursor().execute("SELECT build_id, origin, app_version FROM build").fetchall()
        except duckdb.Error as error:
            raise ExplorerError(
                f"{path.name}: the database cannot be read ({_last_line(str(error))}). {HOW_TO_BUILD}"
            ) from error
        self.path = path
        self.build_id, self.origin, layout = (str(word) for word in found[0]) if found else ("", "", "")
        if layout != LAYOUT:
            raise ExplorerError(
                f"{path.name}: laid out as version {layout or 'none'}, and this app reads version {LAYOUT}. "
                f"{HOW_TO_BUILD}"
            )

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one query: a shared connection refuses a second query at a time."""
        return self._connection.cursor()


_opening, _building = Lock(), Lock()
_open: list[Handle] = []
_held: ContextVar[Handle | None] = ContextVar("held", default=None)


def data_folder() -> Path:
    """The folder of the database files: INCLUSION_DATA, or `data` beside the package."""
    named = os.environ.get("INCLUSION_DATA")
    return Path(named).resolve() if named else ROOT / "data"


def handle() -> Handle:
    """The open database that the pointer names now; reopened when the pointer changes.

    Raises   ExplorerError without a database, or with one that cannot be read
    """
    if (held := _held.get()) is not None:
        return held
    path = _pointed()
    if path is None:
        raise ExplorerError(f"{data_folder() / POINTER}: no database was found. {HOW_TO_BUILD}")
    with _opening:
        if not _open or _open[0].path != path:
            # the old connection is dropped, not closed: a query may still be reading from it
            _open[:] = [Handle(path)]
        return _open[0]


@contextmanager
def steady() -> Iterator[Handle]:
    """The same database for everything inside, even if a new one is swapped in meanwhile."""
    mine = handle()
    token = _held.set(mine)
    try:
        yield mine
    finally:
        _held.reset(token)


def ensure(progress: Callable[[str], None] | None = None) -> Path:
    """The path of a current database, built from the snapshot if there is none or it is another snapshot's.

    Raises   ExplorerError with the last line that the build said, and what to do
    """
    with _building:
        path = _pointed()
        if path is not None and not _outdated(path):
            return path
        if progress:
            progress("Preparing the figures for their first use. This takes a few seconds.")
        _build()
        path = _pointed()
    if path is None:
        raise ExplorerError(
            f"{data_folder() / POINTER}: the build ended well but no database is named there. {HOW_TO_BUILD}"
        )
    return path


def _pointed() -> Path | None:
    """The database that the pointer names, if both are there."""
    try:
        name = (data_folder() / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    # only the name: a pointer cannot lead out of the folder
    path = data_folder() / Path(name).name
    return path if path.is_file() else None


def _snapshot() -> Path:
    own = data_folder() / "snapshot"
    return own if own.is_dir() else ROOT / "data" / "snapshot"


def _outdated(path: Path) -> bool:
    """Whether this database was built from a snapshot other than the one that is there now."""
    _, _, rest = path.stem.partition("-")
    build_id, _, origin = rest.rpartition("-")
    manifest = _snapshot() / "manifest.json"
    if origin != "snapshot" or not manifest.is_file():
        return False
    try:
        newest = json.loads(manifest.read_text(encoding="utf-8")).get("build_id", build_id)
    except ValueError:
        return False  # half written: the database that is there serves until it is whole
    return build_id != str(newest)


def _build() -> None:
    snapshot = _snapshot()
    if not (snapshot / "manifest.json").is_file():
        raise ExplorerError(
            f"{snapshot}: no snapshot of the figures was found, and there is no database. "
            "Run `python -m data_pipeline build --from DIR` with a folder of the published files."
        )
    command = [sys.executable, "-m", "data_pipeline", "build", "--from", str(snapshot)]
    try:
        done = subprocess.run(  # noqa: S603 (our own command, no text of a reader in it)
            command,
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=BUILD_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExplorerError(
            f"{snapshot}: the build did not end in {BUILD_TIMEOUT_SECONDS} seconds. {HOW_TO_BUILD}"
        ) from error
    if done.returncode:
        said = _last_line(done.stderr) or f"it ended with code {done.returncode}"
        raise ExplorerError(
            f"{snapshot}: the database could not be built: {said} "
            "Run `python -m data_pipeline build --from data/snapshot` to see all that it says."
        )


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
