"""Wire: how the stand-in answers, and every way in which the real service goes wrong on the way."""

import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

CHUNK = 8192
SLOW_SECONDS = 0.05


@dataclass
class Fault:
    """What goes wrong, at which addresses, how many times: a status, or one of the words in `_break`."""

    what: str | int
    at: str = ""
    times: int = 1
    retry_after: str | None = None
    lacking: str = "\0"

    def meets(self, address):
        return self.times > 0 and self.at in address and self.lacking not in address


@dataclass
class Reply:
    """An answer: status, headers, and a body whose length is told only where `sized` says so."""

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    headers: dict = field(default_factory=dict)
    sized: bool = True


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: tuple
    headers: dict
    body: bytes = b""

    @property
    def parameters(self):
        return dict(self.query)


def json_reply(body, status=200):
    kind = "application/json; charset=utf-8" if status == 200 else "application/problem+json"
    return Reply(status, json.dumps(body).encode(), {"Content-Type": kind})


def problem(status, title, *errors):
    body = {
        "type": "https://tools.ietf.org/html/rfc9110",
        "title": title,
        "status": status,
        "traceId": "00-1",
    }
    return json_reply(body | ({"errors": list(errors)} if errors else {}), status)


class Server(ThreadingHTTPServer):
    """One process, the loopback only, a thread a request."""

    daemon_threads = True

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.faults = []
        self.asked = []
        self.open_now = self.most_open = 0
        self.lock = threading.Lock()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def next_fault(self, address):
        with self.lock:
            due = next((fault for fault in self.faults if fault.meets(address)), None)
            if due:
                due.times -= 1
        return due

    def count(self, step):
        with self.lock:
            self.open_now += step
            self.most_open = max(self.most_open, self.open_now)

    def handle_error(self, *_):
        """Say nothing of clients that left."""


class Handler(BaseHTTPRequestHandler):
    """Reads a request, lets a fault happen if one is due, else answers."""

    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self):
        self._do(b"")

    def do_HEAD(self):
        self.send_response(405)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        self._do(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, *_):
        """Print nothing."""

    def _do(self, body):
        parts = urlsplit(self.path)
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        asked = Asked(self.command, parts.path, query, dict(self.headers), body)
        self.server.asked.append(asked)
        self.server.count(1)
        try:
            fault = self.server.next_fault(self.path)
            if fault:
                self._break(fault, asked)
            else:
                self._send(self.server.answer(asked))
        finally:
            self.server.count(-1)

    def _break(self, fault, asked):
        if isinstance(fault.what, int):
            after = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
            self._send(Reply(fault.what, b"busy", {"Content-Type": "text/plain"} | after))
        elif fault.what == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif fault.what == "silent":
            time.sleep(3)
            self.close_connection = True
        else:
            self._send(_spoiled(fault.what, self.server.answer(asked)), cut=fault.what == "cut")

    def _send(self, reply, *, cut=False):
        body = reply.body if isinstance(reply.body, bytes) else None
        self.send_response(reply.status)
        for name, word in reply.headers.items():
            self.send_header(name, word)
        if body is not None and reply.sized:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        pieces = _pieces(body) if body is not None else reply.body
        for number, piece in enumerate(pieces):
            if cut and number:
                break
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if cut:
            self.close_connection = True
            return
        self.wfile.write(b"0\r\n\r\n")


def _pieces(body):
    size = max(1, min(CHUNK, len(body) // 2))
    return (body[start : start + size] for start in range(0, len(body), size))


def _spoiled(what, reply):
    """The reply as it is when something between the service and us has gone wrong without a word."""
    body = reply.body if isinstance(reply.body, bytes) else b"".join(reply.body)
    if what == "cut":
        return Reply(reply.status, body, reply.headers, sized=False)
    if what == "empty":
        return Reply(200, b"", reply.headers, sized=False)
    if what == "short":  # a body that ends early, and properly
        plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        half = plain[: plain.rindex(b"\n", 0, len(plain) * 2 // 3) + 1]
        same = gzip.compress(half) if body[:2] == b"\x1f\x8b" else half
        return Reply(200, same, reply.headers, sized=False)
    if what == "html":
        page = b"<!DOCTYPE html><html><body>Sorry, there is a problem with the service</body></html>"
        return Reply(200, page, {"Content-Type": "text/html; charset=utf-8"})
    if what == "damaged":
        return Reply(200, body[: len(body) // 2], reply.headers, sized=False)
    if what == "slow":
        return Reply(reply.status, _dripping(body), reply.headers)
    if what == "error in 200":  # as services of maps tell of their own trouble
        error = {"code": 500, "message": "Error performing query operation", "details": []}
        return json_reply({"error": error})
    if what == "away":
        return Reply(302, b"", {"Location": "https://files.example.org/elsewhere.csv"})
    raise ValueError(what)


def _dripping(body):
    step = max(1, len(body) // 8)
    for start in range(0, len(body), step):
        time.sleep(SLOW_SECONDS)
        yield body[start : start + step]
