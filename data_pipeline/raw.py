"""Raw: the fetched files as they arrived, each beside a JSON file that says what it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from data_pipeline import writing
from data_pipeline.catalogue import Known

TABLE, PARQUET, AREAS = ".csv.gz", ".parquet", ".geojson.gz"
_HASH_LENGTH = 64


@dataclass(frozen=True)
class Facts:
    """What is known of one fetched file; the ids are those of the service that served it.

    `series` tells files apart that stand side by side (one a school year); of one series the file that was
    taken last is in use, or the files that were taken together by hand.
    """

    source: str
    sha256: str
    file_name: str
    url: str = ""
    title: str = ""
    publication: str = ""
    publication_id: str = ""
    release: str = ""
    release_slug: str = ""
    release_version_id: str = ""
    data_set_file_id: str = ""
    file_id: str = ""
    api_id: str = ""
    api_version: str = ""
    published: str = ""
    last_updated: str = ""
    fetched: str = ""
    taken: str = ""
    series: str = ""
    bytes: int = 0
    stored_bytes: int = 0
    rows: int = 0
    encoding: str = "utf-8"
    header: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = field(default=())

    @property
    def name(self) -> str:
        """The file as progress names it: its source, and which of several."""
        return f"{self.source} {self.series}".rstrip()

    @property
    def known(self) -> Known:
        """The release that the file belongs to, as the figures cite it."""
        return Known(
            release=self.release or "release not recorded",
            published=self.published[:10],
            retrieved=self.fetched[:10],
            obtained_from=self.url,
            sha256=self.sha256,
        )


def now() -> str:
    """This moment, in UTC, to the microsecond: what was taken later sorts later."""
    return datetime.now(UTC).isoformat()


def read(table: Path) -> Facts | None:
    """What stands beside a fetched file; None where nothing legible does."""
    try:
        told = json.loads(_beside(table).read_text(encoding="utf-8"))
        told["header"] = tuple(told["header"])
        told["findings"] = tuple((severity, message) for severity, message in told["findings"])
        return Facts(**told)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def put(arrived: Path, facts: Facts, *, store: Path) -> Path:
    """Move a checked file to its place in the store; the path that it has there.

    The JSON goes first: a table without one is never read, a JSON without its table says nothing.
    """
    folder = store / facts.source
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / f"{facts.sha256}{_suffix(facts.file_name.lower())}"
    note(table, replace(facts, stored_bytes=arrived.stat().st_size))
    arrived.replace(table)
    return table


def note(table: Path, facts: Facts) -> None:
    """Write what is known of a file beside it, whole or not at all."""
    writing.whole(_beside(table), json.dumps(asdict(facts), indent=1, ensure_ascii=False) + "\n")


def have(store: Path, source: str) -> dict[Path, Facts]:
    """The whole files of a source and what is known of each, the last taken first."""
    found = {table: read(table) for table in (store / source).glob("*") if _is_stored(table)}
    whole = {t: f for t, f in found.items() if f and f.stored_bytes == t.stat().st_size}
    return dict(sorted(whole.items(), key=lambda pair: pair[1].taken, reverse=True))


def take(table: Path, facts: Facts) -> None:
    """Make a file of the store the one in use of its series."""
    note(table, replace(facts, taken=now()))


def in_use(paths: Iterable[Path]) -> tuple[dict[Path, Facts], set[Path]]:
    """Of some paths: the fetched files to read with what is known of each, and those to pass over.

    A path that belongs to no store is in neither.
    """
    stored = [path for path in paths if _is_stored(path)]
    told: dict[Path, Facts] = {}
    last: dict[tuple[Path, str], str] = {}
    for path in stored:
        facts = read(path)
        if not facts or facts.stored_bytes != path.stat().st_size:
            continue
        told[path] = facts
        last[path.parent, facts.series] = max(facts.taken, last.get((path.parent, facts.series), ""))
    kept = {path: facts for path, facts in told.items() if facts.taken == last[path.parent, facts.series]}
    return kept, set(stored) - set(kept)


def used(store: Path, source: str) -> dict[Path, Facts]:
    """The files of a source that are in use, and what is known of each."""
    return in_use(have(store, source))[0]


def findings(fetched: Iterable[Facts]) -> list[tuple[str, str, str, str]]:
    """What was odd about fetched files when they came: source, file name, severity and message."""
    return [(one.source, one.file_name, *finding) for one in fetched for finding in one.findings]


def _suffix(name: str) -> str:
    """How the stored file is named at its end, by its published name."""
    if name.endswith((AREAS, AREAS.removesuffix(".gz"))):
        return AREAS
    return PARQUET if name.endswith(PARQUET) else TABLE


def _is_stored(path: Path) -> bool:
    name, _, suffix = path.name.partition(".")
    is_hash = len(name) == _HASH_LENGTH and set(name) <= set("0123456789abcdef")
    return is_hash and f".{suffix}" in (TABLE, PARQUET, AREAS)


def _beside(table: Path) -> Path:
    return table.with_name(table.name.split(".")[0] + ".json")
