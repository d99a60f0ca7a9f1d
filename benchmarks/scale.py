"""Scale: a school-level file of millions of rows to a table, by the pipeline, by DuckDB alone and by pandas.

Each way runs in a process of its own, which says its seconds and its highest memory on its last line.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import big_file, peak  # noqa: E402 (after the path)

ROWS = 5_000_000
ROOM = 4  # times the size of the file: the file itself, and the tables made of it
SOURCE = """
title = "Pupils by school and characteristic"
publication = "school-pupils-and-their-characteristics"
publication_title = "Schools, pupils and their characteristics"

[find]
file_has = ["pupils_by_school"]

[expect]
key = ["time_period"]
"""


@dataclass(frozen=True)
class Cost:
    """What one way took: seconds, and the highest memory of its process in bytes."""

    seconds: float
    memory: int


def measure(rows: int = ROWS, *, repeat: int = 1) -> dict[str, list[Cost]]:
    """The cost of each way on one file, which is made first and removed afterwards; the ways take turns."""
    with tempfile.TemporaryDirectory(prefix="inclusion-scale-") as name:
        folder = Path(name)
        _make_room(folder, rows)
        file = big_file.make(folder / "pupils_by_school.csv", rows)
        print(f"{rows:,} rows, {file.stat().st_size / 1e9:.2f} GB", flush=True)
        turns = [_turn(file) for _ in range(repeat)]
        return {way: [turn[way] for turn in turns] for way in WAYS}


def report(costs: dict[str, list[Cost]]) -> None:
    """Print the ratios that are promised, and what they are made of."""
    best = {way: min(found, key=lambda cost: cost.seconds) for way, found in costs.items()}
    for way, cost in best.items():
        print(f"{way:12} {cost.seconds:8.1f} s   {cost.memory / 1e6:8.0f} MB at most")
    ours, plain, pandas = (best[way] for way in ("pipeline", "duckdb", "pandas"))
    print(f"speed of the pipeline over DuckDB's own:  {plain.seconds / ours.seconds:5.2f}  (promised 0.50)")
    print(f"times faster than pandas:                 {pandas.seconds / ours.seconds:5.1f}  (promised 5)")
    print(f"times leaner than pandas:                 {pandas.memory / ours.memory:5.1f}  (promised 5)")
    print(f"highest memory of the pipeline:           {ours.memory / 1e6:5.0f} MB (promised under 1,000)")


def _make_room(folder: Path, rows: int) -> None:
    needed = rows * big_file.BYTES_A_ROW * ROOM
    if disk_usage(folder).free < needed:
        raise SystemExit(f"{folder}: {needed / 1e9:.0f} GB must be free there. Set TMPDIR to another disk.")


def _turn(file: Path) -> dict[str, Cost]:
    return {way: _run(way, file) for way in WAYS}


def _run(way: str, file: Path) -> Cost:
    with tempfile.TemporaryDirectory(dir=file.parent) as scratch:
        command = [sys.executable, __file__, way, str(file), scratch]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _pipeline(file: Path, scratch: Path) -> None:
    """From the folder to the published table, as a build does it: found, hashed, matched, typed, on disk."""
    import duckdb

    from data_pipeline import catalogue, files
    from data_pipeline.build import make, publish

    sources = scratch / "sources"
    sources.mkdir()
    (sources / "pupils_by_school.toml").write_text(SOURCE, encoding="utf-8")
    found, _ = files.find([file.parent], scratch)
    (release,), _ = files.match([one for one in found if one.name == file.name], catalogue.load(sources))
    with duckdb.connect(str(scratch / "ours.duckdb"), config={"memory_limit": make.MEMORY}) as connection:
        cursor = connection.cursor()
        publish.publish(cursor, release.source, releases=[release], scratch=scratch)
        cursor.execute("CHECKPOINT")


def _duckdb(file: Path, scratch: Path) -> None:
    """DuckDB's own CREATE TABLE AS, told every type and every mark."""
    import duckdb

    with file.open(encoding="utf-8") as lines:
        names = lines.readline().strip().split(",")
    kinds = ["DOUBLE" if name.startswith(big_file.NUMBERS) else "VARCHAR" for name in names]
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in zip(names, kinds, strict=True))
    with duckdb.connect(str(scratch / "plain.duckdb")) as connection:
        cursor = connection.cursor()
        reader = f"read_csv(?, types = {{{types}}}, nullstr = ['z', 'c', ''])"
        cursor.execute(f"CREATE TABLE pupils AS SELECT * FROM {reader}", [str(file)])  # noqa: S608 (ours)
        cursor.execute("CHECKPOINT")


def _pandas(file: Path, scratch: Path) -> None:
    """The same table by pandas, as Parquet: all text at first, then numbers with their marks beside them."""
    import pandas

    rows = pandas.read_csv(file, dtype=str, keep_default_na=False)
    for name in [name for name in rows.columns if name.startswith(big_file.NUMBERS)]:
        number = pandas.to_numeric(rows[name], errors="coerce")
        marks = rows[name].where(number.isna() & (rows[name] != ""))
        if marks.notna().any():
            rows[f"{name}__symbol"] = marks
        rows[name] = number
    rows.to_parquet(scratch / "pupils.parquet")


def _pandas_plain(file: Path, scratch: Path) -> None:
    """Nothing but read_csv with its own guesses: codes become numbers, and columns with marks stay text."""
    import pandas

    pandas.read_csv(file, low_memory=False)
    del scratch


WAYS = {"pipeline": _pipeline, "duckdb": _duckdb, "pandas": _pandas, "read_csv": _pandas_plain}


def main(way: str, *paths: str) -> None:
    """Run one way, from a file to a folder, and say what it took."""
    file, scratch = map(Path, paths)
    seconds, memory = peak.of(lambda: WAYS[way](file, scratch))
    print(json.dumps({"seconds": seconds, "memory": memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])
