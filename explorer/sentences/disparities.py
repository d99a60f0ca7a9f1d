"""Disparities: one group beside its reference in two sentences, and what to know before comparing."""

from explorer import words
from explorer.queries import Comparison, Measure, Panel
from explorer.queries.behind import about, how_many, worked_out
from explorer.queries.disparities import UNKNOWN
from explorer.question import ENGLAND
from explorer.sentences.saying import (
    amount,
    bare,
    disturbed,
    is_events,
    is_held,
    joined,
    period,
    place_name,
    schools,
)
from explorer.stats import Interval

WIDEST = ("Total", "All state-funded", "Alternative provision", "All schools", "Mainstream and special")
CHANCE = "The interval includes 1, so chance alone could make a difference of this size."
POINTS = (
    "A difference of averages has no interval here: how far results spread from pupil to pupil is not in the "
    "tables at hand."
)
SEVERAL = 3  # groups from which on it is said how many stand on which side
NAMED = 4  # groups whose numbers a sentence can hold
CHANCE_MOVES = "Chance moves so small a number about."
TOO_FEW = f"That is too few for a ratio. {CHANCE_MOVES}"


def disparity(panel: Panel, pick: str = "") -> str:
    """How many times the reference's rate the picked group's rate was, with its interval and its counts.

    Missing  without a ratio: the counts and why there is none; nothing to compare at all: that
    """
    one = panel.highlighted(pick)
    if one is None:
        return _nothing(panel)
    said = {"few": _few, "missing": _missing, "points": _points}.get(one.state, _ratio)(panel, one)
    return joined([*said, *_round(panel), disturbed(panel.answer)])


def interval(one: Interval | None, decimals: int, *, sign: bool = False) -> str:
    """'2.99 (2.64 to 3.38)', without limits '2.99'; '' where there is nothing."""
    if one is None or not words.is_number(one.value):
        return ""
    write = words.signed if sign else words.fmt
    decimals = _enough(one, decimals)
    limits = f" ({write(one.low, decimals)} to {write(one.high, decimals)})" if one.known else ""
    return f"{write(one.value, decimals)}{limits}"


def _enough(one: Interval, decimals: int) -> int:
    """So many decimals that the two limits do not read the same, at most two more."""
    apart = (
        more
        for more in range(3)
        if words.fmt(one.low, decimals + more) != words.fmt(one.high, decimals + more)
    )
    return decimals + next(apart, 0) if one.known else decimals


def counts(one: Comparison, measure: Measure) -> str:
    """'260 permanent exclusions among 92,595 pupils', '357 of 8,740 pupils'; '' where not at hand."""
    events, people = one.mine.events, one.mine.people
    if events is None or people is None or measure.unit.endswith("points"):
        return ""
    whole = f"{words.fmt(people)} {measure.denominator_short or 'pupils'}"
    if is_events(measure):
        return f"{words.fmt(events)} {measure.numerator_label} among {whole}"
    return f"{words.fmt(events)} of {whole}"


def _when(panel: Panel) -> str:
    row = panel.answer.rows.iloc[0].to_dict()
    place = "" if row["place_code"] == ENGLAND else f" in {place_name(panel.answer, row)}"
    kinds = "" if row["school_type"] in WIDEST else schools(panel.answer, row)
    return f"In {period(str(row['period']))}{place}{f' in {kinds}' if kinds else ''}"


def _ratio(panel: Panel, one: Comparison) -> list[str]:
    measure = panel.measure
    if one.ratio is None or one.mine.shown is None or one.reference.shown is None:
        return _missing(panel, one)
    times, _, limits = interval(one.ratio, 2).partition(" (")
    first = f"{_when(panel)}, {_at(measure, one, times=times)}{f' (95% interval {limits}' if limits else ''}."
    behind = counts(one, measure) if one.state == "compared" else ""
    second = (
        f"That is {bare(one.mine.shown, measure)} against {amount(one.reference.shown, measure)}, "
        f"a difference of {_difference(one, measure)}{f': {behind}' if behind else ''}."
    )
    return [first, second, CHANCE if one.is_chance else one.why if one.state == "unjudged" else ""]


def _at(measure: Measure, one: Comparison, *, times: str) -> str:
    """What was recorded among whom, at how many times whose rate."""
    rate = f"at {times} times the rate of {one.beside}"
    if is_events(measure):
        return f"{measure.sentence_label} were recorded among {one.said} {rate}"
    if measure.sentence_label.startswith("pupils "):
        rest = measure.sentence_label.removeprefix("pupils ")
        return f"{one.said} were recorded {rest if rest.startswith('in ') else f'as {rest}'} {rate}"
    joint = "for" if is_held(measure) else "among"
    return f"{measure.sentence_label} was recorded {joint} {one.said} {rate}"


