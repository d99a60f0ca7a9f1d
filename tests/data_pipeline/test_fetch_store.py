"""Store: what came is kept once with its release's facts, and an interrupted or broken run spoils nothing."""

import gzip
import json
import threading
import tracemalloc
from dataclasses import replace

import pytest

from data_pipeline import files, raw
from data_pipeline.errors import FetchError
from data_pipeline.fetch import Errand, Progress, bring, crew, lock
from tests.data_pipeline.fetching import NAME, SOURCE, add, file_of, world
from tests.stand_in.running import service_of
from tests.stand_in.world import MadeFile
from tests.stand_in.zoo import TITLE, exclusions, many_rows

service = service_of(world)


def test_a_file_lies_under_its_hash_with_what_is_known_of_it(service, place):
    place.fetch_one(service)
    (table,) = place.store.rglob("*.csv.gz")
    told = json.loads(table.with_name(table.name.split(".")[0] + ".json").read_text(encoding="utf-8"))
    file = file_of(service.world, "2023-24")
    assert gzip.decompress(table.read_bytes()) == file.body
    assert table.name == f"{told['sha256']}.csv.gz"
    assert table.parent.name == NAME
    wanted = {"data_set_file_id": file.data_set_file_id, "release": "Academic year 2023/24", "rows": 5}
    assert wanted.items() <= told.items()
    assert told["bytes"] == len(file.body)
    assert told["url"].startswith(service.address)
    assert told["fetched"] > "2026"


def test_an_unchanged_version_costs_one_small_request(service, place):
    place.fetch_one(service)
    service.forget()
    assert place.fetch_one(service).state == "unchanged"
    assert service.asked() == ["/api/data-set-files"]


def test_an_amendment_is_fetched_and_is_the_one_in_use(service, place):
    place.fetch_one(service)
    service.world.amend(
        file_of(service.world, "2023-24"), exclusions("202324").replace("8453910", "8453911").encode()
    )
    assert place.fetch_one(service).state == "new"
    tables = sorted(place.store.rglob("*.csv.gz"))
    used, passed_over = raw.in_use(tables)
    assert (len(tables), len(used), len(passed_over)) == (2, 1, 1)
    assert b"8453911" in gzip.decompress(next(iter(used)).read_bytes())


def test_a_new_release_is_fetched_and_the_old_one_kept_aside(service, place):
    place.fetch_one(service)
    release = service.world.release(service.world.publications[0], "2024-25", published="2026-07-16")
    add(service.world, release, f"{TITLE} - by geography", "exc_geography.csv")
    outcome = place.fetch_one(service)
    assert (outcome.state, outcome.files[0].release) == ("new", "Academic year 2024-25")
    assert len(list(place.store.rglob("*.csv.gz"))) == 2


def test_the_same_bytes_under_new_ids_are_not_new(service, place):
    place.fetch_one(service)
    file = file_of(service.world, "2023-24")
    service.world.amend(file, file.body)
    assert place.fetch_one(service).state == "unchanged"
    assert len(list(place.store.rglob("*.csv.gz"))) == 1


def test_a_run_after_a_broken_one_fetches_only_what_is_missing(service, place):
    other = (
        "schools",
        SOURCE.replace('"by geography"', '"school level"').replace('"school level", "term"', '"term"'),
    )
    release = file_of(service.world, "2023-24", "exc_school.csv")
    part = f"/{release.data_set_file_id}/"
    service.breaks(404, part, times=99)
    service.breaks(404, release.file_id, times=99)
    assert {one.state for one in place.fetch(service, other)} == {"new", "failed"}
    service.server.faults.clear()
    service.forget()
    assert {one.source: one.state for one in place.fetch(service, other)} == {
        NAME: "unchanged",
        "schools": "new",
    }
    assert len(service.asked("/csv")) == 1


def test_a_rerun_from_the_lock_asks_nothing_where_the_files_are_at_home(service, place):
    place.fetch_one(service)
    service.forget()
    assert place.fetch_one(service, locked=True).state == "unchanged"
    assert service.asked() == []


def test_a_rerun_from_the_lock_brings_the_same_bytes_though_there_is_a_newer_release(service, place):
    first = place.fetch_one(service).files[0].sha256
    release = service.world.release(service.world.publications[0], "2024-25", published="2026-07-16")
    add(service.world, release, f"{TITLE} - by geography", "exc_geography.csv")
    assert place.fetch_one(service).files[0].sha256 != first
    before = lock.read(place.lock_file)
    lock.write(place.lock_file, {NAME: (replace(before[NAME][0], **_ids(service, first)),)})
    assert place.fetch_one(service, locked=True).files[0].sha256 == first
    used, _ = raw.in_use(place.store.rglob("*.csv.gz"))
    assert {facts.sha256 for facts in used.values()} == {first}


def _ids(service, sha256):
    file = file_of(service.world, "2023-24")
    return {"sha256": sha256, "data_set_file_id": file.data_set_file_id, "file_id": file.file_id}


