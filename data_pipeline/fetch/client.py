"""Client: one request after another to the service, politely, and again when that may help."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from data_pipeline.errors import FetchError
from data_pipeline.fetch.settings import Settings

T = TypeVar("T")
Params = Mapping[str, str | int]
Told = Callable[[int, int | None], None]  # bytes that came just now, and how many are to come in all
AGAIN = frozenset({408, 429, 500, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})
REDIRECTS = 5
UNREACHED_TRIES = 3  # without a network, more would be a long wait for nothing
LARGEST_JSON = 64_000_000
CHUNK = 1 << 18
_dice = random.SystemRandom()


class RefusedError(FetchError):
    """The service answered that it will not serve this address, now or later."""

    def __init__(self, message: str, status: int) -> None:
        """Keep the status beside the message."""
        super().__init__(message)
        self.status = status


class StoppedError(FetchError):
    """The run was interrupted."""


class Again(Exception):  # noqa: N818 (not an error yet: the next try may go well)
    """What came was no answer, and another try may bring one."""

    def __init__(self, reason: str, after_seconds: float | None = None, *, unreached: bool = False) -> None:
        """Say what was wrong, how long the service asked us to wait, and whether it was reached at all."""
        super().__init__(reason)
        self.after_seconds = after_seconds
        self.unreached = unreached


@dataclass(frozen=True)
class Answer:
    """The head of an answer whose body was saved."""

    url: str
    content_type: str
    encoding: str


class Client:
    """Asks the service, at most `settings.at_once` requests at a time over all threads."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing is asked yet."""
        self.settings = settings
        self.requests = 0
        self._gate = threading.BoundedSemaphore(settings.at_once)
        self._stop = threading.Event()
        self._own = threading.local()
        self._quiet_until = 0.0
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End every wait and every transfer soon: the run was interrupted."""
        self._stop.set()

    def json(
        self, url: str, params: Params | None = None, *, judge: Callable[[object], None] | None = None
    ) -> object:
        """The JSON document at an address; `judge` raises what a document of an error means.

        Raises  RefusedError where the service will not serve it; FetchError where it never answered properly
        """
        return self.patiently(lambda: self._json(url, params or {}, judge=judge), url)

    def save(self, url: str, target: Path, *, params: Params | None = None, told: Told) -> Answer:
        """Save the body of an address as it came over the wire, in one try; Again where it was cut."""
        answer_seconds = (self.settings.connect_seconds, self.settings.silence_seconds)
        answered = self._answer(url, params or {}, timeout=answer_seconds)
        with answered as (response, final), target.open("wb") as out:
            length = response.headers.get("Content-Length", "")
            total = int(length) if length.isascii() and length.isdigit() else None
            for chunk in self._chunks(response, self.settings.file_seconds):
                out.write(chunk)
                told(len(chunk), total)
            content_type = response.headers.get("Content-Type", "")
            return Answer(final, content_type, response.headers.get("Content-Encoding", ""))

    def patiently(self, ask: Callable[[], T], url: str) -> T:
        """What a call gives, tried again with longer and longer pauses while it raises Again."""
        tried = 0
        while True:
            try:
                return ask()
            except Again as again:
                tried += 1
                wait = self._wait(again, tried, url=url)
            self._pause(wait)

    def _json(self, url: str, params: Params, *, judge: Callable[[object], None] | None) -> object:
        timeout = (self.settings.connect_seconds, self.settings.answer_seconds)
        with self._answer(url, params, timeout=timeout) as (response, _):
            chunks = self._chunks(response, self.settings.answer_seconds, plain=True)
            body = b"".join(_no_more_than(LARGEST_JSON, chunks, url=url))
        try:
            found: object = json.loads(body)
        except ValueError as error:  # also bytes that are no UTF-8
            raise Again(f"answered 200 with {body[:60]!r} in place of JSON") from error
        if judge:
            judge(found)
        return found

    @contextmanager
    def _answer(
        self, url: str, params: Params, *, timeout: tuple[float, float]
    ) -> Iterator[tuple[requests.Response, str]]:
        """An answer of 200 after redirects, and the address that gave it; anything else is raised."""
        self._pause(max(0.0, self._quiet_until - time.monotonic()))
        with self._gate, _in_our_words(url):
            response, final = self._follow(url, params, timeout=timeout)
            with response:
                _judge(response, final)
                yield response, final

    def _follow(
        self, url: str, params: Params, *, timeout: tuple[float, float]
    ) -> tuple[requests.Response, str]:
        here = url
        for _ in range(REDIRECTS + 1):
            with self._lock:
                self.requests += 1
            sent = params if here == url else None
            response = self._session().get(
                here, params=sent, timeout=timeout, stream=True, allow_redirects=False
            )
            if response.status_code not in MOVED:
                return response, here
            response.close()
            there = urljoin(here, response.headers.get("Location", ""))
            if not self.settings.allows(there, asked=url):
                raise FetchError(
                    f"{url}: redirects to {urlsplit(there).scheme}://{urlsplit(there).netloc}, which is "
                    "not the publisher's. Nothing was fetched from there; look at the address in a browser."
                )
            here = there
        raise FetchError(f"{url}: redirected more than {REDIRECTS} times, the last time to {here}.")

    def _chunks(self, response: requests.Response, seconds: float, *, plain: bool = False) -> Iterator[bytes]:
        """The body bit by bit; as it came over the wire unless `plain`; never longer than `seconds`."""
        until = time.monotonic() + seconds
        for chunk in response.raw.stream(CHUNK, decode_content=plain):
            if self._stop.is_set():
                raise StoppedError("Stopped; the data in use is as it was.")
            if time.monotonic() > until:
                raise Again(f"still sending after {seconds:g} seconds")
            yield chunk

    def _session(self) -> requests.Session:
        """A session of this thread: requests does not promise that threads may share one."""
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = requests.Session()
            session.headers.update(
                {"User-Agent": self.settings.agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
            )
            self._own.session = session
        return session

    def _wait(self, again: Again, tried: int, *, url: str) -> float:
        """Seconds to the next try.

        Raises  FetchError where there have been enough
        """
        most = self.settings.retries + 1
        if tried >= (min(most, UNREACHED_TRIES) if again.unreached else most):
            raise FetchError(f"{url}: {again} ({tried} tries). Try again later.") from again
        return self._delay(again, tried, url=url)

    def _delay(self, again: Again, attempt: int, *, url: str) -> float:
        """Seconds to wait: what the service asked for, or a random part of a bound that doubles."""
        if again.after_seconds is None:
            bound = self.settings.shortest_wait_seconds * 2.0**attempt
            return _dice.uniform(
                self.settings.shortest_wait_seconds, min(self.settings.longest_wait_seconds, bound)
            )
        if again.after_seconds > self.settings.patience_seconds:
            raise FetchError(
                f"{url}: {again}; the service asks to be left alone for {again.after_seconds:,.0f} seconds. "
                "Run the same command again after that."
            )
        # it means all of us, not only the thread that was told
        self._quiet_until = max(self._quiet_until, time.monotonic() + again.after_seconds)
        return again.after_seconds

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(seconds) if seconds > 0 else self._stop.is_set():
            raise StoppedError("Stopped; the data in use is as it was.")


@contextmanager
def _in_our_words(url: str) -> Iterator[None]:
    """Turn the library's errors into ours: those that another try may mend, and the others."""
    try:
        yield
    except (requests.Timeout, requests.ConnectionError, urllib3.exceptions.HTTPError) as error:
        raise _again(error) from error
    except requests.RequestException as error:
        raise FetchError(f"{url}: cannot be asked: {error}.") from error


