"""Update: a reader looks for new releases, brings them home and stops, at a desk, on a phone, by keyboard."""

import os
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import WIDTHS
from tests.conftest import FIXTURES
from tests.serving import serve
from tests.stand_in import stand_in
from tests.stand_in.shelf import shelf

PATIENCE_MS = 120_000
MOST_STEPS = 60
TITLE = "Update the figures"


@pytest.fixture
def own_data(built, tmp_path):
    """A folder of databases that an update may change."""
    shutil.copy(built, tmp_path / "inclusion-before-files.duckdb")
    (tmp_path / "current").write_text("inclusion-before-files.duckdb\n", encoding="utf-8", newline="\n")
    return tmp_path


@pytest.fixture
def service(monkeypatch):
    with stand_in(shelf(FIXTURES / "files")) as running:
        for name, word in running.environment.items():
            monkeypatch.setenv(name, word)
        yield running


@pytest.fixture
def address(own_data, service):
    assert os.environ["INCLUSION_API_BASE"].startswith(service.address)
    with serve("app.py", data=own_data) as address:
        yield f"{address}/update"


def button(page, name):
    return page.get_by_role("button", name=name)


def report(page):
    """Return what the page says at the end of what was started."""
    alert = page.get_by_test_id("stAlert").first
    alert.wait_for(timeout=PATIENCE_MS)
    looking.settle(page)
    return alert.inner_text()


def assert_without_barriers(page):
    for width in (WIDTHS["phone"], WIDTHS["desk"]):
        page.set_viewport_size({"width": width, "height": 1000})
        looking.settle(page)
        assert page.evaluate(looking.TOO_WIDE) == []
        assert looking.barriers(page) == {}


def test_a_keyboard_alone_looks_for_new_releases(open_page, address):
    page = open_page(address)
    looks_for = button(page, "Check for new releases")
    looks_for.wait_for()
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if looks_for.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert "tables were never fetched to this machine" in report(page)
    assert "2022-23, published 1 March 2024" in page.get_by_test_id("stTable").first.inner_text()
    assert_without_barriers(page)


@pytest.mark.slow
def test_an_update_goes_on_while_its_reader_is_away_and_ends_with_new_figures(
    open_page, address, service, own_data
):
    service.breaks("slow", "/data-catalogue", times=10**6)
    page = open_page(address)
    button(page, "Update now").click()
    page.get_by_test_id("stProgress").get_by_text("files").wait_for(timeout=PATIENCE_MS)
    assert_without_barriers(page)
    page.get_by_role("link", name="About the data").click()
    page.get_by_role("heading", name="About the data", level=1).wait_for()
    other = open_page(address)
    other.get_by_test_id("stProgress").wait_for()
    expect(button(other, "Update now")).to_be_disabled()
    service.server.faults.clear()
    assert "In use: build " in report(other)
    assert (own_data / "current").read_text(encoding="utf-8") != "inclusion-before-files.duckdb\n"
    assert_without_barriers(other)
    page.get_by_role("link", name=TITLE).click()
    assert report(page) == report(other)


def test_stop_leaves_the_figures_and_the_page_ready(open_page, address, service, own_data):
    service.breaks("silent", "/data-catalogue", times=10**6)
    page = open_page(address)
    button(page, "Update now").click()
    button(page, "Stop").click()
    assert "Stopped. The figures are as they were" in report(page)
    expect(button(page, "Update now")).to_be_enabled()
    assert (own_data / "current").read_text(encoding="utf-8") == "inclusion-before-files.duckdb\n"
    assert [path.name for path in own_data.glob("*.duckdb")] == ["inclusion-before-files.duckdb"]


def test_a_hosted_app_does_not_list_the_page_and_refuses_it(open_page, own_data, monkeypatch):
    monkeypatch.setenv("INCLUSION_HOSTED", "1")
    with serve("app.py", data=own_data) as address:
        page = open_page(f"{address}/update")
        assert "This copy of the app is hosted" in report(page)
        assert button(page, "Update now").count() == 0
        listed = page.locator("[data-testid=stSidebarNav] a").all_inner_texts()
        assert "About the data" in listed
        assert TITLE not in listed
        page.close()
