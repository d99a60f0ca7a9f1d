"""Nouns: measures, places, choices, periods, breaks, caveats and sources as the database describes them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Measure:
    """One measure: its words, unit and definition.

    Units    published value * display_factor = shown, in display_unit with these decimals
    """

    id: str
    position: int
    topic: str
    label: str
    short_label: str
    sentence_label: str
    unit: str
    display_unit: str
    display_factor: float
    decimals: int
    numerator_label: str
    denominator_label: str
    denominator_short: str
    stamp: str
    definition: str
    note: str

    @property
    def of_events(self) -> bool:
        """Whether it is a rate of events, which can happen to one pupil more than once."""
        return self.display_unit.startswith("per ")


@dataclass(frozen=True)
class Place:
    """One area: England, a region or a local authority, with its codes over time."""

    code: str
    name: str
    level: str
    parent: str
    old_code: str
    other_codes: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    hex_q: int | None
    hex_r: int | None
    longitude: float | None
    latitude: float | None
    note: str

    @property
    def ended(self) -> bool:
        """Whether the area has been abolished."""
        return self.valid_to is not None


@dataclass(frozen=True)
class Choice:
    """One thing to pick: a school type, breakdown, category or part of the year."""

    id: str
    label: str
    sentence_label: str = ""
    parent: str = ""
    note: str = ""


@dataclass(frozen=True)
class Period:
    """One period that can be asked for, labelled as its measure stamps it ('2023/24', 'January 2024')."""

    time_period: str
    time_identifier: str
    label: str
    short_label: str
    position: int


@dataclass(frozen=True)
class Break:
    """One known break: kind 'gap' (nothing published), 'disturbed' (do not compare), 'break' (new basis)."""

    id: str
    measure: str
    school_type: str
    time_period: str
    period: str
    position: int
    kind: str
    label: str
    note: str


@dataclass(frozen=True)
class Source:
    """One published table in one release: what a figure is cited by."""

    id: str
    title: str
    publication: str
    publication_title: str
    publisher: str
    licence: str
    licence_url: str
    url: str
    description: str
    release: str
    published: str
    file_name: str
    sha256: str
    first_period: str
    last_period: str
    retrieved: str
    obtained_from: str


@dataclass(frozen=True)
class Caveat:
    """One thing to know before using a figure, and what it applies to; '' = any."""

    measure: str
    breakdown: str
    school_type: str
    source: str
    place_code: str
    note: str
