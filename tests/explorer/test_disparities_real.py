"""Disparities of the snapshot: published counts, worked out again here by other means, and every question."""

import csv
import io
import math
from dataclasses import replace

import pytest
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2

from explorer import charts, export, queries, sentences
from explorer.export.disparity import disparity_table
from explorer.question import Question
from tests.explorer.picking import row_of
from tests.explorer.test_sentences import FORBIDDEN

pytestmark = pytest.mark.usefixtures("shipped")
MEASURES = (
    *("permanent_exclusion_rate", "suspension_rate", "suspended_pupils_rate"),
    *("persistent_absence_rate", "severe_absence_rate", "absence_rate"),
    *("state_funded_ap_pupils", "la_funded_ap_pupils", "school_arranged_ap_pupils"),
    *("english_maths_94_rate", "english_maths_95_rate", "english_maths_entry_rate", "attainment8_average"),
    "sustained_destination_rate",
)
YEAR = {"first": "201617", "last": "201617"}
Z = 1.959963985


def exclusions(by, **more):
    return Question(("permanent_exclusion_rate",), breakdown=by, **{**YEAR, **more})


def limits(interval):
    return interval.value, interval.low, interval.high


def by_hand(a, n1, b, n0):
    """The log-normal ratio of two rates of events: Breslow and Day 1987."""
    ratio, spread = (a / n1) / (b / n0), math.exp(Z * math.sqrt(1 / a + 1 / b))
    return ratio, ratio / spread, ratio * spread


@pytest.mark.parametrize(
    ("by", "group", "reference", "worked"),
    [
        ("fsm", "FSM eligible", "Not FSM eligible", (4.114235, 3.931031, 4.305976)),
        ("sen_provision", "SEN support", "No SEN", (5.890707, 5.625568, 6.168344)),
        ("sex", "Male", "Female", (3.445223, 3.264105, 3.636391)),
        ("ethnicity_minor", "Black Caribbean", "White British", (2.792376, 2.465724, 3.162301)),
        ("ethnicity_minor", "Black Caribbean", "others", (2.985602, 2.638339, 3.378572)),
    ],
)
def test_the_ratios_of_2016_17_are_those_worked_by_hand_from_the_counts_at_hand(by, group, reference, worked):
    one = row_of(queries.disparities(exclusions(by), reference), group)
    counts = (one.mine.events, one.mine.people, one.reference.events, one.reference.people)
    assert limits(one.ratio) == pytest.approx(by_hand(*counts), rel=1e-7)
    # the worked numbers stand on an edition of the table that has some hundred pupils fewer
    assert limits(one.ratio) == pytest.approx(worked, rel=3e-4)


def test_black_caribbean_pupils_beside_all_others_are_said_with_their_counts():
    said = sentences.disparity(queries.disparities(exclusions("ethnicity_minor")), "Black Caribbean")
    assert said.startswith(
        "In 2016/17, permanent exclusions were recorded among Black Caribbean pupils at 2.99 times the rate "
        "of all other pupils (95% interval 2.64 to 3.38). That is 28.1 against 9.4 per 10,000 pupils, a "
        "difference of 18.7 (15.3 to 22.1): 260 permanent exclusions among 92,595 pupils."
    )


def test_a_suppressed_group_of_2016_17_is_named_and_leaves_all_others_to_the_total():
    panel = queries.disparities(exclusions("ethnicity_minor"))
    assert row_of(panel, "Chinese").why == "Suppressed"
    assert panel.found_by == "total"
    assert row_of(panel, "Black Caribbean").reference.events == 7719 - 260


def test_all_others_of_a_complete_table_are_its_other_groups():
    panel = queries.disparities(exclusions("sen_provision"))
    assert panel.found_by == "groups"
    assert row_of(panel, "EHC plan").reference.events == 4115 + 3235


def test_few_ethnic_groups_of_a_term_are_compared_with_everybody_else():
    panel = queries.disparities(
        Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", time_identifier="Autumn term")
    )
    one = row_of(panel, "Black Caribbean")
    assert (panel.found_by, one.mine.events, one.reference.events) == ("total", 72, 3715 - 72)


def test_meals_held_alike_bring_the_ratio_down_and_agree_with_statsmodels():
    question = Question(
        ("english_maths_94_rate",),
        school_types=("All state-funded",),
        breakdown="ethnicity_minor",
        first="202324",
        last="202324",
    )
    one = row_of(queries.disparities(question, "White British"), "Black Caribbean")
    both = queries.ask(replace(question, breakdown="ethnicity_minor*fsm")).rows.to_dict("records")
    cells = {str(cell["category"]): cell for cell in both}
    tables = []
    for status in ("FSM eligible", "Not FSM eligible"):
        two = [cells[f"{group}*{status}"] for group in ("Black Caribbean", "White British")]
        tables.append([[cell["numerator"], cell["denominator"] - cell["numerator"]] for cell in two])
    assert one.adjusted.value == pytest.approx(StratifiedTable(tables).riskratio_pooled)
    alone = [[one.mine.events, one.mine.people - one.mine.events]]
    alone += [[one.reference.events, one.reference.people - one.reference.events]]
    assert limits(one.ratio) == pytest.approx(
        (Table2x2(alone).riskratio, *Table2x2(alone).riskratio_confint()), rel=1e-9
    )


