"""Sending: a long file put together piece by piece, kept on the disk, and sent from there."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import IO

import pandas as pd
from starlette.responses import StreamingResponse
from starlette.types import Send

from explorer import export
from explorer.export.columns import COLUMNS, FIGURES, OF_THE_FILE
from explorer.export.extracting import NONE_AT_HAND, lines_of, of_the_file, told_of
from explorer.export.laying import laid
from explorer.export.texts import MARK, csv_text, fingerprint, ready
from explorer.queries import Answer

PIECE = 2_000  # rows that are laid out at once: each line of a file says all that is to be said of it
CHUNK = 1 << 16
OF_THE_ROW = COLUMNS[: -len(OF_THE_FILE)]
_one = Lock()


def kept(answer: Answer, ending: str, *, live: str, pinned: str) -> IO[bytes]:
    """The file of an answer, open at its beginning and gone when it is closed.

    CSV is written in pieces, so that the memory does not grow with the rows; the others are made whole, one
    at a time.
    """
    make = csv_pieces if ending == ".csv" else partial(_whole, ending=ending)
    with ExitStack() as failing:
        stored: IO[bytes] = failing.enter_context(tempfile.TemporaryFile())
        stored.writelines(make(answer, live=live, pinned=pinned))
        stored.seek(0)
        failing.pop_all()  # whoever sends it closes it
    return stored


def _whole(answer: Answer, *, ending: str, live: str, pinned: str) -> Iterator[bytes]:
    with _one:
        yield export.file_of(export.extract(answer, live, pinned=pinned), ending)


class Sent(StreamingResponse):
    """A file sent some at a time, and gone at the end, also where the reader hangs up."""

    def __init__(self, stored: IO[bytes], *, media_type: str, headers: Mapping[str, str]) -> None:
        self._stored = stored
        super().__init__(iter(partial(stored.read, CHUNK), b""), media_type=media_type, headers=headers)

    async def stream_response(self, send: Send) -> None:
        """Sends it."""
        with self._stored:
            await super().stream_response(send)


def csv_pieces(answer: Answer, *, live: str, pinned: str) -> Iterator[bytes]:
    """The same bytes as `export.file_of` gives for '.csv', without the whole of them at any time."""
    told = told_of((answer,), link=live, pinned=pinned)
    if (answer.rows["value"].isna() & (answer.rows["symbol"].fillna("") == "")).any():
        told = replace(told, symbols=(*told.symbols, NONE_AT_HAND))
    hashed = fingerprint(line for piece in _laid(answer) for line in lines_of(piece, FIGURES))
    said = of_the_file(replace(told, rows=len(answer.rows), sha256=hashed))
    last = tuple(ready(said[name] for name in OF_THE_FILE))
    yield MARK + csv_text([COLUMNS]).encode("utf-8")
    for piece in _laid(answer):
        yield csv_text((*line, *last) for line in lines_of(piece, OF_THE_ROW)).encode("utf-8")


def _laid(answer: Answer) -> Iterator[pd.DataFrame]:
    for first in range(0, len(answer.rows), PIECE):
        yield laid([replace(answer, rows=answer.rows.iloc[first : first + PIECE])])
