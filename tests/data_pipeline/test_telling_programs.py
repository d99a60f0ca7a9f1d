"""Telling programs: the lines by which a program follows a command, and one refresh at a time."""

import json
import shutil
import subprocess
import sys

import pytest

from data_pipeline import diff
from data_pipeline.__main__ import main
from data_pipeline.build import current
from data_pipeline.commands.alone import alone
from data_pipeline.commands.saying import ToPrograms
from data_pipeline.errors import PipelineError
from tests.conftest import ROOT
from tests.stand_in.running import commands_service_of
from tests.stand_in.shelf import shelf

WELL, FAILED, IN_PART, NEWER = 0, 1, 3, 4
ONE, NOT_SERVED = "exclusions_by_geography", "exclusions_alternative_provision"
service = commands_service_of(shelf)


@pytest.fixture
def told(capsys):
    """Give a function that runs a command and returns its code and its lines by what they are."""

    def told(*words):
        code = main([*words, "--progress", "json"])
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, lines

    return told


def of(lines, kind):
    return [line for line in lines if line["is"] == kind]


@pytest.mark.usefixtures("service")
def test_every_line_of_a_refresh_is_an_object_and_the_last_is_its_end(told):
    code, lines = told("refresh", "--sample", ONE, NOT_SERVED)
    assert code == IN_PART
    assert {line["is"] for line in lines} == {"files", "file", "step", "source", "said", "end"} | {
        line["is"] for line in of(lines, "bytes")
    }
    assert lines[-1] == {"is": "end", "code": IN_PART, "text": ""}
    assert [(line["done"], line["of"]) for line in of(lines, "files")] == [(0, 1), (1, 1)]
    assert of(lines, "file")[0]["bytes"] > 0
    assert {"is": "step", "text": f"Reading {ONE}"} in lines


@pytest.mark.usefixtures("service")
def test_each_source_is_told_with_what_was_found_how_much_and_how_well(told):
    _, lines = told("refresh", "--sample", ONE, NOT_SERVED)
    came, missed = of(lines, "source")
    assert came["source"] == ONE
    assert came["title"] == "Suspensions and permanent exclusions by geography"
    assert (came["state"], came["release"], came["rows"]) == ("new", "2022-23", 22)
    assert came["figures"] > 0
    assert came["bytes"] > 1000
    assert all(set(finding) == {"severity", "message"} for finding in came["findings"])
    assert (missed["state"], missed["rows"]) == ("failed", 0)
    assert "no file of " in missed["said"]


def test_the_status_is_told_with_what_is_here_and_what_is_newer(service, told):
    code, lines = told("status", ONE)
    assert code == NEWER
    (one,) = of(lines, "source")
    assert (one["state"], one["fetched"], one["newer"]) == ("newer", "", [["2022-23", "2024-03-01"]])
    told("fetch", ONE)
    code, lines = told("status", ONE)
    assert code == WELL
    (one,) = of(lines, "source")
    assert (one["state"], one["release"], one["rows"], one["newer"]) == ("newest", "2022-23", 22, [])
    assert one["fetched"]
    service.breaks(404, times=10**6)
    code, lines = told("status", ONE)
    assert code == IN_PART
    assert of(lines, "source")[0]["state"] == "unknown"
    assert "answered 404" in of(lines, "source")[0]["said"]


@pytest.mark.usefixtures("service")
def test_a_failure_is_told_in_the_last_line(told):
    code, lines = told("refresh", "hearsay")
    assert code == FAILED
    assert [line["is"] for line in lines] == ["end"]
    assert "hearsay: no such source" in lines[0]["text"]


def test_bytes_are_told_no_oftener_than_somebody_can_look(capsys):
    progress = ToPrograms().progress()
    progress.expect(1)
    for _ in range(1000):
        progress.add("one", 10, total=10_000)
    progress.again("one")
    progress.add("one", 7, total=None)
    progress.done("one", "new")
    progress.close()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert 1 <= len(of(lines, "bytes")) < 10
    assert of(lines, "bytes")[0] == {"is": "bytes", "name": "one", "came": 10, "of": 10_000}
    assert of(lines, "file") == [{"is": "file", "name": "one", "said": "new", "bytes": 7}]


@pytest.mark.usefixtures("service")
def test_a_second_refresh_of_the_same_folder_is_refused_and_changes_nothing(told, tmp_path):
    hold = (
        "import sys; from pathlib import Path; from data_pipeline.commands.alone import alone\n"
        "with alone(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(tmp_path / "data")]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        for words in (["refresh", "--sample", ONE], ["fetch", ONE]):
            code, lines = told(*words)
            assert code == FAILED
            assert "another refresh of these figures is under way" in lines[-1]["text"]
        assert current() is None
    finally:
        holder.kill()
        holder.communicate()
    assert told("refresh", "--sample", ONE)[0] == WELL, "the system gives back what a killed process held"


def test_a_folder_is_free_again_after_an_error(tmp_path):
    with pytest.raises(PipelineError, match="mine"), alone(tmp_path):
        raise PipelineError("mine")
    with alone(tmp_path):
        assert (tmp_path / ".refresh.lock").exists()


def test_a_text_that_fits_is_not_cut():
    assert diff.cut("one\ntwo", 7) == "one\ntwo"


def test_a_text_that_is_too_long_for_a_pull_request_is_cut_after_a_line_and_says_so():
    lines = [f"| figure {number} | 1.0 | 2.0 |" for number in range(10_000)]
    text = diff.cut("\n".join(lines), diff.LONGEST)
    assert len(text) <= 65_536
    assert len(text) > 65_000
    *kept, empty, said = text.splitlines()
    assert kept == lines[: len(kept)]
    assert empty == ""
    assert f"{10_000 - len(kept):,} lines are left out" in said
    assert "`python -m data_pipeline diff`" in said


def test_one_line_that_is_too_long_leaves_the_sentence():
    assert diff.cut("x" * 100_000, diff.LONGEST).startswith("**Cut here**")


def test_the_diff_goes_into_a_file_where_it_is_asked_to(built, reading, capsys, tmp_path):
    reading(shutil.copy(built, tmp_path / "inclusion-x-files.duckdb"))
    assert main(["diff", "--markdown", "--to", str(tmp_path / "changes.md")]) == WELL
    assert capsys.readouterr().out == ""
    said = (tmp_path / "changes.md").read_text(encoding="utf-8")
    assert said.startswith("No figure was changed, added or withdrawn")
