"""Area in a browser: one sheet of paper for any area, found and printed by keyboard, whole on a phone."""

import io
import re

import pytest
from pypdf import PdfReader

from tests.browser import looking
from tests.browser.conftest import LOOKS, WIDTHS, open_in

AREAS = {
    "the largest": ("E08000025", "Birmingham"),
    "a county": ("E10000016", "Kent"),
    "a county with many authorities beside it": ("E10000017", "Lancashire"),
    "the smallest county": ("E06000017", "Rutland"),
    "two hundred pupils": ("E09000001", "City of London"),
    "islands": ("E06000053", "Isles of Scilly"),
    "a region": ("E12000003", "Yorkshire and The Humber"),
    "an area that has ended": ("E10000021", "Northamptonshire"),
    "a long name and a history": ("E06000058", "Bournemouth, Christchurch and Poole"),
}
SUBJECTS = ("Permanent exclusions", "Suspensions", "Persistent absence", "SEN support", "EHC plans")
SUBJECTS += ("LA-funded AP pupils", "School-arranged AP", "Attainment 8", "Grades 9-4")
FOR_SCREENS = (
    "Print this page",
    "Download",
    "Start here",
    "More on",
    "How to read this table",
    "Local authority or",
)
FOCUSED = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"


def area(server, code):
    return f"{server}/area?place={code}"


def as_read(text):
    return re.sub(r"\s+", " ", text)


def sheet_is_drawn(page):
    """Return once the whole sheet is there: its foot comes after its table."""
    page.wait_for_selector(".paper-foot", state="attached")
    page.wait_for_selector("table.profile img.spark")
    looking.settle(page)


@pytest.mark.parametrize("kind", AREAS)
def test_an_area_prints_on_one_sheet_with_its_whole_table(open_page, server, kind):
    code, name = AREAS[kind]
    page = open_page(area(server, code))
    sheet_is_drawn(page)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    assert len(printed.pages) == 1
    text = as_read(printed.pages[0].extract_text())
    cells = page.locator("table.profile :is(th, td)").all_inner_texts()
    shown = {as_read(cell).replace(" ", "") for cell in cells if cell.strip()}
    squeezed = text.replace(" ", "")
    assert [cell for cell in shown if cell not in squeezed] == []
    assert [
        word for word in (name, *SUBJECTS, "Open Government Licence", f"place={code}") if word not in text
    ] == []
    assert [word for word in FOR_SCREENS if word in text] == []


def test_the_sheet_is_black_on_white_in_the_dark_too(window, server):
    page, _ = open_in(window, area(server, "E08000035"), scheme="dark")
    sheet_is_drawn(page)
    page.emulate_media(media="print")
    colour = page.locator("table.profile td").first.evaluate("one => getComputedStyle(one).color")
    page.close()
    assert colour == "rgb(11, 12, 12)"


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_an_area_is_whole_and_without_barriers(window, server, look):
    width, scheme = look
    page, outside = open_in(window, area(server, "E08000035"), width=WIDTHS[width], scheme=scheme)
    sheet_is_drawn(page)
    seen = looking.look(page, with_charts=True)
    page.close()
    assert outside == []
    assert seen["barriers"] == {}
    assert seen["too wide"] == []
    assert seen["bad text"] == []


def test_on_a_phone_every_figure_stands_beside_its_heading(window, server):
    page, _ = open_in(window, area(server, "E08000035"), width=WIDTHS["phone"])
    sheet_is_drawn(page)
    cells = page.locator("table.profile tbody td")
    beside = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    wide = cells.evaluate_all("all => Math.max(...all.map(one => one.getBoundingClientRect().right))")
    page.close()
    assert {'"Direction"', '"England"', '"Similar areas together"'} <= set(beside)
    assert "none" not in beside
    assert wide <= WIDTHS["phone"]


@pytest.mark.parametrize(
    ("typed", "name"), [("Bournem", "Bournemouth"), ("E06000028", "Bournemouth"), ("839", "Bournemouth, Chr")]
)
def test_a_keyboard_finds_an_area_by_part_of_its_name_or_by_a_code(open_page, server, typed, name):
    page = open_page(f"{server}/area")
    page.bring_to_front()
    page.get_by_role("combobox").first.focus()
    page.keyboard.type(typed)
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").first.inner_text().startswith(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**place=E06000**")
    sheet_is_drawn(page)
    assert name in page.locator("table.profile caption").inner_text()


def test_a_keyboard_reaches_table_file_link_printer_and_subjects(open_page, server):
    page = open_page(area(server, "E08000035"))
    sheet_is_drawn(page)
    looking.charts(page)
    page.bring_to_front()
    page.get_by_role("combobox").first.focus()
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED) or "")
    for wanted in (
        "Leeds, all subjects",
        "How to read",
        "Download these figures",
        "Link and citation",
        "Print this",
    ):
        assert any(wanted in one for one in reached), (wanted, reached)
    assert any("Exclusions" in one for one in reached)


def test_the_print_button_opens_the_printer(open_page, server):
    page = open_page(area(server, "E08000035"))
    sheet_is_drawn(page)
    page.evaluate("() => { window.print = () => { window.printed = true } }")
    page.get_by_role("button", name="Print this page").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => window.printed") is True


def test_a_region_leads_to_its_authorities_and_back_leads_out(open_page, server):
    page = open_page(f"{server}/area")
    page.get_by_role("link", name="North East", exact=True).click()
    page.wait_for_url("**place=E12000001**")
    sheet_is_drawn(page)
    page.get_by_role("link", name="Gateshead", exact=True).click()
    page.wait_for_url("**place=E08000037**")
    sheet_is_drawn(page)
    assert "Gateshead" in page.locator("table.profile caption").inner_text()
    page.go_back()
    page.wait_for_url("**place=E12000001**")
    page.wait_for_function("() => document.querySelector('caption')?.innerText.startsWith('North East')")


def test_the_newest_area_gives_the_window_its_title(open_page, server):
    page = open_page(area(server, "E06000017"))
    sheet_is_drawn(page)
    assert page.title() == "Rutland · Area profile · Inclusion Explorer"
