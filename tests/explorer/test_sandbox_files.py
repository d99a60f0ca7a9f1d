"""Sandbox files tests: a file of a query's rows gives them back, and says what it is."""

import csv
import io
import json

import duckdb
import pyarrow.parquet as pq
import pytest

from explorer.export import texts
from explorer.sandbox import files
from tests.explorer.picking import rows_of

ABOUT = {"query": "SELECT 1", "licence": "Open Government Licence v3.0", "build_id": "abc"}


@pytest.mark.parametrize("kind", files.FORMATS)
def test_a_file_gives_back_the_same_rows_and_says_what_it_is(result_of, kind):
    one = result_of("SELECT measure, time_period, value, symbol FROM figures ORDER BY ALL")
    read = READ[kind](files.FORMATS[kind][1](one, ABOUT))
    assert read == (rows_of(one), ABOUT)


def read_csv(text):
    lines = [
        {name: value or None for name, value in line.items()}
        for line in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    ]
    told = [{name: value for name, value in line.items() if name.startswith("about_")} for line in lines]
    assert not any(value for line in told[1:] for value in line.values())
    kept = [{name: value for name, value in line.items() if name not in told[0]} for line in lines]
    numbered = [{**line, "value": line["value"] and float(line["value"])} for line in kept]
    return numbered, {name.removeprefix("about_"): value for name, value in told[0].items()}


def read_parquet(text):
    table = pq.read_table(io.BytesIO(text))
    said = {name.decode(): value.decode() for name, value in table.schema.metadata.items()}
    return table.to_pylist(), {name: said[name] for name in ABOUT}


def read_json(text):
    told = json.loads(text)
    assert told["row_count"] == len(told["rows"])
    return told["rows"], told["about"]


READ = {"CSV": read_csv, "Parquet": read_parquet, "JSON": read_json}


def test_a_file_of_more_rows_than_a_screen_has_them_all(result_of):
    one = result_of("SELECT i, i / 3 AS third FROM range(25000) t(i)")
    assert len(files.csv_bytes(one, ABOUT).splitlines()) == 25_001
    assert pq.read_table(io.BytesIO(files.parquet_bytes(one, ABOUT))).num_rows == 25_000
    assert [row["i"] for row in json.loads(files.json_bytes(one, ABOUT))["rows"]] == list(range(25_000))


def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_harmless_in_csv(result_of):
    text = files.csv_bytes(result_of("SELECT '=1+1' AS a, '@x' AS b, 'ok' AS c, -1 AS d"), {}).decode()
    assert text.splitlines()[1] == '"\'=1+1","\'@x","ok",-1'


@pytest.mark.parametrize("mark", texts.RISKY)
def test_the_name_of_a_column_is_made_harmless_as_a_cell_is(result_of, mark):
    one = result_of(f"""SELECT 'fine' AS "{mark}cmd|' /C calc'!A0", '{mark}1' AS b""")
    header, cells = csv.reader(io.StringIO(files.csv_bytes(one, {}).decode("utf-8-sig"), newline=""))
    assert header == [f"'{mark}cmd|' /C calc'!A0", "b"]
    assert cells == ["fine", f"'{mark}1"]


ODD = """
SELECT DATE '-infinity' AS never, DATE 'infinity' AS always, DATE '290000-01-01' AS far,
       TIMESTAMP 'infinity' AS moment, TIMESTAMP '2024-02-03 04:05:06' AS known, NULL::DATE AS none,
       INTERVAL 3 MONTH AS span, '0101'::BIT AS bits, DATE '2024-02-03' AS day
"""


def test_odd_days_spans_and_bits_are_written_as_the_database_writes_them(result_of):
    one = result_of(ODD)
    with duckdb.connect() as direct:
        columns = direct.sql(ODD).columns
        texts_of = ", ".join(f"CAST({name} AS VARCHAR)" for name in columns)
        said = direct.execute(f"SELECT {texts_of} FROM ({ODD})").fetchall()[0]
    (read,) = csv.DictReader(io.StringIO(files.csv_bytes(one, {}).decode("utf-8-sig")))
    # as any text that begins with a minus, it has the apostrophe that keeps spreadsheets from running it
    assert read.pop("never") == "'-infinity"
    assert read == {name: text or "" for name, text in zip(columns, said, strict=True) if name != "never"}
    assert (read["span"], read["bits"], read["day"]) == ("3 months", "0101", "2024-02-03")


def test_two_columns_of_odd_values_and_one_name_stay_apart(result_of):
    one = result_of("SELECT INTERVAL 1 DAY AS a, INTERVAL 2 DAY AS a, 1 AS a ORDER BY 1")
    assert list(rows_of(one)[0].values()) == ["1 day", "2 days", 1]


def test_the_hour_of_a_moment_with_a_zone_is_that_of_greenwich(result_of):
    one = result_of("SELECT TIMESTAMPTZ '2024-02-03 04:05:06+00' AS moment")
    (read,) = csv.DictReader(io.StringIO(files.csv_bytes(one, {}).decode("utf-8-sig")))
    assert read["moment"] == "2024-02-03 04:05:06+00"


def test_a_json_file_has_no_word_that_is_not_json(result_of):
    text = files.json_bytes(result_of("SELECT 1 / 0 AS a, 'nan'::DOUBLE AS b, '\"\\é' AS c"), {})
    assert json.loads(text)["rows"] == [{"a": None, "b": None, "c": '"\\é'}]


def test_a_size_is_told_before_the_file_is_made(result_of):
    one = result_of("SELECT measure, value FROM figures")
    assert files.size(one, "CSV").endswith(" kB")
    many = result_of("SELECT i, 'some text' AS t FROM range(200000) t(i)")
    megabytes = len(files.csv_bytes(many, {})) / 1e6
    assert abs(float(files.size(many, "CSV").split()[1]) - megabytes) < 1


def test_a_file_is_named_by_what_it_holds_and_the_build(result_of):
    assert files.file_name(result_of("FROM figures JOIN places USING (place_code)"), "CSV") == (
        "query-of-figures-and-places_build-abc.csv"
    )


def told_of(made, kind):
    """Return what a file says of itself, by name."""
    if kind == "Parquet":
        stored = pq.read_schema(io.BytesIO(made)).metadata
        return {name.decode(): text.decode() for name, text in stored.items()}
    if kind == "JSON":
        return json.loads(made)["about"]
    first = next(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))
    return {name.removeprefix("about_"): text for name, text in first.items() if name.startswith("about_")}


def test_the_hash_is_worked_out_again_as_the_file_says(result_of, tmp_path, monkeypatch, capsys):
    one = result_of("SELECT i, i / 3 AS third, '=x' AS text, NULL::DOUBLE AS none FROM range(2500) t(i)")
    (tmp_path / "query.parquet").write_bytes(files.parquet_bytes(one, ABOUT))
    monkeypatch.chdir(tmp_path)
    exec(files.HOW_TO_HASH, {})  # noqa: S102 (our own words, as a reader would run them)
    assert capsys.readouterr().out.strip() == files.digest(one)
