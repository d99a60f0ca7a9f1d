"""Chance: whether a change is larger than chance makes in numbers of its size."""

from explorer import queries, stats
from explorer.queries import Answer, Change, Measure
from explorer.sentences.saying import is_count

LOCAL = "Local authority"
UNKNOWN = (
    "No counts were published with the newest rate, so how far chance explains the difference is not known."
)


def of_chance(answer: Answer, change: Change) -> str:
    """What is to be said of chance beside a change; '' where it is larger, or not a rate of cases."""
    measure = next(one for one in answer.measures if one.id == change.measure)
    if change.before is None or is_count(measure) or not measure.numerator_label:
        return ""
    if within_chance(change, measure):
        since = change.before_period
        return f"The difference from {since} is no larger than chance makes in numbers of this size."
    area = any(place.name == change.place and place.level == LOCAL for place in answer.places)
    if area and change.numerator is None and queries.has_chance_model(measure):
        return UNKNOWN
    return ""


def within_chance(change: Change, measure: Measure) -> bool:
    """Whether chance alone could make the change on the earlier period; False where that cannot be told.

    Source  the log-normal interval of the ratio of two rates: Breslow & Day 1987, vol. II; Katz et al. 1978
    """
    now = queries.rate_of(measure, events=change.numerator, people=change.denominator)
    before = queries.rate_of(measure, events=change.before_numerator, people=change.before_denominator)
    if not now or not before or not now.events or not before.events:
        return False
    return not stats.log_ratio(now, before).excludes(1)
