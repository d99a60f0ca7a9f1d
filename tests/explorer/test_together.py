"""Together tests: areas taken as one from their counts, or not at all where a count is missing."""

import pytest

from explorer import queries
from explorer.question import Question
from tests.explorer.shipped import (
    CUMBERLAND,
    CUMBRIA,
    ENGLAND,
    KIRKLEES,
    LEEDS,
    NORTH,
    NORTHAMPTONSHIRE,
    PERMANENT,
    WEST,
    WESTMORLAND,
    year,
)

pytestmark = pytest.mark.usefixtures("shipped")


def taken(*places, measure="permanent_exclusion_rate", **other):
    return queries.together(Question((measure,), places, **other))


def by_year(answer, place=0):
    rows = answer.rows[answer.rows["place_code"] == answer.places[place].code]
    return {str(row["time_period"]): row for row in rows.to_dict("records")}


def test_a_rate_is_all_events_over_all_pupils_and_no_mean_of_rates():
    row = by_year(taken(LEEDS, KIRKLEES))["202223"]
    assert (row["numerator"], row["denominator"]) == (107, 198_597)
    assert row["value"] == pytest.approx(100 * 107 / 198_597)
    assert round(row["shown"], 1) == 5.4
    assert round((1.446 + 13.088) / 2, 1) == 7.3


def test_a_published_rate_comes_out_again_when_the_parts_are_its_whole():
    regions = [one.code for one in queries.places("Regional") if one.code.startswith("E12")]
    without_london = [code for code in regions if code != "E12000007"]
    parts = (*without_london, "E13000001", "E13000002")
    answer = taken(*parts, ENGLAND)
    ours, england = by_year(answer)["202223"], by_year(answer, 1)["202223"]
    assert answer.places[1].code == ENGLAND
    assert ours["numerator"] == england["numerator"] == 9_376
    assert ours["value"] == pytest.approx(england["value"], abs=5e-6)


def test_a_year_without_a_count_has_no_figure_and_says_whose_is_missing():
    answer = taken(LEEDS, KIRKLEES)
    row = by_year(answer)["202324"]
    assert row["value"] != row["value"]
    assert row["symbol_meaning"] == "not at hand for Leeds and Kirklees"
    assert answer.absent[0].startswith("These areas together have no figure for 2023/24")
    assert "Leeds and Kirklees" in answer.absent[0]


def test_an_area_and_those_that_followed_it_are_one_line():
    row = by_year(taken(NORTHAMPTONSHIRE, NORTH, WEST))
    assert (row["202021"]["numerator"], row["202021"]["denominator"]) == (67, 120_013)
    assert (row["202122"]["numerator"], row["202122"]["denominator"]) == (42 + 67, 66_428 + 55_367)


def test_an_area_without_all_that_followed_it_leaves_a_gap():
    rows = by_year(taken(NORTHAMPTONSHIRE, NORTH))
    assert "North Northamptonshire" in rows["202021"]["symbol_meaning"]
    assert rows["202122"]["symbol_meaning"] == "not at hand for Northamptonshire"
    assert all(row["value"] != row["value"] for row in rows.values())


def test_areas_that_hold_others_stand_beside_and_are_not_counted_twice():
    answer = taken(ENGLAND, "E12000003", LEEDS, KIRKLEES)
    assert [one.name for one in answer.places] == [
        "Leeds and Kirklees together",
        "England",
        "Yorkshire and The Humber",
    ]


def test_one_area_is_not_taken_together_and_says_so():
    answer = taken(LEEDS, ENGLAND)
    assert [one.code for one in answer.places] == [LEEDS, ENGLAND]
    assert "Taken together are two or more areas" in answer.absent[-1]


def test_more_than_three_areas_are_counted_and_not_named():
    answer = taken(LEEDS, KIRKLEES, CUMBRIA, NORTHAMPTONSHIRE)
    assert answer.places[0].name == "4 areas together"


def test_counts_are_added():
    row = by_year(
        taken(LEEDS, KIRKLEES, measure="state_funded_ap_pupils", school_types=("Alternative provision",))
    )["202122"]
    assert row["value"] == row["shown"] == 8 + 38


def test_average_points_are_all_points_over_all_pupils():
    answer = taken(LEEDS, KIRKLEES, measure="attainment8_average", school_types=("All state-funded",))
    row = by_year(answer)["202223"]
    alone = queries.ask(
        year("202223", Question(("attainment8_average",), (LEEDS, KIRKLEES), ("All state-funded",)))
    )
    low, high = sorted(alone.rows["value"])
    assert low < row["value"] < high


def test_figures_taken_together_are_said_to_be_calculated_and_keep_their_source():
    answer = taken(LEEDS, KIRKLEES)
    assert answer.caveats[0].startswith("The figures for several areas together are calculated here")
    assert set(answer.rows["source"].dropna()) <= {one.id for one in answer.sources}


def test_successors_without_counts_are_named():
    answer = taken(CUMBRIA, CUMBERLAND, WESTMORLAND)
    assert by_year(answer)["202223"]["value"] == pytest.approx(100 * 83 / 70_392)
    assert "Cumberland and Westmorland and Furness" in answer.absent[0]
    assert PERMANENT.measures == answer.question.measures
