"""Progress: bars on a terminal, a line a file elsewhere."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from typing import TextIO

EVERY_SECONDS = 0.2
BAR = 24


class Progress:
    """Shows how many files and bytes have come; threads may tell it at the same time."""

    def __init__(self, out: TextIO | None = None) -> None:
        """Write to the error stream, so that a report can go into a file."""
        self._out = out or sys.stderr
        self._bars = self._out.isatty()
        self._lock = threading.Lock()
        self._files = self._done = 0
        self._came: dict[str, int] = {}
        self._all: dict[str, int | None] = {}
        self._drawn = 0.0
        self._width = 0

    def expect(self, files: int) -> None:
        """So many files more are to come."""
        with self._lock:
            self._files += files

    def add(self, name: str, count: int, *, total: int | None) -> None:
        """So many bytes of a file came just now; of how many, where that is known."""
        with self._lock:
            self._came[name] = self._came.get(name, 0) + count
            self._all[name] = total
            self._draw()

    def again(self, name: str) -> None:
        """A file starts from its beginning once more."""
        with self._lock:
            self._came.pop(name, None)

    def done(self, name: str, said: str) -> None:
        """A file is at home, or will not be; say which."""
        with self._lock:
            self._done += 1
            self._came.pop(name, None)
            self._line(f"[{self._done}/{self._files}] {name}: {said}")
            self._draw(now=True)

    def close(self) -> None:
        """Take the bar away."""
        with self._lock:
            self._clear()
            self._out.flush()

    def _draw(self, *, now: bool = False) -> None:
        if not self._bars or (not now and time.monotonic() - self._drawn < EVERY_SECONDS):
            return
        self._drawn = time.monotonic()
        text = self._text()[: shutil.get_terminal_size().columns - 1]
        self._clear()
        self._out.write(text)
        self._out.flush()
        self._width = len(text)

    def _text(self) -> str:
        part = self._done / self._files if self._files else 0.0
        full = round(part * BAR)
        parts = [f"{'#' * full}{'.' * (BAR - full)} {self._done} of {self._files} files"]
        for name, came in self._came.items():
            total = self._all.get(name)
            parts.append(f"{name} {size(came)}" + (f" of {size(total)}" if total else ""))
        return "  ".join(parts)

    def _line(self, text: str) -> None:
        self._clear()
        self._out.write(text + "\n")
        self._out.flush()

    def _clear(self) -> None:
        if self._width:
            self._out.write("\r" + " " * self._width + "\r")
            self._width = 0


def size(count: int) -> str:
    """A number of bytes as people say it: `12 kB`, `3.4 MB`."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} bytes"
