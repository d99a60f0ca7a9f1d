"""Api: the public API of the stand-in, as strict about parameters as the real one."""

import gzip
import re

from tests.stand_in import ids, query
from tests.stand_in.data_files import invalid, paging
from tests.stand_in.wire import Reply, json_reply, problem

PAGING = {"page", "pageSize"}
PUBLIC = ("Published", "Deprecated", "Withdrawn")
QUERY = re.compile(
    r"dataSetVersion|indicators|sorts|debug|page|pageSize"
    r"|(timePeriods|filters|geographicLevels|locations)\.(eq|notEq|in|notIn)|timePeriods\.(gte?|lte?)"
)


def answer(world, asked, path):
    """Return the reply to a path under the public API's base."""
    if asked.headers.get("Accept", "*/*").startswith("image/"):
        return problem(406, "Not Acceptable")
    reply = _routed(world, asked, path.strip("/").lower().split("/"))
    reply.headers["api-supported-versions"] = "1.0"
    return reply


def _routed(world, asked, words):
    match words:
        case ["publications"]:
            return _publications(world, asked)
        case ["publications", wanted]:
            return _publication(world, asked, wanted)
        case ["publications", wanted, "data-sets"]:
            return _data_sets(world, asked, wanted)
        case ["data-sets", wanted, *rest]:
            return _data_set(world, asked, wanted, rest)
    return problem(404, "Not Found")


def _data_set(world, asked, wanted, rest):
    found = next((one for one in world.data_sets() if one.id == wanted), None)
    if not found:
        return problem(404, "Not Found")
    if found.status not in PUBLIC:
        return problem(403, "Forbidden")
    match rest:
        case []:
            return _strict(asked, set()) or json_reply(body_of(found))
        case ["versions"]:
            return _versions(found, asked)
        case ["versions", number]:
            return _strict(asked, set()) or _with_version(found, number, lambda v: json_reply(_version(v)))
        case ["versions", number, "changes"]:
            history = asked.parameters.get("includePatchHistory") == "true"
            return _strict(asked, {"includePatchHistory"}) or _with_version(
                found, number, lambda version: _changes(version, history=history)
            )
        case ["meta"]:
            return _strict(asked, {"types", "dataSetVersion"}) or _on_version(
                found, asked, _meta_reply(asked)
            )
        case ["csv"]:
            return _strict(asked, {"dataSetVersion"}) or _on_version(found, asked, _csv)
        case ["query"]:
            return _query(found, asked)
    return problem(404, "Not Found")


def _strict(asked, allowed):
    """Return a refusal of the first parameter that the service does not know."""
    unknown = [name for name, _ in asked.query if name not in allowed]
    return invalid(unknown[0], "UnknownField", "Unknown field.") if unknown else None


def _page(asked, allowed, *, size, most):
    """Return page and size, or a refusal."""
    refusal = _strict(asked, allowed | PAGING)
    if refusal:
        return None, refusal
    wanted = {
        name: asked.parameters.get(name, default) for name, default in (("page", 1), ("pageSize", size))
    }
    for name, limit in (("page", 10**6), ("pageSize", most)):
        if not str(wanted[name]).isdigit() or not 1 <= int(wanted[name]) <= limit:
            return None, invalid(name, "InclusiveBetween", f"Must be between 1 and {limit}.")
    return (int(wanted["page"]), int(wanted["pageSize"])), None


def _paged(items, page, size):
    some = items[(page - 1) * size : page * size]
    return json_reply({"paging": paging(page, size, len(items)), "results": some})


def _with_sets(world):
    return [p for p in world.publications if any(f.data_set for release in p.releases for f in release.files)]


def _publications(world, asked):
    pages, refusal = _page(asked, {"search"}, size=20, most=40)
    if refusal:
        return refusal
    search = asked.parameters.get("search", "")
    if "search" in asked.parameters and len(search) < 3:
        return invalid("search", "MinimumLength", "Must be at least 3 characters.")
    found = [_publication_body(one) for one in _with_sets(world) if search.lower() in one.title.lower()]
    return _paged(found, *pages)


def _publication_body(one):
    published = f"{one.latest.published}T09:30:00+00:00"
    told = {"id": one.id, "title": one.title, "slug": one.slug, "summary": ""}
    return told | {"lastPublished": published}


def _publication(world, asked, wanted):
    found = next((one for one in _with_sets(world) if one.id == wanted), None)
    return _strict(asked, set()) or (
        json_reply(_publication_body(found)) if found else problem(404, "Not Found")
    )


