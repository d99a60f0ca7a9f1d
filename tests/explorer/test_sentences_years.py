"""Years tests: lines are compared in a year that they share, and other years of theirs are said apart."""

import re
from dataclasses import replace

import pytest

from explorer import queries, sentences
from explorer.question import Question
from tests.explorer.shipped import CUMBERLAND, CUMBRIA, ENGLAND, LEEDS, NORTHAMPTONSHIRE, PERMANENT, SCILLY

pytestmark = pytest.mark.usefixtures("shipped")
YORKSHIRE, EAST_MIDLANDS = "E12000003", "E12000004"
BOURNEMOUTH, POOLE, DORSET = "E06000028", "E06000029", "E06000059"
SCHOOLS = ("Total", "Primary", "Secondary", "Special")
ABSENCE = Question(("persistent_absence_rate",), school_types=SCHOOLS)


def head(question, **other):
    return sentences.headline(queries.ask(replace(question, **other)))


def beside(*places):
    return sentences.areas(queries.ask(replace(PERMANENT, places=places)))


def of_year(place, period):
    rows = queries.ask(replace(PERMANENT, places=(place,), first=period, last=period)).rows
    return f"{float(rows['shown'].iloc[0]):.1f}"


def test_an_area_its_region_and_england_are_compared_in_the_year_that_all_have():
    said = head(PERMANENT, places=(LEEDS, YORKSHIRE, ENGLAND))
    own = [of_year(place, "202324") for place in (LEEDS, YORKSHIRE, ENGLAND)]
    assert own == ["2.1", "13.9", "12.9"]
    assert said == (
        "In 2023/24, in state-funded primary, secondary and special schools, permanent exclusions were "
        "recorded at a rate of 2.1 per 10,000 pupils in Leeds; 13.9 in Yorkshire and The Humber; 12.9 in "
        "England. For 2024/25 there is a figure for England (11.8)."
    )


def test_an_ended_area_is_compared_with_what_it_lay_in_in_its_own_last_year():
    said = head(PERMANENT, places=(NORTHAMPTONSHIRE, EAST_MIDLANDS, ENGLAND))
    assert said == (
        "In 2020/21, in state-funded primary, secondary and special schools, permanent exclusions were "
        "recorded at a rate of 5.6 per 10,000 pupils in Northamptonshire; 5.0 in the East Midlands; 4.7 in "
        "England. 2020/21 is not compared with other periods: schools partly closed (Covid-19)."
    )


def test_a_school_type_whose_newest_figure_is_old_does_not_stand_among_those_of_the_year():
    said = head(ABSENCE, places=(SCILLY,))
    first = said.split(". ")[0]
    assert "2012/13" not in first
    assert "6.7%" not in first
    assert "For state-funded primary schools the newest figure at hand is of 2012/13: 6.7%." in said
    assert "not at hand for special schools" in first


@pytest.mark.parametrize("measure", ["permanent_exclusion_rate", "persistent_absence_rate"])
def test_one_sentence_compares_no_two_years(measure):
    there = set(queries.places_with(Question((measure,))))
    # every eighth, and every area of the past
    local = [one for one in queries.places("Local authority") if one.code in there]
    for place in [*local[::8], *(one for one in local if one.ended)]:
        said = head(Question((measure,), (place.code, place.parent, ENGLAND)))
        assert len(set(re.findall(r"\b\d{4}/\d{2}\b", said.split(". ")[0]))) == 1, said


@pytest.mark.parametrize("places", [(CUMBRIA, CUMBERLAND), (CUMBERLAND, CUMBRIA)])
def test_living_areas_come_first_and_ended_ones_after_them_with_their_last_year(places):
    said = beside(*places)
    assert said.startswith("In 2023/24, ")
    assert "in Cumberland at a rate of 17.9 per 10,000 pupils" in said
    assert said.endswith("Cumbria, abolished in 2023, had 11.8 in 2022/23.")


def test_two_ended_areas_do_not_leave_out_the_living_one():
    said = beside(BOURNEMOUTH, POOLE, DORSET)
    assert said.startswith("In 2023/24, ")
    assert "in Dorset at a rate of 12.8 per 10,000 pupils" in said
    assert said.endswith("Bournemouth and Poole, abolished in 2019, had 29.2 and 17.4 in 2018/19.")


