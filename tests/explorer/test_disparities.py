"""Disparities: groups beside a reference, worked numbers and every case without one, from counts alone."""

import math

import pytest

from explorer import stats
from explorer.queries.comparing import COARSE, NO_MODEL, PUBLISHED, compare, held_alike
from explorer.queries.nouns import Measure
from explorer.queries.sides import Groups, Side, from_counts, side_of

COUNTED = {
    "position": 1,
    "topic": "exclusions",
    "label": "",
    "short_label": "",
    "sentence_label": "",
    "denominator_label": "pupils",
    "denominator_short": "pupils",
    "stamp": "year",
    "definition": "",
    "note": "",
}


def measure(name, unit, display_unit, factor=1.0, decimals=1, numerator_label="cases"):
    own = {"unit": unit, "display_unit": display_unit, "display_factor": factor, "decimals": decimals}
    return Measure(id=name, numerator_label=numerator_label, **own, **COUNTED)


EXCLUSIONS = measure(
    "permanent_exclusion_rate",
    "per 100 pupils",
    "per 10,000 pupils",
    100.0,
    numerator_label="permanent exclusions",
)
SUSPENSIONS = measure("suspension_rate", "per 100 pupils", "per 100 pupils")
SUSPENDED = measure("suspended_pupils_rate", "percent of pupils", "% of pupils")
ABSENCE = measure("absence_rate", "percent of sessions", "% of sessions")
POINTS = measure("attainment8_average", "points", "points")


def of(events, people, one=EXCLUSIONS):
    return from_counts(one, events, people=people)


def row(**said):
    usual = {"shown": None, "numerator": None, "denominator": None, "symbol": None, "symbol_meaning": None}
    return usual | said


@pytest.mark.parametrize(
    ("counts", "ratio", "difference"),
    [
        ((3085, 1118465, 4630, 6906170), (4.114235, 3.931031, 4.305976), (20.878, 19.886, 21.871)),
        ((3235, 918235, 4115, 6880450), (5.890707, 5.625568, 6.168344), (29.250, 28.022, 30.478)),
        ((6035, 4090190, 1685, 3934445), (3.445223, 3.264105, 3.636391), (10.472, 10.047, 10.897)),
        ((260, 92595, 5470, 5439705), (2.792376, 2.465724, 3.162301), (18.024, 14.600, 21.447)),
        ((90, 21260, 5470, 5439705), (4.209856, 3.418280, 5.184739), (32.277, 23.527, 41.027)),
        ((27, 34992, 13, 92412), (5.485043, 2.830294, 10.629882), (6.309, 3.300, 9.319)),
    ],
    ids=["FSM", "SEN support", "boys", "Black Caribbean", "Gypsy/Roma", "Mixed other by FSM"],
)
def test_ratio_and_difference_are_those_worked_by_hand(counts, ratio, difference):
    made = compare(EXCLUSIONS, of(*counts[:2]), beside=of(*counts[2:]))
    assert made.state == "compared"
    assert (made.ratio.value, made.ratio.low, made.ratio.high) == pytest.approx(ratio, abs=5e-7)
    found = (made.difference.value, made.difference.low, made.difference.high)
    assert found == pytest.approx(difference, abs=5.1e-4)


def test_all_others_are_the_total_less_the_group_where_another_group_is_hidden():
    sides = {"Black Caribbean": of(260, 92595), "Chinese": Side(None, None, 35130, why="suppressed")}
    groups = Groups(EXCLUSIONS, "ethnicity_minor", sides, of(7720, 8024635))
    others, way = groups.others("Black Caribbean")
    made = compare(EXCLUSIONS, sides["Black Caribbean"], beside=others)
    assert way == "total"
    assert (made.ratio.value, made.ratio.low, made.ratio.high) == pytest.approx(
        (2.985602, 2.638339, 3.378572), abs=5e-7
    )


def test_all_others_are_the_other_groups_where_all_have_counts():
    sides = {"Female": of(1685, 3934445), "Male": of(6035, 4090190)}
    others, way = Groups(EXCLUSIONS, "sex", sides, of(7721, 8024635)).others("Male")
    assert way == "groups"
    assert (others.events, others.people) == (1685, 3934445)


def test_all_others_cannot_be_told_from_hidden_groups_without_a_total():
    sides = {"a": of(50, 1000), "b": Side(None, None, 500, why="suppressed")}
    others, way = Groups(EXCLUSIONS, "fsm", sides, None).others("a")
    assert (others.shown, way) == (None, "")
    assert others.why


