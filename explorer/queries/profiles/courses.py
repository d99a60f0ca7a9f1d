"""Courses: a series over the years looked back on, and what may be said of its direction."""

from collections.abc import Collection, Sequence

import pandas as pd

from explorer import stats
from explorer.queries.profiles.asked import Asked, year_of
from explorer.queries.profiles.nouns import Course, Level, Points
from explorer.question import ENGLAND
from explorer.stats.trends import LEAST_YEARS

LEAST_BESIDE = 2  # years on each side of disturbed ones before one side is called higher than the other


def course_of(asked: Asked, subject: tuple[str, str], *, few: bool) -> Course:
    """The points of the window, and what may be said of the newest of those that may be compared.

    Missing  no direction is taken across disturbed years or a break
    """
    mine = _points(asked, subject, code=asked.place.code)
    breaks = _marked(asked, subject, kinds=("break",))
    apart = {*breaks, *_marked(asked, subject, kinds=("gap", "disturbed"))}
    *earlier, newest = _stretches(mine, apart=apart) or [()]
    printed = _as_printed(asked, subject, points=mine)
    told = stats.told_of(_at(newest, printed))
    rests = newest[len(newest) - told :]
    compared = _at(rests, mine if told >= LEAST_YEARS else printed)
    before = _beside(newest, earlier=earlier, breaks=breaks)
    return Course(
        direction="too few events" if few else stats.direction(compared),
        years=rests,
        level="" if few else _level(mine, newest, before=before),
        before=before,
        points=mine,
        region=_points(asked, subject, code=asked.region.code) if asked.region else (),
        england=_points(asked, subject, code=ENGLAND),
        breaks=breaks,
    )


def _marked(asked: Asked, subject: tuple[str, str], *, kinds: Collection[str]) -> tuple[int, ...]:
    """The positions in the window at which a new basis begins, or that are disturbed or without figures."""
    measure, kind = subject
    years = (
        int(one.time_period[:4])
        for one in asked.answer.breaks
        if one.kind in kinds and one.measure in ("", measure) and one.school_type in ("", kind)
    )
    return tuple(asked.window.index(year) for year in years if year in asked.window)


def _stretches(points: Points, *, apart: Collection[int]) -> list[tuple[int, ...]]:
    """The positions that have a figure, those together that nothing in `apart` lies between."""
    found: list[list[int]] = [[]]
    for index, value in enumerate(points):
        if index in apart:
            found.append([])
        if value is not None:
            found[-1].append(index)
    return [tuple(one) for one in found if one]


def _as_printed(asked: Asked, subject: tuple[str, str], *, points: Points) -> Points:
    """The figures as a reader sees them: what is printed alike is described neither as rising nor falling."""
    decimals = next(one.decimals for one in asked.answer.measures if one.id == subject[0])
    return tuple(None if value is None else round(value, decimals) for value in points)


def _beside(
    newest: tuple[int, ...], *, earlier: Sequence[tuple[int, ...]], breaks: Collection[int]
) -> tuple[int, ...]:
    """The years before the disturbed ones that the newest may be set beside: none beyond a break."""
    before = earlier[-1] if earlier else ()
    broken = any(before[-1] < index <= newest[0] for index in breaks) if before else True
    return () if broken or min(len(before), len(newest)) < LEAST_BESIDE else before


def _level(points: Points, newest: Sequence[int], *, before: Sequence[int]) -> Level:
    """Whether each of the newest years lies above, or each below, all of the earlier ones."""
    now, then = _at(newest, points), _at(before, points)
    if not then:
        return ""
    return "higher" if min(now) > max(then) else "lower" if max(now) < min(then) else ""


def _at(years: Sequence[int], points: Points) -> list[float]:
    return [value for index in years if (value := points[index]) is not None]


def _points(asked: Asked, subject: tuple[str, str], *, code: str) -> Points:
    known = {
        year_of(row): float(row["shown"])
        for row in asked.of(subject, code)
        if pd.notna(row["shown"]) and not row["disturbed"]
    }
    return tuple(known.get(year) for year in asked.window)
