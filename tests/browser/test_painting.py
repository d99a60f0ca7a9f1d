"""Painting: each page is whole, readable and without barriers, at a desk, on a phone and in the dark."""

import re

import pytest

from tests.browser import looking
from tests.browser.conftest import LOOKS, PAGES, WIDTHS, WITH_CHARTS, WITH_CONTROLS, open_in
from tests.serving import serve

SMALLEST_TEXT = 14

in_each_look = pytest.mark.parametrize("look", LOOKS, ids="-".join)
on_each_page = pytest.mark.parametrize("path", PAGES)
on_each_page_with_charts = pytest.mark.parametrize("path", WITH_CHARTS)


def brightness(colour):
    """Return red + green + blue of a CSS colour: 0 is black, 765 is white."""
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


@in_each_look
@on_each_page_with_charts
def test_a_page_paints_its_charts_whole(look_at, path, look):
    seen = look_at(path, *look)
    assert all(chart["traces"] for chart in seen["charts"])
    assert seen["bad text"] == []


@in_each_look
@on_each_page
def test_a_page_fits_its_window_and_can_be_read(look_at, path, look):
    seen = look_at(path, *look)
    assert seen["too wide"] == []
    assert float(seen["text size"].removesuffix("px")) >= SMALLEST_TEXT


@on_each_page
def test_a_page_says_under_which_licence_its_figures_are(look_at, path):
    assert "Open Government Licence" in look_at(path)["words"]


@on_each_page
def test_a_page_calls_no_other_host(look_at, path):
    assert look_at(path)["outside"] == []


@on_each_page_with_charts
def test_a_chart_has_its_figures_in_words_for_those_who_do_not_see_it(look_at, path):
    seen = look_at(path)
    told = [label for label in seen["chart labels"] if re.search(r"\d", label)]
    assert len(told) >= len(seen["charts"])


@on_each_page
def test_a_page_follows_a_dark_window(look_at, path):
    seen = look_at(path, "desk", "dark")
    back, text = map(brightness, seen["colours"])
    assert back < 150
    assert text > 600
    assert [colour for colour in seen["chart colours"] if brightness(colour) < 350] == []


@in_each_look
@on_each_page
def test_axe_finds_no_barrier_on_a_page(look_at, path, look):
    assert look_at(path, *look)["barriers"] == {}


@on_each_page
def test_nothing_bars_the_way_in_open_tables_and_notes_on_a_phone(window, server, path):
    page, _ = open_in(window, server + path, width=WIDTHS["phone"])
    for closed in ("[role=tab]:has-text('Table')", "details:not([open]) > summary"):
        for one in page.query_selector_all(closed):
            one.evaluate("one => one.click()")
    looking.settle(page)
    assert looking.barriers(page) == {}
    assert page.evaluate(looking.TOO_WIDE) == []
    page.close()


def test_a_page_opened_first_of_all_on_a_fresh_server_is_in_the_frame_of_the_app(open_page, data):
    with serve("app.py", data=data) as address:
        page = open_page(address + WITH_CONTROLS[0])
        listed = page.locator("[data-testid=stSidebarNav] a").all_inner_texts()
        page.close()
    assert len(listed) == len(PAGES)
