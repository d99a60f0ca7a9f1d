"""Shared fixtures: the guard on the network, a data folder of the tests' own, and one real build."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.guard import sitecustomize  # noqa: F401 (importing it is what sets the guard)

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
SNAPSHOT = ROOT / "data" / "snapshot"


def pytest_configure(config):
    """Point the app at a folder of the tests' own before any module can read the setting."""
    folder = tempfile.mkdtemp(prefix="inclusion-tests-")
    # ignore_errors: Windows does not let go of a database file that is still open
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["INCLUSION_DATA"] = folder
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(ROOT / "tests" / "guard"), os.environ.get("PYTHONPATH", "")]
    )


def build(database, *arguments):
    """Return the path of a database built by the pipeline's own command, in a process of its own."""
    command = [sys.executable, "-m", "data_pipeline", "build", "--to", str(database), *map(str, arguments)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return database


@pytest.fixture(scope="session")
def fixtures_dir():
    return FIXTURES


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    return build(
        tmp_path_factory.mktemp("built") / "inclusion.duckdb", "--sample", "--from", FIXTURES / "files"
    )


@pytest.fixture(scope="session")
def snapshot_built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("snapshot") / "inclusion.duckdb", "--from", SNAPSHOT)


def put_in_use(database):
    """Let the pointer of its folder name this database; the folder, which is what the app is set to."""
    (database.parent / "current").write_text(f"{database.name}\n", encoding="utf-8", newline="\n")
    return database.parent


@pytest.fixture
def reading(monkeypatch):
    """Give a function that lets the app read this database."""

    def reading(database):
        monkeypatch.setenv("INCLUSION_DATA", str(put_in_use(database)))
        return database

    return reading


@pytest.fixture
def shipped(snapshot_built, reading):
    """The app reading the figures that travel with the code."""
    return reading(snapshot_built)


@pytest.fixture
def real(built, reading):
    """The app reading the real build of the tests' published files."""
    return reading(built)


@pytest.fixture(scope="session")
def dfe_files():
    folder = os.environ.get("DFE_FILES")
    if not folder:
        pytest.skip(
            "set DFE_FILES to a folder of the department's published files to hold the build against them"
        )
    return Path(folder)


@pytest.fixture(scope="session")
def real_build(dfe_files, tmp_path_factory):
    return build(tmp_path_factory.mktemp("real") / "inclusion.duckdb", "--from", dfe_files)


@pytest.fixture(scope="session")
def published_figures_file(dfe_files):
    found = sorted(dfe_files.rglob("published_figures.csv"))
    if not found:
        pytest.skip("the folder of published files has no list of published figures")
    return found[0]
