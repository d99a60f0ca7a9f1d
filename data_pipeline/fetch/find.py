"""Find: the newest file of each source, asking the service once a publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from data_pipeline.catalogue import Source
from data_pipeline.errors import FetchError
from data_pipeline.fetch import crew, resolve
from data_pipeline.fetch.arrived import Promise
from data_pipeline.fetch.client import Client
from data_pipeline.fetch.lock import Locked
from data_pipeline.fetch.service import Listed, Service
from data_pipeline.raw import Facts


class Finder:
    """Knows the files of the publications that were asked for, and of each source the newest."""

    def __init__(self, client: Client, before: Locked, *, stored: Iterable[Facts]) -> None:
        """Take the client, and what is known without asking it.

        A publication's id is good for ever, and the lock names it; a stored file's columns are known.
        """
        self.service = Service(client)
        self._ids = {f.publication: f.publication_id for files in before.values() for f in files}
        self._headers = {facts.file_id: facts.header for facts in stored if facts.file_id}
        self._listings: dict[str, tuple[Listed, ...] | FetchError] = {}
        self._sources: dict[str, Source] = {}

    def find_all(self, sources: Sequence[Source]) -> list[tuple[Facts, ...] | FetchError]:
        """The newest files of each source, or why there are none; each publication is listed once."""
        at_once = self.service.settings.at_once
        slugs = list(dict.fromkeys(source.publication for source in sources))
        self._listings.update(zip(slugs, crew.run(slugs, self._listing, at_once=at_once), strict=True))
        self._sources.update({source.id: source for source in sources})
        return crew.run(sources, self.find, at_once=at_once)

    def find(self, source: Source) -> tuple[Facts, ...]:
        """The newest file of a source; of a source of `every_year`, that of each school year.

        Raises  FetchError where none or several fit
        """
        listing = self._listings[source.publication]
        if isinstance(listing, FetchError):
            raise FetchError(f"{source.id}: {listing}") from listing
        return tuple(_facts(source, file) for file in resolve.choose(source, listing, header_of=self._header))

    def afresh(self, facts: Facts) -> Facts:
        """The file that now stands where this one stood.

        Raises  FetchError where its source has no such file any more
        """
        source = self._sources[facts.source]
        self._listings[source.publication] = self._listing(source.publication)
        for now in self.find(source):
            if now.series == facts.series:
                return now
        raise FetchError(f"{facts.name}: no longer among the files of {source.publication}. Run again.")

    def promise(self, facts: Facts) -> Promise:
        """What the service says of the file that is to be fetched.

        The public API's number of records is in it only where its newest version is of this very file.
        """
        header = self._headers.get(facts.file_id) or self.service.header(facts.data_set_file_id)
        promise = Promise(lines=facts.rows, header=header)
        if not facts.api_id:
            return promise
        try:
            api = self.service.api_set(facts.api_id)
        except FetchError:  # the catalogue has the same file
            return promise
        same = (api.version, api.data_set_file_id) == (facts.api_version, facts.data_set_file_id)
        return replace(promise, records=api.records) if same else promise

    def _listing(self, slug: str) -> tuple[Listed, ...]:
        files = self._files_by_known_id(slug)
        if not files:
            files = self.service.files(self.service.publication_id(slug))
        if not files:
            raise FetchError(f"{slug}: the publication has no data files.")
        renamed = files[0].publication_slug
        if renamed != slug:
            raise FetchError(f'{slug}: renamed. Write publication = "{renamed}" in the source.')
        return files

    def _files_by_known_id(self, slug: str) -> tuple[Listed, ...]:
        """The listing, where the id is known; a superseded publication is asked for by name."""
        known = self._ids.get(slug, "")
        files = self.service.files(known) if known else ()
        return () if any(file.superseded for file in files) else files

    def _header(self, file: Listed) -> tuple[str, ...]:
        if file.file_id not in self._headers:
            self._headers[file.file_id] = self.service.header(file.data_set_file_id)
        return self._headers[file.file_id]


def _facts(source: Source, file: Listed) -> Facts:
    return Facts(
        source=source.id,
        sha256="",
        file_name=file.file_name,
        title=file.title,
        publication=file.publication_slug,
        publication_id=file.publication_id,
        release=file.release,
        release_slug=file.release_slug,
        release_version_id=file.release_version_id,
        data_set_file_id=file.data_set_file_id,
        file_id=file.file_id,
        api_id=file.api_id,
        api_version=file.api_version,
        published=file.published,
        last_updated=file.last_updated,
        rows=file.rows,
        series=str(resolve.school_year(file)) if source.every_year else "",
    )
