"""Disparity: the groups set beside their reference as a tidy CSV, every number with its limits and method."""

from typing import Any

from explorer.export.citing import citation
from explorer.export.naming import file_name
from explorer.export.plain import rows_csv
from explorer.queries import Comparison, Panel
from explorer.question import slug
from explorer.stats import Interval

COLUMNS = (
    "measure", "measure_label", "time_period", "period", "time_identifier", "place_code", "place",
    "school_type", "breakdown", "category", "group", "state", "why",
    "rate", "unit", "numerator", "numerator_label", "denominator", "denominator_label",
    "reference", "reference_group", "reference_rate", "reference_numerator", "reference_denominator",
    "ratio", "ratio_low", "ratio_high", "ratio_method",
    "difference", "difference_low", "difference_high", "difference_method",
    "adjusted_ratio", "adjusted_low", "adjusted_high", "adjusted_method",
    "interval_level", "value_published", "unit_published", "symbol", "symbol_meaning", "source",
)  # fmt: skip


def disparity_csv(panel: Panel, link: str = "", *, notes: tuple[str, ...] = ()) -> bytes:
    """The rows of the panel as UTF-8 CSV with a byte order mark.

    Shape    COLUMNS, one line per group in the harmonised order, then citation, licence, note, link and build
    Units    rate, reference_rate and difference in the column `unit`, calculated from the counts where both
             are at hand; value_published as published, in `unit_published`; ratios 1 = equal; all unrounded
    Missing  an empty number; `state` and `why` say which case it is, `symbol` what was published instead
    """
    licences = dict.fromkeys(source.licence for source in panel.answer.sources if source.licence)
    about = {
        "citation": citation(panel.answer),
        "licence": "; ".join(licences),
        "note": " ".join(notes),
        "link": link,
        "build_id": panel.answer.build_id,
    }
    published = {str(row["category"]): row for row in panel.answer.rows.to_dict("records")}
    rows = [_row(panel, one, row=published[one.category]) for one in panel.rows]
    return rows_csv(COLUMNS, [[row.get(column) for column in COLUMNS] for row in rows], about=about)


def disparity_file_name(panel: Panel) -> str:
    """The file's name: '..._by-ethnic-group_england_2016-17_beside-white-british.csv'."""
    whole = file_name(panel.answer)
    return f"{whole.removesuffix('.csv')}_beside-{slug(panel.reference.label)}.csv"


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
