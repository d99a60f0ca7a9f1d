"""Published tables page tests: each table with its own columns, filtered, and taken away with its source."""

import io
import re
import zipfile
from functools import partial

import pandas as pd
import pytest
from frictionless import Package

from explorer import queries
from explorer.errors import ExplorerError
from explorer.export import STARTS_A_FORMULA, published
from explorer.export.published import PublishedFile, published_about, published_file
from explorer.export.texts import how_to_hash
from explorer.queries import Filtered
from tests.explorer.reading_back import ROWS, WORDS, ods_sheets, words_of, xlsx_sheets
from tests.inside import rows_in
from tests.opening import open_page

opened = partial(open_page, "tables.py")
TABLE = "exclusions_by_geography"
LINK = f"https://example.org/tables?table={TABLE}"


@pytest.mark.usefixtures("real")
def test_every_published_table_can_be_opened():
    app = opened()
    there = queries.published_tables()
    assert len(there) > 30
    for one in there:
        app.selectbox[0].set_value(one.id).run()
        assert not app.exception, one.id
        assert one.title in app.header[0].value
        assert not app.dataframe[0].value.empty


def test_the_rows_are_those_of_the_published_table(real):
    app = opened(table=TABLE, is_geographic_level="National")
    query = f"SELECT count(*), sum(headcount) FROM published.{TABLE} WHERE geographic_level = 'National'"
    ((count, pupils),) = rows_in(real, query)
    assert f"{count:,} rows" in app.header[0].value
    assert app.dataframe[0].value["headcount"].sum() == pupils


@pytest.mark.usefixtures("real")
def test_a_picked_value_filters_and_is_in_the_link():
    app = opened(table=TABLE)
    app.multiselect[0].set_value(["geographic_level"]).run()
    app.multiselect[1].set_value(["National"]).run()
    assert not app.exception
    assert set(app.dataframe[0].value["geographic_level"]) == {"National"}
    assert app.query_params["is_geographic_level"] == "National"


@pytest.mark.usefixtures("real")
def test_a_link_that_means_nothing_is_passed_over_in_words():
    app = opened(table="no_such", is_weather="rain")
    assert "There is no table 'no_such'" in app.warning[0].value
    assert app.dataframe


@pytest.mark.usefixtures("shipped")
def test_without_published_tables_the_page_says_how_to_get_them():
    assert "python -m data_pipeline" in opened().info[0].value


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_file_holds_every_row_asked_for_with_its_source(tmp_path, ending):
    asked = Filtered(TABLE, (("geographic_level", ("National",)),))
    path = tmp_path / f"rows{ending}"
    queries.write_published(asked, path, told=(("citation", "Who says so"),), risky=STARTS_A_FORMULA)
    rows = pd.read_csv(path) if ending == ".csv" else pd.read_parquet(path)
    shown = queries.published_rows(asked, most=10_000)
    assert len(rows) == shown.total
    assert rows["headcount"].tolist() == shown.rows["headcount"].tolist()
    assert set(rows["citation"]) == {"Who says so"}


def file_of(only=(("geographic_level", ("National",)),), table=TABLE):
    asked = Filtered(table, only)
    there = {one.id: one for one in queries.published_tables()}
    total = queries.published_rows(asked, most=1).total
    return PublishedFile(there[table], asked, total, LINK, f"{LINK}&build=abc")


