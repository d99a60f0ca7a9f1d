import itertools
import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import stats

EVENTS = [4630, 4950, 5795, 6685, 7720, 7905, 7894]
PEOPLE = [7616870, 7698310, 7799005, 7916225, 8025075, 8092747, 8179491]
SEVERE = [0.60, 0.70, 0.77, 0.85, 1.13, 1.65, 2.03, 2.30, 2.39]
YEARS = [2016, 2017, 2018, 2019, 2021, 2022, 2023, 2024, 2025]
PERSISTENT = [22.51, 21.22, 19.95, 18.14]

unhurried = settings(deadline=None)
series = st.lists(st.tuples(st.integers(10, 5000), st.integers(10_000, 10**6)), min_size=3, max_size=15)
values = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=6)


def slow_trend(events, people):
    # Newton's method on the two score equations of a log-linear rate
    times = [time - (len(events) - 1) / 2 for time in range(len(events))]
    level, slope = math.log(sum(events) / sum(people)), 0.0
    for _ in range(100):
        means = [size * math.exp(level + slope * time) for size, time in zip(people, times, strict=True)]
        first = sum(count - mean for count, mean in zip(events, means, strict=True))
        second = sum((count - mean) * time for count, mean, time in zip(events, means, times, strict=True))
        a, b = sum(means), sum(mean * time for mean, time in zip(means, times, strict=True))
        c = sum(mean * time**2 for mean, time in zip(means, times, strict=True))
        level += (c * first - b * second) / (a * c - b * b)
        slope += (a * second - b * first) / (a * c - b * b)
    squares = ((count - mean) ** 2 / mean for count, mean in zip(events, means, strict=True))
    return slope, math.sqrt(a / (a * c - b * b)), sum(squares) / (len(events) - 2)


def pairs_in_order_less_pairs_out_of_order(numbers):
    pairs = itertools.combinations(numbers, 2)
    return sum((later > earlier) - (later < earlier) for earlier, later in pairs)


def slow_exact_probability(numbers):
    found = abs(pairs_in_order_less_pairs_out_of_order(numbers))
    orders = [abs(pairs_in_order_less_pairs_out_of_order(order)) for order in itertools.permutations(numbers)]
    return sum(order >= found for order in orders) / len(orders)


def test_worked_trend():
    trend = stats.trend_ratio(EVENTS, PEOPLE)
    assert f"{trend.ratio.value:.6f}" == "1.089062"
    assert f"{trend.poisson.low:.6f} {trend.poisson.high:.6f}" == "1.084013 1.094135"
    assert f"{trend.dispersion:.3f}" == "29.178"
    assert f"{trend.ratio.low:.6f} {trend.ratio.high:.6f}" == "1.062064 1.116746"
    assert trend.years == 7


def test_worked_mann_kendall_and_sen():
    test = stats.mann_kendall(SEVERE)
    assert (test.s, test.variance) == (36, 92)
    assert f"{test.z:.6f} {test.p_normal:.6f}" == "3.649002 0.000263"
    assert f"{stats.sen_slope(SEVERE, times=YEARS).value:.5f}" == "0.21625"


def test_worked_short_series_is_exact_and_not_significant():
    test = stats.mann_kendall(PERSISTENT)
    assert test.s == -6
    assert f"{test.p:.4f}" == "0.0833"
    assert test.p == test.p_exact
    assert stats.direction(PERSISTENT) == "fell each year"


@unhurried
@given(series)
def test_the_trend_agrees_with_newtons_method(pairs):
    events, people = zip(*pairs, strict=True)
    trend = stats.trend_ratio(events, people)
    slope, error, dispersion = slow_trend(events, people)
    assert math.log(trend.ratio.value) == pytest.approx(slope, abs=1e-6)
    assert math.log(trend.poisson.high / trend.poisson.value) == pytest.approx(1.959963985 * error, rel=1e-4)
    assert trend.dispersion == pytest.approx(dispersion, rel=1e-4, abs=1e-6)


@unhurried
@given(series)
def test_quasi_poisson_limits_hold_the_ratio_and_are_never_narrower(pairs):
    trend = stats.trend_ratio(*zip(*pairs, strict=True))
    assert trend.ratio.low <= trend.poisson.low <= trend.ratio.value
    assert trend.ratio.value <= trend.poisson.high <= trend.ratio.high


@unhurried
@given(series, st.integers(2, 50))
def test_a_trend_read_backwards_or_in_another_unit(pairs, unit):
    events, people = zip(*pairs, strict=True)
    there, back = stats.trend_ratio(events, people), stats.trend_ratio(events[::-1], people[::-1])
    scaled = stats.trend_ratio(events, [size * unit for size in people])
    assert back.ratio.low == pytest.approx(1 / there.ratio.high, rel=1e-4)
    assert scaled.ratio.low == pytest.approx(there.ratio.low, rel=1e-4)


def test_a_rate_that_grows_by_a_tenth_each_year_has_a_ratio_of_one_and_a_tenth():
    trend = stats.trend_ratio([1000, 1100, 1210, 1331], [10_000] * 4)
    assert trend.ratio.value == pytest.approx(1.1)
    assert trend.ratio == stats.Interval(
        trend.poisson.value, trend.poisson.low, trend.poisson.high, 0.95, "quasi-Poisson"
    )


