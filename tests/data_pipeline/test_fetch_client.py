"""Client: patient with a service that is busy, slow or broken, polite, kept to the publisher's domains."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.errors import FetchError
from data_pipeline.fetch.client import Again, Client, RefusedError, seconds_after
from data_pipeline.fetch.settings import Settings, from_environment
from tests.data_pipeline.fetching import NAME, SOURCE, add, file_of, world
from tests.stand_in import stand_in
from tests.stand_in.running import service_of
from tests.stand_in.zoo import TITLE, exclusions

API_CSV, SITE_CSV, DOWNLOAD, ZIP = (
    "/statistics/v1/data-sets",
    "/data-catalogue",
    "/download",
    "/files?fromPage",
)
service = service_of(world)


@pytest.fixture
def api_file(service):
    """Put the wanted file into the public API too."""
    release = file_of(service.world, "2023-24").release
    service.world.withdraw(file_of(service.world, "2023-24"))
    return add(service.world, release, f"{TITLE} - by geography", "exc_geography.csv", api=True)


def url_of(outcome):
    assert outcome.state == "new", outcome.said
    return outcome.files[0].url


def test_the_public_api_is_asked_first_for_a_file_that_it_has(service, place, api_file):
    url = url_of(place.fetch_one(service))
    assert url.endswith(f"/statistics/v1/data-sets/{api_file.data_set.id}/csv")


def test_the_catalogue_is_asked_for_a_file_that_the_api_does_not_have(service, place):
    assert SITE_CSV in url_of(place.fetch_one(service))


def test_an_api_set_that_has_moved_on_to_another_file_is_left_aside(service, place, api_file):
    later = service.world.release(
        service.world.publications[0], "2024-25-summer-term", published="2026-02-02"
    )
    service.world.next_year(api_file, later, api_file.body, number="1.1")
    assert SITE_CSV in url_of(place.fetch_one(service))


@pytest.mark.usefixtures("api_file")
@pytest.mark.parametrize(
    ("broken", "used"),
    [
        ((), API_CSV),
        ((API_CSV,), SITE_CSV),
        ((API_CSV, SITE_CSV), DOWNLOAD),
        ((API_CSV, SITE_CSV, DOWNLOAD), "/releases/"),
    ],
)
def test_each_way_that_fails_leads_to_the_next(service, place, broken, used):
    for part in broken:
        service.breaks(404, part, times=99)
    assert used in url_of(place.fetch_one(service))


def test_a_file_that_no_way_brings_is_told_way_by_way(service, place):
    for part in (SITE_CSV, DOWNLOAD, ZIP):
        service.breaks("html", part, times=99)
    outcome = place.fetch_one(service)
    assert outcome.state == "failed"
    assert outcome.said.count("a web page in place of the table") == 2
    assert "release ZIP: a ZIP that is cut or damaged" in outcome.said
    assert not list(place.store.rglob("*.gz"))


@pytest.mark.parametrize(
    "fault", [429, 500, 502, 503, 504, "reset", "cut", "empty", "short", "html", "damaged", "slow"]
)
@pytest.mark.parametrize("part", [API_CSV, SITE_CSV])
@pytest.mark.usefixtures("api_file")
def test_what_goes_wrong_once_is_tried_again(service, place, fault, part):
    if part == SITE_CSV:
        service.breaks(404, API_CSV, times=9)
    service.breaks(fault, f"{part}/", lacking="?page")
    outcome = place.fetch_one(service)
    assert outcome.state == "new", outcome.said
    assert outcome.files[0].rows == 5
    assert part in outcome.files[0].url


def test_a_line_or_two_less_are_believed_only_when_they_come_twice(service, place):
    part = "/data-catalogue/"
    service.breaks("short", part)
    assert place.fetch_one(service).files[0].rows == 5
    service.world.amend(
        file_of(service.world, "2023-24"), exclusions("202324").replace("845", "846").encode()
    )
    service.breaks("short", part, times=2)
    facts = place.fetch_one(service).files[0]
    assert facts.rows == 3
    assert facts.findings[0][0] == "warning"


@pytest.mark.parametrize("fault", [429, 503, "reset", "cut", "empty", "html", "slow"])
def test_a_listing_that_goes_wrong_once_is_asked_for_again(service, place, fault):
    service.breaks(fault, "/data-set-files?")
    assert place.fetch_one(service).state == "new"


def test_a_service_that_stays_silent_is_not_waited_for_without_end(service, place):
    service.breaks("silent", "/publications/", times=99)
    started = time.monotonic()
    outcome = place.fetch_one(service, answer_seconds=0.2, retries=1)
    assert "did not answer in time (2 tries)" in outcome.said
    assert time.monotonic() - started < 5


def test_a_body_that_drips_is_not_waited_for_without_end(service, place):
    for part in (SITE_CSV, DOWNLOAD, ZIP):
        service.breaks("slow", part, times=99)
    outcome = place.fetch_one(service, file_seconds=0.1, retries=1)
    assert "still sending after 0.1 seconds" in outcome.said


def test_a_service_that_is_down_is_told_with_the_number_of_tries(service, place):
    service.breaks(503, times=999)
    outcome = place.fetch_one(service, retries=2)
    assert "answered 503 (3 tries)" in outcome.said


def test_an_old_copy_that_a_cache_still_has_is_not_taken(service, place):
    file = file_of(service.world, "2023-24")
    service.world.stale[file.data_set_file_id] = file.body.replace(b"8453910", b"1")
    assert place.fetch_one(service).files[0].bytes == len(file.body)


def test_a_service_that_cannot_be_reached_is_not_tried_for_long(place):
    with stand_in(world()) as gone:
        pass
    assert "cannot be reached (3 tries)" in place.fetch_one(gone, retries=50).said


def test_a_refusal_says_what_may_help(service, place):
    service.breaks(403, times=99)
    assert "INCLUSION_USER_AGENT" in place.fetch_one(service).said


def test_a_file_without_a_number_of_rows_does_not_hide_the_others(service, place, monkeypatch):
    from tests.stand_in import data_files

    whole = data_files.item_of
    monkeypatch.setattr(
        data_files,
        "item_of",
        lambda file: whole(file) | {"meta": whole(file)["meta"] | {"numDataFileRows": None}},
    )
    outcome = place.fetch_one(service)
    assert outcome.state == "new"
    assert "whether it is whole is not known" in outcome.files[0].findings[0][1]


@pytest.mark.usefixtures("api_file")
def test_a_body_that_breaks_off_twice_is_fetched_another_way(service, place):
    service.breaks("cut", "/csv?dataSetVersion", times=99)
    assert SITE_CSV in url_of(place.fetch_one(service, retries=50))
    assert len(service.asked("/statistics/v1/data-sets/")) == 3


@pytest.mark.parametrize("after", ["1", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_the_wait_that_the_service_asks_for_is_kept_or_told(service, place, after):
    service.breaks(429, SITE_CSV, retry_after=after)
    started = time.monotonic()
    outcome = place.fetch_one(service)
    if after == "1":
        assert outcome.state == "new"
        assert time.monotonic() - started >= 1
    else:
        assert "left alone" in outcome.said or DOWNLOAD in url_of(outcome)


@given(
    header=st.text(max_size=40)
    | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,5}.*", fullmatch=True)
)
def test_any_retry_after_is_a_number_of_seconds_or_nothing(header):
    found = seconds_after(header)
    assert found is None or found >= 0


def test_a_retry_after_that_means_nothing_is_passed_over(service, place):
    service.breaks(429, SITE_CSV, retry_after="soon")
    assert place.fetch_one(service).state == "new"


def test_no_more_than_four_requests_are_open_at_once(service, place):
    release = service.world.release(service.world.publications[0], "2023-24")
    more = []
    for number in range(12):
        add(service.world, release, f"Table {number} end", f"table_{number}.csv")
        words = SOURCE.replace('"by geography"', f'"Table {number} end"').replace(
            "exc_geography", f"table_{number}"
        )
        more.append((f"table_{number}", words))
    service.breaks("slow", SITE_CSV, times=99)
    outcomes = place.fetch(service, *more)
    assert {one.state for one in outcomes} == {"new"}
    assert 2 <= service.server.most_open <= 4


def test_the_client_says_who_it_is(service, place):
    place.fetch_one(service, contact="figures@example.org")
    agents = {one.headers["User-Agent"] for one in service.server.asked}
    (agent,) = agents
    assert agent.startswith("inclusion-explorer/")
    assert "figures@example.org" in agent


def test_nothing_is_followed_off_the_publishers_domains(service, place):
    for part in (SITE_CSV, DOWNLOAD, ZIP):
        service.breaks("away", part, times=99)
    outcome = place.fetch_one(service)
    assert outcome.state == "failed"
    assert "files.example.org, which is not the publisher's" in outcome.said


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://content.explore-education-statistics.service.gov.uk/api/x", True),
        ("https://api.education.gov.uk/statistics/v1/x", True),
        ("http://api.education.gov.uk/statistics/v1/x", False),
        ("https://education.gov.uk.example.org/x", False),
        ("https://noteducation.gov.uk/x", False),
        ("https://education.gov.uk@example.org/x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_the_publishers_own_addresses_may_be_redirected_to(url, allowed):
    assert Settings().allows(url) is allowed


def test_a_trailing_slash_is_followed_to_the_address_without_it(service):
    client = Client(service.settings())
    file = file_of(service.world, "2023-24")
    target = service.address + f"/data-catalogue/data-set/{file.data_set_file_id}/csv/"
    response, final = client._follow(target, {}, timeout=(1, 1))  # noqa: SLF001 (the redirect is the point)
    assert (response.status_code, final) == (200, target.rstrip("/"))
    response.close()


def test_a_refusal_has_the_services_own_words(service):
    client = Client(service.settings())
    with pytest.raises(RefusedError, match=r"answered 400: One or more validation errors.*v Unknown field"):
        client.json(f"{service.address}/statistics/v1/publications", {"v": 1})


def test_waits_grow_and_stay_within_their_bounds():
    client = Client(Settings())
    waits = [[client._delay(Again("x"), attempt, url="") for _ in range(50)] for attempt in range(1, 9)]  # noqa: SLF001
    assert all(1 <= wait <= 60 for some in waits for wait in some)
    assert max(waits[0]) <= 2 < max(waits[3])


def test_settings_come_from_the_environment():
    told = from_environment({"INCLUSION_API_BASE": "http://127.0.0.1:1/v1/", "INCLUSION_AT_ONCE": "9"})
    assert (told.api_base, told.at_once) == ("http://127.0.0.1:1/v1", 4)
    with pytest.raises(FetchError, match="INCLUSION_RETRIES is `many`"):
        from_environment({"INCLUSION_RETRIES": "many"})


def test_an_amendment_between_listing_and_fetching_is_found_afresh(service, place, monkeypatch):
    from data_pipeline.fetch import routes

    whole, calls = routes.Carrier.bring, []

    def bring(self, facts, ways, *, same=""):
        if not calls:
            calls.append(facts)
            raise routes.MovedError("every way answered 403")
        return whole(self, facts, ways, same=same)

    monkeypatch.setattr(routes.Carrier, "bring", bring)
    outcome = place.fetch_one(service)
    assert (outcome.source, outcome.state) == (NAME, "new")
    assert len(service.asked("/data-set-files")) > 2
