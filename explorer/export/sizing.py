"""Sizing: about how large each file of a table gets, told before it is made from a sample of its rows."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from explorer import queries
from explorer.export.bundle import zip_of
from explorer.export.extracting import Extract, extract, sentence_of
from explorer.export.parquet import parquet_of
from explorer.export.plain import csv_of, json_of
from explorer.queries import Answer

SAMPLE, BLOCKS = 240, 4  # rows of a sample, and the runs of neighbouring rows that it is made of
# As measured over many views. Bytes of a workbook: at least, for each row, for each byte of the same as ZIP.
SHEETS = {".xlsx": (15_000, 45, 0.72), ".ods": (7_500, 32, 0.49)}
# And of everything on a measure: at least, for each row, place, digit of a figure and digit of a count.
EVERYTHING = {".zip": (6_000, 6.1, 48, 0.53, 1.28), ".parquet": (13_200, 0.92, 125, 0.56, 1.21)}


def sizes(
    answer: Answer,
    link: str = "",
    *,
    pinned: str = "",
    beside: Iterable[Answer] = (),
    sentence: str = "",
) -> dict[str, float]:
    """Bytes of the file of each ending that holds these rows."""
    shown = [answer, *(one for one in beside if not one.is_empty)]
    rows = sum(len(one.rows) for one in shown)
    step = max(1.0, rows / SAMPLE)
    first, *others = (replace(one, rows=_some(one.rows, step)) for one in shown)
    said = sentence or sentence_of(answer)
    return _sizes(extract(first, link, beside=others, pinned=pinned, sentence=said), rows)


def sizes_of(taken: Extract, rows: int = 0) -> dict[str, float]:
    """Bytes of the file of each ending that holds this table, or one of so many rows that begins with it."""
    return _sizes(_part(taken, len(taken.rows) / SAMPLE), rows or len(taken.rows))


def _some(rows: pd.DataFrame, step: float) -> pd.DataFrame:
    """About one in so many rows, in runs of neighbours: these are alike, which decides how well they pack."""
    if step <= 1 or rows.empty:
        return rows
    long = max(1, round(len(rows) / step / BLOCKS))
    starts = [round(number * (len(rows) - long) / max(1, BLOCKS - 1)) for number in range(BLOCKS)]
    kept = sorted({at for start in starts for at in range(start, min(start + long, len(rows)))})
    return rows.iloc[kept]


def _part(taken: Extract, step: float) -> Extract:
    return replace(taken, rows=_some(taken.rows, step).reset_index(drop=True))


def _sizes(some: Extract, rows: int) -> dict[str, float]:
    """From the files of the sample and of half of it, as if each further row took as much."""
    half = _part(some, 2.0)
    here = len(some.rows)
    more = (rows - here) / max(1, here - len(half.rows))
    found = {}
    for ending, write in {".csv": csv_of, ".json": json_of, ".zip": zip_of, ".parquet": parquet_of}.items():
        size = len(write(some))
        found[ending] = size + (size - len(write(half))) * more if more else float(size)
    return found | {
        ending: least + each * rows + packed * found[".zip"]
        for ending, (least, each, packed) in SHEETS.items()
    }


def everything_size(measures: tuple[str, ...], ending: str) -> float:
    """Bytes of the file with everything on these measures."""
    held = queries.held(*measures)
    least, *each = EVERYTHING[ending]
    counted = (held.rows, held.places, held.of_values, held.of_counts)
    return least + sum(bytes_ * number for bytes_, number in zip(each, counted, strict=True))
