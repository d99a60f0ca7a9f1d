"""Routes: the ways to one file, the best first, and the file by the first way that brings it whole."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from data_pipeline.errors import FetchError
from data_pipeline.fetch import arrived
from data_pipeline.fetch.arrived import Arrived, Promise, Unfit
from data_pipeline.fetch.client import Again, Client, Params, RefusedError, StoppedError
from data_pipeline.fetch.progress import Progress
from data_pipeline.fetch.settings import Settings
from data_pipeline.raw import Facts

T = TypeVar("T")
WRONG_TRIES = 2  # a body that came whole and wrong twice by one way will not come right by it
STALE = frozenset({403, 404, 406, 410})  # how the service says that an id is no longer the newest


class MovedError(FetchError):
    """Every way was refused as the service refuses ids that were replaced: find the file afresh."""


@dataclass(frozen=True)
class Route:
    """One address of a file, and what may be expected of the body there."""

    name: str
    url: str
    promise: Promise
    params: tuple[tuple[str, str], ...] = ()
    zipped: str = ""

    @property
    def query(self) -> Params:
        """The query of the address."""
        return dict(self.params)


@dataclass(frozen=True)
class Landed:
    """A file that came whole: where it lies, compressed, and what it is."""

    path: Path
    facts: Facts


def routes(facts: Facts, promise: Promise, *, settings: Settings) -> list[Route]:
    """Every way to a file: the public API, the catalogue of the site, the content service, the release's ZIP.

    The API is asked only where it has promised records of this file, or where a hash decides what is right.
    """
    found = []
    if facts.api_id and facts.api_version and (promise.records or facts.sha256):
        url = f"{settings.api_base}/data-sets/{facts.api_id}/csv"
        found.append(Route("public API", url, promise, (("dataSetVersion", facts.api_version),)))
    if facts.data_set_file_id:
        # caches before the site keep a replaced file for days; a new address is one that they have not seen
        key = (("v", facts.last_updated or facts.published or facts.file_id),)
        url = f"{settings.site_base}/data-catalogue/data-set/{facts.data_set_file_id}/csv"
        found.append(Route("data catalogue", url, promise, key))
        url = f"{settings.content_base}/data-set-files/{facts.data_set_file_id}/download"
        found.append(Route("content service", url, promise))
    if facts.release_version_id and facts.file_id:
        url = f"{settings.content_base}/releases/{facts.release_version_id}/files"
        asked = (("fromPage", "ReleaseDownloads"), ("fileIds", facts.file_id))
        found.append(Route("release ZIP", url, promise, asked, zipped=facts.file_name))
    return found


@dataclass(frozen=True)
class Carrier:
    """Brings one file at a time into a folder of arrivals."""

    client: Client
    folder: Path
    progress: Progress

    def bring(self, facts: Facts, ways: Sequence[Route], *, same: str = "") -> Landed:
        """The file by the first way that brings it whole; `same` is the hash that it must have, if any.

        Raises  MovedError where the ids are no longer the service's; FetchError with what each way brought
        """
        failures: list[str] = []
        refusals = 0
        for number, way in enumerate(ways):
            try:
                return self._by(way, facts, number=number, same=same)
            except StoppedError:
                raise
            except RefusedError as refused:
                refusals += refused.status in STALE
                failures.append(f"{way.name}: {refused}")
            except (FetchError, Unfit) as failure:
                failures.append(f"{way.name}: {failure}")
        raise self._failed(facts, failures, moved=refusals == len(ways))

    def _by(self, way: Route, facts: Facts, *, number: int, same: str) -> Landed:
        stem = f"{facts.source}-{facts.series or 'file'}-{number}"
        part = self.folder / f"{stem}.part"
        try:
            came = self.client.patiently(self._whole(way, facts, part=part), way.url)
            if same and came.sha256 != same:
                raise Unfit(f"not the locked file (sha256 {came.sha256[:12]}…, locked {same[:12]}…)")
            return self._land(facts, came, part=part, url=way.url)
        finally:
            part.unlink(missing_ok=True)

    def _whole(self, way: Route, facts: Facts, *, part: Path) -> Callable[[], Arrived]:
        """A try at a file: saved, unpacked, checked."""
        doubtful = ""
        saved = once_more(lambda: self._saved(way, facts, part=part))

        def attempt() -> Arrived:
            nonlocal doubtful
            came = saved()
            if came.doubtful and came.sha256 != doubtful:  # a cut is not made twice at the same place
                doubtful = came.sha256
                raise Again(came.findings[-1][1])
            return came

        return attempt

    def _saved(self, way: Route, facts: Facts, *, part: Path) -> Arrived:
        """One body, on disk and checked.

        Raises  Again where there was no body, and Unfit where it is wrong or broke off: large ones may
        break off at the same time limit for ever
        """
        part.unlink(missing_ok=True)
        self.progress.again(facts.name)
        try:
            answer = self.client.save(
                way.url,
                part,
                params=way.query,
                told=lambda count, total: self.progress.add(facts.name, count, total=total),
            )
        except Again as again:
            if part.is_file() and part.stat().st_size:
                raise Unfit(str(again)) from again
            raise
        return _checked(part, way, content_type=answer.content_type)

    def _land(self, facts: Facts, came: Arrived, *, part: Path, url: str) -> Landed:
        path = part.with_suffix(".whole")
        if came.is_gzip:
            part.replace(path)
        else:
            arrived.pack(part, path)
        told = replace(
            facts,
            url=url,
            sha256=came.sha256,
            bytes=came.bytes,
            rows=came.records,
            encoding=came.encoding,
            header=came.header,
            findings=tuple(came.findings),
        )
        return Landed(path, told)

    def _failed(self, facts: Facts, failures: Sequence[str], *, moved: bool) -> FetchError:
        told = f"{facts.source}: `{facts.title}` ({facts.file_name}) could not be fetched. " + " ".join(
            failures
        )
        return MovedError(told) if moved else FetchError(told)


def once_more(bring: Callable[[], T]) -> Callable[[], T]:
    """The same call, whose first wrong result is worth another try: it may come right the next time.

    Raises  Again the first time, and then Unfit
    """
    wrong = 0

    def attempt() -> T:
        nonlocal wrong
        try:
            return bring()
        except Unfit as unfit:
            wrong += 1
            if wrong >= WRONG_TRIES:
                raise
            raise Again(f"brought {unfit}") from unfit

    return attempt


def _checked(part: Path, way: Route, *, content_type: str) -> Arrived:
    if not way.zipped:
        return arrived.check(part, way.promise, content_type=content_type)
    _unzip(part, way.zipped)
    return arrived.check(part, way.promise)


def _unzip(part: Path, name: str) -> None:
    """Put the one table of an archive in the archive's place.

    Raises  Unfit where the archive is cut or damaged or does not hold that table
    """
    try:
        with zipfile.ZipFile(part) as archive:
            _copy_member(archive, name, target=part.with_suffix(".member"))
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise Unfit(f"a ZIP that is cut or damaged ({error})") from error
    part.with_suffix(".member").replace(part)


def _copy_member(archive: zipfile.ZipFile, name: str, *, target: Path) -> None:
    tables = [member for member in archive.namelist() if _is_table(member)]
    named = [member for member in tables if Path(member).name.lower() == name.lower()]
    if len(named) != 1:
        raise Unfit(f"a ZIP without {name} (it holds {', '.join(tables) or 'no table'})")
    with archive.open(named[0]) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain)  # at its end a member is held against its checksum


def _is_table(member: str) -> bool:
    return member.startswith("data/") and member.lower().endswith(".csv")
