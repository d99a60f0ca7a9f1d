"""Draft: a table that nobody declared is in the database by the TOML that is printed for it."""

import csv
import gzip
import io
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_pipeline import catalogue, draft, opening
from data_pipeline.build import Job, build_from_files
from data_pipeline.errors import PipelineError
from tests.conftest import FIXTURES, ROOT

STANDARD = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"]
PLACES = {
    "National": ["202324", "Academic year", "National", "E92000001", "England"],
    "Regional": ["202324", "Academic year", "Regional", "E92000001", "England"],
    "School": ["202223", "Academic year", "School", "E92000001", "England"],
}
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,14}", fullmatch=True).filter(
    lambda name: name not in STANDARD and not name.endswith("__symbol") and name != "source_file"
)
WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=12,
)
NUMBERS = st.integers(0, 10**6).map(str) | st.floats(0, 100).map(lambda x: f"{x:.9f}")
MARKS = st.sampled_from(["z", "x", "c", "low", "u"])
FILES = [*sorted((FIXTURES / "files").glob("*.csv"))]


@st.composite
def standard_files(draw):
    """Draw a CSV of the department's standard: any filters and indicators, any marks, in any order."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    split = draw(st.integers(0, len(names) - 1))
    header = [*STANDARD, *names]
    rows = [
        [
            *PLACES[draw(st.sampled_from(sorted(PLACES)))],
            *[draw(WORDS) for _ in names[:split]],
            *[draw(NUMBERS | MARKS) for _ in names[split:]],
        ]
        for _ in range(draw(st.integers(1, 6)))
    ]
    order = draw(st.permutations(range(len(header))))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([line[at] for at in order] for line in [header, *rows])
    return text.getvalue(), names[:split], names[split:], len(rows)


def loaded(folder, toml):
    sources = folder / "sources"
    sources.mkdir()
    name = toml.partition("# Save as data_pipeline/sources/")[2].partition(".toml")[0]
    (sources / f"{name}.toml").write_text(toml, encoding="utf-8")
    (source,) = catalogue.load(sources)
    return sources, source


def published(folder, file, toml):
    """Build by the drafted source alone, and give the cursor, the source and the findings."""
    sources, source = loaded(folder, toml)
    here = folder / "files"
    here.mkdir()
    (here / file.name).write_bytes(file.read_bytes())
    job = Job((here,), target=folder / "built.duckdb", sources=sources)
    made = build_from_files(job, say=lambda _: None)
    with duckdb.connect(str(made.path), read_only=True) as connection:
        table = connection.execute(f'SELECT * FROM published."{source.id}"')
        columns = [column[0] for column in table.description]
        return columns, table.fetchall(), source, made


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(standard_files(), st.booleans())
def test_any_standard_file_is_published_by_its_draft(drawn, with_meta):
    text, filters, indicators, count = drawn
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "Some_Table.csv"
        file.write_text(text, encoding="utf-8")
        if with_meta:
            kinds = [f"{f},Filter" for f in filters] + [f"{i},Indicator" for i in indicators]
            (folder / "Some_Table.meta.csv").write_text(
                "\n".join(["col_name,col_type", *kinds]), encoding="utf-8"
            )
        columns, rows, source, made = published(folder, file, draft.draft(file))
    assert set(STANDARD) | set(filters) | set(indicators) <= set(columns)
    assert len(rows) == count
    assert set(filters) <= set(source.expect.key) or not with_meta
    assert not [str(finding) for finding in made.findings if finding.severity == "fatal"]


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_the_catalogue_calls_a_table_the_toml_is_valid(title, publication):
    file = FIXTURES / "files" / "sen2_mi.csv"
    words = tomllib.loads(draft.draft(file, draft.Known(title, publication, title)))
    assert words["title"] == (title or "Sen2 mi")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_fixture_that_follows_the_standard_is_published_by_its_draft(file, tmp_path):
    if not set(draft.TIMES) <= set(opening.look(file).header):
        pytest.skip("it does not follow the standard")
    columns, rows, _, made = published(tmp_path, file, draft.draft(file))
    assert rows
    assert set(draft.TIMES) <= set(columns)
    assert not [str(finding) for finding in made.findings if finding.severity == "fatal"]


def test_every_real_file_that_follows_the_standard_has_a_draft_that_loads(dfe_files, tmp_path):
    drafted = 0
    for number, file in enumerate(sorted(dfe_files.rglob("*.csv*"))):
        with file.open("rb") as start:
            is_zip = start.read(2) == b"PK"
        if is_zip or ".meta." in file.name or not set(draft.TIMES) <= set(opening.look(file).header):
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        _, source = loaded(folder, draft.draft(file))
        assert source.expect.key
        drafted += 1
    assert drafted > 15


def test_a_gzip_file_has_the_same_draft_as_the_plain_one(tmp_path):
    file = FIXTURES / "files" / "sen2_mi.csv"
    packed = tmp_path / "sen2_mi.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert draft.draft(packed) == draft.draft(file)


def test_a_numeric_filter_of_the_meta_file_stays_text(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text(
        f"{','.join(STANDARD)},year_group,pupils\n{','.join(PLACES['National'])},11,5\n", encoding="utf-8"
    )
    assert "year_group" not in tomllib.loads(draft.draft(file)).get("text", [])
    (tmp_path / "t.meta.csv").write_text(
        "col_name,col_type\nyear_group,Filter\npupils,Indicator\n", encoding="utf-8"
    )
    words = tomllib.loads(draft.draft(file))
    assert words["text"] == ["year_group"]
    assert "year_group" in words["expect"]["key"]


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "Empty file"), ("<html>", "Web page"), ("a,b\n1,2\n", "has no column time_period")],
)
def test_what_is_no_table_of_the_standard_is_refused_with_the_reason(tmp_path, content, said):
    file = tmp_path / "t.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError, match=said):
        draft.draft(file)


@pytest.mark.parametrize("name", ["exc_nat_region_la.csv", "exc_nat_region_la.csv.gz"])
def test_a_table_that_is_declared_already_is_named_first_in_its_draft(tmp_path, name):
    text = (FIXTURES / "files" / "exc_nat_region_la.csv").read_bytes()
    file = tmp_path / name
    file.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    first, second = draft.draft(file).splitlines()[:2]
    assert first.startswith("# Look first: This is already `exclusions_by_geography`; ")
    assert second.startswith("# Save as ")
    assert tomllib.loads(draft.draft(file))["title"]


def test_a_table_that_nobody_declared_has_no_such_line(tmp_path):
    file = tmp_path / "penguins.csv"
    file.write_text(
        f"{','.join(STANDARD)},colony,penguins\n{','.join(PLACES['National'])},a,5\n", encoding="utf-8"
    )
    assert draft.draft(file).startswith("# Save as ")


def test_an_id_is_asked_of_the_service():
    file = FIXTURES / "files" / "sen2_mi.csv"
    known = draft.Known("Management information", "education-health-and-care-plans", "EHC plans")
    text = draft.of("0f6c3d6e-1", lambda reference, folder: (file, known))  # noqa: ARG005 (what fetch is asked)
    assert tomllib.loads(text)["publication"] == "education-health-and-care-plans"


def test_a_path_that_is_not_there_is_said_so():
    with pytest.raises(PipelineError, match="no such file"):
        draft.of("nowhere.csv")


def test_the_command_prints_the_draft():
    file = FIXTURES / "files" / "exc_nat_region_la.csv"
    command = [sys.executable, "-m", "data_pipeline", "draft", str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == draft.draft(file)
    assert run.stderr.startswith("note: This is already `exclusions_by_geography`"), "where a file is written"
