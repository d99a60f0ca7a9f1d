"""Counting: the newest figure with counts, its interval, its place among authorities, and similar areas."""

from dataclasses import replace

import pandas as pd

from explorer import stats
from explorer.queries.areas import LOCAL, Neighbour, every_area, rank_ranges, standing
from explorer.queries.asking import ask
from explorer.queries.bands import is_few
from explorer.queries.behind import behind, how_many, rests_on_few
from explorer.queries.nouns import Measure
from explorer.queries.profiles.asked import Asked, Row
from explorer.queries.profiles.nouns import Counted, Figure, Together
from explorer.queries.rates import rate_of
from explorer.question import ENGLAND, Question


def figure_of(row: Row, measure: Measure | None = None) -> Figure:
    """The figure of a published row; with its measure whether it rests on few."""
    number = None if pd.isna(row["shown"]) else float(row["shown"])
    why = "" if number is not None or pd.isna(row["symbol_meaning"]) else str(row["symbol_meaning"])
    texts = (str(row["time_period"]), str(row["period"]))
    one = Figure(*texts, number, why, disturbed=bool(row["disturbed"]), source=str(row["source"]))
    if measure is None or not rests_on_few(row, measure):
        return one
    found = behind(row, measure)
    return replace(one, few=True, about=how_many(found) if found.worked_out else "")


def figure_at(rows: list[Row], period: str) -> Figure | None:
    """The figure of this period; None where none was published."""
    return next((figure_of(row) for row in rows if row["time_period"] == period), None)


def few_cases(measure: Measure, newest: Figure | None, *, counted: Counted | None) -> bool:
    """Whether under ten cases stand behind the newest counts, or are the newest count."""
    of_something = measure.numerator_label or measure.denominator_label or "%" in measure.display_unit
    if of_something or measure.unit.endswith("points"):
        return (counted is not None and counted.few) or (newest is not None and newest.few)
    return newest is not None and newest.shown is not None and newest.shown < stats.FEW_EVENTS


def counted_of(asked: Asked, mine: list[Row], *, measure: Measure) -> Counted | None:
    """The newest row with a figure and both its counts, and what stands beside it in that very period."""
    rows = [row for row in mine if all(pd.notna(row[name]) for name in ("value", "numerator", "denominator"))]
    if not rows:
        return None
    row = rows[-1]
    events, people = float(row["numerator"]), float(row["denominator"])
    rate = rate_of(measure, events=events, people=people)
    kind, period = str(row["school_type"]), str(row["time_period"])
    question = Question((measure.id,), school_types=(kind,), first=period, last=period)
    among = standing(question) if rate and asked.place.level == LOCAL else None
    placed = among is not None and not is_few(among, asked.place.code)
    in_funnel = among is not None and asked.place.code in among.rates
    return Counted(
        figure=figure_of(row),
        events=events,
        people=people,
        size=stats.size_of(rate) if rate else "not known",
        interval=stats.rate_interval(rate).times(_scale(measure)) if rate else None,
        together=_together(asked.alike, question, measure=measure),
        band=among.band(asked.place.code) if among and placed else None,
        ranks=rank_ranges(question).get(asked.place.code) if placed else None,
        areas=len(among.rates) if among else 0,
        usual=among.funnel.centre * people if among and in_funnel else None,
        england=figure_at(asked.of((measure.id, kind), ENGLAND), period),
    )


def _scale(measure: Measure) -> float:
    """What a rate per person has to be multiplied by to be in the measure's display unit."""
    per = 1.0 if measure.unit.endswith("points") else 100.0
    return per * measure.display_factor


def _together(alike: tuple[Neighbour, ...], question: Question, *, measure: Measure) -> Together | None:
    """The neighbours as one, by the same counts and of the same period as the area's."""
    if not alike:
        return None
    rows = ask(every_area(question)).rows
    columns = (rows[name] for name in ("place_code", "numerator", "denominator"))
    counts = {
        str(code): (events, people)
        for code, events, people in zip(*columns, strict=True)
        if pd.notna(events) and pd.notna(people)
    }
    missing = tuple(one.place.name for one in alike if one.place.code not in counts)
    if missing:
        return Together(None, len(alike), missing)
    known = [counts[one.place.code] for one in alike]
    rate = stats.pooled_rate([events for events, _ in known], [people for _, people in known])
    return Together(rate * _scale(measure), len(alike), ())
