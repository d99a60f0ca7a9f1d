"""Service: the few calls that find files, each answer's shape checked at the door."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from data_pipeline.errors import FetchError
from data_pipeline.fetch.client import Client, RefusedError
from data_pipeline.fetch.shapes import count, count_or_zero, items, maybe_dict, text

PAGE_SIZE = 40  # the most that the service gives
MOST_PAGES = 250


@dataclass(frozen=True)
class Listed:
    """One data file as the service lists it: the newest version of one file of one release."""

    data_set_file_id: str
    file_id: str
    file_name: str
    title: str
    release_version_id: str
    release: str
    release_slug: str
    publication_id: str
    publication_slug: str
    published: str
    last_updated: str
    rows: int
    levels: tuple[str, ...]
    superseded: bool = False
    api_id: str = ""
    api_version: str = ""

    def __str__(self) -> str:
        """The file as a message names it."""
        return f"`{self.title}` ({self.file_name}, {self.release})"


@dataclass(frozen=True)
class ApiSet:
    """What the public API says of a data set's newest version."""

    version: str
    records: int
    data_set_file_id: str


@dataclass(frozen=True)
class Detail:
    """What the catalogue says of one data file on its own page."""

    title: str
    publication: str
    publication_title: str
    release: str
    release_version_id: str
    file_id: str
    file_name: str
    rows: int


class Service:
    """The publisher's service, as far as the pipeline uses it."""

    def __init__(self, client: Client) -> None:
        """Take the client that asks."""
        self.client = client
        self.settings = client.settings

    def publication_id(self, slug: str) -> str:
        """The id of a publication, good for as long as the publication is.

        Raises  FetchError where it was renamed or superseded, or never was, with the names to look at
        """
        url = f"{self.settings.content_base}/publications/{slug}"
        try:
            found = self.client.json(url)
        except RefusedError as refused:
            if refused.status != 404:
                raise
            raise FetchError(self._gone(slug)) from refused
        successor = maybe_dict(found).get("supersededByPublication")
        if isinstance(successor, dict):
            raise FetchError(
                f'{slug}: superseded by "{successor.get("title")}", publication = "{successor.get("slug")}". '
                "Look whether its tables are the same, then change `publication` in the source."
            )
        return text(found, "id", url=url)

    def files(self, publication_id: str) -> tuple[Listed, ...]:
        """Every data file of every release of a publication, the newest version of each.

        `latestOnly=false`: when the newest release is of one term, the files of whole years are not in it.
        """
        found: dict[str, Listed] = {}
        for listed in self._listing(publication_id):
            found.setdefault(listed.data_set_file_id, listed)  # pages move when something is published
        return tuple(found.values())

    def header(self, data_set_file_id: str) -> tuple[str, ...]:
        """The columns of a data file, as its preview shows them."""
        url = f"{self.settings.content_base}/data-set-files/{data_set_file_id}"
        headers = items(self.client.json(url), "file.dataCsvPreview.headers", url=url)
        return tuple(str(column).lstrip("\ufeff").strip() for column in headers)

    def detail(self, data_set_file_id: str) -> Detail:
        """One data file of the catalogue, whichever release it is of.

        Raises  RefusedError with status 404 where the newest version of its release has it no more
        """
        url = f"{self.settings.content_base}/data-set-files/{data_set_file_id}"
        found = self.client.json(url)
        return Detail(
            title=text(found, "title", url=url),
            publication=text(found, "release.publication.slug", url=url),
            publication_title=text(found, "release.publication.title", url=url),
            release=text(found, "release.title", url=url),
            release_version_id=text(found, "release.id", url=url),
            file_id=text(found, "file.id", url=url),
            file_name=text(found, "file.name", url=url),
            rows=count(found, "file.meta.numDataFileRows", url=url),
        )

    def api_set(self, api_id: str) -> ApiSet:
        """The newest version of a data set of the public API."""
        url = f"{self.settings.api_base}/data-sets/{api_id}"
        found = self.client.json(url)
        return ApiSet(
            version=text(found, "latestVersion.version", url=url),
            records=count(found, "latestVersion.totalResults", url=url),
            data_set_file_id=text(found, "latestVersion.file.id", url=url),
        )

    def _listing(self, publication_id: str) -> Iterator[Listed]:
        url = f"{self.settings.content_base}/data-set-files"
        asked: dict[str, str | int] = {
            "publicationId": publication_id,
            "latestOnly": "false",
            "sort": "published",
            "sortDirection": "Desc",
            "pageSize": PAGE_SIZE,
        }
        for page in range(1, MOST_PAGES):
            answer = self.client.json(url, {**asked, "page": page})
            results = items(answer, "results", url=url)
            yield from (_listed(item, url=url) for item in results)
            if not results or page >= count(answer, "paging.totalPages", url=url):
                return

    def _gone(self, slug: str) -> str:
        """Why there is no publication of this name, and what it may be called now."""
        renamed = self._redirects().get(slug)
        if renamed:
            return f'{slug}: renamed. Write publication = "{renamed}" in the source.'
        known = self._slugs()
        if slug in known:
            return f"{slug}: answered 404, and is in the service's own list of publications. Try again later."
        near = difflib.get_close_matches(slug, known, n=3, cutoff=0.5)
        hint = f" Close names: {', '.join(near)}." if near else ""
        return f"{slug}: no such publication.{hint} Change `publication` in the source."

    def _redirects(self) -> dict[str, str]:
        moved = maybe_dict(self._maybe("redirects")).get("publicationRedirects")
        pairs = map(maybe_dict, moved if isinstance(moved, list) else [])
        return {str(pair.get("fromSlug")): str(pair.get("toSlug")) for pair in pairs}

    def _slugs(self) -> list[str]:
        found = self._maybe("publicationInfos")
        listed = map(maybe_dict, found if isinstance(found, list) else [])
        return [str(one.get("publicationSlug")) for one in listed]

    def _maybe(self, route: str) -> object:
        """What a route that only explains gives; None where even that fails."""
        try:
            return self.client.json(f"{self.settings.content_base}/{route}")
        except FetchError:
            return None


def _listed(found: object, *, url: str) -> Listed:
    item = maybe_dict(found)
    api = maybe_dict(item.get("api"))
    # nulls are left out of the answers, so that one odd file must not hide the others of its publication
    meta = maybe_dict(item.get("meta"))
    levels = meta.get("geographicLevels")
    return Listed(
        data_set_file_id=text(item, "id", url=url),
        file_id=text(item, "fileId", url=url),
        file_name=text(item, "filename", url=url),
        title=text(item, "title", url=url),
        release_version_id=text(item, "release.id", url=url),
        release=text(item, "release.title", url=url),
        release_slug=text(item, "release.slug", url=url),
        publication_id=text(item, "publication.id", url=url),
        publication_slug=text(item, "publication.slug", url=url),
        published=str(item.get("published") or ""),
        last_updated=str(item.get("lastUpdated") or ""),
        rows=count_or_zero(meta, "numDataFileRows"),
        levels=tuple(map(str, levels if isinstance(levels, list) else [])),
        superseded=item.get("isSuperseded") is True,
        api_id=str(api.get("id") or ""),
        api_version=str(api.get("version") or ""),
    )
