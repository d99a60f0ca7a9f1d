"""Taking: every format arrives, a keyboard gets to it, and nothing bars a reader's way to it."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.browser import looking
from tests.browser.conftest import open_in

PAGE = "/exclusions_by_ethnicity"
# What each button's name begins with, the ending of its file, and how such a file begins.
FORMATS = (
    ("Excel", ".xlsx", b"PK"),
    ("OpenDocument", ".ods", b"PK"),
    ("CSV with its notes", ".zip", b"PK"),
    ("Parquet", ".parquet", b"PAR1"),
    ("JSON", ".json", b'{\n "about"'),
    ("All rows, CSV", ".zip", b"PK"),
    ("All rows, Parquet", ".parquet", b"PAR1"),
)
MOST_STEPS = 80
FORMATS_BUTTON, LINK_BUTTON, QUERY_BUTTON = "Other formats", "Link and citation", "Query"


def opened(page, button):
    page.get_by_role("button", name=button).first.click()
    panel = page.get_by_test_id("stPopoverBody")
    panel.wait_for()
    return panel


@pytest.mark.parametrize(("label", "ending", "start"), FORMATS)
def test_every_format_arrives_under_a_name_that_says_what_it_holds(open_page, server, label, ending, start):
    page = open_page(server + PAGE)
    panel = opened(page, FORMATS_BUTTON)
    with page.expect_download() as arriving:
        panel.get_by_role("button").filter(has_text=label).last.click()
    made = Path(arriving.value.path()).read_bytes()
    assert arriving.value.suggested_filename.endswith(ending)
    assert arriving.value.suggested_filename.startswith("permanent-exclusion")
    assert made.startswith(start)
    if start == b"PK":
        assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None


def test_each_button_says_how_many_rows_and_how_large(open_page, server):
    page = open_page(server + PAGE)
    main = page.get_by_role("button", name="Download these figures (CSV)").first.inner_text()
    panel = opened(page, FORMATS_BUTTON)
    buttons = panel.get_by_role("button").all_inner_texts()
    assert len(buttons) == len(FORMATS)
    assert all(" row" in text and ("kB" in text or "MB" in text) for text in (main, *buttons))


@pytest.mark.parametrize("button", [FORMATS_BUTTON, LINK_BUTTON, QUERY_BUTTON])
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "light"), (390, "dark")])
def test_nothing_bars_the_way_in_an_open_panel(window, server, button, width, scheme):
    page, _ = open_in(window, server + PAGE, width=width, scheme=scheme)
    panel = opened(page, button)
    looking.settle(page)
    assert looking.barriers(page) == {}
    assert page.evaluate(looking.TOO_WIDE) == []
    box = panel.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.close()


def test_a_keyboard_gets_a_file_in_another_format(open_page, server):
    page = open_page(server + PAGE)
    page.get_by_role("button", name=FORMATS_BUTTON).first.focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("stPopoverBody").wait_for()
    # the panel stands after the rest of the page, and stays open while a keyboard goes there
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if "Excel" in page.evaluate("() => document.activeElement.innerText ?? ''").split("\n")[0]:
            break
    with page.expect_download() as arriving:
        page.keyboard.press("Enter")
    assert arriving.value.suggested_filename.endswith(".xlsx")


def test_a_view_is_cited_in_three_forms(open_page, server):
    panel = opened(open_page(server + PAGE), LINK_BUTTON)
    for tab, words in (("BibTeX", "@misc{"), ("CSL-JSON", '"type": "dataset"'), ("Text", "Figures shown: ")):
        panel.get_by_role("tab", name=tab).click()
        panel.get_by_test_id("stCode").filter(has_text=words, visible=True).first.wait_for()


def test_a_table_is_cited_in_three_forms(open_page, server):
    page = open_page(server + "/about")
    page.locator("summary").first.click()
    panel = opened(page, "Cite this table")
    panel.get_by_role("tab", name="BibTeX").click()
    panel.get_by_text("@misc{department-for-education").wait_for()
    looking.settle(page)
    assert looking.barriers(page) == {}


@pytest.mark.parametrize(
    ("path", "named", "columns"),
    [
        ("/funnel", "_limits-and-ranks.zip", ("low_95", "rank_from", "position")),
        ("/disparities", "_beside-all-others.zip", ("ratio_low", "ratio_high", "state")),
    ],
)
def test_the_other_formats_of_a_worked_out_table_hold_it_and_the_figures_behind_are_named_so(
    open_page, server, path, named, columns
):
    panel = opened(open_page(server + path), FORMATS_BUTTON)
    buttons = panel.get_by_role("button").filter(has_text="CSV with its notes")
    names = []
    for number in range(2):
        with panel.page.expect_download() as arriving:
            buttons.nth(number).click()
        with zipfile.ZipFile(arriving.value.path()) as bundle:
            heads = bundle.read("data.csv").decode("utf-8-sig").partition("\r\n")[0].split(",")
        names.append(arriving.value.suggested_filename)
        assert (set(columns) <= set(heads)) == (number == 0)
    assert names[0].endswith(named)
    assert names[1].endswith("_published-figures.zip")
