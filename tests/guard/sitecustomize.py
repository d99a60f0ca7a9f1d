"""Network guard: any connection off this machine fails, in the tests and in every Python that they start.

Python imports a module of this name at start-up when it is on the path, so that `PYTHONPATH=tests/guard`
guards a server or a build that a test starts; `tests/conftest.py` imports it for the tests themselves.
"""

import sys

LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None}  # noqa: S104 (to know it, not to bind it)


def _host(event: str, args: tuple) -> object:
    """Return the host that this event is about; None for an event that reaches nobody."""
    if event == "socket.getaddrinfo":
        return args[0]
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        return address[0] if isinstance(address, tuple) else None
    return None


def _refuse(event: str, args: tuple) -> None:
    host = _host(event, args)
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOOPBACK:
        message = f"tests stay on this machine, and something asked for {host!r} ({event})"
        # printed too: who asks may be ready for a machine without a network, and say nothing
        print(message, file=sys.stderr, flush=True)  # noqa: T201
        raise RuntimeError(message)


sys.addaudithook(_refuse)
