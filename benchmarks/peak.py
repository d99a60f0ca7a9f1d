"""Peak: how long a call took, and the most memory that its process ever held."""

import sys
import time
from collections.abc import Callable


def of(call: Callable[[], None]) -> tuple[float, int]:
    """Seconds of the call, and bytes of the process at its highest so far."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started, _highest()


def _highest() -> int:
    if sys.platform == "win32":
        return 0  # not measured there
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
