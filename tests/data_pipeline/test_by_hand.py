"""By hand: files that a browser saved take the place of older ones, never of newer ones or in silence."""

import os
import zipfile

import pytest

from data_pipeline import raw
from data_pipeline.build import current
from tests.conftest import FIXTURES
from tests.inside import figures, rows_in
from tests.stand_in.running import commands_service_of
from tests.stand_in.shelf import shelf

WELL, FAILED, IN_PART, NEWER = 0, 1, 3, 4
ONE, WEEKLY = "exclusions_by_geography", "attendance_year_to_date"
NAME = "exc_nat_region_la.csv"
TEXT = (FIXTURES / "files" / NAME).read_text(encoding="utf-8")
RATE = "1.81297"  # of England's primary schools in 2022/23
service = commands_service_of(shelf)


@pytest.fixture
def saved(tmp_path):
    """Give a function that saves texts by file name into a new folder, one later than the other."""
    made = []

    def saved(files):
        folder = tmp_path / f"downloads-{len(made)}"
        made.append(folder)
        folder.mkdir()
        for moment, (name, text) in enumerate(files.items()):
            path = folder / name
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            os.utime(path, (moment * 1000, moment * 1000))
        return folder

    return saved


def rate():
    asked = f"SELECT value FROM figures WHERE source = '{ONE}' AND measure = 'suspension_rate'"
    ((value,),) = rows_in(
        current(),
        f"{asked} AND time_period = '202223' AND school_type = 'Primary' AND place_code = 'E92000001'",
    )
    return value


def used(source, tmp_path):
    return sorted(one.file_name for one in raw.used(tmp_path / "data" / "raw", source).values())


def week(enrolments):
    """Croydon's attendance of the year as it stood in some week: its rate of absence is that of the words."""
    head, first, *rest = (
        (FIXTURES / "files" / "EES_ytd_data_202526.csv").read_text(encoding="utf-8").splitlines()
    )
    at = head.split(",").index('"overall_absence_perc"')
    cells = first.split(",")
    cells[at] = f'"{enrolments}"'
    return "\n".join([head, ",".join(cells), *rest, ""])


def croydon():
    asked = f"SELECT value FROM figures WHERE source = '{WEEKLY}' AND measure = 'daily_absence_rate'"
    ((value,),) = rows_in(
        current(),
        f"{asked} AND time_period = '202526' AND place_code = 'E09000008' AND school_type = 'Primary'",
    )
    return value


def test_of_weekly_files_saved_one_after_another_the_last_is_used(run, saved, tmp_path):
    for number in range(1, 7):
        folder = saved({"EES_ytd_data_202526.csv": week(number)})
        assert run("refresh", "--sample", WEEKLY, "--from", folder)[0] == WELL
        assert croydon() == number
    assert used(WEEKLY, tmp_path) == ["EES_ytd_data_202526.csv"]


@pytest.mark.parametrize("numbers", [(1, 2), (2, 1), (3, 4), (4, 3)])
def test_of_weekly_files_saved_together_the_later_one_is_used_and_the_other_told(run, saved, numbers):
    files = {f"EES_ytd_data_202526 ({n}).csv": week(number) for n, number in enumerate(numbers)}
    code, said = run("refresh", "--sample", WEEKLY, "--from", saved(files))
    assert (code, croydon()) == (WELL, numbers[-1])
    assert "EES_ytd_data_202526 (0).csv: left aside for a later file of the same year" in said


def test_a_weekly_file_leaves_the_other_years_in_use(run, saved, tmp_path):
    old = (FIXTURES / "files" / "EES_ytd_data_202324.csv").read_text(encoding="utf-8")
    for text in (old, week(1), week(2)):
        run("refresh", "--sample", WEEKLY, "--from", saved({"EES_ytd_data.csv": text}))
    assert croydon() == 2
    assert len(used(WEEKLY, tmp_path)) == 2
    years = rows_in(
        current(), f"SELECT DISTINCT time_period FROM figures WHERE source = '{WEEKLY}' ORDER BY 1"
    )
    assert years == [("202324",), ("202526",)]


@pytest.mark.usefixtures("service")
def test_a_week_that_is_fetched_later_takes_the_place_of_the_one_saved_by_hand(run, saved, tmp_path):
    run("refresh", "--sample", WEEKLY, "--from", saved({"week_28.csv": week(1)}))
    assert run("status", WEEKLY)[0] == NEWER
    run("refresh", "--sample", WEEKLY)
    assert croydon() not in (1, None)
    assert "week_28.csv" not in used(WEEKLY, tmp_path)
    assert run("status", WEEKLY)[0] == WELL


@pytest.mark.parametrize("rates", [("9.81297", "8.81297"), ("8.81297", "9.81297")])
def test_files_of_one_source_that_clash_are_a_finding_and_the_later_one_is_used(run, saved, rates):
    files = {f"copy {n} of {NAME}": TEXT.replace(RATE, one) for n, one in enumerate(rates)}
    code, said = run("refresh", "--sample", "--from", saved(files))
    assert (code, rate()) == (WELL, float(rates[-1]))
    assert "Files that clash: 1 keys have other numbers in another file" in said


def test_files_that_agree_do_not_clash(run, saved):
    files = {f"copy {n} of {NAME}": TEXT + "\n" * n for n in range(2)}
    assert "clash" not in run("refresh", "--sample", "--from", saved(files))[1]


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("count", [1, 2])
def test_what_is_fetched_later_takes_the_place_of_what_was_saved_by_hand(run, saved, tmp_path, count):
    files = {f"copy {n} of {NAME}": TEXT.replace(RATE, f"{n}.81299") for n in range(7, 7 + count)}
    run("refresh", "--sample", "--from", saved(files))
    assert rate() == 6.81299 + count
    code, said = run("status", ONE)
    assert code == NEWER
    assert f"{ONE}: saved by hand, release not recorded" in said
    run("refresh", "--sample", ONE)
    assert rate() == float(RATE)
    assert used(ONE, tmp_path) == [NAME]
    assert run("status", ONE)[0] == WELL


