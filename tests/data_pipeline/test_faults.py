"""Faults: whatever the system or DuckDB refuses ends a command with a sentence, never a traceback."""

import errno
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

import duckdb
import pytest

from data_pipeline import faults
from data_pipeline.build import current
from data_pipeline.errors import FetchError
from data_pipeline.fetch import lock
from data_pipeline.fetch.settings import from_environment
from tests.conftest import FIXTURES, ROOT
from tests.inside import rows_in

FAILED, INTERRUPTED, UNHEARD = 1, 130, 141
GARBAGE = b"this is no database at all " * 400
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices and signals as on Linux")


@contextmanager
def forbidden(path, mode):
    """Let nobody in, or let nobody write; a test ends here where nothing is forbidden to the account."""
    path.chmod(mode)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("nothing is forbidden to this account")
        yield
    finally:
        path.chmod(0o755)


@pytest.fixture
def folder(tmp_path, monkeypatch, snapshot_built):
    """Give a data folder with a database in use."""
    made = tmp_path / "data"
    made.mkdir()
    shutil.copyfile(snapshot_built, made / "inclusion-x.duckdb")
    (made / "current").write_text("inclusion-x.duckdb\n", encoding="utf-8")
    monkeypatch.setenv("INCLUSION_DATA", str(made))
    return made


def command(*words, environment=None, **options):
    return subprocess.run(
        [sys.executable, "-m", "data_pipeline", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | (environment or {}),
        **options,
    )


def sentence(ran, *parts, code=FAILED):
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr, ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    for part in ("error: ", *parts):
        assert part in ran.stderr


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "Make room"),
        (errno.EFBIG, "Make room"),
        (errno.EACCES, "Let this account"),
        (errno.EROFS, "Nothing can be written there"),
        (errno.EISDIR, "Name a file in place of the folder"),
        (errno.ENOENT, "Make the folder first"),
        (errno.ENOTDIR, "A folder is needed"),
        (errno.EIO, "Look at that file"),
    ],
)
def test_the_number_of_a_fault_decides_what_to_do(number, advice):
    said = faults.said(OSError(number, os.strerror(number), "somewhere/x.csv"))
    assert said.startswith(f"somewhere/x.csv: {os.strerror(number)}. ")
    assert advice in said
    assert ("room" in said) == (number in (errno.ENOSPC, errno.EFBIG))


def test_a_file_that_may_not_be_read_is_not_called_damaged():
    said = faults.unread(PermissionError(errno.EACCES, os.strerror(errno.EACCES), "x.csv"))
    assert "Damaged" not in said
    assert "Download it again" not in said
    assert faults.unread(EOFError("cut")).startswith("Damaged file: cannot be read: cut")


@pytest.mark.parametrize("words", [["status", "--offline"], ["fetch"], ["refresh"], ["snapshot"], ["diff"]])
def test_a_data_folder_that_is_a_file_is_told(tmp_path, words):
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    ran = command(*words, environment={"INCLUSION_DATA": str(tmp_path / "data")})
    sentence(ran, "a file, expected the folder of the data", "INCLUSION_DATA")


@pytest.mark.usefixtures("folder")
def test_a_report_that_cannot_be_written_names_its_place(tmp_path):
    sentence(command("diff", "--to", tmp_path / "nowhere" / "x.md"), "nowhere", "Make the folder first")
    sentence(command("diff", "--to", tmp_path), str(tmp_path), "Name a file in place of the folder")


@LINUX
@pytest.mark.usefixtures("folder")
def test_a_full_disk_is_told_wherever_it_is_met():
    sentence(command("diff", "--to", "/dev/full"), "/dev/full: No space left on device", "Make room")
    with open("/dev/full", "w") as full:  # noqa: PTH123 (a device)
        ran = subprocess.run(
            [sys.executable, "-m", "data_pipeline", "status", "--offline"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, "Traceback" in ran.stderr, "Exception ignored" in ran.stderr) == (1, False, False)
    assert "Make room" in ran.stderr


@LINUX
def test_a_lock_file_that_finds_no_room_leaves_nothing_half_written(tmp_path):
    path = tmp_path / "sources.lock.json"
    limited = (
        "import resource; from pathlib import Path; from data_pipeline.fetch import lock;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1));"
        f"lock.write(Path({str(path)!r}), {{'a': ()}})"
    )
    ran = subprocess.run([sys.executable, "-c", limited], cwd=ROOT, capture_output=True, check=False)
    assert b"File too large" in ran.stderr
    assert path.name.encode() in ran.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


@LINUX
@pytest.mark.parametrize(
    "words", [["snapshot", "--to", "/proc/x"], ["build", "--from", "tests", "--to", "/proc/x"]]
)
@pytest.mark.usefixtures("folder")
def test_a_place_that_takes_nothing_is_told(words):
    ran = command(*words)
    sentence(ran)
    assert "make room" not in ran.stderr.lower()


@pytest.mark.parametrize("words", [["diff"], ["snapshot"]])
def test_a_database_that_is_garbage_is_told_with_the_way_out(folder, words):
    (folder / "inclusion-x.duckdb").write_bytes(GARBAGE)
    sentence(command(*words), "inclusion-x.duckdb", "data_pipeline refresh")


def test_a_database_that_is_garbage_is_made_anew_by_the_same_build_and_refresh(tmp_path, monkeypatch):
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path))
    files = tmp_path / "files"
    files.mkdir()
    shutil.copy(FIXTURES / "files" / "exc_nat_region_la.csv", files)
    for words in (["build", "--sample"], ["refresh", "--sample"]):
        assert command(*words, "--from", files).returncode == 0
        current(tmp_path).write_bytes(GARBAGE)
        ran = command(*words, "--from", files)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert rows_in(current(tmp_path), "SELECT count(*) > 0 FROM figures") == [(True,)]


