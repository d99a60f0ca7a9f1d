"""Standing: what the store holds of each source, how old it is, and whether the service has newer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from data_pipeline import fetch as fetching
from data_pipeline import raw
from data_pipeline.build import current
from data_pipeline.catalogue import Source
from data_pipeline.commands.refreshing import lock_file, sources_of, store
from data_pipeline.errors import FetchError
from data_pipeline.fetch import Errand, Found, look, same_version
from data_pipeline.raw import Facts

WELL, IN_PART, NEWER = 0, 3, 4


def status(options: argparse.Namespace) -> int:
    """Print a line a source; 4 where something newer is published, 3 where some could not be looked up."""
    print(f"In use: {current() or 'no database yet; `streamlit run app.py` makes one from the snapshot'}")
    sources = [one for one in sources_of(options) if one.online or raw.have(store(), one.id)]
    found = {} if options.offline else _published(sources)
    states = [_state(source, found.get(source.id)) for source in sources]
    for source, (_, said) in zip(sources, states, strict=True):
        print(f"{source.id}: {said}")
    codes = {code for code, _ in states}
    return NEWER if NEWER in codes else IN_PART if IN_PART in codes else WELL


def _published(sources: Sequence[Source]) -> dict[str, Found]:
    errand = Errand(tuple(sources), store(), lock_file(), fetching.from_environment())
    return look(errand)


def _state(source: Source, found: Found | None) -> tuple[int, str]:
    here = list(raw.have(store(), source.id).values())
    said = _here(here)
    if found is None:
        return WELL, said
    if isinstance(found, FetchError):
        return IN_PART, f"{said}; newer is not known: {found}"
    newer = list(_newer(found, here))
    if newer:
        return NEWER, f"{said}; newer: {', '.join(newer)}"
    return WELL, f"{said}; the newest"


def _newer(found: Sequence[Facts], here: Sequence[Facts]) -> Iterator[str]:
    for facts in found:
        if not any(same_version(facts, one) for one in here):
            yield f"{facts.release}, published {facts.published[:10]}"


def _here(here: Sequence[Facts]) -> str:
    if not here:
        return "nothing fetched"
    last = max(here, key=lambda facts: (facts.published, facts.taken))
    days = (datetime.now(UTC) - datetime.fromisoformat(last.fetched)).days
    age = "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} ago"
    return f"{last.release or 'release not recorded'}, {last.rows:,} rows, fetched {age}"
