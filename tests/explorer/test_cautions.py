"""Cautions tests: a rate that reads otherwise than the published one beside it is explained first."""

import pytest

from explorer import queries, sentences
from explorer.question import Question

pytestmark = pytest.mark.usefixtures("shipped")
RATE = Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor")
OPEN = 2  # notes that a page does not fold


def test_two_rates_of_one_group_on_one_page_are_explained_by_the_first_note():
    panel = queries.disparities(RATE)
    first = sentences.cautions(panel)[0]
    assert first.startswith("Rates, ratios and differences here are calculated from the published counts.")
    assert first.endswith("Of Irish Traveller pupils the published rate is 45, the calculated one 43.0.")


def test_where_both_read_the_same_the_note_stays_among_the_last():
    panel = queries.disparities(Question(("persistent_absence_rate",), breakdown="fsm"))
    said = sentences.cautions(panel)
    assert not any(one.startswith("Rates, ratios") for one in said[:OPEN])
