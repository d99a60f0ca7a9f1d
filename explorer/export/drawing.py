"""Drawing: which chart a workbook gets, and the numbers that it draws."""

from dataclasses import dataclass, field

import pandas as pd

from explorer import words
from explorer.export.books import Sheet
from explorer.export.extracting import Extract

LINES, BARS = "line", "bar"
MOST_LINES = 8
MOST_BARS = 40
SERIES = ["measure", "place_code", "school_type", "breakdown", "category"]
VARIED = ("measure_label", "place", "school_type_label", "category")
USED = tuple(dict.fromkeys((*SERIES, *VARIED, "time_period", "period", "shown_value", "shown_unit")))
GAP = "#N/A"  # what every spreadsheet draws as a gap; text in its place would be drawn as a zero
TAB = "Chart"


@dataclass(frozen=True)
class Drawing:
    """A chart: lines over the periods, or bars of one period, and a column of numbers for each series.

    Missing  a number that there is not is None, and a gap in the chart
    """

    kind: str
    title: str
    unit: str
    along: str
    labels: tuple[str, ...]
    series: dict[str, list[float | None]] = field(repr=False)

    @property
    def sheet(self) -> Sheet:
        """The numbers drawn, as a table of their own, in which GAP stands where there is none."""
        lines = (
            "This worksheet contains one table and one chart of it.",
            f"{GAP} stands where there is no figure, so that the chart has a gap there.",
            "The sheet Figures says why there is none.",
            f"Unit: {self.unit}.",
        )
        columns = [self.labels, *([GAP if one is None else one for one in of] for of in self.series.values())]
        headings = (self.along, *self.series)
        return Sheet(TAB, f"Chart of: {self.title}", lines, headings, list(zip(*columns, strict=True)))

    @property
    def alternative(self) -> str:
        """The chart in words, for those who do not see it."""
        kind = "Line chart" if self.kind == LINES else "Bar chart"
        return f"{kind} of {self.title}, {self.unit}. The table on this worksheet has every number."


def drawing(taken: Extract) -> Drawing | None:
    """Lines where there are several periods and few series, else bars of the newest; None for too many.

    Bars are of the newest period of the answer itself, which figures beside it may go beyond.

    Only the figures in the unit of the first row are drawn: two units have no common axis.
    """
    if taken.rows.empty or not set(USED) <= set(taken.names):
        return None  # no rows, or a table that is no answer
    rows = taken.rows[[*USED]]
    rows = rows[rows["shown_unit"] == rows["shown_unit"].iloc[0]]
    known = rows[rows["shown_value"].notna()]
    if known.empty:
        return None
    if len(known["time_period"].unique()) > 1 and len(rows[SERIES].drop_duplicates()) <= MOST_LINES:
        return _lines(taken.about.title, _apart(rows))
    newest = rows[rows["time_period"] == _newest(known, own=taken.own)]
    if len(newest[SERIES].drop_duplicates()) > MOST_BARS:
        return None
    return _bars(taken.about.title, _apart(newest))


def _newest(known: pd.DataFrame, *, own: int) -> str:
    """The newest period that most lines of the answer itself have, whatever stands beside it."""
    mine = known[known.index < own]
    ends = (mine if len(mine) else known).groupby(SERIES, sort=False)["time_period"].max().value_counts()
    return str(max(ends[ends == ends.max()].index))


def _lines(title: str, lines: list[tuple[str, pd.DataFrame]]) -> Drawing:
    every = pd.concat([some for _, some in lines])[["time_period", "period"]].drop_duplicates("time_period")
    periods = every.sort_values("time_period")
    series = {
        label: _along(some.drop_duplicates("time_period").set_index("time_period"), periods["time_period"])
        for label, some in lines
    }
    unit = str(lines[0][1]["shown_unit"].iloc[0])
    return Drawing(LINES, title, unit, "Period", tuple(map(str, periods["period"])), series)


def _bars(title: str, bars: list[tuple[str, pd.DataFrame]]) -> Drawing:
    first = bars[0][1].iloc[0]
    numbers = [_number(some["shown_value"].iloc[0]) for _, some in bars]
    period = str(first["period"])
    named = title if period in title else f"{title}: {period}"
    labels = tuple(label for label, _ in bars)
    return Drawing(BARS, named, str(first["shown_unit"]), "Group", labels, {period: numbers})


def _along(some: pd.DataFrame, periods: pd.Series) -> list[float | None]:
    return [_number(value) for value in some["shown_value"].reindex(periods)]


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _apart(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The series, each under its place and what else sets it apart; no two under one label.

    The place is named even where there is one: bars of one period may have lost the others.
    """
    varied = [column for column in VARIED if column == "place" or len(rows[column].unique()) > 1]
    met: dict[str, int] = {}
    apart = []
    for _, some in rows.groupby(SERIES, sort=False):
        said = words.capital(", ".join(str(some[column].iloc[0]) for column in varied)).strip() or "Figures"
        times = met[said.lower()] = met.get(said.lower(), 0) + 1
        apart.append((said if times == 1 else f"{said} ({times})", some))
    return apart
