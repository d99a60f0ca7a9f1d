"""Serving: the app on a free port of this machine, and the browser to look at it with."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 90
REFUSED = "tests stay on this machine"
# What a headless Chromium needs as root in a container, and what keeps it from calling its maker.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """Return the path of a Chromium or Chrome on this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serve(script, *, data, cwd=ROOT, settings=()):
    """Give the address of `streamlit run script`, started in cwd with this folder of databases.

    `settings`: more of Streamlit's own, as "server.enableAgentApi=true"

    At the end it fails if the server asked for another host: the guard's refusal is in what it printed.
    """
    port = free_port()
    told = (f"server.port={port}", "server.address=127.0.0.1", "server.headless=true", *settings)
    command = [sys.executable, "-m", "streamlit", "run", str(script), *(f"--{setting}" for setting in told)]
    env = os.environ | {"INCLUSION_DATA": str(data)}
    # a file, not a pipe: a pipe that nobody empties would stop a talkative server
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_SECONDS)
        log.seek(0)
        refused = [line for line in log.read().decode().splitlines() if REFUSED in line]
        assert not refused, f"the server of {script} asked for another host: {refused[0]}"


def wait_for(address, server, log):
    """Return when the server answers; raise with what it printed if it ends or takes too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()  # noqa: S310 (http, our own)
            return
        time.sleep(0.05)
    log.seek(0)
    raise RuntimeError(f"the app did not start at {address}: {log.read().decode()[-2000:]}")