def _difference(one: Comparison, measure: Measure) -> str:
    said = interval(one.difference, measure.decimals)
    if not measure.display_unit.startswith("%"):
        return said
    value, _, limits = said.partition(" (")
    return f"{value} percentage points" + (f" ({limits}" if limits else "")


def _points(panel: Panel, one: Comparison) -> list[str]:
    if one.difference is None or one.mine.shown is None or one.reference.shown is None:
        return _missing(panel, one)
    measure, gap = panel.measure, one.difference.value
    size = words.fmt(abs(gap), measure.decimals)
    word = "higher" if gap > 0 else "lower"
    first = (
        f"{_when(panel)}, the {measure.sentence_label} of {one.said} was {size} {measure.display_unit} "
        f"{word} than that of {one.beside}: {bare(one.mine.shown, measure)} against "
        f"{amount(one.reference.shown, measure)}."
    )
    return [first, POINTS]


def _few(panel: Panel, one: Comparison) -> list[str]:
    if not counts(one, panel.measure):
        return _few_worked_out(panel, one)
    return [
        f"{_when(panel)}, {counts(one, panel.measure)} were recorded for {one.said}.",
        f"With {one.why}, no ratio is made: chance moves so small a number about.",
    ]


def _few_worked_out(panel: Panel, one: Comparison) -> list[str]:
    """Of a rate without a count: how many would stand behind it, worked out from what, and why no ratio."""
    said = about(one.mine.behind, panel.measure)
    why = one.why.removesuffix(": too few")
    if not said:
        return [f"{_when(panel)}, {one.said} are not compared: {why}."]
    first = f"{_when(panel)}, {said} would stand behind the rate of {one.said}{worked_out(one.mine.behind)}."
    return [first, TOO_FEW if one.mine.few else f"There is no ratio: {why}, which is too few."]


def _missing(panel: Panel, one: Comparison) -> list[str]:
    what = "comparison" if one.mine.shown is not None else "rate"
    why = words.small(one.why or words.NOT_AT_HAND)
    return [f"{_when(panel)}, there is no {what} of {one.said}: {why}."]


def _round(panel: Panel) -> list[str]:
    """How many groups had more, how many less, and how many do not differ by more than chance makes."""
    known = [one for one in panel.rows if UNKNOWN not in one.category.split("*")]
    judged = [one for one in known if one.state == "compared" and one.ratio]
    if len(judged) < SEVERAL:
        return []
    chance = sum(one.is_chance for one in judged)
    above = sum(one.ratio.value > 1 and not one.is_chance for one in judged if one.ratio)
    below = len(judged) - chance - above
    beside = {one.beside for one in judged}
    whose = f"that of {beside.pop()}" if len(beside) == 1 else "that of the pupils set beside it"
    groups = f"{len(judged)} {'groups' if len(known) == len(panel.rows) else 'known groups'}"
    said = (
        f"Of the {groups} compared, {above or 'none'} had a rate above {whose} and "
        f"{below or 'none'} a rate below it by more than chance makes; for {chance or 'none'} chance alone "
        "could make the difference."
    )
    return [said]


def _nothing(panel: Panel) -> str:
    """Why not one comparison can be made."""
    rates = [one for one in panel.rows if one.mine.shown is not None]
    if rates and all(one.mine.shown == 0 for one in rates):
        nothing = f"no {panel.measure.numerator_label} were recorded in any group"
        return f"{_when(panel)}, {nothing}, so there is nothing to compare."
    if any(one.mine.few and one.mine.behind.worked_out for one in rates) and len(rates) <= NAMED:
        return joined([*_all_worked_out(panel, rates), disturbed(panel.answer)])
    why = (one.why for one in panel.rows if one.why and one.state != "reference")
    reason = words.small(next(why, words.NOT_AT_HAND))
    return f"No groups can be compared here, for this reason: {reason}. {panel.answer.title()}."


def _all_worked_out(panel: Panel, rates: list[Comparison]) -> list[str]:
    """How many would stand behind the rate of each group, where that is too few for any ratio."""
    told = words.listed(f"{how_many(one.mine.behind)} among {one.said}" for one in rates)
    known = [one.mine.behind for one in rates if one.mine.behind.worked_out]
    shares = next((one for one in known if one.basis == "share"), known[0])
    source = worked_out(shares, many=len(rates) > 1).removeprefix(", ")
    first = f"{_when(panel)}, {panel.measure.numerator_label} were too few for a ratio: {told}."
    return [first, f"These numbers are {source}. {CHANCE_MOVES}"]
