"""Likeness: the published neighbours take the place of ours, whole or not at all, and bear their own year."""

import csv

import pytest

from data_pipeline import words
from data_pipeline.build import Job, build_from_files
from tests.conftest import FIXTURES
from tests.inside import rows_in

SOURCE = "statistical_neighbours"
TABLE = FIXTURES / "files" / "sn_model_2025_wide.csv"
FIGURES = FIXTURES / "files" / "exc_nat_region_la.csv"
OURS = {
    (r["place_code"], r["neighbour_code"], int(r["rank"]), r["closeness"]) for r in words.load().neighbours
}
BARKING, HACKNEY, ENDED = "301", "204", "928"


def published():
    return list(csv.DictReader(TABLE.read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def likened(tmp_path):
    """Build from rows of the model beside one table of figures: its neighbours, its findings."""

    def likened(rows, *, year=2027, whole=False):
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        with (folder / f"sn_model_{year}_wide.csv").open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, list(published()[0]))
            writer.writeheader()
            writer.writerows(rows)
        (folder / FIGURES.name).write_bytes(FIGURES.read_bytes())
        made = build_from_files(Job((folder,), target=tmp_path / "b.duckdb", whole=whole), say=lambda _: None)
        found = rows_in(made.path, "SELECT * FROM neighbours")
        return found, [f"{one.severity}: {one.message}" for one in made.findings if one.source == SOURCE]

    return likened


def without_year(rows):
    return {row[:4] for row in rows}


def test_the_neighbours_of_the_code_are_those_of_the_published_table(likened):
    found, told = likened(published(), year=2025)
    assert without_year(found) == OURS
    assert {row[4] for row in found} == {"2025"}
    assert not [one for one in told if not one.startswith("note")]


def test_a_newer_table_takes_the_place_of_the_rows_that_it_has_and_bears_its_own_year(likened):
    rows = published()
    rows[0] |= {"SN_1": rows[0]["SN_10"], "SN_10": rows[0]["SN_1"], "SN_1P": "Extremely close "}
    found, _ = likened(rows)
    changed = without_year(found) - OURS
    assert {(row[2], row[3]) for row in changed} == {(1, "Extremely close"), (10, rows[0]["SN_10P"].strip())}
    years = {row[0]: row[4] for row in found}
    assert {years[row[0]] for row in changed} == {"2027"}
    assert sorted(years.values()) == ["2025"] * (len(years) - 12) + ["2027"] * 12
    assert len(found) == len(OURS)


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"SN_3": "999"}, "999 is no authority of today"),
        ({"SN_3": ENDED}, "is no authority of today"),
        ({"old_la_code": ENDED}, "is no authority of today"),
        ({"SN_3": BARKING}, "Barking and Dagenham is its own neighbour"),
        ({"SN_3": HACKNEY, "SN_4": HACKNEY}, "Barking and Dagenham has Hackney twice"),
    ],
)
def test_a_table_with_a_row_that_cannot_be_right_is_not_used(likened, odd, said):
    rows = published()
    rows[0] |= odd
    found, told = likened(rows)
    assert without_year(found) == OURS
    assert {row[4] for row in found} == {"2025"}
    (fatal,) = [one for one in told if one.startswith("fatal")]
    assert fatal.startswith("fatal: Not used: ")
    assert said in fatal
    assert fatal.endswith("The neighbours that came with the code stay.")


def test_a_whole_table_with_few_rows_is_not_used(likened):
    found, told = likened(published(), whole=True)
    assert {row[4] for row in found} == {"2025"}
    assert any(one.startswith("fatal: Too few rows: 12") for one in told)


def test_authorities_that_the_whole_table_lacks_keep_theirs_and_are_named(likened):
    names = {row["old_code"]: row for row in words.load().places if row["level"] == "Local authority"}
    live = [code for code, row in names.items() if code and not row["valid_to"]]
    ring = [*live, *live[:11]]
    rows = [
        {"old_la_code": code, "la_name": names[code]["name"]}
        | {f"SN_{n}": ring[index + n] for n in range(1, 11)}
        | {f"SN_{n}P": "Close" for n in range(1, 11)}
        for index, code in enumerate(live[:-2])
    ]
    found, told = likened(rows, whole=True)
    assert len(rows) == 151
    assert sum(row[4] == "2025" for row in found) == 20
    (missing,) = [one for one in told if one.startswith("warning")]
    assert missing.startswith("warning: No neighbours: ")
    assert missing.endswith(" are not in it and keep what they had.")


def test_a_table_without_its_columns_is_told(tmp_path):
    (tmp_path / "sn_model_2027_wide.csv").write_text("old_la_code,SN_1\n301,302\n", encoding="utf-8")
    (tmp_path / FIGURES.name).write_bytes(FIGURES.read_bytes())
    job = Job((tmp_path,), target=tmp_path / "b.duckdb", whole=False)
    told = [one.message for one in build_from_files(job, say=lambda _: None).findings if one.source == SOURCE]
    assert any(one.startswith("Missing columns") for one in told)
