"""Turns: how many answers are put together at once, and what those hear that come while all are taken."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import BoundedSemaphore

AT_ONCE = 2  # each takes a core and up to some two hundred megabytes
PATIENCE_SECONDS = 20.0
AGAIN_SECONDS = 10  # after which whoever was sent away is asked to come again
LOOK_SECONDS = 0.02
BUSY = (
    f"{AT_ONCE} files are being made already, which is all that are made at once here. Ask again in "
    f"{AGAIN_SECONDS} seconds. No figures were sent."
)
TURNS = BoundedSemaphore(AT_ONCE)


@asynccontextmanager
async def turn() -> AsyncIterator[bool]:
    """Whether it is one's turn, at most after PATIENCE_SECONDS; the turn ends with the block.

    Waiting holds no thread: the pages are served by the same few, and would wait with it.
    """
    mine = await _waited()
    try:
        yield mine
    finally:
        if mine:
            TURNS.release()


async def _waited() -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not TURNS.acquire(blocking=False):
        if time.monotonic() > until:
            return False
        await asyncio.sleep(LOOK_SECONDS)
    return True
