"""Exported tables tests: a table that is no answer is whole in every format, and says what it is in each."""

import io
import json
import zipfile

import pandas as pd
import pytest
from frictionless import Package
from pyarrow import parquet

from explorer import export, queries
from explorer.export.area_profile import profile_stem, profile_table
from explorer.export.disparity import disparity_stem, disparity_table
from explorer.export.funnel import funnel_stem, funnel_table
from explorer.export.texts import how_to_hash
from explorer.queries.profiles import profile
from explorer.question import Question
from tests.explorer.reading_back import ROWS, WORDS, ods_sheets, words_of, xlsx_sheets
from tests.explorer.shipped import LEEDS, year

pytestmark = pytest.mark.usefixtures("shipped")
LINK = "https://example.org/page?measure=permanent_exclusion_rate"
PINNED = f"{LINK}&build=abc"
ENDINGS = (".csv", *(one.ending for one in export.FORMATS))
ETHNIC = Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor")


def of_groups():
    panel = queries.disparities(ETHNIC)
    return disparity_table(panel, LINK, pinned=PINNED, notes=panel.answer.caveats)


def of_areas():
    told = queries.standing(year("202223"))
    return funnel_table(told, LINK, pinned=PINNED)


def of_an_area():
    return profile_table(profile(LEEDS), LINK, pinned=PINNED)


TABLES = (of_groups, of_areas, of_an_area)


def as_made(taken):
    """Return the rows as they should be read: numbers or None, and text, '' where there is none."""
    names = taken.figures
    return [
        dict(zip(names, map(_plain, row), strict=True)) for row in taken.rows[list(names)].to_numpy().tolist()
    ]


def _plain(cell):
    return None if cell in ("", None) or cell != cell else cell


def as_read(made, ending, taken):
    rows = _sheet(made, ending) if ending in (".xlsx", ".ods") else ROWS[ending](made)
    numbers = {one.name for one in taken.columns if one.kind == "number"}
    return [
        {name: _number(row.get(name)) if name in numbers else row.get(name) or None for name in taken.figures}
        for row in rows
    ]


def _number(cell):
    return None if cell in ("", None) else pytest.approx(float(cell), rel=1e-15, abs=0)


def _sheet(made, ending):
    sheets = (xlsx_sheets if ending == ".xlsx" else ods_sheets)(made)
    names = {row[0]: row[1] for row in sheets["Columns"][4:]}
    lines = sheets["Figures"]
    top = next(number for number, row in enumerate(lines) if row[0] in names)
    for row in lines[top + 1 :]:
        cells = [None if str(cell).startswith("[") and str(cell).endswith("]") else cell for cell in row]
        yield dict(zip((names[heading] for heading in lines[top]), cells, strict=False))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("made", TABLES)
def test_a_table_is_rebuilt_from_its_file_alone(made, ending):
    taken = made()
    read = as_read(export.file_of(taken, ending), ending, taken)
    wanted = as_made(taken)
    if ending in (".xlsx", ".ods"):  # there the sheet of symbols has these
        for row in (*wanted, *read):
            row.pop("symbol", None)
            row.pop("symbol_meaning", None)
    assert read == wanted
    assert len(wanted) == taken.about.rows > 5


@pytest.mark.parametrize("ending", WORDS)
@pytest.mark.parametrize("made", TABLES)
def test_a_file_of_a_table_carries_every_field_of_what_there_is_to_say(made, ending):
    taken = made()
    said = words_of(export.file_of(taken, ending), ending)
    for heading, lines in taken.about.told():
        assert lines, heading
        for line in (heading, *lines):
            assert " ".join(line.split()) in said, (heading, line)


