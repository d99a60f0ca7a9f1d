"""Commands: what the command line does about the service and the figures: refresh, fetch, check, status."""

from __future__ import annotations

import argparse
from pathlib import Path

from data_pipeline.commands import saying, telling
from data_pipeline.commands.checking import check
from data_pipeline.commands.refreshing import fetch, refresh
from data_pipeline.commands.standing import status

EXIT_CODES = (
    "exit codes: 0 all is well; 1 it could not be done, and the data in use is as it was (check: every file, "
    "or the database in use, breaks a promise that it must keep); 2 not understood; 3 done in part, some "
    "sources keep what they had (check: would keep it); 4 (status) something newer is published; "
    "130 interrupted; the data in use is as it was; 141 nobody reads what it writes any more"
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add refresh, fetch, check, status, diff and draft to the command line."""
    refreshing = commands.add_parser(
        "refresh", help="find, fetch, check, build and swap; done without a command"
    )
    _bringing(refreshing, run=refresh)
    fetching = commands.add_parser("fetch", help="find and fetch what is new; build nothing")
    _bringing(fetching, run=fetch)
    checking = commands.add_parser(
        "check", help="hold what is fetched and the database in use against every promise; change nothing"
    )
    _with_sources(checking, said="check these files, and not what was fetched or the database in use")
    checking.set_defaults(run=check)
    telling.add(commands)
    standing = commands.add_parser("status", help="say what is here, how old it is, and what is newer")
    standing.epilog = EXIT_CODES
    standing.add_argument("sources", nargs="*", metavar="SOURCE", help="only these sources")
    standing.add_argument("--offline", action="store_true", help="do not ask the service")
    saying.add_option(standing)
    standing.set_defaults(run=status)


def _bringing(parser: argparse.ArgumentParser, *, run: object) -> None:
    _with_sources(parser, said="take files from here, as a browser saved them, and do not ask the service")
    parser.add_argument(
        "--locked", action="store_true", help="fetch exactly the files that the lock file names"
    )
    saying.add_option(parser)
    parser.set_defaults(run=run)


def _with_sources(parser: argparse.ArgumentParser, *, said: str) -> None:
    parser.epilog = EXIT_CODES
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="only these sources")
    parser.add_argument("--from", dest="folders", nargs="+", type=Path, default=[], metavar="DIR", help=said)
    parser.add_argument("--sample", action="store_true", help=argparse.SUPPRESS)
