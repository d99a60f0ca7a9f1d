"""Literal: a question's query as one statement with its values written in, which runs as it stands."""

import re

from explorer import store
from explorer.queries.asking import ROWS, bound
from explorer.question import Question

_NAMED = re.compile(r"\$(\w+)")


def sql_of(question: Question) -> str:
    """The query that `ask` runs for a question, with its values in it: for DuckDB or the page for SQL."""
    values = bound(question)
    # one pass: a value that looks like a name of another is left alone
    written = _NAMED.sub(lambda name: _literal(values[name[1]]), ROWS).strip()
    pinned = store.pinned()
    said = [f"-- The figures of this view, as this app reads them from build {store.build_id()}."]
    if pinned:
        said.append(f"-- That is an earlier build; the tables now hold those of {store.handle().build_id}.")
    return "\n".join([*said, written])


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]::VARCHAR[]"
    return "'" + str(value).replace("\0", "").replace("'", "''") + "'"
