"""Real outlines: the boundaries at hand, held against the publisher's centres and another of its files."""

import struct
from itertools import pairwise

import duckdb
import numpy as np
import pytest

from tests.inside import rows_in

NEAR = 0.03  # of a degree: two kilometres, for areas that bend around their centre


@pytest.fixture(scope="module")
def outlines(real_build):
    """The rings of each place: those outside and the holes, each as points."""
    rows = rows_in(real_build, "SELECT place_code, ring, longitude, latitude FROM outlines")
    if not rows:
        pytest.skip("the folder of published files has no boundaries")
    found = {}
    for code, ring, longitude, latitude in rows:
        found.setdefault(code, []).append((ring, np.column_stack([longitude, latitude])))
    return found


@pytest.fixture(scope="module")
def places(real_build):
    rows = rows_in(
        real_build,
        "SELECT place_code, other_codes, longitude, latitude FROM places "
        "WHERE level = 'Local authority' AND valid_to IS NULL",
    )
    return {
        code: (other.split(), np.array([longitude, latitude])) for code, other, longitude, latitude in rows
    }


def inside(point, ring):
    """Whether a line from the point to the west crosses the ring an odd number of times."""
    (x, y), (first, second) = point, (ring[:-1], ring[1:])
    spans = (first[:, 1] > y) != (second[:, 1] > y)
    rise = (y - first[spans, 1]) / (second[spans, 1] - first[spans, 1])
    return bool(np.sum(first[spans, 0] + rise * (second[spans, 0] - first[spans, 0]) < x) % 2)


def turned(points):
    """Return the area of a ring, below 0 where it runs clockwise."""
    return float(np.sum(points[:-1, 0] * points[1:, 1] - points[1:, 0] * points[:-1, 1]) / 2)


def test_every_authority_of_today_has_an_outline(outlines, places):
    assert outlines.keys() == places.keys()
    assert len(outlines) == 153


def test_the_centre_of_each_place_lies_inside_its_outline_or_near_it(outlines, places):
    far = []
    for code, rings in outlines.items():
        centre = places[code][1]
        hits = sum(inside(centre, points) for _, points in rings)
        nearest = min(float(np.hypot(*(points - centre).T).min()) for _, points in rings)
        if hits % 2 == 0 and nearest > NEAR:
            far.append((code, nearest))
    assert far == []


def test_outsides_run_clockwise_and_holes_the_other_way(outlines):
    for rings in outlines.values():
        for ring, points in rings:
            assert (turned(points) < 0) == (ring == 0)
            assert (points[0] == points[-1]).all()


def shapes(path):
    """Yield the rings of each area of a shapefile, in metres of the national grid."""
    body, at = path.read_bytes(), 100
    while at < len(body):
        (words,) = struct.unpack(">i", body[at + 4 : at + 8])
        record = body[at + 8 : at + 8 + 2 * words]
        parts, points = struct.unpack("<2i", record[36:44])
        starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), points]
        numbers = np.frombuffer(record[44 + 4 * parts : 44 + 4 * parts + 16 * points], "<f8").reshape(-1, 2)
        yield [numbers[first:last] for first, last in pairwise(starts)]
        at += 8 + 2 * words


def codes(path):
    """Yield the first column of the table of a shapefile."""
    body = path.read_bytes()
    count, start, width = struct.unpack("<IHH", body[4:12])
    for number in range(count):
        record = body[start + number * width : start + (number + 1) * width]
        yield record[1:10].decode("ascii")


def square_metres(points):
    """Return the area of a ring of degrees, by the lengths of a degree on WGS84 at its latitude."""
    lat = np.radians(points[:, 1].mean())
    north = 111_132.92 - 559.82 * np.cos(2 * lat) + 1.175 * np.cos(4 * lat)
    east = 111_412.84 * np.cos(lat) - 93.5 * np.cos(3 * lat)
    return -turned(points * np.array([east, north]))


def test_each_area_is_as_large_as_in_another_file_and_projection_of_the_publisher(
    outlines, places, dfe_files
):
    found = sorted(dfe_files.rglob("CTYUA_MAY_2023_UK_BUC.shp"))
    if not found:
        pytest.skip("the folder of published files has no shapefile to compare with")
    sizes = (abs(sum(map(turned, rings))) for rings in shapes(found[0]))
    known = dict(zip(codes(found[0].with_suffix(".dbf")), sizes, strict=True))
    for code, rings in outlines.items():
        ours = sum(square_metres(points) for _, points in rings)
        (theirs,) = [known[one] for one in (code, *places[code][0]) if one in known]
        assert ours == pytest.approx(theirs, rel=0.02), code
    total = sum(square_metres(points) for rings in outlines.values() for _, points in rings)
    assert total == pytest.approx(130_280e6, rel=0.01), "England to the mean high water mark"


def test_the_outlines_take_little_room(outlines, real_build, tmp_path):
    with duckdb.connect(str(real_build), read_only=True) as connection:
        path = tmp_path / "outlines.parquet"
        connection.execute(f"COPY outlines TO '{path.as_posix()}' (FORMAT parquet, COMPRESSION zstd)")
    assert path.stat().st_size < 400_000
    assert sum(len(points) for rings in outlines.values() for _, points in rings) > 5_000


def test_the_neighbours_are_those_of_the_published_model(real_build):
    rows = rows_in(real_build, "SELECT count(*), count(DISTINCT place_code), min(vintage) FROM neighbours")
    assert rows == [(1530, 153, "2025")]
    cited = rows_in(real_build, "SELECT release FROM releases WHERE source = 'statistical_neighbours'")
    assert cited == [("2025",)]
