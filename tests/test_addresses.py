"""Addresses: a program gets the rows of a link, or a sentence, and never other figures than it asked for."""

import io
from datetime import date
from urllib.parse import urlsplit

import pandas as pd
import pytest
import requests
from starlette.applications import Starlette
from starlette.testclient import TestClient

from explorer import addresses, queries, store
from explorer.question import Question
from tests.conftest import ROOT
from tests.opening import open_page
from tests.serving import serve

LEEDS, CUMBRIA = "E08000035", "E10000006"
OTHER_WORDS = ("tables.py", "sql.py")  # their links are about no measure


@pytest.fixture
def client(shipped):  # noqa: ARG001 (the figures that it answers from)
    return TestClient(Starlette(routes=addresses.routes()))


def rows_of(reply):
    assert reply.status_code == 200, reply.text
    return pd.read_csv(io.BytesIO(reply.content), dtype=str, keep_default_na=False)


def detail(reply):
    assert reply.headers["content-type"] == "application/problem+json"
    return reply.json()["detail"]


def test_the_rows_of_an_address_are_those_of_the_page_with_the_same_words(client):
    rows = rows_of(client.get(f"/data/suspension_rate.csv?place={LEEDS}&from=201819&to=202223"))
    answer = queries.ask(Question(("suspension_rate",), (LEEDS,), first="201819", last="202223"))
    assert list(rows["time_period"]) == list(answer.rows["time_period"])
    assert list(rows["value"].astype(float)) == list(answer.rows["value"])
    assert set(rows["place_code"]) == {LEEDS}


def test_words_left_out_are_england_and_the_widest_schools(client):
    assert set(rows_of(client.get("/data/suspension_rate.csv"))["school_type"]) == {"Total"}
    rows = rows_of(client.get("/data/english_maths_94_rate.csv"))
    assert set(rows["place_code"]) == {"E92000001"}
    assert set(rows["school_type"]) == {"All state-funded"}


def test_every_measure_of_the_catalogue_has_rows_at_its_address(client):
    listed = client.get("/data").json()["measures"]
    assert len(listed) == len(queries.measures())
    for one in listed:
        by = next(iter(queries.breakdowns_for(one["measure"]))).id
        assert len(rows_of(client.get(one["formats"]["csv"], params={"by": by}))), one["measure"]


def test_all_areas_are_asked_for_by_one_word(client):
    rows = rows_of(client.get("/data/permanent_exclusion_rate.csv?place=all&from=202223&to=202223"))
    assert rows["place_code"].nunique() > 150


