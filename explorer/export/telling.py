"""Telling: what every file says of itself, in one object that all formats write."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from explorer import words
from explorer.export.citing import short_citation
from explorer.queries import Measure, Place, Source

UNRECORDED = "day not recorded"
PINNED = "Link to these numbers (never changes)"
OF_A_BUILD = "Link that names this build (the page says whether it is still the newest)"
SEE_COLUMNS = ("See the columns.",)
LONGEST = 100  # letters of a filter that every line of a CSV repeats
AS_PUBLISHED = (
    "Where nothing else is said here or under the caveats, figures are as published, unrounded. Nothing is "
    "filled in, and a missing figure is never a zero."
)


@dataclass(frozen=True)
class About:
    """What a file says of itself.

    Missing  `pinned` is empty where there is no link that names the build
    `pins`: what that link does; on a page that cannot be pinned it opens the newest figures and says so
    """

    title: str
    sentence: str
    filters: tuple[str, ...]
    places: tuple[Place, ...]
    periods: str
    measures: tuple[Measure, ...]
    symbols: tuple[tuple[str, str], ...]
    breaks: tuple[str, ...]
    caveats: tuple[str, ...]
    rows: int
    sources: tuple[Source, ...]
    processing: tuple[str, ...]
    build_id: str
    citation: str
    link: str
    pinned: str
    sha256: str
    made: date
    pins: str = PINNED

    @property
    def chosen(self) -> str:
        """The filters in a line; of a long one its beginning."""
        return "; ".join(
            one if len(one) <= LONGEST else f"{one[:LONGEST].rpartition(' ')[0]} \N{HORIZONTAL ELLIPSIS}"
            for one in self.filters
        )

    @property
    def citation_short(self) -> str:
        """The citation in a line."""
        return short_citation(self.sources)

    def told(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every field in words: heading and lines, in the order in which files give them."""
        sources = self.sources
        return (
            ("Title", (self.title,)),
            ("What it shows", (self.sentence,)),
            ("Filters", self.filters),
            ("Places and codes", tuple(f"{one.name} ({one.code})" for one in self.places) or SEE_COLUMNS),
            ("Years", (self.periods,)),
            ("Unit", tuple(dict.fromkeys(map(_unit, self.measures))) or SEE_COLUMNS),
            (
                "Numerator and denominator",
                tuple(dict.fromkeys(map(_divided, self.measures))) or SEE_COLUMNS,
            ),
            ("Symbols met", tuple(map(_symbol, self.symbols)) or ("None: every row has a figure.",)),
            ("Breaks and caveats", tuple(dict.fromkeys((*self.breaks, *self.caveats))) or ("None.",)),
            ("Rows", (words.fmt(self.rows),)),
            ("Source and release", tuple(map(_released, sources)) or ("None.",)),
            ("Retrieved", tuple(map(_retrieved, sources)) or ("None.",)),
            ("Build", (self.build_id,)),
            ("Processing", (*self.processing, AS_PUBLISHED)),
            ("Licence", tuple(dict.fromkeys(map(_licence, sources))) or ("None.",)),
            ("Short citation", (self.citation_short,)),
            ("Citation", (self.citation,)),
            ("Link to this view (updates)", (self.link or words.NOT_AT_HAND,)),
            (self.pins, (self.pinned or words.NOT_AT_HAND,)),
            ("SHA-256 of the figures", (self.sha256,)),
            ("File made on", (words.long_date(self.made.isoformat()),)),
        )

    def as_dict(self) -> dict[str, Any]:
        """Every field for machines, in JSON's types."""
        return {
            "title": self.title,
            "sentence": self.sentence,
            "filters": list(self.filters),
            "places": [{"code": one.code, "name": one.name} for one in self.places],
            "periods": self.periods,
            "measures": list(map(_measure, self.measures)),
            "symbols": [{"symbol": sign or None, "meaning": meaning} for sign, meaning in self.symbols],
            "breaks": list(self.breaks),
            "caveats": list(self.caveats),
            "rows": self.rows,
            "sources": list(map(_source, self.sources)),
            "processing": [*self.processing, AS_PUBLISHED],
            "licences": list(dict.fromkeys(one.licence for one in self.sources)),
            "build_id": self.build_id,
            "citation_short": self.citation_short,
            "citation": self.citation,
            "link": self.link or None,
            "pinned_link": self.pinned or None,
            "sha256": self.sha256,
            "made": self.made.isoformat(),
        }


def _unit(measure: Measure) -> str:
    if measure.display_unit == measure.unit:
        return f"{measure.label}: {measure.unit}"
    factor = words.fmt(measure.display_factor)
    if measure.display_factor == 1:
        return f"{measure.label}: {measure.unit} (shown as {measure.display_unit})"
    return f"{measure.label}: {measure.unit}; shown {measure.display_unit}, which is {factor} times the value"


def _divided(measure: Measure) -> str:
    if not measure.denominator_label:
        return f"{measure.label}: {measure.numerator_label or 'nothing is divided'}"
    return f"{measure.label}: {measure.numerator_label or 'not at hand'} / {measure.denominator_label}"


def _symbol(symbol: tuple[str, str]) -> str:
    sign, meaning = symbol
    return f"[{sign or words.NOT_AT_HAND}] {meaning}"


def _released(source: Source) -> str:
    day = words.long_date(source.published) if source.published else UNRECORDED
    parts = [
        f"{source.publisher}, {source.publication_title}: {source.title}",
        source.release or "no release",
    ]
    file = f"file {source.file_name}, SHA-256 {source.sha256}" if source.file_name else ""
    return "; ".join(filter(None, [*parts, f"published: {day}", file, source.url]))


def _retrieved(source: Source) -> str:
    day = words.long_date(source.retrieved) if source.retrieved else UNRECORDED
    return f"{source.title}, {source.release}: {day}" + (
        f"; from {source.obtained_from}" if source.obtained_from else ""
    )


def _licence(source: Source) -> str:
    return f"{source.licence} ({source.licence_url})" if source.licence_url else source.licence


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "label": measure.label,
        "definition": measure.definition,
        "unit": measure.unit,
        "shown_unit": measure.display_unit,
        "shown_is_value_times": measure.display_factor,
        "numerator": measure.numerator_label or None,
        "denominator": measure.denominator_label or None,
    }


def _source(source: Source) -> dict[str, Any]:
    said = {
        "source": source.id,
        "title": source.title,
        "publication": source.publication_title,
        "publisher": source.publisher,
        "release": source.release,
        "published": source.published,
        "retrieved": source.retrieved,
        "obtained_from": source.obtained_from,
        "file_name": source.file_name,
        "sha256": source.sha256,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "url": source.url,
    }
    return {name: text or None for name, text in said.items()}
