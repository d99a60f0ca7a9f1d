"""Small: the mark behind a figure in a sentence that rests on few events or pupils."""

from explorer.queries import Measure
from explorer.queries.behind import behind, how_many, is_plain_count, rests_on_few
from explorer.sentences.saying import Row

SMALL = "small numbers"


def mark(row: Row, measure: Measure) -> str:
    """' (about 8, small numbers)' behind a figure that rests on few, with its leading blank; else ''."""
    if is_plain_count(measure) or not rests_on_few(row, measure):
        return ""
    found = behind(row, measure)
    return f" ({how_many(found)}, {SMALL})" if found.has_few_events else f" ({SMALL})"
