"""Elsewhere: the sources that other services than that of the statistics have, found and brought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from data_pipeline.catalogue import FEATURES, REPOSITORY, STATISTICS, Source
from data_pipeline.errors import FetchError
from data_pipeline.fetch import crew
from data_pipeline.fetch.features import Features
from data_pipeline.fetch.repository import Repository
from data_pipeline.fetch.routes import Carrier, Landed
from data_pipeline.raw import Facts


class Desk(Protocol):
    """One kind of service: it finds the newest file of a source, and brings it."""

    def find(self, source: Source) -> Facts:
        """The newest file of a source."""

    def bring(self, facts: Facts, *, same: str = "") -> Landed:
        """A file that was found, whole."""


class Elsewhere:
    """Each source's own service, for the sources that are not published as statistics."""

    def __init__(self, carrier: Carrier, sources: Iterable[Source]) -> None:
        """Take the carrier, and all sources; those of the statistics are passed over."""
        kinds: dict[str, Desk] = {FEATURES: Features(carrier), REPOSITORY: Repository(carrier)}
        self.sources = [source for source in sources if source.service != STATISTICS]
        self._desks = {source.id: kinds[source.service] for source in self.sources}
        self._at_once = carrier.client.settings.at_once

    def has(self, source: str) -> bool:
        """Whether a source is one of these."""
        return source in self._desks

    def find_all(self) -> dict[str, tuple[Facts, ...] | FetchError]:
        """The newest file of each of these sources, or why there is none."""
        found: Sequence[tuple[Facts, ...] | FetchError] = crew.run(
            self.sources, lambda source: (self._desks[source.id].find(source),), at_once=self._at_once
        )
        return dict(zip((source.id for source in self.sources), found, strict=True))

    def bring(self, facts: Facts) -> Landed:
        """A file of one of these sources; where its hash is known, that very one."""
        return self._desks[facts.source].bring(facts, same=facts.sha256)
