"""Outlines: the boundaries of the local authorities, where a refresh has brought them."""

from typing import TypeAlias

from explorer.queries.reading import per_build, tuples

Ring: TypeAlias = tuple[tuple[float, ...], tuple[float, ...]]
THERE = """
SELECT count(*)
FROM information_schema.tables
WHERE table_schema = 'main'
  AND table_name = 'outlines'
"""
OUTLINES = """
SELECT place_code, longitude, latitude
FROM outlines
ORDER BY place_code, part
"""
CREDITED = """
SELECT count(*)
FROM information_schema.columns
WHERE table_schema = 'main'
  AND table_name = 'sources'
  AND column_name = 'attribution'
"""
CREDIT = """
SELECT attribution
FROM sources
WHERE contains(attribution, 'OS data')
ORDER BY position
"""
# Word for word as the publisher wants it; the year is that of the boundaries, where the database has it.
USUAL_CREDIT = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right"
)


@per_build
def outlines() -> dict[str, tuple[Ring, ...]]:
    """For each area its rings, longitudes and latitudes of their corners; empty without boundaries."""
    if not tuples(THERE)[0][0]:
        return {}
    found: dict[str, tuple[Ring, ...]] = {}
    for code, longitudes, latitudes in tuples(OUTLINES):
        found[str(code)] = (*found.get(str(code), ()), (tuple(longitudes), tuple(latitudes)))
    return found


@per_build
def credit() -> str:
    """Whose the boundaries are, as their publisher wants it said."""
    said = [str(text) for (text,) in tuples(CREDIT)] if tuples(CREDITED)[0][0] else []
    return next(iter(said), USUAL_CREDIT)
