"""Filling: the small tables that a published table fills rather than giving figures."""

from __future__ import annotations

import duckdb

from data_pipeline.build import likeness, outlines
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding


def fill(cursor: duckdb.DuckDBPyConnection, source: Source, *, vintage: str, whole: bool) -> list[Finding]:
    """Fill the table that a source is there for, if any; a fatal finding means that it is as it was."""
    if source.fills == "outlines":
        return outlines.fill(cursor, source, whole=whole)
    if source.fills == "neighbours":
        return likeness.fill(cursor, source, vintage=vintage, whole=whole)
    return []
