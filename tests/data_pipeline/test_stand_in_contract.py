"""Stand-in, the rest of the contract: what a release is made of, listings, trouble, and the zoo of tables."""

import io
import re
import time
import zipfile

import pytest
import requests

from tests.data_pipeline.asking import code_of, get
from tests.stand_in import DataFile
from tests.stand_in.running import service_of
from tests.stand_in.wire import SLOW_SECONDS
from tests.stand_in.world import MadeFile
from tests.stand_in.zoo import AP_SPELLINGS, SLUG, many_rows, zoo

service = service_of(zoo)


def test_the_tree_of_publications_wants_to_know_which_one(service):
    assert code_of(get(service, "/api/publications/tree")) == (400, "RequiredValue")
    assert code_of(get(service, "/api/publications/tree?filter=Everything")) == (400, "RequiredValue")
    (theme,) = get(service, "/api/publications/tree?filter=DataCatalogue").json()
    (leaf,) = theme["publications"]
    assert {name: leaf[name] for name in ("slug", "isSuperseded", "latestReleaseHasData")} == {
        "slug": SLUG,
        "isSuperseded": False,
        "latestReleaseHasData": True,
    }
    other = service.world.publication("suspensions", "Suspensions")
    service.world.release(other, "2024-25")
    service.world.publications[0].superseded_by = other
    (theme,) = get(service, "/api/publications/tree?filter=DataTables").json()
    assert [leaf["supersededBy"]["slug"] for leaf in theme["publications"]] == ["suspensions"]


def test_release_entries_are_paged_and_end_with_the_legacy_ones(service):
    path = f"/api/publications/{SLUG}/release-entries"
    service.world.publications[0].legacy.append(("Exclusions 2009", "https://www.gov.uk/exclusions-2009"))
    every = get(service, path).json()
    assert [entry["title"] for entry in every["results"]] == ["Academic year 2023-24", "Exclusions 2009"]
    assert set(every["results"][1]) == {"title", "url"}
    assert {"id", "releaseId", "slug"} <= set(every["results"][0])
    second = get(service, f"{path}?page=2&pageSize=1").json()
    assert [entry["title"] for entry in second["results"]] == ["Exclusions 2009"]
    assert second["paging"] == {"page": 2, "pageSize": 1, "totalResults": 2, "totalPages": 2}
    assert code_of(get(service, f"{path}?page=1")) == (400, "NotEmpty")
    assert code_of(get(service, f"{path}?page=1&pageSize=101")) == (400, "InclusiveBetween")
    assert get(service, "/api/publications/no-such/release-entries").status_code == 404


def test_a_supporting_file_comes_with_a_tag_and_a_data_file_comes_empty(service):
    release = service.world.files()[0].release
    listed = get(service, f"/api/publications/{SLUG}/releases/2023-24/data-content").json()
    (told,) = listed["supportingFiles"]
    assert (told["filename"], told["extension"], told["size"]) == ("notes.txt", "txt", "0 Kb")
    path = f"/api/releases/{release.version_id}/files"
    reply = get(service, f"{path}/{told['fileId']}")
    assert reply.content == b"Notes on the tables."
    assert reply.headers["ETag"].startswith('W/"')
    assert reply.headers["Cache-Control"] == "public,max-age=300"
    data = get(service, f"{path}/{release.files[0].file_id}")
    assert (data.status_code, data.content) == (200, b"")
    assert get(service, f"{path}/00000000-0000-0000-0000-000000000000").status_code == 404
    service.world.amend(release.files[0], release.files[0].body)
    assert get(service, f"{path}/{told['fileId']}").status_code == 403


def test_a_release_tells_of_its_tables_without_name_and_size(service):
    told = get(service, f"/api/publications/{SLUG}/releases/2023-24/data-content").json()
    assert {"releaseId", "releaseVersionId", "dataGuidance", "featuredTables"} <= set(told)
    for one in told["dataSets"]:
        assert not {"filename", "fileName", "size", "fileSize"} & set(one)
        assert set(one["meta"]["timePeriodRange"]) == {"start", "end"}
    assert [one["title"] for one in told["dataSets"] if "publicApiDataSetId" not in one] == ["Zoo: schools"]


