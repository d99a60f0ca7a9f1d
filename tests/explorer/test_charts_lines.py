"""Line charts tests: no line joins what must not be compared, and no published figure is lost by that."""

from dataclasses import replace
from itertools import pairwise

import pytest

from explorer import charts, queries
from explorer.charts import style
from explorer.question import ENGLAND, Question
from tests.explorer.shipped import LEEDS

pytestmark = pytest.mark.usefixtures("shipped")
KINDS = ("Total", "Primary", "Secondary", "Special")
EXCLUSIONS = Question(("permanent_exclusion_rate",), school_types=KINDS)
ABSENCE = Question(("persistent_absence_rate",), school_types=KINDS)
PLANS = Question(("ehc_plans",), school_types=("All settings",))
AREAS = Question(("suspension_rate",), (ENGLAND, LEEDS))
DRAWN = {
    "exclusions": (charts.lines, EXCLUSIONS),
    "absence": (charts.lines, ABSENCE),
    "plans": (charts.lines, PLANS),
    "areas": (charts.multiples, AREAS),
    "beside": (charts.side_by_side, Question(("absence_rate", "permanent_exclusion_rate"))),
    "small": (charts.sparkline, Question(("absence_rate",))),
}
on_each_chart = pytest.mark.parametrize("name", DRAWN)


def joined(line):
    """Every two years that the line joins."""
    return [
        (one[0], two[0])
        for one, two in pairwise(zip(line.x, line.y, strict=True))
        if one[1] is not None and two[1] is not None
    ]


def newest(question):
    """The question, of its newest year alone."""
    last = queries.ask(question).latest()["time_period"].iloc[0]
    return replace(question, first=last, last=last)


def years_of(answer, kind, measure):
    return {one.period for one in answer.breaks if one.kind == kind and one.measure in ("", measure)}


@on_each_chart
def test_a_line_joins_neither_a_disturbed_year_nor_the_two_sides_of_a_break(name):
    draw, question = DRAWN[name]
    answer = queries.ask(question)
    found = draw(answer).data
    for line, series in zip(found, answer.series(), strict=False):
        disturbed = years_of(answer, "disturbed", series.measure)
        assert disturbed or name == "plans"
        assert not [pair for pair in joined(line) if disturbed & {*pair}]
        assert not {two for _, two in joined(line)} & years_of(answer, "break", series.measure)
        assert joined(line)


@on_each_chart
def test_every_published_figure_is_a_point_once(name):
    draw, question = DRAWN[name]
    answer = queries.ask(question)
    for line, series in zip(draw(answer).data, answer.series(), strict=False):
        known = series.numbers[~series.numbers["disturbed"]] if name == "small" else series.numbers
        points = [(x, y) for x, y in zip(line.x, line.y, strict=True) if y is not None]
        assert points == list(zip(known["period"], known["shown"], strict=True))


def test_the_marks_of_disturbed_years_are_hollow_and_say_their_figures():
    for line, shape in zip(charts.lines(queries.ask(EXCLUSIONS)).data, style.SHAPES, strict=True):
        marks = dict(zip(line.x, zip(line.marker.symbol, line.customdata, strict=True), strict=True))
        assert marks["2018/19"][0] == marks["2021/22"][0] == shape
        assert marks["2019/20"][0] == marks["2020/21"][0] == f"{shape}-open"
        assert "2020/21: " in marks["2020/21"][1]


def test_the_special_schools_of_2020_21_stand_alone():
    special = charts.lines(queries.ask(ABSENCE)).data[3]
    assert dict(zip(special.x, special.y, strict=True))["2020/21"] == pytest.approx(48.9, abs=0.05)
    assert not [pair for pair in joined(special) if "2020/21" in pair]


def test_a_chart_without_disturbed_years_has_one_unbroken_line():
    line = charts.lines(queries.ask(Question(("ehc_plan_rate",), school_types=("All schools",)))).data[0]
    assert len(joined(line)) == len(line.x) - 1
    assert line.marker.symbol == "circle"


def test_a_group_with_too_few_is_less_than_once_as_often():
    ap = Question(
        ("state_funded_ap_pupils",), school_types=("Alternative provision",), breakdown="sen_provision"
    )
    everyone = Question(("all_pupils",), school_types=("All schools",), breakdown="sen_provision")
    both = queries.shares(newest(ap), newest(everyone))
    said = {note.y: note.text for note in charts.paired(both).layout.annotations}
    assert said["No SEN"].endswith("<br>0.2 times")
    assert said["SEN support"].endswith("<br>4.3 times")


@pytest.mark.parametrize("chart", [charts.dots, charts.dots_apart])
def test_names_of_groups_in_three_lines_do_not_touch(chart):
    needs = Question(("ehc_plans",), school_types=("All settings",), breakdown="sen_primary_need")
    drawn = chart(queries.ask(newest(needs)))
    names = drawn.layout.yaxis.ticktext
    plot = drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b
    low, high = drawn.layout.yaxis.domain or (0, 1)
    assert max(name.count("<br>") for name in names) == 2
    assert plot * (high - low) / len(names) > 3 * style.LABEL * style.LINE
