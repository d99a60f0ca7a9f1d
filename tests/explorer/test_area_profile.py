"""Area profile tests: what is said of an area, in its headline, in its cells and below the table."""

import re

import pytest

from explorer import queries
from explorer.errors import ExplorerError
from explorer.queries.profiles import profile
from explorer.sentences import area_profile as said
from tests.explorer.picking import line_of
from tests.explorer.test_sentences import FORBIDDEN

pytestmark = pytest.mark.usefixtures("shipped")
LEEDS, RUTLAND, LONDON_CITY, MILTON_KEYNES = "E08000035", "E06000017", "E09000001", "E06000042"
CUMBERLAND, NORTHAMPTONSHIRE, NORTH_EAST = "E06000063", "E10000021", "E12000001"
CUMBRIA = "E10000006"


def test_under_ten_cases_the_count_stands_alone():
    line = line_of(RUTLAND, "permanent_exclusion_rate")
    assert line.counted.few
    assert (line.counted.band, line.counted.ranks) == (None, None)
    assert said.direction(profile(RUTLAND), line.course) == "too few cases to say"
    assert said.headline(profile(RUTLAND)).startswith(
        "In Rutland 4 permanent exclusions were recorded in 2022/23, among 6,105 pupils. With fewer than ten"
    )


def test_none_where_many_would_be_usual_is_said_with_how_many():
    text = said.headline(profile(MILTON_KEYNES))
    assert "no permanent exclusions were recorded in 2022/23, among 51,021 pupils" in text
    assert "there would have been about 57" in text
    assert "unusually low given how much areas vary" in text


def test_the_headline_of_leeds_has_count_rate_interval_place_and_similar_areas():
    assert said.headline(profile(LEEDS)) == (
        "In Leeds 19 permanent exclusions were recorded in 2022/23 (1.4 per 10,000 pupils; 95% interval 0.9 "
        "to 2.3). That is somewhat low given how much areas vary; similar areas together had 10.9. The rate "
        "published for 2023/24 is 2.1 per 10,000 pupils; the count behind it is not at hand."
    )


def test_a_region_is_set_beside_england_and_has_no_place_among_authorities():
    one = profile(NORTH_EAST)
    assert said.headline(one).startswith(
        "In the North East 783 permanent exclusions were recorded in 2022/23 (19.8 per 10,000 pupils; 95% "
        "interval 18.5 to 21.3). England had 11.1."
    )
    assert one.region is None
    assert {line.counted.band for line in one.lines if line.counted} == {None}


def test_an_area_without_counts_has_its_rate_and_says_what_is_missing():
    line = line_of(CUMBERLAND, "permanent_exclusion_rate")
    assert line.counted is None
    assert said.uncounted(line) == "Counts are not at hand: no interval, similar areas or place."
    assert "the count behind it is not at hand" in said.headline(profile(CUMBERLAND))


def test_a_missing_figure_is_said_in_words_and_is_never_nought():
    line = line_of(LONDON_CITY, "attainment8_average")
    assert said.newest(line) == "not available"
    absent = line_of(RUTLAND, "state_funded_ap_pupils")
    assert said.newest(absent) == said.figure(absent.england, absent) == "not at hand"


def test_similar_areas_are_missing_where_one_of_them_has_no_counts():
    counted = line_of(LEEDS, "absence_rate").counted
    assert counted.together.shown is None
    assert counted.together.missing == ("Bournemouth, Christchurch and Poole",)
    assert said.together(counted, queries.measure("absence_rate")) == "not at hand: counts for 9 of 10"


def test_disturbed_years_are_flagged():
    one = profile(NORTHAMPTONSHIRE)
    assert "2020/21 was disturbed" in said.flags(one.lines[0])
    assert said.headline(one).endswith("2020/21 cannot be compared with other years: it was disturbed.")


@pytest.mark.parametrize(
    ("place", "measure", "told", "years"),
    [
        (
            LEEDS,
            "absence_rate",
            "above every year to 2018/19; fell each year",
            "2022/23 to 2024/25, not tested",
        ),
        (
            LEEDS,
            "suspension_rate",
            "above every year to 2018/19; rose each year",
            "2021/22 to 2023/24, not tested",
        ),
        (LEEDS, "ehc_plan_rate", "rising", "10 years, 2015/16 to 2024/25"),
        (LEEDS, "english_maths_94_rate", "too few years", "2022/23 to 2024/25"),
        (CUMBRIA, "english_maths_94_rate", "too few years", "2018/19"),
        (CUMBRIA, "suspension_rate", "above every year to 2018/19", "2021/22 to 2022/23"),
        (MILTON_KEYNES, "permanent_exclusion_rate", "too few cases to say", ""),
    ],
)
def test_a_direction_is_of_the_years_since_the_disturbed_ones_and_names_them(place, measure, told, years):
    one, course = profile(place), line_of(place, measure).course
    assert (said.direction(one, course), said.rests_on(one, course)) == (told, years)


def test_no_area_is_said_to_rise_over_disturbed_years_that_its_figures_fell_after():
    for place in queries.places("Local authority"):
        line = line_of(place.code, "absence_rate")
        newest = [value for value in line.course.points if value is not None][-3:]
        if len(newest) == 3 and newest == sorted(newest, reverse=True):
            assert "ris" not in said.direction(profile(place.code), line.course), place.name


def test_areas_of_every_kind_are_said_in_neutral_words_with_no_cell_empty():
    authorities = queries.places("Local authority")
    ended = [one for one in authorities if one.ended]
    for place in (*queries.places("Regional"), *authorities[::6], *ended):
        one = profile(place.code)
        texts = [said.headline(one), *said.reading(one)]
        for line in one.lines:
            texts += [said.newest(line), said.direction(one, line.course), said.shape(one, line)]
            texts += [said.uncounted(line)] if line.counted is None else _of_counts(line)
        assert all(texts), place
        assert not any(FORBIDDEN.search(text) or re.search(r"\bnan\b|None|  ", text) for text in texts), place
        assert said.headline(one).count(". ") <= 3, said.headline(one)


def _of_counts(line):
    counted, measure = line.counted, line.measure
    return [
        said.count(counted, measure),
        said.interval(counted, measure),
        said.together(counted, measure),
        said.band(counted),
    ]


def test_an_area_that_there_is_not_is_refused():
    with pytest.raises(ExplorerError, match="no area 'E99999999'"):
        profile("E99999999")


@pytest.mark.parametrize(
    ("number", "printed"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd"), (113, "113th")]
)
def test_ordinals(number, printed):
    assert said.ordinal(number) == printed
