"""Checking: fetched files and the database in use held against every promise; nothing is published."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data_pipeline import catalogue, raw
from data_pipeline.build import Job, build_from_files, current
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding
from data_pipeline.check_database import check_database, sources_in
from data_pipeline.commands.refreshing import store
from data_pipeline.commands.saying import Voice, counted, voice
from data_pipeline.errors import PipelineError
from data_pipeline.fetch import chosen

WELL, FAILED, IN_PART = 0, 1, 3
ORDER = ("fatal", "warning", "note")


@dataclass(frozen=True)
class Checked:
    """What was held against its promises: sources that have files there, and what was found."""

    sources: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = field(default=())

    def of(self, severity: str) -> list[Finding]:
        """The findings of one severity."""
        return [finding for finding in self.findings if finding.severity == severity]


def check(options: argparse.Namespace) -> int:
    """Tell what breaks a promise; 3 where some sources would keep what they had, 1 where nothing holds."""
    tell = voice(options)
    # the largest, which are fetched when they are named, may have been
    asked = chosen(catalogue.load(), options.sources, every=True)
    folders = tuple(options.folders) or _fetched(asked)
    database = None if options.folders else current()
    if not folders and not database:
        raise PipelineError(
            f"{store()}: no fetched files, and there is no database. "
            "Run `python -m data_pipeline fetch` first, or name a folder of published files with --from."
        )
    files, used = Checked(), Checked()
    if folders:
        files = _of_files(folders, asked, options=options)
        tell.say(f"Files of {', '.join(map(str, options.folders or [store()]))}")
        _tell(tell, files, asked=asked)
    if database:
        used = _of_database(database, asked, read=files.sources, whole=not options.sample)
        tell.say(f"Database in use, {database.name}")
        _tell(tell, used)
    tell.say(_summed(files, used))
    return _code(files, used)


def _fetched(asked: Sequence[Source]) -> tuple[Path, ...]:
    """The folders of the store that hold files of these sources, or of those that they are derived from."""
    declared = {source.id: source for source in catalogue.load()}
    wanted = [source.id for source in asked]
    for name in wanted:  # grows while it is read: a derived source may stand on another
        wanted += [one for one in declared[name].derived_from if one not in wanted]
    return tuple(store() / name for name in sorted(wanted) if raw.have(store(), name))


def _of_files(folders: tuple[Path, ...], asked: Sequence[Source], *, options: argparse.Namespace) -> Checked:
    """What a build of these files finds; the database that it makes is thrown away."""
    for folder in folders:
        if not folder.exists():
            raise PipelineError(
                f"{folder}: no such folder or file. Name the folder that holds the published files."
            )
    names = {source.id for source in asked}
    with tempfile.TemporaryDirectory(prefix="inclusion-check-", ignore_cleanup_errors=True) as scratch:
        job = Job(folders, target=Path(scratch) / "checked.duckdb", whole=not options.sample)
        built = build_from_files(job, say=voice(options).step)
        made = sources_in(built.path)
        found = [*built.findings, *check_database(built.path)]
    broken = {finding.source for finding in found if finding.severity == "fatal"}
    there = names & (made | broken)
    # a source without a file breaks no promise, and of files that are no source all are told
    mine = [finding for finding in found if _told(finding, there)]
    return Checked(frozenset(there), tuple(mine))


def _of_database(database: Path, asked: Sequence[Source], *, read: Collection[str], whole: bool) -> Checked:
    """What the database in use breaks; the tables of sources whose files were read are judged by those."""
    names = {source.id for source in asked}
    tables = [source for source in asked if source.id not in read]
    found = [one for one in check_database(database, tables, whole=whole) if _told(one, names)]
    # one that cannot be read is a finding about the whole of it
    broken = any(not one.source and one.severity == "fatal" for one in found)
    return Checked(frozenset() if broken else frozenset(names & sources_in(database)), tuple(found))


def _told(finding: Finding, names: Collection[str]) -> bool:
    """Whether a finding is about one of the sources that were asked for, or about none of the catalogue."""
    return finding.source in names or finding.source not in {source.id for source in catalogue.load()}


def _tell(tell: Voice, checked: Checked, *, asked: Iterable[Source] = ()) -> None:
    """Each source with what was found, the gravest first, and those that have no file."""
    names = sorted(checked.sources | {finding.source for finding in checked.findings})
    for name in names:
        found = [finding for finding in checked.findings if finding.source == name]
        found.sort(key=lambda finding: ORDER.index(finding.severity))
        tell.say(f"{name or 'no source'}: {_counted(found)}")
        for finding in found:
            tell.say(f"    {finding.severity}: {_said(finding)}")
    without = [source.id for source in asked if source.id not in checked.sources]
    if without:
        tell.say(f"No file of {', '.join(without)}")


def _said(finding: Finding) -> str:
    return f"{finding.file_name}: {finding.message}" if finding.file_name else finding.message


def _counted(found: Iterable[Finding]) -> str:
    counts = Counter(finding.severity for finding in found)
    said = [f"{counts['fatal']:,} fatal"] if counts["fatal"] else []
    said += [counted(counts[kind], kind) for kind in ORDER[1:] if counts[kind]]
    return ", ".join(said) or "keeps every promise"


def _summed(files: Checked, used: Checked) -> str:
    checked = counted(len(files.sources | used.sources), "source")
    return f"{checked} held against the catalogue: {_counted([*files.findings, *used.findings])}."


def _code(files: Checked, used: Checked) -> int:
    broken = {finding.source for finding in files.of("fatal")}
    if used.of("fatal") or (files.sources and broken >= files.sources):
        return FAILED
    return IN_PART if broken else WELL
