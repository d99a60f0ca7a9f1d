"""Profiles: all subjects for one area, each figure with its year, its interval and what stands beside it."""

from explorer import store
from explorer.queries.answer import Answer
from explorer.queries.areas import LOCAL, neighbours
from explorer.queries.asking import ask
from explorer.queries.belonging import sources_of
from explorer.queries.lookups import known_place, measures, place
from explorer.queries.nouns import Place, Source
from explorer.queries.profiles.asked import SUBJECTS, Asked, by_series, window_of
from explorer.queries.profiles.counting import counted_of, few_cases, figure_at, figure_of
from explorer.queries.profiles.courses import course_of
from explorer.queries.profiles.nouns import Counted, Course, Figure, Line, Profile
from explorer.queries.reading import per_build
from explorer.question import ENGLAND, Question

__all__ = [
    "SUBJECTS",
    "Counted",
    "Course",
    "Figure",
    "Line",
    "Profile",
    "profile",
]


@per_build
def profile(code: str) -> Profile:
    """Everything for one region or local authority.

    Raises   ExplorerError for an area that there is not
    """
    asked = _ask(place(code))
    lines = tuple(_line(asked, subject) for subject in asked.subjects)
    return Profile(
        place=asked.place,
        region=asked.region,
        window=tuple(f"{year}/{(year + 1) % 100:02}" for year in asked.window),
        lines=lines,
        neighbours=asked.alike,
        sources=_sources(asked.answer, lines),
        build_id=store.build_id(),
    )


def _ask(here: Place) -> Asked:
    """One question for the whole table, which takes a sixth of the time of one for each subject."""
    there = {one.id for one in measures()}
    subjects = tuple(subject for subject in SUBJECTS if subject[0] in there)
    region = known_place(here.parent) if here.level == LOCAL else None
    codes = dict.fromkeys([here.code, *([region.code] if region else []), ENGLAND])
    kinds = dict.fromkeys(kind for _, kind in subjects)
    answer = ask(Question(tuple(name for name, _ in subjects), tuple(codes), tuple(kinds)))
    rows = by_series(answer)
    return Asked(
        place=here,
        region=region,
        alike=neighbours(here.code),
        subjects=subjects,
        answer=answer,
        rows=rows,
        window=window_of(rows, here.code),
    )


def _line(asked: Asked, subject: tuple[str, str]) -> Line:
    measure = next(one for one in asked.answer.measures if one.id == subject[0])
    mine = asked.of(subject, asked.place.code)
    newest = figure_of(mine[-1], measure) if mine else None
    period = newest.time_period if newest else ""
    counted = counted_of(asked, mine, measure=measure)
    return Line(
        measure=measure,
        school_type=subject[1],
        newest=newest,
        region=figure_at(asked.of(subject, asked.region.code), period) if asked.region else None,
        england=figure_at(asked.of(subject, ENGLAND), period),
        counted=counted,
        course=course_of(asked, subject, few=few_cases(measure, newest, counted=counted)),
    )


def _sources(answer: Answer, lines: tuple[Line, ...]) -> tuple[Source, ...]:
    """The tables of the newest figures and of those with counts, in the releases that hold them."""
    used = {
        (line.measure.id, figure.time_period, figure.source)
        for line in lines
        for figure in (line.newest, line.region, line.england, line.counted and line.counted.figure)
        if figure
    }
    rows = answer.rows
    keys = zip(rows["measure"], rows["time_period"], rows["source"], strict=True)
    return sources_of(rows[[key in used for key in keys]])
