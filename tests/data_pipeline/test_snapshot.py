"""Snapshot: small, the same bytes for the same figures, and the same answers as the build it came from."""

import json
import shutil
from pathlib import Path

import pytest

from data_pipeline import snapshot
from data_pipeline.build import Job, build_from_snapshot
from data_pipeline.errors import PipelineError
from tests.conftest import SNAPSHOT
from tests.inside import rows_in

NAMES = (
    *("figures", "measures", "breakdowns", "categories", "school_types", "places", "neighbours", "periods"),
    *("breaks", "caveats", "symbols", "sources", "releases", "conflicts", "revisions", "findings"),
    "outlines",
)


@pytest.fixture(scope="module")
def taken(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshot")
    snapshot.write(folder, built)
    return folder


def rebuilt(folder, target):
    return build_from_snapshot(Job((folder,), target=target), say=lambda _: None)


def rows(database, name):
    return rows_in(database, f"SELECT * FROM main.{name} ORDER BY ALL")


def test_the_same_figures_give_the_same_bytes(built, taken, tmp_path):
    snapshot.write(tmp_path, built)
    names = sorted(path.name for path in taken.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    assert all((taken / name).read_bytes() == (tmp_path / name).read_bytes() for name in names)


@pytest.mark.parametrize("name", NAMES)
def test_a_build_from_the_snapshot_gives_the_same_answers_as_the_build_from_the_files(
    built, taken, tmp_path, name
):
    again = rebuilt(taken, tmp_path / "again.duckdb")
    assert rows(again.path, name) == rows(built, name)


def test_both_builds_bear_the_same_id_and_say_where_they_came_from(built, taken, tmp_path):
    again = rebuilt(taken, tmp_path / "again.duckdb")
    (first,), (second,) = rows(built, "build"), rows(again.path, "build")
    assert first[0] == second[0]
    assert (first[1], second[1]) == ("files", "snapshot")


def test_a_snapshot_that_was_tampered_with_is_refused(taken, tmp_path):
    folder = tmp_path / "snapshot"
    shutil.copytree(taken, folder)
    shutil.copyfile(folder / "measures.parquet", folder / "figures.parquet")
    with pytest.raises(PipelineError, match=r"figures\.parquet: missing, or not the file"):
        rebuilt(folder, tmp_path / "again.duckdb")
    assert not list(tmp_path.glob("*.duckdb")), "a build that failed leaves nothing behind"


def test_a_folder_without_a_manifest_is_no_snapshot(tmp_path):
    with pytest.raises(PipelineError, match="no manifest"):
        rebuilt(tmp_path, tmp_path / "again.duckdb")


def test_a_snapshot_is_not_taken_of_a_snapshot(taken, tmp_path):
    again = rebuilt(taken, tmp_path / "again.duckdb")
    with pytest.raises(PipelineError, match="Build from the published files first"):
        snapshot.write(tmp_path / "second", again.path)


@pytest.mark.parametrize("marker", [None, "", '{"name": "an app"}'])
def test_a_folder_of_something_else_is_never_taken_for_a_snapshot(built, tmp_path, marker):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    if marker is not None:
        (tmp_path / "manifest.json").write_text(marker, encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(PipelineError, match=r"chapters.*expected nothing or a snapshot"):
        snapshot.write(tmp_path, built)
    assert sorted(tmp_path.iterdir()) == before


def test_a_snapshot_with_something_of_somebody_else_in_it_is_left_alone(built, taken, tmp_path):
    folder = tmp_path / "snapshot"
    shutil.copytree(taken, folder)
    snapshot.write(folder, built)
    (folder / "notes.parquet").write_text("mine", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"notes\.parquet"):
        snapshot.write(folder, built)
    assert (folder / "notes.parquet").is_file()


def test_a_file_is_never_replaced_by_a_snapshot(built, tmp_path):
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("years of work", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"thesis\.txt: a file, expected a folder"):
        snapshot.write(thesis, built)
    assert thesis.read_text(encoding="utf-8") == "years of work"


def test_the_folder_in_which_one_stands_may_take_a_snapshot(built, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    snapshot.write(Path(), built)
    assert (tmp_path / "manifest.json").is_file()


def test_the_shipped_snapshot_is_small_and_its_manifest_names_every_file():
    files = {path.name for path in SNAPSHOT.iterdir()}
    manifest = json.loads((SNAPSHOT / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["file"] for entry in manifest["tables"].values()} | {"manifest.json"} == files
    assert sum(path.stat().st_size for path in SNAPSHOT.iterdir()) <= 10_000_000
    assert set(NAMES) <= set(manifest["tables"])


def test_the_shipped_snapshot_is_the_one_that_the_shipped_catalogue_and_the_files_give(real_build, tmp_path):
    snapshot.write(tmp_path, real_build)
    fresh = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    shipped = json.loads((SNAPSHOT / "manifest.json").read_text(encoding="utf-8"))
    assert fresh == shipped, "run `python -m data_pipeline build --from FOLDER` and then `snapshot`"


def test_the_snapshot_holds_no_schools(snapshot_built):
    levels = rows_in(snapshot_built, "SELECT DISTINCT level FROM figures LEFT JOIN places USING (place_code)")
    assert {level for (level,) in levels} == {"National", "Regional", "Local authority"}
