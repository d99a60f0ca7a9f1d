"""Outlines: boundaries become rings under the codes of today, and what is broken leaves what was there."""

import json
from itertools import pairwise

import duckdb
import numpy as np
import pytest

from data_pipeline.build import Job, build_from_files, grid
from data_pipeline.errors import PipelineError
from tests.conftest import FIXTURES
from tests.stand_in.shelf import AREAS, our_areas

SOURCE = "local_authority_boundaries"
FIGURES = FIXTURES / "files" / "exc_nat_region_la.csv"
BARNSLEY, LEICESTER, LEICESTERSHIRE, SCILLY = "E08000038", "E06000016", "E10000018", "E06000053"


def area(code, name="Somewhere", *, at=(0.0, 52.0), size=0.1, **more):
    """Return one square area, its corners against the clock as GeoJSON wants them."""
    (x, y), s = at, size
    ring = [[x, y], [x + s, y], [x + s, y + s], [x, y + s], [x, y]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    told = {"CTYUA24CD": code, "CTYUA24NM": name, **more.pop("properties", {})}
    return {"type": "Feature", "properties": told, "geometry": shape} | more


@pytest.fixture
def laid_out(tmp_path):
    """Build from areas beside one table of figures; a reader of the database, and its findings."""
    opened = []

    def laid_out(areas, *, name=AREAS.name, whole=False):
        folder = tmp_path / f"files-{len(opened)}"
        folder.mkdir()
        (folder / FIGURES.name).write_bytes(FIGURES.read_bytes())
        body = areas if isinstance(areas, bytes) else json.dumps({"features": areas}).encode()
        (folder / name).write_bytes(body)
        target = tmp_path / f"built-{len(opened)}.duckdb"
        made = build_from_files(Job((folder,), target=target, whole=whole), say=lambda _: None)
        opened.append(duckdb.connect(str(target), read_only=True))
        told = [f"{one.severity}: {one.message}" for one in made.findings if one.source == SOURCE]
        return opened[-1].cursor(), told

    yield laid_out
    for connection in opened:
        connection.close()


def rings(cursor, place=None):
    rows = cursor.execute(
        "SELECT * FROM outlines WHERE place_code = ? OR ? IS NULL ORDER BY ALL", [place, place]
    )
    return rows.fetchall()


def turned(longitude, latitude):
    """Return twice the area of a ring, below 0 where it runs clockwise."""
    x, y = np.array(longitude), np.array(latitude)
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def test_an_area_is_laid_out_under_the_code_that_its_place_has_today(laid_out):
    cursor, told = laid_out(our_areas())
    assert {row[0] for row in rings(cursor)} >= {BARNSLEY, LEICESTER, SCILLY}
    assert "E08000016" in {code for one in our_areas() for code in one["properties"].values()}
    assert {one.partition(":")[0] for one in told} <= {"note"}


def test_areas_of_other_countries_are_left_out(laid_out):
    cursor, _ = laid_out(our_areas())
    assert {one["properties"]["CTYUA24CD"][0] for one in our_areas()} == {"E", "N", "W"}
    assert {row[0][0] for row in rings(cursor)} == {"E"}
    assert len({row[0] for row in rings(cursor)}) == 7


def test_a_place_of_several_pieces_has_a_row_for_each_the_largest_first(laid_out):
    cursor, _ = laid_out(our_areas())
    sizes = [abs(turned(*row[3:])) for row in rings(cursor, SCILLY)]
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)
    assert [row[1:3] for row in rings(cursor, SCILLY)] == [(n, 0) for n in range(1, len(sizes) + 1)]


def test_a_hole_is_a_ring_of_its_own_that_runs_the_other_way(laid_out):
    cursor, _ = laid_out(our_areas())
    outside, hole = rings(cursor, LEICESTERSHIRE)
    assert (outside[1:3], hole[1:3]) == ((1, 0), (1, 1))
    assert turned(*outside[3:]) < 0 < turned(*hole[3:])
    assert all(row[3][0] == row[3][-1] and row[4][0] == row[4][-1] for row in rings(cursor))
    assert all(turned(*row[3:]) < 0 for row in rings(cursor) if row[2] == 0)


