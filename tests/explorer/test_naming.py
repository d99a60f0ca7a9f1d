"""Naming tests: an area opens by its code, its name, or a part of its name that no other has."""

import pytest

from explorer import queries
from explorer.question import Question
from tests.explorer.shipped import CUMBRIA, ENGLAND, LEEDS, WESTMORLAND

pytestmark = pytest.mark.usefixtures("shipped")
PARTS = {
    "bristol": "E06000023",
    "durham": "E06000047",
    "Hull": "E06000010",
    "Westmorland": WESTMORLAND,
    "herefordshire": "E06000019",
    "Newcastle": "E08000021",
}


def opened(text):
    return queries.check(Question(("permanent_exclusion_rate",), (text,)))


@pytest.mark.parametrize(("text", "code"), PARTS.items())
def test_a_part_of_a_name_that_no_other_area_has_opens_it_and_says_so(text, code):
    question, said = opened(text)
    assert question.places == (code,)
    assert said == (f"The area '{text}' is taken for {queries.place(code).name}.",)


@pytest.mark.parametrize(("text", "code"), [("Leeds", LEEDS), ("leeds", LEEDS), ("383", LEEDS)])
def test_a_whole_name_or_code_opens_its_area_without_a_word(text, code):
    assert opened(text) == (Question(("permanent_exclusion_rate",), (code,)), ())


def test_a_whole_name_comes_before_a_part_of_others():
    assert opened("London")[0].places == ("E12000007",)
    assert opened("Dorset")[0].places == ("E06000059",)
    assert opened("Cumbria")[0].places == (CUMBRIA,)
    assert queries.authority("London") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Yorkshire", ("Yorkshire and The Humber", "East Riding of Yorkshire", "North Yorkshire")),
        ("kingston", ("Kingston upon Hull, City of", "Kingston upon Thames")),
    ],
)
def test_areas_that_share_the_word_are_named_and_none_is_opened(text, names):
    question, said = opened(text)
    assert question.places == (ENGLAND,)
    assert all(name in said[0] for name in names)


@pytest.mark.parametrize("text", ["of", "the", "and", "City of", "~", "2019"])
def test_words_that_are_no_name_open_nothing(text):
    assert queries.find_place(text) is None


def test_every_area_opens_by_its_own_name():
    for place in queries.places():
        found = queries.find_place(place.name)
        assert found is not None
        assert found.name == place.name
