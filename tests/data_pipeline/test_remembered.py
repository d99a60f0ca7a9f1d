"""Remembered: sources that were once asked for by name, and those that the lock file names."""

import json
import shutil

import pytest

from tests.conftest import FIXTURES
from tests.stand_in.running import commands_service_of
from tests.stand_in.shelf import ShelvedFile, shelf

WELL, FAILED, IN_PART, NEWER = 0, 1, 3, 4
ONE, LARGE = "exclusions_by_geography", "ks4_schools"


class _SchoolLevel(ShelvedFile):
    """A table of schools, which the shelf has none of."""

    levels = ("School",)


def world():
    made = shelf()
    (publication,) = [one for one in made.publications if one.slug == "key-stage-4-performance"]
    path = FIXTURES / "files" / "performance_tables_schools.csv"
    made.file(
        publication.releases[0],
        _SchoolLevel("Performance tables schools data", path.name, b"", path=path),
    )
    return made


service = commands_service_of(world)


@pytest.fixture
def other_folder(service, tmp_path, monkeypatch):
    """Give a function that goes on in a fresh data folder, which has the lock file of the first."""

    def other_folder():
        folder = tmp_path / "fresh"
        folder.mkdir()
        shutil.copy(tmp_path / "data" / "sources.lock.json", folder)
        monkeypatch.setenv("INCLUSION_DATA", str(folder))
        service.forget()
        return folder

    return other_folder


@pytest.mark.usefixtures("service")
def test_a_source_that_was_asked_for_once_is_told_and_renewed_from_then_on(run):
    run("fetch", ONE)
    assert LARGE not in run("status", "--offline")[1]
    run("fetch", LARGE)
    assert f"{LARGE}: " in run("status", "--offline")[1]
    code, said = run("fetch")
    assert f"{LARGE}: unchanged" in said
    assert code == IN_PART, "the shelf has not every source"


@pytest.mark.usefixtures("service")
def test_a_source_that_is_in_the_lock_is_fetched_in_a_fresh_folder(run, other_folder):
    run("fetch", LARGE, ONE)
    other_folder()
    assert f"{LARGE}: nothing fetched" in run("status", "--offline")[1]
    assert f"{LARGE}: new" in run("fetch")[1]


def test_locked_alone_means_the_sources_of_the_lock(service, run, other_folder):
    run("fetch", LARGE, ONE)
    folder = other_folder()
    code, said = run("refresh", "--sample", "--locked")
    assert code == WELL, said
    assert {line.split(":")[0] for line in said.splitlines() if ": new: " in line} == {ONE, LARGE}
    assert "Not fetched" not in said
    assert sorted(path.name for path in (folder / "raw").iterdir() if path.is_dir()) == [ONE, LARGE]
    assert service.asked("/api/data-set-files") == []
    assert set(json.loads((folder / "sources.lock.json").read_text(encoding="utf-8"))["sources"]) == {
        ONE,
        LARGE,
    }


@pytest.mark.usefixtures("service")
def test_locked_without_a_lock_is_an_error_in_words(run):
    code, said = run("refresh", "--locked")
    assert code == FAILED
    assert "sources.lock.json: no lock file, or an empty one. Fetch without --locked first." in said


@pytest.mark.usefixtures("service")
def test_a_source_named_with_locked_that_is_not_in_the_lock_is_told(run):
    run("fetch", ONE)
    code, said = run("fetch", "--locked", ONE, LARGE)
    assert code == IN_PART
    assert f"{LARGE}: failed: not in the lock file" in said
