"""Files: which published files a folder holds, and which source each of them is."""

from __future__ import annotations

import difflib
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data_pipeline import faults, geojson, raw
from data_pipeline.catalogue import Known, Source
from data_pipeline.check import Finding
from data_pipeline.opening import UNREADABLE, look
from data_pipeline.words import MONTHS, dated

AREAS = (".geojson", ".geojson.gz")
TABLES = (".csv", ".csv.gz", ".parquet", ".zip", *AREAS)


@dataclass(frozen=True)
class File:
    """One published table on disk; `trouble` says why it is none, `notes` what is odd about its bytes.

    `source`, `known` and `since` are told of a fetched file by what lies beside it in the store; `since` is
    when it was taken and fetched. `original` is the published file, where `path` is a table made of it.
    """

    name: str
    path: Path
    header: tuple[str, ...]
    sha256: str
    size: int
    encoding: str = "utf-8"
    trouble: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    known: Known | None = None
    since: tuple[str, ...] = ()
    original: Path | None = None

    @property
    def is_parquet(self) -> bool:
        """Whether the file is Parquet rather than CSV."""
        return self.path.suffix == ".parquet"


@dataclass(frozen=True)
class Release:
    """One file that was taken as a source, and what is known of that release."""

    source: Source
    file: File
    known: Known | None


