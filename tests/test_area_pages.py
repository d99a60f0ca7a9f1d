"""Area pages tests: how areas vary, and areas compared, opened through app.py on the shipped figures."""

import pytest

from tests.explorer.shipped import (
    CUMBRIA,
    ENGLAND,
    KIRKLEES,
    LEEDS,
    MIDDLESBROUGH,
    NORTHAMPTONSHIRE,
    RUTLAND,
)
from tests.opening import box, figures, link_of, open_page, words

pytestmark = pytest.mark.usefixtures("shipped")


def figure(app):
    return figures(app)[0]


def press(app, text):
    next(one for one in app.button if text in one.label).click().run()
    assert not app.exception, app.exception
    return app


def test_a_link_to_an_area_marks_it_and_says_where_it_lies():
    app = open_page("funnel.py", area=LEEDS)
    assert app.header[0].value == (
        "In 2022/23, 19 permanent exclusions were recorded in Leeds, 1.4 per 10,000 pupils: somewhat low."
    )
    assert figure(app)["data"][0]["name"] == "Leeds"
    assert "Statistical neighbours" in words(app)
    assert "Taken as one, they have" in words(app)


def test_a_link_with_a_place_of_other_pages_marks_it_too():
    assert "Middlesbrough" in open_page("funnel.py", place=MIDDLESBROUGH).header[0].value


def test_a_picked_area_is_in_the_link_and_so_is_none():
    app = open_page("funnel.py")
    box(app, "Area to mark").set_value(LEEDS).run()
    assert link_of(app)["area"] == LEEDS
    assert "Leeds" in app.header[0].value
    box(app, "Area to mark").set_value("none").run()
    assert link_of(app)["area"] == "none"
    assert "of the 149 areas with enough cases" in app.header[0].value


def test_the_switch_of_limits_changes_lines_words_and_link():
    usual = open_page("funnel.py")
    bare = open_page("funnel.py", limits="none")
    assert "19 lie beyond the 95% limits" in usual.header[0].value
    assert "19 lie beyond" not in bare.header[0].value
    assert "These limits allow for chance alone." in words(bare)
    assert link_of(bare)["limits"] == "none"
    next(one for one in usual.button_group if one.label == "Limits that allow for").set_value("none").run()
    assert figure(usual) == figure(bare)


def test_a_year_without_counts_is_refused_in_a_sentence():
    app = open_page("funnel.py", to="202324")
    assert any("2023/24 are not at hand" in one.value for one in app.warning)
    assert box(app, "Year").value == "202223"
    assert "202324" not in box(app, "Year").options


def test_an_area_of_the_past_explains_itself():
    app = open_page("funnel.py", area=NORTHAMPTONSHIRE)
    assert any("was replaced on 1 April 2021" in one.value for one in app.info)
    assert "Northamptonshire" in open_page("funnel.py", area=NORTHAMPTONSHIRE, to="201819").header[0].value


def test_a_region_is_said_to_be_no_dot():
    app = open_page("funnel.py", area="E12000003")
    assert any("regions are none" in one.value for one in app.warning)
    assert app.get("plotly_chart")


def test_a_tiny_area_says_why_it_is_left_out():
    app = open_page("funnel.py", area="E09000001")
    assert any("City of London has so few pupils" in one.value for one in app.info)


def test_small_numbers_are_counts_alone():
    assert "per 10,000 pupils" not in open_page("funnel.py", area=RUTLAND).header[0].value


def test_the_funnel_table_sorts_by_numbers_and_has_words_for_what_is_missing():
    table = open_page("funnel.py").dataframe[0]
    assert table.value["events"].dtype.kind == "f"
    assert table.proto.placeholder == "not at hand"
    assert len(table.value) == 152


def test_up_to_four_areas_are_lines_and_more_have_a_plot_each():
    few = open_page("compare_areas.py", place=f"{LEEDS}~{KIRKLEES}~{ENGLAND}")
    assert [trace["name"] for trace in figure(few)["data"]] == ["Leeds", "Kirklees", "England"]
    many = figure(open_page("compare_areas.py"))
    assert many["layout"]["meta"]["kind"] == "Small line charts"
    assert "yaxis9" in many["layout"]


def test_neighbours_and_regions_are_one_click_away():
    app = press(open_page("compare_areas.py", place=LEEDS), "Leeds and its statistical neighbours")
    assert len(app.multiselect[0].value) == 11
    assert app.multiselect[0].value[0] == LEEDS
    press(app, "The nine regions")
    assert len(link_of(app)["place"].split("~")) == 9


def test_a_region_of_more_than_sixteen_authorities_is_drawn_in_part_and_says_so():
    app = press(open_page("compare_areas.py", place="E09000008"), "London: all its areas")
    assert len(app.multiselect[0].value) == 33
    assert any("The first 16 of the 33 areas are drawn." in one.value for one in app.info)


def test_an_area_of_the_past_says_so_and_offers_those_that_followed():
    app = open_page("compare_areas.py", place=CUMBRIA)
    assert any("Cumbria was abolished on 31 March 2023" in one.value for one in app.warning)
    press(app, "Cumbria with Cumberland and Westmorland and Furness")
    assert app.multiselect[0].value == [CUMBRIA, "E06000063", "E06000064"]


def test_areas_together_are_one_line_with_what_is_missing_in_a_sentence():
    app = open_page("compare_areas.py", place=f"{LEEDS}~{KIRKLEES}", together="yes")
    assert len(figure(app)["data"]) == 1
    assert "107 permanent exclusions were recorded" in words(app)
    assert any("counts are not at hand for Leeds and Kirklees" in one.value for one in app.info)
    assert link_of(app)["together"] == "yes"


@pytest.mark.parametrize("file", ["compare_areas.py", "exclusions.py"])
def test_a_first_year_that_is_the_lowest_is_warned_of_on_every_page_with_a_trend(file):
    link = {"place": ENGLAND, "school": "total", "from": "201213"}
    assert any(
        "2012/13 is the lowest year of this series" in one.value for one in open_page(file, **link).warning
    )
    other = {"place": ENGLAND, "from": "201415"}
    assert not [one for one in open_page(file, **other).warning if "year of this series" in one.value]


@pytest.mark.parametrize("measure", ["ehc_plan_rate", "daily_absence_rate", "attainment8_average"])
def test_every_kind_of_measure_can_be_compared(measure):
    app = open_page("compare_areas.py", measure=measure, place=f"{LEEDS}~{KIRKLEES}")
    assert app.get("plotly_chart")
    assert link_of(app)["measure"] == measure
