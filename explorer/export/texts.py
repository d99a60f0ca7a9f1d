"""Texts: cells as files have them, made harmless in spreadsheets, and the hash of the figures."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pandas as pd

from explorer import words
from explorer.export.columns import FIGURES

RISKY = words.RISKY
MARK = b"\xef\xbb\xbf"  # so that spreadsheets read the file as UTF-8
# Rows between which other readers get their turn: the CSV writer does not let go of the interpreter.
TURN = 500


def harmless(cell: object) -> object:
    """The cell, with a leading apostrophe where a spreadsheet would take its text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell


def cell(value: object) -> object:
    """The value as a file has it: nothing for nothing, whole numbers without '.0', all digits kept."""
    if value is None or value is pd.NA or value != value:  # not-a-number is what does not equal itself
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < words.ROUNDABLE:
        return int(value)
    return value


def ready(values: Iterable[object]) -> list[object]:
    """A column's cells as CSV has them: numbers with all digits, text that starts no formula."""
    texts: dict[str, object] = {}
    cells = []
    for value in values:
        if not isinstance(value, str):
            cells.append(cell(value))
            continue
        if value not in texts:
            texts[value] = harmless(value)
        cells.append(texts[value])
    return cells


def csv_text(rows: Iterable[Sequence[object]], *, ends: str = "\r\n") -> str:
    """The rows of ready cells as CSV text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=ends)
    for some in _in_turns(rows):
        writer.writerows(some)
    return text.getvalue()


def fingerprint(rows: Iterable[Sequence[object]], columns: Sequence[str] = FIGURES) -> str:
    """SHA-256 of the figures: of these columns, with their names, as CSV whose lines end in \\n.

    It is the same for the same figures in every format, wherever the file was made. `how_to_hash` recomputes
    it from any file that has the columns. The rows are of ready cells.
    """
    digest = hashlib.sha256(csv_text([columns], ends="\n").encode("utf-8"))
    for some in _in_turns(rows):
        digest.update(csv_text(some, ends="\n").encode("utf-8"))
    return digest.hexdigest()


def how_to_hash(columns: Sequence[str]) -> str:
    """Python that works out the SHA-256 of these columns again, from the file data.csv."""
    return f"""import hashlib, pandas
rows = pandas.read_csv("data.csv", dtype=str, keep_default_na=False)
columns = {list(columns)!r}
text = rows[columns].to_csv(index=False, lineterminator="\\n")
print(hashlib.sha256(text.encode("utf-8")).hexdigest())"""


HOW_TO_HASH = how_to_hash(FIGURES)


def _in_turns(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    every = iter(rows)
    while some := list(islice(every, TURN)):
        yield some
