"""Areas tests: how every authority stands in a period, who is left out, and which areas are alike."""

import math

import pytest

from explorer import queries, stats
from explorer.question import Question
from tests.explorer.shipped import (
    CITY,
    CUMBERLAND,
    CUMBRIA,
    DARLINGTON,
    ENGLAND,
    KIRKLEES,
    LEEDS,
    MIDDLESBROUGH,
    MILTON_KEYNES,
    PERMANENT,
    RUTLAND,
    SCILLY,
    bands,
    place,
    year,
)

pytestmark = pytest.mark.usefixtures("shipped")
SUSPENSIONS = Question(("suspension_rate",))


def shown(question):
    """The published figures of a year in the unit shown, by area, without the two that are tiny."""
    rows = queries.standing(question).answer.rows.dropna(subset="shown")
    return {
        str(row["place_code"]): float(row["shown"])
        for row in rows.to_dict("records")
        if row["place_code"] not in (CITY, SCILLY)
    }


def test_permanent_exclusions_of_2023_24_run_from_milton_keynes_to_middlesbrough_as_published():
    rates = shown(year("202324"))
    assert min(rates, key=rates.get) == MILTON_KEYNES
    assert max(rates, key=rates.get) == MIDDLESBROUGH
    assert [round(rates[code], 1) for code in (MILTON_KEYNES, MIDDLESBROUGH)] == [0.4, 40.4]


def test_the_published_median_of_2023_24_counts_the_two_tiny_areas_too():
    everywhere = queries.standing(year("202324")).answer.rows["shown"].dropna()
    assert len(everywhere) == 153
    assert round(everywhere.median(), 1) == 12.9
    suspended = queries.standing(year("202324", SUSPENSIONS)).answer.rows["shown"].dropna()
    assert round(suspended.median(), 1) == 10.2


def test_suspensions_of_2023_24_run_from_kingston_to_redcar_as_published():
    rates = shown(year("202324", SUSPENSIONS))
    ends = [place(pick(rates, key=rates.get)).name for pick in (min, max)]
    assert ends == ["Kingston upon Thames", "Redcar and Cleveland"]
    assert [round(min(rates.values()), 1), round(max(rates.values()), 1)] == [2.1, 38.2]


def test_without_counts_there_is_no_funnel_and_every_area_is_hidden():
    told = queries.standing(year("202324"))
    assert told.rates == {}
    assert len(told.hidden) == 153
    assert math.isnan(told.funnel.centre)
    assert told.band(LEEDS) == "left out"


def test_the_funnel_of_2016_17_stands_on_150_areas():
    told = queries.standing(year("201617"))
    assert len(told.rates) == told.funnel.areas == 150
    assert round(told.funnel.tau, 2) == 0.24
    assert bands(told) == (18, 0)
    assert [one.name for one in told.tiny] == ["City of London", "Isles of Scilly"]
    assert told.hidden == ()


def test_the_published_working_of_2016_17_lacked_three_hidden_areas_and_kept_two_tiny_ones():
    rows = queries.standing(year("201617")).answer.published
    counts = rows[~rows["numerator"].isin([1, 2])][["numerator", "denominator"]]
    funnel = stats.funnel(counts["numerator"].tolist(), counts["denominator"].tolist())
    beyond = [funnel.band(events / people, people) for events, people in counts.itertuples(index=False)]
    assert len(counts) == 149
    assert round(funnel.tau, 3) == 0.229
    assert round(funnel.dispersion, 1) == 11.7
    assert sum(band.startswith("unusually") for band in beyond) == 1
    assert sum(band != "as expected" for band in beyond) == 18
    assert queries.standing(year("201617")).rates[DARLINGTON].events == 1


def test_chance_alone_puts_far_more_areas_beyond_limits_that_allow_for_nothing_else():
    inner, outer = bands(queries.standing(year("202223"), adjustment="none"))
    assert bands(queries.standing(year("202223"))) == (19, 3)
    assert inner > 90
    assert outer > 50


def test_tiny_is_a_share_of_the_middle_area_so_that_special_schools_keep_theirs():
    told = queries.standing(year("202223", school_types=("Special",)))
    assert len(told.rates) == 149
    assert [one.code for one in told.tiny] == [RUTLAND]


