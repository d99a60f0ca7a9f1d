"""Source: one declared table, where it is, what its columns mean, and what must be true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PUBLISHER = "Department for Education"
OGL = "Open Government Licence v3.0"
OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ALWAYS = "999999"  # after every period
STATISTICS, FEATURES, REPOSITORY = "statistics", "features", "repository"
# The small tables that a source may fill, and the columns that its file must have for that.
FILLS: Mapping[str, tuple[str, ...]] = {
    "outlines": ("area_code", "area_name", "geometry"),
    "neighbours": ("old_la_code", "SN_1", "SN_1P", "SN_10", "SN_10P"),
}
Symbols = tuple["SymbolRule", ...]
Where = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SymbolRule:
    """What one mark of one file stands for, and in which periods."""

    mark: str
    means: str
    first: str = ""
    last: str = ALWAYS


@dataclass(frozen=True)
class Figures:
    """How the rows of a published table become figures of one measure."""

    measure: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    measure_column: str = ""
    school_type: str = ""
    school_type_column: str = ""
    school_types: Mapping[str, str] = field(default_factory=dict)
    group_column: str = ""
    category_column: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[str, ...] = ()
    across: Mapping[str, str] = field(default_factory=dict)
    across_breakdown: str = ""
    ignore: tuple[str, ...] = ()
    where: Where = field(default_factory=dict)
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str = ""
    time_identifier: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that must hold numbers."""
        named = (self.value, self.numerator, self.denominator)
        return tuple(dict.fromkeys([c for c in named if c] + list(self.across)))

    @property
    def words(self) -> tuple[str, ...]:
        """The columns that hold words, even where they look like numbers."""
        named = (self.measure_column, self.school_type_column, self.group_column, self.category_column)
        return tuple(dict.fromkeys([c for c in named if c] + [*self.filters, *self.where, *self.unless]))


@dataclass(frozen=True)
class Expect:
    """What must be true of a healthy file."""

    key: tuple[str, ...] = ()
    min_rows: int = 1
    max_rows: int = 10_000_000
    levels: tuple[str, ...] = ()
    known: Mapping[str, float] = field(default_factory=dict)
    rates: tuple[tuple[str, str, str], ...] = ()
    rate_decimals: int = 5
    counts_to: int = 1
    adds_up: tuple[str, ...] = ()
    adds_up_except: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """A release of a source that somebody has seen: its name, dates and where the copy came from."""

    release: str
    published: str = ""
    retrieved: str = ""
    obtained_from: str = ""
    sha256: str = ""
    file_has: str = ""


@dataclass(frozen=True)
class Source:
    """One declared table: where it is, what its columns mean, and what must be true of it."""

    id: str
    position: int
    title: str
    publication: str
    publication_title: str
    licence: str
    url: str
    description: str
    processing: str
    priority: int
    file_has: tuple[str, ...]
    file_lacks: tuple[str, ...]
    title_has: tuple[str, ...]
    title_lacks: tuple[str, ...]
    levels: tuple[str, ...]
    release: str
    every_year: bool
    api: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    text: tuple[str, ...]
    prefer: Mapping[str, tuple[str, ...]]
    symbols: Symbols
    distrust: tuple[Where, ...]
    figures: tuple[Figures, ...]
    expect: Expect
    known: tuple[Known, ...]
    sql: str = ""
    derived_from: tuple[str, ...] = ()
    publisher: str = PUBLISHER
    attribution: str = ""
    fills: str = ""
    service: str = STATISTICS
    folder: str = ""
    on_request: bool = False

    @property
    def online(self) -> bool:
        """Whether the source says how its file is recognised among those of a publication."""
        return bool(self.title_has) and not self.sql

    @property
    def required(self) -> frozenset[str]:
        """The columns without which a file cannot be this table (after renaming)."""
        used = {c for block in self.figures for c in (*block.values, *block.words)}
        used |= set(FILLS.get(self.fills, ()))
        return frozenset((used | set(self.expect.key) | set(self.expect.known)) - set(self.constants))