def test_all_others_need_counts_of_the_group_itself():
    others, way = Groups(EXCLUSIONS, "fsm", {"a": Side(5.0), "b": of(9, 99)}, of(99, 999)).others("a")
    assert (others.shown, way) == (None, "")


def test_nobody_is_left_beside_everybody():
    others, way = Groups(EXCLUSIONS, "total", {"Total": of(7720, 8024635)}, of(7720, 8024635)).others("Total")
    assert (others.shown, way) == (None, "")


def test_some_groups_of_a_breakdown_are_not_all_others():
    sides = {"Black African": of(109, 434766), "Black Caribbean": of(72, 75718)}
    groups = Groups(EXCLUSIONS, "ethnicity_minor", sides, of(3715, 8395271))
    others, way = groups.others("Black Caribbean")
    assert way == "total"
    assert (others.events, others.people) == (3643, 8319553)


def test_groups_that_were_more_in_another_year_are_not_all_others_without_a_total():
    sides = {"a": of(50, 1000), "b": of(50, 1000)}
    assert Groups(EXCLUSIONS, "ethnicity_minor", sides, None, whole=False).others("a")[1] == ""
    assert Groups(EXCLUSIONS, "ethnicity_minor", sides, None, whole=True).others("a")[1] == "groups"


def test_a_group_that_takes_in_others_is_counted_once():
    sides = {
        "No SEN": of(4000, 800_000),
        "SEN support": of(3000, 150_000),
        "EHC plan": of(1000, 50_000),
        "Any SEN": of(4000, 200_000),
    }
    groups = Groups(EXCLUSIONS, "sen_provision", sides, of(8000, 1_000_000))
    assert groups.others("No SEN")[0].people == 200_000
    assert groups.others("EHC plan")[0].people == 950_000
    assert groups.others("Any SEN")[0].people == 800_000


def test_pupils_with_a_need_are_compared_with_others_who_have_one():
    sides = {"Autism": of(125, 100_000), "Hearing impairment": of(25, 20_000)}
    groups = Groups(EXCLUSIONS, "sen_primary_need", sides, of(7720, 8_000_000))
    others, way = groups.others("Autism")
    assert (others.people, way) == (20_000, "groups")
    assert groups.of_some


def test_events_of_nobody_are_in_no_rate_and_not_among_the_others():
    unknown = side_of(row(numerator=180.0, denominator=0.0, symbol="z", symbol_meaning="n/a"), EXCLUSIONS)
    sides = {"Year 10": of(1900, 535_360), "Year 11": of(820, 529_215), "Unclassified": unknown}
    others, _ = Groups(EXCLUSIONS, "year_group", sides, of(2900, 1_064_575)).others("Year 10")
    assert unknown.shown is None
    assert unknown.events == 180
    assert (others.events, others.people) == (820, 529_215)


@pytest.mark.parametrize(("events", "state"), [(0, "few"), (9, "few"), (10, "compared")])
def test_under_ten_events_there_are_counts_alone(events, state):
    made = compare(EXCLUSIONS, of(events, 5000), beside=of(700, 80_000))
    assert made.state == state
    assert (made.ratio is None) == (made.difference is None) == (state == "few")
    assert made.mine.events == events
    if state == "few":
        assert made.why == "fewer than 10 permanent exclusions"


def test_under_ten_events_in_the_reference_there_are_counts_alone():
    made = compare(EXCLUSIONS, of(27, 35_000), beside=of(9, 92_000))
    assert (made.state, made.ratio) == ("few", None)
    assert "in the reference group" in made.why


def test_two_groups_without_events_have_no_ratio():
    made = compare(EXCLUSIONS, of(0, 5000), beside=of(0, 8000))
    assert (made.state, made.ratio, made.difference) == ("few", None, None)


def test_fewer_than_thirty_people_are_too_few_for_a_share():
    made = compare(SUSPENDED, of(12, 29, SUSPENDED), beside=of(500, 9000, SUSPENDED))
    assert (made.state, made.why) == ("few", "fewer than 30 pupils")


def test_ten_to_twenty_four_events_are_flagged():
    made = compare(EXCLUSIONS, of(24, 5000), beside=of(700, 80_000))
    assert made.why == "fewer than 25 permanent exclusions"
    assert compare(EXCLUSIONS, of(25, 5000), beside=of(700, 80_000)).why == ""


def test_a_hidden_figure_says_what_its_symbol_means():
    hidden = side_of(
        row(denominator=35130.0, symbol="c", symbol_meaning="Suppressed: hidden by the publisher."),
        EXCLUSIONS,
    )
    made = compare(EXCLUSIONS, hidden, beside=of(700, 80_000))
    assert (made.state, made.why, made.ratio) == ("missing", "Suppressed", None)


