"""Opening: a page of the app opened as a reader opens it, and what then stands on it."""

import json
from urllib.parse import parse_qsl, urlsplit

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT

SECONDS = 120
SAID = (
    *("title", "header", "subheader", "markdown", "caption"),
    *("info", "warning", "success", "error"),
)


def open_page(file, **link):
    """Open a page by its file with these words in its link; `from_` stands for `from`."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.query_params.update({word.rstrip("_"): text for word, text in link.items()})
    app.switch_page(f"pages/{file}").run()
    assert not app.exception, app.exception
    return app


def words(app):
    """All that the page says in headings, paragraphs, captions and notices, as one text."""
    return "\n".join(str(one.value) for kind in SAID for one in app.get(kind))


def figures(app):
    """The charts of the page, as they are sent to be drawn."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def links(app):
    """The links that the page offers for copying."""
    return [one.value for one in app.code if one.value.startswith("?")]


def link_of(app):
    """The words of the first link that the page offers for copying."""
    return dict(parse_qsl(urlsplit(app.code[0].value).query))


def box(app, label):
    """The list with this label, of which one is chosen."""
    return next(one for one in app.selectbox if one.label == label)