def test_points_are_rounded_to_ten_metres_and_do_not_repeat(laid_out):
    cursor, _ = laid_out([area(LEICESTER, at=(-1.123456, 52.654321), size=0.00004 * 7)])
    ((*_, longitude, latitude),) = rings(cursor)
    assert longitude == [round(word, 4) for word in longitude]
    points = list(zip(longitude, latitude, strict=True))
    assert all(first != second for first, second in pairwise(points))
    assert min(longitude) == -1.1235


def test_the_points_of_the_national_grid_are_turned_into_degrees(laid_out):
    told = next(one["properties"] for one in our_areas() if one["properties"]["CTYUA24CD"] == LEICESTER)
    corner = (told["BNG_E"] - 2_500.0, told["BNG_N"] - 2_500.0)
    cursor, said = laid_out([area(LEICESTER, at=corner, size=5_000.0)])
    ((*_, longitude, latitude),) = rings(cursor)
    assert (max(longitude) + min(longitude)) / 2 == pytest.approx(told["LONG"], abs=1e-3)
    assert (max(latitude) + min(latitude)) / 2 == pytest.approx(told["LAT"], abs=1e-3)
    assert (max(latitude) - min(latitude)) * 111_300 == pytest.approx(5_000, rel=0.03)
    assert said == ["note: National grid: the points of 1 areas were turned into longitude and latitude."]


def test_the_grid_is_the_one_of_the_ordnance_survey():
    east, north = np.array([651_409.903]), np.array([313_177.270])
    longitude, latitude = grid.to_degrees(east, north)
    assert (longitude[0], latitude[0]) == (
        pytest.approx(1.716074, abs=6e-5),
        pytest.approx(52.658008, abs=6e-5),
    )


@pytest.mark.parametrize("one", our_areas(), ids=lambda one: one["properties"]["CTYUA24NM"])
def test_the_publishers_own_centres_are_the_same_on_grid_and_globe(one):
    told = one["properties"]
    if told["CTYUA24CD"].startswith("N"):
        pytest.skip("Northern Ireland has a grid of its own")
    longitude, latitude = grid.to_degrees(np.array([float(told["BNG_E"])]), np.array([float(told["BNG_N"])]))
    assert longitude[0] == pytest.approx(told["LONG"], abs=1e-4)
    assert latitude[0] == pytest.approx(told["LAT"], abs=1e-4)


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"geometry": None}, "Leicester is without a geometry."),
        (
            {"geometry": {"type": "Point", "coordinates": [0, 52]}},
            "Leicester is a Point in place of an area.",
        ),
        ({"geometry": {"type": "Polygon", "coordinates": [["x"]]}}, "an area whose points are no numbers."),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[0, 52], [0, 52], [0, 52]]]}},
            "too small to be drawn.",
        ),
        (
            {
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[-2e5, 7e6], [0, 7e6], [0, 6e6], [-2e5, 7e6]]],
                }
            },
            "neither degrees",
        ),
    ],
)
def test_a_geometry_that_is_no_area_is_told_and_the_others_stay(laid_out, odd, said):
    cursor, told = laid_out([area(LEICESTER, "Leicester", **odd), area(BARNSLEY, "Barnsley")])
    assert [row[0] for row in rings(cursor)] == [BARNSLEY]
    assert any(said in one and one.startswith("warning: No outline") for one in told), told


def test_an_area_that_nobody_knows_is_told_and_left_out(laid_out):
    cursor, told = laid_out([area("E06000999", "Newshire"), area(BARNSLEY)])
    assert [row[0] for row in rings(cursor)] == [BARNSLEY]
    assert told == ["warning: Unknown areas: Newshire (E06000999): no such place here; they were left out."]


