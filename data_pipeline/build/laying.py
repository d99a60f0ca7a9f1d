"""Laying: the published tables, the figures and every table around them, in order."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data_pipeline import check
from data_pipeline.build import earlier, figures, filling, mapping, publish, tables, years
from data_pipeline.build.earlier import Earlier
from data_pipeline.catalogue import Source
from data_pipeline.check import Finding
from data_pipeline.errors import PipelineError
from data_pipeline.files import Release
from data_pipeline.words import Vocabulary

Say = Callable[[str], None]
# What a file can do to its reader; a disk that is full is none of these, and ends the build.
UNREADABLE = (
    duckdb.ProgrammingError,
    duckdb.DataError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    UnicodeError,
    csv.Error,
)


@dataclass(frozen=True)
class Plan:
    """What a build stands on: the catalogue, the words, the files, a place for scratch, and how to judge."""

    sources: tuple[Source, ...]
    vocabulary: Vocabulary
    releases: tuple[Release, ...]
    scratch: Path
    whole: bool = True
    keeps_others: bool = False


@dataclass
class Laid:
    """What came of it: the sources whose tables are here, and those that the earlier database lends."""

    kept: list[Source] = field(default_factory=list)
    lent_tables: set[str] = field(default_factory=set)
    lent_figures: list[Source] = field(default_factory=list)
    lent_years: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def has(self, ids: Sequence[str]) -> bool:
        """Whether the tables of all these sources are here."""
        return {source.id for source in self.kept}.issuperset(ids)

    @property
    def lent(self) -> list[str]:
        """The sources that have figures of the earlier database, all of theirs or those of some years."""
        return sorted({*self.lent_whole, *self.lent_years})

    @property
    def lent_whole(self) -> list[str]:
        """The sources all of whose figures are those of the earlier database."""
        return sorted(self.lent_tables | {source.id for source in self.lent_figures})


def lay_out(
    cursor: duckdb.DuckDBPyConnection,
    plan: Plan,
    *,
    findings: list[Finding],
    before: Earlier | None,
    say: Say,
) -> Laid:
    """Lay out the published tables, the figures and every table around them."""
    laid = Laid(findings=findings)
    tables.create(cursor)
    tables.vocabulary(cursor, plan.vocabulary)
    mapping.spellings(cursor, plan.vocabulary)
    figures.prepare(cursor)
    broken = {finding.source for finding in findings if finding.severity == "fatal"}
    for source in _in_order(plan.sources):
        fine = source.id not in broken and _lay_one(cursor, source, plan=plan, laid=laid, say=say)
        if before and fine:
            laid.findings += earlier.column_changes(cursor, source)
        elif before:
            _lend(cursor, source, laid=laid, before=before)
    for source in laid.kept:
        laid.findings += figures.collect(cursor, source, words=plan.vocabulary)
    for source in laid.lent_figures:
        earlier.lend_figures(cursor, source)
    if before:
        _lend_years(cursor, plan, laid=laid, before=before)
    figures.settle(cursor)
    tables.periods(cursor, plan.vocabulary)
    _cite(cursor, plan, laid=laid)
    return laid


def _lay_one(cursor: duckdb.DuckDBPyConnection, source: Source, *, plan: Plan, laid: Laid, say: Say) -> bool:
    """Make one published table and hold it against its promises; False where it is not fit for use."""
    mine = [release for release in plan.releases if release.source.id == source.id]
    if not mine and not (source.sql and laid.has(source.derived_from)):
        what = "figures are" if source.figures or source.sql else "table is"
        missed = "" if plan.keeps_others else f"; its {what} not in this build"
        laid.findings.append(Finding(source.id, "", "note", f"no file of it was found{missed}."))
        if plan.keeps_others:
            return False
        # of a derived source those that it stands on may be lent without their tables
        return not {one.id for one in laid.lent_figures}.intersection(source.derived_from)
    say(f"Reading {source.id}")
    try:
        found = (
            publish.publish(cursor, source, releases=mine, scratch=plan.scratch)
            if mine
            else publish.derive(cursor, source)
        )
        found += check.check(cursor, source, whole=plan.whole)
        if not any(finding.severity == "fatal" for finding in found):
            found += filling.fill(cursor, source, vintage=_vintage(mine), whole=plan.whole)
    except UNREADABLE as error:
        said = f"Unreadable: {str(error).splitlines()[0]} Download it again."
        found = [Finding(source.id, mine[0].file.name if mine else "", "fatal", said)]
    laid.findings += found
    if any(finding.severity == "fatal" for finding in found):
        cursor.execute(f"DROP TABLE IF EXISTS {check.table(source)}")
        return False
    laid.kept.append(source)
    return True


def _vintage(releases: Sequence[Release]) -> str:
    known = releases[-1].known if releases else None
    return known.release if known else ""


def _lend(cursor: duckdb.DuckDBPyConnection, source: Source, *, laid: Laid, before: Earlier) -> None:
    """Keep the last good table of a broken source, or its figures alone where they came from a snapshot."""
    if source.fills and not earlier.lend_filled(cursor, source):
        return
    if earlier.lend_table(cursor, source):
        laid.kept.append(source)
        laid.lent_tables.add(source.id)
    elif source.fills or earlier.has_figures(cursor, source):
        laid.lent_figures.append(source)
    else:
        return
    said = f"Last good table: that of build {before.build_id} of {before.made_on} stays in use."
    broken = any(one.source == source.id and one.severity == "fatal" for one in laid.findings)
    laid.findings.append(Finding(source.id, "", "warning" if broken else "note", said))


def _lend_years(cursor: duckdb.DuckDBPyConnection, plan: Plan, *, laid: Laid, before: Earlier) -> None:
    """Keep the years of a source with a file a year of which no file is here; name those that others lost."""
    for source in laid.kept:
        periods = years.gone(cursor, source)
        if periods and plan.keeps_others and source.every_year:
            laid.lent_years[source.id] = periods
            laid.findings.append(years.keep(cursor, source, periods=periods, before=before))
        elif periods:
            laid.findings.append(years.missed(source, periods))


def _cite(cursor: duckdb.DuckDBPyConnection, plan: Plan, *, laid: Laid) -> None:
    """Fill the tables of sources, symbols and releases."""
    tables.catalogue(cursor, laid.kept, words=plan.vocabulary)
    read = {source.id for source in laid.kept} - laid.lent_tables
    tables.releases(cursor, [release for release in plan.releases if release.source.id in read])
    figures_only = [source.id for source in laid.lent_figures]
    for name in ("sources", "symbols", "mapped"):
        earlier.lend_rows(cursor, name, sources=figures_only)
    earlier.lend_rows(cursor, "releases", sources=laid.lent_whole)
    for name, periods in laid.lent_years.items():
        years.keep_releases(cursor, name, periods=periods)
    tables.attributions(cursor)


def _in_order(sources: Sequence[Source]) -> list[Source]:
    """The sources, each derived one after those that it stands on."""
    ordered: list[Source] = [source for source in sources if not source.sql]
    waiting = [source for source in sources if source.sql]
    while waiting:
        have = {source.id for source in ordered}
        ready = [source for source in waiting if have.issuperset(source.derived_from)]
        if not ready:
            names = ", ".join(source.id for source in waiting)
            raise PipelineError(f"{names}: derived from a source that does not exist. Mend `derived_from`.")
        ordered += ready
        waiting = [source for source in waiting if source not in ready]
    return ordered
