"""Courses: a series over the years looked back on, and what may be said of its direction."""

import pandas as pd

from explorer import stats
from explorer.queries.profiles.asked import Asked, year_of
from explorer.queries.profiles.nouns import Course
from explorer.question import ENGLAND


def course_of(asked: Asked, subject: tuple[str, str], *, few: bool) -> Course:
    """The points of the window, and the direction of those that may be compared with the newest.

    Missing  disturbed years are left out, and so is all that stands before the last break in the series
    """
    mine = _points(asked, subject, code=asked.place.code)
    breaks = _breaks(asked, subject)
    usable = [value for value in mine[max(breaks, default=0) :] if value is not None]
    return Course(
        direction="too few events" if few else stats.direction(usable),
        years=len(usable),
        points=mine,
        region=_points(asked, subject, code=asked.region.code) if asked.region else (),
        england=_points(asked, subject, code=ENGLAND),
        breaks=breaks,
    )


def _breaks(asked: Asked, subject: tuple[str, str]) -> tuple[int, ...]:
    """The positions in the window at which a new basis begins."""
    measure, kind = subject
    years = (
        int(one.time_period[:4])
        for one in asked.answer.breaks
        if one.kind == "break" and one.measure in ("", measure) and one.school_type in ("", kind)
    )
    return tuple(asked.window.index(year) for year in years if year in asked.window)


def _points(asked: Asked, subject: tuple[str, str], *, code: str) -> tuple[float | None, ...]:
    known = {
        year_of(row): float(row["shown"])
        for row in asked.of(subject, code)
        if pd.notna(row["shown"]) and not row["disturbed"]
    }
    return tuple(known.get(year) for year in asked.window)
