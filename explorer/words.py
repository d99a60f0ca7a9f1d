"""Words: numbers, changes, lists and dates as a reader says them."""

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NOT_AT_HAND = "not at hand"
# not from the locale, which may speak another language
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SPELLED = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
JOINT = re.compile(r" (?:by|for|in|on|or|with) ")  # what stands before it is the noun of a measure's name
ROUNDABLE = 1e15  # beyond it a float has no decimals to round
MINUS = "\N{MINUS SIGN}"
# A spreadsheet takes text that begins with one of these for a formula; the wide ones in eastern Asia.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def is_number(value: float | None) -> bool:
    """Whether there is a number: neither None nor not-a-number."""
    return value is not None and not math.isnan(value)


def fmt(value: float | None, decimals: int = 0) -> str:
    """The number with thousands separated and these decimals, halves away from zero; '' without a number."""
    if value is None or math.isnan(value):
        return ""
    if math.isinf(value):
        return "infinity" if value > 0 else f"{MINUS}infinity"
    text = f"{abs(_rounded(value, decimals)):,.{max(decimals, 0)}f}"
    return f"{MINUS}{text}" if _rounded(value, decimals) < 0 else text


def signed(value: float | None, decimals: int = 0) -> str:
    """The number with its sign: '+1.2', a true minus for a fall, none for what rounds to nothing."""
    text = fmt(value, decimals)
    return f"+{text}" if value is not None and text and _rounded(value, decimals) > 0 else text


def fmt_or_symbol(value: float | None, decimals: int = 0, *, symbol: str | None = None) -> str:
    """The number, or else its published symbol in square brackets, or else 'not at hand'."""
    if is_number(value):
        return fmt(value, decimals)
    return f"[{symbol}]" if isinstance(symbol, str) and symbol else NOT_AT_HAND


def listed(items: Iterable[str], joint: str = "and") -> str:
    """The items as a sentence has them: 'a', 'a and b', 'a, b and c'."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def capital(text: str) -> str:
    """The text with its first letter a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The text for the middle of a sentence: first letter small, unless the first word is an abbreviation."""
    word = text.split(" ", 1)[0]
    return text if word[1:].lower() != word[1:] else text[:1].lower() + text[1:]


def count_of(number: float, one: str, *, many: str = "") -> str:
    """'1 pupil', '2 pupils', '1,234 pupils'; `many` where it is not `one` with an s."""
    return f"{fmt(number)} {one if number == 1 else many or one + 's'}"


def opening_count(number: int, one: str, *, many: str = "") -> str:
    """A count that can begin a sentence: 'One area', 'Two areas', 'In all, 23 areas'."""
    said = count_of(number, one, many=many)
    if not 0 < number <= len(SPELLED):
        return f"In all, {said}"
    return f"{SPELLED[number - 1]}{said.removeprefix(fmt(number))}"


def is_or_are(labels: Iterable[str]) -> str:
    """The verb of these names: 'are' for several, and for one in the plural, 'Pupils with SEN support'."""
    named = list(labels)
    return "are" if len(named) > 1 or JOINT.split(named[0])[0].endswith("s") else "is"


def long_date(text: str) -> str:
    """An ISO date as a reader says it: '21 November 2024', 'July 2024'; any other text as it is."""
    month_only = len(text) == len("2024-07")
    try:
        day = date.fromisoformat(f"{text}-01" if month_only else text[:10])
    except ValueError:
        return text
    said = f"{MONTHS[day.month - 1]} {day.year}"
    return said if month_only else f"{day.day} {said}"


def _rounded(value: float, decimals: int) -> Decimal:
    # through repr, so that 0.125 as published is 0.13 and not what binary halves make of it
    places = max(decimals, 0)
    if abs(value) >= ROUNDABLE:
        return Decimal(repr(float(value)))
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