def test_a_fault_that_duckdb_tells_as_json_is_told_in_its_words():
    told = (
        'IO Error: Async write failed: {"exception_type":"IO",'
        '"exception_message":"Could not write \\"x\\": No space left on device"}'
    )
    said = faults.said(duckdb.IOException(told))
    assert said == 'Could not write "x": No space left on device. Make room on the disk and run it again.'


def test_a_pointer_that_is_no_text_is_no_database(folder, run, monkeypatch):
    monkeypatch.setenv("INCLUSION_DATA", str(folder))
    (folder / "current").write_bytes(b"\xff\xfe\x00\x81")
    assert current(folder) is None
    code, said = run("status", "--offline")
    assert (code, "no database yet" in said) == (0, True)


@pytest.mark.parametrize("words", [["fetch"], ["refresh"], ["refresh", "--from", "tests/fixtures/files"]])
def test_a_folder_that_may_not_be_written_is_told(folder, words):
    with forbidden(folder, 0o555):
        sentence(command(*words), "Let this account")


def test_a_draft_of_what_may_not_be_read_is_told(tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "x.csv").write_text("a\n", encoding="utf-8")
    with forbidden(hidden, 0):
        sentence(command("draft", hidden / "x.csv"), "Let this account")


def test_a_table_that_may_not_be_read_is_told_as_that(tmp_path):
    table = tmp_path / "exc_nat_region_la.csv"
    table.write_text("a\n", encoding="utf-8")
    with forbidden(table, 0):
        ran = command("build", "--from", tmp_path, "--to", tmp_path / "x.duckdb")
        sentence(ran, "Not read: Permission denied", "Let this account")


def test_a_lock_file_that_is_a_folder_is_told_before_anything_is_fetched(tmp_path):
    (tmp_path / lock.NAME).mkdir()
    with pytest.raises(FetchError, match="no file, expected the lock file"):
        lock.read(tmp_path / lock.NAME)


@pytest.mark.parametrize("word", ["nan", "inf", "-1", "many"])
@pytest.mark.parametrize("name", ["INCLUSION_AT_ONCE", "INCLUSION_RETRIES", "INCLUSION_PATIENCE_SECONDS"])
def test_a_setting_that_is_no_number_names_its_variable(name, word):
    with pytest.raises(FetchError, match=f"{name} is `{word}`, expected a number"):
        from_environment({name: word})


def test_a_contact_that_no_request_can_bear_names_its_variable():
    with pytest.raises(FetchError, match=r"INCLUSION_CONTACT .*holds ☃"):
        from_environment({"INCLUSION_CONTACT": "Zoë ☃"})
    with pytest.raises(FetchError, match="INCLUSION_USER_AGENT"):
        from_environment({"INCLUSION_USER_AGENT": "a\nb"})
    assert from_environment({"INCLUSION_CONTACT": "Zoë"}).contact == "Zoë"


@LINUX
@pytest.mark.usefixtures("folder")
def test_a_reader_that_goes_away_ends_it_without_a_word():
    pipe = subprocess.Popen(
        [sys.executable, "-m", "data_pipeline", "status", "--offline"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    pipe.stdout.close()
    assert pipe.stderr.read() == ""
    assert pipe.wait(timeout=60) == UNHEARD
    pipe.stderr.close()


def test_a_program_is_told_the_end_of_a_command_that_met_a_fault(folder):
    (folder / ".refresh.lock").mkdir()
    ran = command("refresh", "--progress", "json")
    last = json.loads(ran.stdout.splitlines()[-1])
    assert (last["is"], last["code"], ran.returncode) == ("end", FAILED, FAILED)
    assert ".refresh.lock" in last["text"]


@LINUX
@pytest.mark.parametrize("words", [["status", "--offline"], ["status", "--progress", "json"]])
def test_ctrl_c_while_it_starts_is_told_like_any_other(tmp_path, words):
    slow = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(5)\n"
    (tmp_path / "duckdb.py").write_text(slow, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
    ran = command(*words, environment={"PYTHONPATH": path})
    assert ran.returncode == INTERRUPTED, ran.stderr
    assert "Traceback" not in ran.stderr
    if "json" in words:
        assert json.loads(ran.stdout)["code"] == INTERRUPTED
    else:
        assert ran.stderr == "Stopped before it began; nothing was changed.\n"


def test_a_build_to_a_folder_is_refused(tmp_path):
    ran = command("build", "--from", FIXTURES / "files", "--to", tmp_path)
    sentence(ran, str(tmp_path), "expected the name of a file")
