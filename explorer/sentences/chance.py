"""Chance: whether a change is larger than chance makes in numbers of its size."""

from explorer import stats
from explorer.queries import Answer, Change, Measure
from explorer.sentences.saying import is_count, is_events

# Suspensions come in bunches, one pupil having many: the variance is this many times that of lone events.
# From the published numbers of suspensions per pupil, 2016/17, the last year they are at hand for.
CLUSTERING = {"suspension_rate": 4.4}
# Sessions missed hang together pupil by pupil, in a way that no published table lets anybody measure.
NO_CHANCE_MODEL = "sessions"
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
    if area and change.numerator is None and _has_chance_model(measure):
        return UNKNOWN
    return ""


def within_chance(change: Change, measure: Measure) -> bool:
    """Whether chance alone could make the change on the earlier period; False where that cannot be told.

    Source  the log-normal interval of the ratio of two rates: Breslow & Day 1987, vol. II; Katz et al. 1978
    """
    counts = (change.numerator, change.denominator, change.before_numerator, change.before_denominator)
    persons = not is_events(measure)
    if not _has_chance_model(measure) or not all(count is not None and count > 0 for count in counts):
        return False
    clustering = 1.0 if persons else CLUSTERING.get(measure.id, 1.0)
    events, people, earlier_events, earlier_people = (float(count or 0) for count in counts)
    now = stats.Rate(events, people, persons=persons, clustering=clustering)
    before = stats.Rate(earlier_events, earlier_people, persons=persons, clustering=clustering)
    return not stats.log_ratio(now, before).excludes(1)


def _has_chance_model(measure: Measure) -> bool:
    """Whether the measure counts events or persons: not averages of points, and not sessions."""
    counts = is_events(measure) or measure.unit.startswith("percent")
    return counts and NO_CHANCE_MODEL not in measure.unit
