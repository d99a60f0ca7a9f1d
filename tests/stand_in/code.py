"""Code: the publisher's repositories of code in the stand-in: a folder's list, and its files."""

import gzip
import hashlib

from tests.stand_in.wire import Reply, json_reply


def listing(world, asked, path, *, files):
    """Return the reply to `REPOSITORY/contents/FOLDER`: a list of its files and folders."""
    if not asked.headers.get("User-Agent"):
        return json_reply({"message": "Request forbidden by administrative rules."}, 403)
    repository, _, folder = path.strip("/").partition("/contents/")
    inside = f"{repository}/{folder}/"
    found = [name.removeprefix(inside) for name in world.code if name.startswith(inside)]
    if not found:
        return json_reply({"message": "Not Found", "status": "404"}, 404)
    names = sorted({name.partition("/")[0]: "/" in name for name in found}.items())
    return json_reply([_entry(world, inside, name, is_folder, files=files) for name, is_folder in names])


def _entry(world, inside, name, is_folder, *, files):
    path = inside.partition("/")[2] + name
    if is_folder:
        return {"name": name, "path": path, "sha": "0" * 40, "size": 0, "type": "dir", "download_url": None}
    body = world.code[inside + name]
    sha = hashlib.sha1(f"blob {len(body)}\0".encode() + body, usedforsecurity=False).hexdigest()
    told = {"name": name, "path": path, "sha": sha, "size": len(body), "type": "file"}
    repository = inside.partition("/")[0]
    return told | {"download_url": f"{files}/{repository}/main/{path}"}


def file(world, asked, path):
    """Return the reply to `REPOSITORY/BRANCH/PATH`: the file, compressed for who can read that."""
    repository, _, rest = path.strip("/").partition("/")
    body = world.code.get(f"{repository}/{rest.partition('/')[2]}")
    if body is None:
        return Reply(404, b"404: Not Found", {"Content-Type": "text/plain; charset=utf-8"})
    told = {"Content-Type": "text/plain; charset=utf-8"}
    if "gzip" in asked.headers.get("Accept-Encoding", ""):
        return Reply(200, gzip.compress(body, mtime=0), told | {"Content-Encoding": "gzip"}, sized=True)
    return Reply(200, body, told)
