"""Everything tests: every row at hand of a measure arrives, with what it is, and leaves nothing behind."""

import csv
import hashlib
import io
import json
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import duckdb
import pytest
from frictionless import Package
from pyarrow import parquet

from explorer import export, queries
from explorer.errors import ExplorerError
from explorer.export.everything import about_everything
from explorer.export.texts import fingerprint, ready
from explorer.queries import WHOLE_COLUMNS, whole_figures
from tests.explorer.reading_back import rows_of, words_of
from tests.explorer.small import figure, write

LINK = "https://example.org/exclusions"
KEY = ("measure", "time_period", "time_identifier", "place_code", "school_type", "breakdown", "category")
KEPT = (*KEY, "value", "numerator", "denominator", "symbol", "source")
MEASURES = ("suspension_rate", "permanent_exclusion_rate")


@pytest.fixture
def stored(store_with):
    return store_with().handle()


def in_the_database(stored, measures):
    rows = stored.cursor().execute(
        f"SELECT {', '.join(KEPT)} FROM figures WHERE list_contains(?, measure)", [list(measures)]
    )
    return sorted(map(str, rows.fetchall()))


def in_the_file(made, ending):
    rows = rows_of(made, ending)
    return sorted(str(tuple(None if row[name] == "" else row[name] for name in KEPT)) for row in rows)


@pytest.mark.parametrize("ending", [".zip", ".parquet"])
def test_every_row_at_hand_is_in_the_file_and_no_other(stored, ending):
    made = export.everything(MEASURES, ending, link=LINK)
    assert in_the_file(made, ending) == in_the_database(stored, MEASURES)
    assert len(rows_of(made, ending)) == queries.rows_at_hand(*MEASURES)


@pytest.mark.parametrize("ending", [".zip", ".parquet"])
@pytest.mark.usefixtures("real")
def test_every_measure_of_a_real_build_can_be_taken_whole(ending):
    for measure in queries.measures():
        made = export.everything((measure.id,), ending)
        rows = rows_of(made, ending)
        assert len(rows) == queries.rows_at_hand(measure.id)
        assert {row["unit"] for row in rows} == {measure.unit}
        assert all(row["value"] is not None or row["symbol"] for row in rows)


@pytest.mark.parametrize("ending", [".zip", ".parquet"])
@pytest.mark.usefixtures("stored")
def test_the_file_says_what_it_is(ending):
    made = export.everything(MEASURES, ending, link=LINK)
    said = words_of(made, ending)
    told = about_everything(queries.whole(MEASURES), link=LINK)
    for heading, lines in told.told():
        assert lines, heading
        for line in lines:
            assert " ".join(line.split()) in said, heading
    assert told.title == (
        "Suspension rate and Permanent exclusion rate: every figure at hand, 2017/18 to 2023/24"
    )
    assert told.rows == queries.rows_at_hand(*MEASURES)


@pytest.mark.usefixtures("stored")
def test_the_zip_is_a_valid_data_package(tmp_path):
    with zipfile.ZipFile(io.BytesIO(export.everything(MEASURES, ".zip"))) as bundle:
        bundle.extractall(tmp_path)
    report = Package(str(tmp_path / "metadata.json"), basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
    text = (tmp_path / "data.csv").read_text(encoding="utf-8-sig")
    assert tuple(next(csv.reader([text.splitlines()[0]]))) == WHOLE_COLUMNS


def test_the_hash_is_that_of_the_figures_in_the_csv(stored, tmp_path, monkeypatch, capsys):
    with zipfile.ZipFile(io.BytesIO(export.everything(MEASURES, ".zip"))) as bundle:
        about = json.loads(bundle.read("metadata.json"))["about"]
        bundle.extract("data.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(export.HOW_TO_HASH, {})  # noqa: S102 (our own words, as a reader would run them)
    assert capsys.readouterr().out.strip() == about["sha256"]
    assert about["build_id"] == stored.build_id


@pytest.mark.usefixtures("stored")
def test_the_parquet_has_its_words_inside():
    metadata = parquet.read_schema(io.BytesIO(export.everything(MEASURES, ".parquet"))).metadata
    about = json.loads(metadata[b"about"])
    assert about["sha256"] == fingerprint(map(ready, whole_figures(MEASURES)))


@pytest.mark.usefixtures("shipped")
def test_numbers_are_written_by_the_database_as_python_writes_them(tmp_path):
    for measure in ("suspension_rate", "attainment8_average", "ehc_plan_rate"):
        queries.write_whole((measure,), tmp_path / "rows.csv", risky="^=")
        with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
            written = [tuple(row[name] for name in export.FIGURES) for row in csv.DictReader(file)]
        assert fingerprint(written) == fingerprint(map(ready, whole_figures((measure,))))


def test_a_formula_in_a_name_does_not_reach_the_csv(data_folder):
    place = ("E06999999", "=HYPERLINK(1)", "Local authority", *[""] * 3, None, None, "", "", *[None] * 4, "")
    rows = [figure("absence_rate", "202324", -0.5, place_code="E06999999")]
    write(data_folder, "evil", places=[place], figures=rows)
    row = next(
        row
        for row in rows_of(export.everything(("absence_rate",), ".zip"), ".zip")
        if row["place_code"] == "E06999999"
    )
    assert (row["place"], row["value"]) == ("'=HYPERLINK(1)", -0.5)


@pytest.mark.usefixtures("stored")
def test_nothing_is_left_behind(tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with export.everything_file(("suspension_rate",), ".zip") as path:
        assert path.is_file()
    export.everything(("suspension_rate",), ".parquet")
    assert list(scratch.iterdir()) == []


def test_a_long_measure_is_not_held_in_memory(data_folder):
    places = [f"E0{number:07}" for number in range(8_000)]
    rows = [
        figure("absence_rate", f"20{year}{year + 1}", 1.0, place_code=code)
        for code in places
        for year in (21, 22)
    ]
    path = write(data_folder, "long")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "INSERT INTO figures SELECT unnest(?), unnest(?), 'Academic year', unnest(?), 'Total', 'total', "
            "'Total', 1.0, NULL, NULL, NULL, 'absence'",
            [[row[0] for row in rows], [row[1] for row in rows], [row[3] for row in rows]],
        )
    tracemalloc.start()
    with export.everything_file(("absence_rate",), ".parquet") as made:
        size = made.stat().st_size
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert queries.rows_at_hand("absence_rate") == 16_007
    assert size > 10_000
    assert peak < 30_000_000


@pytest.mark.usefixtures("stored")
def test_a_measure_that_there_is_not_is_told():
    with pytest.raises(ExplorerError, match="There is no measure 'no_such'"):
        export.everything(("no_such",), ".zip")


@pytest.mark.usefixtures("stored")
def test_the_name_says_that_it_is_everything():
    assert export.everything_name(("suspension_rate",), ".parquet") == "suspension-rate_everything.parquet"


@pytest.mark.usefixtures("stored")
def test_the_package_names_the_hash_of_the_file():
    with zipfile.ZipFile(io.BytesIO(export.everything(MEASURES, ".zip"))) as bundle:
        resource = json.loads(bundle.read("metadata.json"))["resources"][0]
        data = bundle.read("data.csv")
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert resource["bytes"] == len(data)
    assert Path(resource["path"]).name == "data.csv"