def test_a_zip_is_written_as_it_is_sent_and_says_how_old_it_is(service):
    release = service.world.files()[0].release
    reply = get(service, f"/api/releases/{release.version_id}/files?fromPage=ReleaseDownloads")
    assert "Content-Length" not in reply.headers
    assert reply.headers["Last-Modified"] == "Sun, 01 Mar 2026 09:30:00 GMT"
    assert reply.headers["Content-Disposition"] == f"attachment; filename={SLUG}_2023-24.zip"
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        assert {entry.flag_bits & 0x08 for entry in archive.infolist()} == {0x08}, "sizes stand behind"
        folders = {name.split("/")[0] for name in archive.namelist()}
        guidance = archive.read("data-guidance/data-guidance.txt").decode()
    assert folders == {"data", "supporting-files", "data-guidance"}
    assert "Filename: zoo_geography.csv" in guidance
    assert "Geographic levels: Local authority; National; Regional" in guidance
    assert re.search(r"^headcount +\| headcount$", guidance, re.MULTILINE)


def test_a_download_tells_neither_its_length_nor_its_age(service):
    file = service.world.files()[0]
    reply = get(service, f"/api/data-set-files/{file.data_set_file_id}/download")
    assert reply.content == file.body
    assert reply.headers["Content-Type"] == "text/csv"
    assert not {"Content-Length", "ETag", "Last-Modified", "Accept-Ranges"} & set(reply.headers)


def test_a_body_can_be_cut_or_empty_under_a_good_status(service):
    path = f"/api/data-set-files/{service.world.files()[0].data_set_file_id}/download"
    service.breaks("cut", "/download")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(service, path)
    service.breaks("empty", "/download")
    reply = get(service, path)
    assert (reply.status_code, reply.content) == (200, b"")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_service_says_so_with_a_time_to_wait_or_without(service, status):
    service.breaks(status, retry_after="7")
    service.breaks(status)
    first, second = (get(service, "/api/publicationInfos") for _ in range(2))
    assert (first.status_code, first.headers["Retry-After"]) == (status, "7")
    assert (second.status_code, second.headers.get("Retry-After")) == (status, None)
    assert get(service, "/api/publicationInfos").status_code == 200


def test_a_connection_can_be_reset_and_a_body_can_be_slow(service):
    service.breaks("reset")
    with pytest.raises(requests.exceptions.ConnectionError):
        get(service, "/api/publicationInfos")
    service.breaks("slow")
    started = time.monotonic()
    reply = get(service, "/api/publicationInfos")
    assert time.monotonic() - started > 4 * SLOW_SECONDS
    assert reply.json()[0]["publicationSlug"] == SLUG


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("page=0", "InclusiveBetween"),
        ("page=10000", "InclusiveBetween"),
        ("searchTerm=ab", "MinimumLength"),
        ("sort=natural", "NotEmpty"),
        ("sort=relevance", "NotEmpty"),
        ("sort=newest", "AllowedValue"),
        ("geographicLevel=ZZZ", "AllowedValue"),
    ],
)
def test_a_listing_is_refused_where_its_words_do_not_go_together(service, asked, code):
    assert code_of(get(service, f"/api/data-set-files?{asked}")) == (400, code)


def test_a_listing_is_narrowed_and_sorted_as_asked_for(service):
    def titles(asked):
        found = get(service, f"/api/data-set-files?pageSize=40&{asked}").json()["results"]
        return [one["title"].removeprefix("Zoo: ") for one in found]

    assert titles("") == ["attainment", "geography", "schools", "setting", "weeks"]
    assert titles("sort=title&sortDirection=Desc")[0] == "weeks"
    assert titles("geographicLevel=SCH") == ["schools"]
    assert titles("dataSetType=api&searchTerm=zoo") == ["attainment", "geography", "setting", "weeks"]
    version = service.world.files()[0].release.version_id
    assert titles(f"releaseId={version}&sort=natural")[0] == "geography"
    assert titles("releaseId=of-a-release-and-not-of-a-version") == []
    assert titles("themeId=other") == []


def test_a_listing_has_ranges_as_text_sizes_as_words_and_an_api_for_some(service):
    found = get(service, "/api/data-set-files?pageSize=40&latestOnly=false").json()["results"]
    told = {one["filename"]: one for one in found}
    weeks = told["zoo_weeks.csv"]["meta"]["timePeriodRange"]
    assert weeks == {"from": "2025 Week 10", "to": "2025 Week 9"}
    assert told["zoo_weeks.csv"]["fileSize"] == "0 Kb"
    assert "api" in told["zoo_weeks.csv"]
    assert "api" not in told["zoo_schools.csv"]


