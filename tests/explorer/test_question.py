"""Question tests: a question and its link are the same thing."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st

from explorer.question import WORDS, Question, from_params, slug, to_params

PAGE = Question(("suspension_rate",), breakdown="fsm", first="201819", categories=("FSM eligible",))
ids = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
codes = st.from_regex(r"E\d{8}", fullmatch=True)
slugs = st.lists(st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True), min_size=1, max_size=3).map("-".join)
periods = st.one_of(st.just(""), st.from_regex(r"20\d{4}", fullmatch=True))


def some(items, least=1):
    return st.lists(items, min_size=least, max_size=4, unique=True).map(tuple)


questions = st.builds(
    Question,
    measures=some(ids),
    places=some(codes),
    school_types=some(slugs),
    breakdown=st.one_of(ids, st.tuples(ids, ids).map("*".join)),
    categories=some(slugs.filter(lambda text: text != "all"), least=0),
    first=periods,
    last=periods,
    time_identifier=slugs,
)
words = st.sets(st.sampled_from(WORDS))


@given(questions, questions, words)
def test_a_link_reopens_its_question_whatever_the_page_offers(question, default, offered):
    assert from_params(to_params(question, default, offered=offered), default) == question


@given(questions, questions)
def test_a_full_link_does_not_move_when_the_default_moves(question, other):
    params = to_params(question, PAGE)
    assert from_params(params, other) == from_params(params, PAGE) == question


@given(questions)
def test_a_link_survives_the_address_bar(question):
    params = to_params(question, PAGE)
    assert dict(parse_qsl(urlencode(params, safe="~*"))) == params


@given(st.dictionaries(st.sampled_from([*WORDS, "utm_source"]), st.text()))
def test_no_text_in_a_link_can_break_it(params):
    question = from_params(params, PAGE)
    assert question.measures
    assert question.places
    assert question.school_types
    hash(question)


@given(st.text())
def test_the_slug_of_a_slug_is_itself(label):
    assert slug(slug(label)) == slug(label)


def test_a_link_is_short_and_readable():
    question = replace(PAGE, places=("E92000001", "E08000035"), categories=("Black Caribbean", "Gypsy/Roma"))
    assert to_params(question, PAGE) == {
        "measure": "suspension_rate",
        "place": "E92000001~E08000035",
        "school": "total",
        "by": "fsm",
        "group": "black-caribbean~gypsy-roma",
        "from": "201819",
        "to": "latest",
        "term": "academic-year",
    }


def test_a_page_writes_the_words_that_it_offers_and_those_that_differ():
    asked = replace(PAGE, last="202324")
    assert set(to_params(asked, PAGE, offered={"place", "measure"})) == {"place", "measure", "to"}


def test_words_that_a_link_leaves_out_are_the_pages_own():
    assert from_params({"place": "E08000035"}, PAGE) == replace(PAGE, places=("E08000035",))


def test_an_empty_word_is_the_pages_own_too():
    assert from_params({"measure": "", "school": " ~ "}, PAGE) == PAGE


def test_labels_of_the_page_come_back_as_labels():
    assert from_params({"school": "total", "group": "fsm-eligible"}, PAGE).categories == ("FSM eligible",)


def test_text_that_means_nothing_is_kept_to_be_judged():
    kept = from_params({"measure": "nonsense", "place": "Leedz", "from": "soon"}, PAGE)
    assert (kept.measures, kept.places, kept.first) == (("nonsense",), ("Leedz",), "soon")
