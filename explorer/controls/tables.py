"""Tables: an answer's rows as a reader sees them, words in every cell that has no number."""

from dataclasses import dataclass

import pandas as pd

from explorer import charts, words
from explorer.queries import Answer

PARTS = {
    "measure_label": "Measure",
    "place": "Place",
    "school_type_label": "School type",
    "category_label": "Group",
}


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of text, of whose columns the first few are names and the others figures."""

    rows: pd.DataFrame
    names: int


def readable(answer: Answer) -> Table:
    """The rows shown, newest period first: what varies, the figure under its unit, and the counts behind it.

    Missing  'not at hand', or the meaning of the published symbol; never blank, never nought
    """
    ordered = _newest_first(answer)
    shown = pd.DataFrame(index=ordered.index)
    if varies(ordered, "period"):
        shown["Period"] = ordered["period"]
    for column, heading in PARTS.items():
        if varies(ordered, column):
            shown[answer.breakdown.label if column == "category_label" else heading] = ordered[column]
    if shown.columns.empty:
        shown["Period"] = ordered["period"]
    names = len(shown.columns)
    shown[_figure_heading(answer)] = _figures(answer, ordered)
    for column, heading in _count_headings(answer).items():
        if ordered[column].notna().any():
            shown[heading] = [_count(value) for value in ordered[column]]
    return Table(shown.reset_index(drop=True), names)


def side_by_side(answer: Answer) -> Table | None:
    """A row for each period and a column for each series; None where one of them is alone.

    Missing  as in `readable`
    """
    if not varies(answer.rows, "period") or len(lines := answer.series()) < 2:
        return None
    ordered = _newest_first(answer)
    periods = list(dict.fromkeys(ordered["period"]))
    columns = {}
    for line in lines:
        known = dict(zip(line.rows["period"], _figures(answer, line.rows), strict=True))
        columns[words.capital(line.label)] = [known.get(period, words.NOT_AT_HAND) for period in periods]
    return Table(pd.DataFrame({"Period": periods, **columns}), 1)


def varies(rows: pd.DataFrame, column: str) -> bool:
    """Whether the rows hold more than one value of this column."""
    return bool(rows[column].drop_duplicates().size > 1)


def _newest_first(answer: Answer) -> pd.DataFrame:
    rows = answer.rows.assign(line=range(len(answer.rows)))
    return rows.sort_values(["period_position", "line"], ascending=[False, True], kind="stable")


def _figure_heading(answer: Answer) -> str:
    units = dict.fromkeys(one.display_unit for one in answer.measures)
    if len(answer.measures) == 1:
        return f"{answer.measure.short_label}, {answer.unit}"
    return words.capital(next(iter(units))) if len(units) == 1 else "Figure"


def _count_headings(answer: Answer) -> dict[str, str]:
    if len({(one.numerator_label, one.denominator_label) for one in answer.measures}) > 1:
        return {"numerator": "Count", "denominator": "Out of"}
    part, whole = answer.measure.numerator_label, answer.measure.denominator_label
    return {"numerator": words.capital(part or "count"), "denominator": words.capital(whole or "out of")}


def _figures(answer: Answer, rows: pd.DataFrame) -> list[str]:
    """The figures as text, with their units where those differ."""
    decimals = {one.id: one.decimals for one in answer.measures}
    mixed = len({one.display_unit for one in answer.measures}) > 1
    texts = []
    for row in rows.to_dict("records"):
        if pd.isna(row["shown"]):
            texts.append(_why(row["symbol_meaning"]))
        elif mixed:
            texts.append(charts.with_unit(answer, {str(name): value for name, value in row.items()}))
        else:
            texts.append(words.fmt(float(row["shown"]), decimals.get(row["measure"], answer.decimals)))
    return texts


def _why(meaning: object) -> str:
    """In words why there is no number: what stands before the colon of the symbol's meaning."""
    return meaning.split(":")[0] if isinstance(meaning, str) and meaning else words.NOT_AT_HAND


def _count(count: float) -> str:
    """The count as printed: whole, unless it was published as an average. Missing: said in words."""
    if pd.isna(count):
        return words.NOT_AT_HAND
    return words.fmt(float(count), 0 if float(count).is_integer() else 1)
