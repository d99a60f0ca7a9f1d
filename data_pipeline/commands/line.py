"""Line: the words of a command line understood, the command run, and whatever ended it said in a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from data_pipeline import commands, faults
from data_pipeline.build import data_folder
from data_pipeline.commands import making
from data_pipeline.commands.saying import voice
from data_pipeline.errors import PipelineError

FAILED = 1
INTERRUPTED = 130  # as a shell says of a command that Ctrl-C ended
UNHEARD = 141  # and of one whose reader went away
STOPPED = "Stopped; the data in use is as it was."


def run(arguments: Sequence[str], *, about: str) -> int:
    """The exit code of one command, `refresh` when none is named; `about` heads the help."""
    options = _parser(about).parse_args(list(arguments) or ["refresh"])
    try:
        code, said = _run(options)
        voice(options).end(code, said)
        sys.stdout.flush()  # here, where somebody hears that nobody reads it
    except BrokenPipeError:
        _leave_unsaid()
        return UNHEARD
    except OSError as error:  # of the report itself, as where it goes to a full disk
        sys.stderr.write(f"error: The report could not be written: {faults.said(error)}\n")
        _leave_unsaid()
        return FAILED
    return code


def _run(options: argparse.Namespace) -> tuple[int, str]:
    """The exit code, and the sentence that says why it is not 0 where nobody has said it yet."""
    try:
        _look_at_the_data_folder()
        return int(options.run(options)), ""
    except PipelineError as error:
        return FAILED, str(error)
    except BrokenPipeError:
        raise
    except faults.FAULTS as error:
        if "interrupted" in str(error).lower():
            return INTERRUPTED, STOPPED
        return FAILED, faults.said(error)
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB hears Ctrl-C in the middle of a query and says it in its own way
        if isinstance(error, RuntimeError) and "interrupted" not in str(error):
            raise
        return INTERRUPTED, STOPPED


def _look_at_the_data_folder() -> None:
    folder = data_folder()
    if folder.exists() and not folder.is_dir():
        raise PipelineError(
            f"{folder}: a file, expected the folder of the data. Let INCLUSION_DATA name one, or unset it."
        )


def _leave_unsaid() -> None:
    """Send what is still to be written nowhere, or the end of the process would try once more."""
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _parser(about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_pipeline", description=about)
    parser.epilog = commands.EXIT_CODES
    named = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add(named)
    making.add(named)
    return parser
