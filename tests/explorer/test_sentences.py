"""Sentences tests: neutral headlines that say what the rows say, and no more."""

import re

import pytest

from explorer import queries, sentences
from explorer.question import Question
from tests.explorer.small import figure, rate, write
from tests.explorer.small_tables import BUCKS, CUMBRIA, ENGLAND, LEEDS, NORTH_EAST

pytestmark = pytest.mark.usefixtures("small")
SUSPENSIONS, PERMANENT = ("suspension_rate",), ("permanent_exclusion_rate",)
AP = {"school_types": ("Alternative provision",)}
FORBIDDEN = re.compile(
    r"\b(only|best|worst|most likely|because|caused|due to|leads? to|punish\w*|failing|victims?)\b",
    re.IGNORECASE,
)


def head(*measures, **other):
    return sentences.headline(queries.ask(Question(measures, **other)))


def test_a_rate_of_events_has_its_count_its_year_and_its_changes():
    assert head("permanent_exclusion_rate") == (
        "In 2023/24, 10,885 permanent exclusions were recorded in state-funded primary, secondary and "
        "special schools in England, 12.9 per 10,000 pupils, up from 11.1 in 2022/23 and 9.7 in "
        "2018/19."
    )


def test_changes_in_two_directions_are_told_apart():
    answer = queries.ask(Question(("absence_rate",), first="202122"))
    assert sentences.trend(answer, base="202122").endswith("down from 7.4% in 2022/23 and 7.6% in 2021/22.")
    down_but_up = queries.ask(Question(SUSPENSIONS, last="202122"))
    assert "up from 5.4 in 2018/19" in sentences.headline(down_but_up)


def test_no_change_is_told_across_a_break_without_saying_so():
    assert head("absence_rate") == (
        "In 2023/24, overall absence in state-funded primary, secondary and special schools in "
        "England stood at 7.1% of sessions, down from 7.4% in 2022/23. Figures before 2021/22 are not "
        "compared with later ones: new codes from 2021/22."
    )


def test_a_disturbed_year_is_not_compared():
    assert head(*SUSPENSIONS, last="202021") == (
        "In 2020/21, 352,454 suspensions were recorded in state-funded primary, secondary and special "
        "schools in England, 4.3 per 100 pupils. 2020/21 is not compared with other periods: schools "
        "closed."
    )


def test_disturbed_years_that_a_comparison_passes_over_are_named():
    assert head(*SUSPENSIONS, last="202122").endswith(
        "up from 5.4 in 2018/19. The comparison passes over 2019/20 and 2020/21: schools closed."
    )


def test_a_difference_that_rounding_hides_is_none(data_folder):
    write(data_folder, "even", figures=[rate("suspension_rate", "202223", 8999, 100000, place_code=BUCKS)])
    assert "9.0 per 100 pupils, the same as 9.0 in 2022/23" in head(*SUSPENSIONS, places=(BUCKS,))


def test_fewer_than_ten_cases_neither_rise_nor_fall():
    assert head(*SUSPENSIONS, places=(LEEDS,), last="201819") == (
        "In 2018/19, 5 suspensions were recorded in state-funded primary, secondary and special "
        "schools in Leeds, 62.5 per 100 pupils, compared with 50.0 in 2017/18. Fewer than 10 cases "
        "stand behind one of these figures, so no rise or fall is stated."
    )


def test_one_event_is_singular_in_its_verb(data_folder):
    write(data_folder, "one", figures=[rate("suspension_rate", "202324", 1, 1000, place_code=NORTH_EAST)])
    assert "was recorded in state-funded primary, secondary and special schools in the North East" in head(
        *SUSPENSIONS, places=(NORTH_EAST,)
    )


def test_growth_has_the_year_and_the_six_years_in_one_sentence():
    answer = queries.ask(Question(("state_funded_ap_pupils",), **AP))
    said = (
        "There were 15,866 pupils in state-funded alternative provision in England in January 2024, up "
        "20.3% on January 2023 (13,191) but 5.2% below January 2018 (16,732). The count of January 2024 is "
        "the highest since January 2019."
    )
    assert sentences.ap_growth(answer) == sentences.headline(answer) == said


