"""Peak: how long a call took, and the most memory that its process ever held."""

import sys
import time
from collections.abc import Callable


def of(call: Callable[[], None]) -> tuple[float, int]:
    """Seconds of the call, and bytes of the process at its highest so far."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started, _highest()


def of_children() -> int:
    """Bytes of the process that this one started and that was largest, at its highest."""
    return _highest(children=True)


def _highest(*, children: bool = False) -> int:
    if sys.platform == "win32":
        return 0  # not measured there
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    whose = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(whose).ru_maxrss * unit
