"""Area profile tests: every number of the table against sums, formulas and ranks worked out here."""

import math
from statistics import NormalDist, median

import duckdb
import numpy as np
import pytest
from scipy.stats import beta, kendalltau

from explorer import queries
from explorer.queries.profiles import SUBJECTS, profile
from explorer.sentences import area_profile as said
from tests.explorer.picking import line_of

pytestmark = pytest.mark.usefixtures("shipped")
LEEDS, BIRMINGHAM, RUTLAND = "E08000035", "E08000025", "E06000017"
MILTON_KEYNES, CUMBRIA, NORTH_EAST = "E06000042", "E10000006", "E12000001"
ENGLAND = "E92000001"
Z = NormalDist().inv_cdf(0.975)
ONE = """
SELECT f.time_period, f.value * m.display_factor, f.numerator, f.denominator, f.symbol
FROM figures f JOIN measures m USING (measure)
WHERE f.measure = $measure AND f.school_type = $kind AND f.place_code = $place
  AND f.breakdown = 'total' AND f.time_identifier = 'Academic year'
  AND (f.value IS NOT NULL OR f.symbol IS NOT NULL)
ORDER BY f.time_period
"""
NEIGHBOURS = """
SELECT sum(f.numerator), sum(f.denominator), count(f.numerator)
FROM neighbours n
LEFT JOIN figures f ON f.place_code = n.neighbour_code AND f.measure = $measure AND f.school_type = $kind
                   AND f.breakdown = 'total' AND f.time_identifier = 'Academic year'
                   AND f.time_period = $period
WHERE n.place_code = $place
"""
AREAS = """
SELECT f.place_code, f.numerator, f.denominator
FROM figures f JOIN places p USING (place_code)
WHERE f.measure = $measure AND f.school_type = $kind AND f.time_period = $period AND f.breakdown = 'total'
  AND f.time_identifier = 'Academic year' AND p.level = 'Local authority'
  AND f.numerator IS NOT NULL AND f.denominator > 0
"""
BREAKS = "SELECT time_period, kind FROM breaks WHERE measure = $measure"


@pytest.fixture
def sql(snapshot_built):
    with duckdb.connect(str(snapshot_built), read_only=True) as database:
        yield lambda text, **bound: database.cursor().execute(text, bound).fetchall()


def same(ours, theirs):
    if ours is None or theirs is None:
        return ours is theirs
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


def wilson(events, people):
    """The textbook formula: Wilson 1927."""
    share, spread = events / people, Z * Z / people
    middle, reach = share + spread / 2, Z * math.sqrt(share * (1 - share) / people + spread / people / 4)
    return (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)


def byar(events):
    """The textbook formula: Breslow and Day 1987."""
    low = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
    more = events + 1
    return low, more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3


@pytest.mark.parametrize("place", [LEEDS, BIRMINGHAM, RUTLAND])
@pytest.mark.parametrize(("measure", "kind"), SUBJECTS)
def test_the_newest_figures_are_those_of_the_database_and_of_one_year(sql, place, measure, kind):
    line = line_of(place, measure)
    region = profile(place).region.code
    mine = sql(ONE, measure=measure, kind=kind, place=place)
    if not mine:
        assert line.newest is None
        return
    assert (line.newest.time_period, line.newest.shown) == (mine[-1][0], pytest.approx(mine[-1][1]))
    for beside, code in ((line.region, region), (line.england, ENGLAND)):
        theirs = dict(row[:2] for row in sql(ONE, measure=measure, kind=kind, place=code))
        assert same(beside.shown if beside else None, theirs.get(mine[-1][0]))


@pytest.mark.parametrize("place", [LEEDS, BIRMINGHAM, RUTLAND])
@pytest.mark.parametrize(("measure", "kind"), SUBJECTS)
def test_counts_interval_and_similar_areas_are_those_of_the_newest_year_with_counts(
    sql, place, measure, kind
):
    line = line_of(place, measure)
    having = [row for row in sql(ONE, measure=measure, kind=kind, place=place) if None not in row[2:4]]
    if not having:
        assert line.counted is None
        return
    period, value, events, people, _ = having[-1]
    counted = line.counted
    assert (counted.figure.time_period, counted.events, counted.people) == (period, events, people)
    assert counted.figure.shown == pytest.approx(value)
    bound = {"measure": measure, "kind": kind, "period": period, "place": place}
    ((pooled, over, parts),) = sql(NEIGHBOURS, **bound)
    whole = value / (events / people) * pooled / over if parts == 10 and events else None
    if events:
        assert counted.together.shown == (None if whole is None else pytest.approx(whole, rel=1e-3))
    assert len(counted.together.missing) == 10 - parts


@pytest.mark.parametrize("place", [LEEDS, BIRMINGHAM, NORTH_EAST])
def test_intervals_follow_the_textbook_formulas(place):
    for line in profile(place).lines:
        counted = line.counted
        if counted is None or counted.interval is None:
            continue
        events, people = counted.events, counted.people
        if line.measure.of_events and line.measure.id != "suspension_rate":
            expected = [limit / people * 10_000 for limit in byar(events)]
        elif line.measure.of_events:
            reach = math.exp(Z * math.sqrt(4.4 / events))
            expected = [100 * events / people / reach, 100 * events / people * reach]
        else:
            expected = [100 * limit for limit in wilson(events, people)]
        assert [counted.interval.low, counted.interval.high] == pytest.approx(expected, rel=1e-6), (
            line.measure
        )


