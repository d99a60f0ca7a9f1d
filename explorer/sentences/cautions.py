"""Cautions: what to know before groups are set beside each other."""

from explorer import words
from explorer.queries import OTHERS, Comparison, Panel
from explorer.queries.comparing import NO_MODEL, PUBLISHED, SESSIONS
from explorer.queries.rates import CLUSTERING

UNKNOWN = "Unclassified"
MUCH_UNKNOWN = 0.05  # share of the events from which on it is said that the group of many is not known

INTERVAL = (
    "The counts are complete, so a 95% interval is not about a sample: it says how far a figure of this size "
    "would move by chance alone if nothing else changed. An interval that includes 1 (of a difference: 0) is "
    "no evidence of a difference."
)
NO_CAUSE = (
    "A ratio says how much more or less often something was recorded in one group than in another. It does "
    "not say why, and groups differ in much else, such as age, income and where they live."
)
CALCULATED = (
    "Rates, ratios and differences here are calculated from the published counts. Published rates can differ "
    "a little: they are rounded, and in some years were made before the counts were rounded."
)
FEW = (
    "With fewer than 10 cases in the group or the reference, counts are shown and no rate, ratio or "
    "difference: chance moves so small a number about."
)
WORKED_OUT = (
    "Where a rate has no count, the number of cases is worked out from it and the last number of pupils at "
    "hand: of the group itself, else of all pupils and the group's share of them in the January census. "
    "Numbers marked 'about' are made so, and decide alone whether a ratio is shown."
)
ADJUSTED = (
    "'Free school meals alike' is the ratio among pupils who are eligible for free school meals and among "
    "those who are not, taken together (Mantel-Haenszel), so that a difference in eligibility is not in it."
)
TOTAL = (
    "All others are the published total of all pupils less the group itself, as not every other group has "
    "counts here."
)
POINTS = (
    "Averages of points are compared by their difference in points; a ratio of points would mean nothing."
)


def cautions(panel: Panel) -> tuple[str, ...]:
    """The notes on a panel of comparisons, those that matter most first."""
    states = {one.state for one in panel.rows}
    unit, judged = panel.measure.unit, "compared" in states
    unjudged = NO_MODEL if SESSIONS in unit else PUBLISHED
    counted = any(one.mine.counted for one in panel.rows) and not panel.is_points
    other = _other_than_published(panel) if counted else ""
    notes = [
        # on a page that shows the published rates too, this is what a reader stumbles over first
        f"{CALCULATED} {other}" if other else "",
        INTERVAL if judged else "",
        unjudged if "unjudged" in states else "",
        POINTS if panel.is_points else "",
        NO_CAUSE,
        _others(panel),
        _unknown(panel),
        _bunches(panel) if judged else "",
        ADJUSTED if panel.has_adjusted else "",
        FEW if "few" in states else "",
        WORKED_OUT if any(one.state == "few" and not one.mine.counted for one in panel.rows) else "",
        _many(panel) if judged else "",
        CALCULATED if counted and not other else "",
    ]
    return tuple(note for note in notes if note)


def _other_than_published(panel: Panel) -> str:
    """The group whose calculated rate is furthest from the published one, where the two read otherwise."""
    published = dict(zip(panel.answer.rows["category"], panel.answer.rows["shown"], strict=True))
    apart = [
        (abs(one.mine.shown - float(published[one.category])), one)
        for one in panel.rows
        if one.mine.shown is not None
        and one.state != "few"
        and _reads_otherwise(panel, one, published=published)
    ]
    if not apart:
        return ""
    one = max(apart, key=lambda pair: pair[0])[1]
    there = words.fmt(float(published[one.category]), panel.answer.decimals)
    here = words.fmt(one.mine.shown, panel.measure.decimals)
    return f"Of {one.said} the published rate is {there}, the calculated one {here}."


def _reads_otherwise(panel: Panel, one: Comparison, *, published: dict[str, float]) -> bool:
    there = published.get(one.category)
    return words.is_number(there) and words.fmt(there, panel.answer.decimals) != words.fmt(
        one.mine.shown, panel.answer.decimals
    )


def _others(panel: Panel) -> str:
    if panel.reference.id != OTHERS.id or not panel.made:
        return ""
    if panel.found_by == "total":
        return TOTAL
    unknown = any(one.category == UNKNOWN and one.mine.counted for one in panel.rows)
    among = ", pupils of no known group among them" if unknown else ""
    return f"All others are all the other groups together{among}; the group itself is never among them."


def _unknown(panel: Panel) -> str:
    """How many of those counted are of no known group, where they are so many that it matters."""
    known = [one.mine.events for one in panel.rows if one.mine.events is not None]
    unknown = sum(one.mine.events or 0 for one in panel.rows if one.category == UNKNOWN)
    if not known or panel.is_points or unknown < MUCH_UNKNOWN * sum(known):
        return ""
    share = words.fmt(100 * unknown / sum(known))
    return (
        f"{share}% of the {panel.measure.numerator_label} counted here are of no known group, which may lie "
        "unevenly on the groups."
    )


def _bunches(panel: Panel) -> str:
    factor = CLUSTERING.get(panel.measure.id)
    if not factor:
        return ""
    return (
        f"Suspensions come in bunches, one pupil having many, so their intervals are widened for {factor} "
        "times the variance of lone events. To compare pupils, take pupils suspended."
    )


def _many(panel: Panel) -> str:
    judged = sum(one.state == "compared" and one.category != UNKNOWN for one in panel.rows)
    if judged < 10:
        return ""
    return f"With {judged} groups compared, about one interval in 20 leaves out 1 by chance alone."
