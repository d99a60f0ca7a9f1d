"""Words tests: numbers, lists and dates as a reader says them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import words


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (1234567, 0, "1,234,567"),
        (0.125, 2, "0.13"),
        (2.5, 0, "3"),
        (-0.04, 1, "0.0"),
        (-1.25, 1, "\N{MINUS SIGN}1.3"),
        (12.0, 1, "12.0"),
        (5, -1, "5"),
        (None, 1, ""),
        (math.nan, 1, ""),
        (math.inf, 1, "infinity"),
        (1e300, 0, "1" + ",000" * 100),
    ],
)
def test_a_number_is_printed_to_its_decimals(value, decimals, said):
    assert words.fmt(value, decimals) == said


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 4))
def test_every_number_can_be_printed(value, decimals):
    assert bool(words.fmt(value, decimals)) != math.isnan(value)


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_printed_number_is_within_half_a_unit(value, decimals):
    printed = float(words.fmt(value, decimals).replace(",", "").replace(words.MINUS, "-"))
    assert abs(printed - value) <= 0.5 * 10**-decimals + 1e-4


@pytest.mark.parametrize(
    ("value", "said"), [(1.24, "+1.2"), (-1.24, "\N{MINUS SIGN}1.2"), (0.01, "0.0"), (0, "0.0"), (None, "")]
)
def test_a_change_carries_its_sign_unless_it_rounds_to_nothing(value, said):
    assert words.signed(value, 1) == said


@pytest.mark.parametrize(
    ("value", "symbol", "said"),
    [
        (0.0, None, "0.0"),
        (None, "c", "[c]"),
        (math.nan, "z", "[z]"),
        (None, None, "not at hand"),
        (math.nan, math.nan, "not at hand"),
    ],
)
def test_what_is_no_number_is_never_a_zero_and_never_a_blank(value, symbol, said):
    assert words.fmt_or_symbol(value, 1, symbol=symbol) == said


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_read_out(items, said):
    assert words.listed(items) == said


def test_a_list_takes_another_joint():
    assert words.listed(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("text", "said"),
    [("Suspension rate", "suspension rate"), ("EHC plans", "EHC plans"), ("A rate", "a rate"), ("", "")],
)
def test_a_label_gets_ready_for_the_middle_of_a_sentence(text, said):
    assert words.small(text) == said


def test_a_capital_leaves_the_rest_alone():
    assert words.capital("persistent absence of EHC pupils") == "Persistent absence of EHC pupils"


@pytest.mark.parametrize(("number", "said"), [(1, "1 pupil"), (0, "0 pupils"), (1234, "1,234 pupils")])
def test_a_count_has_its_noun(number, said):
    assert words.count_of(number, "pupil") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-11-21", "21 November 2024"),
        ("2024-11-21T09:30:00", "21 November 2024"),
        ("2024-07", "July 2024"),
        ("2024-13", "2024-13"),
        ("not known", "not known"),
        ("", ""),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(text, said):
    assert words.long_date(text) == said
