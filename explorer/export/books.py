"""Books: an extract as the sheets of a workbook, by the government's guidance on spreadsheets.

Cover, contents, notes, symbols, sources, and one table a sheet: no cell is merged, and none is empty.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from explorer import words
from explorer.export.columns import MARKED, Column
from explorer.export.extracting import Extract
from explorer.export.laying import NOTES
from explorer.export.texts import cell
from explorer.queries import Source

NOTHING = "[none]"
NOT_AT_HAND = f"[{words.NOT_AT_HAND}]"
CUT = 32_000  # letters: a cell of Excel holds 32,767
OF_SYMBOLS = ("symbol", "symbol_meaning")
# Signs that XML, of which workbooks are made, cannot hold; and lone returns, which it reads as new lines.
FORBIDDEN = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FIGURES = "Figures"
ONE_TABLE = "This worksheet contains one table."


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table: its tab, its title, lines above the table, headings and rows.

    `row_of_headings`: the line of the sheet, from 0, that holds the headings
    """

    tab: str
    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    rows: list[tuple[object, ...]] = field(repr=False)

    @property
    def row_of_headings(self) -> int:
        """The line of the sheet, counted from 0, that holds the headings."""
        return 1 + len(self.lines)


@dataclass(frozen=True)
class Book:
    """A workbook: its cover and its sheets in order, the table of the figures last."""

    cover: tuple[tuple[str, tuple[str, ...]], ...]
    sheets: tuple[Sheet, ...]
    figures: Sheet

    @property
    def contents(self) -> Sheet:
        """The list of the sheets."""
        rows: list[tuple[object, ...]] = [(one.tab, one.title) for one in (*self.sheets, self.figures)]
        return Sheet("Contents", "Table of contents", (ONE_TABLE,), ("Sheet name", "Table description"), rows)


def book(taken: Extract) -> Book:
    """The extract as a workbook.

    Missing  a cell without a figure says [c], [x], [z], [low] or [u], or [not at hand]; text that there is
             not is [none]
    """
    notes = list(dict.fromkeys(note for some in taken.rows[NOTES] for note in some))
    return Book(
        taken.about.told(),
        (_notes(notes), _symbols(taken), _columns(taken), _sources(taken.about.sources)),
        _figures(taken, {note: f"[note {number}]" for number, note in enumerate(notes, 1)}),
    )


def _shown(taken: Extract) -> list[Column]:
    """The columns of the sheet of figures.

    The meaning of a symbol stands on the sheet of symbols, and a row has its shorthand instead of the figure.
    """
    marked = any(name in taken.names for name in MARKED)
    return [one for one in taken.apart if not (marked and one.name in OF_SYMBOLS)]


def _figures(taken: Extract, numbered: dict[str, str]) -> Sheet:
    shown = _shown(taken)
    lines = (
        f"{ONE_TABLE} Some rows refer to notes, which are on the sheet Notes.",
        "A cell without a figure says why in shorthand, which is explained on the sheet Symbols.",
        taken.about.citation_short,
    )
    columns = {one.name: taken.rows[one.name].tolist() for one in shown}
    if "note" in columns:
        columns["note"] = [" ".join(numbered[note] for note in some) for some in taken.rows[NOTES]]
    why = (
        [f"[{sign}]" if sign else NOT_AT_HAND for sign in taken.rows["symbol"]]
        if "symbol" in taken.names
        else None
    )
    cells = [
        _numbers(columns[one.name], why if one.name in MARKED else None)
        if one.kind == "number"
        else [_text(text) for text in columns[one.name]]
        for one in shown
    ]
    rows = list(zip(*cells, strict=True))
    return Sheet(FIGURES, taken.about.title, lines, tuple(one.heading for one in shown), rows)


def _numbers(column: list[float], why: list[str] | None) -> list[object]:
    """The numbers; where there is none, what stands in its place."""
    found = [cell(value) for value in column]
    if why is None:
        return [NOT_AT_HAND if value == "" else value for value in found]
    return [reason if value == "" else value for value, reason in zip(found, why, strict=True)]


def _text(text: str) -> str:
    """The text without the signs that no workbook can hold, and [none] where there is none."""
    kept = FORBIDDEN.sub("", text)[:CUT]
    return kept if kept.strip() else NOTHING


def _notes(notes: list[str]) -> Sheet:
    rows: list[tuple[object, ...]] = [(f"[note {n}]", _text(note)) for n, note in enumerate(notes, 1)]
    return Sheet("Notes", "Notes", (ONE_TABLE,), ("Note", "What to know"), rows or [(NOTHING, "No notes.")])


def _symbols(taken: Extract) -> Sheet:
    met = [(f"[{sign}]" if sign else NOT_AT_HAND, _text(meaning)) for sign, meaning in taken.about.symbols]
    ours = [
        (NOT_AT_HAND, "No table at hand has this figure or this count."),
        (NOTHING, "There is nothing to say in this cell."),
    ]
    rows: list[tuple[object, ...]] = [*met, *(one for one in ours if one[0] not in dict(met))]
    lines = (ONE_TABLE, "None of these is a zero.")
    return Sheet("Symbols", "Symbols in place of figures", lines, ("Shorthand", "Meaning"), rows)


def _columns(taken: Extract) -> Sheet:
    rows: list[tuple[object, ...]] = [(one.heading, one.name, one.described) for one in _shown(taken)]
    title = f"What the columns of the sheet {FIGURES} hold"
    lines = (ONE_TABLE, "A number has 16 digits at most here; the CSV has all of them.")
    return Sheet("Columns", title, lines, ("Heading", "Name in the CSV", "What it holds"), rows)


def _sources(sources: Iterable[Source]) -> Sheet:
    named = (
        "Source id",
        "Source",
        "Publication",
        "Publisher",
        "Release",
        "Published",
        "Retrieved",
        "Licence",
    )
    rows: list[tuple[object, ...]] = [
        tuple(
            _text(text) if text else NOT_AT_HAND
            for text in (
                *(one.id, one.title, one.publication_title, one.publisher, one.release),
                *(one.published, one.retrieved, one.licence, one.url, one.file_name, one.sha256),
            )
        )
        for one in sources
    ]
    empty: list[tuple[object, ...]] = [(NOTHING,) * 11]
    lines = (f"{ONE_TABLE} A day that is not at hand was not recorded.",)
    return Sheet(
        "Sources", "Sources", lines, (*named, "Address", "File", "SHA-256 of the file"), rows or empty
    )
