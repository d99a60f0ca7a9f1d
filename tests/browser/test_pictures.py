"""Picture tests: a chart is saved in the browser with all that it needs to be quoted, and calls nobody."""

import re
import struct
from collections import Counter
from pathlib import Path

from explorer.charts.patches import Look
from tests.browser.conftest import WITH_CHARTS, WITH_CONTROLS

INK = (11, 12, 12)  # of print
PAGE = "/exclusions?place=E08000035&school=total"
SAID = (
    "permanent exclusions",
    "in Leeds",
    "Permanent exclusion rate, Leeds",
    "Source: Department for Education",
)


def picture(page):
    """Return the frame that holds the chart with its two buttons."""
    page.get_by_role("button", name="Picture").first.click()
    page.get_by_text("Show it here, to save as PNG or SVG").first.click()
    frame = page.frame_locator("iframe").first
    frame.get_by_role("button", name="Save as SVG").wait_for()
    frame.locator("#chart .main-svg").first.wait_for()
    return frame


def saved(page, button):
    with page.expect_download() as arriving:
        button.click()
    return arriving.value.suggested_filename, Path(arriving.value.path()).read_bytes()


def test_a_chart_is_saved_as_a_picture_that_says_what_it_is(open_page, server):
    page = open_page(server + PAGE)
    frame = picture(page)
    name, svg = saved(page, frame.get_by_role("button", name="Save as SVG"))
    text = svg.decode()
    assert name == "permanent-exclusion-rate_leeds_2006-07-to-2023-24.svg"
    flat = " ".join(text.replace("</text>", " ").split())
    for said in (*SAID, "Open Government Licence", "place=E08000035", "build="):
        assert said in flat, said
    name, png = saved(page, frame.get_by_role("button", name="Save as PNG"))
    assert name.endswith(".png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", png[16:20])[0] == 2000


def test_the_page_of_a_chart_opens_alone_and_asks_nobody(open_page, server, window, tmp_path):
    page = open_page(server + PAGE)
    page.get_by_role("button", name="Picture").first.click()
    name, html = saved(page, page.get_by_role("button", name="Interactive page (HTML)").first)
    assert name.endswith(".html")
    kept = tmp_path / name
    kept.write_bytes(html)
    alone = window.new_page()
    asked = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(kept.as_uri())
    alone.locator("#chart .main-svg").first.wait_for()
    assert [address for address in asked if not address.startswith(("file:", "blob:", "data:"))] == []
    assert alone.get_by_role("table").get_by_text("2022/23").first.is_visible()
    assert "Department for Education" in alone.inner_text("dl")
    alone.close()


def test_every_page_with_a_chart_offers_its_picture(open_page, server):
    assert len(WITH_CHARTS) > 8
    for path in ("/map", "/funnel", "/disparities", "/explore"):
        page = open_page(server + path)
        if path == "/explore":
            page.get_by_role("tab", name="Chart").click()
        assert page.get_by_role("button", name="Picture").count() >= 1, path


def fills(svg):
    """Return the fills that can be seen, each with red, green and blue from 0 to 255."""
    painted = re.findall(r"fill: rgb\((\d+), (\d+), (\d+)\)(?!; fill-opacity: 0;)", svg)
    return Counter(tuple(map(int, one)) for one in painted)


def test_the_picture_of_a_map_has_the_classes_in_colours_of_print(open_page, server):
    page = open_page(server + "/map")
    frame = picture(page)
    _, svg = saved(page, frame.get_by_role("button", name="Save as SVG"))
    drawn = fills(svg.decode())
    assert {tuple(bytes.fromhex(one.removeprefix("#"))) for one in Look().fills} <= set(drawn)
    assert not [one for one in drawn if one != INK and max(one) < 48]


def test_a_picture_of_any_chart_has_no_colour_that_stands_in_for_another(open_page, server):
    for path in WITH_CONTROLS:
        page = open_page(server + path)
        if path == "/explore":
            page.get_by_role("tab", name="Chart").click()
        if not page.get_by_role("button", name="Picture").count():
            continue
        svg = picture(page).locator("#chart .main-svg").first.evaluate("one => one.outerHTML")
        assert not re.findall(r"(?:fill|stroke): rgb\(0, 0, (?:[1-9]|[1-4]\d)\)", svg), path
