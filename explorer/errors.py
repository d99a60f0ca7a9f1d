"""Errors: what the reader of a page can be told."""


class ExplorerError(Exception):
    """A sentence for the reader: which thing, what was found, what was expected, what to do."""
