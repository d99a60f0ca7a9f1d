import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import stats
from tests.explorer.slowly import bisected, limits

counts = st.integers(0, 20_000)
levels = st.floats(0.5, 0.999)

POISSON = [
    (0, "0.00000 3.68888", None, "0.0000 6.9078"),
    (1, "0.02532 5.57164", "0.01307 5.56376", "0.0010 9.2334"),
    (5, "1.62349 11.66833", "1.61135 11.66816", "0.7394 16.4547"),
    (10, "4.79539 18.39036", "4.78745 18.39146", "2.9605 24.1340"),
    (25, "16.17868 36.90493", "16.17427 36.90645", "12.3370 44.6361"),
    (100, "81.36399 121.62679", "81.36211 121.62794", "71.9214 134.9243"),
    (125, "104.04890 148.93186", "104.04724 148.93292", "93.2771 163.5541"),
    (994, "933.15925 1057.76599", "933.15873 1057.76644", "899.4144 1095.3335"),
    (10885, "10681.46339 11091.44029", "10681.46324 11091.44044", "10565.4401 11211.2744"),
]

# Pupils by how many fixed-period exclusions they had in the year, England; one or two pupils are hidden
TIMES = {
    200607: {1: 138370, 2: 43190, 3: 20090, 4: 10635, 5: 6050, 6: 3465, 7: 2045, 8: 1195, 9: 770, 10: 485}
    | {11: 320, 12: 175, 13: 100, 14: 65, 15: 35, 16: 35, 17: 20, 18: 20, 19: 10, 20: 5, 21: 10, 22: 5}
    | {25: 5, 33: 5},
    201314: {1: 88465, 2: 26165, 3: 12090, 4: 6430, 5: 3700, 6: 2195, 7: 1290, 8: 810, 9: 535, 10: 350}
    | {11: 225, 12: 170, 13: 110, 14: 70, 15: 60, 16: 55, 17: 35, 18: 25, 19: 15, 20: 15, 21: 10}
    | dict.fromkeys(range(22, 26), 5),
    201415: {1: 93525, 2: 28260, 3: 13190, 4: 7410, 5: 4225, 6: 2530, 7: 1585, 8: 990, 9: 615, 10: 470}
    | {11: 315, 12: 220, 13: 170, 14: 130, 15: 95, 16: 70, 17: 65, 18: 30, 19: 35, 20: 20, 21: 15, 22: 15}
    | {23: 10, 24: 15, 35: 5, 39: 5}
    | dict.fromkeys(range(25, 32), 5),
    201516: {1: 99605, 2: 30985, 3: 14695, 4: 8195, 5: 4790, 6: 2915, 7: 1825, 8: 1165, 9: 805, 10: 560}
    | {11: 370, 12: 270, 13: 205, 14: 150, 15: 110, 16: 95, 17: 60, 18: 50, 19: 45, 20: 30, 21: 20, 22: 20}
    | {23: 25, 24: 15, 25: 15, 26: 20, 27: 10, 28: 10, 29: 10, 30: 5, 31: 10, 34: 10}
    | dict.fromkeys((32, 33, 35, 36, 38, 42, 48), 5),
}


def poisson_tail_at_most(count, mean):
    terms = (math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))
    return math.fsum(terms)


def slow_exact(count, level):
    tail = (1 - level) / 2
    high = bisected(lambda mean: poisson_tail_at_most(count, mean) < tail, 1e-12, count * 3 + 60)
    if count == 0:
        return 0.0, high
    low = bisected(lambda mean: 1 - poisson_tail_at_most(count - 1, mean) > tail, 1e-12, count + 1)
    return low, high


def wilson_hilferty(freedom, z):
    return freedom * (1 - 2 / (9 * freedom) + z * math.sqrt(2 / (9 * freedom))) ** 3


