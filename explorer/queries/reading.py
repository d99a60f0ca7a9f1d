"""Reading: rows out of the database, once for each build."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from explorer import store

P = ParamSpec("P")
R = TypeVar("R")
KEPT = 512
# A source that was derived from others, which may be derived themselves, has the releases of those.
ORIGINS = """
WITH RECURSIVE origins AS (
    SELECT source, source AS origin
    FROM sources
    UNION
    SELECT o.source, unnest(string_split(s.derived_from, ' '))
    FROM origins o
    JOIN sources s ON s.source = o.origin
    WHERE coalesce(s.derived_from, '') <> ''
)"""

# A count in January is of the second year of its school year: '202324' is 'January 2024'.
JANUARY = """CASE WHEN length({0}) = 6 THEN 'January ' || (left({0}, 4)::INTEGER + 1)
                 ELSE 'January ' || {0} END"""


def per_build(function: Callable[P, R]) -> Callable[P, R]:
    """The function, its results kept for each build and set of arguments: no cache needs clearing."""

    @lru_cache(maxsize=KEPT)
    def kept(_path: Path, _build: str, *args: Any, **named: Any) -> R:  # noqa: ANN401 (the function's own)
        return function(*args, **named)

    @wraps(function)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        with store.steady() as handle:
            return kept(handle.path, store.build_id(), *args, **named)  # type: ignore[arg-type]

    return asked


def frame(sql: str, bound: Mapping[str, object] | None = None) -> pd.DataFrame:
    """The rows of one query as a frame."""
    rows: pd.DataFrame = store.handle().cursor().execute(sql, dict(bound or {})).df()
    return rows


def tuples(sql: str, bound: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
    """The rows of one query, each a tuple."""
    return store.handle().cursor().execute(sql, dict(bound or {})).fetchall()


def with_januaries(query: str) -> str:
    """The query, each `january(column)` in it written out: what a period of a count in January is called."""
    return re.sub(r"january\(([\w.]+)\)", lambda found: JANUARY.format(found[1]), query)


def with_origins(rest: str) -> str:
    """The query after `origins`: each source with those that it was derived from, itself among them."""
    return ORIGINS + rest
