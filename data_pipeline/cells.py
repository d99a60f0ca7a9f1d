"""Cells: what a piece of published text is: a number, a mark, a code, a period."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime

STANDARD_MARKS = {
    "z": "z",
    "x": "x",
    "c": "c",
    "low": "low",
    "k": "low",
    "~": "low",
    "u": "u",
    ":": "z",
    ".": "z",
    "..": "x",
    "-": "x",
    "NA": "x",
    "N/A": "x",
    "NaN": "x",
    "": "x",
}
# Columns of the department's standard that hold codes and names, even where they look like numbers.
WORDS = {
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
    "estab",
    "laestab",
    "urn",
    "version",
}
# Codes made of digits: a spreadsheet or R may have written 100000 as 1e+05 and 301 as 301.0.
DIGIT_CODES = re.compile(r"(.*_)?(urn|laestab|estab|ukprn)|old_la_code", re.IGNORECASE)
_WORD_ENDINGS = re.compile(r"(.*_)?(urn|laestab|estab|ukprn|code|name|postcode)", re.IGNORECASE)
# The one pattern each of numbers with thousands separators and of codes that were written as numbers; the
# same text is used in Python and in SQL, so that both agree.
THOUSANDS = r"[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?"
MANGLED = r"[0-9]+[.]0+|[0-9]([.][0-9]+)?[eE][+][0-9]{1,2}"
_NUMBER = re.compile(r"[+-]?([0-9](_?[0-9])*[.]?([0-9](_?[0-9])*)?|[.][0-9](_?[0-9])*)([eE][+-]?[0-9]+)?")
_YEAR = re.compile(r"([0-9]{4})(?:[.]0)?")
_SCHOOL_YEAR = re.compile(r"([0-9]{4})[^0-9]?([0-9]{2})?([0-9]{2})(?:[.]0)?")


def number(text: str) -> float | None:
    """The number that a cell holds, thousands separators allowed; None where it holds a mark or words."""
    bare = text.strip()
    if re.fullmatch(THOUSANDS, bare):
        bare = bare.replace(",", "")
    if not _NUMBER.fullmatch(bare):
        return None
    value = float(bare)
    return value if math.isfinite(value) else None


def code(text: str) -> str:
    """A code of digits as it was before a spreadsheet or R took it for a number: `1e+05` was 100000.

    Missing  a code whose last digits were lost is given back as it stands
    """
    bare = text.strip()
    if not re.fullmatch(MANGLED, bare):
        return bare
    value = float(bare)
    return str(int(value)) if value.is_integer() else bare


def period(text: str) -> str | None:
    """A time period in the department's own form, `202324` or `2024`; None where it is no year.

    Source  DfE open data standards: six digits are a year and the last two digits of the next one
    """
    bare = text.strip()
    if found := _YEAR.fullmatch(bare):
        return found[1]
    found = _SCHOOL_YEAR.fullmatch(bare)
    if not found:
        return None
    first, century, last = found.groups()
    following = int(first) + 1
    if int(last) != following % 100 or (century and int(century) != following // 100):
        return None
    return first + last


def is_near(period: str) -> bool:
    """Whether a period of the department's form begins before the end of next year; else it is a slip.

    Source  what is published here counts what has been, so that no table looks further ahead
    """
    return int(period[:4]) <= datetime.now(UTC).year + 1


def is_word_column(name: str) -> bool:
    """Whether a column holds words or codes by its name, whatever its cells look like."""
    return name in WORDS or bool(_WORD_ENDINGS.fullmatch(name))


def looks_numeric(cells: Iterable[str], marks: Iterable[str]) -> bool | None:
    """Whether some cells are of a column of numbers; None where all are marks or blank."""
    filled = {cell.strip() for cell in cells} - {""}
    numbers = {cell for cell in filled if number(cell) is not None}
    if filled - numbers - set(marks):
        return False
    return True if numbers else None


def is_plain(cells: Iterable[str]) -> bool:
    """Whether some cells are numbers and nothing else, in the form that needs no second look."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)
