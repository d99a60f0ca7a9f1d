"""Shapes: what stands where in an answer, each part checked at the door."""

from __future__ import annotations

from data_pipeline.errors import FetchError


def _at(found: object, path: str, *, url: str) -> object:
    """What stands at a dotted path of an answer.

    Raises  FetchError that names the part that is missing
    """
    here = found
    for part in path.split("."):
        here = here.get(part) if isinstance(here, dict) else None
        if here is None:
            raise FetchError(
                f"{url}: answered without `{path}`. The service's answers have changed; "
                "update data_pipeline/fetch."
            )
    return here


def text(found: object, path: str, *, url: str) -> str:
    """The words at a dotted path of an answer."""
    return str(_at(found, path, url=url))


def items(found: object, path: str, *, url: str) -> list[object]:
    """The list at a dotted path of an answer."""
    there = _at(found, path, url=url)
    if not isinstance(there, list):
        raise FetchError(f"{url}: `{path}` is {str(there)[:40]!r}, expected a list.")
    return there


def count(found: object, path: str, *, url: str) -> int:
    """The whole number at a dotted path of an answer."""
    there = _at(found, path, url=url)
    if isinstance(there, bool) or not isinstance(there, int):
        raise FetchError(f"{url}: `{path}` is {str(there)[:40]!r}, expected a number.")
    return there


def count_or_zero(found: dict[str, object], name: str) -> int:
    """A number that may be missing; 0 then."""
    there = found.get(name)
    return there if isinstance(there, int) and not isinstance(there, bool) else 0


def maybe_dict(found: object) -> dict[str, object]:
    """An object of an answer; empty where something else stands there."""
    return found if isinstance(found, dict) else {}
