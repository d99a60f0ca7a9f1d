"""Years: what the files of a source no longer have is kept or named, never lost in silence."""

import pytest

from data_pipeline.build import Job, build_from_files
from tests.data_pipeline.conftest import HEAD, SOURCE
from tests.data_pipeline.test_build import row
from tests.inside import rows_in


@pytest.fixture
def rebuilt(tmp_path, monkeypatch):
    """Build the database in use from one file of a source; with `every_year`, the source has one a year."""
    monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))
    (tmp_path / "sources").mkdir()

    def rebuilt(*periods, every_year):
        find = f"[find]\nevery_year = {str(every_year).lower()}"
        (tmp_path / "sources" / "exclusions.toml").write_text(
            SOURCE.replace("[find]", find), encoding="utf-8"
        )
        folder = tmp_path / "-".join(periods)
        folder.mkdir()
        lines = "\n".join([HEAD, *(row(period=one) for one in periods), ""])
        (folder / "exclusions.csv").write_text(lines, encoding="utf-8")
        job = Job((folder,), keeps_others=True, sources=tmp_path / "sources")
        return build_from_files(job, say=lambda _: None)

    return rebuilt


def held(made):
    return [period for (period,) in rows_in(made.path, "SELECT time_period FROM figures ORDER BY ALL")]


def told(made):
    found = [f"{one.severity}: {one.message}" for one in made.findings]
    return [line for line in found if "Years" in line]


def test_a_year_alone_of_a_source_with_a_file_a_year_leaves_the_others_in_use_and_cited(rebuilt):
    first = rebuilt("202223", "202324", every_year=True)
    made = rebuilt("202425", every_year=True)
    assert held(made) == ["202223", "202324", "202425"]
    (line,) = told(made)
    assert line == (
        "note: Years kept: no file of 2022/23, 2023/24 is here; "
        f"those figures of build {first.build_id} stay in use."
    )
    assert len(rows_in(made.path, "SELECT * FROM releases")) == 2
    assert made.build_id != first.build_id
    assert rows_in(made.path, "SELECT DISTINCT change FROM revisions") == [("added",)]


def test_years_that_a_new_file_lacks_are_a_warning(rebuilt):
    rebuilt("202223", "202324", every_year=False)
    made = rebuilt("202324", every_year=False)
    assert held(made) == ["202324"]
    assert told(made) == [
        "warning: Years gone: figures of 2022/23 were in use, and the files that are used now have none."
    ]
