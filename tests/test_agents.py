"""Agent tests: a program without a browser gets from the front page to a cited figure."""

import pyarrow as pa
import pytest
import requests

from tests.conftest import put_in_use
from tests.serving import serve

ON = ("server.enableAgentApi=true",)
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def data(snapshot_built):
    return put_in_use(snapshot_built)


@pytest.fixture(scope="module")
def app(data):
    with serve("app.py", data=data, settings=ON) as url:
        yield url


@pytest.fixture
def ask(app):
    """Send one step to the app and return what it shows; the session is that of the steps before."""
    session = {}

    def asked(**step):
        reply = requests.post(
            f"{app}/_stcore/agent/interact", json={**session, **step}, timeout=PATIENCE_SECONDS
        )
        while reply.status_code == 202:
            waiting = {"session_id": reply.json()["session_id"]}
            reply = requests.post(f"{app}/_stcore/agent/interact", json=waiting, timeout=PATIENCE_SECONDS)
        assert reply.status_code == 200, reply.text
        shown = reply.json()
        assert shown["status"] == "ready", shown
        session["session_id"] = shown["session_id"]
        return shown

    return asked


def elements(node, kind=None):
    """Yield every element of the tree, or those of one kind."""
    if kind in (None, node.get("type")):
        yield node
    for child in node.get("children", ()):
        yield from elements(child, kind)


def bodies(shown, kind):
    return [one["props"].get("body", "") for one in elements(shown["tree"], kind)]


def test_an_assistant_gets_from_the_front_page_to_a_cited_figure_of_an_area(ask):
    front = ask()
    assert bodies(front, "title") == ["Start here"]
    page = next(one for one in front["pages"] if one["title"] == "Explore")
    explore = ask(page=page["url_path"])
    box = next(one for one in explore["actions"] if one["label"] == "Find a measure, a group or an area")
    found = ask(widget_state={box["key"]: "permanent exclusions leedz"})
    hit = next(one for one in found["actions"] if one["label"] == "Permanent exclusion rate, Leeds")
    shown = ask(trigger={"key": hit["key"]})
    assert "permanent exclusions were recorded" in bodies(shown, "header")[0]
    assert "in Leeds" in bodies(shown, "header")[0]
    assert any("Department for Education" in one and "Leeds" in one for one in bodies(shown, "code"))
    assert any(one.startswith("Source: Department for Education") for one in bodies(shown, "caption"))
    assert "events, not of pupils" in " ".join(bodies(shown, "markdown"))


def test_an_assistant_reads_the_table_that_a_person_reads(ask, app):
    shown = ask(page="exclusions", query_params={"place": ["E08000035"], "measure": ["suspension_rate"]})
    table = next(elements(shown["tree"], "dataframe"), None) or next(elements(shown["tree"], "table"))
    reply = requests.get(f"{app}/{table['data']['url'].lstrip('/')}", timeout=PATIENCE_SECONDS)
    rows = pa.ipc.open_stream(reply.content).read_all().to_pandas()
    assert "10.3" in rows[rows.eq("2022/23").any(axis="columns")].to_string()


def test_every_control_of_every_page_has_a_key_and_a_label(ask):
    front = ask()
    assert len(front["pages"]) > 12
    for page in front["pages"]:
        for action in ask(page=page["url_path"])["actions"]:
            assert action.get("label"), (page, action)
            assert action.get("key"), (page, action)
            assert not action["key"].startswith("$$"), (page, action)


def test_the_same_app_is_a_server_of_the_model_context_protocol(app):
    said = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/list",
        "params": {},
    }
    accepts = {"Accept": "application/json, text/event-stream"}
    reply = requests.post(f"{app}/_stcore/agent/mcp", json=said, headers=accepts, timeout=PATIENCE_SECONDS)
    assert reply.status_code == 200, reply.text
    assert "interact" in reply.text


def test_it_is_off_unless_it_was_switched_on(data):
    with serve("app.py", data=data) as url:
        reply = requests.post(f"{url}/_stcore/agent/interact", json={}, timeout=PATIENCE_SECONDS)
        assert reply.status_code in (403, 404, 405), reply.text
