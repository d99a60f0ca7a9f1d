"""Shelf: a world made of files on disk: the fixtures of the sources, or a folder of the real ones."""

import csv
import gzip
import io
import json
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.conftest import FIXTURES
from tests.stand_in.maps import MapService, areas_of
from tests.stand_in.world import DataFile, World

FILES = FIXTURES / "files"
# What each file is published as: part of its name, publication, release and its title, title of the table.
EXCLUSIONS = "suspensions-and-permanent-exclusions-in-england"
ABSENCE = "pupil-absence-in-schools-in-england"
CENSUS = "school-pupils-and-their-characteristics"
KS4 = "key-stage-4-performance"
PLANS = "education-health-and-care-plans"
SHELVES = (
    (
        "exc_nat_region_la",
        EXCLUSIONS,
        "2022-23",
        "Suspensions and permanent exclusions in England - by geography",
    ),
    ("exclusions_by_characteristic", EXCLUSIONS, "2016-17", "Exclusions - full year by characteristic"),
    (
        "black_groups_by_fsm",
        EXCLUSIONS,
        "2024-25-autumn-term",
        "Exclusions - by ethnicity and FSM eligibility",
    ),
    (
        "2term_pru",
        ABSENCE,
        "2022-23-autumn-and-spring-term",
        "Alternative provision - autumn and spring combined",
    ),
    ("3term_nat_reg_la", ABSENCE, "2018-19", "Absence by geographic level - full year"),
    ("absence_natcharacteristics", ABSENCE, "2016-17", "Absence by pupil characteristic - full year"),
    ("absence_bands_distributions", ABSENCE, "2022-23", "Distribution of absence in bands"),
    (
        "spc_ap_setting",
        CENSUS,
        "2022-23",
        "Alternative provision - local authority funded - placement counts",
    ),
    (
        "ap_placements_ap_census",
        CENSUS,
        "2022-23",
        "Alternative provision - local authority funded - pupil counts",
    ),
    (
        "spc_school_ap_characteristics",
        CENSUS,
        "2022-23",
        "School arranged alternative provision - characteristics",
    ),
    (
        "spc_school_ap_placement",
        CENSUS,
        "2022-23",
        "School arranged alternative provision - placement reason",
    ),
    ("ethnicity_and_language", CENSUS, "2021-22", "Pupil characteristics - Ethnicity and Language"),
    (
        "fsm_ethnicity_yrgp",
        CENSUS,
        "2021-22",
        "Pupil characteristics - Free school meals, ethnicity and year group",
    ),
    ("ytd_data_202324", "pupil-attendance-in-schools", "2024-week-29", "Attendance - year to date"),
    ("ytd_data_202425", "pupil-attendance-in-schools", "2025-week-29", "Attendance - year to date"),
    ("ytd_data_202526", "pupil-attendance-in-schools", "2026-week-29", "Attendance - year to date"),
    ("caseload", PLANS, "2025", "Caseload"),
    ("sen_needs_all_plans", PLANS, "2025", "Plans by primary need"),
    ("sen2_mi", PLANS, "2023", "Management information"),
    ("_national_data_revised", KS4, "2023-24", "National headline data"),
    ("_national_char_data", KS4, "2023-24", "National characteristics data"),
    ("2223_la_data_revised", KS4, "2022-23", "Local authority data"),
    ("_ap_la_data_revised", KS4, "2022-23", "Alternative provision by local authority data"),
    ("disadvantage_gap", KS4, "2022-23", "Disadvantage gap index"),
    ("entry_level_ap_gcse", KS4, "2022-23", "Subject entry level - alternative provision - GCSE"),
    ("ap_vocational", KS4, "2022-23", "Subject pupil level - alternative provision - vocational"),
    ("ks4_dm_ud", "key-stage-4-destination-measures", "2021-22", "Destination measures - national"),
)
# Files that stand beside them under the same publication, and are none of ours.
LOOKALIKES = (
    (EXCLUSIONS, "2022-23", "Suspensions and permanent exclusions in England - school level"),
    (
        EXCLUSIONS,
        "2024-25-autumn-term",
        "Suspensions and permanent exclusions in England - by geography (termly)",
    ),
    (ABSENCE, "2022-23", "Absence rates in alternative provision - school level, autumn and spring combined"),
    (ABSENCE, "2024-25-autumn-term", "Absence rates by geographic level - termly"),
    (CENSUS, "2022-23", "Class size"),
    (KS4, "2023-24", "National characteristics summary"),
    (PLANS, "2025", "Caseload, primary need"),
)
# Services of boundaries, and files of repositories, that are none of ours, beside those that are.
OTHER_MAPS = (
    "Counties_and_Unitary_Authorities_May_2023_UK_BUC",
    "Counties_and_Unitary_Authorities_December_2024_Boundaries_UK_BFC",
    "Local_Authority_Districts_DEC_2025_Boundaries_UK_BUC",
    "Counties_and_Unitary_Authorities_December_2025_Names_and_Codes_in_the_UK",
)
OUR_MAP = "Counties_and_Unitary_Authorities_December_2024_Boundaries_UK_BUC"
AREAS = FILES / f"{OUR_MAP}.geojson"
FOLDER = "CSC_outcomes_and_enablers/data-raw"
OTHER_CODE = ("absence_la.csv", "sn_model_2021_wide.csv", "summary_page_metadata.xlsx", "older/a.csv")
LEVELS = ("National", "Regional", "Local authority")
BIG = 4_000_000


