"""Swap: whatever ends a build, the last good database stays in use, and readers never see a mixture."""

import random
import subprocess
import sys
import threading
import time

import pytest

from data_pipeline.build import current
from tests.conftest import FIXTURES, ROOT
from tests.inside import rows_in

KILLS = 25
# One period's figures more in each build: a reader counts them, and knows which build it reads.
READER = """
import sys, time
from pathlib import Path
import duckdb
from data_pipeline.build import current
stop, seen = Path(sys.argv[1]), set()
while not stop.exists():
    path = current()
    with duckdb.connect(str(path), read_only=True) as connection:
        (one,) = connection.execute(
            "SELECT (SELECT build_id FROM build), (SELECT figures FROM build), (SELECT count(*) FROM figures)"
        ).fetchall()
    if one[0] not in path.name or one[1] != one[2]:
        sys.exit(f"a mixture: {path.name} {one}")
    seen.add(one)
print(len(seen))
"""


def command(*arguments):
    return [sys.executable, "-m", "data_pipeline", "build", *map(str, arguments)]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give two folders of files, whose builds differ, and a data folder with a build of the first in use."""
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))
    name = "exclusions_national_by_school_type.csv"
    text = (FIXTURES / "files" / name).read_text(encoding="utf-8")
    for number in (1, 2):
        (tmp_path / f"files-{number}").mkdir()
        lines = text.splitlines(keepends=True)
        (tmp_path / f"files-{number}" / name).write_text("".join(lines[: 3 + 3 * number]), encoding="utf-8")
    subprocess.run(
        command("--sample", "--from", tmp_path / "files-1"), cwd=ROOT, check=True, capture_output=True
    )
    return tmp_path


def figures(path):
    return rows_in(path, "SELECT build_id, figures, (SELECT count(*) FROM figures) FROM build")


def leftovers(home):
    return [path.name for path in (home / "data").iterdir() if path.name.startswith(".building")]


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_moment_leaves_the_last_good_database(home):
    good = {figures(current())[0][0]: figures(current())}
    chance = random.Random(7)  # noqa: S311 (moments, not secrets)
    started = time.monotonic()
    subprocess.run(command("--sample", "--from", home / "files-2"), cwd=ROOT, check=True, capture_output=True)
    whole = time.monotonic() - started
    good |= {figures(current())[0][0]: figures(current())}
    killed = 0
    for number in range(KILLS):
        folder = home / f"files-{1 + number % 2}"
        run = subprocess.Popen(
            command("--sample", "--from", folder),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.3, 1.0) * whole)
        killed += run.poll() is None
        run.kill()
        run.wait()
        ((build_id, *_),) = found = figures(current())
        assert found == good[build_id]
    assert killed > KILLS // 3
    subprocess.run(command("--sample", "--from", home / "files-2"), cwd=ROOT, check=True, capture_output=True)
    assert not leftovers(home), "what a killed build left is cleared away by the next"


@pytest.mark.slow
def test_readers_in_other_processes_see_whole_builds_and_nothing_else(home):
    stop = home / "stop"
    read = [sys.executable, "-c", READER, str(stop)]
    readers = [subprocess.Popen(read, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for number in range(6):
        folder = home / f"files-{1 + number % 2}"
        subprocess.run(command("--sample", "--from", folder), cwd=ROOT, check=True, capture_output=True)
    stop.touch()
    seen = [reader.communicate(timeout=60)[0] for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], seen
    assert all(int(count) == 2 for count in seen)


@pytest.mark.slow
def test_readers_in_threads_of_one_process_see_whole_builds_and_nothing_else(home):
    from explorer import store

    wrong, seen, stop = [], set(), threading.Event()

    def read():
        while not stop.is_set():
            try:
                opened = store.handle()
                (one,) = (
                    opened.cursor()
                    .execute("SELECT build_id, figures, (SELECT count(*) FROM figures) FROM build")
                    .fetchall()
                )
            except Exception as error:  # noqa: BLE001 (any error at all is what must not be)
                wrong.append(error)
                return
            seen.add(one)

    threads = [threading.Thread(target=read) for _ in range(4)]
    [thread.start() for thread in threads]
    for number in range(4):
        folder = home / f"files-{1 + number % 2}"
        subprocess.run(command("--sample", "--from", folder), cwd=ROOT, check=True, capture_output=True)
    stop.set()
    [thread.join() for thread in threads]
    assert not wrong
    assert len(seen) == 2
    assert all(told == counted for _, told, counted in seen)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set in another way there")
@pytest.mark.parametrize("limit", [1, 300_000, 1_500_000])
def test_a_full_disk_ends_the_build_with_a_sentence_and_changes_nothing(home, limit):
    before = figures(current())
    limited = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from data_pipeline.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", limited, "build", "--sample", "--from", str(FIXTURES / "files")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("error: "), run.stderr
    assert "Traceback" not in run.stderr
    assert figures(current()) == before
    assert not leftovers(home)


def test_two_builds_at_once_wait_for_each_other_and_both_end_well(home):
    runs = [
        subprocess.Popen(
            command("--sample", "--from", home / f"files-{n}"), cwd=ROOT, stdout=subprocess.DEVNULL
        )
        for n in (1, 2, 1, 2)
    ]
    assert [run.wait(timeout=120) for run in runs] == [0, 0, 0, 0]
    ((build_id, told, counted),) = figures(current())
    assert build_id in current().name
    assert told == counted


def test_the_database_before_the_last_stays_for_those_who_are_about_to_open_it(home):
    first = current()
    subprocess.run(command("--sample", "--from", home / "files-2"), cwd=ROOT, check=True, capture_output=True)
    assert current() != first
    assert first.is_file()


def test_a_pointer_never_leads_out_of_the_folder(home):
    (home / "data" / "current").write_text("../../elsewhere.duckdb\n", encoding="utf-8")
    assert current() is None
