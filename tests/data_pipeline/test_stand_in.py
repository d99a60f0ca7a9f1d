"""Stand-in: it answers as the publisher's service is known to, or a test against it would prove nothing."""

import gzip
import http.client
import io
import json
import zipfile

import pytest

from tests.data_pipeline.asking import HERE, data_set, get
from tests.stand_in import DataFile
from tests.stand_in.running import service_of
from tests.stand_in.zoo import exclusions, many_rows, zoo

service = service_of(zoo)


@pytest.mark.parametrize(
    "path",
    [
        "publications?v=1",
        "data-sets/{}?x=1",
        "data-sets/{}/csv?v=2",
    ],
)
def test_the_public_api_refuses_a_parameter_that_it_does_not_know(service, path):
    reply = get(service, "/statistics/v1/" + path.format(data_set(service).id))
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["code"] == "UnknownField"


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/statistics/v1/publications", 40),
        ("/statistics/v1/publications/x/data-sets", 20),
        ("/api/data-set-files", 40),
    ],
)
def test_a_page_may_not_be_too_large(service, path, most):
    assert get(service, f"{path}?pageSize={most}").status_code == 200
    assert get(service, f"{path}?pageSize={most + 1}").json()["errors"][0]["code"] == "InclusiveBetween"


def test_a_page_past_the_end_is_empty_and_no_results_are_one_page(service):
    past = get(service, "/api/data-set-files?page=9&latestOnly=false").json()
    assert past["results"] == []
    assert get(service, "/statistics/v1/publications/x/data-sets").json()["paging"]["totalPages"] == 1


def test_the_api_csv_is_compressed_even_for_a_client_that_asks_for_it_plain(service):
    connection = http.client.HTTPConnection("127.0.0.1", service.server.server_address[1], timeout=5)
    path = f"/statistics/v1/data-sets/{data_set(service).id}/csv"
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    reply = connection.getresponse()
    assert reply.headers["Content-Length"] is None
    assert gzip.decompress(reply.read()).startswith(b"time_identifier,")
    connection.close()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        (None, "2.0"),
        ("*", "2.0"),
        ("1", "1.0"),
        ("1.0", "1.0"),
        ("1.*", "1.10"),
        ("v1.9", "1.9"),
        ("2.0.0", "2.0"),
    ]
    + [(word, None) for word in ("1.*.1", "abc", "9.9")],
)
def test_a_data_set_version_is_read_as_the_service_reads_it(service, word, found):
    series = data_set(service)
    release = series.latest.file.release
    for number in ("1.9", "1.10", "2.0"):
        service.world.next_year(series.latest.file, release, series.latest.file.body, number=number)
    told = {"dataSetVersion": word} if word else {}
    reply = get(service, f"/statistics/v1/data-sets/{series.id}/csv", params=told)
    assert reply.status_code == (200 if found else 404)
    assert not found or f"_v{found}.csv" in reply.headers["Content-Disposition"]


def test_values_are_text_and_ids_and_blanks_are_left_out(service):
    series = data_set(service)
    reply = get(service, f"/statistics/v1/data-sets/{series.id}/query?geographicLevels.eq=LA").json()
    meta = get(service, f"/statistics/v1/data-sets/{series.id}/meta").json()
    label = {one["id"]: one["column"] for one in meta["indicators"]}
    values = [{label[key]: word for key, word in row["values"].items()} for row in reply["results"]]
    assert {"headcount": "6", "suspension": "z", "susp_rate": "x"} in values
    assert set(reply["results"][0]["locations"]) == {"NAT", "REG", "LA"}


def test_an_unknown_option_is_a_warning_and_no_error(service):
    path = f"/statistics/v1/data-sets/{data_set(service).id}/query?filters.in=zzzzz"
    reply = get(service, path)
    assert reply.status_code == 200
    assert {one["code"] for one in reply.json()["warnings"]} == {"FiltersNotFound", "QueryNoResults"}


