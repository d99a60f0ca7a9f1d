"""Tables tests: what stands in the cells under a chart."""

import pytest

from explorer import queries
from explorer.controls import tables
from explorer.question import Question
from tests.explorer.small_tables import CUMBRIA, ENGLAND

pytestmark = pytest.mark.usefixtures("small")
SUSPENSIONS = Question(("suspension_rate",))
GROUPS = Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", first="202324", last="202324")


def test_the_newest_year_is_on_top_with_its_counts_beside_it():
    rows = tables.readable(queries.ask(SUSPENSIONS)).rows
    assert list(rows.columns)[:2] == ["Period", "Suspensions, per 100 pupils"]
    assert list(rows.iloc[0]) == ["2023/24", "11.3", "954,952", "8,445,343"]


def test_a_cell_without_a_figure_says_why_and_is_never_blank_or_nought():
    rows = tables.readable(queries.ask(GROUPS)).rows
    irish = rows[rows["Ethnic group"] == "Irish"].iloc[0]
    assert "suppressed" in irish.iloc[1]
    assert irish.iloc[2] == "not at hand"
    assert not rows.isin(["", "0", "nan"]).any(axis=None)


def test_what_does_not_vary_has_no_column():
    assert tables.readable(queries.ask(GROUPS)).rows.columns[0] == "Ethnic group"


def test_several_lines_over_several_years_stand_side_by_side():
    answer = queries.ask(Question(("suspension_rate",), (ENGLAND, CUMBRIA)))
    table = tables.side_by_side(answer)
    assert list(table.rows.columns) == ["Period", "England", "Cumbria"]
    assert list(table.rows.iloc[0]) == ["2023/24", "11.3", "not at hand"]
    assert tables.side_by_side(queries.ask(SUSPENSIONS)) is None


def test_measures_with_different_units_keep_them_in_their_cells():
    answer = queries.ask(Question(("suspension_rate", "absence_rate"), first="202324"))
    figures = list(tables.readable(answer).rows["Figure"])
    assert figures == ["11.3 per 100 pupils", "7.1% of sessions"]
