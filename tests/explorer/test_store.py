"""Store tests: which database is read, and how a new one takes its place."""

import subprocess
import threading
from types import SimpleNamespace

import duckdb
import pytest

from explorer import store
from explorer.errors import ExplorerError
from tests.explorer.small import write
from tests.inside import rows_in


@pytest.fixture
def build(data_folder, monkeypatch):
    """Stand in for the build's process: note each start, and let `answer` decide what it does."""
    calls = []
    done = SimpleNamespace(returncode=0, stderr="")

    def run(command, **_):
        calls.append(command)
        if not done.returncode:
            write(data_folder, "new", "snapshot")
        return done

    monkeypatch.setattr(subprocess, "run", run)
    return SimpleNamespace(calls=calls, done=done)


@pytest.mark.usefixtures("data_folder")
def test_without_a_database_the_reader_is_told_how_to_make_one():
    with pytest.raises(ExplorerError, match=r"no database was found\. Run `python -m data_pipeline build"):
        store.handle()


def test_a_pointer_to_a_file_that_is_gone_counts_as_none(data_folder):
    (data_folder / "current").write_text("inclusion-x-files.duckdb\n", encoding="utf-8")
    with pytest.raises(ExplorerError, match="no database was found"):
        store.handle()


def test_a_pointer_cannot_lead_out_of_the_folder(data_folder, tmp_path_factory):
    outside = write(tmp_path_factory.mktemp("outside"))
    (data_folder / "current").write_text(str(outside), encoding="utf-8")
    with pytest.raises(ExplorerError, match="no database was found"):
        store.handle()


def test_a_broken_file_is_a_sentence(data_folder):
    (data_folder / "inclusion-x-files.duckdb").write_bytes(b"not a database" * 1000)
    (data_folder / "current").write_text("inclusion-x-files.duckdb", encoding="utf-8")
    with pytest.raises(ExplorerError, match=r"inclusion-x-files\.duckdb: the database cannot be read"):
        store.handle()


def test_a_database_of_another_layout_says_how_to_make_one_that_fits(store_with, data_folder):
    store_with()
    (path,) = data_folder.glob("*.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE build SET app_version = '0'")
    with pytest.raises(ExplorerError, match=r"version 0, and this app reads version .*Run `python -m"):
        store.handle()


def test_the_pipeline_lays_out_what_the_app_reads(built):
    assert rows_in(built, "SELECT app_version FROM build") == [(store.LAYOUT,)]


def test_the_handle_stays_the_same_until_the_pointer_moves(store_with, data_folder):
    first = store_with("one").handle()
    assert store.handle() is first
    write(data_folder, "two")
    assert (first.build_id, store.handle().build_id) == ("one", "two")


def test_a_cursor_goes_on_reading_its_old_file_after_the_swap(store_with, data_folder):
    cursor = store_with("one").handle().cursor()
    write(data_folder, "two")
    store.handle()
    assert cursor.execute("SELECT build_id FROM build").fetchall() == [("one",)]


def test_everything_inside_steady_reads_one_database(store_with, data_folder):
    store_with("one")
    with store.steady() as mine:
        write(data_folder, "two")
        assert store.handle() is mine
    assert store.handle().build_id == "two"


def test_many_threads_read_at_once(store_with):
    read = store_with("one").handle
    found, threads = [], []

    def look():
        found.extend(read().cursor().execute("SELECT count(*) FROM figures").fetchall() for _ in range(20))

    for _ in range(8):
        threads.append(threading.Thread(target=look))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert len(found) == 160
    assert len({tuple(rows) for rows in found}) == 1


def test_a_missing_database_is_built_from_the_snapshot_with_a_word_to_the_reader(
    build, snapshot, data_folder
):
    snapshot("new")
    said = []
    path = store.ensure(said.append)
    assert path.name == "inclusion-new-snapshot.duckdb"
    assert build.calls[0][1:] == ["-m", "data_pipeline", "build", "--from", str(data_folder / "snapshot")]
    assert said == ["Preparing the figures for their first use. This takes a few seconds."]


def test_a_current_database_is_not_built_again(build, snapshot, data_folder):
    snapshot("new")
    write(data_folder, "new", "snapshot")
    store.ensure()
    assert not build.calls


@pytest.mark.usefixtures("build")
def test_a_newer_snapshot_is_built(snapshot, data_folder):
    write(data_folder, "old", "snapshot")
    snapshot("new")
    assert store.ensure().name == "inclusion-new-snapshot.duckdb"


@pytest.mark.parametrize("change", ["UPDATE build SET app_version = '0'", "DROP TABLE build"])
def test_a_database_of_an_older_layout_is_built_anew_from_the_snapshot(build, snapshot, data_folder, change):
    path = write(data_folder, "mine", "files")
    with duckdb.connect(str(path)) as connection:
        connection.execute(change)
    snapshot("new")
    assert store.ensure().name == "inclusion-new-snapshot.duckdb"
    assert len(build.calls) == 1


def test_a_database_from_files_outranks_any_snapshot(build, snapshot, data_folder):
    write(data_folder, "mine", "files")
    snapshot("new")
    assert store.ensure().name == "inclusion-mine-files.duckdb"
    assert not build.calls


@pytest.mark.usefixtures("build")
def test_a_manifest_that_is_half_written_does_no_harm(snapshot, data_folder):
    write(data_folder, "old", "snapshot")
    snapshot("new")
    (data_folder / "snapshot" / "manifest.json").write_text('{"build_', encoding="utf-8")
    assert store.ensure().name == "inclusion-old-snapshot.duckdb"


def test_a_failed_build_says_its_last_line_and_what_to_do(build, snapshot):
    snapshot("new")
    build.done.returncode = 1
    build.done.stderr = "first line\nfigures.parquet: missing.\n\n"
    with pytest.raises(ExplorerError, match=r"could not be built: figures\.parquet: missing\. Run `python"):
        store.ensure()


def test_no_snapshot_and_no_database_is_a_sentence(data_folder):
    (data_folder / "snapshot").mkdir()
    with pytest.raises(ExplorerError, match="no snapshot of the figures was found"):
        store.ensure()


def test_sessions_that_start_together_build_once(build, snapshot):
    snapshot("new")
    threads = [threading.Thread(target=store.ensure) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(build.calls) == 1
