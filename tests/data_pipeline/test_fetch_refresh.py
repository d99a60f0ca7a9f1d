"""Refresh: one command from the service to the database, what it says, and its exit codes."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from data_pipeline import catalogue
from data_pipeline.build import Job, build_from_files, current
from tests.conftest import FIXTURES, ROOT
from tests.inside import figures, rows_in
from tests.stand_in.running import commands_service_of
from tests.stand_in.shelf import LOOKALIKES, SHELVES, shelf

WELL, FAILED, NOT_UNDERSTOOD, IN_PART, NEWER, INTERRUPTED = 0, 1, 2, 3, 4, 130
ONE = "exclusions_by_geography"
ROWS = len((FIXTURES / "files" / "exc_nat_region_la.csv").read_text(encoding="utf-8").splitlines()) - 1
ONLINE = {source.id for source in catalogue.load() if source.online and not source.on_request}
service = commands_service_of(shelf)


def cited(database):
    rows = rows_in(database, "SELECT source, release, published, obtained_from FROM releases")
    return {row[0]: row[1:] for row in rows}


@pytest.mark.usefixtures("service")
def test_every_source_on_the_shelf_is_found_among_its_look_alikes(run):
    code, said = run("refresh", "--sample")
    states = {line.split(": ")[0]: line.split(": ")[1] for line in said.splitlines() if ": " in line}
    on_the_shelf = {name for name in ONLINE if states[name] == "new"}
    assert len(on_the_shelf) >= len(SHELVES) - 2, said
    assert {states[name] for name in ONLINE - on_the_shelf} <= {"failed"}
    assert code == (WELL if on_the_shelf == ONLINE else IN_PART)
    assert len(LOOKALIKES) == 7


@pytest.mark.usefixtures("service")
def test_a_refresh_gives_the_figures_that_a_build_of_the_same_files_gives(run, tmp_path):
    names = [ONE, "ks4_ap_by_area", "ehc_plans", "exclusions_by_characteristic"]
    run("refresh", "--sample", *names)
    folder = tmp_path / "same"
    folder.mkdir()
    for part in ("exc_nat_region_la", "_ap_la_data_revised", "caseload", "exclusions_by_characteristic"):
        for path in (FIXTURES / "files").glob(f"*{part}*"):
            (folder / path.name).write_bytes(path.read_bytes())
    told = build_from_files(Job((folder,), target=tmp_path / "other.duckdb", whole=False), say=lambda _: None)
    assert figures(current()) == figures(told.path)


def test_the_figures_cite_the_release_that_was_fetched(service, run):
    run("refresh", "--sample", ONE)
    release, published, obtained_from = cited(current())[ONE]
    assert (release, published) == ("2022-23", "2024-03-01")
    assert obtained_from.startswith(service.address)


@pytest.mark.usefixtures("service")
def test_a_second_refresh_finds_nothing_new_and_builds_nothing(run):
    run("refresh", "--sample", ONE)
    before = current().stat().st_mtime_ns
    code, said = run("refresh", "--sample", ONE)
    assert code == WELL
    assert f"{ONE}: unchanged: 2022-23" in said
    assert "Nothing new" in said
    assert current().stat().st_mtime_ns == before


@pytest.mark.usefixtures("service")
def test_the_report_says_what_was_found_how_much_and_how_well(run):
    code, said = run("refresh", "--sample", ONE)
    assert code == WELL
    assert f"[1/1] {ONE}: new, 2022-23" in said
    assert f"{ONE}: new: 2022-23, {ROWS} rows" in said
    assert "figures, build" in said


@pytest.mark.usefixtures("service")
def test_fetch_brings_files_and_builds_nothing(run):
    code, said = run("fetch", ONE)
    assert code == WELL
    assert "new" in said
    assert current() is None


def test_a_source_that_fails_beside_one_that_does_not_is_a_code_of_its_own(service, run):
    service.world.withdraw(next(f for f in service.world.files() if f.file_name == "caseload.csv"))
    code, said = run("refresh", "--sample", ONE, "ehc_plans")
    assert code == IN_PART
    assert "ehc_plans: failed: ehc_plans: no file of education-health-and-care-plans fits" in said
    rows = rows_in(current(), "SELECT message FROM findings WHERE source = 'ehc_plans'")
    assert any(message.startswith("Not fetched: ehc_plans: no file of") for (message,) in rows)


def test_a_refresh_that_brings_nothing_changes_nothing(service, run):
    run("refresh", "--sample", ONE)
    before = current()
    service.breaks(503, times=10**6)
    os.environ["INCLUSION_RETRIES"] = "1"
    try:
        code, said = run("refresh", "--sample", ONE)
    finally:
        del os.environ["INCLUSION_RETRIES"]
    assert code == FAILED
    assert "answered 503" in said
    assert current() == before


def test_nothing_to_build_is_an_error_in_words(service, run):
    service.breaks(404, times=10**6)
    code, said = run("refresh", ONE)
    assert code == FAILED
    assert "error: No file could be fetched" in said
    assert current() is None


def test_a_word_that_is_no_source_is_told_with_those_that_are(service, run):
    code, said = run("refresh", "exclusion")
    assert code == FAILED
    assert "exclusion: no such source. There are: " in said
    assert service.asked() == []


def test_a_word_that_is_no_command_is_not_understood(run):
    with pytest.raises(SystemExit) as ended:
        run("reload")
    assert ended.value.code == NOT_UNDERSTOOD


def test_a_source_that_is_broken_or_not_fetched_keeps_what_the_database_in_use_has(service, run):
    build_from_files(Job((FIXTURES / "files",), whole=False), say=lambda _: None)
    before = figures(current())
    code, said = run("refresh", ONE)
    assert code == IN_PART
    assert f"fatal: {ONE}" in said
    assert "Last good table" in said
    assert figures(current()) == before
    assert service.asked("/data-catalogue")


def test_status_says_what_is_here_and_whether_there_is_newer(service, run):
    code, said = run("status", ONE)
    assert code == NEWER
    assert f"{ONE}: nothing fetched; newer: 2022-23, published 2024-03-01" in said
    run("refresh", "--sample", ONE)
    code, said = run("status", ONE)
    assert code == WELL
    assert f"{ROWS} rows, fetched today; the newest" in said
    file = next(f for f in service.world.files() if f.file_name == "exc_nat_region_la.csv")
    service.world.amend(file, file.body)
    assert run("status", ONE)[0] == NEWER


def test_status_without_the_service_says_what_is_here(service, run):
    run("fetch", ONE)
    service.forget()
    code, said = run("status", "--offline", ONE)
    assert (code, service.asked()) == (WELL, [])
    assert f"{ONE}: 2022-23, {ROWS} rows, fetched today" in said
    service.breaks(404, times=10**6)
    assert run("status", ONE)[0] == IN_PART


@pytest.mark.usefixtures("service")
def test_a_rerun_from_the_lock_builds_the_same_database(run):
    run("refresh", "--sample", ONE)
    first = current().name
    code, _ = run("refresh", "--sample", "--locked", ONE)
    assert (code, current().name) == (WELL, first)


def test_a_zip_that_a_browser_saved_is_taken_without_asking_the_service(service, run, tmp_path):
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.write(FIXTURES / "files" / "exc_nat_region_la.csv", "data/exc_nat_region_la.csv")
    (downloads / "suspensions_2022-23.zip").write_bytes(buffer.getvalue())
    code, said = run("refresh", "--sample", "--from", str(downloads))
    assert (code, service.asked()) == (WELL, [])
    assert f"{ONE}: new: release not recorded, {ROWS} rows" in said
    assert cited(current())[ONE][2] == "a file saved by hand"
    downloads.joinpath("suspensions_2022-23.zip").unlink()
    assert run("refresh", "--sample", "--from", str(downloads))[0] == FAILED


@pytest.mark.usefixtures("service")
def test_a_parquet_file_saved_by_hand_is_taken_too(run):
    code, said = run("refresh", "--sample", "--from", str(FIXTURES / "files"))
    assert code == WELL, said
    assert "la_indicators: new" in said
    assert "la_indicators" in cited(current())


def test_help_says_each_command_in_a_line(run):
    for words in (["--help"], ["refresh", "--help"]):
        with pytest.raises(SystemExit) as ended:
            run(*words)
        assert ended.value.code == WELL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process alone")
def test_ctrl_c_ends_the_command_with_the_code_of_an_interrupted_one(service, run, tmp_path):
    run("refresh", "--sample", ONE)
    data = tmp_path / "data"
    file = next(f for f in service.world.files() if f.file_name == "exc_nat_region_la.csv")
    service.world.amend(file, file.body)
    service.breaks("silent", "/data-catalogue", times=10**6)
    before = _held(data)
    service.forget()
    command = [sys.executable, "-m", "data_pipeline", "refresh", "--sample", ONE]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until = time.monotonic() + 30
    while not service.asked("/data-catalogue") and time.monotonic() < until and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=10)
    assert running.returncode == INTERRUPTED, said
    assert "Stopped; the data in use is as it was." in said
    assert _held(data) == before


def _held(folder):
    return {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"
    }


@pytest.mark.usefixtures("service")
def test_the_command_without_words_refreshes_everything(tmp_path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "guard")])}
    command = [sys.executable, "-m", "data_pipeline"]
    made = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert made.returncode in (WELL, IN_PART), made.stdout + made.stderr
    told = json.loads((tmp_path / "data" / "sources.lock.json").read_text(encoding="utf-8"))
    assert ONE in told["sources"]