@dataclass
class ShelvedFile(DataFile):
    """A file on disk: looked through once, and read again for each answer that needs it."""

    path: Path = field(default_factory=Path)

    @property
    def body(self):
        return plain(self.path)

    @body.setter
    def body(self, _):
        """Pass over what the base class would keep: the bytes stay on disk."""

    @cached_property
    def table(self):
        text = self.body[:BIG].decode("utf-8-sig", errors="replace")
        return list(csv.reader(io.StringIO(text, newline="")))[:6]

    @cached_property
    def lines(self):
        body = self.body
        return body.count(b"\n") + (not body.endswith(b"\n")) - 1

    @property
    def rows(self):
        return []

    @property
    def levels(self):
        return list(LEVELS)


def plain(path):
    """Return the bytes of the one table in a file, unpacked."""
    with path.open("rb") as binary:
        start = binary.read(4)
    if start[:2] == b"\x1f\x8b":
        return gzip.decompress(path.read_bytes())
    if start == b"PK\x03\x04":
        with zipfile.ZipFile(path) as archive:
            return archive.read(next(name for name in archive.namelist() if name.endswith(".csv")))
    return path.read_bytes()


def our_areas():
    """Return the areas of the boundaries among the fixtures, as they are published."""
    return json.loads(AREAS.read_text(encoding="utf-8"))["features"]


def shelf(folder=FILES):
    """Return a world of every file under a folder that has a place on the shelves."""
    world = World()
    tables = [
        p
        for p in sorted(folder.rglob("*"))
        if p.name.endswith((".csv", ".csv.gz")) and ".meta." not in p.name
    ]
    for part, slug, release_slug, title in SHELVES:
        for path in [path for path in tables if part in path.name][:1]:
            _put(world, path, slug=slug, release_slug=release_slug, title=title)
    for slug, release_slug, title in LOOKALIKES:
        release = _release(world, slug, release_slug)
        world.file(release, DataFile(title, "other.csv", b"time_period,geographic_level\n202223,National\n"))
    _beside(world, folder)
    return world


def _beside(world, folder):
    """Put what is not published as statistics where its publishers have it."""
    areas = sorted(folder.rglob("*CTYUA24.geojson")) + sorted(folder.rglob(f"{OUR_MAP}.geojson"))
    if areas:
        world.maps = [MapService(name) for name in OTHER_MAPS] + [MapService(OUR_MAP, areas_of(areas[0]))]
    for path in folder.rglob("sn_model_2025_wide.csv"):
        world.code |= {f"{FOLDER}/{name}": b"a,b\n1,2\n" for name in OTHER_CODE}
        world.code[f"{FOLDER}/{path.name}"] = path.read_bytes()


def _put(world, path, *, slug, release_slug, title):
    name = path.name.removesuffix(".gz")
    file = ShelvedFile(title, name, b"", path=path)
    world.file(_release(world, slug, release_slug), file)


def _release(world, slug, release_slug):
    publication = world.publication(slug, slug.replace("-", " ").capitalize())
    year = release_slug[:4]
    return world.release(publication, release_slug, title=release_slug, published=f"{int(year) + 2}-03-01")
