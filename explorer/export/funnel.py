"""Funnel: every area of a funnel as a table, with its limits and ranks, and who is left out."""

from dataclasses import replace

import pandas as pd

from explorer import queries, sentences, words
from explorer.export.columns import EVERY, Column
from explorer.export.extracting import Extract, told_of
from explorer.export.naming import file_name
from explorer.export.tabling import tabled
from explorer.queries import Place, Standing

COLUMNS = (
    "place_code", "place", "people", "events", "value", "position", "rank_from", "rank_to",
    "low_95", "high_95",
)  # fmt: skip
TINY, HIDDEN = "left out: next to no pupils", "left out: no counts at hand"
OF_THE_QUESTION = ("measure", "measure_label", "time_period", "period", "school_type", "school_type_label")
LIMITS = {
    "additive": "Limits that allow for chance and for the usual differences between areas.",
    "multiplicative": "Limits of chance widened by one factor.",
    "none": "Limits of chance alone.",
}


def rows_of(told: Standing) -> pd.DataFrame:
    """Every area of the period, the highest rate first, then those left out.

    Shape    COLUMNS; value and limits in the unit shown
    Missing  not-a-number, and `position` says why an area is left out or has no ranks
    """
    stood = [
        (
            one.place.code,
            one.place.name,
            one.people,
            one.events,
            one.shown,
            words.capital(sentences.band(told, one.place.code)),
            one.ranks.first if one.ranks else None,
            one.ranks.last if one.ranks else None,
            *one.limits,
        )
        for one in queries.stood(told)
    ]
    out = [_left_out(told, place, why=TINY) for place in told.tiny]
    out += [_left_out(told, place, why=HIDDEN) for place in told.hidden]
    return pd.DataFrame([*stood, *out], columns=list(COLUMNS))


def funnel_table(told: Standing, link: str = "", *, pinned: str = "", sentence: str = "") -> Extract:
    """The areas as a table for files of every kind.

    Shape    COLUMNS, one line per area, the highest rate first, then the measure, the source and what every
             file says
    Units    value and limits in the unit shown, unrounded
    Missing  an empty number; `position` says why an area is left out
    """
    answer = told.answer
    said = told_of((answer,), link=link, pinned=pinned, sentence=sentence or sentences.standing(told, None))
    about = replace(
        said,
        title=f"{answer.title()}, each beside the limits around the rate of all of them",
        filters=(*said.filters, LIMITS[told.funnel.adjustment]),
    )
    rows = rows_of(told)
    by_place = answer.rows.drop_duplicates("place_code").set_index("place_code")
    of_them = by_place.loc[rows["place_code"], [*OF_THE_QUESTION, "source"]].reset_index(drop=True)
    unit = pd.DataFrame({"unit": [told.measure.display_unit] * len(rows), "limits": told.funnel.adjustment})
    return tabled(pd.concat([rows, of_them, unit], axis=1), _columns(told), about=about)


def funnel_stem(told: Standing) -> str:
    """The file's name without its ending: 'suspension-rate_152-areas_2022-23_limits-and-ranks'."""
    return f"{file_name(told.answer, '')}_limits-and-ranks"


def _columns(told: Standing) -> list[Column]:
    measure, shown = told.measure, told.measure.display_unit
    people, events = measure.denominator_label, measure.numerator_label
    known = {one.name: one for one in EVERY}
    rank = "rank of the area's rate, from 1 for the lowest, that chance leaves open."
    return [
        known["place_code"],
        known["place"],
        Column("people", "Pupils", "Count below the line of the rate.", "number", people),
        Column("events", "Events", "Count above the line of the rate.", "number", events),
        Column("value", "Rate", "The area's rate from its counts.", "number", shown),
        Column("position", "Position", "Where it lies among the limits, or why it is left out."),
        Column("rank_from", "Rank from", f"The first {rank}", "number", "rank"),
        Column("rank_to", "Rank to", f"The last {rank}", "number", "rank"),
        Column("low_95", "Lower limit", "Lower limit of 95 in 100 for its pupils.", "number", shown),
        Column("high_95", "Upper limit", "Upper limit of 95 in 100 for its pupils.", "number", shown),
        *(known[name] for name in OF_THE_QUESTION),
        replace(known["unit"], heading="Unit", told="Unit of the rate and of the limits."),
        Column("limits", "Limits", "What the limits allow for: additive, multiplicative or none."),
        known["source"],
    ]


def _left_out(told: Standing, place: Place, *, why: str) -> tuple[object, ...]:
    """An area that is no dot, with what was published of it."""
    rows = told.answer.rows
    row = rows[rows["place_code"] == place.code].iloc[0]
    meaning = row["symbol_meaning"]
    because = f" ({meaning})" if isinstance(meaning, str) and meaning != words.NOT_AT_HAND else ""
    shown = (row["denominator"], row["numerator"], row["shown"], words.capital(why + because))
    return (place.code, place.name, *shown, None, None, None, None)
