"""Publish: one source's files become one typed table, each mark kept beside its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data_pipeline.build import reading, tidying
from data_pipeline.build.quoting import name_of
from data_pipeline.build.reading import Reading
from data_pipeline.catalogue import ALWAYS, Source
from data_pipeline.cells import STANDARD_MARKS, is_plain, is_word_column, looks_numeric
from data_pipeline.check import Finding, table
from data_pipeline.files import Release
from data_pipeline.words import dated

AMPLE = "4GB"
BIG = 256_000_000  # bytes; the rows of a file beyond it may come to lie in another order


@dataclass(frozen=True)
class _Plan:
    """The columns of a table: which hold numbers, and nothing else, and of which the sample did not tell."""

    names: tuple[str, ...]
    numeric: frozenset[str]
    native: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


def publish(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, releases: Sequence[Release], scratch: Path
) -> list[Finding]:
    """Make `published.<source>` from its files; what was odd about them is returned.

    A sample says which columns hold numbers, one reading types them, and the table itself is then asked
    whether the sample was right: only where it was not are the files read again.

    Missing  an empty cell or a mark is NULL, and the mark stands in `<column>__symbol`
    Raises   duckdb.Error or one of opening.UNREADABLE where a file cannot be read
    """
    cursor.execute("CREATE SCHEMA IF NOT EXISTS published")
    opened = [
        reading.open_file(release.file, source, number=number, scratch=scratch)
        for number, release in enumerate(releases)
    ]
    if len(opened) > 1:
        opened.sort(key=lambda one: (reading.newest_period(cursor, one), *_age(releases[one.number])))
        _remember_ages(cursor, [releases[one.number] for one in opened])
    try:
        found = _lay_down(cursor, source, opened=opened)
        spoilt = reading.has_bad_encoding(cursor, opened)
    except duckdb.InvalidInputException:  # two kinds of line ends in one file, as a rule
        spoilt = True
    if spoilt:
        opened = [reading.mend(one, scratch) for one in opened]
        found = _lay_down(cursor, source, opened=opened)
    (rows,) = cursor.execute(f"SELECT count(*) FROM {table(source)}").fetchall()[0]
    odd = [finding for one in opened for finding in reading.ragged(cursor, one, rows=rows)]
    reading.forget_rejects(cursor, opened)
    return [*(finding for one in opened for finding in one.findings), *odd, *found]


def derive(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[Finding]:
    """Make `published.<source>` from the one SELECT of a derived source; its columns are already typed."""
    cursor.execute("SET threads = 1")  # sums of fractions depend on the order in which they are added up
    try:
        cursor.execute(f"CREATE OR REPLACE TABLE {table(source)} AS {source.sql}")
    finally:
        cursor.execute("RESET threads")
    return []


def columns(cursor: duckdb.DuckDBPyConnection, source: Source) -> set[str]:
    """The names of the columns of a published table."""
    return {row[0] for row in cursor.execute(f"DESCRIBE {table(source)}").fetchall()}


def mark_rules(source: Source) -> list[tuple[str, str, str, str]]:
    """What each mark means in a source: mark, symbol, first and last period; the source's own rules first."""
    own = [(rule.mark, rule.means, rule.first, rule.last) for rule in source.symbols]
    always = {rule.mark for rule in source.symbols if not rule.first and rule.last == ALWAYS}
    standard = [(mark, symbol) for mark, symbol in STANDARD_MARKS.items() if mark not in always]
    return own + [(mark, symbol, "", ALWAYS) for mark, symbol in standard]


def marks_met(cursor: duckdb.DuckDBPyConnection, source: Source) -> set[str]:
    """The marks that stand in the published table in place of numbers."""
    marked = sorted(name for name in columns(cursor, source) if name.endswith("__symbol"))
    selects = [
        f"SELECT DISTINCT {name_of(name)} FROM {table(source)} WHERE {name_of(name)} IS NOT NULL"
        for name in marked
    ]
    # one by one: asked at once, every column takes memory for its own list
    return {row[0] for select in selects for row in cursor.execute(select).fetchall()}


def _age(release: Release) -> tuple[tuple[str, ...], str, tuple[int, int, int], str]:
    """What tells which of several files is the later one, where all end with the same period."""
    published = release.known.published if release.known else ""
    return release.file.since, published, dated(release.file.name), release.file.name


def _remember_ages(cursor: duckdb.DuckDBPyConnection, releases: Sequence[Release]) -> None:
    """Which file each number in `source_file` is, oldest first."""
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS ages (source VARCHAR, sha256 VARCHAR, age INTEGER)")
    rows = [(one.source.id, one.file.sha256, age) for age, one in enumerate(releases)]
    cursor.executemany("INSERT INTO ages VALUES (?, ?, ?)", rows)


