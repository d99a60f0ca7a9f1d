"""Content: the content service of the stand-in, which knows every published data file."""

import io
import zipfile

from tests.stand_in.wire import Reply, json_reply, problem

PAGES = ("ReleaseUsefulInfo", "ReleaseDownloads", "DataCatalogue", "TableToolCropped")


def answer(world, asked, path):
    """Return the reply to a path under the content service's base."""
    match path.strip("/").split("/"):
        case ["publications", slug]:
            return _publication(world, slug)
        case ["publications", slug, "title"]:
            return _title(world, slug)
        case ["publications", slug, "releases"]:
            return _releases(world, slug)
        case ["publications", slug, "releases", release, "version-summary"]:
            return _summary(world, slug, release)
        case ["publications", slug, "releases", release, "data-content"]:
            return _data_content(world, slug, release)
        case ["publications", slug, "releases", release, "updates"]:
            found = _release(world, slug, release)
            return json_reply(found.updates) if found else problem(404, "Not Found")
        case ["publicationInfos"]:
            return json_reply([_info(one) for one in world.publications])
        case ["redirects"]:
            return json_reply(_redirects(world))
        case ["data-set-files"]:
            return _listing(world, asked.parameters)
        case ["data-set-files", "sitemap-items"]:
            items = [{"id": f.data_set_file_id, "lastModified": f.last_updated} for f in world.files()]
            return json_reply(items)
        case ["data-set-files", file_id]:
            return _detail(world, file_id)
        case ["data-set-files", file_id, "download"]:
            return _download(world, file_id)
        case ["releases", version_id, "files"]:
            return _zip(world, version_id, asked.query)
        case ["releases", _, "files", _]:
            # a stored blob that is compressed cannot be rewound after hashing: 200 and nothing in it
            return Reply(200, b"", {"Content-Type": "text/csv"}, sized=False)
        case ["health"]:
            return Reply(200, b"Healthy", {"Content-Type": "text/plain"})
    return problem(404, "Not Found")


def find_file(world, data_set_file_id):
    return next((f for f in world.files() if f.data_set_file_id == data_set_file_id), None)


def _of_slug(world, slug):
    return next((one for one in world.publications if one.slug == slug), None)


def _release(world, slug, release_slug):
    publication = _of_slug(world, slug)
    releases = publication.releases if publication else []
    return next((one for one in releases if one.slug == release_slug), None)


def _publication(world, slug):
    found = _of_slug(world, slug)
    if not found:
        return problem(404, "Not Found")
    latest = found.latest
    body = {
        "id": found.id,
        "slug": found.slug,
        "title": found.title,
        "summary": "",
        "contact": {"teamName": "Statistics team", "teamEmail": "statistics@example.org"},
        "latestRelease": {"id": latest.id, "slug": latest.slug, "title": latest.title},
        "theme": {"id": "t", "title": "Pupils and schools"},
    }
    if found.superseded_by:
        other = found.superseded_by
        body["supersededByPublication"] = {"id": other.id, "slug": other.slug, "title": other.title}
    return json_reply(body)


def _title(world, slug):
    found = _of_slug(world, slug)
    return (
        json_reply({"publicationId": found.id, "title": found.title}) if found else problem(404, "Not Found")
    )


def _newest_first(releases):
    return sorted(releases, key=lambda release: release.published, reverse=True)


def _releases(world, slug):
    found = _of_slug(world, slug)
    if not found:
        return problem(404, "Not Found")
    return json_reply([_release_body(one, found) for one in _newest_first(found.releases)])


def _release_body(one, publication):
    return {
        "id": one.version_id,
        "releaseId": one.id,
        "title": one.title,
        "slug": one.slug,
        "yearTitle": one.slug[:7],
        "coverageTitle": one.title.rsplit(" ", 1)[0],
        "published": f"{one.published}T09:30:00+00:00",
        "type": "OfficialStatistics",
        "latestRelease": one is publication.latest,
    }


def _summary(world, slug, release_slug):
    found = _release(world, slug, release_slug)
    if not found:
        return problem(404, "Not Found")
    publication = found.publication
    told = {"id": publication.id, "slug": publication.slug, "title": publication.title}
    is_latest = {"isLatestRelease": found is publication.latest, "updateCount": len(found.updates)}
    return json_reply(_release_body(found, publication) | is_latest | {"publication": told})


def _data_content(world, slug, release_slug):
    found = _release(world, slug, release_slug)
    if not found:
        return problem(404, "Not Found")
    sets = []
    for one in found.files:
        meta = _meta(one)
        meta["timePeriodRange"] = {
            "start": meta["timePeriodRange"]["from"],
            "end": meta["timePeriodRange"]["to"],
        }
        body = {
            "dataSetFileId": one.data_set_file_id,
            "fileId": one.file_id,
            "title": one.title,
            "meta": meta,
        }
        if one.data_set:
            body |= {"publicApiDataSetId": one.data_set.id, "isApiEnabled": True}
        sets.append(body | {"subjectId": one.file_id, "summary": ""})
    ids = {"releaseId": found.id, "releaseVersionId": found.version_id}
    return json_reply(ids | {"dataGuidance": "<p></p>", "dataSets": sets, "supportingFiles": []})


def _info(publication):
    latest = publication.latest
    told = {"releaseId": latest.id, "releaseSlug": latest.slug}
    return {
        "publicationId": publication.id,
        "publicationSlug": publication.slug,
        "latestPublishedRelease": told,
    }


def _redirects(world):
    moved = [{"fromSlug": old, "toSlug": one.slug} for one in world.publications for old in one.former_slugs]
    return {"publicationRedirects": moved, "methodologyRedirects": [], "releaseRedirectsByPublication": {}}


