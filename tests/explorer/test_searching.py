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


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("fixed period exclusions", "suspension_rate"),
        ("fixed-term exclusion", "suspension_rate"),
        ("fixed period exclusion rate", "suspension_rate"),
        ("statements of SEN", "ehc_plan_rate"),
        ("KS4", "english_maths_94_rate"),
        ("attainment 8", "attainment8_average"),
        ("permanent exclusions", "permanent_exclusion_rate"),
    ],
)
def test_an_old_or_everyday_name_leads_to_the_measure_of_today(text, measure):
    assert first(text).measures == (measure,)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Herefordshire", "E06000019"),
        ("Herefordshire suspensions", "E06000019"),
        ("Hertfordshire", "E10000015"),
        ("north yorks", "E06000065"),
        ("BCP", "E06000058"),
        ("Bucks", "E06000060"),
    ],
)
def test_a_word_spelled_out_beats_one_that_is_like_it_and_counties_have_their_short_names(text, place):
    assert first(text).places == (place,)


def test_a_year_is_no_part_of_an_areas_name():
    assert queries.search("suspension rate 2019") == queries.search("suspension rate")
    assert queries.search("suspensions leeds 2019/20")[0].question.places == ("E08000035",)
    assert queries.search("2019") == ()


def test_groups_are_found_by_their_everyday_short_names():
    assert {hit.group for hit in queries.search("GRT exclusions")} >= {"Gypsy and Roma", "Irish Traveller"}
    assert first("deprived").breakdown in ("fsm", "disadvantage")


def test_a_measure_that_is_not_at_hand_leads_to_no_other():
    assert queries.search("progress 8") == queries.search("Progress 8 leeds") == ()
    assert queries.not_held("progress 8 scores") == "Progress 8"
    assert queries.not_held("attainment 8") == ""


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
