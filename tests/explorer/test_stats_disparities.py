import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import stats
from explorer.stats import Rate

# Permanent exclusions in England, 2016/17
BLACK_CARIBBEAN, WHITE_BRITISH = Rate(260, 92595), Rate(5470, 5439705)
EVERYONE = Rate(7720, 8024635)
ELIGIBLE, NOT_ELIGIBLE = Rate(3085, 1118465), Rate(4630, 6906170)

rates = st.builds(Rate, st.integers(0, 500), st.integers(600, 10**6))
strata = st.lists(st.tuples(rates, rates), min_size=1, max_size=8)


def slow_mantel_haenszel(groups, references):
    above = below = spread = 0.0
    for group, reference in zip(groups, references, strict=True):
        together = group.people + reference.people
        above += group.events * reference.people / together
        below += reference.events * group.people / together
        spread += (group.events + reference.events) * group.people * reference.people / together**2
    return above / below, spread / (above * below)


def test_worked_ratio_to_all_others():
    interval = stats.ratio_to_others(BLACK_CARIBBEAN, EVERYONE)
    assert f"{interval.value:.6f} {interval.low:.6f} {interval.high:.6f}" == "2.985602 2.638339 3.378572"
    assert f"{stats.rate_ratio(BLACK_CARIBBEAN, WHITE_BRITISH).value:.3f}" == "2.792"


def test_worked_composition_ratio():
    assert f"{100 * BLACK_CARIBBEAN.events / EVERYONE.events:.4f}" == "3.3679"
    assert f"{100 * BLACK_CARIBBEAN.people / EVERYONE.people:.4f}" == "1.1539"
    assert f"{stats.composition_ratio(BLACK_CARIBBEAN, EVERYONE):.4f}" == "2.9187"


def test_worked_attributable_fraction_and_excess():
    assert f"{stats.attributable_fraction(ELIGIBLE, NOT_ELIGIBLE):.4f}" == "0.3027"
    assert f"{stats.excess_events(ELIGIBLE, NOT_ELIGIBLE):.0f}" == "2335"


def test_all_others_are_everyone_less_the_group():
    assert stats.others(BLACK_CARIBBEAN, EVERYONE) == Rate(7460, 7932040)
    with pytest.raises(ValueError, match="zero or more"):
        stats.others(EVERYONE, BLACK_CARIBBEAN)


@given(rates, rates)
def test_a_group_stands_out_more_from_all_others_than_from_the_average_with_itself_in_it(group, rest):
    everyone = stats.pool([group, rest])
    ratio = stats.ratio_to_others(group, everyone).value
    share = stats.composition_ratio(group, everyone)
    if not (math.isnan(ratio) or math.isnan(share)):
        assert min(1, ratio) - 1e-12 <= share <= max(1, ratio) + 1e-12


@given(rates, rates)
def test_the_excess_is_what_would_go_if_the_group_had_the_references_rate(group, reference):
    levelled = Rate(max(0.0, group.people * reference.value), group.people)
    assert stats.excess_events(group, reference) == pytest.approx(group.events - levelled.events, abs=1e-9)
    fraction = stats.attributable_fraction(group, reference)
    if not math.isnan(fraction):
        together = stats.pool([group, reference])
        assert fraction == pytest.approx(1 - reference.value / together.value, abs=1e-9)


@pytest.mark.parametrize("hidden", [Rate(math.nan, 100), Rate(5, math.nan), Rate(0, 0)])
def test_a_hidden_count_gives_no_disparity(hidden):
    assert math.isnan(stats.composition_ratio(hidden, EVERYONE))
    assert math.isnan(stats.ratio_to_others(hidden, hidden).value)
    for make in (stats.excess_events, stats.attributable_fraction):
        assert math.isnan(make(hidden, ELIGIBLE))
        assert math.isnan(make(ELIGIBLE, hidden))


def test_no_events_at_all_are_no_disparity():
    none = Rate(0, 100)
    assert math.isnan(stats.composition_ratio(none, none))
    assert math.isnan(stats.attributable_fraction(none, none))


@given(strata)
def test_the_stratified_ratio_agrees_with_a_loop(pairs):
    groups, references = zip(*pairs, strict=True)
    interval = stats.stratified_ratio(groups, references)
    if sum(rate.events for rate in groups) == 0 or sum(rate.events for rate in references) == 0:
        assert not interval.known
        return
    ratio, variance = slow_mantel_haenszel(groups, references)
    assert interval.value == pytest.approx(ratio)
    assert math.log(interval.high / ratio) == pytest.approx(1.959963985 * math.sqrt(variance))
    assert interval.low * interval.high == pytest.approx(ratio**2)


