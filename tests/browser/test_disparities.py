"""Disparities in the browser: the panel by keyboard, on a phone, and with nothing in a reader's way."""

import csv
from pathlib import Path

import pytest

from tests.browser import looking
from tests.browser.conftest import WIDTHS, open_in

PANEL = "/disparities"
BOTH = "?by=ethnicity_minor*fsm&term=autumn-term&scale=difference"
ALIKE = "?measure=english_maths_94_rate&school=all-state-funded&by=ethnicity_minor&sort=rate"
AXIS = "document.querySelector('.js-plotly-plot')._fullLayout.xaxis.type"
FEW = "?by=year_group&from=201617&to=201617&school=primary"


def headline(page):
    """The panel's headline: the page's first heading of the second rank."""
    return page.locator("[data-testid=stMain] h2").first.inner_text()


def pick_next(page, label):
    """Pick the next option of a list by the keyboard alone."""
    page.bring_to_front()
    page.locator("[data-testid=stMain]").get_by_role("combobox", name=label).focus()
    before = page.url
    for key in ("ArrowDown", "ArrowDown", "Enter", "Escape"):
        page.keyboard.press(key)
    page.wait_for_function("before => location.href !== before", arg=before)
    looking.settle(page)


def test_a_keyboard_chooses_the_reference_and_the_headline_names_it(open_page, server):
    page = open_page(server + PANEL)
    looking.charts(page)
    assert "all other pupils" in headline(page)
    pick_next(page, "Compared with")
    assert "ref=" in page.url
    assert "all other pupils" not in headline(page)


def test_a_keyboard_switches_to_differences(open_page, server):
    page = open_page(server + PANEL)
    looking.charts(page)
    assert page.evaluate(AXIS) == "log"
    page.get_by_role("radio", name="Ratio").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.href.includes('scale=difference')")
    looking.settle(page)
    page.wait_for_function(f"() => {AXIS} === 'linear'")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("link", [BOTH, FEW, ALIKE])
def test_the_panel_fits_and_axe_finds_no_barrier(window, server, link, width):
    page, outside = open_in(window, server + PANEL + link, width=WIDTHS[width])
    looking.charts(page)
    assert page.evaluate(looking.BAD_TEXT, looking.SMALLEST_CHART_TEXT) == []
    assert page.evaluate(looking.TOO_WIDE) == []
    page.get_by_role("tab", name="Table").first.click()
    assert page.evaluate(looking.TOO_WIDE) == []
    assert looking.barriers(page) == {}
    assert outside == []
    page.close()


def test_the_download_holds_the_ratios_that_the_chart_shows(open_page, server):
    page = open_page(server + PANEL + "?from=201617&to=201617&by=ethnicity_minor&ref=white-british")
    drawn = [value for _, x, _ in looking.charts(page)[0]["points"] for value in x]
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download").first.click()
    assert "beside-white-british" in arriving.value.suggested_filename
    with Path(arriving.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(float(row["ratio"]) for row in rows if row["ratio"]) == pytest.approx(sorted(drawn))
