"""Revisions: what a new release changed is remembered, and a broken one leaves the last good table."""

import re

import pytest

from data_pipeline import diff, snapshot
from data_pipeline.build import Job, build_from_files, build_from_snapshot
from tests.data_pipeline.conftest import HEAD, SOURCE
from tests.data_pipeline.test_build import row
from tests.inside import rows_in

FIRST = [row(period="202223"), row(period="202122", numbers="1000,40,4.00"), row(period="202021")]
SECOND = [
    row(period="202324"),
    row(period="202223", numbers="1000,51,5.10"),
    row(period="202122", numbers="1000,40,4.00"),
]
DERIVED = SOURCE.replace(
    'title = "Exclusions"', 'title = "Doubled"\nderived_from = ["exclusions"]\npriority = 60'
)
SELECT = "SELECT * EXCLUDE (school_type), 'Primary' AS school_type FROM published.exclusions"


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Build the database in use from the given lines, by the same source each time."""
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))
    (tmp_path / "sources").mkdir()
    for name, text in (("exclusions.toml", SOURCE), ("twice.toml", DERIVED), ("twice.sql", SELECT)):
        (tmp_path / "sources" / name).write_text(text, encoding="utf-8")
    made = []

    def build(lines, *, whole=True, other="202021", head=HEAD):
        folder = tmp_path / f"files-{len(made)}"
        folder.mkdir()
        content = lines if isinstance(lines, bytes) else "\n".join([head, *lines, ""]).encode()
        (folder / "exclusions.csv").write_bytes(content)
        (tmp_path / "sources" / "other.toml").write_text(
            SOURCE.replace('["exclusions"]', '["weather"]'), encoding="utf-8"
        )
        (folder / "weather.csv").write_text(
            f"{HEAD}\n{row(period=other, school='Special')}\n", encoding="utf-8"
        )
        job = Job((folder,), whole=whole, sources=tmp_path / "sources")
        made.append(build_from_files(job, say=lambda _: None))
        return made[-1]

    return build


def ask(built, sql):
    return rows_in(built.path, sql)


def revisions(built, school="Total"):
    return ask(
        built,
        "SELECT change, time_period, old_value, new_value, old_build, new_build FROM revisions "
        f"WHERE school_type = '{school}' AND basis = 'release' ORDER BY ALL",
    )


def said(built):
    return [str(finding) for finding in built.findings if finding.severity != "note"]


def test_a_first_build_remembers_nothing(build):
    assert revisions(build(FIRST)) == []


def test_figures_that_were_changed_added_and_withdrawn_are_kept_with_both_values(build):
    old, new = build(FIRST), build(SECOND)
    builds = (old.build_id, new.build_id)
    assert revisions(new) == [
        ("added", "202324", None, 5.0, *builds),
        ("changed", "202223", 5.0, 5.1, *builds),
        ("withdrawn", "202021", 5.0, None, *builds),
    ]


def test_figures_of_a_derived_source_are_remembered_too(build):
    build(FIRST)
    assert len(revisions(build(SECOND), school="Primary")) == 3


def test_a_figure_that_becomes_hidden_is_a_change(build):
    build(FIRST)
    new = build([row(period="202223", numbers="1000,x,x"), *FIRST[1:]])
    assert [line[:4] for line in revisions(new)] == [("changed", "202223", 5.0, None)]


def test_earlier_revisions_are_carried_over(build):
    build(FIRST)
    second = build(SECOND)
    third = build([*SECOND, row(period="201920")])
    assert set(revisions(second)) < set(revisions(third))
    assert len(revisions(third)) == 4


def test_the_same_files_again_change_nothing_and_keep_what_is_remembered(build):
    build(FIRST)
    second, again = build(SECOND), build(SECOND)
    assert again.build_id == second.build_id
    assert revisions(again) == revisions(second)


def test_the_way_back_is_remembered_as_well(build):
    build(FIRST)
    build(SECOND)
    assert len(revisions(build(FIRST))) == 6


def test_a_build_elsewhere_or_of_cut_down_files_remembers_nothing(build, tmp_path):
    build(FIRST)
    assert revisions(build(SECOND, whole=False)) == []
    job = Job((tmp_path / "files-0",), target=tmp_path / "else.duckdb", sources=tmp_path / "sources")
    assert revisions(build_from_files(job, say=lambda _: None)) == []


def test_a_new_catalogue_over_the_same_files_is_no_revision(build, tmp_path):
    build(FIRST)
    path = tmp_path / "sources" / "exclusions.toml"
    path.write_text(SOURCE.replace('value = "rate"\n', ""), encoding="utf-8")
    assert revisions(build(FIRST)) == []


def test_what_changed_since_a_snapshot_is_remembered(build, tmp_path):
    first = build(FIRST)
    snapshot.write(tmp_path / "snapshot", first.path)
    build_from_snapshot(Job((tmp_path / "snapshot",)), say=lambda _: None)
    assert len(revisions(build(SECOND))) == 3


def test_diff_says_what_changed_in_words_and_as_markdown(build):
    build(FIRST)
    new = build(SECOND)
    text = diff.of(new.path)
    assert f"Build {new.build_id} in place of" in text
    assert "2022/23, England" in text
    assert "5.0 -> 5.1" in text
    assert "Added: 2 for 2023/24" in text
    assert "withdrawn" in text
    assert "|---|---:|---:|" in diff.of(new.path, markdown=True)


def test_diff_shows_the_last_build_or_every_one(build):
    build(FIRST)
    build(SECOND)
    third = build(FIRST)
    assert diff.of(third.path).count("in place of") == 1
    assert diff.of(third.path, every=True).count("in place of") == 2


def test_diff_tells_the_builds_in_their_order_though_the_same_two_follow_each_other_again(build):
    first, second = build(FIRST).build_id, build(SECOND).build_id
    build(FIRST)
    text = diff.of(build(SECOND).path, every=True)
    told = re.findall(r"Build (\S+) in place of ([^:\s]+):", text)
    assert told == [(second, first), (first, second), (second, first)]


def test_diff_of_a_database_without_a_past_says_so(build):
    assert "No figure was changed" in diff.of(build(FIRST).path)


@pytest.mark.parametrize(
    "broken", [b"", b"<html>", "\n".join([HEAD, *FIRST]).encode()[:-30], b"time_period,x\n201617,1\n"]
)
def test_a_broken_release_leaves_the_last_good_table_and_says_so(build, broken):
    good, new = build(FIRST), build(broken, other="202122")
    assert any("Last good table" in line and good.build_id in line for line in said(new))
    assert any(line.startswith("fatal") for line in said(new))
    for school in ("Total", "Primary"):
        figures = f"SELECT * FROM figures WHERE school_type = '{school}' ORDER BY ALL"
        assert ask(new, figures) == ask(good, figures)
    table = "SELECT * FROM published.exclusions ORDER BY ALL"
    assert ask(new, table) == ask(good, table)
    release = "SELECT * FROM releases WHERE source = 'exclusions'"
    assert ask(new, release) == ask(good, release)
    assert ask(new, "SELECT DISTINCT time_period FROM figures WHERE school_type = 'Special'") == [("202122",)]
    assert revisions(new) == []


def test_a_broken_release_after_a_snapshot_leaves_its_figures(build, tmp_path):
    good = build(FIRST)
    snapshot.write(tmp_path / "snapshot", good.path)
    tables = ("figures", "sources", "symbols")
    rows = [f"SELECT * FROM {name} WHERE source IN ('exclusions', 'twice') ORDER BY ALL" for name in tables]
    before = [ask(good, one) for one in rows]
    build_from_snapshot(Job((tmp_path / "snapshot",)), say=lambda _: None)
    new = build(b"", other="202122")
    assert [ask(new, one) for one in rows] == before
    assert any("Last good table" in line for line in said(new))


def test_a_broken_release_mends_when_a_good_one_comes(build):
    build(FIRST)
    build(b"")
    new = build(SECOND)
    assert {line.split(": ")[2] for line in said(new)} == {"Years gone"}
    assert len(revisions(new)) == 3


def test_a_build_that_lent_a_table_has_an_id_of_its_own(build):
    first = build(FIRST)
    lent = build(b"")
    assert lent.build_id != first.build_id
    assert build(b"").build_id == lent.build_id


def test_new_columns_and_columns_that_are_gone_are_named(build):
    build([f"{line},1" for line in FIRST], head=f"{HEAD},old_one")
    new = build([f"{line},1" for line in SECOND], head=f"{HEAD},new_one")
    found = [finding.message for finding in new.findings if finding.source == "exclusions"]
    assert {"New columns: new_one.", "Columns gone: old_one."} <= set(found)
