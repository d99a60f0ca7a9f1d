"""Fixtures of the explorer's tests: a small database of the contract's shape, and a store that reads it."""

import json

import pytest

from explorer import sandbox, store
from tests.explorer.small import write


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def store_with(data_folder):
    """Write a database (with more rows, if given) and return the store that now reads it."""

    def made(build_id="abc", **more):
        write(data_folder, build_id, **more)
        return store

    return made


@pytest.fixture
def small(store_with):
    """The store reading the small database as it is."""
    return store_with()


@pytest.fixture
def snapshot(data_folder):
    """Write the manifest of a snapshot with this build id."""

    def made(build_id):
        folder = data_folder / "snapshot"
        folder.mkdir(exist_ok=True)
        (folder / "manifest.json").write_text(json.dumps({"build_id": build_id}), encoding="utf-8")

    return made


@pytest.fixture
def run_sql(store_with):
    """Give a function that runs a reader's query over the small database to its end."""
    store_with()

    def ran(sql):
        run = sandbox.start(sql)
        assert run.wait(60)
        return run

    return ran


@pytest.fixture
def result_of(run_sql):
    """Give a function that returns what a reader's query gives."""

    def given(sql):
        run = run_sql(sql)
        assert run.result, run.problem
        return run.result

    return given


@pytest.fixture
def problem_of(run_sql):
    """Give a function that returns why a reader's query gives nothing."""

    def given(sql):
        run = run_sql(sql)
        assert run.problem, run.result.rows
        return run.problem

    return given
