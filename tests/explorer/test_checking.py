"""Checking tests: what a link gets when its words mean nothing, or nothing together."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer import queries
from explorer.question import WORDS, Question, from_params, to_params
from tests.explorer.small_tables import CUMBERLAND, CUMBRIA, ENGLAND, LEEDS

pytestmark = pytest.mark.usefixtures("small")
PAGE = Question(("suspension_rate",))


def opened(**params):
    params = {word.rstrip("_"): text for word, text in params.items()}
    return queries.check(from_params(params, PAGE), PAGE)


def test_a_question_that_works_is_left_alone():
    assert queries.check(PAGE) == (PAGE, ())


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"place": "E06000099"}, "We could not find the area 'E06000099'. Showing England."),
        ({"place": "leedz"}, "We could not find the area 'leedz' (did you mean Leeds?). Showing England."),
        ({"measure": "luck"}, "We could not find the measure 'luck'. Showing Suspension rate."),
        ({"school": "free"}, "We could not find the school type 'free'. Showing State-funded."),
        ({"by": "hair"}, "We could not find the breakdown 'hair'. Showing All pupils."),
        (
            {"measure": "permanent_exclusion_rate", "by": "ethnicity_minor", "group": "martian"},
            (
                "We could not find the group 'martian' among those published. "
                "Showing every group that is published."
            ),
        ),
        (
            {"from_": "next year"},
            "We could not find the period 'next year' among those published. Showing 2017/18 to 2023/24.",
        ),
        (
            {"to": "199900"},
            "We could not find the period '199900' among those published. Showing 2017/18 to 2023/24.",
        ),
        (
            {"term": "autumn-term"},
            "Suspension rate is not at hand for the part of the year 'autumn-term'. Showing Academic year.",
        ),
        (
            {"from_": "202021", "to": "201819"},
            "The first period came after the last, so the two were swapped.",
        ),
        (
            {"measure": "absence_rate", "from_": "201920", "to": "201920"},
            "Overall absence rate is not at hand for those periods. Showing 2017/18 to 2023/24.",
        ),
        (
            {"measure": "absence_rate", "place": LEEDS},
            "Overall absence rate is not at hand for Leeds. Showing England.",
        ),
        (
            {"measure": "permanent_exclusion_rate", "school": "special"},
            "Permanent exclusion rate is not at hand for the school type Special. Showing State-funded.",
        ),
    ],
)
def test_a_word_that_means_nothing_is_replaced_and_said(params, sentence):
    question, said = opened(**params)
    assert said == (sentence,)
    assert not queries.ask(question).is_empty


def test_slugs_become_labels_again():
    question, said = opened(
        measure="permanent-exclusion-rate",
        by="ethnicity_minor",
        group="black-caribbean~gypsy-roma",
        term="academic-year",
    )
    assert question.categories == ("Black Caribbean", "Gypsy/Roma")
    assert (question.measures, question.time_identifier, said) == (
        ("permanent_exclusion_rate",),
        "Academic year",
        (),
    )


@pytest.mark.parametrize("text", ["E08000035", "e08000035", "Leeds", "leeds", "383"])
def test_an_area_is_known_by_its_code_its_old_code_and_its_name(text):
    assert opened(place=text) == (Question(("suspension_rate",), (LEEDS,)), ())


def test_an_earlier_code_of_an_area_is_the_area():
    question, said = opened(place="E10000002")
    assert question.places == ("E06000060",)
    assert said == ("E10000002 is another code of Buckinghamshire, which is shown under E06000060.",)


def test_an_area_that_ended_is_shown_with_what_became_of_it():
    question, said = opened(place=CUMBRIA)
    assert question.places == (CUMBRIA,)
    assert said == (
        (
            "Cumbria was abolished on 1 April 2023. "
            "What was its area is now Cumberland and Westmorland and Furness."
        ),
    )


def test_the_words_that_are_known_stay():
    question, said = opened(place=f"{LEEDS}~Atlantis~{CUMBERLAND}")
    assert question.places == (LEEDS, CUMBERLAND)
    assert said == ("We could not find the area 'Atlantis'. Showing Leeds and Cumberland.",)


def test_a_page_about_groups_stays_one_where_an_area_has_no_groups():
    page = Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor")
    question, said = queries.check(from_params({"place": LEEDS}, page), page)
    assert (question.places, question.breakdown) == ((ENGLAND,), "ethnicity_minor")
    assert said == ("Permanent exclusion rate by ethnic group is not at hand for Leeds. Showing England.",)


def test_periods_may_be_written_as_they_are_read():
    question, said = opened(from_="2018/19", to="2023-24")
    assert (question.first, question.last, said) == ("201819", "202324", ())


def test_a_long_text_is_not_repeated_in_full():
    _, (sentence,) = opened(measure="x" * 500)
    assert len(sentence) < 150


texts = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [ENGLAND, LEEDS, CUMBRIA, "suspension_rate", "absence_rate", "ethnicity_minor", "special"]
    ),
    st.sampled_from(["total", "all", "latest", "202324", "201718", "autumn-term", "fsm*sex", "irish~total"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(WORDS), texts))
def test_whatever_a_link_says_there_is_an_answer_with_numbers(params):
    question, _ = queries.check(from_params(params, PAGE), PAGE)
    assert not queries.ask(question).is_empty
    again, _ = queries.check(question, PAGE)
    assert again == question
    assert queries.check(from_params(to_params(question, PAGE), PAGE), PAGE)[0] == question
