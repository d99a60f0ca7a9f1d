"""Sizes: how long a function, a file and a page may be, how deep and how wide."""

import ast

import duckdb
import pytest

from tests.conftest import FIXTURES, ROOT

BODY, FILE, PAGE, PARAMETERS, POSITIONAL, NESTING = 50, 300, 60, 5, 2, 2
FIXTURE_ROWS = 30
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
DEEPER = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
FOLDERS = ("pages", "explorer", "data_pipeline", "tests", "benchmarks")
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "app.py", *(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py"))]
    if path.exists()
)
PRODUCT = [path for path in FILES if not path.startswith("tests/")]


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def functions(path):
    tree = ast.parse(read(path))
    return [node for node in ast.walk(tree) if isinstance(node, FUNCTION)]


def body_lines(function):
    """Return the lines from the first statement after the docstring to the end."""
    first = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - first[0].lineno + 1 if first else 0


def is_elif(node, parent):
    return isinstance(node, ast.If) and isinstance(parent, ast.If) and parent.orelse == [node]


def depth(node):
    """Return how many blocks stand inside each other under this node; `elif` is not one more."""
    inside = [child for child in ast.iter_child_nodes(node) if not isinstance(child, FUNCTION)]
    opens = [isinstance(child, DEEPER) and not is_elif(child, node) for child in inside]
    return max((depth(child) + opened for child, opened in zip(inside, opens, strict=True)), default=0)


def parameters(function):
    named = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
    positional = named[1:] if named[:1] in (["self"], ["cls"]) else named
    return positional, [a.arg for a in function.args.kwonlyargs]


@pytest.mark.parametrize("path", FILES)
def test_a_file_can_be_read_in_one_sitting(path):
    lines = len(read(path).splitlines())
    limit = PAGE if path.startswith("pages/") else FILE
    assert lines <= limit, f"{path} has {lines} lines; the most is {limit}"


@pytest.mark.parametrize("path", FILES)
def test_a_function_is_short_and_flat(path):
    found = [
        f"{path}:{function.lineno} {function.name}: {what} {measured}; the most is {limit}"
        for function in functions(path)
        for what, measured, limit in (
            ("body lines", body_lines(function), BODY),
            ("blocks inside blocks", depth(function), NESTING),
        )
        if measured > limit
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PRODUCT)
def test_a_function_takes_few_parameters_and_names_all_but_two(path):
    found = []
    for function in functions(path):
        positional, named = parameters(function)
        if len(positional) > POSITIONAL or len(positional) + len(named) > PARAMETERS:
            found.append(
                f"{path}:{function.lineno} {function.name}: {len(positional)} positional and {len(named)}"
                f" named parameters; the most is {POSITIONAL} positional and {PARAMETERS} in all"
            )
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PRODUCT)
def test_a_module_opens_with_one_line_that_says_what_it_is(path):
    words = (ast.get_docstring(ast.parse(read(path))) or "").splitlines()
    assert words, f"{path} has no docstring"
    assert ": " in words[0], f'{path} opens with {words[0]!r}; write "Noun: what it does"'


def test_every_page_is_on_the_list_in_app():
    app = ast.parse(read("app.py"))
    named = {n.value for n in ast.walk(app) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    pages = [path.name for path in sorted((ROOT / "pages").glob("*.py"))]
    assert pages, "there are no pages"
    left_off = [page for page in pages if page not in named]
    assert not left_off, f"not on the list in app.py: {', '.join(left_off)}"


@pytest.mark.parametrize("path", sorted((FIXTURES / "files").iterdir()), ids=lambda path: path.name)
def test_a_fixture_has_few_rows(path):
    parquet = path.suffix == ".parquet"
    rows = len(duckdb.read_parquet(str(path))) if parquet else len(read(path).splitlines()) - 1
    assert rows <= FIXTURE_ROWS, f"{path.name} has {rows} rows; the most is {FIXTURE_ROWS}"


def test_every_source_has_a_fixture_that_the_build_takes_for_it(built):
    declared = {path.stem for path in (ROOT / "data_pipeline" / "sources").glob("*.toml")}
    with duckdb.connect(str(built), read_only=True) as database:
        taken = {source for (source,) in database.cursor().execute("SELECT source FROM sources").fetchall()}
    assert not declared - taken, f"nothing in tests/fixtures/files is taken for: {sorted(declared - taken)}"
