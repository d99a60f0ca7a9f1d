"""Answer: rows and all that is needed to show, say, cite and save them."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from explorer import words
from explorer.queries.nouns import Break, Caveat, Choice, Measure, Place, Source
from explorer.question import Question

COLUMNS = (
    "measure", "measure_label", "time_period", "time_identifier", "period", "period_position",
    "place_code", "place", "school_type", "school_type_label", "breakdown", "category", "category_label",
    "parent", "category_position", "value", "shown", "numerator", "denominator",
    "symbol", "symbol_meaning", "source", "disturbed",
)  # fmt: skip
LINE = ["measure", "place_code", "school_type", "category"]
NAMED = 3  # areas or categories that a title names; above it says how many


@dataclass(frozen=True, eq=False)
class Series:
    """One line of an answer: one measure, place, school type and category over its periods.

    `label` says only what sets it apart from the answer's other series.
    """

    measure: str
    place_code: str
    school_type: str
    category: str
    label: str
    rows: pd.DataFrame = field(repr=False)

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """The rows that hold a number, oldest first."""
        return self.rows[self.rows["value"].notna()]


@dataclass(frozen=True, eq=False)
class Answer:
    """What pages, sentences, charts and exports share.

    Shape    rows: one per measure, place, school type, category and period, columns COLUMNS, in that
             order; never change them in place (the answer is shared and cached)
    Missing  value and symbol both empty: the period or group was not published (symbol_meaning says so);
             `absent`: one sentence for each series asked for that has no row at all
    """

    question: Question
    rows: pd.DataFrame = field(repr=False)
    measures: tuple[Measure, ...]
    places: tuple[Place, ...]
    school_types: tuple[Choice, ...]
    breakdown: Choice
    categories: tuple[Choice, ...]
    breaks: tuple[Break, ...]
    notes: tuple[Caveat, ...]
    sources: tuple[Source, ...]
    symbols: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    build_id: str

    @property
    def measure(self) -> Measure:
        """The first measure that was asked for."""
        return self.measures[0]

    @property
    def unit(self) -> str:
        """The unit in which `shown` is: 'per 10,000 pupils'."""
        return self.measure.display_unit

    @property
    def label(self) -> str:
        """The first measure's name."""
        return self.measure.label

    @property
    def decimals(self) -> int:
        """How many decimals of `shown` are shown."""
        return self.measure.decimals

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to know before using the figures, one text each."""
        return tuple(dict.fromkeys(note.note for note in self.notes))

    @cached_property
    def published(self) -> pd.DataFrame:
        """The rows that hold a number or a published symbol."""
        return self.rows[self.rows["value"].notna() | self.rows["symbol"].notna()]

    @cached_property
    def is_empty(self) -> bool:
        """Whether not one number was published for what was asked."""
        return not bool(self.rows["value"].notna().any())

    @cached_property
    def first(self) -> str:
        """Label of the first period with a published row; '' when there is none."""
        return self._edge(-1)

    @cached_property
    def last(self) -> str:
        """Label of the last period with a published row; '' when there is none."""
        return self._edge(1)

    def latest(self) -> pd.DataFrame:
        """The rows of the last period with a published row, at most one per series."""
        return self.rows[self.rows["period_position"] == self.published["period_position"].max()]

    def series(self) -> tuple[Series, ...]:
        """The answer's lines in order: measure, place, school type, category."""
        return self._lines

    @cached_property
    def _lines(self) -> tuple[Series, ...]:
        short = {measure.id: measure.short_label for measure in self.measures}
        lines = self.rows.groupby(LINE, sort=False)
        varied = [column for column in LINE if len(self.rows[column].unique()) > 1]
        return tuple(_series(rows, varied=varied, short=short) for _, rows in lines)

    def title(self) -> str:
        """What is shown, of where and when: 'Suspension rate, England, 2006/07 to 2023/24'."""
        subject = words.listed(dict.fromkeys(measure.label for measure in self.measures))
        if self.breakdown.id != "total":
            by = f" by {self.breakdown.sentence_label or words.small(self.breakdown.label)}"
            subject = subject.removesuffix(by) + by
        span = self.first if self.first == self.last else f"{self.first} to {self.last}"
        return ", ".join(filter(None, [words.capital(subject), self._where(), span]))

    def subtitle(self) -> str:
        """Unit and school types: 'Per 100 pupils, state-funded primary, secondary and special schools'."""
        units = words.listed(dict.fromkeys(measure.display_unit for measure in self.measures))
        kinds = [kind.sentence_label or words.small(kind.label) for kind in self.school_types]
        schools = "; ".join(kinds) if len(kinds) <= NAMED else f"{len(kinds)} school types"
        return ", ".join(filter(None, [words.capital(units), schools]))

    def _where(self) -> str:
        names = [place.name for place in self.places]
        return words.listed(names) if len(names) <= NAMED else f"{len(names)} areas"

    def _edge(self, sign: int) -> str:
        rows = self.published
        if rows.empty:
            return ""
        return str(rows.loc[(rows["period_position"] * sign).idxmax(), "period"])


def _series(rows: pd.DataFrame, *, varied: list[str], short: dict[str, str]) -> Series:
    row = rows.iloc[0]
    measure, place, kind, category = (str(row[column]) for column in LINE)
    return Series(
        measure, place, kind, category, label=_line_label(row, varied=varied, short=short), rows=rows
    )


def _line_label(row: pd.Series, *, varied: list[str], short: dict[str, str]) -> str:
    said = {
        "measure": short.get(str(row["measure"]), str(row["measure_label"])),
        "place_code": str(row["place"]),
        "school_type": str(row["school_type_label"]),
        "category": str(row["category_label"]),
    }
    return ", ".join(said[column] for column in varied) or said["measure"]
