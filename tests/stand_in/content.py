"""Content: the content service of the stand-in, which knows every published data file."""

from tests.stand_in import archive, data_files
from tests.stand_in.data_files import THEME, api_of, invalid, meta_of, paging, size_of, whole
from tests.stand_in.wire import Reply, json_reply, problem

TREES = ("DataTables", "DataCatalogue", "FastTrack")


def answer(world, asked, path):
    """Return the reply to a path under the content service's base."""
    words = path.strip("/").split("/")
    if words[0] == "publications":
        return _of_publications(world, asked, words[1:])
    match words:
        case ["publicationInfos"]:
            theme = asked.parameters.get("themeId", THEME["id"])
            return json_reply([_info(one) for one in world.publications if theme == THEME["id"]])
        case ["redirects"]:
            return json_reply(_redirects(world))
        case ["data-set-files"]:
            return data_files.listing(world, asked.parameters)
        case ["data-set-files", "sitemap-items"]:
            items = [{"id": f.data_set_file_id, "lastModified": f.last_updated} for f in world.files()]
            return json_reply(items)
        case ["data-set-files", file_id]:
            return data_files.detail(world, file_id)
        case ["data-set-files", file_id, "download"]:
            return data_files.download(world, file_id)
        case ["releases", version_id, "files"]:
            return archive.everything(world, version_id, asked.query)
        case ["releases", version_id, "files", file_id]:
            return archive.one(world, version_id, file_id)
        case ["health"]:
            return Reply(200, b"Healthy", {"Content-Type": "text/plain"})
    return problem(404, "Not Found")


def _of_publications(world, asked, words):
    """Return the reply to a path under `publications`."""
    match words:
        case ["tree"]:
            return _tree(world, asked.parameters.get("filter"))
        case ["sitemap-items"]:
            return json_reply([_on_the_sitemap(one) for one in world.publications])
        case [slug]:
            return _publication(world, slug)
        case [slug, "title"]:
            return _title(world, slug)
        case [slug, "releases"]:
            return _releases(world, slug)
        case [slug, "release-entries"]:
            return _entries(world, slug, asked.parameters)
        case [slug, "releases", release, what]:
            found = _release(world, slug, release)
            bodies = {"version-summary": _summary, "data-content": _data_content, "updates": _updates}
            return json_reply(bodies[what](found)) if found and what in bodies else problem(404, "Not Found")
    return problem(404, "Not Found")


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
        "theme": THEME,
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


def _summary(release):
    publication = release.publication
    told = {
        "isLatestRelease": release is publication.latest,
        "lastUpdated": max([release.published, *(update["on"] for update in release.updates)]),
        "publishingOrganisations": [],
        "updateCount": len(release.updates),
        "publication": {"id": publication.id, "slug": publication.slug, "title": publication.title},
    }
    return _release_body(release, publication) | told


def _updates(release):
    return release.updates


def _data_content(release):
    ids = {"releaseId": release.id, "releaseVersionId": release.version_id}
    told = {"dataGuidance": "<p></p>", "dataSets": [_in_content(one) for one in release.files]}
    supporting = [_supporting(one) for one in release.supporting]
    return ids | told | {"featuredTables": [], "supportingFiles": supporting}


def _in_content(file):
    """Return a table as a release tells of it: no file name, no size, and its range in other words."""
    meta = meta_of(file)
    span = meta["timePeriodRange"]
    body = {
        "dataSetFileId": file.data_set_file_id,
        "fileId": file.file_id,
        "subjectId": file.file_id,
        "title": file.title,
        "summary": "",
        "meta": meta | {"timePeriodRange": {"start": span["from"], "end": span["to"]}},
    }
    api = api_of(file)
    return body | ({"publicApiDataSetId": api["api"]["id"], "isApiEnabled": True} if api else {})


def _supporting(told):
    name, extension = told.name.rsplit(".", 1)
    body = {"fileId": told.file_id, "extension": extension, "filename": f"{name}.{extension}"}
    return body | {"title": told.title, "summary": "", "size": size_of(told.body)}


def _tree(world, wanted):
    """Reply with themes and their publications; without a word for which, with a refusal."""
    if wanted not in TREES:
        return invalid("filter", "RequiredValue", "Must be one of the allowed values.")
    shown = [one for one in world.publications if _is_in_the_tree(one, wanted)]
    return json_reply([THEME | {"summary": "", "publications": [_leaf(one) for one in shown]}])


def _is_in_the_tree(publication, wanted):
    has_data = any(release.files for release in publication.releases)
    return has_data and (wanted != "FastTrack")


def _leaf(publication):
    told = {
        "id": publication.id,
        "slug": publication.slug,
        "title": publication.title,
        "isSuperseded": bool(publication.superseded_by),
        "anyLiveReleaseHasData": any(release.files for release in publication.releases),
        "latestReleaseHasData": bool(publication.latest.files),
    }
    other = publication.superseded_by
    return told | (
        {"supersededBy": {"id": other.id, "slug": other.slug, "title": other.title}} if other else {}
    )


def _on_the_sitemap(publication):
    releases = [{"slug": one.slug, "lastModified": one.published} for one in publication.releases]
    return {"slug": publication.slug, "lastModified": publication.latest.published, "releases": releases}


def _entries(world, slug, asked):
    """Reply with releases and the legacy ones, all or a page: both parameters or neither, at most 100."""
    found = _of_slug(world, slug)
    if not found:
        return problem(404, "Not Found")
    entries = [_release_body(one, found) for one in _newest_first(found.releases)]
    entries += [{"title": title, "url": url} for title, url in found.legacy]
    given = [name for name in ("page", "pageSize") if name in asked]
    if len(given) == 1:
        return invalid(
            next(n for n in ("page", "pageSize") if n not in given), "NotEmpty", "Must not be empty."
        )
    page, size = whole(asked.get("page"), 1), whole(asked.get("pageSize"), max(1, len(entries)))
    if page < 1 or not 1 <= size <= (100 if given else size):
        return invalid("pageSize", "InclusiveBetween", "Must be between 1 and 100.")
    some = entries[(page - 1) * size : page * size]
    return json_reply({"results": some, "paging": paging(page, size, len(entries))})


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
    released = {
        one.slug: [{"fromSlug": old, "toSlug": r.slug} for r in one.releases for old in r.former_slugs]
        for one in world.publications
    }
    by_publication = {slug: pairs for slug, pairs in released.items() if pairs}
    return {
        "publicationRedirects": moved,
        "methodologyRedirects": [],
        "releaseRedirectsByPublication": by_publication,
    }
