"""Settings: where the service is, who asks, and how patiently; each may be set in the environment."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from data_pipeline.errors import FetchError

AT_MOST = 4  # requests at once: one replica of the service takes about ten before another starts
PUBLISHER_DOMAINS = ("education.gov.uk", "explore-education-statistics.service.gov.uk")
GEOGRAPHY_DOMAINS = ("statistics.gov.uk", "ons.gov.uk")
PRODUCT = "inclusion-explorer/0.1"


@dataclass(frozen=True)
class Ground:
    """What is one publisher's: the addresses that begin as these do, and every host of these domains.

    Hosts that many share, as those of maps and of code, are a publisher's own from a part of the path on.
    """

    beginnings: tuple[str, ...]
    domains: tuple[str, ...] = ()

    def has(self, url: str) -> bool:
        """Whether an address is on this ground."""
        if self.length(url):
            return True
        parts = urlsplit(url)
        host = parts.hostname or ""
        ours = any(host == domain or host.endswith(f".{domain}") for domain in self.domains)
        return parts.scheme == "https" and ours and not parts.username

    def length(self, url: str) -> int:
        """How many letters of an address are one of the beginnings; 0 where it begins otherwise."""
        plain = url.lower()
        if "/.." in unquote(plain):  # an address that climbs out of its beginning
            return 0
        whole = [begins.lower().rstrip("/") for begins in self.beginnings]
        return max((len(b) for b in whole if plain == b or plain.startswith(f"{b}/")), default=0)


@dataclass(frozen=True)
class Settings:
    """Everything about the service that may differ between runs.

    Units    seconds
    """

    api_base: str = "https://api.education.gov.uk/statistics/v1"
    content_base: str = "https://content.explore-education-statistics.service.gov.uk/api"
    site_base: str = "https://explore-education-statistics.service.gov.uk"
    features_base: str = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
    code_base: str = "https://api.github.com/repos/dfe-analytical-services"
    code_files_base: str = "https://raw.githubusercontent.com/dfe-analytical-services"
    domains: tuple[str, ...] = PUBLISHER_DOMAINS
    contact: str = ""
    user_agent: str = ""
    at_once: int = AT_MOST
    retries: int = 5
    connect_seconds: float = 10.0
    answer_seconds: float = 60.0
    silence_seconds: float = 300.0
    file_seconds: float = 7200.0
    shortest_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    patience_seconds: float = 600.0

    @property
    def agent(self) -> str:
        """The User-Agent: what asks, and whom to write to about it."""
        contact = self.contact or "no contact given"
        return self.user_agent or f"{PRODUCT} (school statistics explorer; contact: {contact})"

    def allows(self, url: str, asked: str = "") -> bool:
        """Whether a redirect of an address may lead here: to the ground of the same publisher."""
        return max(self._grounds(), key=lambda ground: ground.length(asked)).has(url)

    def _grounds(self) -> tuple[Ground, ...]:
        """Of each publisher what is its own; the first is that of the statistics."""
        statistics = (self.api_base, self.content_base, self.site_base)
        return (
            Ground(tuple(_host(base) for base in statistics), self.domains),
            Ground((self.features_base,), GEOGRAPHY_DOMAINS),
            Ground((self.code_base, self.code_files_base)),
        )


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment has them; what it does not say keeps its default.

    Raises  FetchError that names a variable whose value is no number, or cannot be sent
    """
    bases = ("api_base", "content_base", "site_base", "features_base", "code_base", "code_files_base")
    words = (*bases, "contact", "user_agent")
    said = {name: environment[_variable(name)] for name in words if environment.get(_variable(name))}
    for name in ("contact", "user_agent"):
        _sendable(name, said.get(name, ""))
    plain = {name: word.rstrip("/") if name.endswith("_base") else word for name, word in said.items()}
    at_once = int(_number(environment, "at_once", default=AT_MOST))
    return Settings(
        api_base=plain.get("api_base", Settings.api_base),
        content_base=plain.get("content_base", Settings.content_base),
        site_base=plain.get("site_base", Settings.site_base),
        features_base=plain.get("features_base", Settings.features_base),
        code_base=plain.get("code_base", Settings.code_base),
        code_files_base=plain.get("code_files_base", Settings.code_files_base),
        contact=plain.get("contact", ""),
        user_agent=plain.get("user_agent", ""),
        at_once=max(1, min(AT_MOST, at_once)),
        retries=int(_number(environment, "retries", default=5)),
        silence_seconds=_number(environment, "silence_seconds", default=300.0),
        patience_seconds=_number(environment, "patience_seconds", default=600.0),
        shortest_wait_seconds=_number(environment, "shortest_wait_seconds", default=1.0),
        longest_wait_seconds=_number(environment, "longest_wait_seconds", default=60.0),
    )


def _host(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def _variable(name: str) -> str:
    return f"INCLUSION_{name.upper()}"


def _number(environment: Mapping[str, str], name: str, *, default: float) -> float:
    word = environment.get(_variable(name), "")
    try:
        number = float(word) if word else default
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise FetchError(f"{_variable(name)} is `{word}`, expected a number from 0 up. Mend it or unset it.")
    return number


def _sendable(name: str, word: str) -> None:
    """Stop where a request cannot bear the word: its head holds letters of Latin-1 and no line breaks."""
    strange = sorted({letter for letter in word if ord(letter) > 255 or not letter.isprintable()})
    if strange:
        named = ", ".join(letter if letter.isprintable() else repr(letter) for letter in strange)
        raise FetchError(
            f"{_variable(name)} is {word!r}, which holds {named}; a request can be sent with Latin letters, "
            "digits and signs alone. Write it in those or unset it."
        )
