"""Reading: the files of one source as text under the source's column names, ready to be typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data_pipeline import opening
from data_pipeline.build.quoting import name_of, text
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding
from data_pipeline.files import File, renamed

SAMPLE_ROWS = 20_000
PLACED = {"time_period", "time_identifier", "geographic_level", "region_code", "new_la_code", "old_la_code"}
FATAL_SHARE = 0.01  # of the rows; more that are no rows, and the file is another than it says


@dataclass(frozen=True)
class Reading:
    """One file as DuckDB reads it: its columns by published name, each with the SQL that gives its text."""

    source: Source
    file: File
    path: Path
    number: int
    cells: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    @property
    def rejects(self) -> str:
        """The temporary table of the lines that are no rows."""
        return f"rejects_{self.number}"

    def sql(self, native: Collection[str] = ()) -> str:
        """The call that reads the file, every line that is no row going to `rejects`; `native` as numbers."""
        if self.file.is_parquet:
            return f"read_parquet({text(self.path.as_posix())})"
        numbers = {self.cells[name] for name in native if name in self.cells}
        cells = [f"c{n}" for n in range(len(self.file.header))]
        columns = ", ".join(f"'{cell}': '{'DOUBLE' if cell in numbers else 'VARCHAR'}'" for cell in cells)
        return (
            f"read_csv({text(self.path.as_posix())}, columns = {{{columns}}}, auto_detect = false, "
            f"header = {'false' if self.source.header else 'true'}, "
            "delim = ',', quote = '\"', escape = '\"', compression = 'none', "
            f"store_rejects = true, rejects_table = '{self.rejects}', rejects_scan = '{self.rejects}_scan')"
        )


def open_file(file: File, source: Source, *, number: int, scratch: Path) -> Reading:
    """A file ready to be read, unpacked and turned into UTF-8 where that is needed.

    Raises  one of opening.UNREADABLE where a compressed file is cut or damaged
    """
    path = file.path if file.is_parquet else opening.plain(file.path, file.encoding, scratch=scratch)
    names, notes = _names(source.header or renamed(source, file.header))
    columns = file.header if file.is_parquet else [f"c{n}" for n in range(len(names))]
    cells = {
        name: f"CAST({name_of(column)} AS VARCHAR)" if file.is_parquet else column
        for name, column in zip(names, columns, strict=True)
        if name
    }
    cells |= {name: text(word) for name, word in source.constants.items() if name not in cells}
    findings = [Finding(source.id, file.name, "note", note) for note in (*file.notes, *notes)]
    findings += _meant_twice(source, file)
    return Reading(source, file, path, number, cells, tuple(findings))


def mend(reading: Reading, scratch: Path) -> Reading:
    """The same file with one kind of line ends and nothing that is not UTF-8, and a finding that says so."""
    if reading.file.is_parquet:
        return reading
    said = "Encoding or line ends: not the same from end to end; read line by line."
    finding = Finding(reading.source.id, reading.file.name, "warning", said)
    path = opening.mended(reading.path, scratch=scratch)
    return replace(reading, path=path, findings=(*reading.findings, finding))


def sample(cursor: duckdb.DuckDBPyConnection, reading: Reading) -> dict[str, set[str]]:
    """Some of the cells of each column."""
    if reading.file.is_parquet:
        cells = ", ".join(reading.cells.values())
        rows = cursor.execute(f"SELECT {cells} FROM {reading.sql()} LIMIT {SAMPLE_ROWS}").fetchall()
        columns = zip(*rows, strict=True) if rows else [()] * len(reading.cells)
        return {name: set(filter(None, c)) for name, c in zip(reading.cells, columns, strict=True)}
    width = len(reading.file.header)
    lines = [row for row in opening.sample(reading.path) if len(row) == width]
    cells_at = {f"c{n}": set(cells) for n, cells in enumerate(zip(*lines, strict=True))}
    return {name: cells_at.get(cell, set()) for name, cell in reading.cells.items()}


def newest_period(cursor: duckdb.DuckDBPyConnection, reading: Reading) -> str:
    """The last period of a file; empty where it has none."""
    if "time_period" not in reading.cells:
        return ""
    rows = cursor.execute(f"SELECT max(trim({reading.cells['time_period']})) FROM {reading.sql()}").fetchall()
    return str(rows[0][0] or "")


def relation(readings: Sequence[Reading], names: Sequence[str], *, native: Collection[str]) -> str:
    """The SELECT that gives the cells of every file, the oldest first, numbered where there are several."""
    selects = []
    for age, reading in enumerate(readings):
        cells = [f"{reading.cells.get(name, 'NULL')} AS {name_of(name)}" for name in names]
        cells += [f"{age} AS source_file"] if len(readings) > 1 else []
        selects.append(f"SELECT {', '.join(cells)} FROM {reading.sql(native)}")
    return " UNION ALL ".join(selects)


def no_numbers(cursor: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> set[str]:
    """The columns that were read as numbers and hold something else."""
    found: set[str] = set()
    for reading in [reading for reading in readings if not reading.file.is_parquet]:
        rows = cursor.execute(
            f"SELECT DISTINCT column_name FROM {reading.rejects} WHERE error_type = 'CAST'"
        ).fetchall()
        names = {cell: name for name, cell in reading.cells.items()}
        found |= {names[cell] for (cell,) in rows}
    return found


def forget_rejects(cursor: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> None:
    """Drop the lines that an earlier reading of the same files left out."""
    for reading in readings:
        cursor.execute(f"DROP TABLE IF EXISTS {reading.rejects}")
        cursor.execute(f"DROP TABLE IF EXISTS {reading.rejects}_scan")


def has_bad_encoding(cursor: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> bool:
    """Whether some line is not UTF-8."""
    return any(
        cursor.execute(
            f"SELECT count(*) FROM {reading.rejects} WHERE error_type = 'INVALID ENCODING'"
        ).fetchall()[0][0]
        for reading in readings
        if not reading.file.is_parquet
    )


def ragged(cursor: duckdb.DuckDBPyConnection, reading: Reading, *, rows: int) -> list[Finding]:
    """The lines with more or fewer cells than the header; fatal where the end is cut, or if they are many."""
    if reading.file.is_parquet:
        return []
    count, first, end = cursor.execute(
        f"""
        SELECT count(DISTINCT line), list(DISTINCT line ORDER BY line)[:5],
               max(line_byte_position + strlen(csv_line))
        FROM {reading.rejects}
        """
    ).fetchall()[0]
    if not count:
        return []
    said = (
        f"Ragged rows: {count:,} lines have not the cells of the header, as line {', '.join(map(str, first))}"
    )
    if end >= reading.path.stat().st_size - 1:
        said += "; the last one is cut, so the file is not whole. Download it again."
        return [Finding(reading.source.id, reading.file.name, "fatal", said)]
    severity = "fatal" if count > FATAL_SHARE * (rows + count) else "warning"
    return [Finding(reading.source.id, reading.file.name, severity, f"{said}; they were left out.")]


def _meant_twice(source: Source, file: File) -> list[Finding]:
    """Columns that the source reads and the file has more than once: either may be the one that is meant."""
    counts = {column for rate in source.expect.rates for column in rate}
    used = {column.lower() for column in (source.required | counts | PLACED)}
    stand = Counter(column.strip().lower() for column in renamed(source, file.header))
    found = sorted(column for column in used if stand[column] > 1)
    said = f"Duplicated columns: {', '.join(found)} stands twice, and which of the two is meant is not told."
    return [Finding(source.id, file.name, "fatal", said)] if found else []


def _names(header: Sequence[str]) -> tuple[list[str], list[str]]:
    """Column names that differ, whatever the case of their letters, and what had to be done for that."""
    seen: set[str] = {"source_file"}
    names, notes = [], []
    for position, column in enumerate(header):
        name = column.strip().replace('"', "'")
        if name.lower() in seen:
            name = f"{name}_{position + 1}"
            notes.append(f"Duplicated columns: `{column}` stands twice; the second is `{name}` here.")
        if not name and position:
            notes.append(f"Nameless column: the {position + 1}th has no name; it was left out.")
        seen |= {name.lower()} if name else set()
        names.append(name)
    return names, notes
