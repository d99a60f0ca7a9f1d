"""Wire: how a query's process says what it has, in frames of one letter, a length and so many bytes."""

import io
import json
import struct
from typing import IO, Any

HEAD = struct.Struct(">cQ")
READY, ROWS, DONE, REFUSED = b"R", b"B", b"D", b"E"


class Sender(io.RawIOBase):
    """The sending end, which is also a file that rows can be written to."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        """One frame, sent at once."""
        self._out.write(HEAD.pack(kind, len(payload)))
        self._out.write(payload)
        self._out.flush()

    def say(self, kind: bytes, words: dict[str, Any]) -> None:
        """One frame of JSON, sent at once."""
        self.send(kind, json.dumps(words).encode())

    def writable(self) -> bool:
        """That it can be written to."""
        return True

    def write(self, payload: Any) -> int:  # noqa: ANN401 (whatever holds bytes)
        """Some bytes of the rows, in a frame."""
        text = bytes(payload)
        self.send(ROWS, text)
        return len(text)


def receive(source: IO[bytes], most: int) -> tuple[bytes, bytes] | None:
    """The next frame's letter and bytes; None where there is none, or it is cut short or above `most`."""
    head = source.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = HEAD.unpack(head)
    if length > most:
        return None
    payload = source.read(length)
    return (kind, payload) if len(payload) == length else None
