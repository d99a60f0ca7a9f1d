"""Telling: the commands that only print: what changed, and the draft of a new source."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data_pipeline import diff, draft, faults
from data_pipeline.commands.by_hand import obtain


def changes(options: argparse.Namespace) -> int:
    """Print what the last build that changed any figure changed."""
    said = diff.of(every=options.all, markdown=options.markdown)
    if options.to:
        with faults.naming(options.to):
            options.to.write_text(said + "\n", encoding="utf-8", newline="\n")
    else:
        print(said)
    return 0


def drafted(options: argparse.Namespace) -> int:
    """Print a TOML for a table that nobody has declared yet."""
    toml = draft.of(options.reference, obtain)
    print(toml, end="")
    if toml.startswith(draft.ALREADY):  # once more where it is seen when the rest goes into a file
        sys.stderr.write(f"note: {toml.partition(chr(10))[0].removeprefix(draft.ALREADY)}\n")
    return 0


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add diff and draft to the command line."""
    told = commands.add_parser("diff", help="say which figures the last new release changed")
    told.add_argument("--all", action="store_true", help="what every build changed, not only the last")
    told.add_argument(
        "--markdown", action="store_true", help="as Markdown, no longer than a pull request takes"
    )
    told.add_argument("--to", type=Path, metavar="FILE", help="write it here instead")
    told.set_defaults(run=changes)
    new = commands.add_parser("draft", help="print the TOML of a source for a table that has none")
    new.add_argument(
        "reference", metavar="TABLE", help="a CSV file, a data-set id or an address of the data catalogue"
    )
    new.set_defaults(run=drafted)
