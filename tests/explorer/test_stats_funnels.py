import csv
import math
import statistics
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import stats
from explorer.stats import dispersion

EVENTS = [5, 12, 30, 8, 44, 19, 60, 2]
PEOPLE = [10000, 12000, 20000, 15000, 26000, 9000, 50000, 8000]

areas = st.lists(st.tuples(st.integers(0, 300), st.integers(1000, 10**5)), min_size=3, max_size=40).filter(
    lambda pairs: any(pair[0] for pair in pairs)
)


def local_authorities(column):
    # England, 2016/17, all state-funded primary, secondary and special schools; one or two are hidden
    path = Path(__file__).with_name("test_stats_areas_2016_17.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    counts = [float(row[column] or "nan") for row in rows]
    return counts, [float(row["headcount"]) for row in rows]


def shown(numbers, decimals):
    return " ".join(f"{number:.{decimals}f}" for number in numbers)


def bands(funnel, events, people):
    return [funnel.band(count / size, size) for count, size in zip(events, people, strict=True)]


def beyond(funnel, level):
    return sum(abs(score) > stats.intervals.normal_quantile(level) for score in funnel.scores)


def slow_additive(events, people, *, persons):
    centre = sum(events) / sum(people)
    spots, errors = [], []
    for count, size in zip(events, people, strict=True):
        if persons:
            spots.append(math.asin(math.sqrt(count / size)) - math.asin(math.sqrt(centre)))
            errors.append(1 / (2 * math.sqrt(size)))
        else:
            spots.append(math.sqrt(count / (centre * size)) - 1)
            errors.append(1 / (2 * math.sqrt(centre * size)))
    plain = [spot / error for spot, error in zip(spots, errors, strict=True)]
    cuts = statistics.quantiles(plain, n=10, method="inclusive")
    squares = [min(max(score, cuts[0]), cuts[-1]) ** 2 for score in plain]
    weights = [1 / error**2 for error in errors]
    room = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    tau_squared = max(0.0, (sum(squares) - (len(events) - 1)) / room)
    pairs = zip(spots, errors, strict=True)
    return math.sqrt(tau_squared), [spot / math.sqrt(error**2 + tau_squared) for spot, error in pairs]


def test_worked_scores_and_dispersion():
    plain = dispersion.scores(EVENTS, PEOPLE, scale="sqrt")
    assert shown(plain, 6) == ("-2.456067 -0.661263 1.156492 -2.828427 2.095107 2.145127 0.000000 -3.368346")
    assert shown(np.quantile(plain, [0.1, 0.9]), 6) == "-2.990403 2.110113"
    assert f"{dispersion.overdispersion(plain):.6f}" == "4.198946"


def test_worked_heterogeneity():
    statistic, freedom, probability = stats.heterogeneity(EVENTS, PEOPLE)
    assert f"{statistic:.4f} {freedom} {probability:.6f}" == "29.0328 7 0.000143"
    pearson = dispersion.scores(EVENTS, PEOPLE, scale="pearson")
    assert f"{dispersion.overdispersion(pearson, trimmed=0):.6f}" == "3.629095"
    assert f"{dispersion.overdispersion(pearson):.6f}" == "3.502137"


def test_worked_additive_funnel():
    funnel = stats.funnel(EVENTS, PEOPLE)
    assert f"{funnel.centre * 1e4:.0f}" == "12"
    assert shown([funnel.centre * size for size in PEOPLE], 1) == "12.0 14.4 24.0 18.0 31.2 10.8 60.0 9.6"
    assert f"{funnel.tau**2:.9f} {funnel.tau:.6f}" == "0.045384302 0.213036"
    assert shown(funnel.scores, 4) == "-1.3776 -0.3478 0.4997 -1.3691 0.8116 1.2467 0.0000 -2.0339"


@pytest.mark.parametrize(
    ("adjustment", "people", "level", "expected"),
    [
        ("additive", 20_000, 0.95, "3.4606 25.6840"),
        ("additive", 20_000, 0.998, "0.8749 35.9140"),
        ("additive", 8_000, 0.95, "2.7211 27.8641"),
        ("additive", 50_000, 0.95, "3.8132 24.7551"),
        ("multiplicative", 20_000, 0.95, "3.0156 20.9844"),
    ],
)
def test_worked_limits(adjustment, people, level, expected):
    funnel = stats.funnel(EVENTS, PEOPLE, adjustment=adjustment)
    assert shown([limit * 1e4 for limit in funnel.limits(people, level=level)], 4) == expected


def test_worked_limits_without_variance_between_areas():
    # Equal rates: no dispersion, so that the additive limits are those of chance alone
    funnel = stats.funnel([12, 24, 36], [10_000, 20_000, 30_000])
    assert funnel.tau == 0
    assert shown([limit * 1e4 for limit in funnel.limits(20_000)], 4) == "7.6793 17.2811"
    assert shown([limit * 1e4 for limit in funnel.limits(20_000, level=0.998)], 4) == "5.6242 20.7632"


def test_worked_unadjusted_limits():
    funnel = stats.funnel(EVENTS, PEOPLE, adjustment="none")
    assert shown([limit * 20_000 for limit in funnel.limits(20_000)], 3) == "15.377 35.710"
    assert shown([limit * 20_000 for limit in funnel.limits(20_000, level=0.998)], 3) == "11.647 43.330"
    assert shown([limit * 1e4 for limit in funnel.limits(20_000)], 3) == "7.689 17.855"


@pytest.mark.parametrize(
    ("column", "areas", "spread", "tau", "outside"),
    [
        ("permanent_exclusions", 149, "20.0 11.7", "0.229", (1, 18, 56)),
        ("suspensions", 152, "354.9 155.1", "0.124", (8, 31, 128)),
        ("pupils_suspended", 151, "61.7 40.0", "0.090", (9, 27, None)),
    ],
)
def test_worked_local_authorities(column, areas, spread, tau, outside):
    counts, people = local_authorities(column)
    funnel = stats.funnel(counts, people)
    known = ~np.isnan(counts)
    plain = dispersion.scores(np.array(counts)[known], np.array(people)[known], scale="sqrt")
    assert (funnel.areas, funnel.left_out) == (areas, 152 - areas)
    assert shown([dispersion.overdispersion(plain, trimmed=0), funnel.dispersion], 1) == spread
    assert f"{funnel.tau:.3f}" == tau
    assert (beyond(funnel, 0.998), beyond(funnel, 0.95)) == outside[:2]
    unusual = [band for band in bands(funnel, counts, people) if band.startswith("unusually")]
    assert len(unusual) == outside[0]
    if outside[2]:
        unadjusted = bands(stats.funnel(counts, people, adjustment="none"), counts, people)
        assert sum(band.startswith("unusually") for band in unadjusted) == outside[2]


def test_worked_pearson_dispersion_of_local_authorities():
    counts, people = (np.array(column) for column in local_authorities("permanent_exclusions"))
    known = ~np.isnan(counts)
    pearson = dispersion.scores(counts[known], people[known], scale="pearson")
    assert f"{dispersion.overdispersion(pearson, trimmed=0):.1f}" == "17.2"


def test_worked_flags_expected_where_nothing_is_unusual():
    assert f"{stats.flags_expected(153):.2f} {stats.flags_expected(153, level=0.998):.2f}" == "7.65 0.31"


def test_worked_smoothed_ratios():
    ratios = stats.smoothed_ratios(EVENTS, PEOPLE)
    expected = [12, 14.4, 24, 18, 31.2, 10.8, 60, 9.6]
    tau_squared = dispersion.between_variance(3.502137, expected)
    assert f"{tau_squared:.6f} {1 / tau_squared:.4f}" == "0.143481 6.9696"
    assert (f"{ratios[7]:.4f}", f"{ratios[5]:.4f}") == ("0.5413", "1.4615")


@pytest.mark.parametrize("persons", [False, True])
@given(areas)
def test_the_additive_funnel_agrees_with_a_loop(persons, pairs):
    events, people = zip(*pairs, strict=True)
    funnel = stats.funnel(events, people, persons=persons)
    tau, adjusted = slow_additive(events, people, persons=persons)
    assert funnel.tau == pytest.approx(tau, rel=1e-6, abs=1e-7)
    assert funnel.scores == pytest.approx(adjusted, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("adjustment", ["additive", "multiplicative", "none"])
@pytest.mark.parametrize("persons", [False, True])
@given(areas, st.integers(100, 10**6), st.floats(0.5, 0.99))
def test_limits_hold_the_centre_and_narrow_with_people(adjustment, persons, pairs, people, level):
    events, size = zip(*pairs, strict=True)
    funnel = stats.funnel(events, size, adjustment=adjustment, persons=persons)
    low, high = funnel.limits([people, 2 * people], level=level)
    wider_low, wider_high = funnel.limits([people], level=(1 + level) / 2)
    assert 0 <= wider_low[0] <= low[0] <= funnel.centre <= high[0] <= wider_high[0]
    assert low[0] <= low[1] + 1e-15
    assert high[1] <= high[0]


@pytest.mark.parametrize("adjustment", ["additive", "multiplicative", "none"])
@given(areas, st.integers(2, 100))
def test_counting_people_in_another_unit_scales_the_limits_and_leaves_the_scores(adjustment, pairs, unit):
    events, people = zip(*pairs, strict=True)
    funnel = stats.funnel(events, people, adjustment=adjustment)
    scaled = stats.funnel(events, [size * unit for size in people], adjustment=adjustment)
    assert scaled.scores == pytest.approx(funnel.scores, abs=1e-9)
    assert scaled.limits(people[0] * unit)[1] * unit == pytest.approx(funnel.limits(people[0])[1])


@pytest.mark.parametrize("persons", [False, True])
@given(areas)
def test_an_area_lies_beyond_a_limit_where_its_score_does(persons, pairs):
    events, people = zip(*pairs, strict=True)
    funnel = stats.funnel(events, people, persons=persons)
    for score, band in zip(funnel.scores, bands(funnel, events, people), strict=True):
        if abs(abs(score) - 1.959964) > 1e-4 and abs(abs(score) - 3.090232) > 1e-4:
            assert (band == "as expected") == (abs(score) < 1.959964)
            assert band.startswith("unusually") == (abs(score) > 3.090232)
            assert band == "as expected" or band.endswith("high" if score > 0 else "low")


@given(areas, st.integers(0, 39))
def test_a_hidden_area_is_left_out_and_counted_and_changes_nothing(pairs, position):
    events, people = (list(map(float, column)) for column in zip(*pairs, strict=True))
    whole = stats.funnel(events, people)
    for hidden in ((math.nan, 500.0), (5.0, math.nan), (5.0, 0.0)):
        count, size = events.copy(), people.copy()
        count.insert(position, hidden[0])
        size.insert(position, hidden[1])
        with_it = stats.funnel(count, size)
        assert with_it.left_out == 1
        assert (with_it.tau, with_it.areas) == (whole.tau, whole.areas)
        assert with_it.band(hidden[0] / 500, hidden[1]) == "left out"


def test_tiny_areas_can_be_left_out():
    counts, people = local_authorities("suspensions")
    funnel = stats.funnel(counts, people, least_people=1000)
    assert (funnel.areas, funnel.left_out) == (150, 2)


def test_no_events_in_a_tiny_area_are_not_unusually_low():
    # The chance of none where 0.3 or 3 are expected is 74 or 5 in a hundred
    funnel = stats.funnel([100, 100], [100_000, 100_000], adjustment="none")
    assert funnel.band(0, 276) == "as expected"
    assert funnel.band(0, 3_000) == "as expected"
    assert funnel.band(0, 5_000) == "somewhat low"
    assert funnel.band(0, 8_000) == "unusually low"


@pytest.mark.parametrize("adjustment", ["additive", "multiplicative", "none"])
@pytest.mark.parametrize("persons", [False, True])
def test_a_funnel_without_events_or_without_areas_has_no_limits(adjustment, persons):
    for events, people in (([0, 0], [100, 200]), ([], []), ([math.nan], [100])):
        funnel = stats.funnel(events, people, adjustment=adjustment, persons=persons)
        assert np.isnan(funnel.limits([100, 200])).all()
        assert funnel.band(0.1, 100) == "left out"


def test_what_cannot_be_a_rate_is_refused():
    for events, persons in (([-1, 5], False), ([11, 5], True)):
        with pytest.raises(ValueError, match="found"):
            stats.funnel(events, [10, 10], persons=persons)


def test_one_area_is_its_own_centre():
    funnel = stats.funnel([12], [1000])
    assert (funnel.centre, funnel.tau, funnel.scores) == (0.012, 0, (0,))


@given(areas)
def test_smoothed_ratios_lie_between_the_plain_ones_and_one(pairs):
    events, people = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    plain = events / (events.sum() / people.sum() * people)
    smoothed = stats.smoothed_ratios(events, people)
    assert (np.minimum(plain, 1) - 1e-9 <= smoothed).all()
    assert (smoothed <= np.maximum(plain, 1) + 1e-9).all()


def test_smoothing_leaves_hidden_areas_out():
    hidden = stats.smoothed_ratios([*EVENTS, math.nan, 3], [*PEOPLE, 1000, 0])
    assert hidden[:8].tolist() == stats.smoothed_ratios(EVENTS, PEOPLE).tolist()
    assert np.isnan(hidden[8:]).all()
    assert np.isnan(stats.smoothed_ratios([0, 0], [5, 5])).all()
    assert stats.smoothed_ratios([10, 20], [100, 200]).tolist() == [1, 1]


def test_heterogeneity_needs_every_area():
    for events, people in (([5, math.nan], [10, 10]), ([5, 1], [10, 0]), ([0, 0], [10, 10]), ([], [])):
        assert math.isnan(stats.heterogeneity(events, people)[2])
    assert math.isnan(dispersion.overdispersion([]))
    assert math.isnan(dispersion.between_variance(math.nan, [1, 2]))
    assert math.isnan(dispersion.between_variance(3, [1]))