def test_similar_areas_of_leeds_are_pooled_as_by_hand():
    # the ten neighbours' permanent exclusions and pupils of 2022/23, added up on paper
    events = 36 + 32 + 0 + 12 + 41 + 119 + 67 + 88 + 134 + 24
    pupils = 62249 + 31279 + 51021 + 27642 + 33788 + 52815 + 38390 + 67238 + 84792 + 57794
    together = line_of(LEEDS, "permanent_exclusion_rate").counted.together
    assert together.shown == pytest.approx(10_000 * events / pupils)
    assert said.together(line_of(LEEDS, "permanent_exclusion_rate").counted, queries.measures()[1]) == "10.9"


@pytest.mark.parametrize(
    ("place", "measure", "period", "printed"),
    [
        (MILTON_KEYNES, "permanent_exclusion_rate", "2023/24", "0.4"),
        ("E06000002", "permanent_exclusion_rate", "2023/24", "40.4"),
        ("E09000021", "suspension_rate", "2023/24", "2.1"),
        ("E06000003", "suspension_rate", "2023/24", "38.2"),
        ("E09000027", "persistent_absence_rate", "2024/25", "12.4%"),
        ("E08000011", "persistent_absence_rate", "2024/25", "24.4%"),
    ],
)
def test_the_extremes_of_the_newest_year_are_as_published(place, measure, period, printed):
    line = line_of(place, measure)
    assert (line.newest.period, said.newest(line)) == (period, printed)


def adjusted_score(areas, code, *, persons):
    """The additive funnel of domain practice, step by step: Spiegelhalter 2005."""
    events, people = np.array([areas[one] for one in areas]).T
    centre = events.sum() / people.sum()
    if persons:
        away, error = (
            np.arcsin(np.sqrt(events / people)) - math.asin(math.sqrt(centre)),
            0.5 / np.sqrt(people),
        )
    else:
        away, error = np.sqrt(events / (centre * people)) - 1, 0.5 / np.sqrt(centre * people)
    plain, weight = away / error, error**-2
    spread = (np.clip(plain, *np.quantile(plain, [0.1, 0.9])) ** 2).mean()
    count = len(events)
    tau2 = (count * spread - (count - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    return dict(zip(areas, away / np.sqrt(error**2 + max(0, tau2)), strict=True))[code]


def clearly_below(one, other, *, persons, clustering):
    """Whether a rate is below another beyond chance: Katz 1978, and Clopper and Pearson under ten events."""
    (a, n), (b, m) = one, other
    if min(a, b) < 10:
        high = beta.ppf(0.975, a + 1, b) if b else 1
        return b > 0 and high / (1 - high) * m / n < 1
    variance = sum(clustering / e - (1 / p if persons else 0) for e, p in (one, other))
    return math.log(a / n * m / b) < -Z * math.sqrt(variance)


@pytest.mark.parametrize("place", [LEEDS, BIRMINGHAM, RUTLAND])
def test_band_and_rank_are_those_that_a_slow_version_finds(sql, place):
    for line in profile(place).lines:
        counted = line.counted
        if counted is None or counted.ranks is None:
            continue
        bound = {"measure": line.measure.id, "kind": line.school_type, "period": counted.figure.time_period}
        every = {code: (events, people) for code, events, people in sql(AREAS, **bound)}
        least = median(people for _, people in every.values()) / 40
        areas = {code: counts for code, counts in every.items() if counts[1] >= least}
        persons = not line.measure.of_events
        look = {"persons": persons, "clustering": 4.4 if line.measure.id == "suspension_rate" else 1}
        score = adjusted_score(areas, place, persons=persons)
        beyond = sum(abs(score) > NormalDist().inv_cdf(0.5 + level / 2) for level in (0.95, 0.998))
        words = ("as expected", f"somewhat {side(score)}", f"unusually {side(score)}")
        assert counted.band == words[beyond], line.measure
        below = sum(clearly_below(areas[one], areas[place], **look) for one in areas)
        above = sum(clearly_below(areas[place], areas[one], **look) for one in areas)
        assert (counted.ranks.first, counted.ranks.last) == (1 + below, len(areas) - above), line.measure
        assert counted.areas == len(areas)


def side(score):
    return "low" if score < 0 else "high"


@pytest.mark.parametrize("place", [LEEDS, BIRMINGHAM, RUTLAND, CUMBRIA])
@pytest.mark.parametrize(("measure", "kind"), SUBJECTS)
def test_a_direction_rests_on_comparable_years_alone(sql, place, measure, kind):
    course, window = line_of(place, measure).course, profile(place).window
    marked = {f"{year[:4]}/{year[4:]}": breaking for year, breaking in sql(BREAKS, measure=measure)}
    figures = {
        f"{row[0][:4]}/{row[0][4:]}": row[1] for row in sql(ONE, measure=measure, kind=kind, place=place)
    }
    stretches = [[]]
    for year in window:
        stretches += [[]] * (year in marked)
        if figures.get(year) is not None and marked.get(year) != "disturbed":
            stretches[-1] = [*stretches[-1], year]
    newest = next((one for one in reversed(stretches) if one), [])
    rests = [window[position] for position in course.years]
    assert rests == newest[len(newest) - len(rests) :]
    assert len(course.points) == len(window) == 10
    told = [figures[year] for year in rests]
    if len(newest) < 6:
        runs = {"rose each year": sorted(told), "fell each year": sorted(told, reverse=True)}
        assert course.direction in ("too few years", "too few events") or told == runs[course.direction]
        assert course.direction.endswith("each year") or rests == newest
    elif course.direction != "too few events" and len(set(told)) == len(told) == len(newest):
        found = kendalltau(range(len(told)), told, method="exact")
        one_way = "rising" if found.statistic > 0 else "falling"
        assert course.direction == (one_way if found.pvalue < 0.05 else "no clear direction")
