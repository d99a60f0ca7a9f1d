"""Sandbox files tests: a file of a query's rows gives them back, and says what it is."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest

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
