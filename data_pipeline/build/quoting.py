"""Quoting: words and names as they stand in SQL."""


def text(word: str) -> str:
    """A word of the catalogue or a path as an SQL literal."""
    return "'" + word.replace("'", "''") + "'"


def name_of(column: str) -> str:
    """A column's name as an SQL identifier."""
    return '"' + column.replace('"', '""') + '"'