def find(folders: Iterable[Path], scratch: Path) -> tuple[list[File], list[Finding]]:
    """Every published table in the folders and in their ZIP files, whose members are unpacked to scratch.

    What is named may be a file itself.
    """
    files: list[File] = []
    paths, findings = _paths(folders)
    stored, passed_over = raw.in_use(paths)
    for path in [path for path in paths if path not in passed_over]:
        try:
            found = [_file(name, table, scratch=scratch) for name, table in _tables(path, scratch)]
            files += [_told(file, stored.get(path)) for file in found]
        except (*UNREADABLE, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            _raise_if_full(error)
            findings.append(Finding("", path.name, "warning", faults.unread(error)))
    findings += [Finding(*finding) for finding in raw.findings(stored.values())]
    return files, findings


def match(files: Iterable[File], sources: tuple[Source, ...]) -> tuple[list[Release], list[Finding]]:
    """The source of each file, by name and columns, and a finding for each file that is none.

    A file whose name no source knows is still taken when its columns fit exactly one source. A file that
    should be a source and cannot be is fatal to that source where no other file is it.
    """
    releases: list[Release] = []
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    for file in files:
        if file.sha256 in seen:
            same = f"has the same bytes as {seen[file.sha256]}; read once."
            findings.append(Finding("", file.name, "note", same))
            continue
        seen[file.sha256] = file.name
        source, found = _source_of(file, [source for source in sources if not source.sql])
        findings += found
        if source:
            releases.append(Release(source, file, file.known or _known(source, file)))
    whole = {release.source.id for release in releases}
    return releases, [_softened(finding, whole) for finding in findings]


def newest(releases: Sequence[Release]) -> tuple[list[Release], list[Finding]]:
    """The same without the older files of a source that fills a table of today, and a note of each."""
    found: dict[str, Release] = {}
    for release in sorted((one for one in releases if one.source.fills), key=_age):
        found[release.source.id] = release
    older = [one for one in releases if one.source.fills and found[one.source.id] is not one]
    said = "is older than another file of it; left out."
    notes = [Finding(one.source.id, one.file.name, "note", said) for one in older]
    return [one for one in releases if one not in older], notes


def _age(release: Release) -> tuple[int, int, int]:
    told = dated(release.known.release) if release.known else (0, 0, 0)
    return max(told, dated(release.file.name))


def renamed(source: Source, header: Iterable[str]) -> tuple[str, ...]:
    """A file's columns under the one name that the source gives each."""
    return tuple(source.columns.get(column, column) for column in header)


def _paths(places: Iterable[Path]) -> tuple[list[Path], list[Finding]]:
    """Every file of some folders, those that were named themselves, and what could not be looked into."""
    places = list(places)
    named = {place for place in places if place.is_file()}
    shut: list[OSError] = []
    walked = [step for place in places for step in os.walk(place, onerror=shut.append)]
    inside = {Path(folder, name) for folder, _, names in walked for name in names}
    said = f"is none of {', '.join(TABLES)}; it was left out."
    odd = [Finding("", one.name, "warning", said) for one in named if not one.name.lower().endswith(TABLES)]
    odd += [
        Finding("", str(one.filename), "warning", f"Cannot be looked into: {one.strerror}.")
        for one in shut
        if Path(one.filename) not in named
    ]
    return sorted({path for path in inside if _may_be_read(path)} | named), odd


def _may_be_read(path: Path) -> bool:
    """Whether it is a file, as far as can be told: one that nobody may look at is told when it is opened."""
    try:
        return path.is_file()
    except PermissionError:
        return True


def _tables(path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    name = path.name.lower()
    if not name.endswith(TABLES) or ".meta." in name:
        return
    with path.open("rb") as start:
        magic = start.read(4)
    if magic == b"PK\x03\x04":  # a few published `.csv.gz` are ZIP archives
        yield from _members(path, scratch)
    else:
        yield path.name, path


def _members(path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    with zipfile.ZipFile(path) as archive:
        named = [member for member in sorted(archive.namelist()) if member.lower().endswith(".csv")]
        for member in [member for member in named if ".meta." not in member.lower()]:
            yield Path(member).name, _unpack(archive, member, scratch=scratch)
        if not named:
            raise OSError("a ZIP archive or workbook that holds no CSV file")


def _unpack(archive: zipfile.ZipFile, member: str, *, scratch: Path) -> Path:
    target = scratch / f"{len(list(scratch.iterdir()))}-{Path(member).name}"
    with archive.open(member) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    saved = Path(str(archive.filename)).stat()
    os.utime(target, ns=(saved.st_atime_ns, saved.st_mtime_ns))  # as old as the archive that brought it
    return target


def _file(name: str, path: Path, *, scratch: Path) -> File:
    sha256, size = _hash(path)
    try:
        if name.lower().endswith(AREAS):
            areas = geojson.table(path, scratch=scratch)
            header, table = areas.header, areas.path or path
            return File(name, table, header, sha256, size, trouble=areas.trouble, original=path)
        if path.suffix == ".parquet":
            return File(name, path, tuple(duckdb.read_parquet(str(path)).columns), sha256, size)
        found = look(path)
    except (*UNREADABLE, duckdb.Error) as error:
        return File(name, path, (), sha256, size, trouble=faults.unread(error))
    return File(name, path, found.header, sha256, size, found.encoding, found.trouble, found.notes)


def _raise_if_full(error: Exception) -> None:
    """A disk without room is no fault of the file that was being unpacked."""
    if isinstance(error, OSError) and error.errno in faults.FULL:
        raise error


def _told(file: File, facts: raw.Facts | None) -> File:
    """The file under its published name, hash and size, where it lies in the store under others."""
    if not facts:
        return file
    told = replace(file, source=facts.source, known=facts.known, since=(facts.taken, facts.fetched))
    return replace(told, name=facts.file_name, sha256=facts.sha256, size=facts.bytes)


def _hash(path: Path) -> tuple[str, int]:
    with path.open("rb") as binary:
        return hashlib.file_digest(binary, "sha256").hexdigest(), path.stat().st_size


def _source_of(file: File, sources: list[Source]) -> tuple[Source | None, list[Finding]]:
    if file.source:
        named = [source for source in sources if source.id == file.source]
    else:
        named = [source for source in sources if _name_fits(source, file.name)]
    if file.trouble:
        failed = [Finding(source.id, file.name, "fatal", file.trouble) for source in named]
        return None, failed or [Finding("", file.name, "warning", file.trouble)]
    fitting = [source for source in named if not _lacking(source, file)]
    if len(fitting) == 1:
        return fitting[0], []
    if fitting:
        ids = [source.id for source in fitting]
        said = f"fits {', '.join(ids)}: two sources claim it. Make their [find] differ."
        return None, [Finding("", file.name, "warning", said)]
    if named:
        nearest = min(named, key=lambda source: len(_lacking(source, file)))
        return None, [Finding(nearest.id, file.name, "fatal", _said_of_lacking(nearest, file))]
    fitting = [source for source in sources if _fits_unnamed(source, file)]
    if len(fitting) == 1:
        said = "was recognised by its columns alone."
        return fitting[0], [Finding(fitting[0].id, file.name, "note", said)]
    return None, [Finding("", file.name, "note", "is no declared source; it was left out.")]


def _said_of_lacking(source: Source, file: File) -> str:
    """Which columns a file lacks, and which of its own may be those under a new name."""
    lacking = sorted(_lacking(source, file))
    said = f"Missing columns: is named like {source.id} but has no column {', '.join(lacking)}"
    if source.header:
        return f"{said}: {len(file.header)} columns in place of {len(source.header)}."
    strange = [column for column in file.header if column and column not in source.required]
    guesses = [(column, difflib.get_close_matches(column, strange, n=1)) for column in lacking]
    renamed_to = [f"{guess[0]} = {column!r}" for column, guess in guesses if guess]
    hint = f" Renamed, perhaps: add {', '.join(renamed_to)} to [columns]." if renamed_to else ""
    return f"{said}; found {', '.join(file.header[:40])}.{hint}"


def _softened(finding: Finding, whole: set[str]) -> Finding:
    """A file that fails is no more than a warning where another file is the source."""
    fatal = finding.severity == "fatal" and finding.source in whole
    return replace(finding, severity="warning") if fatal else finding


def _name_fits(source: Source, name: str) -> bool:
    lower = name.lower()
    has = any(part in lower for part in source.file_has)
    return has and not _is_ruled_out(source, name)


def _is_ruled_out(source: Source, name: str) -> bool:
    return any(part in name.lower() for part in source.file_lacks)


def _fits_unnamed(source: Source, file: File) -> bool:
    """Whether the columns alone make the file this source; a name that the source rules out is believed."""
    told = bool((source.figures or source.fills) and source.expect.key) and not source.header
    return told and not _lacking(source, file) and not _is_ruled_out(source, file.name)


def _lacking(source: Source, file: File) -> frozenset[str]:
    if source.header:
        return frozenset() if len(source.header) == len(file.header) else frozenset(source.header)
    return source.required - set(renamed(source, file.header))


def _known(source: Source, file: File) -> Known | None:
    for known in source.known:
        if known.sha256 == file.sha256:
            return known
    for known in source.known:
        if known.file_has and known.file_has in file.name.lower() and not known.sha256:
            return known
    year, month, _ = dated(file.name) if source.fills else (0, 0, 0)
    told = f"{MONTHS[month - 1]} {year}" if month else str(year)
    return Known(release=told) if year else None
