"""Picking: the one part of a panel, of a profile or of a run that a test looks at."""

from explorer.queries.profiles import profile


def row_of(panel, category):
    """The row of a group in a panel of disparities."""
    return next(one for one in panel.rows if one.category == category)


def line_of(code, measure):
    """The line of a measure in the profile of an area."""
    return next(line for line in profile(code).lines if line.measure.id == measure)


def rows_of(result):
    """The rows of a reader's query, each by the names of its columns."""
    return result.head.table.to_pylist()
