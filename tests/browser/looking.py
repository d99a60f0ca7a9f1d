"""Looking: what a page shows, read from what the browser has drawn."""

from axe_playwright_python.sync_playwright import Axe

SMALLEST_CHART_TEXT = 11
STILL_MS = 400
FIRST_START_MS = 60_000  # the very first page waits for the database to be made
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# The numbers behind each drawn chart, from Plotly's own objects.
CHARTS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => ({
    traces: plot.querySelectorAll('.main-svg .trace').length,
    points: plot._fullData.map(trace => [trace.name, Array.from(trace.x ?? []), Array.from(trace.y ?? [])]),
}))"""

# Every element of the page's frame that can be scrolled sideways.
TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .filter(element => element.scrollWidth > element.clientWidth + 1)
    .map(element => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`)"""

# Chart text that the edge of its chart cuts off, or that is too small to read.
BAD_TEXT = """smallest => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const edge = plot.getBoundingClientRect();
    const beyond = box => box.left < edge.left - 1 || box.right > edge.right + 1
        || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
    return [...plot.querySelectorAll('.main-svg text')]
        .filter(text => text.textContent.trim() && getComputedStyle(text).visibility !== 'hidden')
        .flatMap(text => [
            beyond(text.getBoundingClientRect()) && `cut off: ${text.textContent}`,
            parseFloat(getComputedStyle(text).fontSize) < smallest && `too small: ${text.textContent}`,
        ]).filter(Boolean);
})"""

# True once nothing in the page has changed for so long and nothing fades: a chart is drawn again when its
# width is known, and what a page draws anew is faint for a moment.
STILL = """quiet => new Promise(still => {
    let timer;
    const wait = () => { clearTimeout(timer); timer = setTimeout(end, quiet); };
    const watcher = new MutationObserver(wait);
    const fades = one => one.playState === 'running' && one.effect.getComputedTiming().endTime < Infinity;
    const end = () => {
        if (document.getAnimations().some(fades)) return wait();
        watcher.disconnect();
        still(true);
    };
    watcher.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    wait();
})"""

STYLE = "(one, property) => getComputedStyle(one)[property]"
# Not of text on the cells of a map, dark on a light one: test_map_charts.py has its contrast.
COLOURS = """() => [...new Set(
    [...document.querySelectorAll('.main-svg text')]
        .filter(one => !one.closest('[class*="st-key-map-"] .textpoint'))
        .map(one => getComputedStyle(one).fill)
)]"""
LABELS = "all => all.map(one => one.getAttribute('aria-label') ?? '')"


def look(page, *, with_charts):
    """Return what there is to see on a page, and what axe has to say about it."""
    drawn = charts(page) if with_charts else []
    app = page.locator("[data-testid=stApp]")
    return {
        "charts": drawn,
        "chart labels": page.get_by_role("figure").evaluate_all(LABELS),
        "chart colours": page.evaluate(COLOURS),
        "bad text": page.evaluate(BAD_TEXT, SMALLEST_CHART_TEXT),
        "too wide": page.evaluate(TOO_WIDE),
        "text size": page.locator("[data-testid=stMain] p").first.evaluate(STYLE, "fontSize"),
        "colours": [app.evaluate(STYLE, "backgroundColor"), app.evaluate(STYLE, "color")],
        "words": words(page),
        "barriers": barriers(page),
    }


def settle(page):
    """Return when the page has its title and its script has run; fail with the error where it shows one."""
    title, error = "[data-testid=stMain] h1", "[data-testid=stException]"
    page.locator(f"{title}, {error}").first.wait_for(timeout=FIRST_START_MS)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function("() => !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')")
    page.wait_for_function(STILL, arg=STILL_MS)
    assert page.locator(error).all_inner_texts() == [], page.url


def charts(page):
    """Return the drawn charts, once there is one: how many traces, and the name, x and y of each."""
    page.wait_for_selector(".js-plotly-plot .main-svg .trace path", state="attached")
    page.wait_for_function(STILL, arg=STILL_MS)
    return page.evaluate(CHARTS)


def words(page):
    """Return the text of the page as a reader sees it, without the navigation."""
    return page.locator("[data-testid=stMain]").inner_text()


def barriers(page):
    """Return what axe finds in a reader's way: each rule that is broken, and where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"]] for rule in found}