@settings(deadline=None)
@given(strata)
def test_the_stratified_ratio_of_persons_is_that_of_statsmodels(pairs):
    from statsmodels.stats.contingency_tables import StratifiedTable

    tables = [
        [[group.events, group.people - group.events], [other.events, other.people - other.events]]
        for group, other in pairs
    ]
    sides = [
        [Rate(rate.events, rate.people, persons=True) for rate in side] for side in zip(*pairs, strict=True)
    ]
    interval = stats.stratified_ratio(*sides)
    if interval.known:
        pooled = StratifiedTable(np.array(tables, dtype=float).transpose(1, 2, 0)).riskratio_pooled
        assert interval.value == pytest.approx(pooled)


def test_the_stratified_limits_cover_what_simulated_strata_do():
    draw = np.random.default_rng(11)
    people, other_people, rate = np.array([4e4, 9e3]), np.array([1e5, 6e4]), np.array([1e-3, 4e-3])
    events, other_events = (
        draw.poisson(2 * rate * people, (4000, 2)),
        draw.poisson(rate * other_people, (4000, 2)),
    )
    covered = 0
    for row, other_row in zip(events.tolist(), other_events.tolist(), strict=True):
        interval = stats.stratified_ratio(
            [Rate(*pair) for pair in zip(row, people, strict=True)],
            [Rate(*pair) for pair in zip(other_row, other_people, strict=True)],
        )
        covered += not interval.excludes(2)
    assert covered / 4000 == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("persons", [False, True])
@given(rates, rates)
def test_one_stratum_is_a_plain_ratio(persons, group, reference):
    pair = [Rate(rate.events, rate.people, persons=persons) for rate in (group, reference)]
    one, plain = stats.stratified_ratio(pair[:1], pair[1:]), stats.log_ratio(*pair)
    assert (one.value, one.low) == pytest.approx((plain.value, plain.low), nan_ok=True)


@given(rates, rates)
def test_a_stratum_with_nobody_on_one_side_adds_nothing(group, reference):
    for empty in ((Rate(0, 0), Rate(5, 100)), (Rate(5, 100), Rate(0, 0)), (Rate(0, 0), Rate(0, 0))):
        with_it = stats.stratified_ratio([group, empty[0]], [reference, empty[1]])
        without = stats.stratified_ratio([group], [reference])
        assert (with_it.value, with_it.high) == pytest.approx((without.value, without.high), nan_ok=True)


def test_a_mix_that_explains_the_difference_leaves_a_ratio_of_one():
    groups, references = [Rate(90, 9000), Rate(1, 1000)], [Rate(10, 1000), Rate(9, 9000)]
    assert stats.stratified_ratio(groups, references).value == pytest.approx(1)
    assert stats.rate_ratio(stats.pool(groups), stats.pool(references)).value > 4


def test_a_hidden_stratum_hides_the_whole():
    for hidden in (Rate(math.nan, 100), Rate(5, math.nan)):
        for pair in ((hidden, ELIGIBLE), (ELIGIBLE, hidden)):
            interval = stats.stratified_ratio([ELIGIBLE, pair[0]], [NOT_ELIGIBLE, pair[1]])
            assert math.isnan(interval.value)


def test_clustering_widens_a_stratified_ratio_by_its_root():
    plain = stats.stratified_ratio([Rate(40, 900)], [Rate(50, 2000)])
    wide = stats.stratified_ratio([Rate(40, 900, clustering=4)], [Rate(50, 2000, clustering=4)])
    assert math.log(wide.high / wide.value) == pytest.approx(2 * math.log(plain.high / plain.value))


def test_strata_pair_up_and_do_not_mix_persons_with_events():
    assert not stats.stratified_ratio([], []).known
    with pytest.raises(ValueError, match="zip"):
        stats.stratified_ratio([ELIGIBLE], [])
    with pytest.raises(ValueError, match="persons go with persons"):
        stats.stratified_ratio([ELIGIBLE], [Rate(1, 2, persons=True)])


def test_next_to_nothing_known_is_an_interval_without_bounds():
    groups, references = [Rate(1, 10**6), Rate(0, 1)], [Rate(0, 1), Rate(1, 10**6)]
    interval = stats.stratified_ratio(groups, references)
    assert (interval.value, interval.low, interval.high) == (1, 0, math.inf)
