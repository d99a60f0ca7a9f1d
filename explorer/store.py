"""Store: the database file that the pages read, opened, renewed, and built when it is missing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import duckdb

from explorer.errors import ExplorerError

ROOT = Path(__file__).resolve().parents[1]
POINTER = "current"
LAYOUT = "2"  # of the tables; the pipeline writes the version that it lays out into the table `build`
HOW_TO_BUILD = "Run `python -m data_pipeline build --from data/snapshot` to make it."
BUILD_TIMEOUT_SECONDS = 600
REMEMBERS = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'builds' AND NOT temporary"
STEP = "SELECT step, released FROM builds WHERE build_id = $build ORDER BY step DESC LIMIT 1"
KEY = "measure, time_period, time_identifier, place_code, school_type, breakdown, category"
# The first revision after the build says what a figure was; a source that came later was not there.
# A temporary view comes before the table of the same name.
THEN = (
    f"""
    CREATE TEMP VIEW figures AS
    WITH since AS (
        SELECT {KEY}, arg_min_null(old_value, step) AS value, arg_min_null(old_numerator, step) AS numerator,
               arg_min_null(old_denominator, step) AS denominator, arg_min_null(old_symbol, step) AS symbol,
               arg_min_null(old_source, step) AS source, arg_min_null(change, step) AS change
        FROM {{here}}.main.revisions
        WHERE step > {{step}}
        GROUP BY ALL
    )
    SELECT *
    FROM {{here}}.main.figures
    ANTI JOIN since USING ({KEY})
    WHERE source NOT IN (SELECT source FROM {{here}}.main.arrivals WHERE step > {{step}})
    UNION ALL BY NAME
    SELECT * EXCLUDE (change)
    FROM since
    WHERE change <> 'added'
    """,  # noqa: S608 (our own words)
    """
    CREATE TEMP VIEW releases AS
    SELECT * EXCLUDE (step)
    FROM {here}.main.past_releases
    WHERE step = {step}
    """,
)


@dataclass(frozen=True)
class Pinned:
    """An earlier build that is remembered: its id, its number among them, and its newest release's day."""

    build_id: str
    step: int
    released: str


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
        """A cursor for one query: a shared connection refuses a second query at a time.

        Inside `as_of`, the figures and releases that it reads are those of the earlier build.
        """
        cursor = self._connection.cursor()
        if (pinned := _pinned.get()) is not None:
            as_then(cursor, pinned.step)
        return cursor

    def earlier(self, build_id: str) -> Pinned | None:
        """The build of this id, if it is one before this database's that can be put together again."""
        if build_id == self.build_id:
            return None
        cursor = self._connection.cursor()
        if not cursor.execute(REMEMBERS).fetchall():
            return None
        found = cursor.execute(STEP, {"build": build_id}).fetchall()
        return Pinned(build_id, int(found[0][0]), str(found[0][1] or "")) if found else None


_opening, _building = Lock(), Lock()
_open: list[Handle] = []
_held: ContextVar[Handle | None] = ContextVar("held", default=None)
_pinned: ContextVar[Pinned | None] = ContextVar("pinned", default=None)


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


def pin(build_id: str) -> Pinned | None:
    """Make everything read from here on, in this thread, as it stood in this earlier build; '' for as it is.

    Missing  None, and everything as it is, where no such build is remembered
    """
    found = handle().earlier(build_id) if build_id else None
    _pinned.set(found)
    return found


def pinned() -> Pinned | None:
    """The earlier build that everything is read from, if one is."""
    return _pinned.get()


@contextmanager
def as_of(build: Pinned | None) -> Iterator[None]:
    """Everything inside as it stood in an earlier build, or as it is for None."""
    token = _pinned.set(build)
    try:
        yield
    finally:
        _pinned.reset(token)


def build_id() -> str:
    """The build that figures are read from: the pinned one, or that of the database."""
    build = _pinned.get()
    return build.build_id if build else handle().build_id


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


def as_then(cursor: duckdb.DuckDBPyConnection, step: int) -> None:
    """Makes the figures and releases that a cursor reads those of the build of this number."""
    ((name,),) = cursor.execute("SELECT current_database()").fetchall()
    # `main.figures` alone would be the view itself
    here = '"' + str(name).replace('"', '""') + '"'
    for view in THEN:
        cursor.execute(view.format(here=here, step=int(step)))


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


@lru_cache(maxsize=4)
def _layout(path: Path) -> str:
    """The version of the layout of a database file, which never changes; empty where it says none.

    A file that cannot be opened counts as one that fits: who opens it next says what is wrong with it.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            found = connection.cursor().execute("SELECT app_version FROM build").fetchall()
    except duckdb.ProgrammingError:
        return ""
    except duckdb.Error:
        return LAYOUT
    return str(found[0][0]) if found else ""


def _outdated(path: Path) -> bool:
    """Whether this database is of another layout, or of a snapshot other than the one that is there now."""
    _, _, rest = path.stem.partition("-")
    build_id, _, origin = rest.rpartition("-")
    manifest = _snapshot() / "manifest.json"
    if manifest.is_file() and _layout(path) != LAYOUT:
        return True
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
