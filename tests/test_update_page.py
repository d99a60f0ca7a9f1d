"""Update page tests: new releases looked for and brought home from the app, stopped, killed and refused."""

import shutil
import signal
import sys
import time

import pytest

from explorer import queries, store, updating
from explorer.errors import ExplorerError
from tests.conftest import FIXTURES
from tests.opening import open_page, words
from tests.stand_in.running import asked_by_commands
from tests.stand_in.shelf import shelf

PATIENCE_SECONDS = 120
GAP = "2223_disadvantage_gap_data_revised.csv"
GAP_TITLE = "Key stage 4: disadvantage gap index"


@pytest.fixture(autouse=True)
def data(built, reading, tmp_path, monkeypatch):
    """Give the app a database of the fixtures, and let no test see what another one started."""
    folder = tmp_path / "data"
    folder.mkdir()
    reading(shutil.copy(built, folder / "inclusion-before-files.duckdb"))
    monkeypatch.setattr(updating, "_runs", [])
    comes_from(monkeypatch, None)
    yield folder
    updating.cancel()
    ended()


def comes_from(monkeypatch, address, headers=None):
    """Let the reader's request come from here: AppTest has none."""
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", address)
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.headers", headers or {})


@pytest.fixture
def service(tmp_path, monkeypatch):
    """Serve the fixtures, with one figure of the attainment gap changed."""
    files = tmp_path / "served"
    shutil.copytree(FIXTURES / "files", files)
    head, first, *rows = (files / GAP).read_text(encoding="utf-8").splitlines()
    (files / GAP).write_text("\n".join([head, raised(head, first), *rows, ""]), encoding="utf-8")
    with asked_by_commands(shelf(files), monkeypatch) as running:
        yield running


def raised(head, row):
    cells = row.split(",")
    place = head.split(",").index("disadvantaged_attainment_gap_index")
    cells[place] = str(float(cells[place]) + 0.5)
    return ",".join(cells)


def buttons(app):
    return {button.label: button for button in app.button}


def wait_until(what):
    until = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < until, updating.state()
        time.sleep(0.05)


def ended():
    """Wait for what was started, and return how it ended."""
    wait_until(lambda: updating.state() is None or not updating.state().running)
    return updating.state()


def held(folder):
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.suffix in (".duckdb", "")
    }


@pytest.mark.usefixtures("service")
def test_a_check_says_what_is_here_and_what_the_service_has():
    app = open_page("update.py")
    assert "In use: build" in words(app)
    buttons(app)["Check for new releases"].click().run()
    assert updating.state().job == "check"
    ended()
    app.run()
    assert not app.exception
    assert "were never fetched to this machine." in words(app)
    rows = {row["Table"]: row for row in app.table[0].value.to_dict("records")}
    assert rows[GAP_TITLE]["At the service"] == "2022-23, published 1 March 2024"
    assert rows[GAP_TITLE]["Here"].startswith("figures to 2022/23")
    assert all(word not in ("", "nan") for row in rows.values() for word in row.values())


@pytest.mark.slow
def test_an_update_shows_its_progress_and_the_app_goes_on_with_the_new_figures(service, data):
    before = store.handle().build_id
    service.breaks("slow", "/data-catalogue", times=10**6)
    app = open_page("update.py")
    buttons(app)["Update now"].click().run()
    assert buttons(app)["Update now"].disabled
    assert buttons(app)["Check for new releases"].disabled
    wait_until(lambda: updating.state().files_done)
    app.run()
    told = [element.proto.text for element in app.get("progress")]
    assert any(" files" in text for text in told), told
    service.server.faults.clear()
    last = ended()
    assert last.bytes_done > 10_000
    app.run()
    assert not app.exception
    assert f"In use: build {store.handle().build_id}" in words(app)
    assert store.handle().build_id != before
    rows = {row["Table"]: row for row in app.table[0].value.to_dict("records")}
    assert (rows[GAP_TITLE]["What came"], rows[GAP_TITLE]["Rows"]) == ("New", "13")
    assert int(rows[GAP_TITLE]["Figures in use"]) > 0
    assert "New, not fit for use" in {row["What came"] for row in rows.values()}, "the others are cut down"
    assert any(one.label.startswith("Why ") for one in app.expander)
    assert [(one.measure, one.changed) for one in queries.changes_counted()] == [
        ("disadvantage_gap_index", 1)
    ]
    about = open_page("about.py")
    assert f"Build `{store.handle().build_id}`, in place of `{before}`: 1 figure, 1 changed" in words(about)
    assert (data / "inclusion-before-files.duckdb").exists()


