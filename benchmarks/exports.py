"""Exports: what each file costs beside the least that could write its rows, and what other readers notice.

Each way runs in a process of its own, which says its seconds and its highest memory on its last line.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import peak, watching  # noqa: E402 (after the path)

LONGEST = "all_pupils"  # the measure with most rows at hand, some 100,000
SHOWN = 10_000  # rows of the files of a view
FORMATS = (".csv", ".zip", ".json", ".parquet", ".ods", ".xlsx")
# Each way beside its floor: the database's own COPY of the same columns; the bare writer of the same cells.
FLOORS = {
    "everything.zip": "copy.csv",
    "everything.parquet": "copy.parquet",
    "view.csv": "plain.csv",
    "view.xlsx": "plain.xlsx",
}
WAYS = (
    *("nothing", "everything.zip", "copy.csv", "everything.parquet", "copy.parquet"),
    *(f"view{ending}" for ending in FORMATS),
    *("plain.csv", "plain.xlsx"),
)
SCREEN = watching.Screen(ROOT / "app.py", "/exclusions", "Measure", ("Suspensions", "Permanent exclusions"))
RERUNS = 30
PATIENCE_MS = 120_000
LINK = "https://example.org/explore"
TAKEN = ("All rows, CSV", "All rows, Parquet", "Excel")


@dataclass(frozen=True)
class Cost:
    """What one way took: seconds, and the highest memory of its process and of those it started, in bytes."""

    seconds: float
    memory: int
    size: int


def report(repeat: int) -> None:
    """Print time and memory of every file beside its floor, then the reruns of another reader meanwhile."""
    with tempfile.TemporaryDirectory(prefix="inclusion-exports-") as name:
        data = Path(name) / "data"
        data.mkdir()
        costs = {way: min((_run(way, data) for _ in range(repeat)), key=_seconds) for way in WAYS}
        idle = costs["nothing"].memory
        print(f"Best of {repeat}. Memory is what is added to the {idle / 1e6:.0f} MB of an idle process.\n")
        for way, cost in costs.items():
            _print(way, cost, floor=costs.get(FLOORS.get(way, "")), idle=idle)
        print()
        _print_reruns(data)


def _seconds(cost: Cost) -> float:
    return cost.seconds


def _print(way: str, cost: Cost, *, floor: Cost | None, idle: int) -> None:
    if way == "nothing":
        return
    more = f"{(cost.memory - idle) / 1e6:6.0f} MB"
    ratio = f"   floor {floor.seconds:6.2f} s   ratio {cost.seconds / floor.seconds:5.2f}" if floor else ""
    print(f"{way:20} {cost.seconds:7.2f} s   {more}   file {cost.size / 1e6:6.2f} MB{ratio}")


def _run(way: str, data: Path) -> Cost:
    env = {**os.environ, "INCLUSION_DATA": str(data)}
    command = [sys.executable, __file__, way]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, env=env)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _print_reruns(data: Path) -> None:
    """Reruns of one reader, in turn alone and while another takes a file."""
    with watching.browsing() as browser, watching.serve(SCREEN.script, data=data) as address:
        reader, taker = (watching.opened(browser, address + SCREEN.path) for _ in range(2))
        taker.get_by_role("button", name="Other formats").first.click()
        alone = [watching.rerun(reader, SCREEN, number=number) for number in range(RERUNS)]
        _print_line("alone", alone, floor=alone)
        for label in TAKEN:
            button = taker.get_by_test_id("stPopoverBody").get_by_role("button").filter(has_text=label)
            during = [_rerun_during(reader, taker, button=button, number=number) for number in range(RERUNS)]
            _print_line(f"during {label}", during, floor=alone)


def _rerun_during(reader: Page, taker: Page, *, button: Locator, number: int) -> float:
    """Seconds of one rerun of the reader, begun right after the other pressed the button of a file."""
    with taker.expect_download(timeout=PATIENCE_MS):
        button.click()
        return watching.rerun(reader, SCREEN, number=number)


def _print_line(what: str, times: list[float], *, floor: list[float]) -> None:
    p95, least = quantiles(times, n=20)[-1], quantiles(floor, n=20)[-1]
    print(
        f"rerun {what:26} median {median(times):5.2f} s   p95 {p95:5.2f} s   "
        f"ratio to alone {median(times) / median(floor):5.2f} and {p95 / least:5.2f}   (n = {len(times)})"
    )


def _do(way: str) -> Cost:
    """One way, in this process."""
    from explorer import store

    store.ensure()
    kind, _, ending = way.partition(".")
    if kind == "nothing":
        return Cost(*peak.of(_imported), size=0)
    whole = {"everything": _everything, "copy": _copy}
    # what is on screen was asked for before, and is not part of the time
    make = whole.get(kind) or (partial(_view, _shown()) if kind == "view" else partial(_plain, _cells()))
    made: list[int] = []
    seconds, memory = peak.of(lambda: made.append(make(f".{ending}")))
    return Cost(seconds, max(memory, peak.of_children()), made[0])


def _imported() -> None:
    from explorer import export, queries  # noqa: F401 (what an idle app holds)

    queries.measures()


def _everything(ending: str) -> int:
    from explorer import export

    with export.everything_file((LONGEST,), ending) as path:
        return path.stat().st_size


def _copy(ending: str) -> int:
    from explorer import store
    from explorer.queries.whole import ROWS

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rows{ending}"
        rows = store.handle().cursor().sql(ROWS, params={"measures": [LONGEST]})
        write = rows.write_csv if ending == ".csv" else rows.write_parquet
        write(str(path))
        return path.stat().st_size


def _shown() -> Any:  # noqa: ANN401 (an answer, of a package that is imported late)
    """An answer of SHOWN rows."""
    from dataclasses import replace

    from explorer import queries
    from explorer.question import Question

    areas = tuple(place.code for place in queries.places("Local authority"))
    kinds = ("All schools", "Primary", "Secondary", "Special")
    answer = queries.ask(Question((LONGEST,), areas, kinds, breakdown="ethnicity_minor"))
    return replace(answer, rows=answer.rows.iloc[:SHOWN])


def _view(answer: Any, ending: str) -> int:  # noqa: ANN401 (as above)
    from explorer import export

    return len(export.file_of(export.extract(answer, LINK), ending))


def _cells() -> Any:  # noqa: ANN401 (as above)
    """The rows of that view as its files have them."""
    from explorer import export

    return export.extract(_shown(), LINK).rows.drop(columns="notes")


def _plain(rows: Any, ending: str) -> int:  # noqa: ANN401 (as above)
    """The same cells by the bare writer: none of the words, no types, no style."""
    import io

    stored = io.BytesIO()
    if ending == ".csv":
        return len(rows.to_csv(index=False).encode("utf-8"))
    rows.iloc[:, :22].to_excel(stored, index=False, engine="xlsxwriter")
    return len(stored.getvalue())


if __name__ == "__main__":
    print(json.dumps(vars(_do(sys.argv[1]))))
