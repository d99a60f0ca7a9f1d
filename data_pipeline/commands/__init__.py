"""Commands: what the command line does about the service: refresh, fetch, status."""

from __future__ import annotations

import argparse
from pathlib import Path

from data_pipeline.commands import telling
from data_pipeline.commands.refreshing import fetch, refresh
from data_pipeline.commands.standing import status

EXIT_CODES = (
    "exit codes: 0 all is well; 1 it could not be done, and the data in use is as it was; 2 not understood; "
    "3 done in part, some sources keep what they had; 4 (status) something newer is published; "
    "130 interrupted; the data in use is as it was"
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add refresh, fetch and status to the command line."""
    _with_sources(
        commands.add_parser("refresh", help="find, fetch, check, build and swap; done without a command"),
        run=refresh,
    )
    _with_sources(commands.add_parser("fetch", help="find and fetch what is new; build nothing"), run=fetch)
    telling.add(commands)
    standing = commands.add_parser("status", help="say what is here, how old it is, and what is newer")
    standing.add_argument("sources", nargs="*", metavar="SOURCE", help="only these sources")
    standing.add_argument("--offline", action="store_true", help="do not ask the service")
    standing.set_defaults(run=status)


def _with_sources(parser: argparse.ArgumentParser, *, run: object) -> None:
    parser.epilog = EXIT_CODES
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="only these sources")
    parser.add_argument(
        "--locked", action="store_true", help="fetch exactly the files that the lock file names"
    )
    parser.add_argument(
        "--from",
        dest="folders",
        nargs="+",
        type=Path,
        default=[],
        metavar="DIR",
        help="take files from here, as a browser saved them, and do not ask the service",
    )
    parser.add_argument("--sample", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)