def test_a_file_saved_later_takes_the_place_of_several_saved_before(run, saved, tmp_path):
    run("refresh", "--sample", "--from", saved({"1 " + NAME: TEXT, "2 " + NAME: TEXT.replace(RATE, "2.5")}))
    run("refresh", "--sample", "--from", saved({NAME: TEXT.replace(RATE, "3.5")}))
    assert (rate(), used(ONE, tmp_path)) == (3.5, [NAME])


@pytest.mark.usefixtures("service")
def test_the_fetched_file_saved_by_hand_keeps_what_is_known_of_it_and_comes_into_use_again(run, saved):
    run("refresh", "--sample", ONE)
    cited = rows_in(current(), "SELECT * FROM releases")
    run("refresh", "--sample", "--from", saved({NAME: TEXT.replace(RATE, "3.5")}))
    code, said = run("refresh", "--sample", "--from", saved({NAME: TEXT}))
    assert (code, rate()) == (WELL, float(RATE))
    assert f"{ONE}: new: 2022-23" in said
    assert rows_in(current(), "SELECT * FROM releases") == cited


OLD = "\n".join(line.replace("202223,", "202122,", 1) for line in TEXT.splitlines())


@pytest.mark.usefixtures("service")
def test_a_file_that_ends_before_what_is_in_use_is_not_taken_and_that_is_told(run, saved, tmp_path):
    run("refresh", "--sample", ONE)
    before, database = figures(current()), current()
    for _ in range(2):
        code, said = run("refresh", "--sample", "--from", saved({NAME: OLD}))
        assert code == FAILED
        told = (
            f"{ONE}: failed: {NAME}: older than what is in use, which goes to 2022/23; this ends with 2021/22"
        )
        assert told in said
        assert (current(), figures(current())) == (database, before)
    assert used(ONE, tmp_path) == [NAME]
    code, said = run("status", ONE)
    assert code == WELL
    assert f"{ONE}: 2022-23, " in said
    assert "No figure was changed" in run("diff")[1]


def test_a_file_that_ends_before_the_snapshot_is_not_taken(run, saved):
    code, said = run("fetch", "--from", saved({NAME: OLD.replace("202122", "200607")}))
    assert code == FAILED
    assert "older than what is in use" in said


def test_a_file_that_ends_before_another_beside_it_is_taken_with_it(run, saved):
    code, _ = run("refresh", "--sample", "--from", saved({NAME: TEXT, "old " + NAME: OLD}))
    assert code == WELL
    years = rows_in(current(), f"SELECT DISTINCT time_period FROM figures WHERE source = '{ONE}' ORDER BY 1")
    assert years[-2:] == [("202122",), ("202223",)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("caseload.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "Web page"),
        ("caseload.csv.gz", b"\x1f\x8b\x08\x00cut", "Damaged file"),
        ("caseload.csv", b"time_period,geographic_level\n2023,National\n", "caseload.csv: Missing columns"),
        ("weather.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "weather.csv: Web page"),
        ("broken.zip", b"PK\x03\x04 not a zip", "broken.zip: Damaged file"),
    ],
)
@pytest.mark.parametrize("command", ["fetch", "refresh"])
def test_each_broken_file_beside_a_good_one_is_told(run, saved, *, command, name, content, reason):
    code, said = run(command, "--sample", "--from", saved({NAME: TEXT, name: content}))
    assert code == IN_PART
    assert reason in said
    assert f"{ONE}: new" in said


def test_a_broken_file_of_a_source_beside_a_good_one_of_it_is_told(run, saved):
    code, said = run("refresh", "--sample", "--from", saved({NAME: TEXT, "2 " + NAME: "<html>busy</html>"}))
    assert code == IN_PART
    assert f"2 {NAME}: Web page" in said


def test_a_file_that_is_no_source_is_named_and_breaks_nothing(run, saved):
    code, said = run("refresh", "--sample", "--from", saved({NAME: TEXT, "weather.csv": "a,b\n1,2\n"}))
    assert code == WELL
    assert "weather.csv: is no declared source; it was left out" in said


def test_a_folder_that_may_not_be_looked_into_is_told(run, saved, monkeypatch):
    folder = saved({NAME: TEXT})
    (folder / "shut").mkdir(mode=0)
    real = os.scandir

    def guarded(path):  # the account that runs the tests may be let into everything
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", guarded)
    code, said = run("refresh", "--sample", "--from", folder)
    assert code == IN_PART
    assert "shut: Cannot be looked into: Permission denied" in said


@pytest.mark.parametrize("command", ["fetch", "refresh", "check", "build"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_may_be_named_in_place_of_its_folder(run, saved, *, command, packed):
    path = saved({NAME: TEXT}) / NAME
    if packed:
        path = path.with_suffix(".zip")
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"data/{NAME}", TEXT)
    code, said = run(command, "--sample", "--from", path)
    assert code == WELL, said
    assert (rate() if command in ("refresh", "build") else float(RATE)) == float(RATE)


def test_nothing_to_take_is_told_with_the_reason(run, saved):
    folder = saved({"notes.txt": "none"})
    for place, reason in (
        (folder, "There is no file there"),
        (folder / "notes.txt", "notes.txt: is none of"),
    ):
        code, said = run("refresh", "--from", place)
        assert code == FAILED
        assert "No file there is one of the sources. " in said
        assert reason in said
    assert "no such folder or file" in run("fetch", "--from", folder / "nowhere")[1]
