"""Searching tests: a few words in any spelling lead to the question that they mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import queries

pytestmark = pytest.mark.usefixtures("shipped")


def first(text):
    return queries.search(text)[0].question


@pytest.mark.parametrize(
    ("text", "measure", "place"),
    [
        ("suspensions leeds", "suspension_rate", "E08000035"),
        ("perm exclusion middlesborough", "permanent_exclusion_rate", "E06000002"),
        ("cumbria absence", "absence_rate", "E10000006"),
        ("truancy in hull", "unauthorised_absence_rate", "E06000010"),
        ("severe absense", "severe_absence_rate", "E92000001"),
        ("ehcp birmingham", "ehc_plan_rate", "E08000025"),
        ("PRU", "state_funded_ap_pupils", "E92000001"),
        ("persistent absence north east", "persistent_absence_rate", "E12000001"),
    ],
)
def test_a_measure_and_an_area_are_found_together_however_they_are_spelled(text, measure, place):
    assert (first(text).measures, first(text).places) == ((measure,), (place,))


@pytest.mark.parametrize("text", ["Leedz", "E08000035", "383", "leeds", "  LEEDS "])
def test_an_area_is_found_by_name_or_code(text):
    assert first(text).places == ("E08000035",)


def test_an_area_of_the_past_is_found_with_the_one_that_took_its_place():
    labels = [hit.label for hit in queries.search("bournmouth")]
    assert labels == ["Bournemouth (until 2019)", "Bournemouth, Christchurch and Poole"]


@pytest.mark.parametrize(
    ("text", "breakdown", "category"),
    [
        ("black carribean exclusions", "ethnicity_minor", "Black Caribbean"),
        ("gypsy roma", "ethnicity_minor", "Gypsy/Roma"),
        ("girls suspended", "sex", "Female"),
        ("autism exclusions", "sen_primary_need", "Autistic spectrum disorder"),
    ],
)
def test_a_group_is_found_by_what_people_call_it(text, breakdown, category):
    assert (first(text).breakdown, first(text).categories) == (breakdown, (category,))


def test_a_breakdown_is_found_as_a_whole():
    assert first("persistent absence by free school meals").breakdown == "fsm"
    assert first("persistent absence by free school meals").categories == ()


def test_words_that_are_like_nothing_find_nothing():
    assert queries.search("zzzz qqqq") == ()
    assert queries.search("  ") == ()
    assert queries.search("???") == ()


def test_every_measure_and_every_area_is_found_by_its_own_name():
    for measure in queries.measures():
        assert measure.id in {hit.question.measures[0] for hit in queries.search(measure.label)}, (
            measure.label
        )
    for place in queries.places()[::7]:
        assert place.code in {hit.question.places[0] for hit in queries.search(place.name)}, place.name


def test_every_hit_has_figures():
    for text in ("suspensions leeds", "free school meals", "AP", "gcse english maths special"):
        for hit in queries.search(text):
            assert not queries.ask(hit.question).is_empty, hit.label


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered(text):
    for hit in queries.search(text):
        assert hit.label
        assert queries.check(hit.question)[1] in ((), queries.histories(hit.question.places))
