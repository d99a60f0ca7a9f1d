"""Floors: which file may import what, and where SQL may be written."""

import ast
import re
import sys
from fnmatch import fnmatch

import pytest

from tests.conftest import ROOT

STDLIB = frozenset(sys.stdlib_module_names)
GROUND = {*STDLIB, "explorer.errors", "explorer.question", "explorer.words"}
STORES = {*GROUND, "explorer.stats", "explorer.store"}
ANSWERS = {*STORES, "explorer.queries", "numpy", "pandas"}
FETCHING = {
    *STDLIB,
    *("data_pipeline.catalogue", "data_pipeline.errors", "data_pipeline.words", "data_pipeline.check"),
    *("data_pipeline.cells", "data_pipeline.geojson", "data_pipeline.opening", "data_pipeline.raw"),
    *("data_pipeline.faults", "data_pipeline.writing"),
    *("duckdb", "numpy", "pandas", "pyarrow", "requests", "scipy"),
}

# A file stands on what its own line says and on its own package; the first pattern that fits is its line.
FLOORS = {
    "app.py": {*STDLIB, "streamlit", "explorer"},
    "pages/*.py": {*STDLIB, "streamlit", "explorer"},
    "explorer/controls*": {
        *ANSWERS,
        "explorer.sandbox",
        "explorer.settings",
        "explorer.updating",
        "explorer.charts",
        "explorer.sentences",
        "explorer.export",
        "streamlit",
        "plotly",
    },
    "explorer/addresses*": {*ANSWERS, "explorer.export", "plotly", "starlette"},
    "explorer/charts*": {*ANSWERS, "explorer.sentences", "plotly", "afcharts"},
    "explorer/export*": {*ANSWERS, "explorer.sentences", "gptables", "odfdo", "plotly", "pyarrow"},
    "explorer/sentences*": ANSWERS,
    "explorer/queries*": {*STORES, "duckdb", "pandas", "numpy", "rapidfuzz"},
    "explorer/store*": {*GROUND, "duckdb"},
    "explorer/sandbox*": {*GROUND, "explorer.settings", "explorer.store", "duckdb", "pyarrow"},
    "explorer/settings*": STDLIB,
    "explorer/updating*": {*GROUND, "explorer.store"},
    "explorer/stats*": {*STDLIB, "numpy", "scipy", "statsmodels"},
    "explorer/errors.py": STDLIB,
    "explorer/question*": {*STDLIB, "explorer.errors", "explorer.words"},
    "explorer/words*": {*STDLIB, "explorer.errors"},
    "explorer/__init__.py": STDLIB,
    "data_pipeline/__main__.py": {*STDLIB, "data_pipeline"},
    "data_pipeline/commands*": {*STDLIB, "data_pipeline"},
    "data_pipeline/errors.py": STDLIB,
    "data_pipeline/catalogue*": {*STDLIB, "data_pipeline.errors"},
    "data_pipeline/words*": {*STDLIB, "data_pipeline.errors", "data_pipeline.catalogue"},
    "data_pipeline/__init__.py": STDLIB,
    "data_pipeline/moved_cells.py": STDLIB,
    "data_pipeline/places.py": {
        *STDLIB,
        "data_pipeline.errors",
        "data_pipeline.moved_cells",
        "numpy",
        "scipy",
    },
    "data_pipeline/snapshot*": {*FETCHING, "data_pipeline.build"},
    "data_pipeline/build*": {*FETCHING, "data_pipeline.files", "data_pipeline.locks", "data_pipeline.places"},
    "data_pipeline/draft*": {*FETCHING, "data_pipeline.files"},
    "data_pipeline/diff*": {*FETCHING, "data_pipeline.build", "data_pipeline.check_database"},
    "data_pipeline/fetch*": {*FETCHING, "urllib3"},  # requests hands on the errors of what it stands on
    "data_pipeline/*": FETCHING,
}
SQL_LIVES_IN = (
    *("explorer/queries*", "explorer/sandbox*", "explorer/store*"),
    *("data_pipeline/build*", "data_pipeline/check*", "data_pipeline/snapshot*"),
)
SQL = re.compile(r"\s*(SELECT|WITH|FROM|INSERT INTO|CREATE|COPY|DELETE FROM|UPDATE|ATTACH|DROP)\s")
HOUSE = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [
        ROOT / "app.py",
        *(p for d in ("pages", "explorer", "data_pipeline") for p in (ROOT / d).rglob("*.py")),
    ]
    if path.exists()
)


def line_for(path):
    return next((pattern for pattern in FLOORS if fnmatch(path, pattern)), None)


def package_of(path):
    """Return the module, or the package under explorer or data_pipeline, that this file belongs to."""
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts[:2]) if len(parts) > 1 else parts[0]


def imports(path, source):
    folder = path.split("/")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            # `from explorer import charts` is an import of explorer.charts, not of all that explorer holds
            yield from (f"{module}.{alias.name}" for alias in node.names)


def breaches(path, source):
    allowed = FLOORS[line_for(path)]
    own = package_of(path)
    for name in imports(path, source):
        if not any(name == floor or name.startswith(f"{floor}.") for floor in {*allowed, own}):
            yield name, sorted(allowed - STDLIB) + (["the standard library"] if allowed >= STDLIB else [])


@pytest.mark.parametrize("path", HOUSE)
def test_imports_only_go_down(path):
    assert line_for(path), f"{path} has no floor: give it a line in FLOORS"
    found = [
        f"{path} imports {name}, and may stand on: {', '.join(allowed)}"
        for name, allowed in breaches(path, (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("pages/absence.py", "import duckdb"),
        ("pages/absence.py", "from pandas import DataFrame"),
        ("explorer/queries/ask.py", "from explorer import charts"),
        ("explorer/queries/ask.py", "from ..controls import chart"),
        ("explorer/stats/rates.py", "def f():\n    import streamlit"),
        ("explorer/store.py", "import data_pipeline.build"),
        ("data_pipeline/build/__init__.py", "from explorer import words"),
    ],
)
def test_an_import_that_goes_up_or_across_is_found(path, source):
    assert list(breaches(path, source))


@pytest.mark.parametrize("path", HOUSE)
def test_sql_is_written_only_where_the_house_keeps_it(path):
    if any(fnmatch(path, pattern) for pattern in SQL_LIVES_IN):
        return
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    found = [f"{path}:{n.lineno} holds SQL: {n.value.strip()[:60]!r}" for n in texts if SQL.match(n.value)]
    assert not found, "\n".join(found)
