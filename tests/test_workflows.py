"""Workflows: what runs on its own is written as it must be, and the refresh really ends in a pull request."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import FIXTURES, ROOT
from tests.stand_in import stand_in
from tests.stand_in.shelf import shelf

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
ONE, OTHER, NOT_SERVED = "exclusions_by_geography", "ehc_plans", "exclusions_alternative_provision"
TABLE = "exc_nat_region_la.csv"
GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$FAKE/asked"
while [ $# -gt 0 ]; do [ "$1" = --body-file ] && cp "$2" "$FAKE/body"; shift; done
case "$(tail -n 1 "$FAKE/asked")" in "pr list"*) cat "$FAKE/open" 2>/dev/null || true ;; esac
"""
PYTEST = """#!/usr/bin/env bash
echo ran >> "$FAKE/tested"
exit "$(cat "$FAKE/result" 2>/dev/null || echo 0)"
"""


def load(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def steps(name, job):
    return load(name)["jobs"][job]["steps"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_uses_actions_of_github_alone_and_each_by_its_full_commit(path):
    used = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
    assert used
    for action, comment in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{action} needs its version beside it"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_more_rights_than_it_names_and_one_runs_at_a_time(path):
    told = load(path.name)
    assert told["permissions"] in ({}, {"contents": "read"})
    assert told["concurrency"]["group"]
    checkouts = [s for job in told["jobs"].values() for s in job["steps"] if "checkout" in s.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_token_is_given_to_the_step_that_opens_the_pull_request_and_to_no_other():
    told = load("refresh.yml")["jobs"]["refresh"]
    assert told["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert "github.token" not in str(told["env"])
    assert [step["name"] for step in told["steps"] if "github.token" in str(step)] == ["Pull request"]


def test_the_refresh_is_scheduled_each_week_and_can_be_started_by_hand():
    when = load("refresh.yml")[True]  # YAML reads the word `on` as true
    assert len(when["schedule"]) == 1
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["schedule"][0]["cron"])
    assert "workflow_dispatch" in when


def test_the_tests_run_on_three_systems_and_two_versions_of_python():
    jobs = load("test.yml")["jobs"]
    assert ".ci/run" in [step.get("run") for step in jobs["everything"]["steps"]]
    assert jobs["elsewhere"]["strategy"]["matrix"] == {
        "os": ["windows-latest", "macos-latest"],
        "python": ["3.11", "3.13"],
    }
    assert "pytest" in [step.get("run") for step in jobs["elsewhere"]["steps"]]


class Runner:
    """Runs the scripts of the refresh as its host does: one by one, with their conditions and outputs."""

    def __init__(self, clone, fake, environment):
        self.clone, self.fake, self.environment = clone, fake, environment
        self.outputs, self.said = {}, ""

    def run(self):
        """Return the exit code of the first step that fails, or 0."""
        self.outputs, self.said = {}, ""
        job = load("refresh.yml")["jobs"]["refresh"]
        for number, step in enumerate(job["steps"]):
            if "run" not in step or not self.meets(step.get("if")):
                continue
            told = {name: self.filled(word) for name, word in (job["env"] | step.get("env", {})).items()}
            done = self.script(step["run"], told, self.fake / f"output-{number}")
            if step.get("id"):
                self.outputs[step["id"]] = self.read(self.fake / f"output-{number}")
            if done.returncode:
                return done.returncode
        return 0

    def script(self, text, told, output):
        output.write_text("", encoding="utf-8")
        environment = self.environment | told | {"GITHUB_OUTPUT": str(output)}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        done = subprocess.run(
            command,
            cwd=self.clone,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.said += done.stdout + done.stderr
        return done

    def meets(self, condition):
        if condition is None:
            return True
        step, name, word = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+) == '(\w+)'", condition).groups()
        return self.outputs.get(step, {}).get(name) == word

    def filled(self, word):
        words = {
            "github.token": "secret",
            "github.server_url": "https://example.org",
            "github.repository": "a/b",
        }
        for step, outputs in self.outputs.items():
            words |= {f"steps.{step}.outputs.{name}": word for name, word in outputs.items()}
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: words[found[1]], str(word))

    def read(self, output):
        return dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())

    def asked(self):
        """Return what gh was asked since the last time."""
        path = self.fake / "asked"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines

    def body(self):
        return (self.fake / "body").read_text(encoding="utf-8")


def git(folder, *words):
    command = ["git", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def cut_down(clone):
    """Leave three sources, of which one is not served, and let them be small."""
    for path in (clone / "data_pipeline" / "sources").iterdir():
        if path.stem not in (ONE, OTHER, NOT_SERVED):
            path.unlink()
            continue
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"min = [\d_]+", "min = 1", text), encoding="utf-8", newline="\n")


