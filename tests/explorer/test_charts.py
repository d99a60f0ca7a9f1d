"""Charts tests: what a figure holds of its answer, and what a reader of it can tell apart."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import charts, queries
from explorer.charts import labels, marks, style
from explorer.question import Question
from tests.explorer.small import figure
from tests.explorer.small_tables import BUCKS, CUMBERLAND, CUMBRIA, ENGLAND, LEEDS

pytestmark = pytest.mark.usefixtures("small")
SUSPENSIONS = Question(("suspension_rate",))
ABSENCE = Question(("absence_rate",))
AP = Question(("state_funded_ap_pupils",), school_types=("Alternative provision",))
GROUPS = Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", first="202324", last="202324")
EVERYONE = Question(("permanent_exclusion_rate",), first="202324", last="202324")
GAP = Question(("english_maths_94_rate",), school_types=("Alternative provision", "All state-funded"))
ALL_CHARTS = (charts.lines, charts.bars, charts.dots, charts.dumbbell, charts.paired, charts.sparkline)
SMALLEST = 12


def texts(drawn):
    return [note.text for note in drawn.layout.annotations]


def plain(text):
    return re.sub(r"<[^>]+>", " ", text)


def test_a_year_that_was_not_published_leaves_the_line_open():
    (line,) = charts.lines(queries.ask(ABSENCE)).data
    assert dict(zip(line.x, line.y, strict=True))["2019/20"] is None
    assert line.connectgaps is False
    assert 0 not in line.y


def test_a_suppressed_figure_is_no_point_and_its_words_say_why():
    special = charts.lines(queries.ask(Question(("suspension_rate",), school_types=("Special",)))).data[0]
    hidden = list(special.x).index("2017/18")
    assert special.y[hidden] is None
    assert "suppressed" in special.customdata[hidden]


def test_years_are_words_on_the_axis_and_the_unit_stands_at_the_other():
    layout = charts.lines(queries.ask(SUSPENSIONS)).layout
    assert layout.xaxis.type == "category"
    assert layout.yaxis.title.text == "Per 100 pupils"
    assert layout.yaxis.range[0] == 0


def test_a_rate_per_10_000_is_drawn_in_the_unit_shown():
    drawn = charts.lines(queries.ask(EVERYONE))
    assert drawn.layout.yaxis.title.text == "Per 10,000 pupils"
    assert drawn.data[0].y[-1] == pytest.approx(12.89, abs=0.01)


def test_each_of_several_lines_is_named_with_its_figure_at_its_end_and_has_a_shape_of_its_own():
    drawn = charts.lines(queries.ask(Question(("suspension_rate",), (ENGLAND, CUMBRIA))))
    assert any("England <b>11.3</b>" in text for text in texts(drawn))
    assert any("Cumbria" in text and "(2022/23)" in text for text in texts(drawn))
    assert drawn.layout.showlegend is False
    assert len({line.marker.symbol for line in drawn.data}) == 2


def test_of_more_than_four_lines_one_is_in_colour_and_the_others_are_grey():
    drawn = charts.lines(
        queries.ask(Question(("suspension_rate",), (ENGLAND, LEEDS, CUMBRIA, CUMBERLAND, BUCKS)))
    )
    assert [line.line.color for line in drawn.data] == [None, *[style.GREY] * 4]
    assert drawn.data[0].zorder > max(line.zorder for line in drawn.data[1:])


def test_where_places_and_school_types_vary_each_place_has_a_plot_on_one_scale(store_with):
    kinds = ("Total", "Secondary", "Special")
    store_with(
        "panels", figures=[figure("suspension_rate", "202324", 9.0, school_type="Special", place_code=LEEDS)]
    )
    drawn = charts.lines(queries.ask(Question(("suspension_rate",), (ENGLAND, LEEDS), kinds)))
    assert drawn.layout.yaxis.range == drawn.layout.yaxis2.range
    assert drawn.layout.yaxis.domain[0] > drawn.layout.yaxis2.domain[1]
    assert {"<b>England</b>", "<b>Leeds</b>"} <= set(texts(drawn))
    assert [line.name for line in drawn.data[:3]] == [line.name for line in drawn.data[3:]]
    assert len(drawn.layout.colorway) == 3


def test_disturbed_years_are_one_band_with_a_short_label_that_does_not_repeat_the_years():
    drawn = charts.lines(queries.ask(SUSPENSIONS))
    (band,) = [shape for shape in drawn.layout.shapes if shape.type == "rect"]
    assert (band.x0, band.x1) == (1.5, 3.5)
    assert "Schools closed" in texts(drawn)


def test_a_break_is_a_dotted_line_before_the_first_year_it_applies_to():
    drawn = charts.lines(queries.ask(ABSENCE))
    (line,) = [shape for shape in drawn.layout.shapes if shape.type == "line"]
    assert (line.x0, line.line.dash) == (3.5, "dot")
    assert any("New codes" in text for text in texts(drawn))


def test_bars_of_january_counts_have_the_years_below_and_the_month_once():
    drawn = charts.bars(queries.ask(AP))
    assert drawn.layout.xaxis.ticktext[-1] == "2024"
    assert drawn.layout.xaxis.title.text == "January of each year"
    assert drawn.data[0].text[-1] == "15,866"
    assert drawn.layout.yaxis.range[0] == 0


def test_bars_side_by_side_have_one_scale():
    ap, absence = queries.ask(AP), queries.ask(ABSENCE)
    assert charts.bars(absence, beside=ap).layout.yaxis.range == charts.bars(ap).layout.yaxis.range


def test_dots_stand_in_the_standard_order_or_by_rate():
    answer = queries.ask(GROUPS)
    in_order = charts.dots(answer).layout.yaxis.categoryarray
    by_rate = charts.dots(answer, by_rate=True).layout.yaxis.categoryarray
    assert in_order == ("White British", "Irish", "Gypsy/Roma", "Black Caribbean")
    assert by_rate == ("Gypsy/Roma", "Black Caribbean", "White British", "Irish")


def test_a_hidden_group_has_words_in_place_of_its_dot():
    drawn = charts.dots(queries.ask(GROUPS))
    assert "Irish" not in drawn.data[0].y
    (note,) = [note for note in drawn.layout.annotations if note.y == "Irish"]
    assert "suppressed" in note.text


def test_dots_have_a_line_for_all_pupils_and_the_counts_beside_the_rates():
    drawn = charts.dots(queries.ask(GROUPS), reference=queries.ask(EVERYONE))
    assert "All pupils<br><b>12.9</b>" in texts(drawn)
    assert drawn.layout.shapes[0].x0 == pytest.approx(12.89, abs=0.01)
    assert {"7,000", "250", "110"} <= set(texts(drawn))


def test_groups_of_one_parent_stand_under_its_name(store_with):
    parents = [
        ("ethnicity_minor", name, place, name, "White", name, "")
        for place, name in enumerate(("Irish Traveller", "Roma"), start=10)
    ]
    rows = [
        figure("permanent_exclusion_rate", "202324", 0.4, breakdown="ethnicity_minor", category=name)
        for name in ("Irish Traveller", "Roma")
    ]
    store_with("parents", categories=parents, figures=rows)
    axis = charts.dots(queries.ask(GROUPS)).layout.yaxis
    order = [plain(text).strip() for text in axis.ticktext]
    assert order[-3:] == ["White", "Irish Traveller", "Roma"]


def test_a_dumbbell_tells_the_gap_in_points_and_as_a_ratio():
    drawn = charts.dumbbell(queries.ask(GAP))
    assert "<b>60.1 points</b>, 14.2 times" in texts(drawn)
    assert {"<b>Alternative<br>provision</b>", "<b>All state-funded</b>"} <= set(texts(drawn))


def test_a_disturbed_year_of_a_dumbbell_is_grey_and_says_what_disturbs_it(store_with):
    row = figure("english_maths_94_rate", "202021", 72.2, school_type="All state-funded", source="grades")
    store_with("teachers", figures=[row])
    drawn = charts.dumbbell(queries.ask(GAP))
    grey = [dots for dots in drawn.data if dots.marker.color == style.GREY]
    assert [list(dots.y) for dots in grey] == [["2020/21"], ["2020/21"]]
    assert "no exams" in texts(drawn)


def test_a_year_with_one_end_only_says_that_the_other_is_not_at_hand():
    drawn = charts.dumbbell(queries.ask(GAP))
    (note,) = [note for note in drawn.layout.annotations if note.y == "2020/21"]
    assert note.text == "<i>not at hand</i>"


def test_no_ratio_is_told_of_fewer_than_ten(store_with):
    few = {"numerator": 9, "denominator": 9000, "source": "grades"}
    store_with(
        "few",
        figures=[
            figure("english_maths_94_rate", "202122", 0.1, school_type="Alternative provision", **few),
            figure("english_maths_94_rate", "202122", 60.0, school_type="All state-funded", source="grades"),
        ],
    )
    notes = charts.dumbbell(queries.ask(GAP)).layout.annotations
    assert [note.text for note in notes if note.y == "2021/22"] == ["<b>59.9 points</b>"]


def test_a_sparkline_leaves_disturbed_years_open():
    (line,) = charts.sparkline(queries.ask(SUSPENSIONS)).data
    known = dict(zip(line.x, line.y, strict=True))
    assert known["2019/20"] is None
    assert known["2020/21"] is None
    assert known["2023/24"] == pytest.approx(11.3, abs=0.01)


@pytest.mark.parametrize("chart", ALL_CHARTS, ids=lambda chart: chart.__name__)
def test_a_chart_of_nothing_is_drawn_empty(chart):
    empty = queries.ask(Question(("suspension_rate",), school_types=("Hospital",)))
    assert charts.kind(chart(empty)) != "Chart"


@pytest.mark.parametrize("chart", ALL_CHARTS, ids=lambda chart: chart.__name__)
def test_no_text_is_too_small_to_read(chart):
    question = {"dots": GROUPS, "paired": GROUPS, "dumbbell": GAP}.get(chart.__name__, SUSPENSIONS)
    drawn = json.loads(chart(queries.ask(question)).to_json())
    drawn["layout"].pop("template")
    sizes = [int(size) for size in re.findall(r'"font": \{[^}]*"size": (\d+)', json.dumps(drawn))]
    assert sizes
    assert min(sizes) >= SMALLEST


def test_the_template_is_the_analysis_functions_and_the_page_puts_its_own_colours_on_it():
    drawn = charts.lines(queries.ask(SUSPENSIONS))
    assert drawn.layout.template.layout.colorway[:4] == ("#12436D", "#28A197", "#801650", "#F46A25")
    painted = charts.painted(drawn, series=["#111111", "#222222"], text="#333333")
    assert painted.layout.colorway[0] == "#111111"
    assert {painted.layout.font.color, painted.layout.yaxis.tickfont.color} == {"#333333"}


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_labels_at_line_ends_never_touch_and_stay_in_order(wanted):
    made = [labels.Label(str(index), height, 20) for index, height in enumerate(wanted)]
    heights = labels.apart(made, top=300)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    steps = [heights[upper] - heights[lower] for lower, upper in pairwise(order)]
    assert all(step >= 20 - 1e-6 for step in steps)
    assert max(heights) <= 290 + 1e-6


@given(st.integers(1, 60))
def test_an_axis_of_any_length_has_few_labels_at_one_distance_and_names_the_newest(count):
    shown = style.spaced(count)
    assert len(shown) <= 4
    assert shown[-1] == count - 1
    assert len({upper - lower for lower, upper in pairwise(shown)}) <= 1


def test_labels_of_marks_that_would_touch_on_a_phone_stand_one_above_the_other():
    near = [marks.Mark(3, 3, "gap", "No full-year figures"), marks.Mark(4, 4, "disturbed", "Schools closed")]
    far = [marks.Mark(0, 0, "gap", "Gap"), marks.Mark(18, 18, "gap", "Gap")]
    low, high = marks.raised(near, count=19, plot_width=220)
    assert high >= low + near[0].tall
    assert marks.raised(far, count=19, plot_width=220) == [2.0, 2.0]
