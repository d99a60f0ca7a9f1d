"""Stand-in, the public API of the contract: versions, pages, queries and what they refuse."""

import http.client

import pytest

from tests.data_pipeline.asking import HERE, code_of, data_set, get
from tests.stand_in.running import service_of
from tests.stand_in.zoo import exclusions, zoo

service = service_of(zoo)


def query(service, body, **more):
    path = f"{service.address}/statistics/v1/data-sets/{data_set(service).id}/query"
    return HERE.post(path, json=body, timeout=5, **more)


@pytest.mark.parametrize(
    ("path", "most"),
    [("/statistics/v1/data-sets/{}/versions", 20), ("/statistics/v1/data-sets/{}/query", 10_000)],
)
def test_a_page_of_a_data_set_may_not_be_too_large_nor_nothing(service, path, most):
    path = path.format(data_set(service).id)
    assert get(service, f"{path}?pageSize={most}").status_code == 200
    for odd in (f"pageSize={most + 1}", "pageSize=0", "page=0"):
        assert code_of(get(service, f"{path}?{odd}")) == (400, "InclusiveBetween"), odd


def test_ids_of_options_stay_in_a_minor_version_and_change_with_a_major_one(service):
    series = data_set(service)
    path = f"/statistics/v1/data-sets/{series.id}/meta?dataSetVersion="

    def options(number):
        (phase,) = get(service, path + number).json()["filters"]
        return {one["label"]: one["id"] for one in phase["options"]}

    for slug, number in (("2024-25", "1.1"), ("2025-26", "2.0")):
        release = service.world.release(series.latest.file.release.publication, slug)
        service.world.next_year(series.latest.file, release, series.latest.file.body, number=number)
    assert options("1.0") == options("1.1")
    assert options("1.0").keys() == options("2.0").keys()
    assert not set(options("1.0").values()) & set(options("2.0").values())


@pytest.mark.parametrize(
    ("word", "found"),
    [("2.1.3", "2.1.3"), ("2.1.*", "2.1.3"), ("2.*", "2.1.3"), ("2.1", "2.1"), ("3.0", None)],
)
def test_a_patch_and_a_wildcard_of_it_are_read(service, word, found):
    series = data_set(service)
    for number in ("2.1", "2.1.3", "2.2"):
        service.world.next_year(
            series.latest.file, series.latest.file.release, exclusions().encode(), number=number
        )
    next(one for one in series.versions if one.number == "2.2").status = "Draft"
    reply = get(service, f"/statistics/v1/data-sets/{series.id}/versions/{word}")
    assert reply.status_code == (200 if found else 404)
    assert not found or reply.json()["version"] == found


def test_a_withdrawn_version_can_be_read_and_not_queried_and_a_deprecated_one_does_everything(service):
    series = data_set(service)
    service.world.next_year(series.latest.file, series.latest.file.release, exclusions().encode())
    path = f"/statistics/v1/data-sets/{series.id}"
    first = series.versions[0]
    for status, queried in (("Withdrawn", 403), ("Deprecated", 200)):
        first.status = status
        assert get(service, f"{path}/csv?dataSetVersion=1.0").status_code == 200
        assert get(service, f"{path}/meta?dataSetVersion=1.0").status_code == 200
        assert get(service, f"{path}/query?dataSetVersion=1.0").status_code == queried
    assert get(service, f"{path}/csv?dataSetVersion=1.*").headers["Content-Disposition"].endswith("_v1.1.csv")
    series.status = "Draft"
    assert get(service, path).status_code == 403


def test_the_history_of_patches_of_a_version_without_any_is_an_error_of_the_service(service):
    path = f"/statistics/v1/data-sets/{data_set(service).id}/versions/1.0/changes"
    assert get(service, path).json()["versionNumber"] == "1.0"
    assert get(service, f"{path}?includePatchHistory=true").status_code == 500


def test_the_api_tells_its_version_and_does_not_know_head(service):
    path = f"/statistics/v1/data-sets/{data_set(service).id}"
    assert get(service, path).headers["api-supported-versions"] == "1.0"
    connection = http.client.HTTPConnection("127.0.0.1", service.server.server_address[1], timeout=5)
    connection.request("HEAD", path)
    assert connection.getresponse().status == 405
    connection.close()


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ({"geographicLevels": {"eq": "Local authority"}}, "AllowedValue"),
        ({"timePeriods": {"gte": {"period": "2022/2024", "code": "AY"}}}, "TimePeriodInvalidYearRange"),
        ({"timePeriods": {"eq": {"period": "2022/2023", "code": "ZZ"}}}, "TimePeriodAllowedCode"),
        ({"locations": {"eq": {"level": "XX", "code": "E06000014"}}}, "LocationAllowedLevel"),
    ],
)
def test_a_value_that_cannot_be_is_an_error_where_an_unknown_one_is_a_warning(service, criteria, code):
    assert code_of(query(service, {"criteria": criteria})) == (400, code)
    known = {"locations": {"eq": {"level": "LA", "code": "E99999999"}}}
    told = query(service, {"criteria": known}).json()
    assert {one["code"] for one in told["warnings"]} == {"LocationsNotFound", "QueryNoResults"}


def test_rows_are_sorted_as_asked_for_and_numbers_as_text(service):
    meta = get(service, f"/statistics/v1/data-sets/{data_set(service).id}/meta").json()
    headcount = next(one["id"] for one in meta["indicators"] if one["column"] == "headcount")
    sort = {"field": f"indicator|{headcount}", "direction": "Asc"}
    told = query(service, {"sorts": [sort], "indicators": [headcount]}).json()
    values = [row["values"][headcount] for row in told["results"]]
    assert values == sorted(values)
    assert values.index("1419900") < values.index("300")
    assert code_of(query(service, {"sorts": [{"field": "headcount", "direction": "Asc"}]})) == (
        400,
        "SortFieldsNotFound",
    )
    assert code_of(query(service, {"sorts": [sort | {"direction": "Up"}]})) == (400, "SortDirection")
    assert code_of(query(service, {"indicators": ["zzzzz"]})) == (400, "IndicatorsNotFound")


def test_a_blank_cell_is_an_empty_value_and_no_option(service):
    series = data_set(service, "attainment")
    told = get(service, f"/statistics/v1/data-sets/{series.id}/query?pageSize=100").json()["results"]
    assert "" in {word for row in told for word in row["values"].values()}
    rows = get(service, f"/statistics/v1/data-sets/{data_set(service).id}/query").json()["results"]
    assert all(word for row in rows for word in row["filters"].values())


def test_debug_puts_labels_behind_ids_and_says_so(service):
    told = query(service, {"debug": True, "pageSize": 1}).json()
    assert {one["code"] for one in told["warnings"]} == {"DebugEnabled"}
    assert all(" :: " in key for key in told["results"][0]["filters"])
