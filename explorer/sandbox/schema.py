"""Schema: the tables and columns that a query can name, and what each of them is."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from explorer import store

COLUMNS = """
SELECT schema_name, table_name, column_name, data_type
FROM duckdb_columns()
WHERE NOT internal AND schema_name IN ('main', 'published')
ORDER BY schema_name, table_name, column_index
"""
ROWS = """
SELECT schema_name, table_name, estimated_size
FROM duckdb_tables()
WHERE NOT internal
"""
TITLES = """
SELECT source, title, description
FROM sources
"""
WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("schema.toml").read_text(encoding="utf-8"))
EXAMPLES: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("examples.toml").read_text(encoding="utf-8")
)["examples"]
MARKED = "__symbol"


@dataclass(frozen=True)
class Column:
    """One column: its name, its type in SQL, and what it holds."""

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class Table:
    """One table: the name that a query calls it by, what it holds, its number of rows and its columns."""

    name: str
    about: str
    rows: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Example:
    """A query to begin with."""

    title: str
    sql: str


def tables() -> tuple[Table, ...]:
    """Every table of the database in use: figures first, published tables last, which not every build has."""
    with store.steady() as handle:
        return _tables(handle.path)


def examples() -> tuple[Example, ...]:
    """The examples that the database in use has the tables for."""
    here = {table.name for table in tables()}
    return tuple(
        Example(one["title"], one["sql"].strip()) for one in EXAMPLES if one.get("table", "figures") in here
    )


@lru_cache(maxsize=4)
def _tables(_path: Path) -> tuple[Table, ...]:
    cursor = store.handle().cursor()
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, name, kind in cursor.execute(COLUMNS).fetchall():
        columns.setdefault((schema, table), []).append(Column(name, kind, _about(schema, table, name=name)))
    rows = {(schema, table): int(size) for schema, table, size in cursor.execute(ROWS).fetchall()}
    titles = {source: f"{title}. {said}".strip() for source, title, said in cursor.execute(TITLES).fetchall()}
    order = list(WORDS["tables"])
    found = sorted(columns, key=lambda one: (one[0], order.index(one[1]) if one[1] in order else len(order)))
    return tuple(
        Table(
            name if schema == "main" else f"{schema}.{name}",
            WORDS["tables"].get(name, "") if schema == "main" else titles.get(name, ""),
            rows.get((schema, name), 0),
            tuple(columns[schema, name]),
        )
        for schema, name in found
    )


def _about(schema: str, table: str, *, name: str) -> str:
    """What a column holds, in words."""
    if schema != "main":
        number = name.removesuffix(MARKED)
        return f"the mark where {number} has no number" if number != name else "as published"
    own = WORDS["columns_of"].get(table, {})
    return str(own.get(name) or WORDS["columns"].get(name, ""))