def test_growth_is_computed_and_not_remembered(data_folder):
    write(data_folder, "more", figures=[figure("state_funded_ap_pupils", "202425", 17000, **AP_ROW)])
    periods = [("202425", "Academic year", "2024/25", "2024/25", "2024-09-01", 202425)]
    write(
        data_folder,
        "most",
        figures=[figure("state_funded_ap_pupils", "202425", 17000, **AP_ROW)],
        periods=periods,
    )
    assert sentences.ap_growth(queries.ask(Question(("state_funded_ap_pupils",), **AP))) == (
        "There were 17,000 pupils in state-funded alternative provision in England in January 2025, up "
        "7.1% on January 2024 (15,866) and 1.6% above January 2018 (16,732). The count of January 2025 is "
        "the highest in a series that starts in January 2018."
    )


AP_ROW = {"school_type": "Alternative provision", "source": "ap"}


def test_growth_of_small_counts_has_no_percentages(data_folder):
    rows = [
        figure("state_funded_ap_pupils", year, n, place_code=LEEDS, **AP_ROW)
        for year, n in (("202223", 40), ("202324", 55))
    ]
    write(data_folder, "small", figures=rows)
    answer = queries.ask(Question(("state_funded_ap_pupils",), (LEEDS,), **AP))
    assert sentences.ap_growth(answer) == (
        "In January 2024 there were 55 pupils in state-funded alternative provision in Leeds, up from "
        "40 in January 2023."
    )


def test_groups_name_the_highest_and_the_lowest_with_counts_and_all_pupils():
    assert head(*PERMANENT, breakdown="ethnicity_minor") == (
        "In 2023/24, in state-funded primary, secondary and special schools in England, of the 3 "
        "groups shown, the highest rate of permanent exclusions was recorded among Gypsy/Roma "
        "pupils (40.7 per 10,000 pupils; 110 permanent exclusions) and the lowest among White British "
        "pupils (13.5; 7,000); for all pupils it was 12.9."
    )


def test_two_groups_are_set_beside_each_other():
    chosen = ("Black Caribbean", "White British")
    assert head(*PERMANENT, breakdown="ethnicity_minor", categories=chosen) == (
        "In 2023/24, in state-funded primary, secondary and special schools in England, permanent "
        "exclusions were recorded at a rate of 28.4 per 10,000 pupils (250 permanent exclusions) "
        "among Black Caribbean pupils, compared with 13.5 (7,000) among White British pupils; for all "
        "pupils it was 12.9."
    )


def ethnic(group, events, pupils=1000):
    return rate(
        "permanent_exclusion_rate",
        "202324",
        events,
        pupils,
        breakdown="ethnicity_minor",
        category=group,
        place_code=BUCKS,
    )


def test_groups_of_fewer_than_ten_cases_are_not_ranked(data_folder):
    rows = [ethnic("White British", 12), ethnic("Gypsy/Roma", 9), ethnic("Black Caribbean", 20)]
    write(data_folder, "few", figures=rows)
    said = head(*PERMANENT, places=(BUCKS,), breakdown="ethnicity_minor")
    assert "the lowest among White British pupils" in said
    assert said.endswith("One group with fewer than 10 cases is not ranked.")


def test_nothing_is_ranked_where_all_groups_are_small(data_folder):
    write(
        data_folder,
        "tiny",
        figures=[ethnic("White British", 12), ethnic("Gypsy/Roma", 9), ethnic("Irish", 2)],
    )
    assert head(*PERMANENT, places=(BUCKS,), breakdown="ethnicity_minor") == (
        "In 2023/24, fewer than 10 cases stand behind the figures, so nothing is ranked."
    )


def test_the_unclassified_are_no_group(data_folder):
    rows = [ethnic("White British", 12), ethnic("Unclassified", 500), ethnic("Black Caribbean", 20)]
    write(data_folder, "unknown", figures=rows)
    assert "Unclassified" not in head(*PERMANENT, places=(BUCKS,), breakdown="ethnicity_minor")


def test_a_group_that_is_its_own_parent_is_counted_and_ranked(data_folder):
    own = ("ethnicity_minor", "Other", 9, "Other", "Other", "other pupils", "")
    rows = [ethnic("White British", 12), ethnic("Black Caribbean", 20), ethnic("Other", 30)]
    write(data_folder, "own", figures=rows, categories=[own])
    said = head(*PERMANENT, places=(BUCKS,), breakdown="ethnicity_minor")
    assert "of the 3 groups shown, the highest rate of permanent exclusions was recorded among other" in said


