"""Browser fixtures: a server, a Chromium, pages opened in it, and every other host that a page called."""

import ast
import os
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import looking
from tests.conftest import ROOT
from tests.serving import CHROMIUM_ARGS, chromium, serve

WIDTHS = {"desk": 1400, "phone": 390}
LOOKS = [("desk", "light"), ("phone", "light"), ("desk", "dark")]
PATIENCE_MS = 60_000  # a busy machine draws a page slowly; a page that never comes is told all the same
HOW = "needs Chromium: `apt-get install chromium`, or set CHROMIUM to the path of one"


def pages_listed():
    """Return the paths of the pages in app.py's list, in its order."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    files = dict.fromkeys(text for text in texts if isinstance(text, str) and text.endswith(".py"))
    return ["/" if file == "start.py" else "/" + file.removesuffix(".py") for file in files]


PAGES = pages_listed()
WITHOUT = ("/sql", "/area", "/tables", "/update", "/about")
WITH_CHARTS = [path for path in PAGES if path not in WITHOUT]
WITH_CONTROLS = [path for path in WITH_CHARTS if path != "/"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


# Of the package, not of the session: while it is open, Playwright runs an event loop in this thread, which
# the tests of other folders must not meet.
@pytest.fixture(scope="package")
def window():
    """One browser for all: what a second page of the app finds in its cache need not be read again."""
    path = chromium()
    if path is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(f"REQUIRE_BROWSER is set, and this test {HOW}")
    if path is None:
        pytest.skip(HOW)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        context = opened.new_context()
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield context
        opened.close()


@pytest.fixture(scope="package")
def data(tmp_path_factory):
    """A folder of databases that starts empty: the first server makes one in it from the snapshot."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="package")
def server(data):
    with serve("app.py", data=data) as address:
        yield address


@pytest.fixture
def open_page(window):
    """Give a function that opens an address and waits for the page, which may call no other host."""
    pages = []

    def opened(address):
        page, outside = open_in(window, address)
        pages.append((page, outside))
        return page

    yield opened
    for page, _ in pages:
        page.close()
    called = sorted({url for _, outside in pages for url in outside})
    assert not called, f"the page called other hosts: {called}"


@pytest.fixture(scope="package")
def look_at(window, server):
    """Give a function that opens a page in a look, once for all tests, and returns what there was to see."""

    @cache
    def looked(path, width, scheme):
        page, outside = open_in(window, server + path, width=WIDTHS[width], scheme=scheme)
        seen = looking.look(page, with_charts=path in WITH_CHARTS) | {"outside": outside}
        page.close()
        return seen

    return lambda path, width="desk", scheme="light": looked(path, width, scheme)


def open_in(window, address, *, width=WIDTHS["desk"], scheme="light"):
    """Return the page at this address, drawn, and the list of what it asks of other hosts."""
    page, outside = window.new_page(), []
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(color_scheme=scheme)
    host = urlsplit(address).netloc
    for event in ("request", "websocket"):
        page.on(event, lambda asked: outside.append(asked.url) if leaves(asked.url, host) else None)
    page.goto(address)
    looking.settle(page)
    return page, outside


def leaves(url, host):
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != host
