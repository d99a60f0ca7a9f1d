import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import stats
from explorer.stats import Rate

rates = st.builds(Rate, st.integers(0, 5000), st.integers(5000, 10**6))


def test_worked_change_between_two_years():
    change = stats.change(Rate(10885, 8445343), Rate(9376, 8430600), smallest=0.01 / 10_000)
    assert f"{change.ratio.value:.6f}" == "1.158916"
    assert f"{change.difference.value * 1e4:.3f}" == "1.767"
    assert f"{change.percent:.1f}" == "15.9"
    assert change.verdict == "higher"


@pytest.mark.parametrize(
    ("now", "before", "smallest", "verdict"),
    [
        (Rate(300, 10_000), Rate(200, 10_000), 0, "higher"),
        (Rate(200, 10_000), Rate(300, 10_000), 0, "lower"),
        (Rate(210, 10_000), Rate(200, 10_000), 0, "not distinguishable from chance"),
        (Rate(300, 10_000), Rate(200, 10_000), 0.02, "about the same"),
        (Rate(9, 10_000), Rate(200, 10_000), 0, "too few to compare"),
        (Rate(200, 10_000), Rate(0, 10_000), 0, "too few to compare"),
        (Rate(math.nan, 10_000), Rate(3, 10_000), 0, "not known"),
        (Rate(200, 0), Rate(200, 10_000), 0, "not known"),
        (
            Rate(300, 10_000, clustering=9),
            Rate(200, 10_000, clustering=9),
            0,
            "not distinguishable from chance",
        ),
        (Rate(15, 29, persons=True), Rate(290, 300, persons=True), 0, "too few to compare"),
        (Rate(150, 300, persons=True), Rate(290, 300, persons=True), 0, "lower"),
    ],
)
def test_the_verdict_on_a_change(now, before, smallest, verdict):
    assert stats.change(now, before, smallest=smallest).verdict == verdict


@given(rates, rates)
def test_a_verdict_turns_round_with_the_years(now, before):
    opposite = {"higher": "lower", "lower": "higher"}
    there, back = stats.change(now, before).verdict, stats.change(before, now).verdict
    assert there == opposite.get(back, back)


@given(rates, rates)
def test_higher_and_lower_need_an_interval_that_excludes_one(now, before):
    change = stats.change(now, before)
    if change.verdict in ("higher", "lower"):
        assert change.ratio.excludes(1)
        assert change.percent == pytest.approx(100 * (change.ratio.value - 1))
        assert (change.verdict == "higher") == (change.difference.value > 0)


def test_a_change_from_nothing_has_no_percentage():
    change = stats.change(Rate(20, 1000), Rate(0, 1000))
    assert math.isnan(change.percent)
    assert math.isnan(change.ratio.value)
    assert change.difference.value == 0.02


@pytest.mark.parametrize(("events", "percent"), [(10, "32"), (20, "22"), (25, "20"), (100, "10")])
def test_worked_relative_errors(events, percent):
    assert f"{100 * stats.relative_error(events):.0f}" == percent


def test_no_events_have_no_relative_error():
    assert math.isnan(stats.relative_error(0))
    assert math.isnan(stats.relative_error(math.nan))


@pytest.mark.parametrize(
    ("rate", "size"),
    [
        (Rate(0, 1000), "few"),
        (Rate(9, 1000), "few"),
        (Rate(10, 1000), "some"),
        (Rate(24, 1000), "some"),
        (Rate(25, 1000), "enough"),
        (Rate(12, 29, persons=True), "few"),
        (Rate(12, 30, persons=True), "enough"),
        (Rate(9, 1000, persons=True), "few"),
        (Rate(math.nan, 1000), "not known"),
        (Rate(0, 0), "not known"),
    ],
)
def test_how_small_a_number_is(rate, size):
    assert stats.size_of(rate) == size
    assert stats.few(rate) == (size == "few") or size == "not known"


def test_percent_changes_of_small_rounded_counts_are_not_shown():
    assert stats.rounded_percent_change(120, 100, nearest=5) == pytest.approx(20)
    for now, before in ((95, 100), (100, 95)):
        assert math.isnan(stats.rounded_percent_change(now, before, nearest=5))
        assert stats.rounded_percent_change(now, before, nearest=1) == pytest.approx(100 * (now / before - 1))
    for now, before in ((5, 0), (math.nan, 200), (200, math.nan)):
        assert math.isnan(stats.rounded_percent_change(now, before, nearest=1))


def test_a_rounded_count_is_off_by_half_a_step_and_a_difference_by_a_whole_one():
    assert stats.rounding_error(5) == 2.5
    assert stats.rounding_error(5, counts=2) == 5


@pytest.mark.parametrize("slow", ["statsmodels", "scipy.stats"])
def test_a_page_that_shows_no_statistics_does_not_wait_for_the_libraries(slow):
    code = f"import sys, explorer.stats; sys.exit({slow!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_offers_what_it_says_it_offers():
    assert len(stats.__all__) == len(set(stats.__all__))
    assert all(hasattr(stats, name) for name in stats.__all__)
