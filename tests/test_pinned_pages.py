"""Pinned page tests: a link to numbers shows those numbers, says which moved, and admits what it cannot."""

import pytest

from tests.data_pipeline.test_revisions import FIRST, SECOND, build  # noqa: F401 (a fixture)
from tests.opening import links, open_page, words


@pytest.fixture
def builds(build):  # noqa: F811
    return [build(FIRST).build_id, build(SECOND).build_id]


def opened(**link):
    return open_page("exclusions.py", **{"measure": "suspension_rate", "school": "total", **link})


def test_a_pinned_link_shows_the_numbers_of_its_build_and_says_which_moved(builds):
    app = opened(build=builds[0])
    assert f"those of an earlier build**, `{builds[0]}`" in words(app)
    assert "changed since that build**: " in words(app)
    assert "2022/23: then 5.0, now 5.1" in words(app)
    assert "2020/21: then 5.0, now no number" in words(app)
    assert "5.0" in app.table[0].value.to_string()
    assert "2023/24" not in app.table[0].value.to_string()


def test_the_same_page_without_the_pin_shows_the_newest_numbers(builds):
    app = opened()
    assert "2023/24" in app.table[0].value.to_string()
    assert "earlier build" not in words(app)
    live, pinned = links(app)[:2]
    assert "build=" not in live
    assert f"build={builds[1]}" in pinned


def test_a_pin_stays_in_the_link_and_in_what_is_cited_while_the_page_is_used(builds):
    app = opened(build=builds[0])
    app.button_group[0].set_value("suspension_rate").run()
    assert app.query_params["build"] == builds[0]
    live, pinned = links(app)[:2]
    assert "build=" not in live
    assert f"build={builds[0]}" in pinned
    assert any(f"Build {builds[0]}" in one.value for one in app.code)


def test_a_pin_to_the_newest_build_says_that_nothing_changed(builds):
    assert "which is the newest: nothing has changed since" in words(opened(build=builds[1]))


def test_a_citation_gives_the_link_to_the_very_numbers_however_the_page_was_opened(builds):
    app = opened()
    said = [one.value for one in app.code]
    cited = [text for text in said if "Figures shown: " in text or text.startswith("@misc{")]
    assert len(cited) == 2
    assert all(f"build={builds[1]}" in one for one in cited)


@pytest.mark.parametrize("page", ["tables.py", "sql.py", "about.py", "update.py"])
def test_a_page_that_cannot_be_pinned_says_that_it_shows_the_newest(builds, page):
    said = words(open_page(page, build=builds[0]))
    assert "those of an earlier build" not in said
    assert f"of the newest build**, `{builds[1]}`, and not of the build `{builds[0]}`" in said
    assert "nothing has changed since" in words(open_page(page, build=builds[1]))


def test_the_published_rows_of_a_pinned_link_are_told_to_be_the_newest_and_cited_as_such(builds):
    app = open_page("tables.py", build=builds[0], table="exclusions")
    assert "which releases it holds" in words(app)
    assert app.dataframe[0].value["suspension"].tolist()[:2] == [50, 51]
    assert not any(f"build={builds[0]}" in one.value or f"build {builds[0]}" in one.value for one in app.code)


@pytest.mark.parametrize(("number", "newest"), [(0, "2022/23"), (1, "2023/24")])
def test_the_front_page_shows_the_figures_of_the_build_that_its_link_names(builds, number, newest):
    said = words(open_page("start.py", build=builds[number]))
    assert ("those of an earlier build" in said) == (number == 0)
    assert newest in said


@pytest.mark.usefixtures("builds")
def test_a_build_too_old_to_put_together_again_says_so_and_shows_the_newest():
    app = opened(build="0123456789ab")
    assert "cannot be put together again" in app.warning[0].value
    assert "2023/24" in app.table[0].value.to_string()