def _lay_down(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, opened: Sequence[Reading]
) -> list[Finding]:
    """Make the table, first as the sample tells, and once more where the whole tells otherwise."""
    marks = {mark for mark, *_ in mark_rules(source)}
    plan = _written(cursor, source, opened=opened, plan=_plan(cursor, source, opened=opened, marks=marks))
    look = tidying.look(cursor, source, numeric=plan.numeric, native=plan.native, marks=marks)
    padded = tidying.trim_words(cursor, source, names=set(plan.names) - plan.numeric)
    wrong = {c for c, seen in look.items() if c not in _values(source) and not seen.is_numeric}
    missed = tidying.numeric_after_all(cursor, source, unsure=plan.unsure, marks=marks)
    endless = {c for c in plan.native if look[c].endless}
    if wrong or missed or endless:
        plan = _Plan(plan.names, (plan.numeric - wrong) | missed, plan.native - wrong - endless)
        plan = _written(cursor, source, opened=opened, plan=plan)
        look = tidying.look(cursor, source, numeric=plan.numeric, native=plan.native, marks=marks)
        padded = tidying.trim_words(cursor, source, names=set(plan.names) - plan.numeric)
    return [
        *padded,
        *tidying.strange_marks(cursor, source, look=look, marks=marks),
        *tidying.tidy(cursor, source, look=look, native=plan.native),
        *tidying.mend_codes(cursor, source, names=plan.names),
    ]


def _values(source: Source) -> set[str]:
    return {c for block in source.figures for c in block.values} | set(source.expect.known)


def _plan(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, opened: Sequence[Reading], marks: set[str]
) -> _Plan:
    names = tuple(dict.fromkeys(name for one in opened for name in one.cells))
    words = set(source.text) | {c for block in source.figures for c in block.words}
    values = _values(source)
    sampled = [reading.sample(cursor, one) for one in opened]
    seen = {name: set().union(*(cells.get(name, set()) for cells in sampled)) for name in names}
    guesses = {
        name: looks_numeric(seen[name], marks)
        for name in names
        if name not in values and name not in words and not is_word_column(name)
    }
    numeric = (values & set(names)) | {name for name, guess in guesses.items() if guess}
    native = {name for name in numeric if is_plain(seen[name])}
    return _Plan(
        names=names,
        numeric=frozenset(numeric),
        native=frozenset() if any(one.file.is_parquet for one in opened) else frozenset(native),
        unsure=frozenset(name for name, guess in guesses.items() if guess is None),
    )


def _written(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, opened: Sequence[Reading], plan: _Plan
) -> _Plan:
    """Write the table, again where a column that was read as numbers holds something else."""
    _write(cursor, source, opened=opened, plan=plan)
    wrong = reading.no_numbers(cursor, opened)
    if wrong:
        plan = replace(plan, native=plan.native - wrong)
        _write(cursor, source, opened=opened, plan=plan)
    if wrong and reading.no_numbers(cursor, opened):  # a line is left out for its first wrong cell alone
        plan = replace(plan, native=frozenset())
        _write(cursor, source, opened=opened, plan=plan)
    return plan


def _write(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, opened: Sequence[Reading], plan: _Plan
) -> None:
    """One reading of the files: numbers as numbers, and what stands in their place in a column beside."""
    reading.forget_rejects(cursor, opened)
    select = ", ".join(_typed(plan))
    several = ", source_file" if len(opened) > 1 else ""
    # To keep the order of the rows takes memory for each thread, and with too little DuckDB uses one thread.
    # Smaller files get the limit for all and do not come near it; larger ones give up the order.
    in_order = sum(one.path.stat().st_size for one in opened) < BIG
    (limit,) = cursor.execute("SELECT current_setting('memory_limit')").fetchall()[0]
    cursor.execute(f"SET preserve_insertion_order = {in_order}")
    cursor.execute(f"SET memory_limit = '{AMPLE if in_order else limit}'")
    try:
        cursor.execute(
            f"CREATE OR REPLACE TABLE {table(source)} AS "
            f"SELECT {select}{several} FROM ({reading.relation(opened, plan.names, native=plan.native)})"
        )
    finally:
        cursor.execute("RESET preserve_insertion_order")
        cursor.execute(f"SET memory_limit = '{limit}'")


def _typed(plan: _Plan) -> Iterable[str]:
    for name in plan.names:
        cell = name_of(name)
        if name not in plan.numeric or name in plan.native:
            yield cell
            continue
        cell = f"trim({cell})"  # a cast without it would go into the reader, and throw there
        yield f"try_cast({cell} AS DOUBLE) AS {name_of(name)}"
        odd = f"CASE WHEN try_cast({cell} AS DOUBLE) IS NULL THEN {cell} END"
        yield f"{odd} AS {name_of(name + '__symbol')}"
