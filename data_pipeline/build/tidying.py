"""Tidying: what a freshly typed table holds in place of numbers, and its numbers and codes put right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb

from data_pipeline.build.quoting import name_of, text
from data_pipeline.catalogue import Source
from data_pipeline.cells import DIGIT_CODES, MANGLED, THOUSANDS
from data_pipeline.check import Finding, table


@dataclass(frozen=True)
class Seen:
    """What a column of numbers holds: how many numbers, and what stands in place of the others."""

    numbers: int
    odd: int
    thousands: int
    strange: int
    endless: bool

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers and, beside them, nothing but marks."""
        return not self.strange and self.numbers + self.thousands > 0


def look(
    cursor: duckdb.DuckDBPyConnection,
    source: Source,
    *,
    numeric: Iterable[str],
    native: Collection[str],
    marks: set[str],
) -> dict[str, Seen]:
    """What each column of numbers holds, asked of the whole table; native ones have no marks beside them."""
    names = sorted(numeric)
    if not names:
        return {}
    asked = ", ".join(_asked(name, with_marks=name not in native) for name in names)
    found = cursor.execute(f"SELECT {asked} FROM {table(source)}").fetchall()[0]
    seen = {name: found[n * 3 : n * 3 + 3] for n, name in enumerate(names)}
    return {
        name: Seen(numbers, odd, *(_odd(cursor, source, name=name, marks=marks) if odd else (0, 0)), endless)
        for name, (numbers, odd, endless) in seen.items()
    }


def numeric_after_all(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, unsure: Iterable[str], marks: set[str]
) -> set[str]:
    """The columns of text that hold numbers and marks alone."""
    names = sorted(unsure)
    if not names:
        return set()
    asked = []
    for name in names:
        cell = name_of(name)
        number = f"(try_cast(trim({cell}) AS DOUBLE) IS NOT NULL OR {_is_thousands(cell)})"
        asked += [
            f"count(*) FILTER ({number})",
            f"count(*) FILTER (NOT {number} AND {cell} NOT IN {_listed(marks)})",
        ]
    found = cursor.execute(f"SELECT {', '.join(asked)} FROM {table(source)}").fetchall()[0]
    return {
        name
        for name, count, strange in zip(names, found[::2], found[1::2], strict=True)
        if count and not strange
    }


def strange_marks(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, look: Mapping[str, Seen], marks: set[str]
) -> list[Finding]:
    """A finding for each column with marks that neither the source nor the standard explains."""
    findings = []
    for name in [name for name, seen in look.items() if seen.strange]:
        symbol = name_of(f"{name}__symbol")
        rows = cursor.execute(
            f"SELECT DISTINCT {symbol} FROM {table(source)} WHERE {_is_strange(symbol, marks)} "
            "ORDER BY ALL LIMIT 5"
        ).fetchall()
        found = ", ".join(mark for (mark,) in rows)
        said = f"Strange marks: `{name}` has marks that nobody explained: {found}; taken as x."
        findings.append(Finding(source.id, "", "warning", said))
    return findings


def tidy(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, look: Mapping[str, Seen], native: Collection[str]
) -> list[Finding]:
    """Read `1,234` as a number and `NaN` as the mark that it is, and drop the columns without marks."""
    separated = [name for name, seen in look.items() if seen.thousands]
    endless = [name for name, seen in look.items() if seen.endless]
    if separated or endless:
        _rewrite(cursor, source, names=sorted({*separated, *endless}))
    for name, seen in look.items():
        if name not in native and seen.odd == seen.thousands and not seen.endless:
            cursor.execute(f"ALTER TABLE {table(source)} DROP COLUMN {name_of(name + '__symbol')}")
    said = f"Thousands separators: `{'`, `'.join(separated)}` holds numbers as 1,234; read as numbers."
    not_numbers = f"Not numbers: `{'`, `'.join(endless)}` holds NaN or Inf; taken as marks."
    return [
        *([Finding(source.id, "", "note", said)] if separated else []),
        *([Finding(source.id, "", "warning", not_numbers)] if endless else []),
    ]


