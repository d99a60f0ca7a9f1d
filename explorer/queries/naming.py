"""Naming: the area that somebody's word stands for, by its code, its name or a part of its name."""

from difflib import get_close_matches

from explorer.queries.lookups import known_place, places
from explorer.queries.nouns import Place
from explorer.question import slug

NEAR, SHARING = 3, 10  # names offered for an area that was not found: like it in spelling, or with its words
LINKING = frozenset({"and", "city", "county", "in", "of", "on", "the", "upon"})


def find_place(text: str) -> Place | None:
    """The area of this code, old three-digit code or name; else the one area with these words in its name.

    Missing  None for a text that is none of these, or a part of several names
    """
    return _named(text, places()) or _alone(_sharing(text))


def taken_for(text: str, place: Place) -> str:
    """What is said where a part of a name opened the area: ''bristol' is taken for Bristol, City of.'"""
    return "" if _named(text, (place,)) else f"The area '{text}' is taken for {place.name}."


def near(text: str) -> list[str]:
    """Areas that have the text among the words of their names; else those spelled much like it."""
    sharing = [one for one in _sharing(text) if not one.ended] or _sharing(text)
    if sharing:
        return [one.name for one in sharing][:SHARING]
    names = {one.name.lower(): one.name for one in places()}
    return [names[name] for name in get_close_matches(text.lower(), names, n=NEAR)]


def _named(text: str, there: tuple[Place, ...]) -> Place | None:
    """By code or whole name; of two areas of one name that which exists."""
    spelled = {slug(word): one for one in reversed(there) for word in (one.old_code, one.name) if word}
    known = known_place(text.upper())
    return known if known in there else spelled.get(slug(text))


def _sharing(text: str) -> list[Place]:
    """The areas with these words, in their order, in the name; those of today first."""
    asked = slug(text)
    if not asked or set(asked.split("-")) <= LINKING:
        return []
    # what stands in brackets is no name: 'Dorset (before April 2019)'
    return [one for one in places() if f"-{asked}-" in f"-{slug(one.name.partition('(')[0])}-"]


def _alone(found: list[Place]) -> Place | None:
    here = [one for one in found if not one.ended] or found
    return here[0] if len(here) == 1 else None
