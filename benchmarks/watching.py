"""Watching: seconds until a chart is there and until a changed control has changed it, in Chromium."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import CHROMIUM_ARGS, chromium, serve

CHART = ".js-plotly-plot .main-svg .trace"
# What is drawn now, as one text: it changes when the browser has the new chart, not when the server sent it.
DRAWN = (
    "() => [...document.querySelectorAll('.js-plotly-plot .trace path')].map(p => p.getAttribute('d')).join()"
)
# A click while a script runs can be lost: the next one waits for this.
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
RERUNS = 10


@dataclass(frozen=True)
class Screen:
    """One page to be timed: its script and path, and the control that is changed, with two of its options."""

    script: Path
    path: str
    control: str
    options: tuple[str, str]


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """Give a headless Chromium, closed at the end."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        yield opened
        opened.close()


def opened(browser: Browser, address: str) -> Page:
    """The page at this address in a browser without a cache, its chart drawn and its script at rest."""
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(address)
    page.wait_for_selector(CHART)
    page.wait_for_load_state("networkidle")
    return page


def rerun(page: Page, screen: Screen, *, number: int) -> float:
    """Seconds from the click on one of the screen's options, in turn, until another chart is drawn."""
    return _rerun(page, screen.control, option=screen.options[number % len(screen.options)])


def time_screen(browser: Browser, screen: Screen, *, data: Path) -> tuple[float, list[float]]:
    """Seconds from process start to the first chart, and of some reruns; the browser's cache starts empty."""
    started = time.perf_counter()
    with serve(screen.script, data=data) as address:
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        page = context.new_page()
        page.goto(address + screen.path)
        page.wait_for_selector(CHART)
        first = time.perf_counter() - started
        page.wait_for_load_state("networkidle")
        reruns = [_rerun(page, screen.control, option=option) for option in screen.options * (RERUNS // 2)]
        context.close()
    return first, reruns


def _rerun(page: Page, control: str, *, option: str) -> float:
    """Seconds from the click on an option until another chart is drawn."""
    page.wait_for_selector(AT_REST)
    choice = page.get_by_role("radiogroup", name=control).get_by_text(option, exact=True)
    before = page.evaluate(DRAWN)
    started = time.perf_counter()
    choice.click()
    page.wait_for_function(f"before => ({DRAWN})() !== before", arg=before)
    return time.perf_counter() - started
