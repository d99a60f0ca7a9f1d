"""Fixtures of the pipeline's tests: a build of tables written in the test, commands, a place to fetch to."""

import duckdb
import pytest

from data_pipeline import words
from data_pipeline.__main__ import main
from data_pipeline.build import Job, build_from_files
from tests.data_pipeline.fetching import Place


@pytest.fixture
def place(tmp_path):
    """Sources, a store and a lock file of the test's own."""
    return Place(tmp_path)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Give a function that runs a command in a data folder of the test's own; its code, and what it said."""
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))

    def run(*arguments):
        code = main([str(one) for one in arguments])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


@pytest.fixture(scope="session")
def vocabulary():
    return words.load()


@pytest.fixture
def build_from(tmp_path):
    """Build from CSV texts by file name; `sources` are TOML texts by id, or the real catalogue."""
    opened = []

    def build(files, *, sources=None, whole=False):
        folder = tmp_path / f"files-{len(opened)}"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        options = {}
        if sources is not None:
            options["sources"] = tmp_path / f"sources-{len(opened)}"
            options["sources"].mkdir()
            for name, text in sources.items():
                suffix = "" if name.endswith(".sql") else ".toml"
                (options["sources"] / f"{name}{suffix}").write_text(text, encoding="utf-8")
        target = tmp_path / f"built-{len(opened)}.duckdb"
        made = build_from_files(Job((folder,), target=target, whole=whole, **options), say=lambda _: None)
        connection = duckdb.connect(str(made.path), read_only=True)
        opened.append(connection)
        return connection.cursor(), made

    yield build
    for connection in opened:
        connection.close()


SOURCE = """
title = "Exclusions"
publication = "suspensions-and-permanent-exclusions-in-england"
publication_title = "Suspensions and permanent exclusions in England"

[find]
file_has = ["exclusions"]

[columns]
fixed_excl = "suspension"

[symbols]
x = { means = "c", to = "201617" }

[[figures]]
measure = "suspension_rate"
value = "rate"
numerator = "suspension"
denominator = "headcount"
school_type = { column = "school_type" }
breakdown = { column = "group", category = "characteristic" }

[expect]
key = ["time_period", "geographic_level", "old_la_code", "school_type", "group", "characteristic"]
rates = [["rate", "suspension", "headcount"]]
rate_decimals = 2
"""
HEAD = (
    "time_period,time_identifier,geographic_level,country_code,region_code,old_la_code,new_la_code,"
    "school_type,group,characteristic,headcount,suspension,rate"
)
ENGLAND = "National,E92000001,,,"


@pytest.fixture
def exclusions(build_from):
    """Build one small source from rows in the columns of HEAD."""

    def build(*rows, head=HEAD, source=SOURCE, whole=False):
        text = "\n".join([head, *rows]) + "\n"
        return build_from({"exclusions.csv": text}, sources={"exclusions": source}, whole=whole)

    return build
