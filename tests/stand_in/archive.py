"""Archive: the files of a release in one ZIP, or one by one, as the content service gives them."""

import hashlib
import zipfile
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.stand_in.data_files import meta_of
from tests.stand_in.wire import Reply, problem

PAGES = ("ReleaseUsefulInfo", "ReleaseDownloads", "DataCatalogue", "TableToolCropped")


def release_of(world, version_id):
    """Return the release of a version id, or a refusal: a stale id is forbidden, a strange one not found."""
    releases = [release for p in world.publications for release in p.releases]
    found = next((one for one in releases if one.version_id == version_id), None)
    if found:
        return found, None
    stale = any(version_id in one.former_ids for one in releases)
    return None, problem(403, "Forbidden") if stale else problem(404, "Not Found")


def everything(world, version_id, query):
    """Reply with the ZIP; of an id that is not in the release with an empty one."""
    found, refusal = release_of(world, version_id)
    wanted = [word for name, word in query if name == "fileIds"]
    if refusal or len(wanted) > 1 or dict(query).get("fromPage", PAGES[0]) not in PAGES:
        return refusal or problem(400, "Bad Request")
    stream = _Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in _members(found, wanted):
            archive.writestr(name, body)
    name = f"attachment; filename={found.publication.slug}_{found.slug}.zip"
    told = {"Content-Type": "application/octet-stream", "Content-Disposition": name}
    return Reply(200, bytes(stream.body), told | _cached(found), sized=False)


def one(world, version_id, file_id):
    """Reply with one blob: a supporting file with its tag, a data file with nothing in it.

    A data file is stored compressed, and after hashing such a stream cannot be rewound.
    """
    found, refusal = release_of(world, version_id)
    if refusal:
        return refusal
    told = next((s for s in found.supporting if s.file_id == file_id), None)
    if told:
        saved = {"Content-Disposition": f"attachment; filename={told.name}"}
        tag = hashlib.md5(told.body, usedforsecurity=False).hexdigest()
        kind = {"Content-Type": "application/octet-stream", "ETag": f'W/"{tag}"'}
        return Reply(200, told.body, kind | saved | _cached(found))
    if any(f.file_id == file_id for f in found.files):
        return Reply(200, b"", {"Content-Type": "text/csv"}, sized=False)
    return problem(404, "Not Found")


class _Stream:
    """What a ZIP is written to while it is sent: no way back, so that sizes stand behind each member."""

    def __init__(self):
        self.body = bytearray()

    def write(self, piece):
        self.body += piece
        return len(piece)

    def flush(self):
        """Keep nothing back."""


def _members(release, wanted):
    files = [f for f in release.files if not wanted or f.file_id in wanted]
    supporting = [s for s in release.supporting if not wanted or s.file_id in wanted]
    yield from ((f"data/{f.file_name}", f.body) for f in files)
    yield from ((f"supporting-files/{s.name}", s.body) for s in supporting)
    if files or supporting:
        yield "data-guidance/data-guidance.txt", _guidance(release, files)


def _guidance(release, files):
    """Return the text that explains the tables: of each its name, levels, periods and columns."""
    parts = [f"{release.publication.title}\n{release.title}\n\nDescription of the release.\n"]
    for file in files:
        told = meta_of(file)
        span = told["timePeriodRange"]
        width = max((len(name) for name in file.header), default=0)
        columns = [f"{name:<{width}} | {name.replace('_', ' ')}" for name in file.header]
        lines = [
            file.title,
            "",
            f"Filename: {file.file_name}",
            f"Geographic levels: {'; '.join(told['geographicLevels'])}",
            f"Time period: {span['from']} to {span['to']}",
            "Content summary: A table.",
            "",
            f"{'Variable name':<{width}} | Variable description",
            *columns,
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _cached(release):
    moment = datetime.fromisoformat(release.published).replace(hour=9, minute=30, tzinfo=UTC)
    return {"Cache-Control": "public,max-age=300", "Last-Modified": format_datetime(moment, usegmt=True)}