def test_each_group_is_compared_with_its_own_pupils_of_the_other_status():
    question = Question(
        ("permanent_exclusion_rate",), breakdown="ethnicity_minor*fsm", time_identifier="Autumn term"
    )
    panel = queries.disparities(question)
    one = row_of(panel, "Black Caribbean*FSM eligible")
    assert panel.reference.id == "Not FSM eligible"
    assert limits(one.ratio) == pytest.approx(by_hand(47, 35166, 25, 40552), rel=1e-7)
    assert row_of(panel, "White and Black African*FSM eligible").state == "few"
    assert not [other for other in panel.rows if other.category.endswith("*Not FSM eligible")]


def test_the_gap_in_attainment_is_the_published_one():
    question = Question(
        ("attainment8_average",),
        school_types=("All state-funded",),
        breakdown="disadvantage",
        first="202324",
        last="202324",
    )
    one = row_of(queries.disparities(question, "Not disadvantaged"), "Disadvantaged")
    assert one.ratio is None
    assert one.difference.value == pytest.approx(-15.4)


def test_pupils_in_alternative_provision_are_divided_by_all_pupils_of_the_group():
    question = Question(
        ("state_funded_ap_pupils",), school_types=("Alternative provision",), breakdown="ethnicity_minor"
    )
    one = row_of(queries.disparities(question), "Black Caribbean")
    assert (one.mine.events, one.mine.people) == (272, 82402)
    assert (one.reference.events, one.reference.people) == (11684 - 272, 8418013 - 82402)
    assert one.mine.shown == pytest.approx(100 * 272 / 82402)


def test_alternative_provision_is_compared_in_a_january_in_which_all_pupils_are_counted_too():
    question = Question(
        ("la_funded_ap_pupils",), school_types=("Alternative provision",), breakdown="ethnicity_minor"
    )
    assert queries.disparities(question).answer.last == "January 2022"


def test_rates_of_an_area_without_counts_have_ratios_without_intervals():
    question = Question(
        ("persistent_absence_rate",),
        ("E08000035",),
        breakdown="sen_provision",
        first="202425",
        last="202425",
    )
    panel = queries.disparities(question)
    assert panel.reference.id == "No SEN"
    assert "others" not in {one.id for one in panel.references}
    assert row_of(panel, "EHC plan").state == "unjudged"
    assert "cannot be judged" in sentences.disparity(panel)


def everything():
    """Every measure and breakdown at its newest, for England and one authority, all in the widest schools."""
    offered = [(name, place) for name in MEASURES for place in ("E92000001", "E08000035")]
    return [
        queries.comparable(Question((name,), (place,), ("",), by.id))
        for name, place in offered
        for by in queries.groups_for(name, place)
    ]


def numbers(panel):
    for one in panel.rows:
        made = [each for each in (one.ratio, one.difference, one.adjusted) if each]
        assert (one.state in ("compared", "unjudged", "points")) == bool(made), one
        assert one.why or one.made, one
        assert not made or one.mine.events is None or one.mine.events >= 10 or one.state != "compared"
        for each in made:
            assert math.isfinite(each.value)
            assert not each.known or each.low <= each.value <= each.high


def test_everything_that_is_offered_can_be_compared_drawn_said_and_saved():
    for count, question in enumerate(everything()):
        panel = queries.disparities(question)
        numbers(panel)
        said = sentences.disparity(panel)
        assert said.endswith("."), said
        assert "nan" not in said.lower().split(), said
        assert not FORBIDDEN.search(said), said
        assert not any(FORBIDDEN.search(note) for note in sentences.cautions(panel))
        scale = ("ratio", "difference")[count % 2]
        assert len(charts.ratios(panel, scale=scale).layout.yaxis.categoryarray) >= len(panel.rows)
        text = export.file_of(disparity_table(panel), ".csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [one["category"] for one in rows] == [one.category for one in panel.rows]


def test_every_reference_that_is_offered_can_be_compared_with():
    for by in ("ethnicity_minor", "year_group", "sen_provision"):
        panel = queries.disparities(exclusions(by))
        for reference in panel.references:
            assert queries.disparities(exclusions(by), reference.id).reference == reference