@pytest.mark.parametrize(("count", "exact", "byar", "outer"), POISSON)
def test_poisson_limits_are_those_of_the_worked_table(count, exact, byar, outer):
    assert limits(stats.exact_interval(count), 5) == exact
    assert limits(stats.exact_interval(count, level=0.998), 4) == outer
    if byar:
        assert limits(stats.byar_interval(count), 5) == byar


def test_worked_normal_quantiles():
    assert f"{stats.intervals.normal_quantile(0.95):.9f}" == "1.959963985"
    assert f"{stats.intervals.normal_quantile(0.998):.9f}" == "3.090232306"


def test_byar_has_no_interval_for_no_events():
    interval = stats.byar_interval(0)
    assert interval.value == 0
    assert not interval.known


@pytest.mark.parametrize(("count", "method"), [(0, "exact Poisson"), (9, "exact Poisson"), (10, "Byar")])
def test_a_count_is_exact_below_ten_and_byar_from_ten(count, method):
    assert stats.count_interval(count).method == method


@pytest.mark.parametrize(
    ("events", "people", "rate", "expected"),
    [(125, 160420, "7.792", "6.486 9.284"), (994, 394854, "25.174", "23.633 26.789")],
)
def test_worked_rates_per_ten_thousand(events, people, rate, expected):
    interval = stats.exact_interval(events).times(10_000 / people)
    assert f"{interval.value:.3f}" == rate
    assert limits(interval, 3) == expected


@pytest.mark.parametrize("count", [0, 1, 2, 7, 30, 125])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_exact_limits_agree_with_summed_probabilities(count, level):
    interval = stats.exact_interval(count, level=level)
    assert (interval.low, interval.high) == pytest.approx(slow_exact(count, level), rel=1e-9)


@given(st.integers(1, 300), levels)
def test_the_tail_beyond_an_exact_limit_is_half_of_what_the_level_leaves(count, level):
    interval = stats.exact_interval(count, level=level)
    tail = (1 - level) / 2
    assert poisson_tail_at_most(count, interval.high) == pytest.approx(tail, rel=1e-6)
    assert 1 - poisson_tail_at_most(count - 1, interval.low) == pytest.approx(tail, rel=1e-6)


@given(st.integers(1, 20_000), levels)
def test_byar_is_wilson_and_hilferty_for_half_a_chi_squared(count, level):
    interval = stats.byar_interval(count, level=level)
    z = stats.intervals.normal_quantile(level)
    assert interval.low == pytest.approx(max(0, wilson_hilferty(2 * count, -z) / 2), abs=1e-9)
    assert interval.high == pytest.approx(wilson_hilferty(2 * count + 2, z) / 2)


@given(counts, levels)
def test_a_count_lies_in_its_interval_and_a_higher_level_is_wider(count, level):
    inner, outer = (stats.count_interval(count, level=wide) for wide in (level, (1 + level) / 2))
    assert inner.low <= count <= inner.high
    assert outer.low <= inner.low
    assert inner.high <= outer.high


@given(st.integers(1, 20_000), levels)
def test_one_more_event_raises_both_limits(count, level):
    fewer, more = (stats.exact_interval(number, level=level) for number in (count, count + 1))
    assert fewer.low < more.low
    assert fewer.high < more.high


@given(counts, st.integers(1, 10**7), st.floats(0.1, 1e5))
def test_a_rate_in_another_unit_is_the_same_interval(count, people, factor):
    rate = stats.rate_interval(stats.Rate(count, people))
    assert rate.value == pytest.approx(count / people)
    assert rate.times(factor).high / factor == pytest.approx(rate.high)


@pytest.mark.parametrize(
    ("events", "people"), [(math.nan, 100), (5, math.nan), (5, 0), (0, 0), (math.nan, math.nan)]
)
@pytest.mark.parametrize("kind", [{}, {"persons": True}, {"clustering": 4.0}])
def test_a_hidden_count_or_no_people_gives_no_rate(events, people, kind):
    if kind.get("persons") and events > people:
        people = math.nan
    interval = stats.rate_interval(stats.Rate(events, people, **kind))
    assert math.isnan(interval.value)
    assert not interval.known


