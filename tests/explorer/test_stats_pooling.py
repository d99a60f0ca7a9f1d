import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import stats
from explorer.stats import Rate

parts = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 10**6)), min_size=1, max_size=20)


def test_worked_pooled_rate_is_not_the_mean_of_the_rates():
    events, people = [10, 40, 6], [20000, 160000, 5000]
    assert f"{1e4 * stats.pooled_rate(events, people):.3f}" == "3.027"
    rates = [count / size for count, size in zip(events, people, strict=True)]
    assert f"{1e4 * sum(rates) / 3:.3f}" == "6.500"


def test_worked_rate_from_published_counts():
    assert f"{100 * stats.pooled_rate([10885], [8445343]):.5f}" == "0.12889"


@pytest.mark.parametrize(
    ("rates", "published"),
    [
        ([5.247309782, 8.594477218, 12.88228828], "6.870191621"),
        ([13.50469371, 24.3179755, 35.79895591], "18.69993323"),
    ],
)
def test_worked_attendance_total_is_the_enrolment_weighted_mean_of_the_phases(rates, published):
    mean = stats.weighted_mean(rates, [4488598, 3643681, 166617])
    assert mean == pytest.approx(float(published), abs=1e-8)


def test_worked_standardised_ratio():
    expected = stats.expected_events([12_000, 28_000], [27.5824 / 1e4, 6.7042 / 1e4])
    interval = stats.standardised_ratio(70, expected)
    assert f"{expected:.4f}" == "51.8706"
    assert f"{interval.value:.4f} {interval.low:.4f} {interval.high:.4f}" == "1.3495 1.0520 1.7051"
    assert interval.method == "Byar"


@given(parts)
def test_pooling_agrees_with_exact_fractions(pairs):
    events, people = zip(*pairs, strict=True)
    pooled = Fraction(sum(events), sum(people))
    assert stats.pooled_rate(events, people) == pytest.approx(float(pooled))
    assert stats.pool([Rate(*pair) for pair in pairs]).value == pytest.approx(float(pooled))
    rates = [count / size for count, size in pairs]
    assert stats.weighted_mean(rates, people) == pytest.approx(float(pooled))


@given(parts, st.integers(0, 19), st.sampled_from(["events", "people"]))
def test_one_hidden_part_hides_the_pool(pairs, position, side):
    columns = {"events": [float(pair[0]) for pair in pairs], "people": [float(pair[1]) for pair in pairs]}
    columns[side][position % len(pairs)] = math.nan
    assert math.isnan(stats.pooled_rate(columns["events"], columns["people"]))
    assert math.isnan(stats.pool([Rate(*pair) for pair in zip(*columns.values(), strict=True)]).value)
    assert math.isnan(stats.weighted_mean(columns["events"], columns["people"]))
    assert math.isnan(stats.expected_events(columns["people"], columns["events"]))


@given(parts)
def test_a_pooled_rate_lies_between_the_lowest_and_the_highest_part(pairs):
    events, people = zip(*pairs, strict=True)
    rates = [count / size for count, size in pairs]
    assert min(rates) - 1e-12 <= stats.pooled_rate(events, people) <= max(rates) + 1e-12


@given(parts, st.randoms())
def test_the_order_and_the_grouping_of_the_parts_do_not_matter(pairs, draw):
    shuffled = draw.sample(pairs, len(pairs))
    rates = [Rate(*pair) for pair in shuffled]
    halves = [stats.pool(half) for half in (rates[: len(rates) // 2], rates[len(rates) // 2 :]) if half]
    assert stats.pool(halves) == stats.pool([Rate(*pair) for pair in pairs])


def test_a_sum_with_a_hidden_part_is_unknown_but_can_be_at_least():
    assert stats.total([1, 2, 3]) == 6
    assert math.isnan(stats.total([1, math.nan]))
    assert math.isnan(stats.total([]))
    assert stats.at_least([1, math.nan, 4]) == 5
    assert stats.at_least([math.nan]) == 0


@pytest.mark.parametrize("dtype", ["float64", "Float64", "Int64", "object"])
def test_a_missing_value_of_a_pandas_column_hides_the_pool(dtype):
    events = pd.Series([1, None], dtype=dtype)
    assert math.isnan(stats.pooled_rate(events, pd.Series([10, 20])))
    assert stats.pooled_rate(events.iloc[:1], pd.Series([10])) == 0.1


def test_nobody_and_nothing_have_no_rate():
    for events, people in (([], []), ([0], [0]), ([50], [0])):
        assert math.isnan(stats.pooled_rate(events, people))
    assert math.isnan(stats.weighted_mean([], []))
    assert math.isnan(stats.weighted_mean([5.0], [0]))
    assert math.isnan(stats.pool([]).value)


def test_a_pool_keeps_its_kind_and_the_widest_clustering():
    assert stats.pool([Rate(1, 2, persons=True), Rate(1, 3, persons=True)]) == Rate(2, 5, persons=True)
    assert stats.pool([Rate(1, 2, clustering=3), Rate(1, 3, clustering=4)]).clustering == 4
    with pytest.raises(ValueError, match="persons go with persons"):
        stats.pool([Rate(1, 2, persons=True), Rate(1, 3)])


def test_lists_of_different_length_are_refused():
    for make in (stats.pooled_rate, stats.weighted_mean, stats.expected_events):
        with pytest.raises(ValueError, match="same length"):
            make([1, 2], [1])
    with pytest.raises(ValueError, match="2 dimensions"):
        stats.total([[1, 2], [3, 4]])


@given(st.integers(0, 500), st.floats(0.1, 1000))
def test_a_standardised_ratio_is_the_observed_over_the_expected(observed, expected):
    interval = stats.standardised_ratio(observed, expected)
    assert interval.value == pytest.approx(observed / expected)
    assert interval.low <= interval.value * (1 + 1e-12)
    assert interval.value <= interval.high


def test_no_ratio_where_nothing_is_expected_or_known():
    for observed, expected in ((math.nan, 5), (5, math.nan), (5, 0)):
        assert not stats.standardised_ratio(observed, expected).known
