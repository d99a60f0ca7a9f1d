"""Small numbers: no ratio, rank, class or bold figure where few stand behind a rate without a count."""

from dataclasses import replace

import pytest

from explorer import queries, sentences
from explorer.controls.area_profile.table import table
from explorer.queries import classes
from explorer.queries.behind import about, behind, few_of_what, rests_on_few, worked_out
from explorer.queries.comparable import undisturbed
from explorer.queries.profiles import profile
from explorer.question import ENGLAND, Question
from explorer.sentences import area_profile, lost, maps

pytestmark = pytest.mark.usefixtures("shipped")

EXCLUSIONS, SEN, SEN_NEED = "permanent_exclusion_rate", "sen_provision", "sen_primary_need"
AUTUMN = "Autumn term"


def code(name):
    return ENGLAND if name == "England" else queries.authority(name).code


def panel(name, measure=EXCLUSIONS, by=SEN, **asked):
    question = Question((measure,), (code(name),), breakdown=by, **asked)
    return queries.disparities(queries.comparable(question))


def newest(name, measure=EXCLUSIONS, kind="Total", **asked):
    answer = queries.ask(Question((measure,), (code(name),), (kind,), **asked))
    rows = answer.rows[answer.rows["shown"].notna()].to_dict("records")
    return rows[-1], answer.measure


@pytest.mark.parametrize("name", ["Windsor and Maidenhead", "Hartlepool", "Middlesbrough", "South Tyneside"])
def test_a_ratio_of_a_handful_of_exclusions_is_not_made(name):
    found = panel(name, time_identifier=AUTUMN, first="202425", last="202425")
    assert not found.made
    said = sentences.disparity(found)
    assert " times the rate" not in said
    assert "too few for a ratio" in said


def test_the_events_behind_rates_without_counts_are_worked_out_and_said():
    said = sentences.disparity(panel("Windsor and Maidenhead", time_identifier=AUTUMN))
    assert "too few for a ratio: about 2 among pupils with no identified SEN" in said
    assert "about 4 among pupils with SEN support and about 1 among pupils with an EHC plan" in said
    assert "worked out from the published rates, the 22,611 pupils of 2022/23 and the groups' shares" in said


def test_a_picked_group_of_few_says_how_many_and_why_there_is_no_ratio():
    said = sentences.disparity(panel("Windsor and Maidenhead", time_identifier=AUTUMN), "SEN support")
    assert "about 4 permanent exclusions would stand behind the rate of pupils with SEN support" in said
    assert "too few for a ratio" in said


def test_many_events_keep_their_ratio():
    found = panel("Leeds", "suspension_rate", time_identifier=AUTUMN)
    assert [one.state for one in found.rows] == ["reference", "unjudged", "unjudged"]


def test_without_any_number_of_pupils_an_authority_has_no_ratio_and_it_says_why():
    found = panel("Cumberland", "suspension_rate", time_identifier=AUTUMN)
    assert not found.made
    assert "no number of pupils at hand" in sentences.disparity(found)


@pytest.mark.parametrize("name", ["Isles of Scilly", "City of London", "Rutland"])
def test_where_nothing_was_recorded_it_says_so_and_does_not_blame_rounding(name):
    said = sentences.disparity(panel(name, time_identifier=AUTUMN, first="202425", last="202425"))
    assert "no permanent exclusions were recorded in any group" in said
    assert "rounded" not in said


@pytest.mark.parametrize(
    ("kind", "shown", "pupils"), [("Total", 0.13247, "6,105"), ("Secondary", 0.24368, "3,284")]
)
def test_a_rate_is_worked_back_to_its_events_by_the_last_known_pupils(kind, shown, pupils):
    row, measure = newest("Rutland", kind=kind)
    found = behind(row, measure)
    assert row["value"] == pytest.approx(shown)
    assert about(found, measure) == "about 8 permanent exclusions"
    assert worked_out(found).endswith(f"the {pupils} pupils of 2022/23")
    assert rests_on_few(row, measure)


@pytest.mark.parametrize("kind", ["Total", "Primary", "Secondary", "Special"])
@pytest.mark.parametrize("name", ["Leeds", "Rutland", "Kent", "Hartlepool"])
def test_the_working_gives_the_published_count_where_both_are_known(name, kind):
    question = Question((EXCLUSIONS,), (code(name),), (kind,), first="202223", last="202223")
    answer = queries.ask(question)
    row = answer.rows.to_dict("records")[0]
    uncounted = {**row, "numerator": None, "denominator": None}
    assert behind(uncounted, answer.measure).events == pytest.approx(row["numerator"], abs=0.01)


def test_a_plain_number_of_pupils_is_its_own_count_of_cases():
    row, measure = newest("Rutland", "la_funded_ap_pupils", "Alternative provision")
    assert behind(row, measure).events == row["value"]


def test_the_group_of_few_is_not_ranked_in_a_headline():
    kinds = ("Total", "Primary", "Secondary", "Special")
    answer = queries.ask(Question((EXCLUSIONS,), (code("Rutland"), code("Leeds")), kinds))
    said = sentences.headline(answer)
    assert "24.4" not in said
    assert "highest" not in said or "Rutland" not in said.split("highest")[1].split("(")[0]


def test_an_area_of_few_has_no_class_on_the_map_and_its_number_is_said():
    question = Question((EXCLUSIONS,), first="202324", last="202324")
    mapped = classes.mapped(question, chosen=code("Rutland"))
    assert mapped.chosen.state == "few"
    assert mapped.chosen.number == 0
    said = maps.of_map(mapped)
    assert "about 8 permanent exclusions were recorded" in said
    assert "fewer than 10, so it has no class" in said


