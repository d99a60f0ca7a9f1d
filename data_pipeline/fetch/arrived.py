"""Arrived: whether the bytes that came are the whole CSV that was promised, and what they are."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

CHUNK = 1 << 20
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
SPARE_LINES = 2  # blank lines at the end, which some count and some do not
START = 1 << 16


class Unfit(Exception):  # noqa: N818 (a finding of one route; the next may do better)
    """What came is not the whole table, and the message says what it is instead."""


@dataclass(frozen=True)
class Promise:
    """What the service said of a file before it was fetched; 0 and () where it said nothing.

    `bytes` and `blob` are the length and the hash under which a repository of code keeps a file.

    Units    `lines`: lines after the first, as the catalogue counts them; `records`: as the public API does.
             A line break inside quotes tells them apart.
    """

    lines: int = 0
    records: int = 0
    header: tuple[str, ...] = ()
    bytes: int = 0
    blob: str = ""


@dataclass
class Arrived:
    """What came: a table of so many records, and what was odd about it.

    `doubtful` where a line or two differ: blank ones at the end, or the table was cut there.
    """

    sha256: str = ""
    bytes: int = 0
    lines: int = 0
    records: int = 0
    encoding: str = "utf-8"
    header: tuple[str, ...] = ()
    is_gzip: bool = False
    doubtful: bool = False
    findings: list[tuple[str, str]] = field(default_factory=list)


def check(path: Path, promise: Promise, *, content_type: str = "text/csv") -> Arrived:
    """What a fetched body is, read once from end to end and never held whole.

    Raises  Unfit where it is empty, cut, a page in place of a table, or not as long or as wide as promised
    """
    start = _start(path)
    _refuse_what_is_no_table(start, content_type)
    arrived = Arrived(is_gzip=_magic(path) == GZIP, encoding=_encoding_told(start))
    counts = _Counts(arrived.encoding)
    digest = hashlib.sha256()
    blob = hashlib.sha1(f"blob {promise.bytes}\0".encode(), usedforsecurity=False)  # as git names a file
    try:
        for chunk in _plain(path):
            digest.update(chunk)
            blob.update(chunk)
            counts.add(chunk)
            arrived.bytes += len(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unfit(f"the compressed body is cut or damaged ({error})") from error
    if promise.blob and blob.hexdigest() != promise.blob:
        raise Unfit(f"other bytes than were promised ({arrived.bytes:,}, promised {promise.bytes:,})")
    arrived.sha256 = digest.hexdigest()
    arrived.encoding = counts.encoding()
    arrived.lines, arrived.records = counts.total()
    arrived.header = _header(start, arrived.encoding)
    _hold_against(promise, arrived)
    return arrived


def pack(path: Path, target: Path) -> None:
    """Compress a plain body; the same bytes in give the same bytes out."""
    with path.open("rb") as plain, target.open("wb") as out:
        # no file name and no time inside
        packed = gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=6, mtime=0)
        with packed:
            shutil.copyfileobj(plain, packed, CHUNK)


class _Counts:
    """Lines and records of a table, counted as it goes by."""

    def __init__(self, encoding: str) -> None:
        self._lines = self._records = 0
        self._inside = False  # a quoted field may hold line breaks, and a chunk may end in it
        self._last = b""
        self._utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self._told = encoding
        self._width = 2 if encoding.startswith("utf-16") else 1

    def add(self, chunk: bytes) -> None:
        self._lines += chunk.count(b"\n")
        self._records += self._outside(chunk)
        if self._told == "utf-8" and self._utf8:
            self._try(chunk)
        self._last = (self._last + chunk)[-64:]

    def total(self) -> tuple[int, int]:
        """Lines and records without the header; a last line may lack its end, a blank one is no record."""
        ended = self._last.rstrip(b"\x00").endswith(b"\n")
        tail = self._last.replace(b"\r", b"").replace(b"\x00", b"")
        blank = len(tail) - len(tail.rstrip(b"\n")) - 1 if ended else 0
        extra = 0 if ended else 1
        return self._lines + extra - 1, self._records + extra - 1 - max(0, blank)

    def encoding(self) -> str:
        if self._told != "utf-8":
            return self._told
        return "utf-8" if self._utf8 else "latin-1"

    def _outside(self, chunk: bytes) -> int:
        """The line breaks of a chunk that stand outside quotes; a doubled quote closes and opens again."""
        if b'"' not in chunk:
            return 0 if self._inside else chunk.count(b"\n")
        parts = chunk.split(b'"')
        outside = parts[1::2] if self._inside else parts[::2]
        self._inside ^= len(parts) % 2 == 0
        return sum(part.count(b"\n") for part in outside)

    def _try(self, chunk: bytes) -> None:
        try:
            if self._utf8:
                self._utf8.decode(chunk)
        except UnicodeDecodeError:
            self._utf8 = None


def _refuse_what_is_no_table(start: bytes, content_type: str) -> None:
    if not start.strip(b"\x00\r\n \t"):
        raise Unfit("an empty body")
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")) or "html" in content_type.lower():
        raise Unfit("a web page in place of the table")
    if text.startswith((b'{"', b"[{")) or "json" in content_type.lower():
        raise Unfit("JSON in place of the table")
    if start.startswith(ZIP):
        raise Unfit("a ZIP archive in place of the table")
    if start.startswith(GZIP):
        raise Unfit("a body that was compressed twice")


def _hold_against(promise: Promise, arrived: Arrived) -> None:
    """Compare what came with what was promised; small differences are findings, large ones are not borne."""
    _hold_header(promise, arrived)
    if promise.records and arrived.records == promise.records:
        return
    if promise.lines:
        _hold_lines(promise.lines, arrived, spare=0 if promise.records else SPARE_LINES)
    elif arrived.records < 1:
        raise Unfit("columns and no rows")


def _hold_lines(lines: int, arrived: Arrived, *, spare: int) -> None:
    """The catalogue counts lines, also those inside quotes and blank ones at the end."""
    if lines in (arrived.lines, arrived.records):
        return
    off = min(abs(lines - arrived.lines), abs(lines - arrived.records))
    if off > spare:
        raise Unfit(f"{arrived.lines:,} lines where {lines:,} were promised")
    said = f"{arrived.lines:,} lines where the catalogue says {lines:,}: blank lines at the end, as a rule."
    arrived.findings.append(("warning", said))
    arrived.doubtful = True


def _hold_header(promise: Promise, arrived: Arrived) -> None:
    if promise.header:
        odd = {name.lower() for name in arrived.header} ^ {name.lower() for name in promise.header}
        if odd:
            raise Unfit(f"other columns than its preview shows ({', '.join(sorted(odd)[:8])})")
        if not promise.lines and not promise.records:
            said = "the service did not say how many rows it has: whether it is whole is not known."
            arrived.findings.append(("warning", said))
    if arrived.header and not arrived.header[0]:
        arrived.findings.append(("note", "the first column has no name: row numbers, which are left out."))
    if arrived.encoding != "utf-8":
        said = f"not UTF-8, the department's standard; read as {arrived.encoding}."
        arrived.findings.append(("warning", said))


def _encoding_told(start: bytes) -> str:
    """The encoding that the first bytes tell; UTF-8 until shown otherwise."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8"


def _header(start: bytes, encoding: str) -> tuple[str, ...]:
    text = start.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    try:
        first = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error as error:
        raise Unfit(f"no table that can be read ({error})") from error
    return tuple(column.strip() for column in first)


def _magic(path: Path) -> bytes:
    with path.open("rb") as binary:
        return binary.read(2)


def _start(path: Path) -> bytes:
    try:
        with _open(path) as plain:
            return plain.read(START)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unfit(f"the compressed body is cut or damaged ({error})") from error


def _plain(path: Path) -> Iterator[bytes]:
    with _open(path) as plain:
        yield from iter(lambda: plain.read(CHUNK), b"")


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    if _magic(path) == GZIP:
        with gzip.open(path) as packed:
            yield packed  # type: ignore[misc]  # gzip.GzipFile reads like any binary file
    else:
        with path.open("rb") as binary:
            yield binary