def test_ended_areas_alone_are_compared_with_each_other():
    assert beside(BOURNEMOUTH, POOLE).startswith("In 2018/19, ")


@pytest.mark.parametrize("measure", ["permanent_exclusion_rate", "suspended_pupils_rate"])
def test_every_area_there_ever_was_is_told_of_today(measure):
    places = tuple(place.code for place in queries.places("Local authority"))
    answer = queries.ask(Question((measure,), places))
    living = {place.code for place in answer.places if not place.ended}
    newest = answer.rows[answer.rows["value"].notna() & answer.rows["place_code"].isin(living)]
    for said in (sentences.areas(answer), sentences.headline(answer)):
        assert said.startswith(f"In {newest.loc[newest['period_position'].idxmax(), 'period']}, ")
        assert said.endswith("abolished areas have earlier figures, in the table.")


def test_groups_in_four_school_types_are_told_of_the_widest_with_how_many_figures_more():
    said = head(ABSENCE, breakdown="fsm")
    assert said.startswith(
        "In 2022/23, in state-funded primary, secondary and special schools in England, persistent absence "
        "stood at 36.5% of enrolments (677,085 of 1,855,167) among pupils eligible for free school meals, "
        "compared with 15.6%"
    )
    there = int(queries.ask(replace(ABSENCE, breakdown="fsm")).rows["shown"].notna().sum())
    assert f"The table has {there} figures in all, for 4 school types and 2012/13 to 2022/23" in said


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"measures": ("severe_absence_rate",), "breakdown": "fsm"}, "3.78%"),
        ({"places": (LEEDS,), "breakdown": "sen_provision"}, "34.3%"),
        ({"places": (LEEDS, "E08000032"), "breakdown": "fsm"}, "38.1%"),
    ],
)
def test_a_headline_of_groups_has_a_number_and_so_has_its_alternative_text(asked, number):
    answer = queries.ask(replace(ABSENCE, **asked))
    assert number in sentences.headline(answer).split(". ")[0]
    assert number in sentences.alt_text(answer)


def test_the_highest_january_is_no_part_of_the_sentence_that_names_an_earlier_one():
    answer = queries.ask(Question(("state_funded_ap_pupils",), school_types=("Alternative provision",)))
    first, second = sentences.ap_growth(answer).split(". ")
    assert "in England in January 2024" in first
    assert first.endswith("5.2% below January 2018 (16,732)")
    assert second == "The count of January 2024 is the highest since January 2019."


@pytest.mark.parametrize(
    ("measure", "end"), [("state_funded_ap_pupils", "highest"), ("la_funded_ap_pupils", "lowest")]
)
def test_the_january_that_a_count_is_compared_with_is_said_to_end_its_series(measure, end):
    answer = queries.ask(Question((measure,), school_types=("Alternative provision",)))
    assert sentences.first_year(answer).startswith(f"January 2018 is the {end} year of this series: ")


def test_pupils_make_up_a_share_and_do_not_stand_at_one():
    question = Question(("suspended_pupils_rate",), ("E06000002",))
    assert " in Middlesbrough made up 5.7% of pupils" in head(question)
    assert "stood at" not in head(question, places=("E06000002", ENGLAND))


def test_what_is_not_at_hand_agrees_with_its_verb():
    plans = Question(("ehc_plans",), (NORTHAMPTONSHIRE,), ("All settings",), first="202223")
    (said,) = queries.ask(plans).absent
    assert said.startswith("Education, health and care plans are not at hand for Northamptonshire, ")
    _, said = queries.check(Question(("state_funded_ap_pupils",), (LEEDS,), breakdown="year_group"))
    assert said[0].startswith("Pupils in state-funded alternative provision by year group are not at hand")


def test_no_sentence_begins_with_a_numeral_straight_after_a_number():
    answer = queries.ask(replace(PERMANENT, places=tuple(one.code for one in queries.places("Regional"))))
    few = queries.ask(
        Question(("attainment8_average",), school_types=("Special",), breakdown="sen_provision")
    )
    for said in (sentences.headline(answer), sentences.groups(few)):
        assert not re.search(r"\d\. \d+ (areas?|groups?) ", said), said
