"""Standing: what the store holds of each source, how old it is, and whether the service has newer."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from data_pipeline import fetch as fetching
from data_pipeline import raw
from data_pipeline.build import current
from data_pipeline.catalogue import Source
from data_pipeline.commands.by_hand import BY_HAND
from data_pipeline.commands.refreshing import lock_file, sources_of, store
from data_pipeline.commands.saying import Told, voice
from data_pipeline.errors import FetchError
from data_pipeline.fetch import Errand, Found, look, same_version
from data_pipeline.raw import Facts

WELL, IN_PART, NEWER = 0, 3, 4
CODES = {"unknown": IN_PART, "newer": NEWER}


def status(options: argparse.Namespace) -> int:
    """Tell how each source stands; 4 where something newer is published, 3 where some cannot be looked up."""
    tell = voice(options)
    tell.say(f"In use: {current() or 'no database yet; `streamlit run app.py` makes one from the snapshot'}")
    sources = [one for one in sources_of(options) if one.online or raw.have(store(), one.id)]
    found = {} if options.offline else _published(sources)
    told = [_state(source, found.get(source.id)) for source in sources]
    for one in told:
        tell.source(one)
    codes = {CODES.get(str(one.facts["state"]), WELL) for one in told}
    return max(codes, default=WELL)


def _published(sources: Sequence[Source]) -> dict[str, Found]:
    errand = Errand(tuple(sources), store(), lock_file(), fetching.from_environment())
    return look(errand)


def _state(source: Source, found: Found | None) -> Told:
    """What is here of a source; its state is `newest`, `newer` or `unknown`, and nothing if nobody asked."""
    here = list(raw.used(store(), source.id).values())
    said, state, newer = _here(here), "", []
    if isinstance(found, FetchError):
        state, said = "unknown", f"{said}; newer is not known: {found}"
    elif found is not None:
        newer = [facts for facts in found if not any(same_version(facts, one) for one in here)]
        state = "newer" if newer else "newest"
        said += f"; newer: {', '.join(map(_published_on, newer))}" if newer else "; the newest"
    facts = {
        "title": source.title,
        "state": state,
        "said": str(found) if isinstance(found, FetchError) else "",
        "newer": [[one.release, one.published[:10]] for one in newer],
        **_last(here),
    }
    return Told(source.id, (f"{source.id}: {said}",), facts)


def _published_on(facts: Facts) -> str:
    return facts.release + (f", published {facts.published[:10]}" if facts.published else "")


def _newest(here: Sequence[Facts]) -> Facts | None:
    return max(here, key=lambda facts: (facts.series, facts.published, facts.taken), default=None)


def _last(here: Sequence[Facts]) -> dict[str, object]:
    """The newest file that is in use, for a program."""
    last = _newest(here)
    if not last:
        return {"release": "", "published": "", "fetched": "", "rows": 0}
    return {
        "release": last.release,
        "published": last.published[:10],
        "fetched": last.fetched,
        "rows": last.rows,
    }


def _here(here: Sequence[Facts]) -> str:
    last = _newest(here)
    if not last:
        return "nothing fetched"
    days = (datetime.now(UTC) - datetime.fromisoformat(last.fetched)).days
    age = "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} ago"
    by_hand = "saved by hand, " if last.url == BY_HAND else ""
    return f"{by_hand}{last.release or 'release not recorded'}, {last.rows:,} rows, fetched {age}"
