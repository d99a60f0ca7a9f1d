"""Sandbox attacks tests: what is no query over the figures is refused, and what is too large ends."""

import tempfile
from pathlib import Path

import pytest

from explorer import sandbox
from explorer.sandbox.running import FOLDER
from tests.conftest import ROOT
from tests.explorer.picking import rows_of
from tests.explorer.sandbox_attacks import BOMBS, CUT, FORBIDDEN, HARMLESS
from tests.explorer.small import write

SECRET = "root:x:0:0"  # noqa: S105 (what a stolen file would show)
SECONDS = 1
LATE_SECONDS = 2  # until its process is gone, on a machine with other work
PATIENCE_SECONDS = 60
NORMAL = "SELECT count(*) AS measures FROM measures"


def cases(queries):
    return pytest.mark.parametrize("sql", queries.values(), ids=queries)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("around")
    (folder / "secret.csv").write_text(f"{SECRET}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    write(folder, "abc")
    return folder


@pytest.fixture
def ask(database, monkeypatch):
    """Give a function that runs a query to its end, if need be with little time for it."""
    monkeypatch.setenv("INCLUSION_SQL_MEMORY_MB", "256")
    monkeypatch.setenv("INCLUSION_DATA", str(database))

    def asked(sql, seconds=10):
        monkeypatch.setenv("INCLUSION_SQL_SECONDS", str(seconds))
        run = sandbox.start(sql)
        assert run.wait(PATIENCE_SECONDS)
        return run

    return asked


def reply(run):
    """Return all that the reader is told, as one text."""
    rows = rows_of(run.result) if run.result else []
    problem = [run.problem.sentence, run.problem.excerpt] if run.problem else []
    return "\n".join([*problem, *map(str, rows)])


def files(*folders):
    """Return what there is in these folders, and in those that a query's process is in."""
    own = Path(tempfile.gettempdir()).glob(f"{FOLDER}*")
    return sorted(path for folder in (*folders, *own) for path in Path(folder).rglob("*"))


def assert_serves(ask):
    """Fail unless a normal query works."""
    after = ask(NORMAL)
    assert after.result, after.problem
    assert rows_of(after.result)[0]["measures"] > 0


def assert_tells_nothing(run, database):
    told = reply(run).replace(run.sql, "")
    for secret in (SECRET, "root:", str(database), str(ROOT), str(Path.home())):
        assert secret not in told


@cases(FORBIDDEN)
def test_what_is_no_select_over_the_figures_is_refused(ask, folder, database, sql):
    sql = sql.replace("%FILE%", str(folder / "secret.csv")).replace("%NEW%", str(folder / "new"))
    here = files(folder, database)
    run = ask(sql)
    assert run.problem, rows_of(run.result)[:3]
    assert run.problem.sentence[-1] in ".?", run.problem.sentence
    assert_tells_nothing(run, database)
    assert files(folder, database) == here
    assert_serves(ask)


@cases(BOMBS)
def test_what_is_too_large_ends_in_time_and_the_next_query_is_served(ask, database, sql):
    run = ask(sql, SECONDS)
    assert run.seconds < SECONDS + LATE_SECONDS
    assert run.problem, run.result.rows
    assert_tells_nothing(run, database)
    assert_serves(ask)


@cases(CUT)
def test_what_has_too_many_rows_is_cut_off_and_says_so(ask, sql):
    run = ask(sql)
    assert run.result, run.problem
    assert run.result.rows <= sandbox.Limits().rows
    assert "there are more" in run.result.note()


@cases(HARMLESS)
def test_what_only_looks_dangerous_is_answered(ask, sql):
    run = ask(sql)
    assert run.result, run.problem
    assert run.result.rows
