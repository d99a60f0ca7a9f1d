"""By hand: files that a browser saved, taken into the store as if they had been fetched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from data_pipeline import draft, files, raw
from data_pipeline import fetch as fetching
from data_pipeline.catalogue import Source
from data_pipeline.errors import PipelineError
from data_pipeline.fetch import Outcome
from data_pipeline.fetch.arrived import Arrived, Promise, Unfit, check, pack
from data_pipeline.files import Release
from data_pipeline.raw import Facts


def take(sources: Sequence[Source], folders: Iterable[Path], *, store: Path) -> list[Outcome]:
    """Take every file of the folders that is one of the sources; what each source came to.

    Raises  PipelineError where a folder is not there, or holds nothing that is one of the sources
    """
    folders = tuple(folders)
    for folder in folders:
        if not folder.exists():
            raise PipelineError(f"{folder}: no such folder. Name the folder that the browser saved into.")
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".arriving-", dir=store) as scratch:
        found, findings = files.find(folders, Path(scratch))
        releases, unmatched = files.match(found, tuple(sources))
        if not releases:
            said = " ".join(str(finding) for finding in [*findings, *unmatched][:10])
            raise PipelineError(f"No file there is one of the sources. {said}")
        return [_outcome(source, releases, scratch=Path(scratch), store=store) for source in sources]


def obtain(reference: str, folder: Path) -> tuple[Path, draft.Known]:
    """The file that the service has under an id or an address, and what the catalogue says of it."""
    came = fetching.obtain(reference, folder, settings=fetching.from_environment())
    return came.path, draft.Known(came.title, came.publication, came.publication_title)


def _outcome(source: Source, releases: Sequence[Release], *, scratch: Path, store: Path) -> Outcome:
    mine = [release for release in releases if release.source.id == source.id]
    if not mine:
        return Outcome(source.id, "by hand", said="no file of it there")
    before = {facts.sha256 for facts in raw.have(store, source.id).values()}
    try:
        taken = tuple(
            _stored(release, alone=len(mine) == 1, scratch=scratch, store=store) for release in mine
        )
    except Unfit as unfit:
        return Outcome(source.id, "failed", said=f"{unfit} Download it again.")
    new = any(facts.sha256 not in before for facts in taken)
    return Outcome(source.id, "new" if new else "unchanged", taken)


def _stored(release: Release, *, alone: bool, scratch: Path, store: Path) -> Facts:
    """One file in the store; several of one source stand side by side, one alone replaces what was there."""
    file, known = release.file, release.known
    came = Arrived(file.sha256, file.size) if file.is_parquet else check(file.path, Promise())
    whole = scratch / f"{release.source.id}-{came.sha256}.whole"
    published = file.original or file.path
    if came.is_gzip or published.suffix in (".gz", ".parquet"):
        shutil.copyfile(published, whole)
    else:
        pack(published, whole)
    moment = raw.now()
    facts = Facts(
        source=release.source.id,
        sha256=came.sha256,
        file_name=file.name,
        url=known.obtained_from if known else "a file saved by hand",
        title=release.source.title,
        publication=release.source.publication,
        release=known.release if known else "",
        published=known.published if known else "",
        fetched=moment,
        taken=moment,
        series="" if alone and not release.source.every_year else came.sha256[:12],
        bytes=came.bytes,
        rows=came.records,
        encoding=came.encoding,
        header=came.header,
        findings=tuple(came.findings),
    )
    raw.put(whole, facts, store=store)
    return facts
