"""Explore page tests: whatever is chosen has a table, and what there is can be seen before."""

from functools import partial

import pytest

from explorer import queries
from explorer.question import Question
from tests.opening import open_page as opened

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def open_page():
    return partial(opened, "explore.py")


def table(app):
    return app.dataframe[-1].value


def box(app, label):
    return next(one for one in app.selectbox if one.label == label)


def picked(app, label):
    return next(one for one in app.multiselect if one.label == label)


def test_the_table_holds_the_figures_as_numbers_that_sort(open_page):
    rows = table(open_page(measure="suspension_rate", place="E08000035"))
    answer = queries.ask(Question(("suspension_rate",), ("E08000035",)))
    assert sorted(rows["Suspensions, per 100 pupils"].dropna()) == sorted(answer.rows["shown"].dropna())
    assert rows["Period"].iloc[0] == "2023/24"


def test_a_missing_figure_says_why_in_a_column_of_its_own(open_page):
    rows = table(open_page(measure="severe_absence_rate", place="E06000053"))
    gone = rows[rows["Severe absence, % of enrolments"].isna()]
    assert len(gone)
    assert gone["Why there is no figure"].str.len().gt(0).all()


def test_the_wide_table_has_a_column_for_each_period(open_page):
    app = open_page(measure="suspension_rate", place="E92000001~E08000035")
    form = next(one for one in app.get("button_group") if one.key == "explore form")
    form.set_value("A column for each period").run()
    rows = table(app)
    assert list(rows["Place"]) == ["England", "Leeds"]
    assert {"2018/19", "2023/24"} <= set(rows.columns)


def test_every_authority_is_chosen_at_once_and_stays_so_in_the_link(open_page):
    app = open_page(measure="permanent_exclusion_rate")
    picked(app, "Places").set_value(["every authority"]).run()
    assert not app.exception
    codes = app.query_params["place"].split("~")
    assert len(codes) > 150
    again = open_page(measure="permanent_exclusion_rate", place="~".join(codes))
    assert picked(again, "Places").value == ["every authority"]


def test_emptied_groups_stay_empty_and_stand_for_every_group(open_page):
    app = open_page(measure="permanent_exclusion_rate", by="sex", group="Male")
    assert picked(app, "Groups").value == ["Male"]
    one_group = len(table(app))
    picked(app, "Groups").set_value([]).run()
    assert picked(app, "Groups").value == []
    assert len(table(app)) > one_group
    assert app.query_params["group"] == "all"


def test_emptied_places_stay_empty_and_stand_for_england(open_page):
    app = open_page(measure="permanent_exclusion_rate", place="E08000035")
    picked(app, "Places").set_value([]).run()
    assert picked(app, "Places").value == []
    assert "England" in app.header[0].value
    assert "Leeds" not in app.header[0].value


def test_a_changed_measure_keeps_what_it_has_and_drops_what_it_has_not(open_page):
    app = open_page(measure="permanent_exclusion_rate", by="ethnicity_minor", place="E92000001")
    box(app, "Measure").set_value("ehc_plans").run()
    assert not app.exception
    assert not app.dataframe[-1].value.empty
    assert app.query_params["measure"] == "ehc_plans"


@pytest.mark.parametrize("measure", ["ehc_plans", "english_maths_94_rate", "daily_absence_rate"])
def test_every_breakdown_of_a_measure_can_be_opened(open_page, measure):
    for by in dict.fromkeys(queries.shapes_of(measure)["breakdown"]):
        app = open_page(measure=measure, by=by)
        assert box(app, "Broken down by").value == by
        assert not table(app).empty


def test_what_is_at_hand_is_counted_by_year_and_kind_of_area(open_page):
    app = open_page(measure="permanent_exclusion_rate")
    counts = app.dataframe[0].value.set_index("Kind of area")
    found = queries.matrix(Question(("permanent_exclusion_rate",)))
    assert counts.loc["England", "2022/23"] == 1
    assert counts.loc["Regions", "2022/23"] == 9 + 2  # Inner and Outer London besides
    assert counts.loc["Local authorities"].sum() == found.rows["local"].sum()
    assert f"{found.figures:,} figures in all areas" in app.expander[0].label
    ways = app.dataframe[1].value
    assert {"2006/07", "2024/25"} <= {*ways["From"], *ways["To"]}


def test_a_count_in_january_is_told_by_its_january(open_page):
    ways = open_page(measure="ehc_plan_rate").dataframe[1].value
    assert ways["From"].str.startswith("January ").all()


def test_a_link_with_two_unknown_periods_is_told_once_what_is_shown_instead(open_page):
    app = open_page(measure="daily_absence_rate", term="year-to-date", from_="200607", to="200708")
    said = "\n".join(one.value for one in app.warning)
    assert "'200607' and '200708'" in said
    assert said.count("Showing 2023/24") == 1


def test_of_many_periods_without_a_figure_the_first_and_the_last_are_named(open_page):
    said = open_page(measure="suspension_rate", school="special", place="E09000001").info[0].value
    assert "any period from 2006/07 to 20" in said
    assert said.count("/") == 2


def test_a_search_offers_buttons_that_open_what_was_found(open_page):
    app = open_page()
    app.text_input[0].set_value("suspensions leedz").run()
    hit = next(one for one in app.button if "Suspension rate, Leeds" in one.label)
    hit.click().run()
    assert not app.exception
    assert app.query_params["place"] == "E08000035"
    assert "Leeds" in app.header[0].value


def test_a_search_for_nothing_known_says_so(open_page):
    app = open_page()
    app.text_input[0].set_value("zzzz").run()
    assert "Nothing here is called anything like 'zzzz'" in app.info[0].value


def test_a_search_for_a_measure_that_is_not_at_hand_says_so(open_page):
    app = open_page()
    app.text_input[0].set_value("progress 8").run()
    assert "Progress 8: not at hand here" in app.info[0].value
    assert not [one for one in app.button if (one.key or "").startswith("explore hit")]


def test_all_in_a_link_stands_for_every_area_as_it_does_at_an_address(open_page):
    app = open_page(measure="permanent_exclusion_rate", place="all")
    assert "every authority" in picked(app, "Places").value
    (said,) = (one.value for one in app.warning)  # and not a sentence for each of them
    assert "of these areas are of the past" in said


def test_of_groups_of_many_areas_the_first_areas_are_said_and_the_rest_counted(open_page):
    app = open_page(measure="persistent_absence_rate", place="E08000035~E06000053", by="sen_provision")
    assert "schools in Leeds, of the 3 groups" in app.header[0].value
    assert any("The table has 53 figures in all, for 2 areas and" in one.value for one in app.markdown)


def test_too_many_lines_for_a_chart_are_said_to_be_so(open_page):
    app = open_page(measure="permanent_exclusion_rate")
    picked(app, "Places").set_value(["every authority"]).run()
    assert any("too many to tell apart" in one.value for one in app.info)
