"""GeoJSON: a file of areas as a table, one area a row: its properties as published, and its geometry."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

LARGEST = 64_000_000  # bytes; full resolution is twice that, and no map of a page can show it
GEOMETRY = "geometry"


@dataclass(frozen=True)
class Areas:
    """The table that a file of areas became: where it lies and its columns, or why there is none."""

    path: Path | None = None
    header: tuple[str, ...] = ()
    trouble: str = ""


def table(path: Path, *, scratch: Path) -> Areas:
    """The areas of a GeoJSON file, plain or gzip, as a Parquet table of words in `scratch`.

    Missing  a property that an area lacks is NULL
    Raises   one of opening.UNREADABLE where the file cannot be opened or unpacked
    """
    body = _body(path)
    if len(body) > LARGEST:
        return Areas(trouble="Too large for a map: take the ultra generalised boundaries (BUC).")
    try:
        found = json.loads(body)
    except ValueError:  # also bytes that are no UTF-8
        return Areas(trouble=f"No GeoJSON: {_said(body)}. Download the file itself.")
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features:
        return Areas(trouble=f"No GeoJSON: no areas in it, but {_said(body)}. Download the file itself.")
    target = scratch / f"{len(list(scratch.iterdir()))}-areas.parquet"
    return _write([one for one in features if isinstance(one, dict)], target)


def _body(path: Path) -> bytes:
    with path.open("rb") as binary:
        packed = binary.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as binary:
        return binary.read(LARGEST + 1)


def _write(features: Sequence[Mapping[str, Any]], target: Path) -> Areas:
    rows = [_properties(one) for one in features]
    names = [*dict.fromkeys(name for row in rows for name in row if name != GEOMETRY), GEOMETRY]
    shapes = [_text(one.get(GEOMETRY)) for one in features]
    columns = {name: [_text(row.get(name)) for row in rows] for name in names[:-1]} | {GEOMETRY: shapes}
    pq.write_table(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}), target)
    return Areas(target, tuple(names))


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _text(word: object) -> str | None:
    """A value as text; None where it is missing."""
    if word is None or isinstance(word, str):
        return word
    return json.dumps(word, separators=(",", ":"))


def _said(body: bytes) -> str:
    return repr(body[:40].decode("utf-8", errors="replace"))
