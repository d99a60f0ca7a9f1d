"""Funnel: how an area's rate lies beside those of all areas, and how many lie beyond the limits."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from explorer import queries, stats, words
from explorer.queries import Place, Standing
from explorer.sentences.saying import amount, disturbed, joined, period, place_name, schools, subject
from explorer.sentences.trends import latest

NAMED = 12  # areas that a sentence names
WHOLE = "Total"  # the school type that goes without saying
AS_EXPECTED = "about what we would expect given the variation between areas"
EXPECTED = {
    "additive": AS_EXPECTED,
    "multiplicative": AS_EXPECTED,
    "none": "about what we would expect if areas differed by chance alone",
}
LIMITS = {
    "additive": "These limits allow for chance and for the usual differences between areas.",
    "multiplicative": "These limits are those of chance, widened by one factor for the usual differences "
    "between areas.",
    "none": "These limits allow for chance alone. Areas differ by more than that, so many lie beyond them.",
}
BUNCHED = (
    "One pupil can be suspended many times, so suspensions come in bunches. The adjusted limits take that "
    "in; limits of chance alone treat each suspension as a lone event and are too narrow. The number of "
    "pupils suspended at least once has no bunches."
)
TOO_FEW = "Under 10 were recorded and under 10 would be usual for its size, so it is not judged high or low."
Row = dict[str, Any]


def standing(told: Standing, area: Place | None = None) -> str:
    """Where the area's rate lies beside all others; then how many lie beyond the limits, and would anyhow."""
    if area is not None and area.code in told.rates:
        return joined((_of_area(told, area), disturbed(told.answer), f"{words.capital(_beyond(told))}."))
    return joined((f"In {_when_and_what(told)}, {_beyond(told)}.", disturbed(told.answer)))


def band(told: Standing, code: str) -> str:
    """Where an area lies, in words: 'somewhat high', 'about what we would expect ...', 'too few to say'."""
    if queries.is_few(told, code):
        return "too few to say"
    found = told.band(code)
    return EXPECTED[told.funnel.adjustment] if found == "as expected" else str(found)


def left_out(told: Standing) -> str:
    """How many areas are shown, and which are not, and why."""
    shown = f"{words.count_of(len(told.rates), 'area')} {'is' if len(told.rates) == 1 else 'are'} shown."
    tiny = f"Left out, with next to no pupils: {_named(told.tiny)}." if told.tiny else ""
    hidden = f"Left out, with no counts at hand: {_named(told.hidden)}." if told.hidden else ""
    return " ".join(filter(None, (shown, tiny, hidden)))


def beyond(told: Standing) -> str:
    """Which areas lie beyond the outer limits, by name; '' where none does or they are too many to name."""
    there = {
        found: [one.place for one in queries.stood(told) if one.band == found and not one.few]
        for found in ("unusually high", "unusually low")
    }
    said = [f"{found}: {_named(found_there)}" for found, found_there in there.items() if found_there]
    few = sum(map(len, there.values())) <= NAMED
    return f"Beyond the 99.8% limits, {'; '.join(said)}." if said and few else ""


def limits(told: Standing) -> str:
    """What the limits allow for, and what to mind where events come in bunches."""
    bunched = any(rate.clustering > 1 for rate in told.rates.values())
    return " ".join(filter(None, (LIMITS[told.funnel.adjustment], BUNCHED if bunched else "")))


def newer(told: Standing, area: Place | None = None) -> str:
    """Which later years have rates without counts, with the area's newest; '' where none has."""
    question = told.answer.question
    periods = queries.newer_rates(told.measure.id, school_type=question.school_types[0])
    if not periods:
        return ""
    later = replace(queries.every_area(question), first=periods[0], last=periods[-1])
    answer = queries.ask(later)
    labels = dict.fromkeys(str(label) for label in answer.published["period"])
    said = f"Rates for {words.listed(labels)} are at hand without the counts behind them, which limits need."
    known = answer.rows[answer.rows["shown"].notna()].to_dict("records")
    own = [row for row in known if area is not None and row["place_code"] == area.code]
    if not own:
        return said
    rate = amount(float(own[-1]["shown"]), answer.measure)
    return f"{said} {words.capital(place_name(answer, own[-1]))} had {rate} in {own[-1]['period']}."


def _of_area(told: Standing, area: Place) -> str:
    """'In 2022/23, 19 permanent exclusions were recorded in Leeds, 1.4 per 10,000 pupils: somewhat low.'"""
    answer, row = told.answer, _row(told, area.code)
    there = f"{_schools(told)} in {place_name(answer, row)}"
    if not queries.is_few(told, area.code):
        return f"{latest(answer, row, there=there)}: {band(told, area.code)}."
    verb = "was" if row["numerator"] == 1 else "were"
    return (
        f"In {period(str(row['period']))}, {words.fmt(row['numerator'])} {told.measure.numerator_label} "
        f"{verb} recorded{there}, among {words.fmt(row['denominator'])} {told.measure.denominator_short}. "
        f"{TOO_FEW}"
    )


def _when_and_what(told: Standing) -> str:
    row = _row(told)
    return f"{period(str(row['period']))}, for {subject(told.measure)}{_schools(told)}"


def _beyond(told: Standing) -> str:
    """How many of the areas judged lie beyond the limits, and how many do where nothing is unusual."""
    found = [told.band(code) for code in told.rates if not queries.is_few(told, code)]
    if not found:
        return f"none of the {len(told.rates)} areas has enough cases to be judged"
    outer = sum(one.startswith("unusually") for one in found)
    inner = outer + sum(one.startswith("somewhat") for one in found)
    judged = "" if len(found) == len(told.rates) else " with enough cases to be judged"
    return (
        f"of the {words.count_of(len(found), 'area')}{judged}, {inner} {'lies' if inner == 1 else 'lie'} "
        f"beyond the 95% limits and {outer} beyond the 99.8% limits; {_usually(told, len(found))}"
    )


def _usually(told: Standing, areas: int) -> str:
    """How many of so many areas such limits leave out: by chance alone, only limits of chance alone do."""
    left = " and ".join(words.fmt(stats.flags_expected(areas, level=level), 1) for level in (0.95, 0.998))
    if told.funnel.adjustment == "none":
        return f"chance alone would put about {left} there"
    return f"limits like these leave out about {left} even if nothing is unusual about any area"


def _schools(told: Standing) -> str:
    """' in special schools', with its leading blank; '' for all state-funded schools."""
    whole = told.answer.question.school_types[0] == WHOLE
    said = "" if whole else schools(told.answer, _row(told))
    return f" in {said}" if said else ""


def _row(told: Standing, code: str = "") -> Row:
    """The row of an area; without its code, of any."""
    rows = told.answer.rows
    own = rows[rows["place_code"] == code] if code else rows
    return {str(name): cell for name, cell in own.iloc[0].items()}


def _named(places: Iterable[Place]) -> str:
    names = [place.name for place in places]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return (", ".join(names[:NAMED]) + more) if more else words.listed(names)