def test_the_code_of_today_overrules_an_older_one_of_the_same_place(laid_out):
    cursor, _ = laid_out([area(BARNSLEY, at=(-1.5, 53.5)), area("E08000016", at=(0.0, 52.0))])
    ((*_, longitude, _),) = rings(cursor)
    assert min(longitude) == -1.5


def test_the_areas_that_a_whole_file_lacks_are_named(laid_out):
    areas = [area(f"W{number:08}") for number in range(200)]
    _, told = laid_out([*areas, *our_areas()], whole=True)
    (said,) = [one for one in told if "are not in it" in one]
    assert said.startswith("warning: No outline: Barking and Dagenham, Barnet, ")
    assert said.endswith(" and 134 more are not in it; a map leaves them out.")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html></html>", "No GeoJSON: '<!DOCTYPE html>"),
        (b'{"error":{"code":400}}', "No GeoJSON: no areas in it"),
        (b'{"type":"FeatureCollection","features":[]}', "no areas in it"),
        (AREAS.read_bytes()[:5000], "No GeoJSON"),
        (b"", "No GeoJSON"),
        (b'{"features":[7]}', "Missing columns"),
    ],
)
def test_a_file_that_is_no_geojson_is_a_finding_and_the_table_is_empty(laid_out, body, said):
    cursor, told = laid_out(body)
    assert rings(cursor) == []
    assert any(one.startswith("fatal") and said in one for one in told), told
    assert cursor.execute("SELECT count(*) > 0 FROM figures").fetchall() == [(True,)]


def test_without_any_area_of_england_there_are_no_outlines(laid_out):
    cursor, told = laid_out([area("W06000001")])
    assert rings(cursor) == []
    assert told[-1].startswith("fatal: No outline: none of its areas is a place of England.")


def test_full_resolution_is_not_taken_for_a_map(laid_out):
    cursor, _ = laid_out(our_areas(), name=AREAS.name.replace("_BUC", "_BFC"))
    assert rings(cursor) == []


def test_a_file_of_another_name_is_known_by_its_columns(laid_out):
    cursor, told = laid_out(our_areas(), name="boundaries.geojson")
    assert len(rings(cursor)) > 6
    assert "note: was recognised by its columns alone." in told


def test_the_older_of_two_files_is_left_out(tmp_path):
    folder = tmp_path / "two"
    folder.mkdir()
    for name, code in (("December_2024", LEICESTER), ("May_2023", BARNSLEY)):
        path = folder / AREAS.name.replace("December_2024", name)
        path.write_text(json.dumps({"features": [area(code)]}), encoding="utf-8")
    (folder / FIGURES.name).write_bytes(FIGURES.read_bytes())
    made = build_from_files(Job((folder,), target=tmp_path / "two.duckdb", whole=False), say=lambda _: None)
    with duckdb.connect(str(made.path), read_only=True) as connection:
        assert [row[0] for row in rings(connection.cursor())] == [LEICESTER]
        assert connection.execute("SELECT release FROM releases WHERE source = ?", [SOURCE]).fetchall() == [
            ("December 2024",)
        ]
    assert any("older than another file" in one.message for one in made.findings)


def test_the_licence_wants_the_survey_named_with_the_year_of_the_boundaries(laid_out):
    cursor, _ = laid_out(our_areas())
    ((publisher, licence, attribution),) = cursor.execute(
        "SELECT publisher, licence, attribution FROM sources WHERE source = ?", [SOURCE]
    ).fetchall()
    assert (publisher, licence) == ("Office for National Statistics", "Open Government Licence v3.0")
    assert attribution == (
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
        "Contains OS data © Crown copyright and database right 2024"
    )


def test_a_build_without_boundaries_has_the_table_and_nothing_in_it(build_from):
    cursor, _ = build_from({FIGURES.name: FIGURES.read_bytes()})
    assert cursor.execute("SELECT count(*) FROM outlines").fetchall() == [(0,)]
    with pytest.raises(PipelineError, match="no published table"):
        build_from({"other.csv": b"a,b\n1,2\n"})
