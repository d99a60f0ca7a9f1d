"""Diff: what a new build changed, added and withdrew, as text to read or Markdown for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from data_pipeline.build.changes import Change, read
from data_pipeline.build.place import current
from data_pipeline.errors import PipelineError

LISTED = 15  # changes of one measure that are named one by one, the largest first
KINDS = ("changed", "added", "withdrawn")


def of(database: Path | None = None, *, every: bool = False, markdown: bool = False) -> str:
    """What the last build that changed any figure changed, or `every` build that is remembered.

    Raises  PipelineError where there is no database
    """
    database = database or current()
    if not database:
        raise PipelineError("No database yet. Run `python -m data_pipeline build --from FOLDER` first.")
    changes = read(database)
    if not changes:
        return "No figure was changed, added or withdrawn by a new release so far."
    builds = list(dict.fromkeys((change.old_build, change.new_build) for change in changes))
    wanted = builds if every else builds[-1:]
    return "\n\n".join(
        _build([c for c in changes if (c.old_build, c.new_build) == build], markdown=markdown)
        for build in wanted
    )


def _build(changes: Sequence[Change], *, markdown: bool) -> str:
    old, new = changes[0].old_build, changes[0].new_build
    said = f"Build {new} in place of {old}: {_counted(changes)}."
    parts = [f"## {said}" if markdown else said]
    for measure in dict.fromkeys(change.measure for change in changes):
        mine = [change for change in changes if change.measure == measure]
        parts.append(_measure(mine, markdown=markdown))
    return "\n\n".join(parts)


def _measure(changes: Sequence[Change], *, markdown: bool) -> str:
    unit = f" ({changes[0].unit})" if changes[0].unit else ""
    said = f"{changes[0].measure}{unit}: {_counted(changes)}"
    lines = [f"### {said}" if markdown else said]
    # A new year adds thousands of figures: the years say more than the figures
    added = Counter(change.period for change in changes if change.change == "added")
    if added:
        said = "Added: " + ", ".join(f"{count:,} for {period}" for period, count in added.items()) + "."
        lines.append(f"\n{said}" if markdown else f"  {said}")
    moved = sorted((c for c in changes if c.change != "added"), key=lambda change: -change.size)
    lines += _table(moved[:LISTED]) if markdown else _lines(moved[:LISTED])
    if len(moved) > LISTED:
        more = f"and {len(moved) - LISTED:,} more that moved no further."
        lines.append(f"\n{more}" if markdown else f"  {more}")
    return "\n".join(lines)


def _lines(changes: Iterable[Change]) -> list[str]:
    return [f"  {_where(change)}: {_number(change, change.old)} -> {_said(change)}" for change in changes]


def _table(changes: Sequence[Change]) -> list[str]:
    if not changes:
        return []
    rows = [f"| {_where(c).replace('|', '/')} | {_number(c, c.old)} | {_said(c)} |" for c in changes]
    return ["", "| figure | was | is |", "|---|---:|---:|", *rows]


def _where(change: Change) -> str:
    return ", ".join((change.period, change.place, change.school_type, change.category))


def _said(change: Change) -> str:
    return "withdrawn" if change.change == "withdrawn" else _number(change, change.new)


def _number(change: Change, value: float | None) -> str:
    """A value with the decimals of its measure, or more where the two values would read the same."""
    if value is None:
        return "no number"
    both = change.old is not None and change.new is not None
    decimals = change.decimals
    while both and decimals < 9 and f"{change.old:,.{decimals}f}" == f"{change.new:,.{decimals}f}":
        decimals += 1
    return f"{value:,.{decimals}f}"


def _counted(changes: Sequence[Change]) -> str:
    counts = Counter(change.change for change in changes)
    words = [f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind]]
    figures = "figure" if len(changes) == 1 else "figures"
    return f"{', '.join(words)} ({len(changes):,} {figures})"
