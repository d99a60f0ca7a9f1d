"""Building: seconds of the pipeline's build, beside DuckDB's own CREATE TABLE AS on the same files."""

import subprocess
import sys
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]


def time_build(folder: Path, database: Path) -> float:
    """Seconds of one build from a folder of published files, as a command."""
    return _seconds("-m", "data_pipeline", "build", "--from", str(folder), "--to", str(database))


def time_plain_tables(files: list[Path], database: Path) -> float:
    """Seconds of one CREATE TABLE AS for each file, in a process of its own."""
    return _seconds("benchmarks/plain_tables.py", str(database), *map(str, files))


def files_used(folder: Path, database: Path) -> list[Path]:
    """The files of the folder that the build took its figures from."""
    taken = (
        duckdb.connect(str(database), read_only=True)
        .cursor()
        .execute("SELECT file_name FROM releases")
        .fetchall()
    )
    names = {Path(name).name for (name,) in taken}
    return sorted(path for path in folder.rglob("*") if path.name in names)


def _seconds(*arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started
