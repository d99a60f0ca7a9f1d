"""Growth: a January count, its year's change and its change since a base January, in one sentence."""

import pandas as pd

from explorer import words
from explorer.queries import Answer, Change, Series, change_of
from explorer.sentences.saying import is_count, measure_of, period, where
from explorer.sentences.trends import minding, trend

BASE = "201718"  # the January count six years before that of 2024, when the rise was in the news
PERCENT_FROM = 100  # pupils below which a percentage change says more than the counts can bear


def is_growth(answer: Answer) -> bool:
    """Whether the answer is one series of January counts."""
    return len(answer.series()) == 1 and is_count(answer.measure) and answer.measure.stamp == "january"


def ap_growth(answer: Answer, *, base: str = BASE) -> tuple[str, ...]:
    """Latest roll, the year's change, the change since the base; then the last January as high, as published.

    'There were 15,866 pupils in state-funded alternative provision in England in January 2024, up 20.3% on
    January 2023 (13,191) but 5.2% below January 2018 (16,732). The count of January 2024 is the highest since
    January 2019.'
    """
    series = answer.series()[0]
    change = change_of(answer, series, base=base)
    if change is None:
        return ()
    if min(change.shown, change.before or 0, change.base or change.shown) < PERCENT_FROM:
        return trend(answer, base=base)
    row = {str(name): value for name, value in series.numbers.iloc[-1].items()}
    measure = measure_of(answer, row)
    what = f"There were {words.fmt(change.shown)} {measure.sentence_label}{where(answer, row)}"
    said = f"{what} in {period(change.period)}, {_steps(change)}."
    return said, _highest(series, change), minding(answer, change)


def counted_from(answer: Answer, *, base: str = BASE) -> str:
    """The base January that the sentence counts a change from; '' where it names none."""
    if not is_growth(answer):
        return ""
    change = change_of(answer, answer.series()[0], base=base)
    return base if change and change.base is not None else ""


def _steps(change: Change) -> str:
    before, base = change.before, change.base
    if before is None:
        return "with no earlier January to compare"
    first = f"{_up_or_down(change.shown, before)} on {change.before_period} ({words.fmt(before)})"
    if base is None:
        return first
    joint = "but" if (change.shown > before) != (change.shown > base) else "and"
    return f"{first} {joint} {_above_or_below(change.shown, base)} {change.base_period} ({words.fmt(base)})"


def _percent(now: float, then: float) -> str:
    share = words.fmt(abs(100 * (now - then) / then), 1)
    return f"{share}%" if share != "0.0" else "less than 0.1%"


def _up_or_down(now: float, then: float) -> str:
    return f"{'up' if now > then else 'down'} {_percent(now, then)}" if now != then else "no change"


def _above_or_below(now: float, then: float) -> str:
    return f"{_percent(now, then)} {'above' if now > then else 'below'}" if now != then else "the same as"


def _highest(series: Series, change: Change) -> str:
    """'The count of January 2024 is the highest since January 2019.'; '' after a break or a higher one."""
    if change.broken:
        return ""
    count = f"The count of {period(change.period)} is the highest"
    numbers = series.numbers
    higher = numbers.iloc[:-1][numbers.iloc[:-1]["shown"] >= change.shown]
    if higher.empty:
        first = str(numbers["period"].iloc[0])
        return f"{count} in a series that starts in {first}." if len(numbers) > 1 else ""
    last: pd.Series = higher.iloc[-1]
    if change.before_period in {"", str(last["period"])}:
        return ""
    return f"{count} since {period(str(last['period']))}."
