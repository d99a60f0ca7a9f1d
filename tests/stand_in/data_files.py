"""Data files: the content service's listing of data files, and what it says and gives of one."""

from tests.stand_in.wire import Reply, json_reply, problem

THEME = {"id": "t", "title": "Pupils and schools"}
LEVELS = {"NAT": "National", "REG": "Regional", "LA": "Local authority", "SCH": "School"}
SORTS = ("published", "title", "relevance", "natural")


def find_file(world, data_set_file_id):
    return next((f for f in world.files() if f.data_set_file_id == data_set_file_id), None)


def invalid(path, code, message):
    error = {"message": message, "path": path, "code": code}
    return problem(400, "One or more validation errors occurred.", error)


def paging(page, size, total):
    """Zero results are one page: the service divides whole numbers."""
    pages = max(1, -(-total // size))
    return {"page": page, "pageSize": size, "totalResults": total, "totalPages": pages}


def whole(word, default):
    return int(word) if word and word.lstrip("-").isdigit() else default


def listing(world, asked):
    """Reply with a page of the data files that were asked for."""
    page, size = whole(asked.get("page"), 1), whole(asked.get("pageSize"), 10)
    refusal = _refusal(asked, page, size)
    if refusal:
        return refusal
    files = _sorted([f for f in world.files() if _is_listed(f, asked)], asked)
    some = files[(page - 1) * size : page * size]
    return json_reply({"results": [item_of(one) for one in some], "paging": paging(page, size, len(files))})


def _refusal(asked, page, size):
    for name, number, most in (("page", page, 9999), ("pageSize", size, 40)):
        if not 1 <= number <= most:
            return invalid(name, "InclusiveBetween", f"Must be between 1 and {most}.")
    if len(asked.get("searchTerm", "aaa")) < 3:
        return invalid("searchTerm", "MinimumLength", "Must be at least 3 characters.")
    sort = asked.get("sort", "title")
    needs = {"natural": "releaseId", "relevance": "searchTerm"}.get(sort)
    if sort not in SORTS or asked.get("geographicLevel", "LA") not in LEVELS:
        name = "sort" if sort not in SORTS else "geographicLevel"
        return invalid(name, "AllowedValue", "Must be one of the allowed values.")
    if needs and needs not in asked:
        return invalid(needs, "NotEmpty", "Must not be empty.")
    return None


def _sorted(files, asked):
    """Sort as asked for; by title, or by relevance when something is searched for."""
    sort = asked.get("sort", "relevance" if "searchTerm" in asked else "title")
    falls = asked.get("sortDirection", "Asc") == "Desc"
    if sort == "published":
        return sorted(files, key=lambda f: (f.release.published, f.title), reverse=falls)
    if sort == "natural":
        return sorted(files, key=lambda f: f.release.files.index(f), reverse=falls)
    wanted = asked.get("searchTerm", "").lower() if sort == "relevance" else ""
    return sorted(files, key=lambda f: (-f.title.lower().count(wanted or "\0"), f.title), reverse=falls)


def _is_listed(file, asked):
    release, publication = file.release, file.release.publication
    latest_only = asked.get("latestOnly", "false" if "releaseId" in asked else "true") == "true"
    wanted = asked.get("publicationId")
    if wanted and publication.id != wanted:
        return False
    if not wanted and publication.superseded_by:
        return False
    if asked.get("themeId", THEME["id"]) != THEME["id"]:
        return False
    if asked.get("releaseId") and release.version_id != asked["releaseId"]:
        return False
    if asked.get("dataSetType") == "api" and not file.data_set:
        return False
    level = LEVELS.get(asked.get("geographicLevel"))
    if level and level not in file.levels:
        return False
    if asked.get("searchTerm", "").lower() not in file.title.lower():
        return False
    return not latest_only or release is publication.latest


def meta_of(file):
    """Return what is told of a table; periods are sorted as text, so that week 8 comes after week 10."""
    periods = [f"{r.get('time_period', '')} {r.get('time_identifier', '')}".strip() for r in file.rows]
    return {
        "numDataFileRows": file.lines,
        "geographicLevels": file.levels,
        "timePeriodRange": {"from": min(periods, default=""), "to": max(periods, default="")},
        "filters": file.filters,
        "indicators": list(file.indicators),
    }


def size_of(body):
    """Return a length as the service prints it: whole kilobytes or megabytes, rounded down."""
    size = len(body) // 1024
    return f"{size} Kb" if size < 1024 else f"{size // 1024} Mb"


def api_of(file):
    """Return the data set of the public API that a file is a version of; nothing for most."""
    current = file.data_set and next((v for v in file.data_set.versions[::-1] if v.file is file), None)
    return {"api": {"id": file.data_set.id, "version": current.number}} if current else {}


def item_of(file):
    release, publication = file.release, file.release.publication
    body = {
        "id": file.data_set_file_id,
        "fileId": file.file_id,
        "filename": file.file_name,
        "fileSize": size_of(file.body),
        "fileExtension": "csv",
        "title": file.title,
        "content": "",
        "theme": THEME,
        "publication": {"id": publication.id, "title": publication.title, "slug": publication.slug},
        "release": {"id": release.version_id, "title": release.title, "slug": release.slug},
        "latestData": release is publication.latest,
        "isSuperseded": bool(publication.superseded_by),
        "published": f"{release.published}T09:30:00+00:00",
        "lastUpdated": f"{file.last_updated}T09:30:00",
        "meta": meta_of(file),
    }
    return body | api_of(file)


def detail(world, file_id):
    """Reply with one data file's own page: its first five rows and what its columns mean."""
    file = find_file(world, file_id)
    if not file:
        return problem(404, "Not Found")
    release, publication = file.release, file.release.publication
    of = {"id": publication.id, "title": publication.title, "slug": publication.slug}
    told = {
        "id": release.version_id,
        "title": release.title,
        "slug": release.slug,
        "type": "OfficialStatistics",
        "isLatestPublishedRelease": release is publication.latest,
        "isSuperseded": bool(publication.superseded_by),
        "published": f"{release.published}T09:30:00+00:00",
        "lastUpdated": f"{file.last_updated}T09:30:00",
        "publication": of | {"themeTitle": THEME["title"]},
    }
    inside = {
        "id": file.file_id,
        "name": file.file_name,
        "size": size_of(file.body),
        "meta": meta_of(file),
        "dataCsvPreview": {"headers": file.header, "rows": file.table[1:6]},
        "variables": [{"value": name, "label": name.replace("_", " ")} for name in file.header],
        "subjectId": file.file_id,
    }
    body = {"id": file_id, "title": file.title, "summary": "", "release": told, "file": inside}
    return json_reply(body | {"footnotes": []} | api_of(file))


def download(world, file_id):
    """Reply with the plain table, whose length nobody tells."""
    file = find_file(world, file_id)
    if not file:
        return problem(404, "Not Found")
    saved = {"Content-Disposition": f"attachment; filename={file.file_name}", "X-Robots-Tag": "noindex"}
    return Reply(200, file.sent(), {"Content-Type": "text/csv"} | saved, sized=False)
