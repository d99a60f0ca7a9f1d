"""Published figures: what the department printed, read back from a build of its own files."""

import duckdb
import pytest

from tests.data_pipeline.oracle import not_reproduced, published


@pytest.fixture(scope="module")
def cursor(real_build):
    with duckdb.connect(str(real_build), read_only=True) as connection:
        yield connection.cursor()


@pytest.fixture(scope="module")
def figures(cursor):
    rows = cursor.execute(
        """
        SELECT measure, time_period, time_identifier, name, school_type, breakdown, category,
               value, numerator, denominator
        FROM figures
        JOIN places USING (place_code)
        """
    ).fetchall()
    return {row[:7]: dict(zip(("value", "numerator", "denominator"), row[7:], strict=True)) for row in rows}


def test_every_published_figure_is_reproduced_or_listed_with_the_reason(figures, published_figures_file):
    wanted, other = published(published_figures_file)
    wrong = dict(other)
    for figure in wanted:
        found = figures.get(tuple(figure.key.values()), {}).get(figure.column)
        if found is None or abs(found - figure.value) > figure.tolerance:
            wrong[figure.id] = f"{figure.key} {figure.column}: published {figure.value}, found {found}"
    listed = not_reproduced()
    unlisted = {key: said for key, said in wrong.items() if key not in listed}
    assert not unlisted, "\n".join(f"{key}: {said}" for key, said in unlisted.items())
    assert not set(listed) - set(wrong), "these are reproduced now: take them off the list"
