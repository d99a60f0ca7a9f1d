"""Diff: what a new build changed, added and withdrew, as text to read or Markdown for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from pathlib import Path

from data_pipeline.build.changes import Change, read
from data_pipeline.build.place import current
from data_pipeline.check_database import build_of, not_renewed
from data_pipeline.errors import PipelineError

LONGEST = 65_536  # characters that a pull request takes
ROOM = 200  # of them for the sentence that says that it was cut
LISTED = 15  # changes of one measure that are named one by one, the largest first
KINDS = ("changed", "added", "withdrawn")


def of(database: Path | None = None, *, every: bool = False, markdown: bool = False) -> str:
    """What the last build that changed any figure changed, or `every` build that is remembered.

    Then the sources of the database that have no newer figures because their files could not be had or used.
    Markdown is cut, with a sentence that says so, where it is longer than a pull request takes.

    Raises  PipelineError where there is no database
    """
    database = database or current()
    if not database:
        raise PipelineError("No database yet. Run `python -m data_pipeline build --from FOLDER` first.")
    parts = [*_changes(database, every=every, markdown=markdown), _kept(database, markdown=markdown)]
    text = "\n\n".join(filter(None, parts))
    return cut(text, LONGEST) if markdown else text


def cut(text: str, longest: int) -> str:
    """The text, or as many of its whole lines as fit with a sentence that says how many are left out."""
    if len(text) <= longest:
        return text
    lines = text.splitlines()
    ends = list(accumulate(len(line) + 1 for line in lines))
    fitting = sum(end <= longest - ROOM for end in ends)
    said = (
        f"**Cut here**: {counted(len(lines) - fitting, 'line')} are left out, which do not fit. "
        "`python -m data_pipeline diff` says all."
    )
    return "\n\n".join(filter(None, ["\n".join(lines[:fitting]), said]))


def _changes(database: Path, *, every: bool, markdown: bool) -> list[str]:
    changes = read(database)
    if not changes:
        return ["No figure was changed, added or withdrawn by a new release so far."]
    here = build_of(database)
    steps = {step: list(mine) for step, mine in groupby(changes, key=lambda change: change.step)}
    newest = steps[max(steps)]
    unchanged = (
        [] if newest[0].new_build == here else [f"Build {here} changed no figure; the last one that did:"]
    )
    return unchanged + [_build(mine, markdown=markdown) for mine in (steps.values() if every else [newest])]


def _kept(database: Path, *, markdown: bool) -> str:
    """Which sources keep what they had, and why."""
    reasons: dict[str, str] = {}
    for finding in not_renewed(database):
        reasons.setdefault(finding.source or finding.file_name, finding.message)
    if not reasons:
        return ""
    said = f"{counted(len(reasons), 'source')} without newer figures:"
    lines = [f"- {source}: {_one_line(reason)}" for source, reason in sorted(reasons.items())]
    return "\n".join([f"### {said}\n" if markdown else said, *lines])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def counted(number: int, one: str) -> str:
    """`1 source`, `2 sources`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


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
