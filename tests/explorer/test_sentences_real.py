"""Sentences over the built fixtures: precision as published, and groups that share an end."""

import pytest

from explorer import queries, sentences
from explorer.question import Question

pytestmark = pytest.mark.usefixtures("real")


@pytest.fixture
def groups():
    return queries.ask(
        Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", first="201617", last="201617")
    )


def test_a_rate_published_to_two_decimals_claims_no_third(groups):
    assert groups.decimals == 0
    assert "(45 per 10,000 pupils; 25 permanent exclusions)" in sentences.groups(groups)


def test_an_unrounded_rate_keeps_its_decimals():
    answer = queries.ask(Question(("permanent_exclusion_rate",)))
    assert answer.decimals == 1


def test_groups_with_one_figure_share_the_lowest_place(groups):
    said = sentences.groups(groups)
    assert "the Indian ethnic group" in said
    assert "any other Asian background" in said
    assert "(2 each)" in said


def test_the_rate_of_all_pupils_keeps_its_own_decimals(groups):
    assert sentences.groups(groups).endswith("for all pupils it was 9.6.")


def test_areas_are_compared_in_the_newest_period_that_they_share():
    places = ("E92000001", "E06000002", "E09000001", "E12000001", "E13000001", "E10000006")
    answer = queries.ask(Question(("permanent_exclusion_rate",), places))
    newest = {line.numbers["period"].iloc[-1] for line in answer.series() if not line.numbers.empty}
    assert len(newest) > 1
    said = sentences.headline(answer)
    assert said.startswith("In 2022/23, ")
