"""Reading back: the rows and the words of a file, from the file alone."""

import csv
import io
import json
import zipfile

import openpyxl
from odfdo import Document
from openpyxl.utils.escape import unescape
from pyarrow import parquet

KEPT = (
    *("measure", "time_period", "time_identifier", "place_code", "place", "school_type", "breakdown"),
    *("category", "value", "unit", "shown_value", "shown_unit", "numerator", "denominator", "symbol"),
    *("source", "source_title", "release"),
)
NUMBERS = ("value", "shown_value", "numerator", "denominator")


def rows_of(made, ending):
    """Return the rows of a file as the columns KEPT: numbers or None, and text, '' where there is none."""
    return [{name: _kept(row, name) for name in KEPT} for row in ROWS[ending](made)]


def words_of(made, ending):
    """Return every word of a file, its white space as single spaces."""
    return " ".join(WORDS[ending](made).split())


def rows_shown(answers):
    """Return the rows of answers in the same form, to be compared with."""
    rows = []
    for answer in answers:
        units = {one.id: (one.unit, one.display_unit) for one in answer.measures}
        for row in answer.rows.to_dict("records"):
            unit, shown_unit = units[row["measure"]]
            plain = {name: None if row[name] != row[name] else row[name] for name in row}
            rows.append({**plain, "unit": unit, "shown_unit": shown_unit})
    return rows


def _kept(row, name):
    value = row.get(name)
    if name in NUMBERS:
        return None if value in ("", None) else float(value)
    return value or ""


def _csv(made):
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def _zip(made):
    """The rows under the names that the description gives them."""
    with zipfile.ZipFile(io.BytesIO(made)) as bundle:
        package = json.loads(bundle.read("metadata.json"))
        resource = next(one for one in package["resources"] if one["name"] == "data")
        return _csv(bundle.read(resource["path"]))


def _parquet(made):
    return parquet.read_table(io.BytesIO(made)).to_pylist()


def _json(made):
    return json.loads(made)["rows"]


def xlsx_sheets(made):
    """Return each sheet of a workbook as a list of rows of cells."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    return {
        sheet.title: [
            [unescape(cell) if isinstance(cell, str) else cell for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }


def ods_sheets(made):
    """Return each sheet of an OpenDocument workbook as a list of rows of cells."""
    tables = Document(io.BytesIO(made)).body.tables
    return {table.name: [list(row) for row in table.get_values()] for table in tables}


def _sheet_rows(sheets):
    """The rows of the sheet of figures, under the names that the sheet of columns gives its headings."""
    names = {row[0]: row[1] for row in sheets["Columns"][4:]}
    lines = sheets["Figures"]
    top = next(number for number, row in enumerate(lines) if row[0] in names)
    headings = [names[heading] for heading in lines[top]]
    return [_unmarked(dict(zip(headings, row, strict=True))) for row in lines[top + 1 :]]


def _unmarked(row):
    """A row with nothing in place of shorthand, and the shorthand in place of the figure as its symbol."""
    shorthand = row["value"] if isinstance(row["value"], str) else ""
    symbol = "" if shorthand == "[not at hand]" else shorthand.strip("[]")
    bare = {name: None if name in NUMBERS and isinstance(cell, str) else cell for name, cell in row.items()}
    return {name: "" if cell == "[none]" else cell for name, cell in bare.items()} | {"symbol": symbol}


def _cells(sheets):
    return "\n".join(str(cell) for rows in sheets.values() for row in rows for cell in row)


def _zip_words(made):
    with zipfile.ZipFile(io.BytesIO(made)) as bundle:
        return bundle.read("readme.txt").decode("utf-8")


def _parquet_words(made):
    stored = parquet.read_schema(io.BytesIO(made)).metadata
    return "\n".join(f"{key.decode()}\n{text.decode()}" for key, text in stored.items())


ROWS = {
    ".csv": _csv,
    ".zip": _zip,
    ".xlsx": lambda made: _sheet_rows(xlsx_sheets(made)),
    ".ods": lambda made: _sheet_rows(ods_sheets(made)),
    ".parquet": _parquet,
    ".json": _json,
}
WORDS = {
    ".zip": _zip_words,
    ".xlsx": lambda made: _cells(xlsx_sheets(made)),
    ".ods": lambda made: _cells(ods_sheets(made)),
    ".parquet": _parquet_words,
}
