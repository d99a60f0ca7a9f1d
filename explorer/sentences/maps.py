"""Maps: what a map of classed areas shows, and how its classes were made, in sentences."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer, Measure
from explorer.queries.behind import TINY, about, behind, worked_out
from explorer.queries.classes import Area, Mapped
from explorer.sentences.saying import (
    FEW,
    amount,
    bare,
    disturbed,
    is_count,
    is_events,
    is_held,
    joined,
    measure_of,
    not_there,
    period,
    place_name,
    schools,
    stood,
    subject,
)

WHOLE = ("Total", "All state-funded", "All schools", "All settings")  # said in full under the headline
WORKED_OUT = (
    "No counts are at hand for this year: which areas rest on few cases is worked out from the rates and the "
    "last number of pupils at hand."
)
MADE = {
    "quantiles": "hold as many areas each as ties allow (quantiles)",
    "steps": "are steps of one width (equal steps)",
}


def of_map(mapped: Mapped) -> str:
    """The chosen area beside England, or the middle half of all areas; then the classes and what has none."""
    if mapped.answer.is_empty:
        return not_there(mapped.answer)
    first = _chosen(mapped, mapped.chosen) if mapped.chosen else _spread(mapped)
    return joined((first, disturbed(mapped.answer), _how(mapped), _without(mapped), _counts(mapped)))


def _chosen(mapped: Mapped, area: Area) -> str:
    """Where the chosen area stands."""
    at = f"In {period(mapped.answer.last)}"
    if not area.row:
        return f"{at}, no figure for {area.place.name} is at hand.{_england(mapped, alone=True)}"
    name = place_name(mapped.answer, area.row)
    if area.state == "hidden":
        why = words.small(str(area.row["symbol_meaning"] or words.NOT_AT_HAND)).split(":")[0]
        said = f"{at}, the figure for {name} is {why} in the published table."
        return f"{said}{_england(mapped, alone=True)}"
    where = f"{_where(mapped.answer, area.row)} in {name}"
    if area.state == "few":
        return f"{at}, {_few(mapped, area, where=where)}.{_england(mapped, alone=True)}"
    of = len(mapped.classes.bounds)
    said = f"{at}, {_stood(mapped.answer, area.row)}{where}"
    return f"{said}, class {area.number} of {of} on this map, of which 1 is the lowest{_england(mapped)}."


def _few(mapped: Mapped, area: Area, *, where: str) -> str:
    """What was recorded in an area with too few to be set beside others; of few events their number alone."""
    measure = mapped.measure
    found = behind(area.row, measure)
    if is_count(measure) and float(area.row["value"]) < FEW:
        return f"{_stood(mapped.answer, area.row)}{where}: fewer than {FEW}, so it has no class here"
    if is_events(measure) and found.events is not None and found.events < FEW:
        verb = "was" if 0 < round(found.events, 1) < 1.5 else "were"
        what = f"{about(found, measure)} {verb} recorded{where}{worked_out(found)}"
        return f"{what}: fewer than {FEW}, so it has no class here"
    tiny = area.place.code in TINY
    why = (
        "it has under 300 pupils" if tiny else f"fewer than {FEW} cases or 30 pupils stand behind the figure"
    )
    return (
        f"{_stood(mapped.answer, area.row)}{where}; {why}, so chance moves it about and it has no class here"
    )


def _stood(answer: Answer, row: Mapping[str, Any]) -> str:
    """What was recorded, as it stands before ' in Leeds'."""
    return stood(float(row["shown"]), measure_of(answer, row))


def _england(mapped: Mapped, *, alone: bool = False) -> str:
    """England's figure as the end of a sentence, or as one of its own."""
    rows = mapped.england.rows
    known = rows[rows["shown"].notna()]
    if known.empty:
        return " England's is not at hand." if alone else "; England's is not at hand"
    figure = bare(float(known["shown"].iloc[0]), mapped.measure)
    if is_count(mapped.measure):
        return (
            f" In all of England there were {figure}."
            if alone
            else f"; in all of England there were {figure}"
        )
    return f" For England it was {figure}." if alone else f"; for England it was {figure}"


def _spread(mapped: Mapped) -> str:
    """Between which figures the middle half of the areas lay."""
    known = pd.Series([float(one.row["shown"]) for one in mapped.of("classed")], dtype=float)
    answer, measure = mapped.answer, mapped.measure
    at = f"In {period(answer.last)}"
    if known.empty:
        return f"{at}, no local authority has enough cases for a class.{_england(mapped, alone=True)}"
    low, high = (float(known.quantile(share)) for share in (0.25, 0.75))
    return (
        f"{at}, {_what(measure)}{_where(answer, mapped.of('classed')[0].row)} lay between "
        f"{bare(low, measure)} and {amount(high, measure)} in the middle half of "
        f"{words.fmt(len(known))} local authorities{_england(mapped)}."
    )


def _what(measure: Measure) -> str:
    """What lay between two figures: 'persistent absence', 'the share recorded with SEN support'."""
    return f"the share recorded with {measure.sentence_label}" if is_held(measure) else subject(measure)


def _where(answer: Answer, row: Mapping[str, Any]) -> str:
    """' in special schools', with its leading blank; '' for all the schools that the measure has."""
    kinds = schools(answer, row)
    return f" in {kinds}" if kinds and row["school_type"] not in WHOLE else ""


def _how(mapped: Mapped) -> str:
    """How the classes were made, and where they are cut."""
    made = mapped.classes
    if len(made.bounds) < 2:
        return ""
    cuts = words.listed(words.fmt(cut, made.decimals) for cut in made.cuts)
    size = (
        " These are numbers, not rates: a populous area has more of them by its size."
        if is_count(mapped.measure)
        else ""
    )
    return f"The {len(made.bounds)} classes {MADE[made.method]}, cut at {cuts}.{size}"


def _without(mapped: Mapped) -> str:
    """How many areas have no class, and why."""
    parts = [
        (mapped.of("few"), "too few cases or pupils to be set beside others"),
        (mapped.of("hidden"), "a symbol in place of a figure"),
        (mapped.of("absent"), "no figure at hand"),
    ]
    there = [(len(areas), "has" if len(areas) == 1 else "have", why) for areas, why in parts if areas]
    # a numeral that begins a sentence is read as part of the number before it
    said = [
        f"{(words.count_of if at else words.opening_count)(many, 'area')} {have} {why}"
        for at, (many, have, why) in enumerate(there)
    ]
    return f"{words.listed(said)}." if said else ""


def _counts(mapped: Mapped) -> str:
    """That small numbers cannot be told where a rate has no counts."""
    rows = [one.row for one in mapped.of("classed")]
    divided = bool(mapped.measure.numerator_label) and not is_count(mapped.measure)
    if divided and rows and all(pd.isna(row["numerator"]) for row in rows):
        if any(behind(row, mapped.measure).worked_out for row in rows):
            return WORKED_OUT
        return "No counts are at hand for this year, so which of these rest on few cases cannot be told."
    return ""