def read(made, ending):
    if ending in (".xlsx", ".ods"):
        sheets = (xlsx_sheets if ending == ".xlsx" else ods_sheets)(made)
        top = next(number for number, row in enumerate(sheets["Figures"]) if "headcount" in row)
        names, *rows = sheets["Figures"][top:]
        return [dict(zip(names, row, strict=False)) for row in rows]
    return ROWS[ending](made)


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("ending", [".csv", ".zip", ".parquet", ".json", ".xlsx", ".ods"])
def test_a_published_table_is_rebuilt_from_its_file_alone_in_every_format(ending):
    file = file_of()
    rows = read(published_file(file, ending), ending)
    shown = queries.published_rows(file.asked, most=10_000).rows
    assert len(rows) == file.rows == len(shown)
    for column in ("headcount", "suspension"):
        assert [float(row[column]) for row in rows] == shown[column].tolist()
    assert [str(row["time_period"]) for row in rows] == [str(one) for one in shown["time_period"]]


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("ending", WORDS)
def test_a_file_of_a_published_table_carries_every_field_of_what_there_is_to_say(ending):
    file = file_of()
    said = words_of(published_file(file, ending), ending)
    for heading, lines in published_about(file).told():
        assert lines, heading
        for line in (heading, *lines):
            assert " ".join(line.split()) in said, (heading, line)
    assert "(never changes)" not in said


@pytest.mark.usefixtures("real")
def test_the_csv_of_a_published_table_says_what_it_is_and_its_hash_can_be_worked_out(
    tmp_path, monkeypatch, capsys
):
    file = file_of()
    row = pd.read_csv(io.BytesIO(published_file(file, ".csv")), dtype=str, keep_default_na=False).iloc[0]
    about = published_about(file)
    for name, text in (
        ("title", about.title),
        ("sentence", about.sentence),
        ("filters", "geographic_level: National"),
        ("link", LINK),
        ("pinned_link", f"{LINK}&build=abc"),
        ("citation_short", about.citation_short),
        ("retrieved", max(one.retrieved for one in about.sources)),
        ("published", max(one.published for one in about.sources)),
    ):
        assert row[name] == text, name
    with zipfile.ZipFile(io.BytesIO(published_file(file, ".zip"))) as bundle:
        bundle.extractall(tmp_path)
    monkeypatch.chdir(tmp_path)
    names = pd.read_csv("data.csv", nrows=1).columns
    exec(how_to_hash(list(names)), {})  # noqa: S102 (our own words, as a reader would run them)
    assert capsys.readouterr().out.strip() == row["sha256"]
    report = Package(str(tmp_path / "metadata.json"), basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])


@pytest.mark.usefixtures("real")
def test_a_long_csv_says_what_it_is_in_its_first_row_alone(monkeypatch):
    monkeypatch.setattr(published, "MOST", 3)
    file = file_of()
    rows = pd.read_csv(io.BytesIO(published_file(file, ".csv")), dtype=str, keep_default_na=False)
    assert rows["title"].tolist() == [published_about(file).title, *[""] * (len(rows) - 1)]
    assert len(rows) == file.rows > 3


@pytest.mark.usefixtures("real")
def test_every_published_table_can_be_taken_in_every_format():
    for number, one in enumerate(queries.published_tables()):
        ending = (".csv", ".zip", ".parquet", ".json", ".xlsx", ".ods")[number % 6]
        file = file_of((), one.id)
        assert published_file(file, ending), (one.id, ending)


@pytest.mark.usefixtures("real")
def test_the_page_says_rows_and_size_and_cites_in_three_forms():
    app = opened(table=TABLE, is_geographic_level="National")
    labels = [one.proto.label for one in app.get("download_button")]
    assert len(labels) == 6
    assert all(re.search(r"· \d+ rows, about \d+ [kM]B", label) for label in labels)
    assert any(one.value.startswith("@misc{") for one in app.code)
    assert any('"type": "dataset"' in one.value for one in app.code)


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("name", ['x"; DROP TABLE figures; --', "main.figures", "../etc/passwd", ""])
def test_a_name_that_is_not_in_the_catalogue_reaches_no_query(name):
    with pytest.raises(ExplorerError, match="no published table"):
        queries.published_rows(Filtered(name), most=1)
    with pytest.raises(ExplorerError, match="no column"):
        queries.published_rows(Filtered(TABLE, ((name, ("a",)),)), most=1)
