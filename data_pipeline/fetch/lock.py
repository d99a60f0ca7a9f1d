"""Lock: the ids and hashes of the files in use, committed, so that a rerun gives the same figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from data_pipeline import writing
from data_pipeline.errors import FetchError
from data_pipeline.raw import Facts

NAME = "sources.lock.json"
FORMAT = 1
# What identifies a file and fetches it again. Not when it was fetched: a rerun changes nothing.
KEPT = (
    *("title", "publication", "publication_id", "release", "release_slug", "release_version_id"),
    *("data_set_file_id", "file_id", "api_id", "api_version", "published", "last_updated"),
    *("file_name", "rows", "bytes", "sha256", "series", "url"),
)
Locked = Mapping[str, tuple[Facts, ...]]


def read(path: Path) -> Locked:
    """The files in use by source; empty where there is no lock file yet.

    Raises  FetchError where it is not one that this version wrote
    """
    if not path.exists():
        return {}
    if not path.is_file():
        raise FetchError(f"{path}: no file, expected the lock file. Move it away, or restore the lock file.")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise FetchError(f"{path.name}: format {told['format']}, expected {FORMAT}. Fetch again.")
        return {
            source: tuple(Facts(source=source, **entry) for entry in entries)
            for source, entries in told["sources"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FetchError(
            f"{path.name}: not a lock file ({error}). Restore it from the repository, or delete it."
        ) from error


def write(path: Path, locked: Locked) -> None:
    """Write the lock file, whole or not at all; the same files give the same bytes."""
    sources = {source: [_entry(facts) for facts in locked[source]] for source in sorted(locked)}
    text = json.dumps({"format": FORMAT, "sources": sources}, indent=1, ensure_ascii=False) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    writing.whole(path, text)


def _entry(facts: Facts) -> dict[str, str | int]:
    told = {name: getattr(facts, name) for name in KEPT}
    return {name: word for name, word in told.items() if word not in ("", 0)}


def merged(before: Locked, now: Iterable[tuple[str, tuple[Facts, ...]]]) -> Locked:
    """The lock with some sources' files replaced; the others keep theirs."""
    return {**before, **dict(now)}
