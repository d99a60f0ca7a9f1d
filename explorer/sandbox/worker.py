"""Worker: the process in which one query runs, with nothing of the server's around it."""

import json
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from explorer.sandbox import gate, wire
from explorer.sandbox.limits import MEGABYTE, THREADS, Limits, confine, memory

IDLE_SECONDS = 900  # a process that nobody asks anything goes
BATCH = 10_000
GROWTH = 64 * MEGABYTE  # a process that has grown by more gives its memory back by ending
FAILURES = (duckdb.Error, pa.ArrowException, OSError)  # OSError: what fails after the first rows
NAME = "explorer"  # what queries know the database by: the file's own name is the server's
ATTACH = f"ATTACH '{{path}}' AS {NAME} (READ_ONLY)"
BOUND = (f"USE {NAME}", "SET enable_external_access = false", "SET lock_configuration = true")
# Sent as DuckDB itself writes them: Arrow has no types for them, or others that say less.
WRITTEN = {"interval", "bit", "time with time zone", "uuid", "enum", "bignum", "uhugeint", "geometry"}
AS_THEY_ARE, AS_TEXT = "#{0}", 'CAST(#{0} AS VARCHAR) AS "{1}"'
PLAIN = (
    *(pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal),
    *(pa.types.is_date, pa.types.is_timestamp, pa.types.is_time, pa.types.is_string),
)


def main() -> None:
    """Says that it is ready, and answers one question after the other while it is as good as new."""
    with suppress(OSError):  # Windows keeps the folder that a process is in
        Path.cwd().rmdir()  # in a folder that is no more, nothing can be made
    out = wire.Sender(os.fdopen(os.dup(1), "wb"))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that nothing else can speak on the wire
    most, again = memory() + GROWTH, True
    while again and (asked := _question(out)):
        kind, said = answer(out, asked)
        whole = "sentence" in said or (kind == wire.DONE and not said["cut"])
        again = whole and memory() < most
        out.say(kind, {**said, "again": again})
    os._exit(0)  # at once: DuckDB's threads need not be waited for


def _question(out: wire.Sender) -> dict[str, Any] | None:
    """The next question; None when nobody asks any more."""
    idle = threading.Timer(IDLE_SECONDS, os._exit, args=[0])
    idle.daemon = True
    idle.start()
    out.send(wire.READY)
    line = sys.stdin.buffer.readline()
    idle.cancel()
    return json.loads(line) if line else None


def answer(out: wire.Sender, asked: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """How it ended, after the rows: how many they are and of which tables, or why there are none."""
    given, sql = Limits(**asked["limits"]), asked["sql"]
    confine(given)
    try:
        with opened(asked["database"], given) as connection:
            return wire.DONE, _answered(out, connection, sql=sql, given=given)
    except gate.RefusedError as refused:
        return wire.REFUSED, {"sentence": refused.sentence, "position": refused.location}
    except MemoryError:
        return wire.REFUSED, {"exception_type": "Out of Memory"}
    except FAILURES as error:
        return wire.REFUSED, _told(error) or _plainly(error)


def _answered(
    out: wire.Sender, connection: duckdb.DuckDBPyConnection, *, sql: str, given: Limits
) -> dict[str, Any]:
    tables = gate.tables_read(connection, sql)
    try:
        sent = _send_rows(out, _written(connection.sql(sql)), given=given)
    except duckdb.Error as error:
        if not _told(error):
            connection.execute(sql)  # fails alike, and says where, which a relation does not
        raise
    return {"rows": sent.rows, "cut": sent.cut, "tables": tables}


def opened(database: str, given: Limits) -> duckdb.DuckDBPyConnection:
    """The database, read only, its engine bound hand and foot: no file, network, extension or setting."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
        "errors_as_json": "true",
        "temp_directory": "",
        "threads": str(THREADS),
        "memory_limit": f"{given.memory_mb}MB",
        "max_execution_time": str(int(given.seconds * 1000)),
    }
    connection = duckdb.connect(config=config)
    connection.execute(ATTACH.format(path=database.replace("'", "''")))
    for binding in BOUND:
        connection.execute(binding)
    return connection


def _written(result: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The rows, with the values that only DuckDB can write in words as it writes them."""
    kinds = [str(kind.id) for kind in result.types]
    if WRITTEN.isdisjoint(kinds):
        return result
    columns = [
        (AS_TEXT if kind in WRITTEN else AS_THEY_ARE).format(place, name.replace('"', '""'))
        for place, (name, kind) in enumerate(zip(result.columns, kinds, strict=True), 1)
    ]
    return result.project(", ".join(columns))


@dataclass
class _Sent:
    """What went out so far: rows, bytes, and what cut the rows off."""

    rows: int = 0
    size: int = 0
    cut: str = ""


def _send_rows(out: wire.Sender, result: duckdb.DuckDBPyRelation, *, given: Limits) -> _Sent:
    """The rows on the wire, up to what may be sent; how many they are, and what cut them off."""
    reader = result.to_arrow_reader(BATCH)
    columns = zip(_names(reader), map(_plain, reader.schema.types), strict=True)
    schema, sent = pa.schema(list(columns)), _Sent()
    with pa.ipc.new_stream(out, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        for batch in _fitting(_batches(reader, schema), given, sent=sent):
            writer.write_batch(batch)
    return sent


def _fitting(batches: Iterator[Any], given: Limits, *, sent: _Sent) -> Iterator[Any]:
    """The rows that may be sent, counted in `sent`."""
    for batch in batches:
        fits = batch.slice(0, given.rows - sent.rows)
        sent.size += fits.nbytes
        if sent.size > given.result_mb * MEGABYTE:
            sent.cut = "bytes"
            return
        sent.rows += len(fits)
        yield fits
        if len(fits) < len(batch):
            sent.cut = "rows"
            return


def _names(reader: Any) -> list[str]:  # noqa: ANN401 (pyarrow has no types)
    """The columns' names, a second one of a name with a number: 'source', 'source_1'."""
    taken, times = set(reader.schema.names), Counter[str]()
    names = []
    for name in reader.schema.names:
        free = name
        while times[name] and free in taken:
            free, times[name] = f"{name}_{times[name]}", times[name] + 1
        times[name] = times[name] or 1
        taken.add(free)
        names.append(free)
    return names


def _plain(kind: Any) -> Any:  # noqa: ANN401 (pyarrow has no types)
    """The type that a column is sent as: numbers, dates and text as they are, all else as text."""
    return kind if any(fits(kind) for fits in PLAIN) else pa.string()


def _batches(reader: Any, schema: Any) -> Iterator[Any]:  # noqa: ANN401 (pyarrow has no types)
    for batch in reader:
        columns = [
            column if column.type == field.type else pa.array(map(_text, column.to_pylist()), pa.string())
            for column, field in zip(batch.columns, schema, strict=True)
        ]
        yield pa.record_batch(columns, schema=schema)


def _text(value: object) -> str | None:
    """A list, structure or other value as text: JSON where it can be."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, default=str, ensure_ascii=False)


def _told(error: Exception) -> dict[str, Any]:
    """What DuckDB says of an error, as the words that it is made of; nothing where it is plain text."""
    try:
        told = json.loads(str(error).partition(": ")[2])
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _plainly(error: Exception) -> dict[str, Any]:
    kind, _, text = str(error).partition(": ")
    return {"exception_type": kind.removesuffix(" Error"), "exception_message": text or kind}
