"""Queries tests: what an answer holds."""

import pytest

from explorer import queries
from explorer.errors import ExplorerError
from explorer.queries import COLUMNS
from explorer.question import Question
from tests.explorer.small import figure, write
from tests.explorer.small_tables import BUCKS, CUMBERLAND, CUMBRIA, ENGLAND, LEEDS

pytestmark = pytest.mark.usefixtures("small")
SUSPENSIONS = Question(("suspension_rate",))
PERMANENT = Question(("permanent_exclusion_rate",))
ABSENCE = Question(("absence_rate",))
GROUPS = Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor")


def shown(answer, *columns):
    return list(answer.rows[list(columns)].itertuples(index=False, name=None))


def test_an_answer_has_the_columns_that_everything_stands_on():
    assert tuple(queries.ask(SUSPENSIONS).rows.columns) == COLUMNS


def test_rows_come_measure_by_measure_and_place_by_place_as_asked():
    question = Question(("permanent_exclusion_rate", "suspension_rate"), (CUMBRIA, LEEDS, ENGLAND))
    rows = queries.ask(question).rows
    assert list(rows["measure"].unique()) == ["permanent_exclusion_rate", "suspension_rate"]
    assert list(rows[rows["measure"] == "suspension_rate"]["place"].unique()) == [
        "Cumbria",
        "Leeds",
        "England",
    ]
    assert all(line.rows["time_period"].is_monotonic_increasing for line in queries.ask(question).series())


def test_what_is_shown_is_the_value_in_the_unit_shown():
    answer = queries.ask(PERMANENT)
    row = answer.rows.iloc[-1]
    assert row["shown"] == pytest.approx(100 * row["value"])
    assert (answer.unit, answer.decimals, answer.label) == (
        "per 10,000 pupils",
        1,
        "Permanent exclusion rate",
    )


def test_a_year_that_was_not_published_is_a_row_that_says_so():
    answer = queries.ask(ABSENCE)
    assert shown(answer, "period", "symbol_meaning")[2] == ("2019/20", "not at hand")
    assert answer.rows["value"].isna().tolist() == [False, False, True, False, False, False, False]
    assert answer.rows["symbol"].isna().all()


def test_a_gap_at_the_edge_of_what_is_asked_is_a_row_too():
    answer = queries.ask(Question(("absence_rate",), first="201819", last="201920"))
    assert [period for (period,) in shown(answer, "period")] == ["2018/19", "2019/20"]
    assert (answer.first, answer.last) == ("2018/19", "2018/19")


