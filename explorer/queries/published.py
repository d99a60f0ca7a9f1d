"""Published: the tables as they were published, filtered by their own columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from explorer import store
from explorer.errors import ExplorerError
from explorer.queries.reading import per_build, tuples
from explorer.queries.whole import SAFE

MARKED = "__symbol"  # ends the name of the column with the mark where there is no number
YEAR, LEVEL = "time_period", "geographic_level"  # as nearly every published table calls them
BATCH = 10_000  # rows held at once
FEW_VALUES = 400  # of a column that can be filtered by; an authority's name has 170
TABLES = """
SELECT t.table_name, coalesce(s.title, t.table_name), coalesce(s.description, ''),
       coalesce(s.publication_title, ''), coalesce(s.publisher, ''), coalesce(s.licence, ''),
       coalesce(s.licence_url, ''), coalesce(s.processing, ''),
       coalesce((SELECT string_agg(DISTINCT release, '; ' ORDER BY release)
                 FROM releases r
                 WHERE r.source = t.table_name), ''),
       t.estimated_size
FROM duckdb_tables() t
LEFT JOIN sources s ON s.source = t.table_name
WHERE t.schema_name = 'published' AND NOT t.internal
ORDER BY s.position, t.table_name
"""
COLUMNS = """
SELECT column_name, data_type
FROM duckdb_columns()
WHERE schema_name = 'published' AND table_name = $table
ORDER BY column_index
"""


@dataclass(frozen=True)
class PublishedTable:
    """One published table: what it is, where it is from, and how many rows it has."""

    id: str
    title: str
    description: str
    publication_title: str
    publisher: str
    licence: str
    licence_url: str
    processing: str
    release: str
    rows: int


@dataclass(frozen=True)
class PublishedColumn:
    """One column: its published name, whether it holds numbers, and whether some are marks instead."""

    name: str
    is_number: bool
    marked: bool


@dataclass(frozen=True)
class Filtered:
    """Which rows of a published table are asked for: of each column named, those with one of these texts."""

    table: str
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, eq=False)
class PublishedRows:
    """The first rows of what is asked for, and how many there are.

    Missing  a mark stands in `<column>__symbol` beside the number that is not there
    """

    rows: pd.DataFrame = field(repr=False)
    total: int


@per_build
def published_tables() -> tuple[PublishedTable, ...]:
    """The published tables of the database; none where it was made from a snapshot."""
    return tuple(PublishedTable(*row) for row in tuples(TABLES))


@per_build
def published_columns(table: str) -> tuple[PublishedColumn, ...]:
    """The columns of a published table in its order, without those of the marks.

    Raises   ExplorerError when there is no such table
    """
    found = {str(name): str(kind) for name, kind in tuples(COLUMNS, {"table": table})}
    if not found:
        raise ExplorerError(
            f"There is no published table '{table}' in this database. Pick one from the list."
        )
    return tuple(
        PublishedColumn(name, kind != "VARCHAR", f"{name}{MARKED}" in found)
        for name, kind in found.items()
        if not name.endswith(MARKED)
    )


@per_build
def published_values(table: str, column: str) -> tuple[str, ...]:
    """What stands in a column, as text in its order; nothing where it is too much to choose from."""
    named = _name(table, column)
    # found in the catalogue of this database
    query = (
        f"SELECT DISTINCT CAST({named} AS VARCHAR) AS v FROM {_table(table)} WHERE v IS NOT NULL ORDER BY v"  # noqa: S608
    )
    rows = tuples(f"{query} LIMIT {FEW_VALUES + 1}")
    return tuple(str(value) for (value,) in rows) if len(rows) <= FEW_VALUES else ()


@per_build
def published_rows(asked: Filtered, *, most: int) -> PublishedRows:
    """The first rows that are asked for, and the number of all of them."""
    where, bound = _where(asked)
    cursor = store.handle().cursor()
    ((total,),) = cursor.execute(f"SELECT count(*) FROM {_table(asked.table)}{where}", bound).fetchall()  # noqa: S608
    query = f"SELECT * FROM {_table(asked.table)}{where} LIMIT {most}"  # noqa: S608 (names of the catalogue)
    return PublishedRows(cursor.execute(query, bound).df(), int(total))


def published_batches(asked: Filtered) -> Any:  # noqa: ANN401 (pyarrow has no types here)
    """Every row asked for as a reader of Arrow batches."""
    where, bound = _where(asked)
    query = f"SELECT * FROM {_table(asked.table)}{where}"  # noqa: S608 (names of the catalogue)
    return store.handle().cursor().sql(query, params=bound).to_arrow_reader(BATCH)


def published_counted(asked: Filtered) -> pd.DataFrame:
    """How many rows there are by year and kind of area; no row where the table has no such columns.

    Shape    geographic_level, and a column for each time_period, the newest first
    """
    if not _has(asked.table, YEAR, LEVEL):
        return pd.DataFrame()
    where, bound = _where(asked)
    # found in the catalogue of this database
    query = f"SELECT {LEVEL}, {YEAR}, count(*) AS n FROM {_table(asked.table)}{where} GROUP BY ALL"  # noqa: S608
    rows = store.handle().cursor().execute(query, bound).df().astype({LEVEL: "str", YEAR: "str"})
    counted = rows.pivot_table("n", index=LEVEL, columns=YEAR, fill_value=0)
    return counted[sorted(counted, reverse=True)].astype(int).reset_index()


def published_wide(asked: Filtered, column: str, *, most: int) -> pd.DataFrame:
    """The numbers of one column, a column for each year: a row for each combination of the other texts.

    Shape    the texts that tell the rows apart, and a column for each time_period, the newest first; no row
             where there are more than `most` figures, or the texts do not tell all of them apart
    Missing  no number where there is none, whatever its mark
    """
    texts = [one.name for one in published_columns(asked.table) if not one.is_number and one.name != YEAR]
    where, bound = _where(asked)
    # found in the catalogue of this database
    chosen = ", ".join((*map(_quoted, texts), YEAR, f"{_name(asked.table, column)} AS figure"))
    query = f"SELECT {chosen} FROM {_table(asked.table)}{where} LIMIT {most + 1}"  # noqa: S608
    rows = store.handle().cursor().execute(query, bound).df().astype(dict.fromkeys((*texts, YEAR), "str"))
    apart = [name for name in texts if len(rows[name].unique()) > 1] or texts[:1]
    if not 0 < len(rows) <= most or rows.duplicated([*apart, YEAR]).any():
        return pd.DataFrame()
    rows[apart] = rows[apart].fillna("")
    turned = rows.pivot(index=apart, columns=YEAR, values="figure")  # noqa: PD010 (each is there once)
    return turned[sorted(turned, reverse=True)].reset_index()


def _has(table: str, *columns: str) -> bool:
    return set(columns) <= {one.name for one in published_columns(table)}


def write_published(
    asked: Filtered, path: Path, *, told: Iterable[tuple[str, str]], risky: str, once: bool = False
) -> None:
    """Writes every row asked for as CSV or Parquet, by the file's ending, each with what is told of it.

    `once`: told in the first row alone, since a long table would be many times as long else. In CSV, text
    that matches `risky` gets an apostrophe, so that no spreadsheet takes it for a formula
    """
    where, bound = _where(asked)
    said = "CASE WHEN row_number() OVER () = 1 THEN ${0} END" if once else "${0}"
    extra = "".join(f", {said.format(name)} AS {name}" for name, _ in told)
    # the names are those of the catalogue and of the caller's own columns
    is_csv = path.suffix == ".csv"
    chosen = _safe(asked.table) if is_csv else "*"
    query = f"SELECT {chosen}{extra} FROM {_table(asked.table)}{where}"  # noqa: S608
    values = {**bound, **dict(told), **({"risky": risky} if is_csv and "$risky" in query else {})}
    relation = store.handle().cursor().sql(query, params=values)
    if path.suffix == ".parquet":
        relation.write_parquet(str(path), compression="zstd")
    else:
        relation.write_csv(str(path), header=True)


def _safe(table: str) -> str:
    """Every column for CSV, its text harmless to spreadsheets."""
    found = [(str(name), str(kind)) for name, kind in tuples(COLUMNS, {"table": table})]
    changed = [SAFE.format(_quoted(name)) for name, kind in found if kind == "VARCHAR"]
    return f"* REPLACE ({', '.join(changed)})" if changed else "*"


def _where(asked: Filtered) -> tuple[str, dict[str, Any]]:
    """The condition of the rows asked for, its values bound."""
    parts = [
        f"list_contains($v{number}::VARCHAR[], CAST({_name(asked.table, column)} AS VARCHAR))"
        for number, (column, _) in enumerate(asked.only)
    ]
    bound = {f"v{number}": list(values) for number, (_, values) in enumerate(asked.only)}
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), bound


def _table(table: str) -> str:
    """The table's name for a query: one of those in the catalogue, and no other.

    Raises   ExplorerError when there is no such table
    """
    published_columns(table)
    return f"published.{_quoted(table)}"


def _name(table: str, column: str) -> str:
    if column not in {one.name for one in published_columns(table)}:
        raise ExplorerError(f"There is no column '{column[:60]}' in '{table}'. Pick one from the list.")
    return _quoted(column)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
