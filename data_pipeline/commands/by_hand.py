"""By hand: files that a browser saved, taken into the store as if they had been fetched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from data_pipeline import catalogue, draft, files, raw
from data_pipeline import fetch as fetching
from data_pipeline.build import holding
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding
from data_pipeline.errors import PipelineError
from data_pipeline.fetch import Outcome
from data_pipeline.fetch.arrived import Arrived, Promise, Unfit, check, pack
from data_pipeline.files import Release
from data_pipeline.raw import Facts

BY_HAND = "a file saved by hand"
NOTHING = f"There is no file there whose name ends in {', '.join(files.TABLES)}."
MOST_SAID = 10


@dataclass(frozen=True)
class Taken:
    """What came of each source, and the files that were passed over, each with the reason."""

    outcomes: list[Outcome]
    passed_over: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Arrival:
    """The files of a folder as they were found, where to unpack and keep them, and what is in use so far."""

    releases: Sequence[Release]
    broken: Sequence[Finding]
    scratch: Path
    store: Path
    in_use: Mapping[str, str]


def take(
    sources: Sequence[Source], folders: Iterable[Path], *, store: Path, in_use: Mapping[str, str]
) -> Taken:
    """Take every file that is one of the sources; the places are folders, or files themselves.

    `in_use` has the last period of a source in the database in use: files that end before it are not taken.

    Raises  PipelineError where a place is not there, or holds nothing that is one of the sources
    """
    folders, wanted = tuple(folders), {source.id for source in sources}
    for folder in folders:
        if not folder.exists():
            raise PipelineError(
                f"{folder}: no such folder or file. Name the folder that the browser saved into, or the file."
            )
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".arriving-", dir=store) as scratch:
        found, findings = files.find(folders, Path(scratch))
        releases, unmatched = files.match(found, catalogue.load())
        told = [one for one in [*findings, *unmatched] if not one.source or one.source in wanted]
        mine = [release for release in releases if release.source.id in wanted]
        if not mine:
            said = " ".join(map(str, told[:MOST_SAID])) or NOTHING
            raise PipelineError(f"No file there is one of the sources. {said}")
        broken = [one for one in told if one.source and one.severity == "fatal"]
        arrival = _Arrival(mine, broken, Path(scratch), store, in_use)
        outcomes = [_outcome(source, arrival) for source in sources]
    return Taken(outcomes, [one for one in told if one not in broken])


def obtain(reference: str, folder: Path) -> tuple[Path, draft.Known]:
    """The file that the service has under an id or an address, and what the catalogue says of it."""
    came = fetching.obtain(reference, folder, settings=fetching.from_environment())
    return came.path, draft.Known(came.title, came.publication, came.publication_title)


def _outcome(source: Source, arrival: _Arrival) -> Outcome:
    mine = _oldest_first([release for release in arrival.releases if release.source.id == source.id])
    broken = [one for one in arrival.broken if one.source == source.id]
    if not mine and broken:
        said = " ".join(f"{one.file_name}: {one.message}" for one in broken)
        return Outcome(source.id, "failed", said=said)
    if not mine:
        return Outcome(source.id, "by hand", said="no file of it there")
    ends = {
        release.file.sha256: holding.last_period(release.file, source, scratch=arrival.scratch)
        for release in mine
    }
    older = _older(source, max(ends.values()), arrival=arrival)
    if older:
        return Outcome(source.id, "failed", said=f"{_named(mine)}: {older}")
    # of a source with a file a year, the last file of each year; of another, all that came together
    years = {ends[one.file.sha256][:4] or "0" if source.every_year else one.file.sha256: one for one in mine}
    aside = [one for one in mine if one not in years.values()]
    try:
        came = {series: (one, _arrived(one)) for series, one in years.items()}
    except Unfit as unfit:
        return Outcome(source.id, "failed", said=f"{unfit} Download it again.")
    before = {facts.sha256 for facts in raw.used(arrival.store, source.id).values()}
    moment = raw.now()
    taken = tuple(
        _stored(*pair, arrival=arrival, moment=moment, series=series if source.every_year else "")
        for series, pair in came.items()
    )
    said = f"{_named(aside)}: left aside for a later file of the same year" if aside else ""
    new = any(facts.sha256 not in before for facts in taken)
    return Outcome(source.id, "new" if new else "unchanged", taken, said)


def _named(releases: Sequence[Release]) -> str:
    return ", ".join(release.file.name for release in releases)


def _oldest_first(releases: Sequence[Release]) -> list[Release]:
    """The files in the order in which they were published, or else saved."""
    published = [release.known.published for release in releases if release.known]
    told = len(published) == len(releases) and all(published)

    def age(release: Release) -> tuple[str, int, str]:
        saved = (release.file.original or release.file.path).stat().st_mtime_ns
        return (release.known.published if told and release.known else "", saved, release.file.name)

    return sorted(releases, key=age)


def _older(source: Source, end: str, *, arrival: _Arrival) -> str:
    """Why files that end with a period are not taken; empty where nothing in use goes further."""
    if source.every_year or not end:
        return ""
    found, _ = files.find([arrival.store / source.id], arrival.scratch)
    kept = [holding.last_period(file, source, scratch=arrival.scratch) for file in found]
    here = max([*kept, arrival.in_use.get(source.id, "")])
    if end >= here:
        return ""
    ends, goes = holding.said(end), holding.said(here)
    return f"older than what is in use, which goes to {goes}; this ends with {ends}. Not taken"


def _arrived(release: Release) -> Arrived:
    """What the file is, counted through; Unfit where it is not whole."""
    file = release.file
    return Arrived(file.sha256, file.size) if file.is_parquet else check(file.path, Promise())


def _stored(release: Release, came: Arrived, *, arrival: _Arrival, moment: str, series: str) -> Facts:
    """One file in the store; it takes the place of what was in use of its source, or of its year."""
    file, known = release.file, release.known
    told = {facts.sha256: (path, facts) for path, facts in raw.have(arrival.store, release.source.id).items()}
    if came.sha256 in told and told[came.sha256][1].url != BY_HAND:  # of a fetched one more is known
        path, facts = told[came.sha256]
        facts = replace(facts, taken=moment)
        raw.note(path, facts)
        return facts
    whole = arrival.scratch / f"{release.source.id}-{came.sha256}.whole"
    published = file.original or file.path
    if came.is_gzip or published.suffix in (".gz", ".parquet"):
        shutil.copyfile(published, whole)
    else:
        pack(published, whole)
    facts = Facts(
        source=release.source.id,
        sha256=came.sha256,
        file_name=file.name,
        url=known.obtained_from if known and known.obtained_from else BY_HAND,
        title=release.source.title,
        publication=release.source.publication,
        release=known.release if known else "",
        published=known.published if known else "",
        fetched=raw.now(),
        taken=moment,
        series=series,
        bytes=came.bytes,
        rows=came.records,
        encoding=came.encoding,
        header=came.header,
        findings=tuple(came.findings),
    )
    raw.put(whole, facts, store=arrival.store)
    return facts
