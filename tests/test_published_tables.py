"""Published tables page tests: each table with its own columns, filtered, and taken away with its source."""

from functools import partial

import pandas as pd
import pytest

from explorer import queries
from explorer.errors import ExplorerError
from explorer.export import STARTS_A_FORMULA
from explorer.queries import Filtered
from tests.inside import rows_in
from tests.opening import open_page

opened = partial(open_page, "tables.py")
TABLE = "exclusions_by_geography"


@pytest.mark.usefixtures("real")
def test_every_published_table_can_be_opened():
    app = opened()
    there = queries.published_tables()
    assert len(there) > 30
    for one in there:
        app.selectbox[0].set_value(one.id).run()
        assert not app.exception, one.id
        assert one.title in app.header[0].value
        assert not app.dataframe[0].value.empty


def test_the_rows_are_those_of_the_published_table(real):
    app = opened(table=TABLE, is_geographic_level="National")
    query = f"SELECT count(*), sum(headcount) FROM published.{TABLE} WHERE geographic_level = 'National'"
    ((count, pupils),) = rows_in(real, query)
    assert f"{count:,} rows" in app.header[0].value
    assert app.dataframe[0].value["headcount"].sum() == pupils


@pytest.mark.usefixtures("real")
def test_a_picked_value_filters_and_is_in_the_link():
    app = opened(table=TABLE)
    app.multiselect[0].set_value(["geographic_level"]).run()
    app.multiselect[1].set_value(["National"]).run()
    assert not app.exception
    assert set(app.dataframe[0].value["geographic_level"]) == {"National"}
    assert app.query_params["is_geographic_level"] == "National"


@pytest.mark.usefixtures("real")
def test_a_link_that_means_nothing_is_passed_over_in_words():
    app = opened(table="no_such", is_weather="rain")
    assert "There is no table 'no_such'" in app.warning[0].value
    assert app.dataframe


@pytest.mark.usefixtures("shipped")
def test_without_published_tables_the_page_says_how_to_get_them():
    assert "python -m data_pipeline" in opened().info[0].value


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_file_holds_every_row_asked_for_with_its_source(tmp_path, ending):
    asked = Filtered(TABLE, (("geographic_level", ("National",)),))
    path = tmp_path / f"rows{ending}"
    queries.write_published(asked, path, told=(("citation", "Who says so"),), risky=STARTS_A_FORMULA)
    rows = pd.read_csv(path) if ending == ".csv" else pd.read_parquet(path)
    shown = queries.published_rows(asked, most=10_000)
    assert len(rows) == shown.total
    assert rows["headcount"].tolist() == shown.rows["headcount"].tolist()
    assert set(rows["citation"]) == {"Who says so"}


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("name", ['x"; DROP TABLE figures; --', "main.figures", "../etc/passwd", ""])
def test_a_name_that_is_not_in_the_catalogue_reaches_no_query(name):
    with pytest.raises(ExplorerError, match="no published table"):
        queries.published_rows(Filtered(name), most=1)
    with pytest.raises(ExplorerError, match="no column"):
        queries.published_rows(Filtered(TABLE, ((name, ("a",)),)), most=1)
