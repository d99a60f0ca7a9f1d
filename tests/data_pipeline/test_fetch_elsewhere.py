"""Elsewhere: boundaries and neighbours from their own publishers, as politely and as warily as the rest."""

import gzip
import io
import json

import pytest

from data_pipeline import catalogue, raw
from data_pipeline.fetch import Errand, Progress, Settings, bring, look
from tests.conftest import FIXTURES
from tests.stand_in import MapService
from tests.stand_in.running import service_of
from tests.stand_in.shelf import FOLDER, OUR_MAP, our_areas, shelf

OUTLINES, NEIGHBOURS = "local_authority_boundaries", "statistical_neighbours"
TABLE = FIXTURES / "files" / "sn_model_2025_wide.csv"
IN_CODE = f"{FOLDER}/{TABLE.name}"
service = service_of(shelf)


@pytest.fixture
def errand(service, tmp_path):
    """Give what to fetch: one source, into a store of the test's own."""

    def errand(name, *, locked=False, **settings):
        sources = tuple(source for source in catalogue.load() if source.id == name)
        lock = tmp_path / "sources.lock.json"
        return Errand(sources, tmp_path / "raw", lock, service.settings(**settings), locked=locked)

    return errand


@pytest.fixture
def fetch(errand):
    def fetch(name, **more):
        (outcome,) = bring(errand(name, **more), Progress(io.StringIO()))
        return outcome

    return fetch


def our_map(service):
    return next(one for one in service.world.maps if one.name == OUR_MAP)


def stored(tmp_path, name):
    (table,) = (tmp_path / "raw" / name).glob("*.gz")
    return table, gzip.decompress(table.read_bytes())


def test_the_newest_ultra_generalised_boundaries_are_found_among_their_look_alikes(service, fetch, tmp_path):
    outcome = fetch(OUTLINES)
    assert outcome.state == "new", outcome.said
    (facts,) = outcome.files
    assert (facts.file_name, facts.release, facts.rows) == (f"{OUR_MAP}.geojson", "December 2024", 9)
    assert facts.url == f"{service.address}/maps/rest/services/{OUR_MAP}/FeatureServer/0"
    assert facts.last_updated == "2025-01-14"
    _, body = stored(tmp_path, OUTLINES)
    assert json.loads(body)["features"] == our_areas()


def test_the_newest_model_of_neighbours_is_found_by_its_year(service, fetch, tmp_path):
    (facts,) = fetch(NEIGHBOURS).files
    assert (facts.file_name, facts.release, facts.rows) == (TABLE.name, "2025", 12)
    assert facts.url.startswith(f"{service.address}/code/files/")
    assert stored(tmp_path, NEIGHBOURS)[1] == TABLE.read_bytes()


@pytest.mark.parametrize("name", [OUTLINES, NEIGHBOURS])
def test_what_did_not_change_is_not_fetched_again(service, fetch, name):
    fetch(name)
    service.forget()
    outcome = fetch(name)
    assert outcome.state == "unchanged"
    assert not service.asked("/query")
    assert not service.asked("/code/files")
    assert len(service.asked()) <= 3


def test_what_is_newer_is_told_and_fetched(service, errand, fetch):
    fetch(OUTLINES)
    fetch(NEIGHBOURS)
    newer = "Counties_and_Unitary_Authorities_December_2025_Boundaries_UK_BUC"
    service.world.maps.append(MapService(newer, our_areas()[:4]))
    service.world.code[f"{FOLDER}/sn_model_2027_wide.csv"] = TABLE.read_bytes().replace(b"Close", b"Near")
    ((facts,),) = look(errand(OUTLINES)).values()
    assert facts.release == "December 2025"
    assert fetch(OUTLINES).files[0].rows == 4
    assert fetch(NEIGHBOURS).files[0].release == "2027"


def test_boundaries_that_were_edited_under_the_same_name_are_fetched_again(service, fetch):
    fetch(OUTLINES)
    our_map(service).edited += 1000
    our_map(service).areas = our_areas()[1:]
    outcome = fetch(OUTLINES)
    assert (outcome.state, outcome.files[0].rows) == ("new", 8)


