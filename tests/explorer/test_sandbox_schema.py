"""Sandbox schema tests: the list of tables says what each is, and the examples give rows."""

import pytest

from explorer import sandbox
from explorer.sandbox import schema
from tests.explorer.picking import rows_of

PATIENCE_SECONDS = 60


@pytest.mark.usefixtures("real")
def test_every_table_and_column_says_what_it_is():
    tables = schema.tables()
    assert tables[0].name == "figures"
    assert any(table.name.startswith("published.") for table in tables)
    silent = [table.name for table in tables if not table.about]
    silent += [f"{table.name}.{one.name}" for table in tables for one in table.columns if not one.about]
    assert not silent


def test_there_are_eight_examples_or_more(store_with):
    store_with()
    titles = [example.title for example in schema.examples()]
    assert len(set(titles)) == len(titles) >= 8


@pytest.mark.parametrize("example", schema.EXAMPLES, ids=lambda example: example["title"])
def test_an_example_gives_rows(example, snapshot_built, built, reading):
    # published tables are in a build from files, and not in the snapshot
    reading(built if "table" in example else snapshot_built)
    one = sandbox.start(example["sql"])
    assert one.wait(PATIENCE_SECONDS)
    assert one.result, one.problem
    assert one.result.rows
    assert not one.result.cut


@pytest.mark.usefixtures("shipped")
def test_the_example_by_ethnic_group_gives_the_published_rates():
    example = next(one for one in schema.examples() if "ethnic group, newest year" in one.title)
    one = sandbox.start(example.sql)
    assert one.wait(PATIENCE_SECONDS)
    shown = {row["ethnic_group"]: row for row in rows_of(one.result)}
    assert shown["All pupils"]["times_all_pupils"] == 1
    # published by the Department for Education for 2016/17: 0.45, 0.36 and 0.28 per 100 pupils
    rates = {"Irish Traveller": 45, "Gypsy and Roma": 36, "Black Caribbean": 28}
    assert {group: round(shown[group]["per_10000"], 6) for group in rates} == rates
    assert {row["time_period"] for row in shown.values()} == {"201617"}