def test_a_year_without_a_number_is_left_out_and_keeps_its_place():
    trend = stats.trend_ratio([1000, math.nan, 1210, 1331], [10_000, 10_000, 10_000, 10_000])
    assert trend.ratio.value == pytest.approx(1.1)
    assert trend.years == 3
    with_times = stats.trend_ratio([1000, 1210, 1331], [10_000] * 3, times=[2019, 2021, 2022])
    assert with_times.ratio.value == pytest.approx(1.1)


@pytest.mark.parametrize(
    "events", [[], [50, 60], [50, math.nan, 70], [3, 3, 3], [0, 0, 0, 50], [50, 0, 0, 0], [0] * 6]
)
def test_too_little_to_go_by_is_no_trend(events):
    trend = stats.trend_ratio(events, [10_000] * len(events))
    assert math.isnan(trend.ratio.value)
    assert not trend.ratio.known
    assert math.isnan(trend.dispersion)


@given(values)
def test_mann_kendall_agrees_with_counting_pairs_and_orders(numbers):
    test = stats.mann_kendall(numbers)
    assert test.s == pairs_in_order_less_pairs_out_of_order(numbers)
    assert test.p_exact == pytest.approx(slow_exact_probability(numbers))


@unhurried
@given(st.lists(st.floats(-100, 100, allow_subnormal=False), min_size=3, max_size=30, unique=True))
def test_mann_kendall_is_kendalls_tau_against_time(numbers):
    from scipy.stats import kendalltau

    test = stats.mann_kendall(numbers)
    tau = kendalltau(range(len(numbers)), numbers, method="exact")
    assert test.s == round(tau.statistic * len(numbers) * (len(numbers) - 1) / 2)
    if len(numbers) <= 10:
        assert test.p == pytest.approx(tau.pvalue)
    else:
        assert math.isnan(test.p_exact)
        assert test.p == pytest.approx(tau.pvalue, abs=0.04)


@given(values)
def test_mann_kendall_of_a_series_turned_round_changes_its_sign(numbers):
    there, back = stats.mann_kendall(numbers), stats.mann_kendall(numbers[::-1])
    assert (there.s, there.p) == (-back.s, back.p)
    assert (there.s, there.p) == (stats.mann_kendall([3 * number + 1 for number in numbers]).s, there.p)


def test_a_series_that_never_changes_has_no_trend():
    test = stats.mann_kendall([5.0] * 8)
    assert (test.s, test.variance, test.z, test.p) == (0, 0, 0, 1)
    assert stats.direction([5.0] * 8) == "no clear direction"


def test_a_series_of_one_or_none_is_no_test():
    for numbers in ([], [5.0], [math.nan, 5.0]):
        assert math.isnan(stats.mann_kendall(numbers).p)
        assert math.isnan(stats.sen_slope(numbers).value)


@unhurried
@given(st.lists(st.floats(-100, 100), min_size=2, max_size=20))
def test_sens_slope_is_the_median_of_the_slopes_of_all_pairs(numbers):
    times = [2 * time for time in range(len(numbers))]
    points = itertools.combinations(zip(times, numbers, strict=True), 2)
    slopes = [(later[1] - earlier[1]) / (later[0] - earlier[0]) for earlier, later in points]
    interval = stats.sen_slope(numbers, times=times)
    assert interval.value == pytest.approx(statistics.median(slopes))
    assert interval.known == (len(numbers) >= 6)
    if interval.known:
        assert interval.low <= interval.value <= interval.high


@pytest.mark.parametrize(
    ("numbers", "direction"),
    [
        (SEVERE, "rising"),
        ([-number for number in SEVERE], "falling"),
        ([1, 3, 2, 4, 1, 3], "no clear direction"),
        ([1, 2, 3, 4, 5], "rose each year"),
        ([1, 2, math.nan, 3], "rose each year"),
        ([1, 2, 2], "too few years"),
        ([1, 2], "too few years"),
        ([], "too few years"),
    ],
)
def test_the_direction_of_a_series(numbers, direction):
    assert stats.direction(numbers) == direction


@pytest.mark.parametrize(
    ("numbers", "years"),
    [
        ([7.5, 7.6, 7.4, 7.0], 3),
        ([22.5, 21.2, 20.0, 18.1], 4),
        ([1, 2, 1, 2], 4),
        ([3, 2, 1, 1], 4),
        ([1, 2], 2),
        ([], 0),
        ([1, 2, 3, 4, 3, 2], 6),
    ],
)
def test_of_few_years_a_direction_is_told_of_those_since_the_last_turn(numbers, years):
    assert stats.told_of(numbers) == years


def test_lists_of_different_length_and_levels_in_percent_are_refused():
    with pytest.raises(ValueError, match="same length"):
        stats.trend_ratio([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="same length"):
        stats.sen_slope([1, 2, 3], times=[1, 2])
    for make in (stats.sen_slope, stats.direction):
        with pytest.raises(ValueError, match="between 0 and 1"):
            make([1, 2, 3], level=95)
