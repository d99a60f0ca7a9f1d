"""Areas in a browser: the funnel and the comparison by keyboard alone, on a phone, and without barriers."""

import csv
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.browser import looking
from tests.browser.conftest import LOOKS, WIDTHS, open_in

LEEDS = "E08000035"
VIEWS = (
    f"/funnel?area={LEEDS}",
    "/funnel?measure=suspension_rate&limits=none&school=special",
    f"/compare_areas?place={LEEDS}~E08000034~E92000001&from=201213",
    f"/compare_areas?place={LEEDS}~E08000034&together=yes",
)
AREAS = 150


def query(page):
    return dict(parse_qsl(urlsplit(page.url).query))


def type_into(page, label, text):
    """Pick by keyboard alone: focus the list, type a part of a name, take what is found."""
    looking.charts(page)
    page.bring_to_front()
    box = page.get_by_role("combobox", name=label)
    box.focus()
    page.keyboard.type(text, delay=30)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.length > 0")
    looking.settle(page)


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
@pytest.mark.parametrize("path", VIEWS)
def test_a_view_is_whole_fits_and_has_no_barrier(window, server, path, look):
    width, scheme = look
    page, outside = open_in(window, server + path, width=WIDTHS[width], scheme=scheme)
    seen = looking.look(page, with_charts=True)
    page.close()
    assert outside == []
    assert all(chart["traces"] for chart in seen["charts"])
    assert seen["bad text"] == []
    assert seen["too wide"] == []
    assert seen["barriers"] == {}


def test_an_area_is_found_by_typing_and_marked_on_the_funnel(open_page, server):
    page = open_page(server + "/funnel")
    type_into(page, "Area to mark", "Leed")
    assert query(page)["area"] == LEEDS
    page.get_by_text("permanent exclusions were recorded in Leeds").first.wait_for()
    names = [name for name, *_ in looking.charts(page)[0]["points"]]
    assert names[:3] == ["Leeds", "Statistical neighbours, 1 the nearest", "Other areas"]


def test_an_old_name_is_found_by_typing_and_explained(open_page, server):
    page = open_page(server + "/funnel")
    type_into(page, "Area to mark", "Northamptonshire (until")
    page.get_by_text("was replaced on 1 April 2021").first.wait_for()


def test_neighbours_are_filled_in_by_keyboard(open_page, server):
    page = open_page(f"{server}/compare_areas?place={LEEDS}")
    looking.charts(page)
    page.bring_to_front()
    page.get_by_role("button", name="Leeds and its statistical neighbours").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => (location.search.match(/~|%7E/g) ?? []).length === 10")
    looking.settle(page)
    assert len(query(page)["place"].split("~")) == 11


def test_areas_are_taken_together_by_keyboard(open_page, server):
    page = open_page(f"{server}/compare_areas?place={LEEDS}~E08000034")
    looking.charts(page)
    page.bring_to_front()
    page.get_by_role("switch", name="Take the areas together as one").or_(
        page.get_by_role("checkbox", name="Take the areas together as one")
    ).first.focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => location.search.includes('together=yes')")
    page.get_by_text("Leeds and Kirklees together").first.wait_for()


def test_the_funnels_file_holds_its_dots_and_who_is_left_out(open_page, server):
    page = open_page(server + "/funnel")
    (dots,) = [drawn for drawn in looking.charts(page)[0]["points"] if drawn[0] == "Areas"]
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download").first.click()
    with Path(arriving.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = [row for row in rows if row["low_95"]]
    assert len(known) == len(dots[1]) == AREAS
    assert {round(float(row["value"]), 6) for row in known} == {round(rate, 6) for rate in dots[2]}
    assert {row["place"] for row in rows if not row["low_95"]} == {"City of London", "Isles of Scilly"}
