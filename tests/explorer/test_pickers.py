"""Pickers tests: what can be asked, and what the About page can say of the data."""

import pytest

from explorer import queries
from explorer.errors import ExplorerError
from explorer.question import Question
from tests.explorer.small import figure
from tests.explorer.small_tables import BUCKS, CUMBRIA, LEEDS, NORTH_EAST

pytestmark = pytest.mark.usefixtures("small")


def ids(choices):
    return [choice.id for choice in choices]


def test_only_measures_with_figures_are_offered():
    assert "never_loaded" not in ids(queries.measures())
    assert ids(queries.measures("ks4")) == ["english_maths_94_rate"]


def test_areas_come_by_level_and_name_and_those_that_ended_last():
    assert [place.name for place in queries.places("Local authority")] == [
        "Buckinghamshire",
        "Cumberland",
        "Leeds",
        "Westmorland and Furness",
        "Cumbria",
    ]
    assert [place.level for place in queries.places()][:2] == ["National", "Regional"]
    assert queries.place(CUMBRIA).ended


def test_an_area_knows_what_it_lies_in():
    assert [place.code for place in queries.place_path(BUCKS)] == ["E92000001", NORTH_EAST, BUCKS]


def test_an_unknown_area_is_a_sentence():
    with pytest.raises(ExplorerError, match="There is no area 'E99' in these figures"):
        queries.place("E99")


def test_choices_are_those_with_figures_in_order():
    assert ids(queries.school_types_for("suspension_rate")) == ["Total", "Secondary", "Special"]
    assert ids(queries.breakdowns_for("suspension_rate")) == ["total", "ethnicity_minor*fsm"]
    assert ids(queries.breakdowns_for("suspension_rate", LEEDS)) == ["total"]
    assert ids(queries.categories_for("permanent_exclusion_rate", "ethnicity_minor")) == [
        "White British",
        "Irish",
        "Gypsy/Roma",
        "Black Caribbean",
    ]
    assert ids(queries.terms_for("absence_rate")) == ["Academic year", "Autumn term"]


def test_periods_are_those_with_a_number_and_labelled_as_the_measure_is_stamped():
    labels = [period.label for period in queries.periods_for("absence_rate")]
    assert labels[:3] == ["2017/18", "2018/19", "2020/21"]
    assert queries.periods_for("state_funded_ap_pupils")[-1].label == "January 2024"
    assert [one.label for one in queries.periods_for("suspension_rate", school_type="Special")] == ["2023/24"]


def test_the_options_of_a_question_fit_its_other_words():
    options = queries.options(Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor"))
    assert [place.name for place in options.places] == ["England"]
    assert ids(options.school_types) == ["Total"]
    assert ids(options.breakdowns) == ["total", "ethnicity_minor"]
    assert len(options.categories) == 4
    assert [period.label for period in options.periods] == ["2022/23", "2023/24"]
    assert ids(options.terms) == ["Academic year"]


def test_availability_counts_numbers_symbols_and_what_is_missing(store_with):
    extra = figure("permanent_exclusion_rate", "201920", 0.1, breakdown="ethnicity_minor", category="Irish")
    store_with("more", figures=[extra])
    rows = queries.availability("permanent_exclusion_rate", "ethnicity_minor")
    counts = rows[["period", "groups", "hidden", "absent"]].itertuples(index=False, name=None)
    assert list(counts) == [("2019/20", 1, 0, 3), ("2022/23", 4, 0, 0), ("2023/24", 3, 1, 0)]


def test_freshness_names_the_newest_period_and_its_release():
    fresh = {(one.measure, one.time_identifier): one for one in queries.freshness()}
    one = fresh["suspension_rate", "Academic year"]
    assert (one.period, one.release, one.published) == ("2023/24", "2023/24", "2025-07-10")
    assert fresh["absence_rate", "Autumn term"].period == "Autumn term 2023/24"
    assert fresh["state_funded_ap_pupils", "Academic year"].period == "January 2024"


def test_the_latest_change_is_beside_the_year_before_and_the_base():
    change = queries.latest_change("suspension_rate")
    assert (change.period, change.before_period, change.base_period) == ("2023/24", "2022/23", "2018/19")
    assert change.change == pytest.approx(11.307439 - 9.334258, abs=1e-5)
    assert change.base_change == pytest.approx(11.307439 - 5.359729, abs=1e-5)
    assert change.comparable
    assert change.base_comparable


def test_no_change_is_given_across_a_break():
    change = queries.latest_change("absence_rate")
    assert (change.before_period, change.base, change.base_comparable) == ("2022/23", None, False)
    assert [one.id for one in change.broken] == ["code-x"]


def test_the_latest_change_of_a_measure_with_one_kind_of_school_is_for_that_kind():
    assert queries.latest_change("state_funded_ap_pupils").school_type == "Alternative provision"
    assert queries.latest_change("suspension_rate", place="E99") is None


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (queries.sources_table, 4),
        (queries.measures_table, 5),
        (queries.symbols_table, 3),
        (queries.breaks_table, 6),
        (queries.caveats_table, 4),
        (queries.findings_table, 1),
    ],
)
def test_the_tables_about_the_data_have_a_row_for_each_thing(table, rows):
    assert len(table()) == rows


def test_conflicts_are_counted_by_pair_of_sources():
    (row,) = queries.conflicts_summary().to_dict("records")
    assert (row["figures"], row["different"], row["widest_difference"]) == (2, 1, 0.5)
