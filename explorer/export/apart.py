"""Apart: a file made in a process of its own, so that other readers do not wait for it.

Run as `python -m explorer.export.apart ENDING` with a pickled extract on its input; it answers with the file.
"""

import pickle
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from explorer.errors import ExplorerError
from explorer.export.extracting import Extract
from explorer.export.writers import WRITERS

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 180
AT_ONCE = 2  # each takes a core and some hundred megabytes
_turn = BoundedSemaphore(AT_ONCE)


def made_apart(taken: Extract, ending: str) -> bytes:
    """The extract as a file of this ending, made by another process; at most AT_ONCE at a time.

    Raises   ExplorerError where it cannot be made
    """
    command = [sys.executable, "-m", "explorer.export.apart", ending]
    with _turn:
        try:
            done = subprocess.run(  # noqa: S603 (our own command; the ending is one of WRITERS)
                command,
                input=pickle.dumps(taken),
                cwd=ROOT,
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ExplorerError(
                f"{ending}: the file was not made in {TIMEOUT_SECONDS} seconds. "
                "Take the CSV or Parquet, or fewer rows."
            ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise ExplorerError(
            f"{ending}: the file could not be made: {said[-1] if said else 'no reason given'}"
        )
    return done.stdout


if __name__ == "__main__":
    # the bytes come from the process above, which is this program
    sent = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.stdout.buffer.write(WRITERS[sys.argv[1]](sent))
