import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import stats
from tests.explorer.slowly import bisected, limits

levels = st.floats(0.5, 0.999)
shares = st.integers(1, 3000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))
# The first call imports statsmodels, which takes longer than Hypothesis allows an example
unhurried = settings(deadline=None)

WILSON = [
    (0, 10, "0.000000 0.277533"),
    (1, 10, "0.017876 0.404150"),
    (5, 10, "0.236593 0.763407"),
    (10, 10, "0.722467 1.000000"),
    (20, 500, "0.026041 0.060974"),
    (12909, 112979, "0.112418 0.116128"),
    (114, 10270, "0.009249 0.013317"),
]

NEWCOMBE = [
    (5856, 9777, 483472, 513362, "-0.342819", "-0.352592 -0.333124"),
    (4, 100, 646, 1000, "-0.606000", "-0.643881 -0.540304"),
]


def slow_wilson(events, people, z):
    share = events / people

    def outside(truth):
        return abs(share - truth) > z * math.sqrt(truth * (1 - truth) / people) + 1e-15

    return bisected(outside, share, 0.0), bisected(outside, share, 1.0)


def persons(events, people):
    return stats.Rate(events, people, persons=True)


@pytest.mark.parametrize(("events", "people", "expected"), WILSON)
def test_wilson_limits_are_the_worked_ones(events, people, expected):
    assert limits(stats.wilson_interval(events, people)) == expected


@pytest.mark.parametrize(("a", "n1", "b", "n0", "difference", "expected"), NEWCOMBE)
def test_newcombe_limits_are_the_worked_ones(a, n1, b, n0, difference, expected):
    interval = stats.rate_difference(persons(a, n1), persons(b, n0))
    assert interval == stats.newcombe_difference(persons(a, n1), persons(b, n0))
    assert f"{interval.value:.6f}" == difference
    assert limits(interval) == expected


@unhurried
@given(shares, levels)
def test_wilson_limits_are_where_the_score_test_turns(share, level):
    interval = stats.wilson_interval(*share, level=level)
    z = stats.intervals.normal_quantile(level)
    assert (interval.low, interval.high) == pytest.approx(slow_wilson(*share, z), abs=1e-7)


@unhurried
@given(shares, levels)
def test_a_share_lies_in_its_interval_which_lies_between_none_and_all(share, level):
    inner, outer = (stats.wilson_interval(*share, level=wide) for wide in (level, (1 + level) / 2))
    assert 0 <= outer.low <= inner.low <= inner.value <= inner.high <= outer.high <= 1


@unhurried
@given(shares)
def test_those_not_counted_have_the_mirrored_interval(share):
    events, people = share
    counted, rest = stats.wilson_interval(events, people), stats.wilson_interval(people - events, people)
    assert (counted.low, counted.high) == pytest.approx((1 - rest.high, 1 - rest.low), abs=1e-12)


@unhurried
@given(shares, shares, levels)
def test_newcombe_agrees_with_statsmodels(group, reference, level):
    from statsmodels.stats.proportion import confint_proportions_2indep

    interval = stats.newcombe_difference(persons(*group), persons(*reference), level=level)
    expected = confint_proportions_2indep(
        *group, *reference, method="newcomb", compare="diff", alpha=1 - level
    )
    assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-9)


@unhurried
@given(shares, shares)
def test_a_difference_the_other_way_round_changes_its_sign(group, reference):
    there = stats.newcombe_difference(persons(*group), persons(*reference))
    back = stats.newcombe_difference(persons(*reference), persons(*group))
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)


@pytest.mark.parametrize("hidden", [(math.nan, 100), (5, math.nan), (0, 0)])
def test_a_hidden_count_or_no_people_gives_no_share_and_no_difference(hidden):
    assert math.isnan(stats.wilson_interval(*hidden).value)
    for pair in ((persons(*hidden), persons(5, 10)), (persons(5, 10), persons(*hidden))):
        interval = stats.newcombe_difference(*pair)
        assert math.isnan(interval.value)
        assert not interval.known


def test_more_persons_than_people_are_refused():
    with pytest.raises(ValueError, match="at most 10 persons"):
        stats.wilson_interval(11, 10)
