"""Downloads: the file arrives, and holds the rows that the chart shows."""

import csv
from pathlib import Path

import pytest

from tests.browser import looking
from tests.browser.conftest import WITH_CONTROLS

# Charts with more than rows (limits) or other (positions on a map), or with units that differ by plot:
# test_areas.py and test_maps.py hold their files against what they show.
APART = ("/funnel", "/map", "/lost_learning")
PLAIN = [path for path in WITH_CONTROLS if path not in APART]


def download(page):
    """Return the name and the rows of the page's first CSV."""
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download").first.click()
    with Path(arriving.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return arriving.value.suggested_filename, list(csv.DictReader(file))


def shape(numbers):
    """Return the numbers as shares of the highest: the chart may show them per 10,000, published per 100."""
    return sorted({round(number / max(numbers), 6) for number in numbers})


# what is drawn there is a ratio, which its file has in a column of that name: see test_disparities.py
@pytest.mark.parametrize("path", [path for path in PLAIN if path != "/disparities"])
def test_the_download_holds_the_rows_that_the_chart_shows_and_no_others(open_page, server, path):
    page = open_page(server + path)
    drawn = looking.charts(page)[0]["points"]
    name, rows = download(page)
    assert name.endswith(".csv")
    shown = [value for _, x, y in drawn for value in [*x, *y] if isinstance(value, int | float)]
    assert shape(shown) == shape([float(row["value"]) for row in rows if row["value"]])
