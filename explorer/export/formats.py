"""Formats: the files that a view can be taken in, how long each may be."""

from collections.abc import Iterable
from dataclasses import dataclass

from explorer import words
from explorer.errors import ExplorerError
from explorer.export.apart import made_apart
from explorer.export.extracting import Extract
from explorer.export.writers import WRITERS
from explorer.queries import Answer

KB, MB = 1_000, 1_000_000


@dataclass(frozen=True)
class Format:
    """One kind of file: its ending and name, what it is good for, and what it may cost.

    `most`: rows; a longer table is refused. `apart`: rows from which a process of its own makes it
    """

    ending: str
    label: str
    purpose: str
    mime: str
    apart: int = 10_000
    most: int = 10_000_000


SHEETS = 10_000  # rows: a workbook of more takes many seconds to make and to open
FORMATS = (
    Format(
        ".xlsx",
        "Excel",
        "A workbook with notes, sources and a chart",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        apart=500,
        most=SHEETS,
    ),
    Format(
        ".ods",
        "OpenDocument",
        "The same workbook, without the chart, for LibreOffice",
        "application/vnd.oasis.opendocument.spreadsheet",
        apart=3_000,
        most=SHEETS,
    ),
    Format(
        ".zip",
        "CSV with its notes (ZIP)",
        "Rows, a text to read, and a description for programs",
        "application/zip",
    ),
    Format(
        ".parquet",
        "Parquet",
        "For pandas, R and DuckDB",
        "application/vnd.apache.parquet",
    ),
    Format(".json", "JSON", "For programs", "application/json"),
)
CSV = Format(".csv", "CSV", "", "text/csv")
BY_ENDING = {one.ending: one for one in (CSV, *FORMATS)}


def file_of(taken: Extract, ending: str) -> bytes:
    """The extract as a file of this ending, where it is long made by a process of its own.

    Raises   ExplorerError for a workbook of more rows than it may have
    """
    kind, rows = BY_ENDING[ending], len(taken.rows)
    if rows > kind.most:
        raise ExplorerError(
            f"{kind.label}: {words.fmt(rows)} rows were asked for, and a workbook here holds at most "
            f"{words.fmt(kind.most)}. Take the CSV or Parquet, which have no such limit."
        )
    return made_apart(taken, ending) if rows > kind.apart else WRITERS[ending](taken)


def rows_of(answer: Answer, beside: Iterable[Answer] = ()) -> int:
    """How many rows are on screen, and so in a file."""
    return len(answer.rows) + sum(len(one.rows) for one in beside if not one.is_empty)


def size_said(size: float) -> str:
    """About how large a file is: 'about 40 kB'."""
    if size < KB:
        return "under 1 kB"
    if size >= MB:
        return f"about {words.fmt(size / MB, 1 if size < 10 * MB else 0)} MB"
    return f"about {words.fmt(size / KB)} kB"