def test_a_suppressed_value_keeps_its_symbol_and_the_meaning_that_its_source_gave_it():
    answer = queries.ask(Question(("suspension_rate",), school_types=("Special",), last="201718"))
    assert shown(answer, "symbol", "symbol_meaning") == [("c", "one or two, suppressed")]
    later = queries.ask(Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", first="202324"))
    assert later.symbols == (("c", "suppressed to protect people"),)


def test_an_area_has_no_gaps_outside_its_life():
    answer = queries.ask(Question(("suspension_rate",), (CUMBRIA, CUMBERLAND)))
    first, second = answer.series()
    assert (first.rows["period"].iloc[-1], second.rows["period"].tolist()) == ("2022/23", ["2023/24"])


def test_disturbed_years_are_marked_for_the_measures_that_they_disturbed():
    both = queries.ask(Question(("suspension_rate", "permanent_exclusion_rate")))
    marked = both.rows[both.rows["disturbed"]]
    assert set(zip(marked["measure_label"], marked["period"], strict=True)) == {
        ("Suspension rate", "2019/20"),
        ("Suspension rate", "2020/21"),
        ("Permanent exclusion rate", "2020/21"),
    }


def test_a_break_that_every_measure_shares_is_one_break():
    both = queries.ask(Question(("suspension_rate", "permanent_exclusion_rate")))
    assert [(one.period, one.measure) for one in both.breaks] == [
        ("2019/20", "suspension_rate"),
        ("2020/21", ""),
    ]


def test_a_break_counts_only_where_something_stands_before_it():
    assert [one.id for one in queries.ask(ABSENCE).breaks] == ["none", "code-x"]
    assert not queries.ask(Question(("absence_rate",), first="202122")).breaks


def test_only_caveats_that_apply_are_given():
    assert queries.ask(SUSPENSIONS).caveats == ("Figures cover England.", "One pupil can be counted twice.")
    assert queries.ask(GROUPS).caveats == ("Figures cover England.", "As recorded by schools.")
    assert (
        "As recorded by schools."
        in queries.ask(Question(("suspension_rate",), breakdown="ethnicity_minor*fsm")).caveats
    )


def test_the_note_on_an_area_is_a_caveat():
    assert (
        "Cumbria: Replaced on 1 April 2023."
        in queries.ask(Question(("suspension_rate",), (CUMBRIA,))).caveats
    )


def test_sources_are_those_of_the_rows_in_the_releases_that_cover_them():
    assert [one.release for one in queries.ask(SUSPENSIONS).sources] == ["2023/24", "2018/19"]
    recent = queries.ask(Question(("suspension_rate",), first="202223"))
    assert [(one.release, one.file_name, one.sha256) for one in recent.sources] == [
        ("2023/24", "new.csv", "aa")
    ]


def test_a_derived_source_has_the_releases_of_what_it_was_made_from():
    answer = queries.ask(
        Question(("english_maths_94_rate",), school_types=("All state-funded",), first="202324")
    )
    assert [(one.id, one.file_name) for one in answer.sources] == [("grades", "new.csv")]


def test_a_january_count_is_labelled_by_its_january():
    answer = queries.ask(Question(("state_funded_ap_pupils",), school_types=("Alternative provision",)))
    assert (answer.first, answer.last) == ("January 2018", "January 2024")


def test_two_breakdowns_at_once_have_words_for_both():
    answer = queries.ask(Question(("suspension_rate",), breakdown="ethnicity_minor*fsm"))
    assert shown(answer, "category_label") == [("Black Caribbean, Eligible for free school meals",)]
    assert answer.breakdown.label == "Ethnic group and Free school meals"


def test_groups_come_in_the_harmonised_order():
    answer = queries.ask(Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", last="202223"))
    assert shown(answer, "category") == [
        ("White British",),
        ("Irish",),
        ("Gypsy/Roma",),
        ("Black Caribbean",),
    ]


def test_categories_can_be_picked():
    answer = queries.ask(
        Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", categories=("Irish",))
    )
    assert [line.category for line in answer.series()] == ["Irish"]
    assert [choice.label for choice in answer.categories] == ["Irish"]


def test_a_series_is_named_by_what_sets_it_apart():
    several = queries.ask(Question(("suspension_rate",), (ENGLAND, LEEDS)))
    assert [line.label for line in several.series()] == ["England", "Leeds"]
    assert [line.label for line in queries.ask(SUSPENSIONS).series()] == ["Suspensions"]
    both = queries.ask(Question(("suspension_rate", "permanent_exclusion_rate"), (ENGLAND, LEEDS)))
    assert [line.label for line in both.series()] == [
        "Suspensions, England",
        "Suspensions, Leeds",
        "Permanent exclusions, England",
    ]


def test_what_is_asked_for_and_not_published_is_named():
    answer = queries.ask(Question(("permanent_exclusion_rate",), (ENGLAND, LEEDS)))
    assert answer.absent == (
        (
            "Permanent exclusion rate is not at hand for Leeds, state-funded primary, secondary and "
            "special schools, as asked."
        ),
    )


def test_an_answer_without_a_number_is_empty_and_still_says_what_it_is_of():
    answer = queries.ask(Question(("permanent_exclusion_rate",), (LEEDS,)))
    assert answer.is_empty
    assert answer.title() == "Permanent exclusion rate, Leeds"
    assert (answer.first, answer.last, len(answer.latest()), answer.series()) == ("", "", 0, ())


def test_the_latest_rows_are_of_one_period():
    latest = queries.ask(Question(("suspension_rate",), (ENGLAND, CUMBRIA))).latest()
    assert shown_of(latest) == [("England", "2023/24")]


def shown_of(rows):
    return list(rows[["place", "period"]].itertuples(index=False, name=None))


def test_titles_say_what_of_where_and_when():
    answer = queries.ask(GROUPS)
    assert answer.title() == "Permanent exclusion rate by ethnic group, England, 2022/23 to 2023/24"
    assert answer.subtitle() == "Per 10,000 pupils, state-funded primary, secondary and special schools"
    one = queries.ask(Question(("suspension_rate",), (BUCKS,)))
    assert one.title() == "Suspension rate, Buckinghamshire, 2023/24"


def test_a_measure_that_there_is_not_is_a_sentence():
    with pytest.raises(ExplorerError, match="There is no measure 'luck' in these figures"):
        queries.ask(Question(("luck",)))


def test_the_same_question_is_answered_once_for_each_build(data_folder):
    first = queries.ask(SUSPENSIONS)
    assert queries.ask(Question(("suspension_rate",))) is first
    extra = figure("suspension_rate", "202324", 9.0, place_code=CUMBRIA)
    write(data_folder, "other", figures=[extra])
    second = queries.ask(SUSPENSIONS)
    assert second is not first
    assert (first.build_id, second.build_id) == ("abc", "other")


def test_text_from_outside_is_a_value_and_never_sql():
    answer = queries.ask(Question(("suspension_rate",), ("E92000001'; DROP TABLE figures; --",)))
    assert answer.is_empty
    assert not queries.ask(SUSPENSIONS).is_empty