def test_the_preview_has_five_rows_and_names_each_column(service):
    file = service.world.files()[0]
    told = get(service, f"/api/data-set-files/{file.data_set_file_id}").json()
    assert len(told["file"]["dataCsvPreview"]["rows"]) == 5
    assert [one["value"] for one in told["file"]["variables"]] == file.header
    assert told["release"]["publication"]["themeTitle"]
    assert told["api"] == {"id": file.data_set.id, "version": "1.0"}
    service.world.withdraw(file)
    assert get(service, f"/api/data-set-files/{file.data_set_file_id}").status_code == 404


def test_a_renamed_publication_or_release_moves_its_pages_and_is_told(service):
    publication = service.world.publications[0]
    publication.former_slugs.append("permanent-and-fixed-period-exclusions-in-england")
    publication.releases[0].former_slugs.append("2023-24-provisional")
    old = get(service, "/find-statistics/permanent-and-fixed-period-exclusions-in-england/2023-24")
    assert (old.status_code, old.headers["Location"]) == (301, f"/find-statistics/{SLUG}/2023-24")
    old = get(service, f"/find-statistics/{SLUG}/2023-24-provisional")
    assert (old.status_code, old.headers["Location"]) == (301, f"/find-statistics/{SLUG}/2023-24")
    told = get(service, "/api/redirects").json()
    assert [pair["toSlug"] for pair in told["publicationRedirects"]] == [SLUG]
    assert told["releaseRedirectsByPublication"][SLUG][0]["toSlug"] == "2023-24"


def test_the_summary_of_a_release_counts_its_updates(service):
    file = service.world.files()[0]
    service.world.amend(file, file.body, published="2026-05-01")
    told = get(service, f"/api/publications/{SLUG}/releases/2023-24/version-summary").json()
    assert (told["updateCount"], told["lastUpdated"], told["id"]) == (
        1,
        "2026-05-01",
        file.release.version_id,
    )
    updates = get(service, f"/api/publications/{SLUG}/releases/2023-24/updates").json()
    assert [one["on"] for one in updates] == ["2026-05-01"]


def test_the_site_maps_name_every_publication_and_every_file(service):
    (told,) = get(service, "/api/publications/sitemap-items").json()
    assert (told["slug"], [one["slug"] for one in told["releases"]]) == (SLUG, ["2023-24"])
    files = get(service, "/api/data-set-files/sitemap-items").json()
    assert {one["id"] for one in files} == {file.data_set_file_id for file in service.world.files()}


ODDITIES = {
    "a byte-order mark": lambda body: body.startswith(b"\xef\xbb\xbf"),
    "no byte-order mark": lambda body: not body.startswith(b"\xef\xbb\xbf"),
    "LF": lambda body: b"\r\n" not in body,
    "CRLF": lambda body: b"\r\n" in body,
    "every cell quoted": lambda body: body.startswith(b'"') and body.count(b'"') > 50,
    "no cell quoted": lambda body: b'"' not in body,
    "a comma in a name": lambda body: b'"Bristol, City of"' in body,
    "a quoted line break": lambda body: b"unregistered\r\nprovider" in body,
    "thousands separators": lambda body: b'"48,552.50"' in body,
    "a leading column without a name": lambda body: body.startswith(b","),
    "a school number as 1e+05": lambda body: b",1e+05," in body,
    "time_identifier first": lambda body: body.lstrip(b'"').startswith(b"time_identifier"),
    "London whole and in two": lambda body: all(n in body for n in (b",London,", b"Inner", b"Outer")),
    "Revised and Final": lambda body: b",Revised," in body and b",Final," in body,
    "weeks": lambda body: b"Week 10" in body,
}
MARKS = ("z", "x", "c", "low", "k", "u", ":", "~", "")


@pytest.mark.parametrize("oddity", ODDITIES)
def test_the_zoo_has(oddity):
    assert any(ODDITIES[oddity](file.body) for file in zoo().files())


def test_the_zoo_has_every_mark_and_every_spelling_of_alternative_provision():
    cells = {cell for file in zoo().files() for row in file.table[1:] for cell in row}
    assert set(MARKS) <= cells
    assert set(AP_SPELLINGS) <= cells
    assert len(AP_SPELLINGS) == 9


def test_a_table_of_many_rows_is_served_piece_by_piece(service):
    release = service.world.files()[0].release
    made = MadeFile("Zoo: many", "many.csv", b"", count=2_500, pieces=many_rows)
    service.world.file(release, made)
    reply = get(service, f"/api/data-set-files/{made.data_set_file_id}/download")
    assert reply.content.count(b"\n") == 2_501
    assert DataFile("x", "x.csv", reply.content).header == made.header
