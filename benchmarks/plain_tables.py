"""Plain tables: DuckDB's own CREATE TABLE AS on each of some published files, and nothing else.

Run as `python benchmarks/plain_tables.py DATABASE FILE...`, in a process of its own as the build is.
"""

import sys
from pathlib import Path

import duckdb

CSV = "read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"')"
PARQUET = "read_parquet(?)"


def main(database: str, *files: str) -> None:
    """Make one table of each file, with text columns: types guessed from the top rows do not fit the rest."""
    connection = duckdb.connect(database)
    for number, file in enumerate(files):
        reader = PARQUET if Path(file).suffix == ".parquet" else CSV
        # number counts from 0 and the reader is one of the two above: nothing of a file's name is in the SQL
        connection.cursor().execute(f"CREATE TABLE t{number} AS SELECT * FROM {reader}", [file])  # noqa: S608


if __name__ == "__main__":
    main(*sys.argv[1:])
