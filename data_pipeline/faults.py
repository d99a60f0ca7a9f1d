"""Faults: what the system or DuckDB refused, as a sentence that names the thing and what to do."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

FAULTS = (OSError, duckdb.Error)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_ADVICE = "Make room on the disk and run it again."
_OTHERWISE = "Look at that file or folder, then run it again."
_ADVICE = {
    **dict.fromkeys(FULL, _FULL_ADVICE),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM), "Let this account read and write there, or name another place."
    ),
    errno.EROFS: "Nothing can be written there. Name another place.",
    errno.EISDIR: "Name a file in place of the folder, or move the folder away.",
    errno.ENOTEMPTY: "Name another place, or empty that folder.",
    **dict.fromkeys(
        (errno.ENOTDIR, errno.EEXIST), "A folder is needed where a file lies: name another or move the file."
    ),
    errno.ENOENT: "Make the folder first, or name another place.",
    errno.ENAMETOOLONG: "Name a shorter one.",
    errno.EMFILE: "Too many files are open. Close other programs and run it again.",
}
_INSIDE = re.compile(r'"exception_message":("(?:[^"\\]|\\.)*")')
_KINDS = {os.strerror(number): number for number in _ADVICE}


def said(error: OSError | duckdb.Error) -> str:
    """Which thing it was, what was found there, and what to do."""
    if not isinstance(error, OSError):
        return f"{_first_line(error)} {_advice_of_text(error)}"
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or _first_line(error)}. {advice(error)}"


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let a fault name the file, also where the system says no more than that the disk is full."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), error.filename or str(path)) from error


def advice(error: BaseException) -> str:
    """What to do about it, by the number that the system gave it."""
    if isinstance(error, OSError):
        return _ADVICE.get(error.errno or 0, _OTHERWISE)
    return _advice_of_text(error)


def unread(error: BaseException) -> str:
    """Why a file could not be read: it is damaged, unless the system says that it was not let."""
    if isinstance(error, OSError) and error.errno in _ADVICE:
        return f"Not read: {error.strerror}. {advice(error)}"
    return f"Damaged file: cannot be read: {error}. Download it again."


def _advice_of_text(error: BaseException) -> str:
    """DuckDB gives no number, and says what the system said in its own sentence."""
    text = str(error)
    kind = next((number for words, number in _KINDS.items() if words.lower() in text.lower()), 0)
    if kind:
        return _ADVICE[kind]
    if "lock" in text:
        return "Another program has it open. Wait until that has ended, and run it again."
    return (
        "A database that cannot be read is made anew by `python -m data_pipeline refresh`, or from files by "
        "`python -m data_pipeline build --from FOLDER`."
    )


def _first_line(error: BaseException) -> str:
    line = (str(error).splitlines() or [type(error).__name__])[0].strip()
    inside = _INSIDE.search(line)  # of a write that another thread did, DuckDB gives the fault as JSON
    line = str(json.loads(inside[1])) if inside else line
    return line if line.endswith((".", "!", "?")) else f"{line}."
