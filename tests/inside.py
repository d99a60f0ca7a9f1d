"""Inside: what a database holds, read with a statement."""

import duckdb


def rows_in(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def figures(database):
    """Every figure, always in the same order."""
    return rows_in(database, "SELECT * FROM figures ORDER BY ALL")
