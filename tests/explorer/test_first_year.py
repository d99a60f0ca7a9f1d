"""First year tests: who counts from the lowest or highest year of a series is told so."""

from dataclasses import replace

import pytest

from explorer import queries, sentences
from explorer.question import Question
from tests.explorer.shipped import ENGLAND, KIRKLEES, LEEDS, PERMANENT
from tests.explorer.small import figure, rate

LOWEST = (
    "2012/13 is the lowest year of this series: a change counted from it looks larger than from any other."
)


def told(question, **other):
    return sentences.first_year(queries.ask(replace(question, **other)))


@pytest.mark.usefixtures("shipped")
class TestPublished:
    def test_the_lowest_year_is_named(self):
        assert told(PERMANENT, first="201213") == LOWEST

    @pytest.mark.parametrize("first", ["", "201314", "202223", "201819"])
    def test_any_other_year_is_not(self, first):
        assert told(PERMANENT, first=first) == ""

    def test_the_highest_year_is_named(self):
        assert told(PERMANENT, first="202324").startswith("2023/24 is the highest year of this series: ")

    def test_it_stays_the_lowest_when_earlier_years_are_out_of_sight(self):
        assert told(PERMANENT, first="201213", last="201617") == LOWEST

    def test_one_year_alone_is_no_series(self):
        assert told(PERMANENT, first="201213", last="201213") == ""

    def test_a_disturbed_first_year_is_held_against_the_others(self):
        assert told(PERMANENT, first="202021").startswith("2020/21 is the lowest year of this series")

    def test_of_several_series_those_are_named_of_which_it_holds(self):
        said = told(PERMANENT, places=(ENGLAND, LEEDS), first="201213")
        assert said.startswith("2012/13 is the lowest year of the series for England: ")

    def test_of_many_series_their_number_is_said(self):
        regions = tuple(f"E1200000{number}" for number in range(1, 10))
        said = told(PERMANENT, places=regions, first="201213")
        assert " of the 9 series shown: " in said

    def test_areas_together_are_held_against_their_own_whole_series(self):
        question = Question(("permanent_exclusion_rate",), (LEEDS, KIRKLEES), first="201213")
        pooled = queries.together(replace(question, first=""))
        rows = pooled.rows[~pooled.rows["disturbed"].astype(bool)].dropna(subset="shown")
        lowest = str(rows.loc[rows["shown"].idxmin(), "time_period"])
        assert sentences.first_year(queries.together(replace(question, first=lowest)))
        assert not sentences.first_year(queries.together(replace(question, first="201819")))


def test_years_behind_a_break_do_not_count(store_with):
    extra = [figure("absence_rate", "201617", 1.0, source="absence")]
    store_with(figures=extra)
    assert told(Question(("absence_rate",)), first="202122") == (
        "2021/22 is the highest year of this series: a change counted from it looks larger than from any "
        "other."
    )


def test_the_highest_year_is_named_and_equal_years_are_not(store_with):
    extra = [
        rate("permanent_exclusion_rate", year, events, 1000, place_code="E08000035")
        for year, events in (("201718", 9), ("201819", 5), ("202122", 4), ("202223", 9))
    ]
    store_with(figures=extra)
    assert told(Question(("permanent_exclusion_rate",), ("E08000035",)), first="201718") == ""
