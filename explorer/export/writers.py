"""Writers: which function writes an extract as a file of which ending."""

from collections.abc import Callable

from explorer.export.bundle import zip_of
from explorer.export.excel import xlsx_of
from explorer.export.extracting import Extract
from explorer.export.odf import ods_of
from explorer.export.parquet import parquet_of
from explorer.export.plain import csv_of, json_of

WRITERS: dict[str, Callable[[Extract], bytes]] = {
    ".csv": csv_of,
    ".zip": zip_of,
    ".xlsx": xlsx_of,
    ".ods": ods_of,
    ".parquet": parquet_of,
    ".json": json_of,
}
