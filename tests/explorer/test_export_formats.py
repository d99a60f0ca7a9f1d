"""Formats tests: every file says what it is, opens in what it is for, and holds no formula and no gap."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from frictionless import Package
from pyarrow import parquet

from explorer import export, queries
from explorer.errors import ExplorerError
from explorer.export import apart, formats
from explorer.export.extracting import extract
from explorer.question import Question
from tests.explorer.reading_back import WORDS, rows_of, words_of
from tests.explorer.small import figure, write
from tests.explorer.small_tables import CUMBRIA, ENGLAND

pytestmark = pytest.mark.usefixtures("small")
LINK = "https://example.org/exclusions?measure=suspension_rate"
PINNED = "https://example.org/exclusions?measure=suspension_rate&build=abc"
SENTENCE = "In 2023/24 there were 11.3 suspensions per 100 pupils."
BY_SCHOOL = Question(("suspension_rate",), (ENGLAND, CUMBRIA), ("Total", "Special"))
ENDINGS = (".csv", *(one.ending for one in export.FORMATS))


def take(question=BY_SCHOOL, **other):
    return extract(queries.ask(question), LINK, pinned=PINNED, sentence=SENTENCE, **other)


@pytest.mark.parametrize("ending", WORDS)
def test_every_file_carries_every_field_of_what_there_is_to_say(ending):
    taken = take()
    said = words_of(export.file_of(taken, ending), ending)
    told = taken.about.told()
    assert len(told) == 21
    for heading, lines in told:
        assert lines, heading
        assert all(lines), heading
        for line in (heading, *lines):
            assert " ".join(line.split()) in said, (heading, line)


def test_json_carries_every_field_of_what_there_is_to_say():
    taken = take()
    about = json.loads(export.file_of(taken, ".json"))["about"]
    assert about == json.loads(json.dumps(taken.about.as_dict()))
    said = {name for name, value in about.items() if value}
    assert said == {
        *("title", "sentence", "filters", "places", "periods", "measures", "symbols", "breaks", "caveats"),
        *("rows", "sources", "processing", "licences", "build_id", "citation_short", "citation", "link"),
        *("pinned_link", "sha256", "made"),
    }


def test_a_csv_carries_every_field_in_a_column_and_repeats_it_in_every_row():
    taken = take()
    rows = export.file_of(taken, ".csv").decode("utf-8-sig")
    about, (row, *_), count = taken.about, _dicts(rows), len(_dicts(rows))
    assert (row["title"], row["sentence"], row["sha256"]) == (about.title, SENTENCE, about.sha256)
    assert (row["link"], row["pinned_link"], row["build_id"]) == (LINK, PINNED, "abc")
    assert (row["citation_short"], count) == (about.citation_short, about.rows)
    assert (row["place"], row["place_code"], row["period"]) == ("England", ENGLAND, "2017/18")
    assert (row["school_type"], row["breakdown"], row["category"]) == ("Total", "total", "Total")
    assert row["school_type_label"] == queries.school_type_of("Total").label != "Total"
    assert row["filters"].startswith("Measure: Suspension rate; Places: England and Cumbria; School types: ")
    assert (row["unit"], row["numerator_label"]) == ("per 100 pupils", "suspensions")
    assert row["denominator_label"] == "pupils on the roll in January"
    assert (row["release"], row["published"], row["retrieved"]) == ("2018/19", "2020-07-30", "2026-11-01")
    assert (row["licence"], row["processing"]) == ("OGL v3.0", "")
    assert row["citation"] == "DfE, Exclusions: Exclusions by area (2018/19, published 30 July 2020)"
    assert row["note"] == "Figures cover England. One pupil can be counted twice."
    hidden = next(one for one in _dicts(rows) if one["symbol"] == "c")
    assert hidden["symbol_meaning"] == "one or two, suppressed"


def _dicts(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_citation_in_a_file_leads_to_the_very_numbers():
    assert PINNED in take().about.citation
    assert PINNED in dict(take().about.told())["Citation"][0]


def test_what_is_said_of_a_view_is_true_of_it():
    told = dict(take().about.told())
    assert told["Places and codes"] == (f"England ({ENGLAND})", f"Cumbria ({CUMBRIA})")
    assert told["Years"] == ("2017/18 to 2023/24",)
    assert told["Unit"] == ("Suspension rate: per 100 pupils",)
    assert told["Numerator and denominator"] == (
        "Suspension rate: suspensions / pupils on the roll in January",
    )
    assert told["Symbols met"][0] == "[c] one or two, suppressed"
    assert told["Symbols met"][1].startswith("[not at hand] ")
    assert told["Rows"] == (str(len(queries.ask(BY_SCHOOL).rows)),)
    assert told["Retrieved"][0] == "Exclusions by area, 2023/24: 1 November 2026; from the site"
    assert (
        "School types: state-funded primary, secondary and special schools; special schools"
        in told["Filters"]
    )
    assert told["Link to these numbers (never changes)"] == (PINNED,)
    assert "2019/20: schools closed. Few were in." in told["Breaks and caveats"]
    assert told["File made on"] != ("",)


def test_a_rate_that_is_shown_in_another_unit_says_both():
    taken = extract(queries.ask(Question(("permanent_exclusion_rate",))))
    said = "Permanent exclusion rate: per 100 pupils; shown per 10,000 pupils, which is 100 times the value"
    assert dict(taken.about.told())["Unit"] == (said,)


def test_what_is_not_at_hand_is_said_to_be_so():
    told = dict(extract(queries.ask(Question(("absence_rate",)))).about.told())
    assert told["Link to this view (updates)"] == ("not at hand",)
    assert told["Link to these numbers (never changes)"] == ("not at hand",)
    assert told["Numerator and denominator"] == ("Overall absence rate: nothing is divided",)


def test_what_stands_beside_is_in_the_words_too():
    other = queries.ask(Question(("permanent_exclusion_rate",)))
    about = take(beside=(other,)).about
    assert [one.id for one in about.measures] == ["suspension_rate", "permanent_exclusion_rate"]
    assert f"Beside it: {other.title()}. {other.subtitle()}" in about.filters
    assert about.rows == len(queries.ask(BY_SCHOOL).rows) + len(other.rows)


def test_the_zip_is_a_valid_data_package_whose_rows_lead_to_their_sources(tmp_path):
    with zipfile.ZipFile(io.BytesIO(export.file_of(take(), ".zip"))) as bundle:
        bundle.extractall(tmp_path)
    report = Package(str(tmp_path / "metadata.json"), basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
    assert [task.name for task in report.tasks] == ["data", "sources"]
    package = json.loads((tmp_path / "metadata.json").read_text(encoding="utf-8"))
    schema = package["resources"][0]["schema"]
    fields = {one["name"]: one for one in schema["fields"]}
    assert fields["value"]["type"] == "number"
    assert fields["value"]["unit"] == ["per 100 pupils"]
    assert fields["symbol"]["categories"] == [{"value": "c", "label": "one or two, suppressed"}]
    assert schema["missingValues"] == [""]
    assert schema["foreignKeys"][0]["reference"] == {"resource": "sources", "fields": ["source"]}


def test_a_row_without_its_source_makes_the_package_invalid(tmp_path):
    with zipfile.ZipFile(io.BytesIO(export.file_of(take(), ".zip"))) as bundle:
        bundle.extractall(tmp_path)
    sources = tmp_path / "sources.csv"
    sources.write_bytes(sources.read_bytes().replace(b"exclusions,", b"elsewhere,"))
    report = Package(str(tmp_path / "metadata.json"), basepath=str(tmp_path)).validate()
    assert "foreign-key" in {error.type for task in report.tasks for error in task.errors}


def test_parquet_has_types_and_all_words_inside():
    taken = take()
    stored = parquet.read_table(io.BytesIO(export.file_of(taken, ".parquet")))
    assert str(stored.schema.field("value").type) == "double"
    assert str(stored.schema.field("place_code").type) == "string"
    metadata = {key.decode(): text.decode() for key, text in stored.schema.metadata.items()}
    assert json.loads(metadata["about"]) == json.loads(json.dumps(taken.about.as_dict()))
    assert metadata["SHA-256 of the figures"] == taken.about.sha256
    assert stored.column("symbol").null_count == (taken.rows["symbol"] == "").sum()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_process_of_its_own_makes_the_same_file(ending):
    taken = take()
    made = apart.made_apart(taken, ending)
    assert rows_of(made, ending) == rows_of(export.file_of(taken, ending), ending)


def test_a_file_that_cannot_be_made_apart_says_so():
    with pytest.raises(ExplorerError, match=r"\.doc: the file could not be made: KeyError"):
        apart.made_apart(take(), ".doc")


def test_a_long_file_is_made_by_a_process_of_its_own(monkeypatch):
    short = formats.Format(".json", "JSON", "", "", apart=1)
    monkeypatch.setitem(formats.BY_ENDING, ".json", short)
    asked = []
    monkeypatch.setattr(formats, "made_apart", lambda _, ending: asked.append(ending) or b"made")
    assert export.file_of(take(), ".json") == b"made"
    assert asked == [".json"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_size_that_is_said_beforehand_is_that_of_the_file_within_a_fifth(built, reading, ending):
    reading(built)
    areas = tuple(place.code for place in queries.places("Local authority"))
    england = queries.ask(Question(("suspension_rate",)))
    for question in (
        Question(("permanent_exclusion_rate",)),
        Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor"),
        Question(("suspension_rate",), areas),
    ):
        answer = queries.ask(question)
        said = {"pinned": PINNED, "sentence": SENTENCE, "beside": (england,)}
        size = len(export.file_of(extract(answer, LINK, **said), ending))
        told = export.sizes(answer, LINK, **said)[ending]
        assert told / 1.2 < size < told * 1.2, (question, size, told)


@pytest.mark.parametrize(
    ("size", "said"),
    [(300, "under 1 kB"), (39_205, "about 39 kB"), (1_540_000, "about 1.5 MB"), (74_650_493, "about 75 MB")],
)
def test_a_size_is_said_in_words(size, said):
    assert export.size_said(size) == said


def test_a_table_that_is_no_answer_has_its_words_in_columns_and_starts_no_formula():
    about = {"source": "DfE", "build_id": "abc"}
    made = export.rows_csv(("place", "ratio"), [("=A1", 1.5), ("Leeds", float("nan"))], about=about)
    assert made.decode("utf-8-sig") == (
        "place,ratio,source,build_id\r\n'=A1,1.5,DfE,abc\r\nLeeds,,DfE,abc\r\n"
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_has_its_ending_and_can_be_stored_everywhere(ending):
    areas = tuple(place.code for place in queries.places())
    for question in (BY_SCHOOL, Question(("suspension_rate",), areas[:3], breakdown="ethnicity_minor*fsm")):
        name = export.file_name(queries.ask(question), ending)
        assert name.endswith(ending)
        assert len(name) <= 120
        assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_a_name_that_would_be_too_long_ends_its_longest_part_earlier(data_folder):
    long = (
        "An area whose name goes on and on and has no end that anybody could see from where it began at all"
    )
    codes = [f"E0699999{number}" for number in range(3)]
    places = [
        (code, long, "Local authority", *[""] * 3, None, None, "", "", *[None] * 4, "") for code in codes
    ]
    rows = [figure("absence_rate", "202324", 1.0, place_code=code) for code in codes]
    write(data_folder, "long", places=places, figures=rows)
    name = export.file_name(queries.ask(Question(("absence_rate",), tuple(codes))))
    assert len(name) <= 120
    assert name.startswith("overall-absence-rate_an-area-whose-name-goes-on")
    assert name.endswith("_2023-24.csv")


def test_the_day_of_a_file_is_the_day_it_is_made():
    assert isinstance(take().about.made, date)
