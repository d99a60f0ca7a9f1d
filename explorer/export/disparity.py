"""Disparity: the groups set beside their reference as a table, every number with its limits and method."""

from dataclasses import replace
from typing import Any

import pandas as pd

from explorer import sentences
from explorer.export.columns import EVERY, Column, Kind
from explorer.export.extracting import Extract, told_of
from explorer.export.naming import file_name
from explorer.export.tabling import tabled
from explorer.queries import Comparison, Panel
from explorer.question import slug
from explorer.stats import Interval

AS_ELSEWHERE = {one.name: one for one in EVERY}
SHOWN, PEOPLE, EVENTS, PUBLISHED = "{shown}", "{people}", "{events}", "{published}"
RATIO, OF_EQUALS = "the group's rate over the reference's", "1 = equal"
NUMBER: Kind = "number"
TABLE = (
    *("measure", "measure_label", "time_period", "period", "time_identifier", "place_code", "place"),
    *("school_type", "school_type_label", "breakdown", "category"),
    Column("group", "Group as shown", "The group as the page names it."),
    Column("state", "State", "What could be made: compared, few, missing or reference."),
    Column("why", "Why not", "Why a comparison could not be made, in words."),
    Column("rate", "Rate", "The group's rate, from its counts where both are at hand.", NUMBER, SHOWN),
    "unit",
    Column("numerator", "Numerator", "Count above the line of the group's rate.", NUMBER, EVENTS),
    "numerator_label",
    Column("denominator", "Denominator", "Count below the line of the group's rate.", NUMBER, PEOPLE),
    "denominator_label",
    Column("reference", "Reference id", "What the group is set beside: a group, or all others."),
    Column("reference_group", "Reference", "The reference in words."),
    Column("reference_rate", "Reference's rate", "The rate of the reference.", NUMBER, SHOWN),
    Column("reference_numerator", "Reference's numerator", "Count above the line of it.", NUMBER, EVENTS),
    Column("reference_denominator", "Reference's denominator", "Count below it.", NUMBER, PEOPLE),
    Column("ratio", "Ratio", f"How many times {RATIO}.", NUMBER, OF_EQUALS),
    Column("ratio_low", "Ratio, lower limit", "Lower limit of the ratio.", NUMBER, OF_EQUALS),
    Column("ratio_high", "Ratio, upper limit", "Upper limit of the ratio.", NUMBER, OF_EQUALS),
    Column("ratio_method", "Ratio, method", "How the limits of the ratio were worked out."),
    Column("difference", "Difference", "The group's rate less the reference's.", NUMBER, SHOWN),
    Column("difference_low", "Difference, lower limit", "Lower limit of it.", NUMBER, SHOWN),
    Column("difference_high", "Difference, upper limit", "Upper limit of it.", NUMBER, SHOWN),
    Column("difference_method", "Difference, method", "How its limits were worked out."),
    Column("adjusted_ratio", "Ratio, meals alike", "Free school meals held alike.", NUMBER, OF_EQUALS),
    Column("adjusted_low", "Ratio, meals alike, lower limit", "Lower limit of it.", NUMBER, OF_EQUALS),
    Column("adjusted_high", "Ratio, meals alike, upper limit", "Upper limit of it.", NUMBER, OF_EQUALS),
    Column("adjusted_method", "Ratio, meals alike, method", "How its limits were worked out."),
    Column("interval_level", "Level of the limits", "0.95: limits of 95 in 100.", NUMBER, "share"),
    Column("value_published", "Figure as published", "With every published digit.", NUMBER, PUBLISHED),
    Column("unit_published", "Unit as published", "Unit of `value_published`."),
    *("symbol", "symbol_meaning", "source"),
)
COLUMNS = tuple(one if isinstance(one, str) else one.name for one in TABLE)


def disparity_table(
    panel: Panel, link: str = "", *, pinned: str = "", sentence: str = "", notes: tuple[str, ...] = ()
) -> Extract:
    """The rows of the panel as a table for files of every kind.

    Shape    COLUMNS, one line per group in the harmonised order, then what every file says
    Units    rate, reference_rate and difference in the column `unit`, calculated from the counts where both
             are at hand; value_published as published, in `unit_published`; ratios 1 = equal; all unrounded
    Missing  an empty number; `state` and `why` say which case it is, `symbol` what was published instead
    """
    answer = panel.answer
    told = told_of((answer,), link=link, pinned=pinned, sentence=sentence or sentences.disparity(panel))
    about = replace(
        told,
        title=f"{answer.title()}, compared with {panel.reference.sentence_label}",
        filters=(*told.filters, f"Compared with: {panel.reference.label}"),
        caveats=notes or told.caveats,
    )
    published = {str(row["category"]): row for row in answer.rows.to_dict("records")}
    rows = [_row(panel, one, row=published[one.category]) for one in panel.rows]
    return tabled(pd.DataFrame(rows, columns=list(COLUMNS)), _columns(panel), about=about)


def disparity_stem(panel: Panel) -> str:
    """The file's name without its ending: '..._by-ethnic-group_england_2016-17_beside-white-british'."""
    return f"{file_name(panel.answer, '')}_beside-{slug(panel.reference.label)}"


def _columns(panel: Panel) -> list[Column]:
    """The columns, each with its unit of this measure."""
    measure = panel.measure
    units = {
        SHOWN: measure.display_unit,
        EVENTS: measure.numerator_label,
        PEOPLE: measure.denominator_label,
        PUBLISHED: measure.unit,
    }
    known = AS_ELSEWHERE | {"unit": replace(AS_ELSEWHERE["unit"], heading="Unit", told="Unit of the rates.")}
    every = [known[one] if isinstance(one, str) else one for one in TABLE]
    return [replace(one, unit=units.get(one.unit, one.unit)) for one in every]


def _row(panel: Panel, one: Comparison, *, row: dict[Any, Any]) -> dict[str, object]:
    measure = panel.measure
    kept = {str(name): value for name, value in row.items() if name in COLUMNS}
    ratio, difference = _limits("ratio", one.ratio), _limits("difference", one.difference)
    levels = {made.level for made in (one.ratio, one.difference) if made and made.known}
    return {
        **kept,
        **_sides(one),
        **ratio,
        **difference,
        **_limits("adjusted", one.adjusted, value="adjusted_ratio"),
        "measure_label": panel.answer.measure.label,
        "group": one.label,
        "state": one.state,
        "why": one.why,
        "unit": measure.display_unit,
        "numerator_label": measure.numerator_label,
        "denominator_label": measure.denominator_label,
        "reference": panel.reference.id,
        "reference_group": one.beside,
        "interval_level": next(iter(levels), None),
        "value_published": row["value"],
        "unit_published": measure.unit,
    }


def _sides(one: Comparison) -> dict[str, object]:
    """Both sides' figures; of a group with few cases its counts alone."""
    few = one.state == "few"
    return {
        "rate": None if few else one.mine.shown,
        "numerator": one.mine.events,
        "denominator": one.mine.people,
        "reference_rate": None if few else one.reference.shown,
        "reference_numerator": one.reference.events,
        "reference_denominator": one.reference.people,
    }


def _limits(name: str, made: Interval | None, *, value: str = "") -> dict[str, object]:
    if made is None:
        return {}
    method = made.method if made.known else ""
    limits = {f"{name}_low": made.low, f"{name}_high": made.high, f"{name}_method": method}
    return {value or name: made.value, **limits}
