"""Cells: numbers, marks, codes and periods, as Python reads them and as the build does."""

import math
import re

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from data_pipeline import cells

TEXT = st.text(max_size=12)
LIKE_NUMBERS = st.from_regex(r"[ ]?[+-]?[0-9,._ ]{0,9}([eE][+-]?[0-9]{1,3})?[ ]?", fullmatch=True)
MARKS = st.sampled_from(sorted(cells.STANDARD_MARKS))
ANY = (
    TEXT
    | LIKE_NUMBERS
    | MARKS
    | st.sampled_from(["nan", "inf", "-Infinity", "0x10", "1,5", "12,34", "1e+05"])
)
YEARS = st.integers(1900, 2098)
BOUNDED = settings(max_examples=300, deadline=None)


def read_by_the_build(text):
    """Read one cell as build.publish and build.tidying do."""
    sql = """
        SELECT try_cast(trim(v) AS DOUBLE),
               CASE WHEN regexp_full_match(trim(v), ?) THEN try_cast(replace(trim(v), ',', '') AS DOUBLE) END
        FROM (SELECT ? AS v)
    """
    found = duckdb.default_connection().cursor().execute(sql, [cells.THOUSANDS, text]).fetchall()[0]
    return next((number for number in found if number is not None and math.isfinite(number)), None)


@BOUNDED
@given(ANY)
def test_python_and_the_build_agree_on_what_is_a_number(text):
    assert cells.number(text) == read_by_the_build(text) or "\0" in text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_is_read_back(value):
    assert cells.number(repr(value)) == value
    assert cells.number(f" {value!r} ") == value


@given(st.integers(-(10**15), 10**15), st.integers(0, 3))
def test_a_number_with_separators_is_the_number_without(whole, decimals):
    value = whole / 10**decimals
    assert cells.number(f"{value:,.{decimals}f}") == float(f"{value:.{decimals}f}")


@given(MARKS)
def test_a_mark_is_never_a_number(mark):
    assert cells.number(mark) is None


@given(ANY)
def test_what_is_read_is_finite_or_nothing(text):
    number = cells.number(text)
    assert number is None or math.isfinite(number)


@given(st.integers(1, 10**9))
def test_a_code_survives_being_written_as_a_number(code):
    for written in (str(code), f"{code}.0", f"{code:.10e}", f" {code}"):
        mantissa, _, power = written.partition("e")
        short = f"{mantissa.rstrip('0').rstrip('.')}e{power}" if power else written
        assert cells.code(short) == str(code)


@given(TEXT)
def test_a_code_that_is_no_number_stays_as_it_is(text):
    if not re.fullmatch(cells.MANGLED, text.strip()):
        assert cells.code(text) == text.strip()


@given(ANY)
def test_a_code_is_read_once_and_for_all(text):
    assert cells.code(cells.code(text)) == cells.code(text)


@given(YEARS)
def test_a_school_year_is_the_same_in_every_form(year):
    short, following = f"{(year + 1) % 100:02}", year + 1
    forms = [
        f"{year}{short}",
        f"{year}/{short}",
        f"{year}-{short}",
        f"{year}/{following}",
        f"{year}{short}.0",
    ]
    assert {cells.period(form) for form in forms} == {f"{year}{short}"}
    assert cells.period(str(year)) == str(year)


@given(YEARS, st.integers(0, 99))
def test_six_digits_are_a_period_only_if_the_second_year_follows_the_first(year, second):
    expected = f"{year}{second:02}" if second == (year + 1) % 100 else None
    assert cells.period(f"{year}{second:02}") == expected


@given(TEXT | st.from_regex(r"[0-9]{1,8}", fullmatch=True))
def test_a_period_is_in_the_standard_form_or_none(text):
    found = cells.period(text)
    assert found is None or re.fullmatch("[0-9]{4}([0-9]{2})?", found)
    assert found is None or cells.period(found) == found


@given(st.sets(LIKE_NUMBERS | MARKS | TEXT, max_size=6))
def test_a_column_is_of_numbers_only_if_all_else_in_it_are_marks(column):
    filled = {cell.strip() for cell in column} - {""}
    looks = cells.looks_numeric(column, set(cells.STANDARD_MARKS))
    others = {cell for cell in filled if cells.number(cell) is None} - set(cells.STANDARD_MARKS)
    assert (looks is False) == bool(others)
    assert not cells.is_plain(column) or looks