def test_a_group_alone_is_not_ranked(data_folder):
    write(data_folder, "alone", figures=[ethnic("White British", 12), ethnic("Unclassified", 500)])
    said = head(*PERMANENT, places=(BUCKS,), breakdown="ethnicity_minor")
    assert said.endswith("among White British pupils; no other group has a figure here for that period.")


def test_one_group_over_time_is_a_trend_among_its_pupils():
    assert head(*PERMANENT, breakdown="ethnicity_minor", categories=("Gypsy/Roma",)).startswith(
        "In 2023/24, 110 permanent exclusions were recorded among Gypsy/Roma pupils in state-funded"
    )


def test_places_are_set_beside_each_other_and_one_that_ended_is_said_after_them():
    assert head(*SUSPENSIONS, places=(ENGLAND, CUMBRIA, BUCKS)) == (
        "In 2023/24, in state-funded primary, secondary and special schools, suspensions were "
        "recorded at a rate of 11.3 per 100 pupils in England and 9.0 in Buckinghamshire. Cumbria, "
        "abolished in 2023, had 5.6 in 2022/23."
    )


def test_measures_are_set_beside_each_other_each_in_its_own_unit():
    assert head(*SUSPENSIONS, *PERMANENT, "absence_rate") == (
        "In 2023/24, in state-funded primary, secondary and special schools in England, suspensions "
        "were recorded at a rate of 11.3 per 100 pupils; permanent exclusions were recorded at a rate "
        "of 12.9 per 10,000 pupils; overall absence stood at 7.1% of sessions."
    )


def test_school_types_are_set_beside_each_other():
    said = head(*SUSPENSIONS, school_types=("Total", "Secondary", "Special"), first="202324")
    assert "22.6 in state-funded secondary schools and 12.6 in special schools" in said


def test_the_gap_is_points_and_a_ratio_with_both_cohorts_named():
    both = ("Alternative provision", "All state-funded")
    assert head("english_maths_94_rate", school_types=both) == (
        "In 2023/24, 4.1% of pupils at the end of key stage 4 (357 of 8,740) in alternative provision "
        "were recorded with grade 4 or above in English and maths GCSEs, compared with 65.6% "
        "(400,000 of 610,000) in all state-funded schools: a gap of 61.5 percentage points, a ratio "
        "of 16.1 to 1, compared with 60.1 percentage points in 2018/19. Alternative provision: PRUs "
        "and AP academies. All state-funded: AP is left out."
    )


def test_the_gap_leaves_out_the_years_without_exams():
    both = ("Alternative provision", "All state-funded")
    answer = queries.ask(Question(("english_maths_94_rate",), school_types=both, last="202021"))
    assert sentences.attainment_gap(answer).startswith("In 2018/19, 4.5% of pupils")


def test_an_empty_answer_says_what_is_not_at_hand():
    assert head(*PERMANENT, places=(LEEDS,), breakdown="ethnicity_minor") == (
        "Permanent exclusion rate by ethnic group is not at hand, state-funded primary, secondary "
        "and special schools in Leeds."
    )
    gap = queries.ask(Question(("absence_rate",), first="201920", last="201920"))
    assert sentences.headline(gap).startswith("Overall absence rate is not at hand for 2019/20, state-funded")


def test_alternative_text_is_two_sentences_with_the_chart_its_message_and_the_table():
    text = sentences.alt_text(queries.ask(Question(("absence_rate",))), chart="Line chart")
    assert text == (
        "Line chart of Overall absence rate, England, 2017/18 to 2023/24; % of sessions, state-funded "
        "primary, secondary and special schools. In 2023/24, overall absence in state-funded "
        "primary, secondary and special schools in England stood at 7.1% of sessions, down from 7.4% "
        "in 2022/23; the table with the chart holds every figure."
    )


@pytest.mark.parametrize("measure", ["suspension_rate", "permanent_exclusion_rate"])
def test_a_rate_per_pupils_never_has_a_percent_sign(measure):
    for by in [choice.id for choice in queries.breakdowns_for(measure)]:
        assert "%" not in head(measure, breakdown=by)


def test_no_sentence_judges_or_explains():
    for measure in queries.measures():
        for kind, by, term in queries.pickers.shapes((measure.id,), (ENGLAND,)):
            said = head(measure.id, school_types=(kind,), breakdown=by, time_identifier=term)
            assert not FORBIDDEN.search(said), said
