"""Columns: what stands in each column of a file, in words that the file itself repeats."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "number"]


@dataclass(frozen=True)
class Column:
    """One column: its name in files for machines, its heading in workbooks, and what it holds.

    Units    `unit` where all of the column is in one; '' where another column says it, or there is none
    """

    name: str
    heading: str
    told: str
    kind: Kind = "string"
    unit: str = ""

    @property
    def described(self) -> str:
        """What it holds, with its unit."""
        return f"{self.told} Unit: {self.unit}." if self.unit else self.told


EVERY = (
    Column("measure", "Measure id", "Id of the measure."),
    Column("measure_label", "Measure", "Name of the measure."),
    Column("time_period", "Period code", "Period as published, as 202324 for the school year 2023/24."),
    Column("period", "Period", "Period as a reader says it."),
    Column("time_identifier", "Part of the year", "What kind of period it is, as Academic year."),
    Column("place_code", "Place code", "Code of the area by the Office for National Statistics."),
    Column("place", "Place", "Name of the area."),
    Column("school_type", "School type id", "Id of the school type; Total is not every school."),
    Column("school_type_label", "School type", "Which schools are counted."),
    Column("breakdown", "Breakdown", "By what pupils are told apart; total: they are not."),
    Column("category", "Group", "The group of the breakdown; Total: all pupils."),
    Column("value", "Figure as published", "The figure in `unit`, with every published digit.", "number"),
    Column("unit", "Unit as published", "Unit of `value`."),
    Column("shown_value", "Figure as shown", "The figure as the page shows it, in `shown_unit`.", "number"),
    Column("shown_unit", "Unit as shown", "Unit of `shown_value`."),
    Column("numerator", "Numerator", "Count above the line of the rate, where it was published.", "number"),
    Column("numerator_label", "Numerator counts", "What `numerator` counts."),
    Column("denominator", "Denominator", "Count below the line of the rate, where published.", "number"),
    Column("denominator_label", "Denominator counts", "What `denominator` counts."),
    Column("symbol", "Symbol", "Why there is no figure, as the publisher marked it."),
    Column("symbol_meaning", "Meaning of the symbol", "Why there is no figure, in words."),
    Column("note", "Notes", "What to know of this row: breaks in its series, and caveats."),
    Column("source", "Source id", "Id of the published table that the row comes from."),
    Column("source_title", "Source", "Title of that table."),
    Column("publication", "Publication", "The publication that the table belongs to."),
    Column("release", "Release", "The release of the table that the row comes from."),
    Column("published", "Published", "Day on which that release was published, where it is at hand."),
    Column("retrieved", "Retrieved", "Day on which the release was retrieved, where it is at hand."),
    Column("processing", "Processing", "What was done to the published table."),
    Column("licence", "Licence", "Licence of the table."),
    Column("citation", "Citation", "How to cite the table."),
    Column("citation_short", "Short citation", "How to cite the whole file in a line."),
    Column("link", "Link", "Address that opens the view, with the figures of the day."),
    Column("pinned_link", "Pinned link", "Address that opens the view with these very figures."),
    Column("build_id", "Build", "The build of the database that the figures were read from."),
    Column("title", "Title", "What the whole file holds."),
    Column("sentence", "What it shows", "What the whole file shows, in a sentence."),
    Column("filters", "Filters", "What was chosen, in words; of a long list the beginning."),
    Column("sha256", "SHA-256 of the figures", "Hash of the figures of the whole file."),
)
COLUMNS = tuple(column.name for column in EVERY)
NUMBERS = tuple(column.name for column in EVERY if column.kind == "number")
# What makes a figure the figure it is: these columns are hashed, and rebuild the rows of the view.
FIGURES = (
    *("measure", "time_period", "time_identifier", "place_code", "school_type", "breakdown", "category"),
    *("value", "numerator", "denominator", "symbol", "source"),
)
# The same on every line of a file: a format that has a place of its own for them does not repeat them.
OF_THE_FILE = ("citation_short", "link", "pinned_link", "build_id", "title", "sentence", "filters", "sha256")
# Told once for each source, in formats that have a list of sources.
OF_THE_SOURCE = ("publication", "published", "retrieved", "processing", "licence", "citation")
# Numbers in whose place a published symbol can stand.
MARKED = ("value", "shown_value", "value_published")


def named(names: Iterable[str]) -> tuple[Column, ...]:
    """The columns of these names, in the order of EVERY."""
    wanted = set(names)
    return tuple(column for column in EVERY if column.name in wanted)
