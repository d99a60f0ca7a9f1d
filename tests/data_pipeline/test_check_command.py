"""Check command: every promise held against files and databases, told by source, and nothing changed."""

import os
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from data_pipeline.__main__ import main
from data_pipeline.build import current
from data_pipeline.check_database import RULES, check_database
from tests.conftest import FIXTURES, ROOT, put_in_use
from tests.stand_in.running import asked_by_commands
from tests.stand_in.shelf import shelf

WELL, FAILED, NOT_UNDERSTOOD, IN_PART, INTERRUPTED = 0, 1, 2, 3, 130
ONE, OTHER = "exclusions_by_geography", "ehc_plans"


@pytest.fixture
def fetched(run, monkeypatch):
    """Fetch two sources; what is then in the store is cut down, as every fixture."""
    with asked_by_commands(shelf(), monkeypatch):
        assert run("fetch", ONE, OTHER)[0] == WELL


@pytest.fixture
def database(run, tmp_path):
    """Build a small database of two sources and put it in use."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("exc_nat_region_la.csv", "caseload.csv"):
        (folder / name).write_bytes((FIXTURES / "files" / name).read_bytes())
    assert run("build", "--sample", "--from", folder)[0] == WELL
    return current()


def held(folder):
    return {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()}


def spoil(database, sql):
    with duckdb.connect(str(database)) as connection:
        connection.execute(sql)


@pytest.mark.usefixtures("fetched")
def test_what_was_fetched_is_checked_as_the_build_checks_it_and_nothing_changes(run, tmp_path):
    before = held(tmp_path / "data")
    code, said = run("check", "--sample")
    assert code == WELL, said
    assert f"{ONE}: " in said
    assert f"{OTHER}: " in said
    assert "No file of " in said
    assert "2 sources held against the catalogue" in said
    assert held(tmp_path / "data") == before
    assert current() is None


@pytest.mark.usefixtures("fetched")
def test_a_source_that_is_named_is_checked_alone(run):
    code, said = run("check", "--sample", ONE)
    assert code == WELL
    assert f"{ONE}: " in said
    assert OTHER not in said


@pytest.mark.usefixtures("fetched")
def test_files_that_break_a_promise_all_together_are_a_failure_with_its_reason(run):
    code, said = run("check")
    assert code == FAILED
    assert f"{ONE}: 1 fatal" in said
    assert "    fatal: Too few rows: " in said


def test_one_broken_file_among_others_is_done_in_part(run, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "caseload.csv").write_bytes((FIXTURES / "files" / "caseload.csv").read_bytes())
    (folder / "exc_nat_region_la.csv").write_text("<html>busy</html>", encoding="utf-8")
    code, said = run("check", "--sample", "--from", folder)
    assert code == IN_PART
    assert f"{ONE}: 1 fatal" in said
    assert "    fatal: exc_nat_region_la.csv: " in said
    assert not (tmp_path / "data").exists()


def test_findings_of_every_kind_of_promise_come_out_of_the_check(run, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    head, first, *rows = (
        (FIXTURES / "files" / "exc_nat_region_la.csv").read_text(encoding="utf-8").splitlines()
    )
    wrong = first.replace("1.81297", "9.99999")
    text = "\n".join([head, wrong, first, *rows, ""]).replace("special", "haunted")
    (folder / "exc_nat_region_la.csv").write_text(text, encoding="utf-8")
    code, said = run("check", "--from", folder)
    assert code == FAILED
    for promise in ("Duplicated keys", "Wrong rates", "Few numbers", "Totals that do not", "Too few rows"):
        assert promise in said, said
    code, said = run("check", "--sample", "--from", folder)
    assert code == WELL
    assert "warning: New spellings: 1 spellings" in said


def test_without_files_the_database_in_use_is_checked(run, database, tmp_path):
    before = held(tmp_path / "data")
    code, said = run("check", ONE)
    assert f"Database in use, {database.name}" in said
    assert f"{ONE}: 1 fatal" in said, "its table is cut down, and the catalogue says how long it must be"
    assert code == FAILED
    assert held(tmp_path / "data") == before


@pytest.mark.usefixtures("fetched")
def test_a_broken_database_is_found_beside_files_that_are_well(run, database):
    spoil(database, "UPDATE figures SET value = 1, symbol = 'c' WHERE rowid = 0")
    code, said = run("check", "--sample")
    assert code == FAILED
    assert "Files of " in said
    assert "fatal: Numbers beside a symbol: 1, as " in said


def test_a_whole_database_keeps_every_promise(snapshot_built):
    assert check_database(snapshot_built) == []


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("Unknown measures", "INSERT INTO figures SELECT 'mirth', * EXCLUDE (measure) FROM figures LIMIT 1"),
        ("Unknown places", "UPDATE figures SET place_code = 'E99999999' WHERE rowid = 0"),
        ("Unknown school types", "UPDATE figures SET school_type = 'Hogwarts' WHERE rowid = 0"),
        ("Unknown periods", "UPDATE figures SET time_period = '106667' WHERE rowid = 0"),
        ("Unknown categories", "UPDATE figures SET category = 'Wizards' WHERE rowid = 0"),
        ("Unknown categories", "UPDATE figures SET breakdown = 'sex*fsm', category = 'Female*Rich'"),
        ("Unknown breakdowns", "UPDATE figures SET breakdown = 'hat' WHERE rowid = 0"),
        ("Unknown sources", "UPDATE figures SET source = 'hearsay' WHERE rowid = 0"),
        ("Unknown symbols", "UPDATE figures SET value = NULL, symbol = '?' WHERE rowid = 0"),
        ("Numbers beside a symbol", "UPDATE figures SET value = 1, symbol = 'c' WHERE rowid = 0"),
        ("Neither a number nor a symbol", "UPDATE figures SET value = NULL, symbol = NULL WHERE rowid = 0"),
        ("Endless numbers", "UPDATE figures SET value = 'inf', symbol = NULL WHERE rowid = 0"),
        ("Keys that stand more than once", "INSERT INTO figures SELECT * FROM figures LIMIT 1"),
        ("Not whole", "DELETE FROM figures WHERE rowid = 0"),
    ],
)
def test_what_a_page_could_not_show_is_fatal(run, database, what, sql):
    spoil(database, sql)
    found = [finding for finding in check_database(database) if finding.message.startswith(what)]
    assert found
    assert {finding.severity for finding in found} == {"fatal"}
    code, said = run("check", "--sample")
    assert code == FAILED
    assert f"    fatal: {what}" in said


def test_every_rule_about_a_database_has_a_case_that_breaks_it():
    cases = test_what_a_page_could_not_show_is_fatal.pytestmark[0].args[1]
    assert set(RULES) <= {what for what, _ in cases}


def test_a_file_that_is_no_database_is_a_finding(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "inclusion-x-files.duckdb").write_bytes(b"nonsense" * 1000)
    (tmp_path / "data" / "current").write_text("inclusion-x-files.duckdb\n", encoding="utf-8")
    code, said = run("check")
    assert code == FAILED
    assert "fatal: inclusion-x-files.duckdb: Unreadable" in said


def test_nothing_to_check_is_an_error_that_says_what_to_do(run):
    code, said = run("check")
    assert code == FAILED
    assert "error: " in said
    assert "Run `python -m data_pipeline fetch` first" in said


def test_a_folder_or_a_source_that_is_not_there_is_an_error_in_words(run, tmp_path):
    assert "no such folder" in run("check", "--from", tmp_path / "nowhere")[1]
    assert "hearsay: no such source. There are: " in run("check", "hearsay")[1]
    with pytest.raises(SystemExit) as ended:
        run("check", "--hope")
    assert ended.value.code == NOT_UNDERSTOOD


def test_help_tells_the_command_and_the_exit_codes(capsys):
    for words, wanted in ((["--help"], "check "), (["check", "--help"], "exit codes: 0 all is well")):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == WELL
        assert wanted in " ".join(capsys.readouterr().out.split())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process alone")
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("moment", [0.1, 0.5, 1.1, 1.7, 2.3])
def test_ctrl_c_ends_the_check_at_any_moment_and_leaves_nothing_behind(tmp_path, moment):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = held(tmp_path / "data")
    command = [sys.executable, "-m", "data_pipeline", "check", "--sample", "--from", str(FIXTURES / "files")]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not list(scratch.glob("inclusion-check-*")) and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(moment)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == INTERRUPTED, said
    assert "Stopped; the data in use is as it was." in said
    assert list(scratch.iterdir()) == []
    assert held(tmp_path / "data") == before


def test_a_check_while_the_app_reads_disturbs_nobody(run, snapshot_built, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    put_in_use(shutil.copy(snapshot_built, folder / "inclusion-x-files.duckdb"))
    with duckdb.connect(str(current()), read_only=True) as reader:
        code, said = run("check")
        assert reader.execute("SELECT count(*) FROM figures").fetchall()[0][0] > 0
    assert code == WELL, said
    assert "keeps every promise" in said
