"""SQL in a browser: a query is written, run, stopped, linked to and saved, also by the keyboard alone."""

import csv
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import LOOKS, PATIENCE_MS, WIDTHS, open_in
from tests.serving import serve

SLOW = "SELECT count(*) FROM figures a, figures b, figures c"
FEW = "SELECT measure, label FROM measures ORDER BY position"


def box(page):
    return page.get_by_role("textbox", name="Your query")


def ask(page, sql):
    """Write the query and run it as a keyboard does: Ctrl and Enter."""
    box(page).fill(sql)
    box(page).press("Control+Enter")


def answered(page, heading):
    page.get_by_role("heading", name=re.compile(heading)).wait_for()
    looking.settle(page)


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_result_has_no_barriers_and_fits_its_window(window, server, look):
    width, scheme = look
    page, outside = open_in(window, f"{server}/sql", width=WIDTHS[width], scheme=scheme)
    page.get_by_text("Tables and columns").click()
    ask(page, FEW)
    answered(page, r"^\d+ rows$")
    page.get_by_test_id("stDataFrame").wait_for()
    assert looking.barriers(page) == {}
    assert page.evaluate(looking.TOO_WIDE) == []
    ask(page, "SELECT nosuch FROM figures")
    page.get_by_text("there is no column called nosuch").wait_for()
    looking.settle(page)
    assert looking.barriers(page) == {}
    assert outside == []
    page.close()


def test_a_keyboard_writes_a_query_runs_it_and_reaches_the_files(open_page, server):
    page = open_page(f"{server}/sql")
    box(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(FEW)
    page.keyboard.press("Control+Enter")
    answered(page, r"^\d+ rows$")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.innerText ?? ''"))
    assert any(text.strip().startswith("Run") or "Run" in text for text in reached)
    for kind in ("CSV", "Parquet", "JSON", "Query, link and citation"):
        assert any(kind in text for text in reached), (kind, reached)


def test_stop_ends_a_query_that_runs(open_page, server):
    page = open_page(f"{server}/sql")
    ask(page, SLOW)
    page.get_by_role("button", name="Stop the query").click()
    page.get_by_text("The query was stopped.").wait_for()
    began = time.monotonic()
    ask(page, "SELECT 1 AS one")
    answered(page, "^1 row$")
    assert time.monotonic() - began < 10


def test_a_link_of_four_thousand_letters_fills_the_box_and_runs_nothing(open_page, server):
    page = open_page(f"{server}/sql")
    sql = f"{FEW} -- {'é' * 2000}{'x' * 1900}"
    ask(page, sql)
    answered(page, r"^\d+ rows$")
    page.wait_for_function("() => location.search.includes('sql=')")
    again = open_page(page.url)
    again.get_by_text("has not been run").wait_for()
    expect(box(again)).to_have_value(sql, timeout=PATIENCE_MS)
    assert again.get_by_test_id("stDataFrame").count() == 0


def test_the_file_has_the_rows_and_says_what_they_are(open_page, server):
    page = open_page(f"{server}/sql")
    ask(page, FEW)
    answered(page, r"^\d+ rows$")
    with page.expect_download() as arriving:
        page.get_by_role("button", name="CSV").click()
    with Path(arriving.value.path()).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert arriving.value.suggested_filename.startswith("query-of-measures_build-")
    assert page.get_by_role("heading", name=f"{len(lines)} rows").count() == 1
    assert lines[0]["about_query"] == FEW
    assert lines[0]["about_link"] == page.url
    assert not lines[1]["about_query"]


def test_a_hosted_copy_has_no_such_page_on_its_list_and_its_address_says_why(open_page, data, monkeypatch):
    monkeypatch.setenv("INCLUSION_HOSTED", "1")
    with serve("app.py", data=data) as address:
        page = open_page(f"{address}/sql")
        page.get_by_text("switched off in this copy").wait_for()
        assert page.get_by_role("textbox").count() == 0
        assert page.get_by_role("link", name="Ask in SQL").count() == 0
        assert page.get_by_role("link", name="About the data").count() == 1
