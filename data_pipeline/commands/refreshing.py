"""Refreshing: files brought home from the service or a folder, and the database made of them."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from data_pipeline import catalogue, raw, words
from data_pipeline import fetch as fetching
from data_pipeline.build import Built, Job, build_from_files, build_from_snapshot, current, data_folder
from data_pipeline.build.place import snapshot_folder
from data_pipeline.build.told import figures_by_source
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding
from data_pipeline.commands import by_hand
from data_pipeline.errors import PipelineError
from data_pipeline.fetch import Errand, Outcome, Progress

WELL, FAILED, IN_PART = 0, 1, 3
LONGEST = 400  # characters of a finding
MARK = "built.json"  # in the store: which database was made of which files by which declarations


def fetch(options: argparse.Namespace) -> int:
    """Bring home what is new; 0, or 3 where some sources failed, or 1 where all did."""
    outcomes = _bring(options)
    _print(_line(one) for one in outcomes)
    return code(outcomes)


def refresh(options: argparse.Namespace) -> int:
    """Bring home what is new, make the database of it, and swap when that is whole."""
    outcomes = _bring(options)
    if not _in_use():
        _print(_line(one) for one in outcomes)
        raise PipelineError("No file could be fetched, so there is nothing to build; nothing was changed.")
    here = current()
    if here and _read_mark() == _mark(here):
        _print([*map(_line, outcomes), f"Nothing new. In use: {here}"])
        return code(outcomes)
    if not here and not options.sample:
        _stand_on_the_snapshot()
    told = tuple(_missed(one) for one in outcomes if one.state == "failed")
    job = Job((store(),), whole=not options.sample, keeps_others=True, told=told)
    built = build_from_files(job, say=_say)
    _write_mark(_mark(built.path))
    _report(outcomes, built)
    return code(outcomes, built.findings)


def sources_of(options: argparse.Namespace) -> tuple[Source, ...]:
    """The sources that were named, or all of the catalogue."""
    return fetching.chosen(catalogue.load(), options.sources)


def store() -> Path:
    """The folder of the fetched files."""
    return data_folder() / "raw"


def lock_file() -> Path:
    """The lock file, which is committed: in the data folder, beside the snapshot."""
    return data_folder() / fetching.LOCK_NAME


def code(outcomes: Sequence[Outcome], findings: Iterable[Finding] = ()) -> int:
    """The exit code of a run: whether all sources went well, or some, or none."""
    failed = [one for one in outcomes if one.state == "failed"]
    asked = [one for one in outcomes if one.state not in ("by hand", "derived")]
    if asked and len(failed) == len(asked):
        return FAILED
    return IN_PART if failed or any(finding.severity == "fatal" for finding in findings) else WELL


def _bring(options: argparse.Namespace) -> list[Outcome]:
    sources = sources_of(options)
    if options.folders:
        return by_hand.take(sources, options.folders, store=store())
    errand = Errand(
        sources=sources,
        store=store(),
        lock_file=lock_file(),
        settings=fetching.from_environment(),
        locked=options.locked,
    )
    return fetching.bring(errand, Progress())


def _missed(one: Outcome) -> Finding:
    """That a source could not be fetched, for the readers of its figures."""
    return Finding(one.source, "", "warning", f"Not fetched: {one.said[:LONGEST]}")


def _stand_on_the_snapshot() -> None:
    """Make a database of the snapshot, so that what the service does not list is not lost."""
    if (snapshot_folder() / "manifest.json").is_file():
        build_from_snapshot(Job((snapshot_folder(),)), say=_say)


def _mark(database: Path) -> dict[str, str]:
    digest = hashlib.sha256("".join(_in_use()).encode()).hexdigest()
    return {"database": database.name, "declared": _declared(), "files": digest}


def _read_mark() -> dict[str, str]:
    try:
        mark: dict[str, str] = json.loads((store() / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return mark


def _write_mark(mark: dict[str, str]) -> None:
    (store() / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8", newline="\n")


def _declared() -> str:
    """A hash of the catalogue and the vocabulary."""
    digest = hashlib.sha256()
    for folder in (catalogue.SOURCES, words.VOCABULARY):
        for path in sorted(folder.iterdir()):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _in_use() -> list[str]:
    tables = sorted(path for source in catalogue.load() for path in raw.have(store(), source.id))
    kept, _ = raw.in_use(tables)
    return sorted(facts.sha256 for facts in kept.values())


def _report(outcomes: Sequence[Outcome], built: Built) -> None:
    figures = figures_by_source(built.path)
    found: dict[str, list[Finding]] = {}
    for finding in built.findings:
        found.setdefault(finding.source, []).append(finding)
    for one in outcomes:
        mine = found.get(one.source, [])
        _print([f"{_line(one)}; {figures.get(one.source, 0):,} figures, {len(mine)} findings"])
        _print(f"    {finding}" for finding in mine if finding.severity != "note")
    _print([f"{built.figures:,} figures, build {built.build_id}: {built.path}"])


def _line(one: Outcome) -> str:
    """A source and what came of it, as the report has it."""
    if not one.files:
        return f"{one.source}: {one.state}: {one.said.rstrip('.')}"
    released = ", ".join(dict.fromkeys(facts.known.release for facts in one.files))
    size = fetching.size(sum(facts.bytes for facts in one.files))
    told = f"{released}, {sum(facts.rows for facts in one.files):,} rows, {size}"
    return f"{one.source}: {one.state}: {told}" + (f". {one.said.rstrip('.')}" if one.said else "")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
