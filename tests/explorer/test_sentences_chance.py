"""Chance in sentences: a change that chance explains says so, and one that nobody can judge says that."""

from dataclasses import replace

import pytest

from explorer import queries
from explorer.question import Question
from explorer.sentences.chance import of_chance, within_chance

pytestmark = pytest.mark.usefixtures("real")


@pytest.fixture
def answer():
    return queries.ask(Question(("permanent_exclusion_rate",), ("E06000002",), first="202122", last="202223"))


@pytest.fixture
def change(answer):
    return replace(
        queries.change_of(answer, answer.series()[0]),
        numerator=33.0,
        denominator=89_000.0,
        before_numerator=28.0,
        before_denominator=88_000.0,
    )


def test_a_change_that_chance_explains_says_so(answer, change):
    assert of_chance(answer, change) == (
        "The difference from 2021/22 is no larger than chance makes in numbers of this size."
    )


def test_a_change_that_chance_does_not_explain_is_left_to_speak(answer, change):
    assert of_chance(answer, replace(change, numerator=120.0)) == ""


def test_the_published_national_change_is_no_chance(answer, change):
    counts = (10_885.0, 8_445_343.0, 9_376.0, 8_430_600.0)
    names = ("numerator", "denominator", "before_numerator", "before_denominator")
    assert not within_chance(replace(change, **dict(zip(names, counts, strict=True))), answer.measure)


def test_suspensions_need_a_wider_difference_than_lone_events(answer, change):
    wider = replace(change, numerator=1100.0, before_numerator=1000.0)
    suspensions = queries.measure("suspension_rate")
    assert not within_chance(replace(wider, denominator=88_000.0), answer.measure)
    assert within_chance(replace(wider, denominator=88_000.0), suspensions)


def test_a_local_rate_without_counts_says_that_chance_is_unknown(answer, change):
    assert "chance explains the difference is not known" in of_chance(answer, replace(change, numerator=None))


def test_sessions_missed_are_not_judged_by_a_model_of_single_events(answer, change):
    assert not within_chance(change, replace(answer.measure, unit="percent of sessions"))