def test_rates_without_counts_have_a_ratio_and_no_interval():
    made = compare(SUSPENDED, Side(34.3), beside=Side(15.6), half=0.05)
    assert (made.state, made.why) == ("unjudged", PUBLISHED)
    assert made.ratio.value == pytest.approx(34.3 / 15.6)
    assert not made.ratio.known
    assert not made.is_chance


def test_rates_rounded_too_much_have_no_ratio():
    made = compare(EXCLUSIONS, Side(2.4), beside=Side(0.4), half=0.05)
    assert (made.state, made.why, made.ratio) == ("missing", COARSE, None)


def test_a_rate_of_nought_has_no_ratio_as_nothing_was_recorded():
    made = compare(EXCLUSIONS, Side(2.4), beside=Side(0.0), half=0.05)
    assert (made.state, made.ratio) == ("missing", None)
    assert made.why == "no permanent exclusions recorded in the reference group"
    assert compare(EXCLUSIONS, Side(0.0), beside=Side(2.4)).why == "no permanent exclusions recorded"


def test_sessions_have_a_ratio_and_no_interval():
    made = compare(ABSENCE, of(73_000, 1_000_000, ABSENCE), beside=of(420_000, 10_000_000, ABSENCE))
    assert (made.state, made.why) == ("unjudged", NO_MODEL)
    assert made.ratio.value == pytest.approx(7.3 / 4.2)


def test_averages_of_points_are_compared_by_their_difference_alone():
    made = compare(POINTS, Side(34.6, 5752985.27, 166472), beside=Side(50.0, 23141909.16, 462735))
    assert (made.state, made.ratio) == ("points", None)
    assert made.difference.value == pytest.approx(-15.4)
    assert not made.difference.known


def test_an_average_of_all_others_is_that_of_their_points():
    sides = {"a": of(300.0, 10, POINTS), "b": of(1000.0, 20, POINTS)}
    assert Groups(POINTS, "disadvantage", sides, of(1300.0, 30, POINTS)).others("a")[0].shown == 50


def test_persons_have_newcombe_limits_and_suspensions_wider_ones_than_chance_alone():
    persons = compare(SUSPENDED, of(500, 9000, SUSPENDED), beside=of(400, 20_000, SUSPENDED))
    assert persons.difference.method == "Newcombe"
    events = compare(SUSPENSIONS, of(500, 9000, SUSPENSIONS), beside=of(400, 20_000, SUSPENSIONS))
    alone = math.exp(1.959963985 * math.sqrt(1 / 500 + 1 / 400))
    assert events.ratio.high / events.ratio.value == pytest.approx(alone ** math.sqrt(4.4), rel=1e-6)


def test_an_interval_with_one_inside_is_chance():
    assert compare(EXCLUSIONS, of(95, 105_120), beside=of(7624, 7_919_953)).is_chance
    assert not compare(EXCLUSIONS, of(260, 92_595), beside=of(7459, 7_932_478)).is_chance


def test_the_ratio_with_meals_alike_is_that_of_mantel_and_haenszel():
    strata = [((47, 35166), (1500, 2_000_000)), ((25, 40552), (1900, 6_000_000))]
    made = held_alike([(of(*mine), of(*beside)) for mine, beside in strata])
    above = sum(a * n0 / (n1 + n0) for (a, n1), (_, n0) in strata)
    below = sum(b * n1 / (n1 + n0) for (_, n1), (b, n0) in strata)
    assert made.value == pytest.approx(above / below)
    assert made.low < made.value < made.high


@pytest.mark.parametrize("hidden", [Side(why="suppressed"), Side(3.0)])
def test_a_stratum_without_counts_leaves_no_ratio_with_meals_alike(hidden):
    assert held_alike([(of(47, 35166), of(1500, 2_000_000)), (hidden, of(1900, 6_000_000))]) is None


def test_a_stratum_with_nobody_adds_nothing():
    both = [(of(47, 35166), of(1500, 2_000_000))]
    assert held_alike([*both, (Side(people=0), Side(people=0))]) == held_alike(both)


def test_the_ratio_turned_round_is_one_over_it():
    there = compare(EXCLUSIONS, of(260, 92_595), beside=of(5470, 5_439_960))
    back = compare(EXCLUSIONS, of(5470, 5_439_960), beside=of(260, 92_595))
    assert there.ratio.value * back.ratio.value == pytest.approx(1)
    assert there.ratio.low * back.ratio.high == pytest.approx(1)
    assert there.difference.value == pytest.approx(-back.difference.value)
    assert isinstance(there.ratio, stats.Interval)
