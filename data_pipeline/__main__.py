"""Command line: `python -m data_pipeline` refreshes everything; `--help` names the other commands."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

INTERRUPTED = 130
STOPPED = "Stopped before it began; nothing was changed."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, `refresh` when none is named; the exit codes are in `--help`."""
    # what the commands stand on takes a second to load, in which Ctrl-C must be heard too
    from data_pipeline.commands import line

    if signal.getsignal(signal.SIGINT) is _stop:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return line.run(sys.argv[1:] if arguments is None else arguments, about=str(__doc__))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Say that it was stopped and end at once: half a library is loaded, and nothing is open."""
    asked_in_json = any(word.endswith("json") for word in sys.argv)
    end = json.dumps({"is": "end", "code": INTERRUPTED, "text": STOPPED})
    os.write(1 if asked_in_json else 2, f"{end if asked_in_json else STOPPED}\n".encode())
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    sys.exit(main())
