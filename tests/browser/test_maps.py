"""Maps: choosing by keyboard and pointer, and files that hold all that is shown; lost learning with it."""

import pytest

from tests.browser import looking
from tests.browser.test_downloads import download

LEEDS = "E08000035"
# Where on the screen the middle of an authority's cell is.
SPOT = """code => {
    const plot = document.querySelector('.js-plotly-plot'), box = plot.getBoundingClientRect();
    const trace = plot._fullData.find(trace => trace.name === 'areas');
    const at = trace.customdata.findIndex(([one]) => one === code);
    const {xaxis, yaxis} = plot._fullLayout;
    const across = xaxis._offset + xaxis.l2p(trace.x[at]), down = yaxis._offset + yaxis.l2p(trace.y[at]);
    return [box.left + across, box.top + down];
}"""
NAMES = ".st-key-map-hexagons .scatterlayer .trace:nth-last-child(2)"
CLASSES = ".st-key-map-hexagons .scatterlayer .trace:nth-last-child(3)"
VISIBLE = "one => getComputedStyle(one).visibility"


def headline(page):
    return page.locator("[data-testid=stMain] h2").first


def test_a_keyboard_finds_an_area_and_the_headline_and_the_link_are_of_it(open_page, server):
    page = open_page(server + "/map")
    looking.charts(page)
    page.bring_to_front()
    page.get_by_role("combobox", name="Find an area").focus()
    page.keyboard.type("middlesb")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.href.includes('area=E06000002')")
    looking.settle(page)
    headline(page).filter(has_text="Middlesbrough").wait_for()
    again = open_page(page.url)
    assert headline(again).inner_text() == headline(page).inner_text()


def test_a_click_on_a_cell_chooses_its_area_in_the_list(open_page, server):
    page = open_page(server + "/map")
    looking.charts(page)
    page.bring_to_front()
    x, y = page.evaluate(SPOT, LEEDS)
    page.mouse.move(x + 3, y + 3)
    page.mouse.click(x + 3, y + 3)
    page.wait_for_function(f"() => location.href.includes('area={LEEDS}')")
    headline(page).filter(has_text="Leeds").wait_for()


def test_the_map_is_on_top_of_the_list_on_a_phone_and_its_cells_have_the_class_alone(open_page, server):
    page = open_page(server + "/map")
    page.set_viewport_size({"width": 390, "height": 1000})
    looking.charts(page)
    assert page.locator(NAMES).evaluate(VISIBLE) == "hidden"
    assert page.locator(CLASSES).evaluate(VISIBLE) == "visible"
    chart, find = page.locator(".st-key-map-hexagons"), page.get_by_role("combobox", name="Find an area")
    assert chart.bounding_box()["y"] < find.bounding_box()["y"]


def test_at_a_desk_the_list_is_beside_the_map_and_the_cells_are_named(open_page, server):
    page = open_page(server + "/map")
    looking.charts(page)
    assert page.locator(NAMES).evaluate(VISIBLE) == "visible"
    chart, find = page.locator(".st-key-map-hexagons"), page.get_by_role("combobox", name="Find an area")
    assert find.bounding_box()["x"] > chart.bounding_box()["x"] + chart.bounding_box()["width"] / 2


def test_the_file_of_a_map_holds_every_area_on_it_and_england(open_page, server):
    page = open_page(server + "/map")
    points = {name: x for name, x, _ in looking.charts(page)[0]["points"]}
    name, rows = download(page)
    assert name.endswith(".csv")
    assert len(rows) == len(points["areas"]) + 1
    assert rows[-1]["place"] == "England"


def test_the_file_of_lost_learning_holds_each_figure_of_each_plot(open_page, server):
    page = open_page(server + "/lost_learning")
    drawn = looking.charts(page)[0]["points"]
    _, rows = download(page)
    known = [row for row in rows if row["value"]]
    assert len(known) == sum(value is not None for _, _, ys in drawn for value in ys)
    assert {row["unit"] for row in rows} == {"percent of sessions", "per 100 pupils"}


@pytest.mark.parametrize("by", ["sen_provision", "ethnicity_minor", "sex"])
def test_groups_of_lost_learning_are_drawn_whole(open_page, server, by):
    page = open_page(f"{server}/lost_learning?groups={by}")
    looking.charts(page)
    assert page.evaluate(looking.BAD_TEXT, looking.SMALLEST_CHART_TEXT) == []


def test_the_page_of_alternative_provision_says_why_it_has_no_figures_of_its_staff(open_page, server):
    page = open_page(server + "/alternative_provision")
    text = looking.words(page)
    assert "School workforce in England" in text
    assert "special or PRU" in text