def test_a_locked_file_that_was_amended_since_is_told_and_not_taken(service, place):
    place.fetch_one(service)
    service.world.amend(
        file_of(service.world, "2023-24"), exclusions("202324").replace("845", "846").encode()
    )
    for path in place.store.rglob("*.csv.gz"):
        path.unlink()
    outcome = place.fetch_one(service, locked=True)
    assert outcome.state == "failed"
    assert "not the locked file" in outcome.said
    assert not list(place.store.rglob("*.csv.gz"))


def test_a_source_that_the_lock_does_not_name_is_told(service, place):
    assert "not in the lock file" in place.fetch_one(service, locked=True).said


def test_a_lock_that_is_no_lock_is_told(service, place):
    place.lock_file.write_text("[1]", encoding="utf-8")
    with pytest.raises(FetchError, match="not a lock file"):
        place.fetch_one(service)


def test_a_table_whose_facts_are_missing_or_that_is_cut_is_fetched_again(service, place):
    place.fetch_one(service)
    (table,) = place.store.rglob("*.csv.gz")
    table.write_bytes(table.read_bytes()[:-20])
    assert raw.in_use([table]) == ({}, {table})
    assert place.fetch_one(service).state == "new"
    next(place.store.rglob("*.json")).write_text("{}", encoding="utf-8")
    assert place.fetch_one(service).state == "new"
    assert raw.read(table).rows == 5


def test_nothing_is_left_of_what_did_not_arrive(service, place):
    service.breaks("cut", "/data-catalogue", times=99)
    service.breaks("html", "/download", times=99)
    service.breaks(503, "/files?from", times=99)
    assert place.fetch_one(service, retries=1).state == "failed"
    assert [path for path in place.store.rglob("*") if path.is_file()] == []
    assert not place.lock_file.exists()


def test_a_disk_that_is_full_is_told_and_nothing_is_left(service, place, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data_pipeline.fetch.routes.arrived.pack", full)
    monkeypatch.setattr("data_pipeline.raw.put", full)
    outcome = place.fetch_one(service)
    assert "cannot be written: No space left on device. Make room" in outcome.said
    assert [path for path in place.store.rglob("*") if path.is_file()] == []


def test_ctrl_c_does_not_wait_and_leaves_everything_as_it_was(service, place, monkeypatch):
    place.fetch_one(service)
    before = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    service.world.amend(
        file_of(service.world, "2023-24"), exclusions("202324").replace("845", "846").encode()
    )
    service.breaks("silent", "/data-catalogue", times=99)
    real, main = crew._next, threading.get_ident()  # noqa: SLF001 (Ctrl-C comes while it waits)

    def interrupted(ready):
        if service.asked("/data-catalogue") and threading.get_ident() == main:
            raise KeyboardInterrupt
        return real(ready)

    monkeypatch.setattr(crew, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(crew, "_next", lambda ready: _until(service, ready, interrupted))
    errand = Errand(place.sources(), place.store, place.lock_file, service.settings())
    service.forget()
    with pytest.raises(KeyboardInterrupt):
        bring(errand, Progress())
    after = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    assert after == before


def _until(service, ready, interrupted):
    while ready.empty() and not service.asked("/data-catalogue"):
        threading.Event().wait(0.01)
    return interrupted(ready)


def test_a_fetched_file_is_matched_to_its_source_by_what_lies_beside_it(service, place, tmp_path):
    place.fetch_one(service)
    found, findings = files.find([place.store], tmp_path)
    (release,), unmatched = files.match(found, place.sources())
    assert (release.source.id, release.file.name) == (NAME, "exc_geography.csv")
    assert (release.known.release, release.known.published) == ("Academic year 2023/24", "2025-07-10")
    assert release.known.obtained_from.startswith(service.address)
    assert findings == unmatched == []


def test_what_was_odd_when_a_file_came_is_a_finding_of_the_build(service, place, tmp_path):
    file = file_of(service.world, "2023-24")
    service.world.amend(file, file.body + b"\n")
    file.body = file.body.rstrip(b"\n") + b"\n\n\n"
    place.fetch_one(service)
    found, findings = files.find([place.store], tmp_path)
    assert len(found) == 1
    assert [one for one in findings if one.source != NAME] == []


def test_a_table_of_many_rows_is_never_whole_in_memory(service, place):
    release = file_of(service.world, "2023-24").release
    count = 200_000
    file = MadeFile("Schools, school level rows", "many.csv", b"", count=count, pieces=many_rows)
    service.world.file(release, file)
    text = SOURCE.replace('"by geography"', '"school level rows"').replace('"school level", "term"', '"term"')
    text = text.replace('levels = ["National", "Regional", "Local authority"]', 'levels = ["School"]')
    text = text[: text.index("[columns]")]
    tracemalloc.start()
    outcome = place.fetch_one(service, text=text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (outcome.state, outcome.files[0].rows) == ("new", count), outcome.said
    assert most < 20_000_000 < 3 * outcome.files[0].bytes


def test_jobs_are_answered_in_their_order_and_errors_in_their_place():
    def half(number):
        if number % 2:
            raise FetchError(str(number))
        return number // 2

    found = crew.run(range(6), half, at_once=3)
    assert [one if isinstance(one, int) else str(one) for one in found] == [0, "1", 1, "3", 2, "5"]
    with pytest.raises(ZeroDivisionError):
        crew.run([1], lambda _: 1 // 0, at_once=1)
