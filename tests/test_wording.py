"""Wording: no template, note or label names a cause, judges a figure, or lumps people together."""

import ast
import re
import tomllib
from fnmatch import fnmatch

import pytest

from tests.conftest import ROOT

BANNED = re.compile(
    r"\b(only|best|worst|because|caus(?:e|es|ed|ing)|due to|owing to|thanks to|leads? to|led to|impact\w*"
    r"|effects?|driv(?:es?|en|ing) (?:by|up|down|the)|(?:as a )?results? (?:of|from)|resulted"
    r"|(?:more|most|less) likely|punish\w*|failing|victims?|discriminat\w*|BAME|BME|non-white|mixed people"
    r"|shocking|alarming|soar\w*|plummet\w*|plung\w*|significant(?:ly)?)\b",
    re.IGNORECASE,
)
# What is said to readers is written here; the rest of the code speaks to those who run or mend it.
SPOKEN = ("pages/*.py", "explorer/sentences/*.py", "explorer/controls/*.py", "explorer/charts/*.py")
SPOKEN += ("explorer/queries/*.py", "explorer/export*.py")
FILES = sorted(
    path
    for folder in ("pages", "explorer")
    for path in (ROOT / folder).rglob("*.py")
    if any(fnmatch(path.relative_to(ROOT).as_posix(), pattern) for pattern in SPOKEN)
)
WORDS = sorted(
    [
        *(ROOT / "data_pipeline" / "vocabulary").glob("*.toml"),
        *(ROOT / "data_pipeline" / "sources").glob("*.toml"),
    ]
)
SAID = {
    *("title", "description", "processing", "publication_title", "label", "short_label", "sentence_label"),
    *("definition", "note", "meaning", "short", "numerator_label", "denominator_label"),
}
# The publisher's own names of publications, tables and settings are cited as they are.
NAMES = ("Key stage 4 destination measures",)


def templates(source):
    """Texts with a blank in them that are not docstrings: what a reader may come to see."""
    tree = ast.parse(source)
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def spoken(said, where=""):
    """Every text of a declaration that a reader may come to see, with the key that it stands under."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield from spoken(value, key)
    elif isinstance(said, list):
        for value in said:
            yield from spoken(value, where)
    elif isinstance(said, str) and where in SAID:
        yield where, said


def is_talk(text):
    return " " in text.strip() and not text.lstrip().startswith(("SELECT", "WITH", "<", "("))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_the_app_says_names_no_cause_and_judges_nothing(path):
    found = [
        f"{path.name}:{line} says {BANNED.search(text)[0]!r}: {text.strip()[:90]!r}"
        for line, text in templates(path.read_text(encoding="utf-8"))
        if is_talk(text) and BANNED.search(text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.name)
def test_what_the_declarations_say_names_no_cause_and_judges_nothing(path):
    found = [
        f"{path.name}: `{key}` says {BANNED.search(text)[0]!r}: {text[:90]!r}"
        for key, text in spoken(tomllib.loads(path.read_text(encoding="utf-8")))
        if text not in NAMES and BANNED.search(text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "Exclusions rose because of a new policy.",
        "The worst area was Leeds.",
        "Only 4% passed.",
        "Black Caribbean pupils were more likely to be excluded.",
        "A significant rise.",
        "The impact of suspensions.",
    ],
)
def test_a_sentence_that_does_is_found(text):
    assert list(templates(f"said = {text!r}"))
    assert BANNED.search(text)


def test_a_docstring_is_not_a_template():
    assert not list(templates('"""Only for those who read the code."""'))
