"""Site: the web site of the stand-in: the CSV behind a catalogue address, and its redirects."""

import gzip

from tests.stand_in.data_files import find_file
from tests.stand_in.wire import Reply


def answer(world, asked, path):
    """Return the reply to a path of the site."""
    host = asked.headers.get("Host", "")
    if host.startswith("www."):
        return _moved(f"http://{host.removeprefix('www.')}{path}")
    if path != path.lower() or (path.endswith("/") and path != "/"):
        return _moved(path.lower().rstrip("/"))
    match path.strip("/").split("/"):
        case ["data-catalogue", "data-set", file_id, "csv"]:
            return _csv(world, asked, file_id)
        case ["find-statistics", slug, *rest]:
            return _page(world, slug, rest)
    return Reply(
        404, b"<!DOCTYPE html><html><body>Page not found</body></html>", {"Content-Type": "text/html"}
    )


def _moved(where):
    return Reply(301, b"", {"Location": where})


def _csv(world, asked, file_id):
    """Reply without a redirect; the cache in front compresses when asked, and is not told when to let go."""
    file = find_file(world, file_id)
    if not file:
        return Reply(404, b"<!DOCTYPE html><html></html>", {"Content-Type": "text/html; charset=utf-8"})
    told = {"Content-Type": "text/csv"}
    body = world.stale.get(file_id, file.sent()) if "v" not in asked.parameters else file.sent()
    if not isinstance(body, bytes):
        return Reply(200, body, told)
    if "gzip" in asked.headers.get("Accept-Encoding", ""):
        return Reply(200, gzip.compress(body, mtime=0), told | {"Content-Encoding": "gzip"}, sized=False)
    return Reply(200, body, told, sized=False)


def _page(world, slug, rest):
    for one in world.publications:
        if slug in one.former_slugs:
            return _moved("/".join([f"/find-statistics/{one.slug}", *rest]))
        renamed = [r for r in one.releases if rest and rest[0] in r.former_slugs]
        if slug == one.slug and renamed:
            return _moved(f"/find-statistics/{slug}/{renamed[0].slug}")
    return Reply(200, b"<!DOCTYPE html><html></html>", {"Content-Type": "text/html; charset=utf-8"})
