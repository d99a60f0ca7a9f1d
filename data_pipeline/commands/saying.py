"""Saying: what a command tells while it works and at its end, to people or line by line to a program."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from data_pipeline.fetch import Progress

EVERY_SECONDS = 0.2


@dataclass(frozen=True)
class Told:
    """What is told of one source: as lines to read, and as facts for a program."""

    source: str
    lines: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


class Voice(Protocol):
    """How a command tells what it does."""

    def progress(self) -> Progress:
        """What shows the files and bytes that come."""

    def step(self, text: str) -> None:
        """What is being done now."""

    def source(self, told: Told) -> None:
        """What came of one source."""

    def say(self, text: str) -> None:
        """A sentence of the report."""

    def end(self, code: int, text: str) -> None:
        """The exit code, and why it is not 0 where that has not been said."""


class ToPeople:
    """Bars and steps on the error stream, the report on the other one."""

    def progress(self) -> Progress:
        """Bars on a terminal, a line a file elsewhere."""
        return Progress()

    def step(self, text: str) -> None:
        """A line on the error stream."""
        sys.stderr.write(text + "\n")

    def source(self, told: Told) -> None:
        """Its lines."""
        print(*told.lines, sep="\n")

    def say(self, text: str) -> None:
        """The sentence."""
        print(text)

    def end(self, code: int, text: str) -> None:
        """The reason of a failure; the code itself is the shell's to tell."""
        if text:
            sys.stderr.write(f"{'error: ' if code == 1 else ''}{text}\n")


class ToPrograms:
    """A JSON object a line on the output stream; its `is` says what the line is.

    Shape  `files` (done, of), `bytes` (name, came, of), `file` (name, said), `step` (text), `source`
           (source and its facts), `said` (text), and last of all `end` (code, text)
    """

    def __init__(self) -> None:
        """Several threads may tell at once, a line each."""
        self._lock = threading.Lock()

    def progress(self) -> Progress:
        """Lines of files and bytes."""
        return _Lines(self)

    def step(self, text: str) -> None:
        """A line of its own."""
        self.line("step", text=text)

    def source(self, told: Told) -> None:
        """Its facts."""
        self.line("source", source=told.source, **told.facts)

    def say(self, text: str) -> None:
        """A line of its own."""
        self.line("said", text=text)

    def end(self, code: int, text: str) -> None:
        """The last line; where it is missing, the command was killed."""
        self.line("end", code=code, text=text)

    def line(self, kind: str, **said: object) -> None:
        """One line, at once: whoever reads it waits for it."""
        with self._lock:
            sys.stdout.write(json.dumps({"is": kind, **said}) + "\n")
            sys.stdout.flush()


class _Lines(Progress):
    """Tells files and bytes as lines, no oftener than somebody can look."""

    def __init__(self, out: ToPrograms) -> None:
        super().__init__()
        self._to = out
        self._counts = threading.Lock()
        self._of = self._ended = 0
        self._bytes: dict[str, int] = {}
        self._told = 0.0

    def expect(self, files: int) -> None:
        """So many files more are to come."""
        with self._counts:
            self._of += files
        self._tell()

    def add(self, name: str, count: int, *, total: int | None) -> None:
        """So many bytes of a file came just now; of how many, where that is known."""
        with self._counts:
            self._bytes[name] = self._bytes.get(name, 0) + count
            due = time.monotonic() - self._told > EVERY_SECONDS
            self._told = time.monotonic() if due else self._told
        if due:
            self._to.line("bytes", name=name, came=self._bytes.get(name, 0), of=total)

    def again(self, name: str) -> None:
        """A file starts from its beginning once more."""
        with self._counts:
            self._bytes.pop(name, None)

    def done(self, name: str, said: str) -> None:
        """A file is at home, or will not be."""
        with self._counts:
            self._ended += 1
            came = self._bytes.pop(name, 0)
        self._to.line("file", name=name, said=said, bytes=came)
        self._tell()

    def close(self) -> None:
        """Nothing is left to take away."""

    def _tell(self) -> None:
        self._to.line("files", done=self._ended, of=self._of)


def voice(options: argparse.Namespace) -> Voice:
    """How these options want it told."""
    return ToPrograms() if getattr(options, "progress", "") == "json" else ToPeople()


def add_option(parser: argparse.ArgumentParser) -> None:
    """Let a command be asked to tell a program what it does."""
    parser.add_argument(
        "--progress",
        choices=("bars", "json"),
        default="bars",
        help="bars for people (the default), or a JSON object a line on the output stream",
    )


def counted(number: int, one: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"