@pytest.mark.parametrize("among_properties", [True, False])
@pytest.mark.parametrize(("most", "empty_pages"), [(1, 0), (2, 0), (4, 1), (9, 0), (9, 2)])
def test_areas_come_page_by_page_until_the_service_says_that_there_are_no_more(
    service, fetch, tmp_path, among_properties, most, empty_pages
):
    told = our_map(service)
    told.most, told.tells_among_properties = most, among_properties
    told.areas = our_areas()
    if empty_pages:  # each stands for the areas that it could have held
        told.areas, told.empty_pages = [*[{}] * most * empty_pages, *our_areas()], empty_pages
        told.lost = -most * empty_pages
    assert fetch(OUTLINES).state == "new"
    assert json.loads(stored(tmp_path, OUTLINES)[1])["features"] == our_areas()


def test_the_layer_need_not_be_the_first(service, fetch):
    our_map(service).layer = 3
    assert fetch(OUTLINES).files[0].url.endswith("/FeatureServer/3")


@pytest.mark.parametrize("fault", [429, 503, "reset", "cut", "html", "damaged", "slow", "error in 200"])
@pytest.mark.parametrize("part", ["/maps/rest/services", "/query"])
def test_what_goes_wrong_once_with_the_boundaries_is_tried_again(service, fetch, fault, part):
    service.breaks(fault, part)
    outcome = fetch(OUTLINES)
    assert outcome.state == "new", outcome.said
    assert outcome.files[0].rows == 9


@pytest.mark.parametrize("fault", [503, "reset", "cut", "html", "damaged", "short", "empty"])
@pytest.mark.parametrize("part", ["/code/repos", "/code/files"])
def test_what_goes_wrong_once_with_the_neighbours_is_tried_again(service, fetch, fault, part):
    if (fault, part) == ("short", "/code/repos"):
        fault = "damaged"  # a list on one line has no half
    service.breaks(fault, part)
    outcome = fetch(NEIGHBOURS)
    assert outcome.state == "new", outcome.said
    assert outcome.files[0].rows == 12


def test_an_error_under_a_good_status_is_told_in_the_services_own_words(service, fetch):
    service.breaks("error in 200", "/query", times=99)
    outcome = fetch(OUTLINES)
    assert outcome.state == "failed"
    assert "answered 200 with error 500: Error performing query operation" in outcome.said


def test_an_error_that_will_not_pass_is_not_tried_again(service, fetch):
    our_map(service).name = f"{OUR_MAP}/Elsewhere"
    outcome = fetch(OUTLINES)
    assert "answered 200 with error 400: Invalid URL" in outcome.said
    assert len(service.asked()) == 2


@pytest.mark.parametrize(("lost", "said"), [(3, "9 areas where 12 were promised"), (-2, "9 areas where 7")])
def test_more_or_fewer_areas_than_promised_are_refused(service, fetch, tmp_path, lost, said):
    our_map(service).lost = lost
    outcome = fetch(OUTLINES)
    assert outcome.state == "failed"
    assert said in outcome.said
    assert not list((tmp_path / "raw").glob(f"{OUTLINES}/*"))


def test_areas_that_come_twice_are_refused(service, fetch):
    our_map(service).areas = [*our_areas()[:-1], our_areas()[0]]
    assert "1 areas twice" in fetch(OUTLINES).said


def test_a_service_that_says_more_without_end_is_left(service, fetch):
    our_map(service).empty_pages = 10**6
    assert "more than 60 pages" in fetch(OUTLINES).said


def test_other_bytes_than_the_repository_names_are_refused(service, fetch):
    service.breaks("short", "/code/files", times=99)
    outcome = fetch(NEIGHBOURS)
    assert outcome.state == "failed"
    assert "other bytes than were promised" in outcome.said


