"""World: the publications, releases and files that the stand-in serves, and how they change."""

import csv
import io
import uuid
from dataclasses import dataclass, field

TIME_AND_PLACE = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("region_code", "region_name", "old_la_code", "new_la_code", "la_name"),
    *("school_urn", "school_laestab", "school_name", "lad_code", "lad_name", "pcon_code", "pcon_name"),
)


def guid(*words):
    """Return an id that is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, words))))


@dataclass
class Version:
    """One version of a public data set: which file of which release it is."""

    number: str
    file: object
    published: str
    status: str = "Published"
    notes: str = ""
    changes: dict = field(default_factory=dict)

    @property
    def key(self):
        parts = [int(part) for part in self.number.split(".")]
        return tuple([*parts, 0, 0][:3])


@dataclass
class DataSet:
    """A series of the public API, over years and releases."""

    id: str
    title: str
    versions: list = field(default_factory=list)
    status: str = "Published"
    superseding: str = ""

    @property
    def latest(self):
        return max((v for v in self.versions if v.status == "Published"), key=lambda version: version.key)


@dataclass
class DataFile:
    """One data file of one release; a replacement has a new `file_id` and the same `data_set_file_id`."""

    title: str
    file_name: str
    body: bytes
    release: object = None
    data_set_file_id: str = ""
    file_id: str = ""
    last_updated: str = ""
    data_set: DataSet | None = None
    indicators: tuple = ()
    encoding: str = "utf-8-sig"

    def sent(self):
        """Return the body as it is sent."""
        return self.body

    @property
    def text(self):
        return self.body.decode(self.encoding)

    @property
    def table(self):
        return list(csv.reader(io.StringIO(self.text, newline="")))

    @property
    def header(self):
        return self.table[0]

    @property
    def rows(self):
        names = self.header
        return [dict(zip(names, row, strict=False)) for row in self.table[1:] if row]

    @property
    def lines(self):
        """Lines of the body without the first: a line break inside quotes is one more."""
        return len(self.text.splitlines()) - 1

    @property
    def levels(self):
        return sorted(
            {row["geographic_level"].capitalize() for row in self.rows if "geographic_level" in row}
        )

    @property
    def filters(self):
        return [name for name in self.header if name not in TIME_AND_PLACE and name not in self.indicators]


@dataclass
class MadeFile(DataFile):
    """A file of so many rows that are made while they are sent."""

    count: int = 0
    pieces: object = None

    @property
    def header(self):
        return next(self.pieces(0)).decode().strip().split(",")

    @property
    def table(self):
        return [self.header]

    @property
    def rows(self):
        return []

    @property
    def lines(self):
        return self.count

    @property
    def levels(self):
        return ["School"]

    def sent(self):
        return self.pieces(self.count)


@dataclass
class Supporting:
    """A file of a release that is no table: a workbook, a note."""

    title: str
    name: str
    body: bytes
    file_id: str = ""


@dataclass
class Release:
    """One release of a publication; `version_id` is replaced by each amendment."""

    slug: str
    title: str
    published: str
    publication: object = None
    id: str = ""
    version_id: str = ""
    former_ids: list = field(default_factory=list)
    files: list = field(default_factory=list)
    updates: list = field(default_factory=list)
    supporting: list = field(default_factory=list)
    former_slugs: list = field(default_factory=list)


@dataclass
class Publication:
    """A publication and its releases, the newest first; legacy entries are a title and an address."""

    slug: str
    title: str
    id: str = ""
    releases: list = field(default_factory=list)
    former_slugs: list = field(default_factory=list)
    superseded_by: object = None
    legacy: list = field(default_factory=list)

    @property
    def latest(self):
        return max(self.releases, key=lambda release: release.published)


class World:
    """Everything that is published, and the switches that publish more."""

    def __init__(self):
        self.publications = []
        self.changes = 0
        self.stale = {}  # what a cache before the site still has, by catalogue id
        self.maps = []  # services of boundaries
        self.code = {}  # what repositories of code hold, by path

    def publication(self, slug, title):
        found = next((one for one in self.publications if one.slug == slug), None)
        if not found:
            found = Publication(slug, title, guid("publication", slug))
            self.publications.append(found)
        return found

    def release(self, publication, slug, *, title="", published="2026-03-01"):
        found = next((one for one in publication.releases if one.slug == slug), None)
        if not found:
            words = (guid("release", publication.slug, slug), guid("version", publication.slug, slug, 0))
            found = Release(slug, title or f"Academic year {slug}", published, publication, *words)
            publication.releases.append(found)
        return found

    def file(self, release, file, *, api=False):
        """Publish a file in a release; with `api`, as a public data set as well."""
        file.release = release
        words = (release.publication.slug, release.slug, file.file_name)
        file.data_set_file_id = guid("catalogue", *words)
        file.file_id = guid("blob", *words)
        file.last_updated = release.published
        release.files.append(file)
        if api:
            file.data_set = DataSet(guid("api", *words), file.title)
            file.data_set.versions.append(Version("1.0", file, release.published))
        return file

    def support(self, release, title, name, body):
        """Put a file that is no table into a release."""
        told = Supporting(title, name, body, guid("supporting", release.id, name))
        release.supporting.append(told)
        return told

    def amend(self, file, body, *, published="2026-05-01"):
        """Replace a file inside its release: a new version id and blob, the same catalogue id."""
        self.changes += 1
        release = file.release
        release.former_ids.append(release.version_id)
        release.version_id = guid("version", release.publication.slug, release.slug, self.changes)
        release.updates.append({"reason": "Corrected figures", "on": published})
        file.body = body
        file.file_id = guid("blob", file.file_id, self.changes)
        file.last_updated = published
        if file.data_set:
            latest = file.data_set.latest.key
            number = f"{latest[0]}.{latest[1]}.{latest[2] + 1}"
            file.data_set.versions.append(Version(number, file, published))

    def next_year(self, file, release, body, *, number="1.1"):
        """Publish the next year's file of a series: a new catalogue id, the same public data set."""
        new = DataFile(file.title, file.file_name, body, indicators=file.indicators, encoding=file.encoding)
        self.file(release, new)
        if file.data_set:
            new.data_set = file.data_set
            file.data_set.versions.append(Version(number, new, release.published))
        return new

    def withdraw(self, file):
        """Take a file out of the newest version of its release."""
        file.release.files.remove(file)

    def files(self):
        return [f for p in self.publications for release in p.releases for f in release.files]

    def data_sets(self):
        return list({f.data_set.id: f.data_set for f in self.files() if f.data_set}.values())
