"""Sandbox tests: a query's rows, its limits, how it is stopped, and what surrounds it."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pytest

from explorer import sandbox
from explorer.errors import ExplorerError
from explorer.sandbox import running
from tests.conftest import ROOT
from tests.explorer.picking import rows_of

SLOW = "SELECT count(*) FROM range(1000000) a, range(1000000) b"
PATIENCE_SECONDS = 60


def test_the_rows_are_those_of_the_database(result_of, store_with):
    sql = "SELECT measure, time_period, value, symbol FROM figures ORDER BY ALL"
    direct = store_with().handle().cursor().execute(sql).fetchall()
    assert [tuple(row.values()) for row in rows_of(result_of(sql))] == direct


def test_a_missing_value_is_none_and_never_nought(result_of):
    assert rows_of(result_of("SELECT value, symbol FROM figures WHERE symbol = 'c' LIMIT 1")) == [
        {"value": None, "symbol": "c"}
    ]


def test_the_tables_that_were_read_are_told_in_their_order(result_of):
    sql = "WITH a AS (SELECT * FROM places) SELECT * FROM a JOIN main.figures f USING (place_code)"
    assert result_of(sql).tables == ("places", "figures")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT current_catalog",
        "SELECT current_database()",
        "SELECT DISTINCT database FROM (SHOW ALL TABLES)",
        "SELECT DISTINCT table_catalog FROM information_schema.tables",
        "SELECT DISTINCT table_catalog FROM information_schema.columns",
    ],
)
def test_the_database_has_one_name_whatever_its_file_is_called(result_of, sql):
    names = {text for row in rows_of(result_of(sql)) for text in row.values()}
    assert "explorer" in names
    assert not names - {"explorer", "system", "temp", "memory"}


def test_two_columns_of_one_name_stay_apart(result_of):
    assert result_of("SELECT 1 a, 2 a, 3 a_1, 4 a").columns == ("a", "a_2", "a_1", "a_3")


def test_what_no_table_of_a_screen_can_hold_comes_as_text(result_of):
    row = rows_of(
        result_of("SELECT [1, 2] AS list, {'a': 1} AS struct, INTERVAL 1 DAY AS gap, '\\xC3'::BLOB AS bytes")
    )[0]
    assert row["list"] == "[1, 2]"
    assert json.loads(row["struct"]) == {"a": 1}
    assert isinstance(row["gap"], str)
    assert row["bytes"] == "c3"


def test_a_screen_gets_the_first_rows_and_no_endless_text(result_of):
    one = result_of("SELECT repeat('x', 5000) AS long, sum(i) OVER () AS total FROM range(3000) t(i)")
    screen = one.screen()
    assert (one.rows, len(screen)) == (3000, sandbox.ROWS_SHOWN)
    assert len(screen["long"][0].as_py()) < 400
    assert pa.types.is_floating(screen["total"].type)


def test_the_row_limit_cuts_and_says_so(result_of, monkeypatch):
    monkeypatch.setenv("INCLUSION_SQL_ROWS", "7")
    one = result_of("SELECT * FROM range(100)")
    assert (one.rows, one.cut) == (7, "rows")
    assert "7 rows" in one.note()
    assert result_of("SELECT * FROM range(7)").cut == ""


def test_the_time_limit_is_the_setting(run_sql, monkeypatch):
    monkeypatch.setenv("INCLUSION_SQL_SECONDS", "1")
    one = run_sql(SLOW)
    assert "1 second" in one.problem.sentence
    assert one.seconds < 5


def test_a_setting_that_is_no_number_leaves_the_limit_as_it_is(monkeypatch):
    for word in ("", "0", "-1", "many"):
        monkeypatch.setenv("INCLUSION_SQL_SECONDS", word)
        assert sandbox.limits() == sandbox.Limits()


def test_stop_ends_the_query_and_its_process_at_once(store_with, monkeypatch):
    workers = []
    spawn = running._spawn  # noqa: SLF001 (to know the process, not to change it)
    monkeypatch.setattr(running, "_spawn", lambda: workers.append(spawn()) or workers[-1])
    running.cool()
    running._closing.clear()  # noqa: SLF001
    store_with()
    one = sandbox.start(SLOW)
    assert not one.wait(1.5)
    began = time.monotonic()
    one.stop()
    assert one.wait(PATIENCE_SECONDS)
    assert time.monotonic() - began < 3
    assert one.problem.sentence == "The query was stopped."
    assert workers[0].poll() is not None


def test_two_queries_run_at_once_and_a_third_is_asked_to_wait(store_with):
    store_with()
    slow = [sandbox.start(SLOW), sandbox.start(SLOW)]
    with pytest.raises(ExplorerError, match="press Run"):
        sandbox.start("SELECT 1")
    for one in slow:
        one.stop()
        assert one.wait(PATIENCE_SECONDS)
    after = sandbox.start("SELECT 1")
    assert after.wait(PATIENCE_SECONDS)
    assert after.result


def test_many_readers_at_once_get_their_own_rows(store_with):
    store_with()
    got, lock, until = {}, threading.Lock(), time.monotonic() + PATIENCE_SECONDS

    def read(number):
        while number not in got and time.monotonic() < until:
            try:
                one = sandbox.start(f"SELECT {number} AS mine")
            except ExplorerError:
                time.sleep(0.02)
                continue
            one.wait(PATIENCE_SECONDS)
            with lock:
                got[number] = rows_of(one.result)

    readers = [threading.Thread(target=read, args=[number]) for number in range(12)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(PATIENCE_SECONDS)
    assert got == {number: [{"mine": number}] for number in range(12)}


def test_a_query_that_is_too_long_is_not_begun(store_with):
    store_with()
    with pytest.raises(ExplorerError, match="20,000 characters"):
        sandbox.start("SELECT 1 " + " " * sandbox.LONGEST_SQL)


def test_a_new_database_is_read_by_the_next_query(result_of, store_with):
    assert rows_of(result_of("SELECT build_id FROM build")) == [{"build_id": "abc"}]
    store_with("def")
    assert rows_of(result_of("SELECT build_id FROM build")) == [{"build_id": "def"}]


def test_the_process_of_a_query_has_an_empty_environment_and_imports_nothing_of_the_pages(tmp_path):
    code = running.START.replace("main()", "print(sorted(__import__('os').environ), sorted(sys.modules))")
    told = subprocess.run(
        [sys.executable, "-I", "-B", "-c", code, str(ROOT)],
        env={},
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert "streamlit" not in told.stdout
    assert "pandas" not in told.stdout
    assert told.stdout.startswith(("[]", "['LC_CTYPE']"))


@pytest.mark.skipif(
    not Path("/proc/self/cwd").exists(), reason="needs a system that tells where a process is"
)
def test_the_process_of_a_query_is_nowhere_and_writes_no_file(store_with):
    store_with()
    running.warm()
    one = sandbox.start(SLOW)
    one.wait(1)
    pids = [path.parent for path in Path("/proc").glob("[0-9]*/cmdline") if is_worker_of_this_process(path)]
    places = [str((pid / "cwd").readlink()) for pid in pids]
    limits = [(pid / "limits").read_text() for pid in pids]
    one.stop()
    one.wait(PATIENCE_SECONDS)
    assert places
    assert all(place.endswith("(deleted)") for place in places)
    assert any(re.search(r"Max file size +0 ", limit) for limit in limits)


def is_worker_of_this_process(path):
    with suppress(OSError):
        parent = (path.parent / "stat").read_text().rpartition(")")[2].split()[1]
        return b"sandbox.worker" in path.read_bytes() and parent == str(os.getpid())
    return False