def test_an_area_can_be_named_and_one_of_the_past_is_itself(client):
    assert set(rows_of(client.get("/data/suspension_rate.csv?place=Leeds"))["place_code"]) == {LEEDS}
    assert set(rows_of(client.get(f"/data/suspension_rate.csv?place={CUMBRIA}"))["place_code"]) == {CUMBRIA}


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/data/suspension_rate.csv?place=Leedz", 400, "did you mean Leeds?"),
        ("/data/suspension_rate.csv?place=E92000001~Leedz", 400, "could not find the area 'Leedz'"),
        ("/data/suspension_rate.csv?plcae=Leeds", 400, "We do not know the words 'plcae'"),
        ("/data/suspension_rate.csv?place=Leeds&place=York", 400, "given twice"),
        ("/data/suspension_rate.csv?by=star_sign", 400, "could not find the breakdown 'star_sign'"),
        ("/data/suspension_rate.csv?place=Leeds&by=ethnicity_minor", 400, "is not at hand for Leeds"),
        ("/data/suspension_rate.csv?school=grammar", 400, "could not find the school type"),
        ("/data/suspension_rate.csv?from=1066", 400, "could not find the period '1066'"),
        ("/data/suspension_rate.csv?place=", 400, "place: nothing is written there"),
        ("/data/suspension_rate.csv?place=~~~", 400, "place: nothing is written there"),
        ("/data/suspension_rate.csv?place=Leeds~%20", 400, "nothing beside a tilde"),
        ("/data/suspension_rate.csv?by=", 400, "by: nothing is written there"),
        ("/data/suspension_rate.csv?build=", 400, "build: nothing is written there"),
        ("/data/suspension_rate.csv?from=&to=", 400, "from and to: nothing is written there"),
        ("/data/suspension_rate.csv?measure=absence_rate", 400, "measure=absence_rate says otherwise"),
        ("/data/suspension_rate.csv?from=202324&to=201819", 400, "came after the last. At hand"),
        ("/data/suspension_rate.csv?term=michaelmas", 400, "part of the year 'michaelmas'"),
        (f"/data/suspension_rate.csv?place={'x' * 5000}", 400, "longer than 4,000 characters"),
        ("/data/suspension_rate.csv?build=0123456789ab", 404, "not one that this copy remembers"),
        ("/data/punishment.csv", 404, "There is no measure 'punishment'"),
        ("/data/suspension_rate.docx", 404, "An address ends in a measure and one of"),
        ("/data/suspension_rate", 404, "An address ends in a measure and one of"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_put_in_its_place(
    client, address, status, said
):
    reply = client.get(address)
    assert reply.status_code == status
    assert said in detail(reply)
    assert "Showing" not in detail(reply)


def test_a_refusal_says_what_there_is(client):
    said = detail(client.get("/data/suspension_rate.csv?by=star_sign"))
    assert "broken down by" in said
    assert "ethnicity_minor" in said


def test_unchanged_figures_are_not_sent_again(client):
    address = f"/data/suspension_rate.csv?place={LEEDS}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first.headers["cache-control"]
    other = client.get("/data/suspension_rate.csv", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 304


def test_figures_are_sent_again_on_another_day_and_by_another_version_of_the_program(client, monkeypatch):
    address = f"/data/suspension_rate.csv?place={LEEDS}"
    tags = [client.get(address).headers["etag"]]
    monkeypatch.setattr("explorer.addresses.answering._program", lambda: "another")
    tags.append(client.get(address).headers["etag"])
    monkeypatch.setattr("explorer.export.today", lambda: date(2031, 5, 1))
    tags.append(client.get(address).headers["etag"])
    assert len(set(tags)) == 3


def test_the_link_in_the_rows_gives_the_same_rows(client):
    first = rows_of(client.get(f"/data/suspension_rate.csv?place={LEEDS}"))
    again = rows_of(client.get(first["link"].iloc[0]))
    assert first.equals(again)
    assert "from=start" in first["link"].iloc[0]


def test_an_address_pinned_to_the_newest_build_gives_its_rows_and_says_so(client):
    first = rows_of(client.get(f"/data/suspension_rate.csv?place={LEEDS}"))
    pinned = first["pinned_link"].iloc[0]
    assert f"build={store.handle().build_id}" in pinned
    assert rows_of(client.get(pinned)).equals(first)


def test_the_file_has_the_name_that_the_page_gives_it(client):
    reply = client.get(f"/data/suspension_rate.csv?place={LEEDS}")
    assert 'filename="suspension-rate_leeds_' in reply.headers["content-disposition"]


def test_only_reading_is_allowed(client):
    assert client.post("/data/suspension_rate.csv").status_code == 405
    assert client.delete("/data").status_code == 405
    assert client.head("/data/suspension_rate.csv").status_code == 200


def test_the_words_of_a_pages_looks_and_its_own_measure_change_nothing(client):
    plain = rows_of(client.get(f"/data/suspension_rate.csv?place={LEEDS}"))
    linked = (
        f"/data/suspension_rate.csv?measure=suspension_rate&place={LEEDS}&school=total&by=total&group=all"
        "&from=start&to=latest&term=academic-year&together=no&sort=rate"
    )
    assert rows_of(client.get(linked)).equals(plain)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    "file", sorted(path.name for path in (ROOT / "pages").iterdir() if path.suffix == ".py")
)
def test_every_word_of_a_pages_link_is_known_to_the_addresses(client, file):
    offered = [one.value for one in open_page(file).code if "?" in one.value]
    for link in offered:
        reply = client.get(f"/data/suspension_rate.csv?{urlsplit(link).query}")
        said = "" if reply.status_code == 200 else detail(reply)
        assert "We do not know the words" not in said or file in OTHER_WORDS, (link, said)


@pytest.mark.usefixtures("shipped")
def test_addresses_stand_under_the_path_that_the_app_is_served_at():
    client = TestClient(Starlette(routes=addresses.routes("/inclusion/")))
    assert client.get("/inclusion/data/suspension_rate.csv").status_code == 200
    paths = client.get("/inclusion/data/openapi.json").json()["paths"]
    assert "/inclusion/data/{measure}.csv" in paths


def test_a_running_app_answers_pandas_and_people_at_one_address(shipped):
    with serve("app.py", data=shipped.parent) as url:
        rows = pd.read_csv(f"{url}/data/permanent_exclusion_rate.csv?place={LEEDS}")
        assert rows["place"].eq("Leeds").all()
        refused = requests.get(f"{url}/data/permanent_exclusion_rate.csv?place=Leedz", timeout=90)
        assert refused.status_code == 400
        assert "did you mean Leeds?" in refused.json()["detail"]
        assert "<title>" in requests.get(f"{url}/exclusions", timeout=90).text
