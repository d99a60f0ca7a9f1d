"""Whole: from a service to the page that shows its figures, and through kills on the way."""

import gzip
import hashlib
import os
import subprocess
import sys
import time

import pytest

from data_pipeline import raw
from data_pipeline.__main__ import main
from data_pipeline.build import Job, build_from_files, current
from tests.conftest import FIXTURES, ROOT
from tests.inside import figures
from tests.stand_in.running import asked_by_commands
from tests.stand_in.shelf import shelf

WELL, IN_PART = 0, 3
ONE = "exclusions_by_geography"
LOOK = """
from streamlit.testing.v1 import AppTest
shown = AppTest.from_file("app.py", default_timeout=60).run()
assert not shown.exception, shown.exception
assert shown.title, "no page"
"""


@pytest.fixture
def refreshed(monkeypatch, tmp_path, capsys):
    """Refresh from a stand-in that serves a folder of files; the folder of data, and the exit code."""

    def refreshed(folder, *words):
        monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))
        with asked_by_commands(shelf(folder), monkeypatch):
            code = main(["refresh", *words])
        assert code in (WELL, IN_PART), capsys.readouterr().out
        return tmp_path / "data"

    return refreshed


def show(data):
    environment = os.environ | {"INCLUSION_DATA": str(data)}
    command = [sys.executable, "-c", LOOK]
    looked = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert looked.returncode == 0, looked.stderr[-3000:]


def test_the_app_shows_what_was_refreshed(refreshed):
    show(refreshed(FIXTURES / "files", "--sample"))


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_store_that_the_next_run_finishes(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path))
    command = [sys.executable, "-m", "data_pipeline", "fetch"]
    with asked_by_commands(shelf(), monkeypatch) as service:
        service.breaks("slow", "/data-catalogue", times=10**6)
        for number in range(8):
            running = subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(0.7 + 0.15 * number)
            running.kill()
            running.wait(timeout=10)
            assert all(map(is_whole, tmp_path.rglob("*.csv.gz")))
        service.server.faults.clear()
        assert main(["fetch", ONE, "ehc_plans", "ks4_ap_by_area"]) == WELL, capsys.readouterr().out
    assert len(list((tmp_path / "raw" / ONE).glob("*.csv.gz"))) == 1


def is_whole(table):
    return hashlib.sha256(gzip.decompress(table.read_bytes())).hexdigest() == raw.read(table).sha256


@pytest.mark.slow
def test_a_refresh_from_the_real_files_gives_the_figures_of_a_build_and_the_app_shows_them(
    dfe_files, refreshed, tmp_path
):
    store = refreshed(dfe_files) / "raw"
    told = build_from_files(Job((store,), target=tmp_path / "b.duckdb"), say=lambda _: None)
    fetched = {path.name for path in store.iterdir() if path.is_dir()}
    got = {row for row in figures(current()) if row[-1] in fetched}
    assert len(got) > 100_000
    assert got <= set(figures(told.path))
    show(tmp_path / "data")
