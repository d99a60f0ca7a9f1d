"""Links: a view's address reopens it elsewhere, and an address with unknown words says so."""

import time

import pytest

from tests.browser import looking
from tests.browser.conftest import PATIENCE_MS, WITH_CHARTS, WITH_CONTROLS
from tests.serving import serve

NONSENSE = (
    "measure=mirth&place=E99999999&school=hogwarts&by=hat&group=wizards&from=1066&to=1067&sort=sideways"
)


@pytest.fixture(scope="module")
def elsewhere(data):
    """A second server, which knows nothing of what readers of the first have picked."""
    with serve("app.py", data=data) as address:
        yield address


def pick_another(page):
    """Change the page's last list by the keyboard to an option that was not picked."""
    looking.charts(page)
    page.bring_to_front()
    before = page.url
    page.locator("[data-testid=stMain]").get_by_role("combobox").last.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter", "Escape"):
        page.keyboard.press(key)
    page.wait_for_function("before => location.href !== before", arg=before)
    looking.settle(page)


def assert_alike(first, second, read):
    """Fail unless both pages soon read the same: a chart is drawn a little after its page's words."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while read(first) != read(second) and time.monotonic() < until:
        first.wait_for_timeout(100)
    assert read(first) == read(second)


@pytest.mark.parametrize("path", WITH_CONTROLS)
def test_a_link_reopens_the_view_on_another_server(open_page, server, elsewhere, path):
    page = open_page(server + path)
    pick_another(page)
    again = open_page(page.url.replace(server, elsewhere))
    assert_alike(again, page, looking.charts)
    assert_alike(again, page, looking.words)
    assert again.url == page.url.replace(server, elsewhere)


@pytest.mark.parametrize("path", WITH_CHARTS)
def test_unknown_words_in_an_address_give_a_sentence_and_a_chart(open_page, server, path):
    page = open_page(f"{server}{path}?{NONSENSE}")
    assert any(chart["traces"] for chart in looking.charts(page))
    if path in WITH_CONTROLS:
        said = " ".join(page.get_by_test_id("stAlert").all_inner_texts())
        assert any(word in said for word in ("mirth", "E99999999", "hogwarts", "hat", "1067")), said


def test_back_returns_to_the_view_before(open_page, server):
    page = open_page(server + WITH_CONTROLS[0])
    before = open_page(page.url)
    pick_another(page)
    page.go_back()
    page.wait_for_url(before.url)
    assert_alike(page, before, looking.words)
    assert_alike(page, before, looking.charts)
