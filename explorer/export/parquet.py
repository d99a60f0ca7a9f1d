"""Parquet: the rows with what they are inside the same file."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from explorer.export.columns import COLUMNS, EVERY, OF_THE_FILE
from explorer.export.extracting import Extract
from explorer.export.telling import About
from explorer.export.texts import HOW_TO_HASH

STORED = tuple(name for name in COLUMNS if name not in OF_THE_FILE)


def parquet_of(taken: Extract) -> bytes:
    """The extract as Parquet: columns with their types, and all that is to be said in its metadata.

    Missing  null; symbol and symbol_meaning say why
    """
    schema = pa.schema([column_field(one.name) for one in EVERY if one.name in STORED])
    columns = [pa.array(_filled(taken, one), one.type) for one in schema]
    stored = io.BytesIO()
    with writer_of(stored, schema, about=taken.about) as writer:
        writer.write_table(pa.table(columns, schema=schema))
    return stored.getvalue()


@contextmanager
def writer_of(stored: Path | io.BytesIO, schema: Any, *, about: About) -> Iterator[Any]:  # noqa: ANN401 (as below)
    """A writer of rows of this schema, into a file with all that is to be said of them."""
    # store_schema would keep a second copy of it all, for the eyes of pyarrow alone
    with parquet.ParquetWriter(stored, schema, compression="zstd", store_schema=False) as writer:
        yield writer
        writer.add_key_value_metadata(metadata(about))


def column_field(name: str) -> Any:  # noqa: ANN401 (pyarrow has no types here)
    """A column's name and type."""
    column = next(one for one in EVERY if one.name == name)
    kind = pa.float64() if column.kind == "number" else pa.string()
    return pa.field(name, kind)


def metadata(about: About) -> dict[str, str]:
    """Key and value of the file's metadata: each field in words, and all of them once more as JSON."""
    told = {heading: "\n".join(lines) for heading, lines in about.told()}
    columns = {one.name: one.told for one in EVERY if one.name in STORED}
    return {
        **told,
        "about": json.dumps(about.as_dict(), ensure_ascii=False),
        "columns": json.dumps(columns, ensure_ascii=False),
        "how_to_hash": HOW_TO_HASH,
    }


def _filled(taken: Extract, one: Any) -> Any:  # noqa: ANN401 (pyarrow has no types here)
    values = taken.rows[one.name]
    return [None if value == "" or value != value else value for value in values.tolist()]
