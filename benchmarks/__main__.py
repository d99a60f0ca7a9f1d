"""Benchmarks: `python benchmarks` prints each time beside its floor, from the same run, and their ratio."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
# `python benchmarks` puts this folder on the path, and what is measured is beside it
sys.path.insert(0, str(ROOT))

from benchmarks import building, exports, scale, watching  # noqa: E402 (after the path)

OURS = watching.Screen(ROOT / "app.py", "/exclusions", "Measure", ("Suspensions", "Permanent exclusions"))
BARE = watching.Screen(ROOT / "benchmarks" / "bare.py", "/", "Measure", ("2", "1"))


def main() -> None:
    """Print the ratios of start, rerun and build, of one file of millions of rows, or of exports."""
    options = _options()
    if options.what == "scale":
        scale.report(scale.measure(options.rows, repeat=options.repeat or 1))
        return
    if options.what == "exports":
        exports.report(options.repeat or 3)
        return
    options.repeat = options.repeat or 5
    print(f"Medians of {options.repeat}; each pair is measured in turn, on this machine, now.\n")
    with tempfile.TemporaryDirectory() as folder:
        _print_screens(options.repeat, Path(folder) / "data")
        _print_builds(options.repeat, options.files, scratch=Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python benchmarks", description=main.__doc__)
    files = os.environ.get("DFE_FILES", ROOT / "tests" / "fixtures" / "files")
    parser.add_argument(
        "--files", type=Path, default=files, help="a folder of published files (else DFE_FILES)"
    )
    parser.add_argument("--repeat", type=int, help="how many times each is measured: 5, or 1 of scale")
    parser.add_argument(
        "what",
        nargs="?",
        choices=("usual", "scale", "exports"),
        default="usual",
        help="scale: a school-level file of 2.8 GB, made for it and deleted; exports: every kind of file",
    )
    parser.add_argument("--rows", type=int, default=scale.ROWS, help="rows of the file of scale")
    return parser.parse_args()


def _print_screens(repeat: int, data: Path) -> None:
    with watching.browsing() as browser:
        first, _ = watching.time_screen(browser, OURS, data=data)
        print(
            f"The very first start, which makes the database from the snapshot: {first:.2f} s to the chart\n"
        )
        # in turn, so that whatever else the machine does falls on both
        pairs = [
            [watching.time_screen(browser, screen, data=data) for screen in (OURS, BARE)]
            for _ in range(repeat)
        ]
    ours, bare = zip(*pairs, strict=True)
    _print("process start to first chart", [t for t, _ in ours], floor=[t for t, _ in bare])
    _print(
        "rerun, click to new chart",
        [t for _, reruns in ours for t in reruns],
        floor=[t for _, reruns in bare for t in reruns],
    )


def _print_builds(repeat: int, files: Path, *, scratch: Path) -> None:
    built, plain = [], []
    for number in range(repeat):
        database = scratch / f"ours-{number}.duckdb"
        built.append(building.time_build(files, database))
        used = building.files_used(files, database)
        plain.append(building.time_plain_tables(used, scratch / f"plain-{number}.duckdb"))
    _print(f"build of {len(used)} files", built, floor=plain)


def _print(what: str, ours: list[float], *, floor: list[float]) -> None:
    a, b = median(ours), median(floor)
    print(f"{what:32} {a:7.2f} s   floor {b:7.2f} s   ratio {a / b:5.2f}   (n = {len(ours)})")


if __name__ == "__main__":
    main()