def test_where_none_or_several_fit_the_candidates_are_named(service, fetch):
    service.world.maps.append(MapService(f"{OUR_MAP}_(2)", our_areas()))
    assert f"2 services fit: {OUR_MAP}, {OUR_MAP}_(2)" in fetch(OUTLINES).said
    service.world.maps = [one for one in service.world.maps if not one.name.startswith(OUR_MAP)][1:]
    assert "none of 3 services fits" in fetch(OUTLINES).said
    del service.world.code[IN_CODE], service.world.code[f"{FOLDER}/sn_model_2021_wide.csv"]
    assert "0 files of CSC_outcomes_and_enablers/contents/data-raw fit" in fetch(NEIGHBOURS).said


def test_a_layer_that_holds_no_areas_is_refused(service, fetch):
    our_map(service).kind = "esriGeometryPoint"
    assert "holds esriGeometryPoint, expected areas" in fetch(OUTLINES).said


@pytest.mark.parametrize(("name", "part"), [(OUTLINES, "/query"), (NEIGHBOURS, "/code/files")])
def test_nothing_is_followed_off_these_publishers_ground_either(service, fetch, name, part):
    service.breaks("away", part, times=99)
    outcome = fetch(name)
    assert outcome.state == "failed"
    assert "files.example.org, which is not the publisher's" in outcome.said


def test_a_file_that_is_said_to_be_elsewhere_is_not_fetched(service, fetch):
    outcome = fetch(NEIGHBOURS, code_files_base="https://raw.githubusercontent.com/dfe-analytical-services")
    assert outcome.state == "failed"
    assert "which is not the publisher's" in outcome.said
    assert not service.asked("/code/files")


MAPS = Settings.features_base
CODE, FILES = Settings.code_base, Settings.code_files_base


@pytest.mark.parametrize(
    ("asked", "url", "allowed"),
    [
        (MAPS, f"{MAPS}/Other/FeatureServer/0", True),
        (MAPS, "https://SERVICES1.arcgis.com/ESMARspQHYMw9BZ9/ArcGIS/rest/services/A", True),
        (MAPS, "https://services1.arcgis.com/somebodyelse/arcgis/rest/services/A", False),
        (MAPS, f"{MAPS}/../../../somebodyelse/arcgis", False),
        (MAPS, f"{MAPS}/%2e%2e/%2e%2e/%2e%2e/somebodyelse", False),
        (MAPS, f"{MAPS}.example.org/A", False),
        (MAPS, "https://www.ons.gov.uk/boundaries", True),
        (MAPS, "http://www.ons.gov.uk/boundaries", False),
        (MAPS, "https://api.education.gov.uk/x", False),
        (CODE, f"{FILES}/CSC_outcomes_and_enablers/main/a.csv", True),
        (FILES, "https://raw.githubusercontent.com/somebodyelse/a/main/a.csv", False),
        (CODE, MAPS, False),
        (Settings.api_base, f"{MAPS}/A", False),
        (Settings.api_base, "https://content.explore-education-statistics.service.gov.uk/x", True),
    ],
)
def test_a_redirect_may_lead_only_to_the_ground_of_the_publisher_that_was_asked(asked, url, allowed):
    assert Settings().allows(url, asked=f"{asked}/x") is allowed


@pytest.mark.parametrize("name", [OUTLINES, NEIGHBOURS])
def test_a_rerun_from_the_lock_fetches_the_same_bytes_or_nothing(service, fetch, tmp_path, name):
    first = fetch(name).files[0]
    table, _ = stored(tmp_path, name)
    table.unlink()
    again = fetch(name, locked=True)
    assert (again.state, again.files[0].sha256) == ("new", first.sha256)
    stored(tmp_path, name)[0].unlink()
    our_map(service).areas = our_areas()[1:]
    service.world.code[IN_CODE] = TABLE.read_bytes() + b"999,Nowhere,1,North East" + b"," * 20 + b"\n"
    assert fetch(name, locked=True).state == "failed"


def test_the_areas_are_kept_whole_beside_what_they_are(fetch, tmp_path):
    fetch(OUTLINES)
    table, body = stored(tmp_path, OUTLINES)
    facts = raw.read(table)
    assert table.name == f"{facts.sha256}.geojson.gz"
    assert (facts.bytes, facts.data_set_file_id) == (len(body), OUR_MAP)
    assert list(raw.have(tmp_path / "raw", OUTLINES)) == [table]