@pytest.fixture
def clone(tmp_path, environment):
    """Give a repository of what would be committed, with a bare remote and a small snapshot."""
    clone = tmp_path / "clone"
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    kept = [name for name in listed if name.startswith(("data_pipeline/", "requirements", ".gitignore"))]
    for name in [name for name in kept if (ROOT / name).is_file()]:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    cut_down(clone)
    before = tmp_path / "before"
    before.mkdir()
    for name in (TABLE, "caseload.csv"):
        shutil.copy(FIXTURES / "files" / name, before / name)
    for words in (["build", "--sample", "--from", before], ["snapshot"]):
        command = [sys.executable, "-m", "data_pipeline", *map(str, words)]
        subprocess.run(command, cwd=clone, env=environment, check=True, capture_output=True)
    for path in [*(clone / "data").glob("*.duckdb"), clone / "data" / "current"]:
        path.unlink()
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(clone, "init", "--quiet", "--initial-branch", "main")
    git(clone, "config", "user.name", "somebody")
    git(clone, "config", "user.email", "somebody@example.org")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "-m", "as it was")
    git(clone, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(clone, "push", "--quiet", "origin", "main")
    return clone


@pytest.fixture
def environment(tmp_path):
    """Give the environment of a runner: its own folders, a pretended gh, and pip without an index."""
    fake, temp = tmp_path / "fake", tmp_path / "temp"
    for folder in (fake, temp):
        folder.mkdir()
    for name, text in (("gh", GH), ("pytest", PYTEST)):
        (fake / name).write_text(text, encoding="utf-8")
        (fake / name).chmod(0o755)
    path = os.pathsep.join([str(fake), str(Path(sys.executable).parent), os.environ["PATH"]])
    mine = {name: word for name, word in os.environ.items() if name != "INCLUSION_DATA"}
    told = {"PATH": path, "FAKE": str(fake), "RUNNER_TEMP": str(temp), "GITHUB_REF_NAME": "main"}
    return mine | told | {"GITHUB_STEP_SUMMARY": str(temp / "summary"), "PIP_NO_INDEX": "1"}


@pytest.fixture
def runner(clone, environment, tmp_path):
    """Give the refresh in a repository whose service has changed one figure since the snapshot."""
    files = tmp_path / "served"
    shutil.copytree(FIXTURES / "files", files)
    table = files / TABLE
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    cells = rows[0].split(",")
    cells[head.split(",").index("susp_rate")] = "2.81297"
    rows[0] = ",".join(cells)
    table.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    with stand_in(shelf(files)) as service:
        yield Runner(clone, tmp_path / "fake", environment | service.environment)


needs_a_shell = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("git"), reason="the scripts are for bash, with git"
)


@needs_a_shell
@pytest.mark.slow
def test_a_refresh_with_something_new_opens_a_pull_request_that_says_what_changed(runner):
    assert runner.run() == 0, runner.said
    asked = runner.asked()
    assert asked[0] == "auth setup-git"
    assert asked[1].startswith("pr list --head refresh/figures --base main --state open")
    assert asked[2].startswith("pr create --head refresh/figures --base main --title New figures, ")
    assert "fail" not in asked[2]
    body = runner.body()
    assert "### " in body
    assert "1 changed (1 figure)" in body
    assert "| 2022/23, England, Primary, All pupils | 1.8 | 2.8 |" in body
    assert "1 source without newer figures" in body
    assert f"- {NOT_SERVED}: Not fetched: " in body
    remote = git(runner.clone, "ls-tree", "-r", "--name-only", "origin/refresh/figures", "data").split()
    assert "data/sources.lock.json" in remote
    assert "data/snapshot/manifest.json" in remote
    assert not [name for name in remote if name.endswith(".duckdb") or "raw" in name]
    changed = git(runner.clone, "diff", "--name-only", "main", "origin/refresh/figures").split()
    assert all(name.startswith("data/") for name in changed)
    assert (runner.fake / "tested").exists()


@needs_a_shell
@pytest.mark.slow
def test_a_pull_request_that_is_open_is_updated_and_what_is_merged_is_not_offered_again(runner):
    assert runner.run() == 0, runner.said
    runner.asked()
    git(runner.clone, "checkout", "--quiet", "main")
    (runner.fake / "open").write_text("7\n", encoding="utf-8")
    for path in (runner.clone / "data").glob("*.duckdb"):
        path.unlink()
    (runner.clone / "data" / "current").unlink()
    assert runner.run() == 0, runner.said
    assert runner.asked()[-1].startswith("pr edit 7 --title New figures, ")
    assert "1 changed" in runner.body()
    assert runner.run() == 0, runner.said
    assert "Nothing new is published." in runner.said
    assert runner.asked() == []


@needs_a_shell
@pytest.mark.slow
def test_tests_that_fail_are_told_in_the_title_and_fail_the_run(runner):
    (runner.fake / "result").write_text("1", encoding="utf-8")
    assert runner.run() == 1
    assert runner.asked()[-1].endswith("changes.md")
    assert "PASSED" not in runner.said


@needs_a_shell
def test_a_service_that_cannot_be_reached_ends_the_run_and_pushes_nothing(runner):
    bases = [name for name in runner.environment if name.startswith("INCLUSION_") and name.endswith("_BASE")]
    runner.environment |= dict.fromkeys(bases, "http://127.0.0.1:9")
    assert runner.run() == 1
    assert "cannot be reached" in runner.said
    assert runner.asked() == []
    assert git(runner.clone, "ls-remote", "origin", "refresh/*") == ""
