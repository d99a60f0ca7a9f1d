"""Inline charts tests: a gap and a break leave a small line open, and names do not touch."""

import re
from itertools import pairwise
from xml.etree import ElementTree

from explorer.charts import inline

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 (our own text)


def paths(svg):
    return [one.get("d") for one in drawn(svg).iter(f"{SVG}path")]


def test_a_missing_year_leaves_the_line_open():
    _, line = paths(inline.spark((1.0, 2.0, None, 3.0, 4.0)))
    assert re.findall("[ML]", line) == ["M", "L", "M", "L"]


def test_a_break_leaves_the_line_open():
    _, line = paths(inline.spark((1.0, 2.0, 3.0, 4.0), breaks=(2,)))
    assert re.findall("[ML]", line) == ["M", "L", "M", "L"]


def test_a_year_that_stands_alone_has_a_dot():
    picture = drawn(inline.spark((None, None, 5.0)))
    assert len(list(picture.iter(f"{SVG}circle"))) == 1


def test_nothing_at_hand_draws_nothing():
    assert paths(inline.spark((None, None))) == ["", ""]
    assert not list(drawn(inline.spark(())).iter(f"{SVG}circle"))


def test_the_scale_begins_at_nought_and_holds_both_lines():
    _, low = paths(inline.spark((0.0, 0.0), beside=(10.0, 10.0)))
    behind, _ = paths(inline.spark((0.0, 0.0), beside=(10.0, 10.0)))
    assert low.startswith("M4.0 24.0")
    assert behind.startswith("M4.0 4.0")


def test_all_figures_of_a_chart_lie_inside_its_picture():
    width, height = inline.CHART
    lines = [inline.Drawn(name, (1.0, 50.0, 100.0), "100.0") for name in ("Leeds", "A region", "England")]
    for dot in drawn(inline.paper(lines, ("2020/21", "2021/22", "2022/23"))).iter(f"{SVG}circle"):
        assert 0 <= float(dot.get("cx")) <= width
        assert 0 <= float(dot.get("cy")) <= height


def test_names_at_the_ends_of_lines_do_not_touch():
    lines = [inline.Drawn(name, (10.0, 10.1 + index / 10), "") for index, name in enumerate("abc")]
    texts = list(drawn(inline.paper(lines, ("a", "b"))).iter(f"{SVG}text"))[:3]
    heights = sorted(float(one.get("y")) for one in texts)
    assert all(later - first >= 10 for first, later in pairwise(heights))


def test_names_are_escaped_and_shortened():
    svg = inline.paper([inline.Drawn("<Bournemouth & Christchurch>", (1.0, 2.0), "9")], ("a", "b"))
    text = next(drawn(svg).iter(f"{SVG}text")).text
    assert text == "<Bournemouth &\N{HORIZONTAL ELLIPSIS} 9"
