"""Bring: the files of the sources found, fetched where they are new, and put into the store."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from data_pipeline import faults, raw
from data_pipeline.catalogue import STATISTICS, Source
from data_pipeline.errors import FetchError
from data_pipeline.fetch import crew, lock
from data_pipeline.fetch.arrived import Promise
from data_pipeline.fetch.client import Client
from data_pipeline.fetch.elsewhere import Elsewhere
from data_pipeline.fetch.find import Finder
from data_pipeline.fetch.progress import Progress
from data_pipeline.fetch.routes import Carrier, Landed, MovedError, routes
from data_pipeline.fetch.settings import Settings
from data_pipeline.raw import Facts

Found = tuple[Facts, ...] | FetchError
ARRIVING = ".arriving-"
STALE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Outcome:
    """What came of one source: `new`, `unchanged` or `failed`; or `derived`, `by hand`."""

    source: str
    state: str
    files: tuple[Facts, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Errand:
    """What to fetch, and where to put it.

    `locked` is True to fetch exactly the files that the lock file names.
    """

    sources: tuple[Source, ...]
    store: Path
    lock_file: Path
    settings: Settings
    locked: bool = False


def bring(errand: Errand, progress: Progress) -> list[Outcome]:
    """Bring home what is new of the sources and write the lock file; what each source came to.

    A file that the store has is not fetched again. A source that fails keeps the file that it had.
    """
    client = Client(errand.settings)
    errand.store.mkdir(parents=True, exist_ok=True)
    try:
        with _arrivals(errand.store) as folder:
            trip = _Trip(errand, Carrier(client, folder, progress))
            outcomes = trip.locked() if errand.locked else trip.newest()
    finally:
        client.stop()
        progress.close()
    taken = [(one.source, one.files) for one in outcomes if one.files and one.state != "failed"]
    if taken and not errand.locked:
        lock.write(errand.lock_file, lock.merged(lock.read(errand.lock_file), taken))
    return outcomes


@dataclass(frozen=True)
class _Home:
    """A file of the store, and whether this run brought it."""

    facts: Facts
    new: bool


def look(errand: Errand) -> dict[str, Found]:
    """The newest files that the service has of each source, or why that is not known; nothing is fetched."""
    client = Client(errand.settings)
    try:
        return _Trip(errand, Carrier(client, errand.store, Progress())).found()
    finally:
        client.stop()


class _Trip:
    """One run over all sources: find each, fetch what is not there, keep it."""

    def __init__(self, errand: Errand, carrier: Carrier) -> None:
        self.errand, self.carrier = errand, carrier
        self.before = lock.read(errand.lock_file)
        self.online = [source for source in errand.sources if source.online]
        stored = (f for source in self.online for f in raw.have(errand.store, source.id).values())
        self.finder = Finder(carrier.client, self.before, stored=stored)
        self.elsewhere = Elsewhere(carrier, self.online)

    def found(self) -> dict[str, Found]:
        """The newest files of every source that some service has, or why there are none."""
        listed = [source for source in self.online if source.service == STATISTICS]
        statistics = zip((one.id for one in listed), self.finder.find_all(listed), strict=True)
        return dict(statistics) | self.elsewhere.find_all()

    def newest(self) -> list[Outcome]:
        """Find every source afresh and fetch what changed."""
        return self._outcomes(self.found())

    def locked(self) -> list[Outcome]:
        """Fetch the files that the lock file names, wherever the service now is."""
        missing = FetchError("not in the lock file. Fetch without --locked first.")
        return self._outcomes({source.id: self.before.get(source.id) or missing for source in self.online})

    def _outcomes(self, wanted: Mapping[str, Found]) -> list[Outcome]:
        jobs = [facts for files in wanted.values() if isinstance(files, tuple) for facts in files]
        self.carrier.progress.expect(len(jobs))
        came = crew.run(jobs, self._one, at_once=self.errand.settings.at_once)
        results = {facts.name: result for facts, result in zip(jobs, came, strict=True)}
        return [_outcome(source, wanted.get(source.id), came=results) for source in self.errand.sources]

    def _one(self, facts: Facts) -> _Home:
        """One file, at home."""
        say = self.carrier.progress.done
        try:
            home = self._at_home(facts) or self._fetched(facts)
        except OSError as error:
            say(facts.name, "failed")
            raise FetchError(f"{facts.name}: cannot be written: {faults.said(error)}") from error
        except FetchError:
            say(facts.name, "failed")
            raise
        say(facts.name, f"{'new' if home.new else 'unchanged'}, {home.facts.release}")
        return home

    def _at_home(self, facts: Facts) -> _Home | None:
        """The file of the store that is this very version; it is in use from now on."""
        have = raw.have(self.errand.store, facts.source)
        same = [(table, told) for table, told in have.items() if same_version(facts, told)]
        if not same:
            return None
        table, told = same[0]
        used, _ = raw.in_use(have)
        if [path for path, one in used.items() if one.series == told.series] != [table]:
            raw.take(table, told)
        return _Home(told, new=False)

    def _fetched(self, facts: Facts) -> _Home:
        if self.elsewhere.has(facts.source):
            return self._put(self.elsewhere.bring(facts))
        if self.errand.locked:
            return self._carried(facts, Promise())
        try:
            return self._carried(facts, self.finder.promise(facts))
        except MovedError:  # amended since it was listed: ask once more what it is now
            again = self.finder.afresh(facts)
            return self._carried(again, self.finder.promise(again))

    def _carried(self, facts: Facts, promise: Promise) -> _Home:
        ways = routes(facts, promise, settings=self.errand.settings)
        return self._put(self.carrier.bring(facts, ways, same=facts.sha256))

    def _put(self, landed: Landed) -> _Home:
        """What arrived, in the store."""
        moment = raw.now()
        told = replace(landed.facts, fetched=moment, taken=moment)
        before = {one.sha256 for one in raw.have(self.errand.store, told.source).values()}
        raw.put(landed.path, told, store=self.errand.store)
        return _Home(told, new=told.sha256 not in before)


def _outcome(source: Source, files: Found | None, *, came: Mapping[str, _Home | FetchError]) -> Outcome:
    if files is None:
        return _elsewhere(source)
    if isinstance(files, FetchError):
        return Outcome(source.id, "failed", said=str(files))
    results = [came[facts.name] for facts in files]
    home = [result for result in results if isinstance(result, _Home)]
    kept = tuple(one.facts for one in home)
    if len(home) < len(results):
        said = " ".join(str(result) for result in results if isinstance(result, FetchError))
        return Outcome(source.id, "failed", kept, said)
    return Outcome(source.id, "new" if any(one.new for one in home) else "unchanged", kept)


def _elsewhere(source: Source) -> Outcome:
    """A source that the service has no file of."""
    if source.sql:
        return Outcome(source.id, "derived", said=f"from {', '.join(source.derived_from)}")
    return Outcome(source.id, "by hand", said="the service does not list it")


def same_version(wanted: Facts, told: Facts) -> bool:
    """Whether a stored file is the version wanted: the same bytes, or the same blob of the same data file."""
    if wanted.sha256:
        return wanted.sha256 == told.sha256
    return (wanted.data_set_file_id, wanted.file_id) == (told.data_set_file_id, told.file_id)


@contextmanager
def _arrivals(store: Path) -> Iterator[Path]:
    """A folder for what is arriving, on the disk of the store and gone afterwards."""
    for left in store.glob(f"{ARRIVING}*"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=ARRIVING, dir=store))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def chosen(
    sources: Sequence[Source], names: Sequence[str], *, every: bool = False, here: Collection[str] = ()
) -> tuple[Source, ...]:
    """The named sources, or all where none is named; the largest once they were named, which are then `here`.

    Raises  FetchError that names a word which is no source
    """
    known = {source.id: source for source in sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise FetchError(f"{', '.join(unknown)}: no such source. There are: {', '.join(sorted(known))}.")
    if names:
        return tuple(known[name] for name in names)
    return tuple(source for source in sources if every or not source.on_request or source.id in here)
