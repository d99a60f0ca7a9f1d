"""Limits of addresses: few answers at once, in little memory, and a sentence where there is none."""

import json
import os
import subprocess
import sys
import threading

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from explorer import addresses, export, queries, store
from explorer.addresses import answering, sending, turns
from explorer.addresses.sending import csv_pieces
from explorer.question import Question
from tests.conftest import ROOT, SNAPSHOT, put_in_use

MEGABYTES = 1e6
MANY = "/data/persistent_absence_rate.csv?place=all&school=Total~Primary~Secondary~Special"
# Readers ask for tens of thousands of rows at once and keep nothing: all memory is that of the answering.
LOAD = """
import asyncio, json, resource, sys
from urllib.parse import urlsplit
from starlette.applications import Starlette
from explorer import addresses

app, asked, seen = Starlette(routes=addresses.routes()), urlsplit(sys.argv[1]), []

async def read(asked):
    said = {"status": 0, "size": 0}
    async def receive():
        await asyncio.sleep(600)
    async def send(message):
        said["status"] = message.get("status", said["status"])
        said["size"] += len(message.get("body", b""))
    scope = {"type": "http", "method": "GET", "path": asked.path, "query_string": asked.query.encode()}
    await app({**scope, "headers": [(b"host", b"here")], "scheme": "http", "root_path": ""}, receive, send)
    return said

async def load():
    await read(urlsplit("/data/suspension_rate.csv"))
    return await asyncio.gather(*(read(asked) for _ in range(int(sys.argv[2]))))

seen = asyncio.run(load())
print(json.dumps({"highest": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "seen": seen}))
"""


@pytest.fixture
def client(shipped):  # noqa: ARG001 (the figures that it answers from)
    return TestClient(Starlette(routes=addresses.routes()))


def detail(reply):
    assert reply.headers["content-type"] == "application/problem+json"
    return reply.json()["detail"]


def several():
    whole = Question(("permanent_exclusion_rate",), school_types=("Total", "Special"))
    return queries.ask(queries.everywhere(Question(whole.measures, ("all",), whole.school_types), whole))


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("rows", [None, 7])
def test_a_file_written_in_pieces_is_the_file_that_a_page_gives(rows, monkeypatch):
    if rows:
        monkeypatch.setattr(sending, "PIECE", rows)
        answer = queries.ask(Question(("suspension_rate",), ("E92000001", "E06000053")))
    else:
        answer = several()
        assert len(answer.rows) > 2 * sending.PIECE
    whole = export.file_of(export.extract(answer, "a link", pinned="a pinned link"), ".csv")
    assert b"".join(csv_pieces(answer, live="a link", pinned="a pinned link")) == whole


@pytest.mark.usefixtures("shipped")
def test_no_piece_of_a_long_file_is_long():
    answer = several()
    sizes = [len(piece) for piece in csv_pieces(answer, live="a link", pinned="")]
    assert max(sizes) < 3 * sum(sizes) * sending.PIECE / len(answer.rows)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told in other units elsewhere")
def test_many_readers_at_once_take_no_more_memory_than_a_few(shipped):
    def megabytes_for(readers):
        done = subprocess.run(
            [sys.executable, "-c", LOAD, MANY, str(readers)],
            cwd=ROOT,
            env=os.environ | {"INCLUSION_DATA": str(shipped.parent)},
            capture_output=True,
            text=True,
            check=True,
        )
        said = json.loads(done.stdout)
        assert {one["status"] for one in said["seen"]} <= {200, 503}
        served = [one["size"] for one in said["seen"] if one["status"] == 200]
        assert len(served) >= turns.AT_ONCE
        return said["highest"] / MEGABYTES, max(served) / MEGABYTES

    few, size = megabytes_for(turns.AT_ONCE)
    many, _ = megabytes_for(4 * turns.AT_ONCE)
    assert size > 10
    assert many - few < 4 * size  # and not the rows, twice over, of all the others


def test_whoever_comes_while_all_turns_are_taken_is_told_when_to_come_again(client, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.1)
    held = [turns.TURNS.acquire(blocking=False) for _ in range(turns.AT_ONCE)]
    try:
        reply = client.get("/data/suspension_rate.csv")
    finally:
        for _ in filter(None, held):
            turns.TURNS.release()
    assert all(held)
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == str(turns.AGAIN_SECONDS)
    assert "Ask again in" in detail(reply)
    assert client.get("/data/suspension_rate.csv").status_code == 200


def test_whoever_waits_is_served_when_a_turn_ends(client):
    held = [turns.TURNS.acquire(blocking=False) for _ in range(turns.AT_ONCE)]
    assert all(held)
    threading.Timer(0.3, turns.TURNS.release, [turns.AT_ONCE]).start()
    assert client.get("/data/suspension_rate.csv").status_code == 200


def test_a_turn_ends_also_where_the_address_is_refused(client):
    for _ in range(turns.AT_ONCE + 1):
        assert client.get("/data/suspension_rate.csv?place=Leedz").status_code == 400


def test_too_many_rows_are_refused_with_their_number_before_they_are_read(client, monkeypatch):
    monkeypatch.setattr(answering, "MOST_ROWS", 3)
    monkeypatch.setattr(answering, "unwrap", lambda _: pytest.fail("the rows were read"))
    assert "at most 3 are sent" in detail(client.get("/data/suspension_rate.csv"))


@pytest.mark.usefixtures("shipped")
def test_the_rows_counted_before_are_those_that_were_published():
    for question in (
        Question(("suspension_rate",), first="201819", last="202223"),
        Question(("permanent_exclusion_rate",), breakdown="sex", categories=("Male",)),
    ):
        assert queries.figures_counted(question) == len(queries.ask(question).published)


def test_the_first_address_asked_of_a_fresh_copy_makes_the_database(tmp_path, monkeypatch):
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path))
    client = TestClient(Starlette(routes=addresses.routes()))
    assert client.get("/data").status_code == 200
    assert store.handle().path.parent == tmp_path.resolve()
    assert client.get("/data/suspension_rate.csv").status_code == 200
    assert SNAPSHOT.is_dir()


def test_without_figures_there_is_a_sentence_that_names_no_folder(tmp_path, monkeypatch):
    (tmp_path / "snapshot").mkdir()
    (tmp_path / "broken.duckdb").write_bytes(b"no database")
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path))
    client = TestClient(Starlette(routes=addresses.routes()))
    for _ in range(2):
        for address in ("/data", "/data/openapi.json", "/data/suspension_rate.csv"):
            reply = client.get(address)
            assert reply.status_code == 503
            assert "cannot be read" in detail(reply)
            assert str(tmp_path) not in reply.text
            assert str(ROOT) not in reply.text
            assert reply.headers["retry-after"]
        put_in_use(tmp_path / "broken.duckdb")