def _listing(world, asked):
    page, size = _whole(asked.get("page"), 1), _whole(asked.get("pageSize"), 10)
    if not 1 <= page <= 9999 or not 1 <= size <= 40:
        error = {"message": "Must be between 1 and 40.", "path": "pageSize", "code": "InclusiveBetween"}
        return problem(400, "One or more validation errors occurred.", error)
    if len(asked.get("searchTerm", "aaa")) < 3:
        error = {"message": "Must be at least 3 characters.", "path": "searchTerm", "code": "MinimumLength"}
        return problem(400, "One or more validation errors occurred.", error)
    files = [f for f in world.files() if _is_listed(f, asked)]
    if asked.get("sort") == "published":
        files.sort(key=lambda f: (f.release.published, f.title), reverse=asked.get("sortDirection") == "Desc")
    else:
        files.sort(key=lambda f: f.title)
    some = files[(page - 1) * size : page * size]
    return json_reply({"results": [item_of(one) for one in some], "paging": paging(page, size, len(files))})


def paging(page, size, total):
    """Zero results are one page: the service divides whole numbers."""
    pages = max(1, -(-total // size))
    return {"page": page, "pageSize": size, "totalResults": total, "totalPages": pages}


def _whole(word, default):
    return int(word) if word and word.lstrip("-").isdigit() else default


def _is_listed(file, asked):
    release, publication = file.release, file.release.publication
    latest_only = asked.get("latestOnly", "false" if "releaseId" in asked else "true") == "true"
    wanted = asked.get("publicationId")
    if wanted and publication.id != wanted:
        return False
    if not wanted and publication.superseded_by:
        return False
    if asked.get("releaseId") and release.version_id != asked["releaseId"]:
        return False
    if asked.get("dataSetType") == "api" and not file.data_set:
        return False
    if asked.get("searchTerm", "").lower() not in file.title.lower():
        return False
    return not latest_only or release is publication.latest


def _meta(file):
    periods = [f"{r.get('time_period', '')} {r.get('time_identifier', '')}".strip() for r in file.rows]
    return {
        "numDataFileRows": file.lines,
        "geographicLevels": file.levels,
        "timePeriodRange": {"from": min(periods, default=""), "to": max(periods, default="")},
        "filters": file.filters,
        "indicators": list(file.indicators),
    }


def item_of(file):
    release, publication = file.release, file.release.publication
    size = len(file.body) // 1024
    body = {
        "id": file.data_set_file_id,
        "fileId": file.file_id,
        "filename": file.file_name,
        "fileSize": f"{size} Kb" if size < 1024 else f"{size // 1024} Mb",
        "fileExtension": "csv",
        "title": file.title,
        "content": "",
        "theme": {"id": "t", "title": "Pupils and schools"},
        "publication": {"id": publication.id, "title": publication.title, "slug": publication.slug},
        "release": {"id": release.version_id, "title": release.title, "slug": release.slug},
        "latestData": release is publication.latest,
        "isSuperseded": bool(publication.superseded_by),
        "published": f"{release.published}T09:30:00+00:00",
        "lastUpdated": f"{file.last_updated}T09:30:00",
        "meta": _meta(file),
    }
    current = file.data_set and next((v for v in file.data_set.versions[::-1] if v.file is file), None)
    return body | ({"api": {"id": file.data_set.id, "version": current.number}} if current else {})


def _detail(world, file_id):
    file = find_file(world, file_id)
    if not file:
        return problem(404, "Not Found")
    release, publication = file.release, file.release.publication
    told = {
        "id": release.version_id,
        "title": release.title,
        "slug": release.slug,
        "isLatestPublishedRelease": release is publication.latest,
        "publication": {"id": publication.id, "title": publication.title, "slug": publication.slug},
    }
    preview = {"headers": file.header, "rows": file.table[1:6]}
    inside = {"id": file.file_id, "name": file.file_name, "meta": _meta(file), "dataCsvPreview": preview}
    variables = [{"value": name, "label": name.replace("_", " ")} for name in file.header]
    return json_reply(
        {
            "id": file_id,
            "title": file.title,
            "release": told,
            "file": inside | {"variables": variables},
            "footnotes": [],
        }
    )


def _download(world, file_id):
    file = find_file(world, file_id)
    if not file:
        return problem(404, "Not Found")
    saved = {"Content-Disposition": f"attachment; filename={file.file_name}", "X-Robots-Tag": "noindex"}
    return Reply(200, file.sent(), {"Content-Type": "text/csv"} | saved, sized=False)


def _zip(world, version_id, query):
    releases = [release for p in world.publications for release in p.releases]
    found = next((one for one in releases if one.version_id == version_id), None)
    if not found:
        stale = any(version_id in one.former_ids for one in releases)
        return problem(403, "Forbidden") if stale else problem(404, "Not Found")
    wanted = [word for name, word in query if name == "fileIds"]
    page = dict(query).get("fromPage", PAGES[0])
    if len(wanted) > 1 or page not in PAGES:
        return problem(400, "Bad Request")
    files = [f for f in found.files if not wanted or f.file_id in wanted]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(f"data/{file.file_name}", file.body)
        if files:
            archive.writestr("supporting-files/notes.txt", "notes")
            archive.writestr("data-guidance/data-guidance.txt", found.title)
    name = f"attachment; filename={found.publication.slug}_{found.slug}.zip"
    told = {"Content-Type": "application/octet-stream", "Content-Disposition": name}
    return Reply(200, buffer.getvalue(), told | {"Cache-Control": "public,max-age=300"}, sized=False)
