"""Refreshing: files brought home from the service or a folder, and the database made of them."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data_pipeline import catalogue, raw, words, writing
from data_pipeline import fetch as fetching
from data_pipeline.build import (
    Built,
    Job,
    build_from_files,
    build_from_snapshot,
    current,
    data_folder,
    holding,
)
from data_pipeline.build.place import snapshot_folder
from data_pipeline.build.told import figures_by_source, is_database
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding
from data_pipeline.commands import by_hand
from data_pipeline.commands.alone import alone
from data_pipeline.commands.saying import Told, Voice, voice
from data_pipeline.errors import PipelineError
from data_pipeline.fetch import Errand, Outcome

WELL, FAILED, IN_PART = 0, 1, 3
LONGEST = 400  # characters of a finding
MARK = "built.json"  # in the store: which database was made of which files by which declarations


def fetch(options: argparse.Namespace) -> int:
    """Bring home what is new; 0, or 3 where some sources failed, or 1 where all did."""
    tell = voice(options)
    with alone(data_folder()):
        outcomes, spoilt = _bring(options, tell)
    _tell(tell, outcomes)
    return code(outcomes, spoilt)


def refresh(options: argparse.Namespace) -> int:
    """Bring home what is new, make the database of it, and swap when that is whole."""
    with alone(data_folder()):
        return _refresh(options, voice(options))


def sources_of(options: argparse.Namespace) -> tuple[Source, ...]:
    """The sources that were named, or those of the lock, or all but those that nobody asked for yet."""
    sources = catalogue.load()
    by_hand_too = bool(getattr(options, "folders", ()))  # what a browser saved was asked for
    if by_hand_too or options.sources:
        return fetching.chosen(sources, options.sources, every=True)
    locked = fetching.read_lock(lock_file())
    if not getattr(options, "locked", False):
        stored = {source.id for source in sources if source.on_request and raw.have(store(), source.id)}
        return fetching.chosen(sources, (), here={*stored, *locked})
    if not locked:
        raise PipelineError(f"{lock_file()}: no lock file, or an empty one. Fetch without --locked first.")
    return tuple(source for source in sources if source.id in locked)


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


def _refresh(options: argparse.Namespace, tell: Voice) -> int:
    outcomes, spoilt = _bring(options, tell)
    if not _in_use():
        _tell(tell, outcomes)
        raise PipelineError("No file could be fetched, so there is nothing to build; nothing was changed.")
    here = current()
    if here and _read_mark() == _mark(here) and is_database(here):
        _tell(tell, outcomes)
        tell.say(f"Nothing new. In use: {here}")
        return code(outcomes, spoilt)
    if not here and not options.sample:
        _stand_on_the_snapshot(tell)
    told = tuple(_missed(one) for one in outcomes if one.state == "failed")
    job = Job((store(),), whole=not options.sample, keeps_others=True, told=told)
    built = build_from_files(job, say=tell.step)
    _write_mark(_mark(built.path))
    _tell(tell, outcomes, built=built)
    tell.say(f"{built.figures:,} figures, build {built.build_id}: {built.path}")
    return code(outcomes, [*spoilt, *built.findings])


def _bring(options: argparse.Namespace, tell: Voice) -> tuple[list[Outcome], list[Finding]]:
    """What came of each source, and the files by hand that are damaged, beside those that were taken."""
    sources = sources_of(options)
    if options.folders:
        in_use = holding.last_periods(or_snapshot=not options.sample)
        taken = by_hand.take(sources, options.folders, store=store(), in_use=in_use)
        for finding in taken.passed_over:
            tell.say(str(finding))
        spoilt = [one for one in taken.passed_over if one.severity != "note"]
        return taken.outcomes, [replace(one, severity="fatal") for one in spoilt]
    errand = Errand(
        sources=sources,
        store=store(),
        lock_file=lock_file(),
        settings=fetching.from_environment(),
        locked=options.locked,
    )
    return fetching.bring(errand, tell.progress()), []


def _missed(one: Outcome) -> Finding:
    """That a source could not be fetched, for the readers of its figures."""
    return Finding(one.source, "", "warning", f"Not fetched: {one.said[:LONGEST]}")


def _stand_on_the_snapshot(tell: Voice) -> None:
    """Make a database of the snapshot, so that what the service does not list is not lost."""
    if (snapshot_folder() / "manifest.json").is_file():
        build_from_snapshot(Job((snapshot_folder(),)), say=tell.step)


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
    writing.whole(store() / MARK, json.dumps(mark) + "\n")


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


def _tell(tell: Voice, outcomes: Sequence[Outcome], *, built: Built | None = None) -> None:
    """A line for each source, and in a report on a build its figures and what the checks found."""
    titles = {source.id: source.title for source in catalogue.load()}
    figures = figures_by_source(built.path) if built else {}
    for one in outcomes:
        found = [finding for finding in built.findings if finding.source == one.source] if built else []
        lines = [_line(one)]
        if built:
            lines = [f"{_line(one)}; {figures.get(one.source, 0):,} figures, {len(found)} findings"]
        lines += [f"    {finding}" for finding in found if finding.severity != "note"]
        facts = _facts(one) | {"title": titles.get(one.source, one.source)}
        if built:
            facts |= {"figures": figures.get(one.source, 0), "findings": [_words(each) for each in found]}
        tell.source(Told(one.source, tuple(lines), facts))


def _facts(one: Outcome) -> dict[str, object]:
    """What came of a source, for a program."""
    return {
        "state": one.state,
        "said": one.said,
        "release": _released(one),
        "rows": sum(facts.rows for facts in one.files),
        "bytes": sum(facts.bytes for facts in one.files),
    }


def _words(finding: Finding) -> Mapping[str, str]:
    return {"severity": finding.severity, "message": finding.message}


def _released(one: Outcome) -> str:
    return ", ".join(dict.fromkeys(facts.known.release for facts in one.files))


def _line(one: Outcome) -> str:
    """A source and what came of it, as the report has it."""
    if not one.files:
        return f"{one.source}: {one.state}: {one.said.rstrip('.')}"
    size = fetching.size(sum(facts.bytes for facts in one.files))
    told = f"{_released(one)}, {sum(facts.rows for facts in one.files):,} rows, {size}"
    return f"{one.source}: {one.state}: {told}" + (f". {one.said.rstrip('.')}" if one.said else "")
