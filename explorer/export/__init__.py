"""Export: what leaves the app, each file with all that is needed to understand it."""

from explorer.export.citing import (
    Work,
    bibtex,
    citation,
    citation_short,
    csl_json,
    short_citation,
    table_work,
    tables_work,
    view_cited,
)
from explorer.export.columns import COLUMNS, FIGURES
from explorer.export.everything import STARTS_A_FORMULA, everything, everything_file, everything_name
from explorer.export.extracting import Extract, extract, today
from explorer.export.formats import (
    FORMATS,
    file_of,
    rows_of,
    size_said,
)
from explorer.export.naming import file_name
from explorer.export.picture import PLOTLY, Picture, frame, page, page_name
from explorer.export.plain import csv_bytes, rows_csv
from explorer.export.recipes import curl_of, python_of, r_of
from explorer.export.sizing import everything_size, sizes, sizes_of
from explorer.export.texts import HOW_TO_HASH, harmless

__all__ = [
    "COLUMNS",
    "FIGURES",
    "FORMATS",
    "HOW_TO_HASH",
    "PLOTLY",
    "STARTS_A_FORMULA",
    "Extract",
    "Picture",
    "Work",
    "bibtex",
    "citation",
    "citation_short",
    "csl_json",
    "csv_bytes",
    "curl_of",
    "everything",
    "everything_file",
    "everything_name",
    "everything_size",
    "extract",
    "file_name",
    "file_of",
    "frame",
    "harmless",
    "page",
    "page_name",
    "python_of",
    "r_of",
    "rows_csv",
    "rows_of",
    "short_citation",
    "size_said",
    "sizes",
    "sizes_of",
    "table_work",
    "tables_work",
    "today",
    "view_cited",
]
