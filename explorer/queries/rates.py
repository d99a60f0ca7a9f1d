"""Rates: published counts made into what the statistics take, each as what it counts."""

import pandas as pd

from explorer import stats
from explorer.queries.nouns import Measure

# Suspensions come in bunches, one pupil having many: the variance is this many times that of lone events.
# From the published numbers of suspensions per pupil, 2016/17, the last year they are at hand for.
CLUSTERING = {"suspension_rate": 4.4}
# Sessions missed hang together pupil by pupil, in a way that no published table lets anybody measure.
NO_CHANCE_MODEL = "sessions"


def has_chance_model(measure: Measure) -> bool:
    """Whether the measure counts events or persons: not averages of points, and not sessions."""
    return (measure.of_events or measure.unit.startswith("percent")) and NO_CHANCE_MODEL not in measure.unit


def rate_of(measure: Measure, *, events: float | None, people: float | None) -> stats.Rate | None:
    """The published counts behind a figure, as the rate of events or of persons that they are.

    Missing  None where a count is hidden, there are no people, more events than people are counted once
             each (a published slip), or the measure has no model of chance
    """
    if not has_chance_model(measure) or events is None or people is None:
        return None
    if pd.isna(events) or not people > 0 or events < 0:
        return None
    persons = not measure.of_events
    if persons and events > people:
        return None
    clustering = 1.0 if persons else CLUSTERING.get(measure.id, 1.0)
    return stats.Rate(float(events), float(people), persons=persons, clustering=clustering)