@pytest.mark.parametrize(
    ("year", "factor"), [(200607, "3.22"), (201314, "3.44"), (201415, "3.83"), (201516, "4.18")]
)
def test_worked_clustering_factors(year, factor):
    times = TIMES[year]
    assert f"{stats.clustering_factor(list(times), list(times.values())):.2f}" == factor


def test_the_clustering_factor_is_the_variance_of_clustered_events_over_their_mean():
    draw = np.random.default_rng(7)
    times, pupils = [1, 2, 5], [60, 30, 10]
    sums = draw.poisson(pupils, size=(40_000, 3)) @ times
    factor = stats.clustering_factor(times, pupils)
    assert np.var(sums) / np.mean(sums) == pytest.approx(factor, rel=0.02)


def test_the_clustering_factor_leaves_hidden_pupils_out():
    assert stats.clustering_factor([1, 2, 40], [10, 5, math.nan]) == (10 + 20) / (10 + 10)
    assert math.isnan(stats.clustering_factor([1, 2], [math.nan, math.nan]))
    assert math.isnan(stats.clustering_factor([], []))


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=30))
def test_the_clustering_factor_is_at_least_one_and_one_where_nobody_has_two(pupils):
    times = range(1, len(pupils) + 1)
    assert stats.clustering_factor(list(times), pupils) >= 1
    assert stats.clustering_factor([1], pupils[:1]) == 1


def test_worked_clustered_interval():
    factor = stats.clustering_factor(list(TIMES[201516]), list(TIMES[201516].values()))
    # Next to no clustering: the same formula, without it
    naive = stats.rate_interval(stats.Rate(2500, 25000, clustering=1 + 1e-12)).times(100)
    clustered = stats.rate_interval(stats.Rate(2500, 25000, clustering=factor)).times(100)
    assert f"{math.sqrt(factor):.3f}" == "2.045"
    assert f"{clustered.value:.2f}" == "10.00"
    assert limits(naive, 3) == "9.616 10.400"
    assert limits(clustered, 3) == "9.230 10.835"


@given(st.integers(1, 5000), st.floats(1.001, 20))
def test_clustering_only_widens(count, factor):
    loose = stats.rate_interval(stats.Rate(count, 10_000, clustering=factor))
    looser = stats.rate_interval(stats.Rate(count, 10_000, clustering=factor + 1))
    assert looser.low < loose.low < loose.value < loose.high < looser.high


def test_clustered_events_that_did_not_happen_have_no_interval():
    interval = stats.rate_interval(stats.Rate(0, 10_000, clustering=4))
    assert interval.value == 0
    assert not interval.known


@pytest.mark.parametrize("wrong", [-1, math.inf])
def test_what_is_no_count_is_refused(wrong):
    for make in (stats.exact_interval, stats.byar_interval, stats.count_interval):
        with pytest.raises(ValueError, match="zero or more"):
            make(wrong)
    with pytest.raises(ValueError, match="zero or more"):
        stats.Rate(wrong, 10)
    with pytest.raises(ValueError, match="zero or more"):
        stats.Rate(0, wrong)


def test_a_level_is_a_share_and_not_a_percentage():
    for make in (stats.exact_interval, stats.byar_interval):
        with pytest.raises(ValueError, match=r"such as 0\.95"):
            make(5, level=95)


def test_a_rate_that_contradicts_itself_is_refused():
    for wrong in ({"persons": True}, {"clustering": 0.5}, {"clustering": math.nan}):
        with pytest.raises(ValueError, match="found"):
            stats.Rate(11, 10, **wrong)
    with pytest.raises(ValueError, match="1 for persons"):
        stats.Rate(1, 10, persons=True, clustering=2)


def test_an_interval_cannot_be_turned_round():
    with pytest.raises(ValueError, match="above zero"):
        stats.exact_interval(5).times(-1)
