"""Files: found in folders and ZIP files, matched by name and columns, or said why not."""

import gzip
import io
import zipfile

import pytest

from data_pipeline.errors import PipelineError
from tests.data_pipeline.conftest import HEAD, SOURCE

LINE = "201617,Academic year,National,E92000001,,,,Total,Total,Total,1000,50,5.00"
CSV = f"{HEAD}\n{LINE}\n"
SOURCES = {"exclusions": SOURCE}


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/") + ".csv", text)
    return buffer.getvalue()


def count(built):
    return built[0].execute("SELECT count(*) FROM figures").fetchall()[0][0]


def said(built):
    return " ".join(str(finding) for finding in built[1].findings)


def test_a_gzip_file_is_read(build_from):
    assert count(build_from({"exclusions.csv.gz": gzip.compress(CSV.encode())}, sources=SOURCES)) == 1


def test_a_zip_is_read_member_by_member(build_from):
    files = {"release.zip": zipped(data__exclusions=CSV, data__weather="a,b\n1,2\n")}
    built = build_from(files, sources=SOURCES)
    assert count(built) == 1
    assert "weather.csv: is no declared source" in said(built)


def test_a_zip_that_is_named_gz_is_read_as_what_it_is(build_from):
    assert count(build_from({"exclusions.csv.gz": zipped(exclusions=CSV)}, sources=SOURCES)) == 1


def test_a_byte_order_mark_does_not_hide_the_first_column(build_from):
    assert count(build_from({"exclusions.csv": "\ufeff" + CSV}, sources=SOURCES)) == 1


def test_a_latin_1_file_is_read(build_from):
    text = CSV.replace(HEAD, HEAD + ",la_name").replace("5.00\n", "5.00,Café\n")
    assert count(build_from({"exclusions.csv": text.encode("latin-1")}, sources=SOURCES)) == 1


def test_a_file_that_lacks_a_column_is_a_finding_that_names_it(build_from):
    files = {"exclusions.csv": CSV, "exclusions_short.csv": "time_period,geographic_level\n201617,National\n"}
    assert "exclusions_short.csv" in said(build_from(files, sources=SOURCES)).replace(
        "exclusions: is named", ""
    )
    assert "has no column" in said(build_from(files, sources=SOURCES))


def test_a_file_of_another_name_is_taken_by_its_columns_and_that_is_said(build_from):
    built = build_from({"download.csv": CSV}, sources=SOURCES)
    assert count(built) == 1
    assert "by its columns" in said(built)


def test_two_copies_of_one_file_are_read_once(build_from):
    built = build_from({"exclusions.csv": CSV, "exclusions (1).csv": CSV}, sources=SOURCES)
    assert count(built) == 1
    assert "the same bytes" in said(built)


def test_two_sources_that_claim_one_file_are_a_finding(build_from):
    other = SOURCE.replace('["exclusions"]', '["excl"]')
    fine = CSV.replace("1000,50", "2000,100")
    built = build_from(
        {"exclusions.csv": CSV, "exclude.csv": fine}, sources={"exclusions": SOURCE, "twin": other}
    )
    assert "two sources claim it" in said(built)


def test_a_broken_zip_is_a_finding_and_the_rest_is_read(build_from):
    built = build_from({"exclusions.csv": CSV, "broken.zip": b"PK\x03\x04 not a zip"}, sources=SOURCES)
    assert count(built) == 1
    assert "cannot be read" in said(built)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"exclusions.csv": b""}, "(1 table found). exclusions.csv: Empty file"),
        ({"exclusions.csv": "<html><body>"}, "exclusions.csv: Web page"),
        ({"exclusions.csv": CSV.replace(",", ";")}, "Missing columns: is named like exclusions"),
        ({"exclusions.csv": CSV.replace(",", "\t")}, "found time_period\ttime_identifier"),
        ({"exclusions.zip": b"PK\x03\x04 and then nothing"}, "exclusions.zip: Damaged file"),
        ({"exclusions_twin.csv": CSV}, "fits exclusions, twin: two sources claim it"),
        ({f"{n}.csv": "a,b\n1,2\n" + "3,4\n" * n for n in range(12)}, "(12 tables found). 0.csv: is no"),
        ({f"{n}.csv": "a,b\n1,2\n" + "3,4\n" * n for n in range(12)}, "And 2 more. Name a folder"),
    ],
)
def test_a_build_of_nothing_says_what_each_file_was_instead(build_from, files, said):
    sources = {"exclusions": SOURCE, "twin": SOURCE.replace('["exclusions"]', '["twin"]')}
    with pytest.raises(PipelineError) as told:
        build_from(files, sources=sources)
    assert said in str(told.value)