def test_what_one_reader_started_another_sees_and_cannot_start_again(service, data):
    service.breaks("silent", "/data-catalogue", times=10**6)
    before = held(data)
    first = open_page("update.py")
    buttons(first)["Update now"].click().run()
    second = open_page("update.py")
    assert buttons(second)["Update now"].disabled
    assert "You can leave this page and come back" in words(second)
    with pytest.raises(ExplorerError, match="under way already"):
        updating.start("update")
    open_page("about.py")
    assert updating.state().running, "leaving the page does not end it"
    second.run()
    buttons(second)["Stop"].click().run()
    assert ended().cancelled
    first.run()
    assert not first.exception
    assert "Stopped. The figures are as they were" in words(first)
    assert not buttons(first)["Update now"].disabled
    assert held(data) == before
    assert not list((data / "raw").glob(".arriving-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that only kills")
def test_an_update_that_is_killed_says_so_and_leaves_the_figures(service, data):
    service.breaks("silent", "/data-catalogue", times=10**6)
    before = held(data)
    app = open_page("update.py")
    buttons(app)["Update now"].click().run()
    wait_until(lambda: updating.state().files)
    updating._runs[0].process.send_signal(signal.SIGKILL)  # noqa: SLF001 (nobody else has its process)
    last = ended()
    assert (last.killed, last.code) == (True, -signal.SIGKILL)
    app.run()
    assert "It ended before it was done" in words(app)
    assert held(data) == before
    service.server.faults.clear()
    buttons(app)["Check for new releases"].click().run()
    assert ended().code == 4


@pytest.mark.parametrize("button", ["Check for new releases", "Update now"])
def test_without_a_network_the_reader_is_told_what_to_do(service, data, monkeypatch, button):
    for name in [name for name in service.environment if name.endswith("_BASE")]:
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("INCLUSION_RETRIES", "0")
    before = held(data)
    app = open_page("update.py")
    buttons(app)[button].click().run()
    ended()
    app.run()
    assert not app.exception
    assert "could not be reached from this machine" in words(app)
    assert "`HTTPS_PROXY`" in words(app)
    assert "--from FOLDER" in words(app)
    assert held(data) == before


@pytest.mark.usefixtures("service")
def test_another_refresh_of_the_same_folder_is_told(data):
    from data_pipeline.commands.alone import alone

    app = open_page("update.py")
    with alone(data):
        buttons(app)["Update now"].click().run()
        assert ended().code == 1
    app.run()
    assert "another refresh of these figures is under way" in words(app)


def test_a_hosted_app_leaves_the_page_off_its_list_and_refuses_it_by_link(monkeypatch):
    monkeypatch.setenv("INCLUSION_HOSTED", "1")
    app = open_page("update.py")
    assert "This copy of the app is hosted" in words(app)
    assert "Update now" not in buttons(app)


@pytest.mark.parametrize(
    ("address", "headers", "offered"),
    [
        (None, {"Host": "localhost:8501"}, True),
        (None, {"Host": "127.0.0.1:8501"}, True),
        (None, {"Host": "[::1]:8501"}, True),
        ("127.0.0.1", {}, True),
        ("::ffff:127.0.0.1", {"Host": "localhost"}, True),
        ("192.168.0.7", {"Host": "192.168.0.2:8501"}, False),
        (None, {"Host": "charts.example.org"}, False),
        (None, {"Host": "localhost:8501", "X-Forwarded-For": "203.0.113.9"}, False),
        ("10.0.0.9", {"Host": "localhost"}, False),
        ("nonsense", {"Host": "localhost"}, False),
    ],
)
def test_the_figures_are_updated_on_the_machine_itself_and_from_no_other(
    monkeypatch, address, headers, offered
):
    comes_from(monkeypatch, address, headers)
    app = open_page("update.py")
    assert ("Update now" in buttons(app)) == offered
    assert ("opened from another one" in words(app)) != offered


def test_a_line_that_is_none_of_the_pipelines_changes_nothing():
    state = updating.State("update", started=None)
    for line in ("", "not json", "[1, 2]", '{"is": "weather"}', '"is"', "{}"):
        assert updating.heard(state, line) == state


def test_bytes_are_those_of_files_that_came_and_of_those_that_are_coming():
    state = updating.State("update", started=None)
    for line in (
        '{"is": "files", "done": 0, "of": 2}',
        '{"is": "bytes", "name": "one", "came": 5, "of": 10}',
        '{"is": "bytes", "name": "two", "came": 7, "of": null}',
        '{"is": "file", "name": "one", "said": "new", "bytes": 10}',
        '{"is": "files", "done": 1, "of": 2}',
    ):
        state = updating.heard(state, line)
    assert (state.files_done, state.files, state.bytes_came) == (1, 2, 17)
    assert [one.name for one in state.arriving] == ["two"]
