"""Files: all rows of a query as CSV, Parquet or JSON, each with the query and where its figures come from."""

import hashlib
import io
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from explorer import words
from explorer.sandbox.result import Result, Rows

MARK = b"\xef\xbb\xbf"  # so that spreadsheets read the file as UTF-8
RISKY = f"^[{''.join(words.RISKY)}]".replace("-", r"\-")
ABOUT = "about_"
MEGA = 950_000  # bytes from which a size is told in MB
DATED = "SELECT CAST(moment AS VARCHAR) AS moment FROM moments"
TO_JSON = "COPY rows TO '{path}' (FORMAT json, ARRAY true)"
About = Mapping[str, str]


def csv_bytes(result: Rows, about: About) -> bytes:
    """The rows as UTF-8 CSV with a byte order mark; the first row also says, in own columns, what it is.

    Missing  an empty cell
    Source   text that a spreadsheet would take for a formula gets a leading apostrophe
    """
    out = io.BytesIO(MARK)
    out.seek(len(MARK))
    told = {f"{ABOUT}{name}": text for name, text in about.items()}
    fields = [pa.field(_harmless_name(one.name), _kind_in_csv(one.type)) for one in result.schema]
    schema = pa.schema([*fields, *(pa.field(name, pa.string()) for name in told)])
    first = True
    with duckdb.connect() as own, csv.CSVWriter(out, schema) as writer:
        for batch in result.batches():
            said = [
                pa.array([text if first else None] + [None] * (len(batch) - 1), pa.string())
                for text in told.values()
            ]
            writer.write_batch(
                pa.record_batch(
                    [_harmless(_dated(one, own)) for one in (*batch.columns, *said)], schema=schema
                )
            )
            first = False
    return out.getvalue()


def parquet_bytes(result: Rows, about: About) -> bytes:
    """The rows as Parquet, with what the file is among the metadata of its schema."""
    out = io.BytesIO()
    schema = result.schema.with_metadata(dict(about))
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in result.batches():
            writer.write_table(pa.Table.from_batches([batch]).replace_schema_metadata(schema.metadata))
    return out.getvalue()


def json_bytes(result: Rows, about: About) -> bytes:
    """The rows as JSON: what the file is, the columns with their types, and each row as an object.

    Missing  null; also for what is no number, as a number divided by nought
    """
    columns = [{"name": field.name, "type": str(field.type)} for field in result.schema]
    head = {"about": dict(about), "columns": columns, "row_count": result.rows}
    text = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return text.encode("utf-8") + b',\n "rows": ' + _json_rows(result).strip() + b"\n}\n"


def digest(result: Rows) -> str:
    """SHA-256 of the rows as CSV without what the file says of itself; HOW_TO_HASH works it out again."""
    out = io.BytesIO()
    with csv.CSVWriter(out, result.schema) as writer:
        for batch in result.batches():
            writer.write_batch(batch)
    return hashlib.sha256(out.getvalue()).hexdigest()


HOW_TO_HASH = """import hashlib, io, pyarrow.csv, pyarrow.parquet
out = io.BytesIO()
pyarrow.csv.write_csv(pyarrow.parquet.read_table("query.parquet"), out)
print(hashlib.sha256(out.getvalue()).hexdigest())"""


def _json_rows(result: Rows) -> bytes:
    """The rows as a JSON list, written by DuckDB, which does not hold up the server's other readers."""
    finite = (
        pa.record_batch(list(map(_finite, one.columns)), schema=result.schema) for one in result.batches()
    )
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as own:
        path = Path(folder) / "rows.json"
        own.register("rows", pa.RecordBatchReader.from_batches(result.schema, finite))
        own.execute(TO_JSON.format(path=str(path).replace("'", "''")))
        return path.read_bytes()


FORMATS: dict[str, tuple[str, Callable[[Rows, About], bytes]]] = {
    "CSV": ("text/csv", csv_bytes),
    "Parquet": ("application/vnd.apache.parquet", parquet_bytes),
    "JSON": ("application/json", json_bytes),
}


def file_name(result: Result, kind: str) -> str:
    """The file's name: 'query-of-figures-and-places_build-629605ec374f.csv'."""
    named = "-and-".join(table.split(".")[-1] for table in result.tables[:3])
    return f"query{'-of-' if named else ''}{named}_build-{result.build_id}.{kind.lower()}"


def size(result: Result, kind: str) -> str:
    """How large the file will be, in words; judged by the rows on screen where there are more."""
    write = FORMATS[kind][1]
    length = len(write(result.head, {})) * max(1.0, result.rows / max(1, result.head.rows))
    about = "" if result.rows <= result.head.rows else "up to about " if kind == "Parquet" else "about "
    return (
        f"{about}{length / 1e6:,.0f} MB" if length >= MEGA else f"{about}{max(1, round(length / 1e3)):,} kB"
    )


def _kind_in_csv(kind: Any) -> Any:  # noqa: ANN401 (pyarrow has no types)
    return pa.string() if pa.types.is_date(kind) or pa.types.is_timestamp(kind) else kind


def _dated(column: Any, own: duckdb.DuckDBPyConnection) -> Any:  # noqa: ANN401 (pyarrow has no types)
    """Days and moments as DuckDB writes them: it has words for the endless and the far ones."""
    if not (pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)):
        return column
    zoned = pa.types.is_timestamp(column.type) and column.type.tz is not None
    moments = column.cast(pa.timestamp(column.type.unit)) if zoned else column
    own.register("moments", pa.table({"moment": moments}))
    text = own.sql(DATED).to_arrow_table()["moment"].combine_chunks().cast(pa.string())
    return pc.binary_join_element_wise(text, "+00", "") if zoned else text


def _harmless_name(name: str) -> str:
    """The column's name; a query can give it any text, also one that a spreadsheet would run."""
    return f"'{name}" if name.startswith(words.RISKY) else name


def _harmless(column: Any) -> Any:  # noqa: ANN401 (pyarrow has no types)
    """The column, its text made harmless for spreadsheets."""
    if not pa.types.is_string(column.type):
        return column
    marked = pc.binary_join_element_wise("'", column, "")
    return pc.if_else(pc.fill_null(pc.match_substring_regex(column, RISKY), fill_value=False), marked, column)


def _finite(column: Any) -> Any:  # noqa: ANN401 (pyarrow has no types)
    """The column, without what JSON has no word for."""
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_finite(column), column, None)