def test_areas_of_another_time_are_neither_shown_nor_hidden():
    codes = {one.code for one in queries.standing(year("202223")).answer.places}
    assert CUMBRIA in codes
    assert CUMBERLAND not in codes
    assert len(codes) == 152


def test_areas_in_division_are_hidden_and_named():
    names = {one.name for one in queries.standing(year("200809")).hidden}
    assert {"Bedford", "Cheshire East", "Bedfordshire", "Cheshire"} <= names


def test_years_with_counts_end_before_the_newest_rates():
    assert queries.counted_periods("permanent_exclusion_rate")[-1] == "202223"
    assert queries.newer_rates("permanent_exclusion_rate") == ("202324",)
    assert queries.newer_rates("persistent_absence_rate") == ("202324", "202425")
    assert queries.counted_periods("never_loaded") == ()


def test_school_types_with_counts_are_offered_in_their_order():
    kinds = [one.id for one in queries.counted_school_types("permanent_exclusion_rate")]
    assert kinds == ["Total", "Primary", "Secondary", "Special"]
    assert queries.counted_school_types("ehc_plan_rate") == ()


def test_an_area_with_more_of_what_is_counted_has_no_lower_ranks():
    ranges = queries.rank_ranges(year("202223"))
    assert ranges[MIDDLESBROUGH].first > ranges[MILTON_KEYNES].last
    assert all(1 <= one.first <= one.last <= 150 for one in ranges.values())


def test_an_authority_has_ten_neighbours_the_nearest_first_and_england_none():
    alike = queries.neighbours(LEEDS)
    assert [one.rank for one in alike] == list(range(1, 11))
    assert LEEDS not in {one.place.code for one in alike}
    assert queries.neighbours(ENGLAND) == ()


def test_areas_taken_as_one_are_all_their_events_over_all_their_pupils():
    told = queries.standing(year("202223"))
    taken = queries.pooled(told, (LEEDS, KIRKLEES))
    assert (taken.events, taken.people) == (19 + 88, 131_359 + 67_238)
    assert queries.pooled(told, (LEEDS, CITY)) is None
    assert queries.pooled(told, ()) is None


@pytest.mark.parametrize("text", ["E08000035", "e08000035", "383", "Leeds", "leeds"])
def test_an_authority_is_found_by_code_old_code_or_name(text):
    assert queries.authority(text).code == LEEDS


@pytest.mark.parametrize("text", ["", "E92000001", "London", "no-such"])
def test_what_is_no_authority_is_not_found(text):
    assert queries.authority(text) is None


def test_few_where_few_are_usual_is_chance_and_few_where_many_are_usual_is_not():
    told = queries.standing(year("202223"))
    rows = {one.place.code: one for one in queries.stood(told)}
    assert rows[RUTLAND].events == 4
    assert rows[RUTLAND].few
    assert rows[RUTLAND].ranks is None
    assert rows[MILTON_KEYNES].events == 0
    assert not rows[MILTON_KEYNES].few
    assert rows[MILTON_KEYNES].band == "unusually low"


def test_the_rates_of_the_table_are_those_published_to_the_printed_digit():
    told = queries.standing(year("202223"))
    published = shown(year("202223"))
    assert {one.place.code: round(one.shown, 1) for one in queries.stood(told)} == {
        code: round(value, 1) for code, value in published.items()
    }
    assert queries.shown_factor(told) == 10_000


def test_every_measure_with_counts_has_an_england_between_its_areas():
    for measure in ("suspension_rate", "suspended_pupils_rate", "persistent_absence_rate"):
        newest = queries.counted_periods(measure)[-1]
        told = queries.standing(year(newest, Question((measure,))))
        values = [one.shown for one in queries.stood(told)]
        assert min(values) < told.funnel.centre * queries.shown_factor(told) < max(values)


def test_a_region_holds_its_authorities_of_today():
    names = {one.name for one in queries.of_region("E12000002")}
    assert {"Cumberland", "Manchester"} <= names
    assert "Cumbria" not in names
    assert PERMANENT.places == (ENGLAND,)
