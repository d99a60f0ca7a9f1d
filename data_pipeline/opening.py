"""Opening: what a published file is by its first bytes, and the file as plain UTF-8."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

START = 1 << 17
BLOCK, BLOCKS = 1 << 14, 10
GZIP = b"\x1f\x8b"
# Windows-1252 holds Latin-1, and gives letters where Latin-1 has none.
OLD = "cp1252"
UNREADABLE = (OSError, EOFError, zlib.error, UnicodeError, csv.Error)


@dataclass(frozen=True)
class Look:
    """What the first bytes of a file tell: its columns and encoding, or why it is no table."""

    header: tuple[str, ...] = ()
    encoding: str = "utf-8"
    trouble: str = ""
    notes: tuple[str, ...] = ()


def look(path: Path) -> Look:
    """What a CSV file is, plain or gzip; a first column of row numbers is named with an empty name.

    Raises  one of UNREADABLE where the file cannot be opened or unpacked
    """
    with _open(path) as binary:
        start = binary.read(START)
    encoding = _encoding(start)
    trouble = _trouble(start, encoding)
    if trouble:
        return Look(trouble=trouble)
    rows = list(_rows(start, encoding=encoding, whole=len(start) < START))
    header = tuple(column.strip() for column in rows[0]) if rows else ()
    if not any(header):
        return Look(trouble="Empty file: it has no columns. Download it again.")
    notes = [] if encoding == "utf-8" else [f"Encoding: {_SAID[encoding]} in place of UTF-8; read as that."]
    if _has_row_numbers(header, rows[1:]):
        header = header if header[0] == "" else ("", *header)
        notes.append("Row numbers: the first column counts the rows and has no name; it was left out.")
    return Look(header, encoding, "", tuple(notes))


def plain(path: Path, encoding: str, *, scratch: Path) -> Path:
    """The file itself where DuckDB can read it as it lies, else a copy of it that is plain UTF-8.

    Raises  one of UNREADABLE where a compressed file is cut or damaged
    """
    if not _is_gzip(path) and encoding == "utf-8":
        return path
    target = scratch / f"{len(list(scratch.iterdir()))}-plain.csv"
    with _open(path) as binary:
        if encoding == "utf-8":
            _copy(binary, target)
        else:
            _rewrite(binary, target, encoding=encoding)
    return target


def mended(path: Path, *, scratch: Path) -> Path:
    """A copy with one kind of line ends, in which every line that is not UTF-8 is read as Windows-1252."""
    target = scratch / f"{len(list(scratch.iterdir()))}-mended.csv"
    with path.open("rb") as binary, target.open("wb") as out:
        for line in binary:
            out.write(_utf8(line).replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    return target


def sample(path: Path) -> list[list[str]]:
    """Some rows of a plain UTF-8 file, from its start and from places spread over the rest of it."""
    size = path.stat().st_size
    with path.open("rb") as binary:
        start = binary.read(START)
        rows = list(_rows(start, encoding="utf-8", whole=size <= START))[1:]
        for number in range(BLOCKS if size > START else 0):
            binary.seek(START + (size - START) * number // BLOCKS)
            binary.readline()
            rows += _rows(binary.read(BLOCK), encoding="utf-8", whole=False)
    return rows


_SAID = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", OLD: "Windows-1252 or Latin-1"}


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start[1:8:2] == b"\0\0\0\0":
        return "utf-16-le"
    if start[0:8:2] == b"\0\0\0\0":
        return "utf-16-be"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(start):  # else a character that was cut in two by the end of what was read
            return OLD
    return "utf-8"


def _trouble(start: bytes, encoding: str) -> str:
    """Why the file is no table at all; empty where it may be one."""
    text = start.decode(encoding, errors="ignore").lstrip("\ufeff \r\n\t")[:200].lower()
    if not text:
        return "Empty file: nothing is in it. Download it again."
    if text.startswith("<"):
        return "Web page: HTML or XML in place of CSV. Download the file itself."
    if text.startswith(("{", "[{")):
        return "JSON in place of CSV, an error message as a rule. Download the file itself."
    if text.startswith("%pdf") or ("\0" in text and encoding != "utf-16"):
        return "No text: neither CSV nor Parquet. Download the CSV file."
    return ""


def _rows(block: bytes, *, encoding: str, whole: bool) -> Iterator[list[str]]:
    """The rows of a part of a file; the last one is left out where it may be cut."""
    text = block.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    if not whole and "\n" in text:
        text = text[: text.rindex("\n")]
    try:
        yield from filter(None, csv.reader(io.StringIO(text.replace("\0", ""), newline="")))
    except csv.Error:  # a stray quote spoils the rows after it; the rows before it tell enough
        return


def _has_row_numbers(header: tuple[str, ...], rows: list[list[str]]) -> bool:
    """R writes row numbers under an empty name, or under none at all so that the header is one short."""
    first = [row[0] for row in rows[:20]]
    counted = first in ([str(n) for n in range(len(first))], [str(n + 1) for n in range(len(first))])
    one_short = all(len(row) == len(header) + 1 for row in rows[:20])
    return bool(first) and counted and (header[0] == "" or one_short)


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as binary:
        return binary.read(2) == GZIP


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    with gzip.open(path) if _is_gzip(path) else path.open("rb") as binary:
        yield binary  # type: ignore[misc]  # gzip.GzipFile reads as any binary file does


def _copy(binary: IO[bytes], target: Path) -> None:
    with target.open("wb") as out:
        shutil.copyfileobj(binary, out, 1 << 20)


def _rewrite(binary: IO[bytes], target: Path, *, encoding: str) -> None:
    if encoding == OLD:
        with target.open("wb") as out:
            out.writelines(map(_utf8, binary))
        return
    text = io.TextIOWrapper(binary, encoding=encoding, errors="replace", newline="")
    with target.open("w", encoding="utf-8", newline="") as out:
        shutil.copyfileobj(text, out)
    text.detach()


def _utf8(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(OLD, errors="replace").encode("utf-8")
    return line