def test_a_query_body_may_nest_and_may_not_hold_unknown_members(service):
    path = f"{service.address}/statistics/v1/data-sets/{data_set(service).id}/query"
    level = {"geographicLevels": {"eq": "REG"}}
    nested = {"and": [{"or": [level, {"geographicLevels": {"eq": "NAT"}}]}, {"not": level}]}
    told = HERE.post(path, json={"criteria": nested}, timeout=5).json()
    assert [row["geographicLevel"] for row in told["results"]] == ["NAT"]
    assert HERE.post(path, json={"facets": {}}, timeout=5).json()["errors"][0]["code"] == "UnknownField"
    assert HERE.post(path, data="{}", timeout=5).status_code == 415


def test_only_the_newest_release_is_listed_unless_all_are_asked_for(service):
    world = service.world
    term = world.release(world.publications[0], "2024-25-autumn-term", published="2026-06-01")
    world.file(term, DataFile("Zoo: term", "term.csv", exclusions("202425").encode()))
    publication = world.publications[0].id
    newest = get(service, f"/api/data-set-files?publicationId={publication}").json()
    every = get(service, f"/api/data-set-files?publicationId={publication}&latestOnly=false").json()
    assert newest["paging"]["totalResults"] == 1
    assert every["paging"]["totalResults"] == 6


def test_an_amendment_keeps_the_catalogue_id_and_makes_the_old_version_id_stale(service):
    file = service.world.files()[0]
    catalogue, blob, version = file.data_set_file_id, file.file_id, file.release.version_id
    service.world.amend(file, file.body)
    assert (file.data_set_file_id == catalogue, file.file_id == blob) == (True, False)
    assert get(service, f"/api/releases/{version}/files").status_code == 403
    assert file.data_set.latest.number == "1.0.1"


def test_a_new_release_has_a_new_catalogue_id_and_the_same_series(service):
    file = service.world.files()[0]
    before = get(service, f"/statistics/v1/data-sets/{file.data_set.id}/meta").json()
    release = service.world.release(file.release.publication, "2024-25")
    new = service.world.next_year(file, release, file.body, number="2.0")
    assert new.data_set_file_id != file.data_set_file_id
    after = get(service, f"/statistics/v1/data-sets/{file.data_set.id}/meta").json()
    assert before["indicators"][0]["column"] == after["indicators"][0]["column"]
    assert before["indicators"][0]["id"] != after["indicators"][0]["id"]


def test_a_zip_holds_one_file_all_files_or_none(service):
    file = service.world.files()[1]
    path = f"/api/releases/{file.release.version_id}/files"

    def names(query):
        return zipfile.ZipFile(io.BytesIO(get(service, path + query).content)).namelist()

    assert f"data/{file.file_name}" in names(f"?fileIds={file.file_id}")
    assert names(f"?fileIds={file.data_set_file_id}") == []
    assert len(names("?fromPage=ReleaseDownloads")) == 7
    assert get(service, f"{path}?fileIds=a&fileIds=b").status_code == 400
    assert get(service, f"{path}?fromPage=Anywhere").status_code == 400


def test_the_site_sends_other_spellings_of_an_address_to_the_one(service):
    path = f"/data-catalogue/data-set/{service.world.files()[0].data_set_file_id}/csv"
    assert get(service, path).status_code == 200
    assert get(service, path + "/").headers["Location"] == path
    assert get(service, path.upper()).status_code == 301
    reply = get(service, path, headers={"Host": "www.localhost"})
    assert reply.headers["Location"] == f"http://localhost{path}"


def test_lines_are_counted_and_not_records(service):
    listed = get(service, "/api/data-set-files?latestOnly=false&pageSize=40").json()["results"]
    lines = {one["filename"]: one["meta"]["numDataFileRows"] for one in listed}
    records = get(service, f"/statistics/v1/data-sets/{data_set(service, 'setting').id}").json()
    assert (lines["zoo_setting.csv"], records["latestVersion"]["totalResults"]) == (5, 4)


def test_the_table_of_many_rows_is_made_piece_by_piece():
    pieces = list(many_rows(2500))
    assert len(pieces) == 4
    assert sum(piece.count(b"\n") for piece in pieces) == 2501


def test_problems_are_told_as_the_service_tells_them(service):
    body = json.loads(get(service, "/statistics/v1/data-sets/x").content)
    assert (body["status"], body["title"]) == (404, "Not Found")
