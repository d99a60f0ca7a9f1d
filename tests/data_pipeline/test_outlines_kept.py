"""Outlines, all the way: refreshed, taken by hand, kept through trouble, and carried by the snapshot."""

import json
import os

import pytest

from data_pipeline import snapshot
from data_pipeline.build import Job, build_from_files, build_from_snapshot, current
from tests.conftest import FIXTURES
from tests.inside import rows_in
from tests.stand_in.running import commands_service_of
from tests.stand_in.shelf import AREAS, our_areas, shelf

SOURCE = "local_authority_boundaries"
FIGURES = FIXTURES / "files" / "exc_nat_region_la.csv"
WELL, IN_PART = 0, 3
service = commands_service_of(shelf)


def in_use():
    outlines = rows_in(current(), "SELECT * FROM outlines ORDER BY ALL")
    return outlines, rows_in(current(), "SELECT source, release FROM releases ORDER BY ALL")


@pytest.mark.usefixtures("service")
def test_a_refresh_lays_the_boundaries_out_and_status_knows_them(run):
    code, said = run("refresh", "--sample", "exclusions_by_geography", SOURCE)
    assert code == WELL, said
    outlines, releases = in_use()
    assert len(outlines) > 6
    assert (SOURCE, "December 2024") in releases
    code, said = run("status", SOURCE, "statistical_neighbours")
    assert f"{SOURCE}: December 2024, 9 rows, fetched today; the newest" in said
    assert "statistical_neighbours: nothing fetched; newer: 2025" in said


def test_boundaries_that_fail_harm_nothing_else_and_those_of_before_stay(service, run):
    run("refresh", "--sample", "exclusions_by_geography", SOURCE)
    before = in_use()
    service.breaks("error in 200", "/maps", times=10**6)
    file = next(f for f in service.world.files() if f.file_name == FIGURES.name)
    service.world.amend(file, file.body)
    os.environ["INCLUSION_RETRIES"] = "1"
    try:
        code, said = run("refresh", "--sample", "exclusions_by_geography", SOURCE)
    finally:
        del os.environ["INCLUSION_RETRIES"]
    assert code == IN_PART
    assert f"{SOURCE}: failed" in said
    assert in_use()[0] == before[0]


def test_boundaries_saved_by_hand_are_taken_as_any_table(service, run, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    saved = folder / AREAS.name.replace(".geojson", "_-7342248301948489151.geojson")
    saved.write_bytes(AREAS.read_bytes())
    code, said = run("refresh", "--sample", "--from", str(folder))
    assert code == WELL, said
    assert service.asked() == []
    assert len(in_use()[0]) > 6
    (table,) = (tmp_path / "data" / "raw" / SOURCE).glob("*.geojson.gz")
    assert table.is_file()


def lay_out(tmp_path, areas, *, name):
    """Build the database in use from areas beside one table of figures; what is in it, and the findings."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / AREAS.name).write_text(json.dumps({"features": areas}), encoding="utf-8")
    (folder / FIGURES.name).write_bytes(FIGURES.read_bytes())
    made = build_from_files(Job((folder,), keeps_others=True), say=lambda _: None)
    return in_use(), [one for one in made.findings if one.source == SOURCE]


def test_a_broken_file_leaves_the_outlines_of_the_database_in_use(monkeypatch, tmp_path):
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))
    ours = our_areas()
    welsh = {"properties": {"CTYUA24CD": "W06000001", "CTYUA24NM": "Ynys"}, "geometry": None}
    others = [{**welsh, "properties": {**welsh["properties"], "CTYUA24CD": f"W{n:08}"}} for n in range(200)]
    before, _ = lay_out(tmp_path, [*others, *ours], name="good")
    assert len(before[0]) > 6
    for name, areas in (("empty", []), ("few", ours), ("none of England", others)):
        after, findings = lay_out(tmp_path, areas, name=name)
        assert after[0] == before[0], name
        assert [one.severity for one in findings][-2:] == ["fatal", "warning"]
        assert "Last good table" in findings[-1].message
        assert (SOURCE, "December 2024") in after[1]


def test_the_outlines_of_a_snapshot_stay_when_the_next_file_is_broken(monkeypatch, tmp_path):
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))
    ours = our_areas()
    before, _ = lay_out(tmp_path, ours * 20, name="good")
    snapshot.write(tmp_path / "snapshot")
    build_from_snapshot(Job((tmp_path / "snapshot",)), say=lambda _: None)
    assert in_use()[0] == before[0]
    after, findings = lay_out(tmp_path, [], name="broken")
    assert after[0] == before[0]
    assert "Last good table" in findings[-1].message


def test_a_snapshot_of_an_older_layout_gets_the_tables_that_it_lacks(built, tmp_path):
    folder = tmp_path / "snapshot"
    snapshot.write(folder, built)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["tables"]["outlines"]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    made = build_from_snapshot(Job((folder,), target=tmp_path / "old.duckdb"), say=lambda _: None)
    assert rows_in(made.path, "SELECT count(*) FROM outlines") == [(0,)]
