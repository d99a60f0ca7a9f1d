"""Plain: the rows as a tidy CSV, and as JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from explorer.export.columns import Column
from explorer.export.extracting import Extract, extract
from explorer.export.laying import NOTES
from explorer.export.texts import MARK, TURN, cell, csv_text, ready
from explorer.queries import Answer


def csv_bytes(answer: Answer, link: str = "", *, beside: Iterable[Answer] = ()) -> bytes:
    """The rows shown as UTF-8 CSV with a byte order mark, each with its source, meaning and notes.

    `beside`: answers that the same chart shows too, as the groups that contain these or all pupils

    Shape    COLUMNS, one line per row shown, in the order shown
    Units    value is in the published unit (column unit), unrounded; shown_value as the page shows it
    Missing  empty value, with its symbol and meaning, or 'not at hand' where the table has no such row
    Source   text that begins with = + - @ or a tab gets a leading apostrophe, so that a spreadsheet
             does not take it for a formula
    """
    return csv_of(extract(answer, link, beside=beside))


def csv_of(taken: Extract) -> bytes:
    """The extract as CSV: every line says all that is to be said of it, so that it stands alone."""
    return MARK + (csv_text([taken.names]) + csv_text(taken.lines(taken.names))).encode("utf-8")


def json_of(taken: Extract) -> bytes:
    """The extract as one JSON object: what it is, its columns, its notes, and its rows.

    Shape    about, columns, notes, rows; `note` of a row holds the numbers of its notes, from 1
    Missing  null; symbol and symbol_meaning say why
    """
    notes = list(dict.fromkeys(note for some in taken.rows[NOTES] for note in some))
    columns = [_described(one) for one in taken.apart]
    head = json.dumps(
        {"about": taken.about.as_dict(), "columns": columns, "notes": notes}, ensure_ascii=False, indent=1
    )
    rows = ",\n".join(_objects(taken, {note: number for number, note in enumerate(notes, 1)}))
    return f'{head[:-2]},\n "rows": [\n{rows}\n]}}\n'.encode()


def _described(column: Column) -> dict[str, str]:
    said = {"name": column.name, "told": column.told, "type": column.kind}
    return said | ({"unit": column.unit} if column.unit else {})


def _objects(taken: Extract, numbered: dict[str, int]) -> Iterator[str]:
    """The rows as JSON, some at a time: the encoder does not let other readers in before it is done."""
    names = tuple(one.name for one in taken.apart)
    columns = {name: [_value(one) for one in taken.rows[name].tolist()] for name in names}
    if "note" in columns:
        columns["note"] = [[numbered[note] for note in some] for some in taken.rows[NOTES]]
    every = zip(*columns.values(), strict=True)
    while some := list(islice(every, TURN)):
        yield ",\n".join(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in some)


def _value(value: object) -> object:
    found = cell(value)
    return None if found == "" else found


def rows_csv(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, about: Mapping[str, object]
) -> bytes:
    """A table that is no answer, as a statistics table, as UTF-8 CSV with a byte order mark.

    `about`: what belongs to every row, as its source, licence, citation, link and build; each a column more

    Shape    the columns, then the words of `about`; one line per row
    Missing  None and not-a-number: an empty cell; say why in a column of its own
    Source   text that a spreadsheet would take for a formula is made harmless
    """
    every = (ready((*row, *about.values())) for row in rows)
    return MARK + (csv_text([ready((*columns, *about))]) + csv_text(every)).encode("utf-8")