def _data_sets(world, asked, wanted):
    pages, refusal = _page(asked, set(), size=10, most=20)
    if refusal:
        return refusal
    shown = [one for one in world.data_sets() if one.status in PUBLIC[:2]]
    mine = [one for one in shown if one.latest.file.release.publication.id == wanted]
    mine.sort(key=lambda one: one.latest.published, reverse=True)
    return _paged([body_of(one) for one in mine], *pages)


def body_of(data_set):
    latest = _version(data_set.latest)
    kept = ("version", "published", "totalResults", "file", "timePeriods", "geographicLevels")
    told = {"id": data_set.id, "title": data_set.title, "summary": "", "status": data_set.status}
    told["latestVersion"] = {name: latest[name] for name in (*kept, "filters", "indicators")}
    return told | ({"supersedingDataSetId": data_set.superseding} if data_set.superseding else {})


def _versions(found, asked):
    pages, refusal = _page(asked, set(), size=10, most=20)
    newest = sorted(found.versions, key=lambda version: version.key, reverse=True)
    return refusal or _paged([_version(one) for one in newest], *pages)


def _version(one):
    file, periods = one.file, sorted({row["time_period"] for row in one.file.rows})
    names = [ids.period(period) for period in periods] or [""]
    return {
        "version": one.number,
        "type": "Major" if one.key[1:] == (0, 0) else "Minor",
        "status": one.status,
        "published": f"{one.published}T09:30:00+00:00",
        "notes": one.notes,
        "totalResults": len(file.rows),
        "file": {"id": file.data_set_file_id},
        "release": {"title": file.release.title, "slug": file.release.slug},
        "timePeriods": {"start": names[0], "end": names[-1]},
        "geographicLevels": file.levels,
        "filters": [name.replace("_", " ").capitalize() for name in file.filters],
        "indicators": [name.replace("_", " ").capitalize() for name in file.indicators],
    }


def version_of(data_set, word):
    """Return the version that a `dataSetVersion` names, or None."""
    published = sorted((v for v in data_set.versions if v.status == "Published"), key=lambda v: v.key)
    bare = (word or "*").removeprefix("v")
    if not re.fullmatch(r"\*|\d+(\.\d+){0,2}|\d+\.\*|\d+\.\d+\.\*", bare):
        return None
    if "*" in bare:
        start = tuple(int(part) for part in bare.split(".") if part != "*")
        fitting = [one for one in published if one.key[: len(start)] == start]
        return fitting[-1] if fitting else None
    wanted = tuple([*map(int, bare.split(".")), 0, 0][:3])
    return next((one for one in data_set.versions if one.key == wanted), None)


def _with_version(data_set, word, reply):
    found = version_of(data_set, word)
    return reply(found) if found else problem(404, "Not Found")


def _on_version(data_set, asked, reply):
    return _with_version(data_set, asked.parameters.get("dataSetVersion"), reply)


def _changes(version, *, history):
    if history and not version.key[2]:
        return problem(500, "Internal Server Error")
    told = {"versionNumber": version.number, "notes": version.notes}
    return json_reply(told | {"majorChanges": {}, "minorChanges": {}} | version.changes)


def _meta_reply(asked):
    types = asked.parameters.get("types", "Filters,Indicators,Locations,TimePeriods").split(",")
    return lambda version: json_reply(ids.meta(version, types))


def _csv(version):
    """Reply with the upload, compressed whether or not the client can read that."""
    name = f"{version.file.data_set.id}_v{version.number}.csv"
    told = {"Content-Type": "text/csv", "Content-Encoding": "gzip", "X-Robots-Tag": "noindex"}
    saved = {"Content-Disposition": f"attachment; filename={name}"}
    return Reply(200, gzip.compress(version.file.body, mtime=0), told | saved, sized=False)


def _query(found, asked):
    if asked.method == "POST":
        if "application/json" not in asked.headers.get("Content-Type", ""):
            return problem(415, "Unsupported Media Type")
        refusal = _strict(asked, {"dataSetVersion"})
    else:
        unknown = [name for name, _ in asked.query if not QUERY.fullmatch(name)]
        refusal = invalid(unknown[0], "UnknownField", "Unknown field.") if unknown else None
    if refusal:
        return refusal
    version = version_of(found, asked.parameters.get("dataSetVersion"))
    if not version:
        return problem(404, "Not Found")
    withdrawn = version.status == "Withdrawn" or found.status == "Withdrawn"
    return problem(403, "Forbidden") if withdrawn else query.answer(version, asked)