@pytest.mark.parametrize("made", TABLES)
def test_the_csv_of_a_table_says_all_that_a_views_csv_says(made):
    taken = made()
    row = pd.read_csv(io.BytesIO(export.file_of(taken, ".csv")), dtype=str, keep_default_na=False).iloc[0]
    about = taken.about
    assert (row["title"], row["sentence"], row["filters"]) == (about.title, about.sentence, about.chosen)
    assert (row["link"], row["pinned_link"], row["sha256"]) == (LINK, PINNED, about.sha256)
    assert (row["citation_short"], row["build_id"]) == (about.citation_short, about.build_id)
    assert row["published"] == max(one.published for one in about.sources)
    assert row["retrieved"] == max(one.retrieved for one in about.sources)
    assert PINNED in row["citation"]
    assert "Open Government Licence" in row["licence"]
    assert row["note"]
    assert row["school_type_label"] not in ("", "Total")


@pytest.mark.parametrize("made", TABLES)
def test_the_hash_of_a_table_is_worked_out_again_as_the_file_says(made, tmp_path, monkeypatch, capsys):
    taken = made()
    with zipfile.ZipFile(io.BytesIO(export.file_of(taken, ".zip"))) as bundle:
        bundle.extractall(tmp_path)
    assert how_to_hash(taken.figures).splitlines()[0] in (tmp_path / "readme.txt").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(how_to_hash(taken.figures), {})  # noqa: S102 (our own words, as a reader would run them)
    assert capsys.readouterr().out.strip() == taken.about.sha256
    report = Package(str(tmp_path / "metadata.json"), basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])


def test_units_and_types_are_in_the_metadata():
    taken = of_areas()
    stored = parquet.read_schema(io.BytesIO(export.file_of(taken, ".parquet")))
    units = json.loads(stored.metadata[b"units"])
    assert units["low_95"] == units["value"] == "per 10,000 pupils"
    assert str(stored.field("low_95").type) == "double"
    columns = {one["name"]: one for one in json.loads(export.file_of(taken, ".json"))["columns"]}
    assert (columns["high_95"]["type"], columns["high_95"]["unit"]) == ("number", "per 10,000 pupils")
    with zipfile.ZipFile(io.BytesIO(export.file_of(of_groups(), ".zip"))) as bundle:
        schema = json.loads(bundle.read("metadata.json"))["resources"][0]["schema"]
    fields = {one["name"]: one for one in schema["fields"]}
    assert (fields["ratio"]["type"], fields["ratio"]["unit"]) == ("number", ["1 = equal"])


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("made", TABLES)
def test_the_size_of_a_tables_file_is_said_within_a_fifth(made, ending):
    taken = made()
    told = export.sizes_of(taken)[ending]
    assert told / 1.2 < len(export.file_of(taken, ending)) < told * 1.2


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_size_of_many_rows_is_judged_by_some_of_them(ending):
    areas = tuple(place.code for place in queries.places("Local authority"))
    taken = export.extract(queries.ask(Question(("suspension_rate",), areas[:90])), LINK, pinned=PINNED)
    assert len(taken.rows) > 1000
    told = export.sizes_of(taken)[ending]
    assert told / 1.2 < len(export.file_of(taken, ending)) < told * 1.2


@pytest.mark.parametrize("ending", [".zip", ".parquet"])
def test_the_size_of_everything_is_about_that_of_the_file(ending):
    for name in ("suspension_rate", "persistent_absence_rate", "ehc_plans"):
        size = len(export.everything((name,), ending, link=LINK, pinned=PINNED))
        told = export.everything_size((name,), ending)
        assert told / 1.25 < size < told * 1.25, (name, size, told)


def test_the_name_of_a_tables_file_is_not_that_of_the_published_figures():
    panel, told = queries.disparities(ETHNIC), queries.standing(year("202223"))
    assert disparity_stem(panel).startswith(export.file_name(panel.answer, "") + "_beside-")
    assert funnel_stem(told) == export.file_name(told.answer, "") + "_limits-and-ranks"
    assert profile_stem(profile(LEEDS)).startswith("area-profile_leeds_")
