"""Offered addresses: a page names the address that gives a program the very rows that it shows."""

import io
from urllib.parse import urlsplit

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from explorer import addresses, queries, store
from explorer.question import Question, from_params
from tests.opening import link_of, open_page

pytestmark = pytest.mark.usefixtures("shipped")


def offered(app):
    return [one.value for one in app.code if "/data/" in one.value and ".csv?" in one.value]


def answered(address):
    asked = urlsplit(address)
    reply = TestClient(Starlette(routes=addresses.routes())).get(f"{asked.path}?{asked.query}")
    assert reply.status_code == 200, reply.text
    return pd.read_csv(io.BytesIO(reply.content))


@pytest.mark.parametrize(
    ("file", "link"),
    [
        ("explore.py", {"measure": "suspension_rate", "place": "E08000035~E92000001", "from_": "201819"}),
        ("explore.py", {"measure": "permanent_exclusion_rate", "by": "sex", "group": "male"}),
        ("exclusions.py", {"place": "E08000035"}),
        ("absence.py", {}),
    ],
)
def test_the_address_under_query_gives_the_rows_of_the_page(file, link):
    app = open_page(file, **link)
    rows = answered(offered(app)[0])
    usual = Question((rows["measure"].iloc[0],))
    shown = queries.ask(queries.check(from_params(link_of(app), usual), usual)[0]).rows
    assert list(rows["time_period"].astype(str)) == list(shown["time_period"])
    assert list(rows["place_code"]) == list(shown["place_code"])
    assert list(rows["value"].dropna()) == list(shown["value"].dropna())


def test_a_pinned_page_names_a_pinned_address():
    app = open_page("explore.py", measure="suspension_rate", build=store.handle().build_id)
    assert "build=" not in offered(app)[0]  # the newest is not pinned: nothing has moved since


def test_figures_that_the_app_works_out_have_no_address():
    app = open_page("compare_areas.py", place="E08000035~E08000034", together="yes")
    assert not offered(app)
