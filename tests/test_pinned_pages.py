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


@pytest.mark.usefixtures("builds")
def test_a_build_too_old_to_put_together_again_says_so_and_shows_the_newest():
    app = opened(build="0123456789ab")
    assert "cannot be put together again" in app.warning[0].value
    assert "2023/24" in app.table[0].value.to_string()
