"""Parquet: the rows with what they are inside the same file."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from explorer.export.columns import OF_THE_FILE, Column
from explorer.export.extracting import Extract
from explorer.export.telling import About
from explorer.export.texts import how_to_hash


def parquet_of(taken: Extract) -> bytes:
    """The extract as Parquet: columns with their types, and all that is to be said in its metadata.

    Missing  null; symbol and symbol_meaning say why
    """
    kept = tuple(one for one in taken.columns if one.name not in OF_THE_FILE)
    schema = pa.schema([column_field(one) for one in kept])
    columns = [pa.array(_filled(taken, one), one.type) for one in schema]
    stored = io.BytesIO()
    with writer_of(stored, schema, said=metadata(taken.about, kept, figures=taken.figures)) as writer:
        writer.write_table(pa.table(columns, schema=schema))
    return stored.getvalue()


@contextmanager
def writer_of(
    stored: Path | io.BytesIO,
    schema: Any,  # noqa: ANN401 (as below)
    *,
    said: dict[str, str],
) -> Iterator[Any]:
    """A writer of rows of this schema, into a file with all that is to be said of them."""
    # store_schema would keep a second copy of it all, for the eyes of pyarrow alone
    with parquet.ParquetWriter(stored, schema, compression="zstd", store_schema=False) as writer:
        yield writer
        writer.add_key_value_metadata(said)


def column_field(column: Column) -> Any:  # noqa: ANN401 (pyarrow has no types here)
    """A column's name and type."""
    return pa.field(column.name, pa.float64() if column.kind == "number" else pa.string())


def metadata(about: About, columns: tuple[Column, ...], *, figures: tuple[str, ...]) -> dict[str, str]:
    """Key and value of the file's metadata: each field in words, and all of them once more as JSON."""
    told = {heading: "\n".join(lines) for heading, lines in about.told()}
    units = {one.name: one.unit for one in columns if one.unit}
    return {
        **told,
        "about": json.dumps(about.as_dict(), ensure_ascii=False),
        "columns": json.dumps({one.name: one.told for one in columns}, ensure_ascii=False),
        **({"units": json.dumps(units, ensure_ascii=False)} if units else {}),
        "how_to_hash": how_to_hash(figures),
    }


def _filled(taken: Extract, one: Any) -> Any:  # noqa: ANN401 (pyarrow has no types here)
    values = taken.rows[one.name]
    return [None if value == "" or value != value else value for value in values.tolist()]
