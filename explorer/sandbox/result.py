"""Result: the rows of a query that ended, kept outside the memory until they are asked for."""

import io
from collections.abc import Iterator
from functools import cached_property
from threading import Lock
from typing import IO, Any, Protocol
from weakref import finalize

import pyarrow as pa
import pyarrow.compute as pc

from explorer.sandbox.limits import MEGABYTE, ROWS_SHOWN, Limits

COLUMNS_SHOWN, TEXT_SHOWN = 100, 300  # columns of a table on screen, and letters of a cell
IN_MEMORY = MEGABYTE  # bytes; a larger result is put into a temporary file


class Rows(Protocol):
    """Rows that a file can be made of."""

    @property
    def rows(self) -> int:
        """How many they are."""

    @property
    def schema(self) -> Any:  # noqa: ANN401 (pyarrow has no types)
        """Their columns."""

    def batches(self) -> Iterator[Any]:
        """The rows, some thousands at a time."""


class Head:
    """The first rows of a result, as many as a screen shows."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401 (pyarrow has no types)
        self.table, self.rows, self.schema = table, len(table), table.schema

    def batches(self) -> Iterator[Any]:
        """The rows, some hundreds at a time."""
        yield from self.table.to_batches()


class Result:
    """What a query gave: its rows, the tables that it read, and whether there would have been more."""

    def __init__(
        self, spool: IO[bytes], said: dict[str, Any], *, sql: str, build_id: str, given: Limits
    ) -> None:
        self.sql, self.build_id, self.given = sql, build_id, given
        self.rows, self.cut = int(said["rows"]), str(said["cut"])
        self.tables: tuple[str, ...] = tuple(said["tables"])
        self._spool, self._reading = spool, Lock()
        finalize(self, spool.close)

    @cached_property
    def schema(self) -> Any:  # noqa: ANN401 (pyarrow has no types)
        """The columns, by name and type."""
        with self._opened() as reader:
            return reader.schema

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self.schema.names)

    @cached_property
    def head(self) -> Head:
        """The first rows, as many as a screen shows."""
        kept: list[Any] = []
        for batch in self.batches():
            kept.append(batch)
            if sum(map(len, kept)) >= ROWS_SHOWN:
                break
        return Head(pa.Table.from_batches(kept, schema=self.schema).slice(0, ROWS_SHOWN))

    def batches(self) -> Iterator[Any]:
        """All rows, some thousands at a time."""
        with self._opened() as reader:
            yield from reader

    def screen(self) -> Any:  # noqa: ANN401 (pyarrow has no types)
        """The first rows as a table for the screen: long text cut, exact decimals as numbers."""
        table = self.head.table.select(range(min(COLUMNS_SHOWN, len(self.schema))))
        return pa.table([_shown(column) for column in table.columns], names=table.column_names)

    def values(self, column: str) -> set[object]:
        """The different values in a column of this name; none where there is no such column."""
        if column not in self.columns:
            return set()
        place = self.columns.index(column)
        return {value for batch in self.batches() for value in pc.unique(batch.column(place)).to_pylist()}

    def note(self) -> str:
        """In words whether these are all rows that there are."""
        if self.cut == "rows":
            return (
                f"Cut off after {self.rows:,} rows, which is the most that is given out here; there are more."
            )
        if self.cut == "bytes":
            return (
                f"Cut off after {self.rows:,} rows, as the result is larger than {self.given.result_mb} MB; "
                "there are more."
            )
        return "All rows of the query."

    def _opened(self) -> Any:  # noqa: ANN401 (pyarrow has no types)
        with self._reading:
            self._spool.seek(0)
            return pa.ipc.open_stream(io.BytesIO(self._spool.read()))


def _shown(column: Any) -> Any:  # noqa: ANN401 (pyarrow has no types)
    if pa.types.is_decimal(column.type):
        return column.cast(pa.float64())
    if pa.types.is_string(column.type):
        longer = pc.greater(pc.utf8_length(column), TEXT_SHOWN)
        cut = pc.binary_join_element_wise(
            pc.utf8_slice_codeunits(column, 0, TEXT_SHOWN), "\N{HORIZONTAL ELLIPSIS}", ""
        )
        return pc.if_else(longer, cut, column)
    return column