def _no_more_than(most: int, chunks: Iterator[bytes], *, url: str) -> Iterator[bytes]:
    """The chunks, as long as they are not too many to be an answer in JSON."""
    came = 0
    for chunk in chunks:
        came += len(chunk)
        if came > most:
            raise FetchError(f"{url}: answered with more than {most:,} bytes of JSON.")
        yield chunk


def _judge(response: requests.Response, url: str) -> None:
    """Let an answer of 200 pass and raise any other as what it is."""
    if response.status_code == 200:
        return
    if response.status_code in AGAIN:
        raise Again(
            f"answered {response.status_code}", seconds_after(response.headers.get("Retry-After", ""))
        )
    said = _problem(response)
    if response.status_code == 403:
        said += ". If it opens in a browser, put that browser's User-Agent into INCLUSION_USER_AGENT"
    raise RefusedError(f"{url}: answered {response.status_code}{said}.", response.status_code)


def seconds_after(header: str) -> float | None:
    """Seconds from now that a Retry-After header means; None where it is missing or means nothing."""
    if re.fullmatch(r"[0-9]{1,9}", header.strip()):
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _problem(response: requests.Response) -> str:
    """The reason that the service gave, in its own words, cut short."""
    try:
        body = json.loads(response.raw.read(20_000, decode_content=True) or b"")
        errors = [
            f"{error.get('path') or ''} {error.get('message') or error.get('code') or ''}".strip()
            for error in body.get("errors") or []
        ]
        said = "; ".join([str(body.get("title") or ""), *errors]).strip("; ")
    except (ValueError, AttributeError, TypeError, urllib3.exceptions.HTTPError):
        return ""
    return f": {said[:300].rstrip('.')}" if said else ""


def _again(error: Exception) -> Again:
    if isinstance(error, requests.exceptions.SSLError):
        raise FetchError(
            f"The certificate is not trusted ({error}). Behind a filter that reads the traffic, put its "
            "certificate into REQUESTS_CA_BUNDLE, or save the files in a browser and use --from."
        ) from error
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return Again("did not answer in time")
    if isinstance(error, urllib3.exceptions.ProtocolError) or "aborted" in str(error):
        return Again("the connection broke in the middle of the answer")
    return Again("cannot be reached", unreached=True)
