"""SQL page tests: the page through app.py, where it is on, where it is off, and what a link does."""

import re
from functools import partial

import pytest

from explorer.controls import sql_result
from explorer.sandbox import files
from tests.explorer.test_sandbox_files import told_of
from tests.opening import open_page, words

pytestmark = pytest.mark.usefixtures("real")
opened = partial(open_page, "sql.py")
COUNT = "SELECT count(*) AS measures FROM measures"


@pytest.fixture(autouse=True)
def nothing_said_of_hosting(monkeypatch):
    for name in ("INCLUSION_HOSTED", "INCLUSION_SQL"):
        monkeypatch.delenv(name, raising=False)


def run(app, sql=None):
    if sql is not None:
        app.text_area[0].set_value(sql)
    app.button[0].click().run()
    assert not app.exception, app.exception
    return app


def downloads(app):
    return [one.proto.label for one in app.get("download_button")]


def test_a_query_gives_its_rows_its_sources_and_three_files():
    app = run(opened(), "SELECT measure, value, source FROM figures WHERE measure = 'ehc_plans' LIMIT 3")
    assert app.header[0].value == "3 rows"
    assert len(app.dataframe[0].value) == 3
    assert "Tables read: figures" in words(app)
    assert "1 published table of" in words(app)
    assert "Open Government Licence v3.0" in words(app)
    assert [label.split(":")[0] for label in downloads(app)] == ["CSV", "Parquet", "JSON"]
    assert all("3 rows" in label for label in downloads(app))


@pytest.mark.parametrize("kind", files.FORMATS)
def test_a_file_says_all_that_there_is_to_say_of_its_rows(monkeypatch, kind):
    shown = {}
    monkeypatch.setattr(
        sql_result.st, "download_button", lambda label, data, **_: shown.update({label.split(":")[0]: data})
    )
    run(opened(), "SELECT time_period, value, source FROM figures WHERE measure = 'ehc_plans' LIMIT 3")
    said = told_of(shown[kind](), kind)
    assert {"title", "sentence", "filters", "caveats", "citation", "citation_short", "licence"} <= set(said)
    assert {"published", "retrieved", "link", "pinned_link", "build_id", "sha256", "made"} <= set(said)
    assert said["pinned_link"] == f"{said['link']}&build={said['build_id']}"
    assert said["pinned_link"] in said["citation"]
    assert re.fullmatch(r"[0-9a-f]{64}", said["sha256"])


def test_the_result_is_cited_in_three_forms():
    app = run(opened(), "SELECT value, source FROM figures WHERE measure = 'ehc_plans' LIMIT 3")
    assert any(one.value.startswith("@misc{") for one in app.code)
    assert any('"type": "dataset"' in one.value for one in app.code)


def test_more_rows_than_a_screen_shows_are_said_to_be_more():
    app = run(opened(), "SELECT * FROM range(2500)")
    assert app.header[0].value == "The first 1,000 of 2,500 rows"
    assert len(app.dataframe[0].value) == 1000
    assert all("2,500 rows" in label for label in downloads(app))


def test_the_row_limit_is_said_where_it_cuts(monkeypatch):
    monkeypatch.setenv("INCLUSION_SQL_ROWS", "40")
    app = run(opened(), "SELECT * FROM range(2500)")
    assert "Cut off after 40 rows" in app.warning[0].value


def test_null_is_a_word_and_not_nought():
    app = run(opened(), "SELECT NULL::DOUBLE AS value")
    assert app.dataframe[0].proto.placeholder == "no value"
    assert "It is not 0" in words(app)


def test_an_error_is_told_with_its_place():
    app = run(opened(), "SELECT valeu\nFROM figures")
    assert app.error[0].value == "Line 1, column 8: there is no column called valeu. Did you mean value?"
    assert app.code[0].value == "SELECT valeu\n       ^"
    assert not downloads(app)


def test_a_query_that_gives_no_rows_says_so():
    app = run(opened(), "SELECT * FROM figures WHERE false")
    assert app.header[0].value == "The query gives no rows"
    assert not downloads(app)


def test_every_example_can_be_put_into_the_box_and_run():
    app = opened()
    titles = app.selectbox[0].options
    assert len(titles) >= 8
    app.selectbox[0].select_index(1).run()
    assert app.text_area[0].value.startswith(f"-- {titles[1]}\nWITH")
    assert run(app).header[0].value


def test_a_link_fills_the_box_and_runs_nothing():
    app = opened(sql=COUNT)
    assert app.text_area[0].value == COUNT
    assert "has not been run" in app.info[0].value
    assert not app.header
    assert not app.dataframe
    run(app)
    assert app.header[0].value == "1 row"
    assert not app.info


def test_a_run_writes_the_link_and_the_link_is_offered():
    app = run(opened(), COUNT)
    assert app.query_params["sql"] == COUNT
    link = "?sql=SELECT+count%28%2A%29+AS+measures+FROM+measures"
    assert any(code.value.endswith(link) for code in app.code)


def test_a_query_too_long_for_a_link_is_run_and_says_so():
    app = run(opened(sql=COUNT), COUNT + " " * 4000)
    assert app.header[0].value == "1 row"
    assert "sql" not in app.query_params
    assert "does not fit in a link" in words(app)


def test_a_second_query_takes_the_place_of_the_first():
    app = run(opened(), COUNT)
    run(app, "SELECT 1 AS one UNION ALL SELECT 2")
    assert app.header[0].value == "2 rows"
    assert app.query_params["sql"].startswith("SELECT 1")


def test_the_tables_and_columns_are_listed_with_what_they_are():
    app = opened()
    names = [option.split(":")[0] for option in app.selectbox[1].options]
    assert names[0] == "figures"
    assert {"measures", "places", "published.ehc_plans"} <= set(names)
    columns = app.table[0].value
    assert list(columns["Column"])[:2] == ["measure", "time_period"]
    assert all(columns["What it is"])


def test_a_published_table_can_be_read_with_its_marks_and_its_source():
    app = run(opened(), "SELECT * FROM published.ehc_plans")
    assert "1 published table of: Education, health and care plans" in words(app)


def test_every_control_has_a_key_and_a_label():
    app = run(opened(), COUNT)
    for control in (*app.selectbox, *app.text_area, *app.button):
        assert control.key, control
        assert control.label, control


@pytest.mark.parametrize(
    ("hosted", "word", "on"),
    [("", "", True), ("1", "", False), ("1", "on", True), ("", "off", False), ("1", "off", False)],
)
def test_the_page_is_on_at_home_and_off_when_hosted_unless_said(monkeypatch, hosted, word, on):
    monkeypatch.setenv("INCLUSION_HOSTED", hosted)
    monkeypatch.setenv("INCLUSION_SQL", word)
    app = opened()
    assert bool(app.text_area) is on
    assert on or "switched off" in app.info[0].value
    assert app.title[0].value == "Ask in SQL"