def trim_words(cursor: duckdb.DuckDBPyConnection, source: Source, *, names: Iterable[str]) -> list[Finding]:
    """Take the blanks off the ends of words; a word of blanks alone is none."""
    words = sorted(names)
    if not words:
        return []
    asked = ", ".join(f"count(*) FILTER ({_is_padded(name)})" for name in words)
    found = cursor.execute(f"SELECT {asked} FROM {table(source)}").fetchall()[0]
    padded = [name for name, count in zip(words, found, strict=True) if count]
    for name in padded:
        cell = name_of(name)
        cursor.execute(
            f"UPDATE {table(source)} SET {cell} = nullif(trim({cell}), '') WHERE {_is_padded(name)}"
        )
    said = f"Padded words: `{'`, `'.join(padded)}` has blanks before or after its words; taken off."
    return [Finding(source.id, "", "note", said)] if padded else []


def mend_codes(cursor: duckdb.DuckDBPyConnection, source: Source, *, names: Iterable[str]) -> list[Finding]:
    """Write codes as codes again that a spreadsheet or R took for numbers: `1e+05` is 100000."""
    codes = [name for name in names if DIGIT_CODES.fullmatch(name)]
    if not codes:
        return []
    asked = ", ".join(f"count(*) FILTER ({_is_mangled(name)})" for name in codes)
    found = cursor.execute(f"SELECT {asked} FROM {table(source)}").fetchall()[0]
    mangled = {name: count for name, count in zip(codes, found, strict=True) if count}
    for name in mangled:
        number = f"CAST({name_of(name)} AS DOUBLE)"
        cursor.execute(
            f"UPDATE {table(source)} SET {name_of(name)} = CAST(CAST({number} AS BIGINT) AS VARCHAR) "
            f"WHERE {_is_mangled(name)} AND {number} = round({number})"
        )
    said = "Codes written as numbers: " + ", ".join(f"{n:,} of `{name}`" for name, n in mangled.items())
    return [Finding(source.id, "", "note", f"{said}, as 1e+05 or 301.0; read as codes.")] if mangled else []


def _asked(name: str, *, with_marks: bool) -> str:
    number = name_of(name)
    marked = f"count({name_of(f'{name}__symbol')})" if with_marks else "0"
    # NaN sorts after every number
    endless = f"coalesce(NOT isfinite(max({number})) OR NOT isfinite(min({number})), false)"
    return f"count({number}), {marked}, {endless}"


def _odd(cursor: duckdb.DuckDBPyConnection, source: Source, *, name: str, marks: set[str]) -> tuple[int, int]:
    """How many cells hold numbers with separators, and how many hold what nobody explained."""
    symbol = name_of(f"{name}__symbol")
    thousands, strange = cursor.execute(
        f"""
        SELECT coalesce(sum(cells) FILTER ({_is_thousands(symbol)}), 0),
               coalesce(sum(cells) FILTER ({_is_strange(symbol, marks)}), 0)
        FROM (
            SELECT {symbol}, count(*) AS cells
            FROM {table(source)}
            WHERE {symbol} IS NOT NULL
            GROUP BY ALL
        )
        """
    ).fetchall()[0]
    return int(thousands), int(strange)


def _is_thousands(cell: str) -> str:
    return f"(contains({cell}, ',') AND regexp_full_match({cell}, {text(THOUSANDS)}))"


def _is_strange(symbol: str, marks: set[str]) -> str:
    return f"({symbol} NOT IN {_listed(marks)} AND NOT {_is_thousands(symbol)})"


def _is_padded(name: str) -> str:
    return f"({name_of(name)} <> trim({name_of(name)}) OR {name_of(name)} = '')"


def _is_mangled(name: str) -> str:
    return f"regexp_full_match({name_of(name)}, {text(MANGLED)})"


def _listed(marks: set[str]) -> str:
    return f"({', '.join(text(mark) for mark in sorted(marks))})"


def _rewrite(cursor: duckdb.DuckDBPyConnection, source: Source, *, names: Iterable[str]) -> None:
    replaced = []
    for name in names:
        number, symbol = name_of(name), name_of(f"{name}__symbol")
        without = f"try_cast(replace({symbol}, ',', '') AS DOUBLE)"
        replaced.append(
            f"CASE WHEN isfinite({number}) THEN {number} WHEN {_is_thousands(symbol)} THEN {without} END "
            f"AS {number}"
        )
        replaced.append(
            f"CASE WHEN NOT isfinite({number}) THEN if(isnan({number}), 'NaN', 'Inf') "
            f"WHEN NOT {_is_thousands(symbol)} THEN {symbol} END AS {symbol}"
        )
    cursor.execute(
        f"CREATE OR REPLACE TABLE {table(source)} AS "
        f"SELECT * REPLACE ({', '.join(replaced)}) FROM {table(source)}"
    )