def test_lost_learning_marks_a_rate_of_few():
    answer = queries.ask(Question(("absence_rate", "suspension_rate", EXCLUSIONS), (code("Rutland"),)))
    assert "13.2 per 10,000 pupils in 2023/24 (about 8, small numbers)" in lost.lost(answer)


def test_the_line_of_one_area_marks_a_rate_of_few():
    said = sentences.headline(queries.ask(Question((EXCLUSIONS,), (code("Rutland"),))))
    assert "13.2 per 10,000 pupils (about 8, small numbers)" in said


def test_a_figure_of_few_is_not_bold_in_a_profile():
    shown = table(profile(code("Rutland")))
    assert "<b>13.2</b>" not in shown
    assert "about 8, small numbers" in shown
    assert "worked out to be about 8" in area_profile.headline(profile(code("Rutland")))


def test_a_share_of_next_to_no_pupils_is_not_bold_in_a_profile():
    shown = table(profile(code("Isles of Scilly")))
    assert "81.8%" in shown
    assert "<b>81.8%</b>" not in shown


def test_other_figures_of_a_profile_are_still_bold():
    assert "<b>2.1</b>" in table(profile(code("Leeds")))


def test_averages_of_under_thirty_pupils_say_pupils_and_not_cases():
    row, measure = newest("Leeds", "attainment8_average", "Alternative provision")
    small = {**row, "denominator": 29.0}
    assert few_of_what([small], measure) == "fewer than 30 pupils"
    assert not rests_on_few({**row, "denominator": 30.0}, measure)


@pytest.mark.parametrize("measure", [EXCLUSIONS, "suspension_rate"])
def test_differences_between_groups_open_on_the_newest_undisturbed_year(measure):
    found = panel("England", measure, "fsm")
    assert found.question.last == "201819"
    assert "disturbed" not in sentences.disparity(found)


def test_the_undisturbed_year_of_exclusions_by_free_school_meals_is_as_published():
    (fsm,) = (one for one in panel("England", by="fsm").rows if one.category == "FSM eligible")
    assert (fsm.mine.events, fsm.mine.people) == (3396, 1261125)
    assert fsm.ratio.value == pytest.approx(4.14, abs=0.005)


def test_a_disturbed_year_that_is_chosen_says_so_in_the_headline():
    said = sentences.disparity(panel("England", by="fsm", first="202021", last="202021"))
    assert "2020/21 was disturbed and cannot be compared with other years: schools partly closed" in said


@pytest.mark.parametrize("measure", [EXCLUSIONS, "persistent_absence_rate"])
def test_a_funnel_of_a_disturbed_year_says_so_in_the_headline(measure):
    told = queries.standing(Question((measure,), first="202021", last="202021"))
    leeds = queries.authority("Leeds")
    for said in (sentences.standing(told, leeds), sentences.standing(told)):
        assert "2020/21 was disturbed and cannot be compared" in said


def test_a_map_of_a_disturbed_year_says_so_in_the_headline():
    mapped = classes.mapped(Question(("persistent_absence_rate",), first="202021", last="202021"))
    assert "2020/21 was disturbed and cannot be compared" in maps.of_map(mapped)


def test_a_map_opens_on_an_undisturbed_period():
    for one in classes.area_measures():
        for kind in classes.area_school_types(one.id):
            asked = classes.mappable(Question((one.id,), school_types=(kind.id,)))
            offered = {found.time_period for found in classes.area_periods(one.id, kind.id)}
            calm = undisturbed(asked, offered)
            assert asked.last in calm or not calm


def test_pupils_of_no_known_group_are_no_group_in_a_sentence():
    found = panel("England", "persistent_absence_rate", "fsm")
    assert any(one.category == "Unclassified" and one.made for one in found.rows)
    assert "groups compared" not in sentences.disparity(found)
    many = sentences.disparity(panel("England", by="ethnicity_minor", first="201617", last="201617"))
    assert "Of the 17 known groups compared" in many


def test_the_highest_of_the_groups_is_of_those_that_are_known():
    everyone = queries.ask(Question(("absence_rate",), first="202223", last="202223"))
    groups = queries.ask(replace(everyone.question, breakdown="fsm"))
    unknown = "Unclassified" in set(groups.published["category"])
    assert (", of the groups that are known, " in lost.by_group(groups, everyone)) == unknown


@pytest.mark.parametrize(("name", "plans"), [("Isles of Scilly", 17), ("City of London", 26)])
def test_the_needs_of_under_thirty_plans_are_counted_and_not_ranked(name, plans):
    asked = Question(
        ("ehc_plans",), (code(name),), ("All settings",), SEN_NEED, first="202425", last="202425"
    )
    shown = queries.shares_or_counts(asked)
    said = sentences.profile(shown)
    assert f"there were {plans} education, health and care plans, too few for shares or a ranking" in said
    assert "%" not in said
    assert shown.measure.id == "ehc_plans"
    assert not shown.unit.startswith("%")


def test_the_needs_named_in_plans_are_needs_and_not_pupils():
    asked = Question(("ehc_plans",), (ENGLAND,), ("All settings",), SEN_NEED, first="202425", last="202425")
    said = sentences.profile(queries.shares_or_counts(asked))
    assert "the most common primary needs in education, health and care plans were autism (31.5%)" in said
    assert "autistic pupils" not in said
