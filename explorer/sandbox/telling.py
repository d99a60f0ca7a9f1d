"""Telling: what went wrong with a query, in a sentence that points at the place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from explorer import words
from explorer.sandbox.limits import Limits

LIKE = 0.6  # how alike two names are at least for one to be offered for the other
OFFERED = 6
NEAR = 60  # characters of a line that are shown on either side of the place
UNKNOWN_COLUMN = re.compile(r'Table "(?P<table>[^"]+)" does not have a column named "(?P<name>[^"]+)"')
TOO_DEEP = "The query is nested too deeply to be run. Break it into steps with WITH."
NEAR_WORD = re.compile(r'syntax error at or near "(?P<word>.*)"', re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """Why there is no result: a sentence, and the line of the query with a mark under the place."""

    sentence: str
    excerpt: str = ""


def told(error: dict[str, Any], sql: str, *, given: Limits, path: Path) -> Problem:
    """The problem that the query's process reported."""
    kind = str(error.get("exception_type", ""))
    if kind in ("Out of Memory", "OutOfMemory"):
        return too_large(given)
    if kind in ("INTERRUPT", "Interrupt"):
        return too_slow(given)
    sentence = _scrubbed(str(error.get("sentence") or _sentence(error)), path)
    position = error.get("position")
    if position is None or not str(position).isdecimal():
        return Problem(sentence)
    where, excerpt = _pointed(sql, int(position))
    return Problem(f"{where}: {words.small(sentence)}", excerpt)


def too_slow(given: Limits) -> Problem:
    """The time is up."""
    return Problem(
        f"The query was stopped after {words.count_of(given.seconds, 'second')}, the most that one may take "
        "here. Ask for fewer rows, or join fewer tables."
    )


def too_large(given: Limits) -> Problem:
    """The memory is used up."""
    return Problem(
        f"The query needs more than {given.memory_mb:,} MB of memory, the most that one may take here. "
        "Narrow it with WHERE, or ask for fewer columns."
    )


def stopped() -> Problem:
    """The reader pressed Stop."""
    return Problem("The query was stopped.")


def died(given: Limits) -> Problem:
    """Its process ended without a word."""
    return Problem(
        f"The query was ended: it needs more than {given.memory_mb:,} MB of memory, gives more rows than can "
        "be kept, or is nested too deeply. Make it smaller, or break it into steps with WITH."
    )


def _sentence(error: dict[str, Any]) -> str:
    """DuckDB's words for the error as a sentence for somebody who does not know them."""
    said = str(error.get("exception_message", "")).strip()
    name, kind = str(error.get("name", "")), str(error.get("error_subtype", ""))
    candidates = [one for one in str(error.get("candidates", "")).split(",") if one]
    if kind == "COLUMN_NOT_FOUND":
        return f"There is no column called {name}. {_offer(name, candidates)}".strip()
    if unknown := UNKNOWN_COLUMN.search(said):
        nearby = re.findall(r'"([^"]+)"', said.partition("Candidate bindings")[2])
        return f"{unknown['table']} has no column called {unknown['name']}. {_offer(unknown['name'], nearby)}"
    if kind == "MISSING_ENTRY":
        what = "table" if error.get("type") == "Table" else "function"
        return f"There is no {what} called {name}. {_offer(name, candidates)}".strip()
    if near := NEAR_WORD.search(said):
        return f"The query cannot be read from “{near['word']}” on. Look at it and at what stands before it."
    if kind == "NO_MATCHING_FUNCTION":
        return f"{error.get('call', name)} does not fit: {name} takes other types. CAST changes a type."
    if said.startswith("Max expression depth"):
        return TOO_DEEP
    first = " ".join(line.strip() for line in said.split("\n\n")[0].splitlines()) or "The query failed"
    return first.rstrip(".! ") + "."


def _offer(name: str, candidates: Iterable[str]) -> str:
    """The names that were perhaps meant."""
    nearby = [one.strip() for one in candidates]
    alike = get_close_matches(name.lower(), nearby, n=1, cutoff=LIKE)
    if alike:
        return f"Did you mean {alike[0]}?"
    return f"There are: {', '.join(nearby[:OFFERED])}." if nearby else ""


def _scrubbed(text: str, path: Path) -> str:
    """The text without the server's paths, should an error name one."""
    for secret in (str(path), str(path.parent), path.name, path.stem, str(Path.home())):
        text = text.replace(secret, "the database") if len(secret) > 1 else text
    return text


def _pointed(sql: str, position: int) -> tuple[str, str]:
    """'Line 2, column 5', and that line with a mark under the column; DuckDB counts bytes."""
    before = sql.encode()[:position].decode(errors="ignore")
    line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
    text = sql.split("\n")[line].expandtabs(1)
    first = max(0, column - NEAR)
    shown = text[first : column + NEAR].rstrip()
    return f"Line {line + 1}, column {column + 1}", f"{shown}\n{' ' * (column - first)}^"
