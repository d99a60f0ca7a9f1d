"""Small: a database of a few rows in which every case of the explorer's tests occurs."""

import tempfile
from functools import cache
from pathlib import Path

import duckdb

from explorer.store import LAYOUT
from tests.conftest import put_in_use
from tests.explorer.schema import SCHEMA
from tests.explorer.small_tables import BUCKS, CUMBERLAND, CUMBRIA, ENGLAND, LEEDS, TABLES, YEARS


def figure(measure, period, value, /, **other):
    """A row of `figures`: England, all state-funded schools, all pupils, unless said."""
    usual = {
        "time_identifier": "Academic year",
        "place_code": ENGLAND,
        "school_type": "Total",
        "breakdown": "total",
        "category": "Total",
        "value": value,
        "numerator": None,
        "denominator": None,
        "symbol": None,
        "source": "exclusions",
    }
    return (measure, period, *{**usual, **other}.values())


def rate(measure, period, events, pupils, /, **other):
    """A row of `figures` whose rate per 100 is made from its counts."""
    counts = {"numerator": events, "denominator": pupils}
    return figure(measure, period, 100 * events / pupils, **counts, **other)


ALL = ("Total", "total", "Total")
SUSPENSIONS = (410753, 438265, 310733, 352454, 578280, 786961, 954952)
PERMANENT = (7905, 7894, 5057, 3928, 6495, 9376, 10885)
ROLLS = (8095885, 8177000, 8255046, 8291354, 8371200, 8430890, 8445343)
AP = (16732, 16134, 15396, 12785, 11684, 13191, 15866)
GRADES = (
    ("201819", "All state-funded", 350745, 542568),
    ("202223", "All state-funded", 374730, 561280),
    ("202324", "All state-funded", 400000, 610000),
    ("201819", "Alternative provision", 446, 9812),
    ("202021", "Alternative provision", 990, 9400),
    ("202223", "Alternative provision", 397, 8300),
    ("202324", "Alternative provision", 357, 8740),
)
ETHNIC = {"White British": (7000, 5200000), "Black Caribbean": (250, 88000), "Gypsy/Roma": (110, 27000)}


def _figures():
    yield from (rate("suspension_rate", y, n, d) for y, n, d in zip(YEARS, SUSPENSIONS, ROLLS, strict=True))
    yield from (
        rate("permanent_exclusion_rate", y, n, d) for y, n, d in zip(YEARS, PERMANENT, ROLLS, strict=True)
    )
    yield from (
        rate("suspension_rate", y, n, 8, place_code=LEEDS) for y, n in zip(YEARS, range(4, 11), strict=True)
    )
    yield figure("suspension_rate", "201718", None, symbol="c", school_type="Special")
    yield rate("suspension_rate", "202324", 20253, 160420, school_type="Special")
    yield rate("suspension_rate", "202324", 829896, 3669933, school_type="Secondary")
    yield from (rate("suspension_rate", y, 500, 9000, place_code=CUMBRIA) for y in YEARS[:-1])
    yield rate("suspension_rate", "202324", 300, 5000, place_code=CUMBERLAND)
    yield rate("suspension_rate", "202324", 90, 1000, place_code=BUCKS)
    for year in ("202223", "202324"):
        yield from (
            rate("permanent_exclusion_rate", year, n, d, breakdown="ethnicity_minor", category=group)
            for group, (n, d) in ETHNIC.items()
        )
    hidden = {"breakdown": "ethnicity_minor", "category": "Irish"}
    yield figure("permanent_exclusion_rate", "202324", None, symbol="c", numerator=None, **hidden)
    yield rate("permanent_exclusion_rate", "202223", 30, 20000, **hidden)
    double = {"breakdown": "ethnicity_minor*fsm", "category": "Black Caribbean*FSM eligible"}
    yield rate("suspension_rate", "202324", 9000, 26000, **double)
    absent = {"201718": 4.8, "201819": 4.7, "202021": 4.6, "202122": 7.6, "202223": 7.4, "202324": 7.1}
    yield from (figure("absence_rate", year, value, source="absence") for year, value in absent.items())
    yield figure("absence_rate", "202324", 6.7, time_identifier="Autumn term", source="absence")
    ap = {"school_type": "Alternative provision", "source": "ap"}
    yield from (figure("state_funded_ap_pupils", y, n, **ap) for y, n in zip(YEARS, AP, strict=True))
    for year, kind, passed, pupils in GRADES:
        yield rate("english_maths_94_rate", year, passed, pupils, school_type=kind, source="grades")


CONFLICTS = [
    ("suspension_rate", period, "Academic year", ENGLAND, *ALL, "ap", value, "exclusions", 1.0)
    for period, value in (("202324", 1.0), ("202223", 1.5))
]


@cache
def _made(build_id, origin):
    """The database as bytes: each is made once, since a copy is much faster."""
    rows = {**TABLES, "figures": list(_figures()), "conflicts": CONFLICTS}
    rows["build"] = [(build_id, origin, "2026-11-01 10:00:00", 100, LAYOUT)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute(SCHEMA)
            _insert(connection, rows)
        return path.read_bytes()


def _insert(connection, tables):
    for table, rows in tables.items():
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def write(folder, build_id="abc", origin="files", **more):
    """A database of these tables in the folder, named by its pointer; `more` rows go into each table."""
    path = folder / f"inclusion-{build_id}-{origin}.duckdb"
    path.write_bytes(_made(build_id, origin))
    if more:
        with duckdb.connect(str(path)) as connection:
            _insert(connection, more)
    put_in_use(path)
    return path
