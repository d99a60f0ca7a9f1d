"""Vocabulary: one spelling for each measure, group, school type, place and period."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data_pipeline.catalogue import read_toml
from data_pipeline.errors import CatalogueError

VOCABULARY = Path(__file__).parent / "vocabulary"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_DATED = re.compile(rf"\b(?:({'|'.join(_SHORT)})[a-z]* )?((?:19|20)\d\d)\b(?:.*\bv(\d+)\b)?")
TOTAL = ("total", "Total")


def normal(spelling: str) -> str:
    """The form in which two spellings are the same word: lower case, anything but a-z, 0-9 and + a blank."""
    return re.sub(r"[^a-z0-9+]+", " ", spelling.lower()).strip()


def dated(name: str) -> tuple[int, int, int]:
    """Year, month and version in a name; month 0 where it has a year alone, all 0 where it has none."""
    found = _DATED.search(normal(name))
    return (int(found[2]), _SHORT.get(found[1] or "", 0), int(found[3] or 1)) if found else (0, 0, 0)


@dataclass(frozen=True)
class Vocabulary:
    """The words of the house, as read from the vocabulary folder."""

    measures: tuple[Mapping[str, Any], ...]
    breakdowns: tuple[Mapping[str, Any], ...]
    school_types: tuple[Mapping[str, Any], ...]
    time_identifiers: tuple[Mapping[str, Any], ...]
    breaks: tuple[Mapping[str, Any], ...]
    caveats: tuple[Mapping[str, Any], ...]
    symbols: tuple[Mapping[str, Any], ...]
    places: tuple[Mapping[str, str], ...]
    neighbours: tuple[Mapping[str, str], ...]
    total_spellings: frozenset[str]

    @cached_property
    def _categories(self) -> dict[tuple[str, str], str]:
        return {
            (breakdown["breakdown"], normal(spelling)): category["category"]
            for breakdown in self.breakdowns
            for category in breakdown["category"]
            for spelling in [category["category"], *category.get("spellings", ())]
        }

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for breakdown in self.breakdowns:
            spellings = [breakdown["breakdown"], *breakdown.get("group_spellings", ())]
            for spelling in sorted({normal(spelling) for spelling in spellings}):
                found.setdefault(spelling, []).append(breakdown["breakdown"])
        return found

    def category(self, breakdown: str, label: str) -> str | None:
        """The category that a published label means in a breakdown; `Total` for a total; None if unknown."""
        if normal(label) in self.total_spellings:
            return TOTAL[1]
        return self._categories.get((breakdown, normal(label)))

    def grouped(self, group: str, label: str) -> tuple[str, str] | None:
        """The breakdown and category that a published group and label mean; None if unknown.

        A label that is its own group says both, as `Gender_female` does: every breakdown is asked in order.
        """
        if normal(label) in self.total_spellings or normal(group) in self.total_spellings:
            return TOTAL
        every = [entry["breakdown"] for entry in self.breakdowns] if group == label else ()
        for breakdown in self._groups.get(normal(group), every):
            category = self._categories.get((breakdown, normal(label)))
            if category:
                return breakdown, category
        return None

    def anywhere(self, label: str) -> tuple[str, str] | None:
        """The breakdown and category of a label without its group; None if none or several have it."""
        if normal(label) in self.total_spellings:
            return TOTAL
        wanted = normal(label)
        found = [(b, category) for (b, spelling), category in self._categories.items() if spelling == wanted]
        return found[0] if len(found) == 1 else None

    def school_type(self, label: str) -> str | None:
        """The school type that a published label means; None if unknown."""
        return _lookup(self.school_types, "school_type", label=label)

    def time_identifier(self, label: str) -> str | None:
        """The one spelling of a published time identifier; None if unknown."""
        return _lookup(self.time_identifiers, "name", label=label)


def load(folder: Path = VOCABULARY) -> Vocabulary:
    """The vocabulary as read from its folder.

    Raises  CatalogueError where a file is not valid or a word is declared twice.
    """
    breakdowns = read_toml(folder / "breakdowns.toml")
    return Vocabulary(
        measures=_unique(read_toml(folder / "measures.toml")["measure"], "measure"),
        breakdowns=_unique(breakdowns["breakdown"], "breakdown"),
        school_types=_unique(read_toml(folder / "school_types.toml")["school_type"], "school_type"),
        time_identifiers=_unique(read_toml(folder / "time_identifiers.toml")["time_identifier"], "name"),
        breaks=_unique(read_toml(folder / "breaks.toml")["break"], "break_id"),
        caveats=_unique(read_toml(folder / "caveats.toml")["caveat"], "caveat_id"),
        symbols=_unique(read_toml(folder / "symbols.toml")["symbol"], "symbol"),
        places=_unique(_rows(folder / "places.csv"), "place_code"),
        neighbours=tuple(_rows(folder / "neighbours.csv")),
        total_spellings=frozenset(normal(word) for word in breakdowns["total_spellings"]),
    )


def _lookup(entries: Iterable[Mapping[str, Any]], key: str, *, label: str) -> str | None:
    wanted = normal(label)
    for entry in entries:
        if wanted in {normal(spelling) for spelling in [entry[key], *entry.get("spellings", ())]}:
            return str(entry[key])
    return None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _unique(entries: list[dict[str, Any]], key: str) -> tuple[dict[str, Any], ...]:
    seen = set()
    for entry in entries:
        if entry[key] in seen:
            raise CatalogueError(f"vocabulary: {key} `{entry[key]}` is declared twice. Keep one of them.")
        seen.add(entry[key])
    return tuple(entries)
