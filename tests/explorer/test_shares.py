"""Shares tests: a group's part of all pupils, and the sentence on it."""

import pytest

from explorer import queries, sentences
from explorer.question import Question
from tests.explorer.small import figure
from tests.explorer.small_tables import words

AP = {"school_type": "Alternative provision", "source": "ap"}
FSM = {"breakdown": "fsm", "source": "ap"}
EATERS = Question(
    ("state_funded_ap_pupils",),
    school_types=("Alternative provision",),
    breakdown="fsm",
    first="202324",
    last="202324",
)
EVERYONE = Question(
    ("all_pupils",), school_types=("All schools",), breakdown="fsm", first="202324", last="202324"
)


@pytest.fixture(autouse=True)
def counted(store_with):
    whole = {"school_type": "All schools", "source": "ap"}
    store_with(
        "shares",
        measures=[words("all_pupils", 8, display_unit="pupils", unit="pupils", short_label="All pupils")],
        figures=[
            figure("state_funded_ap_pupils", "202324", 7933.0, category="FSM eligible", **FSM | AP),
            figure("state_funded_ap_pupils", "202324", None, symbol="c", category="Other", **FSM | AP),
            figure("all_pupils", "202324", 2_000_000.0, category="FSM eligible", **FSM | whole),
            figure("all_pupils", "202324", 8_000_000.0, **whole),
        ],
    )


def test_a_share_is_the_count_over_the_published_total_and_keeps_both():
    row = queries.shares(EATERS).rows.iloc[0]
    assert row["shown"] == pytest.approx(100 * 7933 / 15866)
    assert (row["numerator"], row["denominator"]) == (7933, 15866)


def test_a_hidden_count_has_no_share_and_keeps_its_reason():
    row = queries.shares(EATERS).rows.iloc[1]
    assert row["shown"] != row["shown"]
    assert "suppressed" in row["symbol_meaning"]


def test_a_share_says_that_it_was_calculated_here():
    answer = queries.shares(EATERS)
    assert any("calculated here" in note for note in answer.caveats)
    assert answer.unit == "% of pupils"


def test_two_kinds_of_pupils_stand_side_by_side_with_their_ratio_in_a_sentence():
    answer = queries.shares(EATERS, EVERYONE)
    assert list(answer.rows["measure"].unique()) == ["state_funded_ap_pupils", "all_pupils"]
    said = sentences.profile(answer)
    assert "50.0% of pupils in alternative provision, compared with 25.0%" in said
    assert f"25.0% of {answer.measures[1].sentence_label}: 2.0 times" in said


def test_without_anything_to_set_beside_them_the_shares_stand_alone_and_say_so():
    answer = queries.shares(
        Question(("state_funded_ap_pupils",), school_types=("Alternative provision",), breakdown="fsm"),
        Question(("all_pupils",), school_types=("Nowhere",), breakdown="fsm"),
    )
    assert len(answer.measures) == 1
    assert "are at hand, so there is nothing to set these shares beside" in answer.absent[-1]
    assert "not at hand" not in answer.absent[-1]
    assert "largest groups" in sentences.profile(answer)
