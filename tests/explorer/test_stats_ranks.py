import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import stats
from explorer.stats import RankRange, Rate

EVENTS = [12, 20, 33, 50, 9]
PEOPLE = [20000, 25000, 30000, 40000, 30000]

kinds = st.sampled_from([{}, {"persons": True}, {"clustering": 3.0}])
lists = st.lists(st.tuples(st.integers(0, 200), st.integers(500, 50_000)), max_size=12)


def slow_rank_ranges(rates, level=0.95):
    ranges = []
    for area in rates:
        ratios = [stats.rate_ratio(area, other, level=level) for other in rates if other is not area]
        lower = sum(ratio.low > 1 for ratio in ratios)
        higher = sum(ratio.high < 1 for ratio in ratios)
        ranges.append(RankRange(1 + lower, len(rates) - higher))
    return ranges


def test_worked_rank_ranges():
    rates = [Rate(*pair) for pair in zip(EVENTS, PEOPLE, strict=True)]
    assert [f"{rate.value * 1e4:.1f}" for rate in rates] == ["6.0", "8.0", "11.0", "12.5", "3.0"]
    ranges = [(place.first, place.last) for place in stats.rank_ranges(rates)]
    assert ranges == [(1, 4), (2, 5), (2, 5), (3, 5), (1, 2)]


@settings(deadline=None)
@given(lists, kinds)
def test_rank_ranges_agree_with_a_loop_over_pairs(pairs, kind):
    rates = [Rate(*pair, **kind) for pair in pairs]
    assert stats.rank_ranges(rates) == slow_rank_ranges(rates)


@given(lists)
def test_a_rank_range_holds_the_rank_and_a_higher_level_is_wider(pairs):
    rates = [Rate(*pair) for pair in pairs]
    inner, outer = stats.rank_ranges(rates), stats.rank_ranges(rates, level=0.998)
    for rate, near, far in zip(rates, inner, outer, strict=True):
        below = sum(other.value < rate.value for other in rates)
        equal = sum(other.value == rate.value for other in rates)
        assert near.first <= below + equal
        assert near.last >= below + 1
        assert far.first <= near.first <= near.last <= far.last


@given(lists, st.integers(0, 12))
def test_a_hidden_area_has_no_rank_and_takes_no_place(pairs, position):
    rates = [Rate(*pair) for pair in pairs]
    for hidden in (Rate(math.nan, 100), Rate(5, 0)):
        ranges = stats.rank_ranges([*rates[:position], hidden, *rates[position:]])
        assert ranges.pop(min(position, len(rates))) is None
        assert ranges == stats.rank_ranges(rates)


def test_areas_without_events_can_be_told_from_areas_with_many():
    ranges = stats.rank_ranges([Rate(0, 1000), Rate(0, 1000), Rate(90, 1000)])
    assert ranges == [RankRange(1, 2), RankRange(1, 2), RankRange(3, 3)]


def test_persons_are_not_ranked_among_events():
    with pytest.raises(ValueError, match="persons go with persons"):
        stats.rank_ranges([Rate(10, 20), Rate(10, 20, persons=True)])


def test_quartile_bands_are_quarters_with_ties_together():
    assert stats.quartile_bands([8, 1, 2, 3, 4, 5, 6, 7]) == [4, 1, 1, 2, 2, 3, 3, 4]
    assert stats.quartile_bands([5, 5, 5]) == [1, 1, 1]
    assert stats.quartile_bands([2, math.nan, 1]) == [4, None, 1]
    assert stats.quartile_bands([math.nan]) == [None]
    assert stats.quartile_bands([]) == []


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=60, unique=True))
def test_no_quarter_of_different_values_has_more_than_its_share(values):
    found = stats.quartile_bands(values)
    for quarter in (1, 2, 3, 4):
        assert len(values) // 4 <= found.count(quarter) <= len(values) // 4 + 1
