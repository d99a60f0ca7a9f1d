"""Published forms tests: what a table has by year, its years side by side, and its rows as lines."""

from functools import partial

import pytest

from explorer import queries
from explorer.queries import Filtered
from tests.inside import rows_in
from tests.opening import box, figures, open_page

opened = partial(open_page, "tables.py")
TABLE, WIDE = "exclusions_by_geography", "Column with its years side by side"
NATIONAL = Filtered(TABLE, (("geographic_level", ("National",)),))


@pytest.mark.usefixtures("real")
def test_rows_are_counted_by_year_and_kind_of_area(real):
    counted = opened(table=TABLE).dataframe[1].value.set_index("geographic_level")
    query = f"SELECT geographic_level, time_period, count(*) FROM published.{TABLE} GROUP BY ALL"
    for level, year, rows in rows_in(real, query):
        assert counted.loc[level, str(year)] == rows
    assert list(counted.columns) == sorted(counted.columns, reverse=True)


def test_the_years_of_one_column_stand_side_by_side(real):
    wide = queries.published_wide(NATIONAL, "headcount", most=10_000)
    query = f"""
        SELECT school_type, time_period, headcount
        FROM published.{TABLE}
        WHERE geographic_level = 'National' AND headcount IS NOT NULL
    """
    found = rows_in(real, query)
    assert found
    for kind, year, number in found:
        assert wide.set_index("school_type").loc[kind, str(year)] == number


@pytest.mark.usefixtures("real")
def test_too_many_rows_or_rows_that_are_not_told_apart_are_not_set_side_by_side():
    assert queries.published_wide(NATIONAL, "headcount", most=1).empty


@pytest.mark.usefixtures("real")
def test_a_column_is_chosen_and_its_rows_are_a_table_and_lines():
    app = opened(table=TABLE, is_geographic_level="National")
    assert not figures(app)
    box(app, WIDE).set_value("headcount").run()
    assert not app.exception
    wide = queries.published_wide(NATIONAL, "headcount", most=10_000)
    assert app.dataframe[-1].value.equals(wide)
    (drawn,) = figures(app)
    years = [name for name in reversed(wide.columns) if name.isdigit()]
    assert drawn["data"][0]["x"] == years
    assert len(drawn["data"]) == 1
    lines = next(one for one in app.multiselect if one.label.startswith("Rows in the chart"))
    lines.set_value(lines.options[:2]).run()
    assert not app.exception
    assert len(figures(app)[0]["data"]) == 2


@pytest.mark.usefixtures("real")
def test_every_published_table_has_its_years_side_by_side_or_a_sentence():
    for one in queries.published_tables():
        app = opened(table=one.id)
        for choice in [there for there in app.selectbox if there.label == WIDE]:
            choice.set_value(choice.options[1]).run()
            assert not app.exception, one.id
            assert figures(app) or "Filter them by a column first" in app.info[-1].value, one.id
