"""Belonging: the breaks, caveats and sources that go with a set of rows."""

from collections.abc import Iterable
from dataclasses import replace
from math import log10

import pandas as pd

from explorer.queries.nouns import Break, Caveat, Measure, Place, Source
from explorer.queries.reading import tuples, with_januaries, with_origins

# A 'break' is crossed only when something stands before it; a gap or a disturbed period just has to be
# there. One that all the measures (or school types) of the rows share is one break, not one for each.
BREAKS = with_januaries("""
WITH here AS (
    SELECT break_id, coalesce(measure, '') AS measure, coalesce(school_type, '') AS school_type, time_period,
           kind, label, coalesce(note, '') AS note
    FROM breaks
    WHERE (coalesce(measure, '') = '' OR list_contains($measures::VARCHAR[], measure))
      AND (coalesce(school_type, '') = '' OR list_contains($school_types::VARCHAR[], school_type))
      AND time_period <= $last
      AND (time_period > $first OR (kind <> 'break' AND time_period = $first))
), of_schools AS (
    SELECT break_id, measure, time_period, kind, label, note, list(school_type ORDER BY school_type) AS all_of
    FROM here
    GROUP BY break_id, measure, time_period, kind, label, note
), apart AS (
    SELECT * EXCLUDE all_of,
           unnest(CASE WHEN list_contains(all_of, '') OR len(all_of) = len($school_types) THEN ['']
                       ELSE all_of END) AS school_type
    FROM of_schools
), of_measures AS (
    SELECT break_id, school_type, time_period, kind, label, note, list(measure ORDER BY measure) AS all_of
    FROM apart
    GROUP BY break_id, school_type, time_period, kind, label, note
), merged AS (
    SELECT * EXCLUDE all_of,
           unnest(CASE WHEN list_contains(all_of, '') OR len(all_of) = len($measures) THEN ['']
                       ELSE all_of END) AS measure
    FROM of_measures
)
SELECT b.break_id, b.measure, b.school_type, b.time_period,
       CASE WHEN m.stamp = 'january' THEN january(b.time_period)
            ELSE coalesce(p.label, b.time_period) END,
       coalesce(p.position, 0), b.kind, b.label, b.note
FROM merged b
LEFT JOIN measures m ON m.measure = $lead
LEFT JOIN periods p ON p.time_period = b.time_period AND p.time_identifier = $term
ORDER BY b.time_period, b.kind, b.break_id, b.measure, b.school_type
""")
CAVEATS = """
SELECT coalesce(measure, ''), coalesce(breakdown, ''), coalesce(school_type, ''), coalesce(source, ''), '',
       note
FROM caveats
WHERE (coalesce(measure, '') = '' OR list_contains($measures::VARCHAR[], measure))
  AND (coalesce(breakdown, '') = '' OR list_contains($breakdowns::VARCHAR[], breakdown))
  AND (coalesce(school_type, '') = '' OR list_contains($school_types::VARCHAR[], school_type))
  AND (coalesce(source, '') = '' OR list_contains($sources::VARCHAR[], source))
ORDER BY position, caveat_id
"""
# A release belongs where its periods meet those of the rows; where none does, every release of the source.
SOURCES = with_origins("""
, met AS (
    SELECT unnest($sources::VARCHAR[]) AS source,
           unnest($firsts::VARCHAR[]) AS first_met,
           unnest($lasts::VARCHAR[]) AS last_met
), fitting AS (
    SELECT r.* REPLACE (met.source AS source),
           r.first_period <= met.last_met AND r.last_period >= met.first_met AS fits
    FROM met
    JOIN origins o USING (source)
    JOIN releases r ON r.source = o.origin
), chosen AS (
    SELECT *
    FROM fitting
    QUALIFY coalesce(fits, FALSE) OR NOT coalesce(bool_or(fits) OVER (PARTITION BY source), FALSE)
)
SELECT s.source, s.title, s.publication, s.publication_title, s.publisher, s.licence, s.licence_url, s.url,
       s.description, c.release, c.published, c.file_name, c.sha256, c.first_period, c.last_period,
       c.retrieved, c.obtained_from
FROM sources s
JOIN met USING (source)
LEFT JOIN chosen c USING (source)
ORDER BY list_position($sources::VARCHAR[], s.source), c.published DESC, c.release, c.file_name
""")

ROUNDING = """
SELECT rate_decimals
FROM sources
WHERE list_contains($sources::VARCHAR[], source)
  AND rate_decimals IS NOT NULL
"""


def breaks_of(rows: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks inside the rows' periods, oldest first."""
    if rows.empty:
        return ()
    bound = {
        "lead": str(rows["measure"].iloc[0]),
        "term": str(rows["time_identifier"].iloc[0]),
        "measures": _distinct(rows, "measure"),
        "school_types": _distinct(rows, "school_type"),
        "first": str(rows["time_period"].min()),
        "last": str(rows["time_period"].max()),
    }
    return tuple(Break(*row) for row in tuples(BREAKS, bound))


def caveats_of(rows: pd.DataFrame, places: tuple[Place, ...]) -> tuple[Caveat, ...]:
    """The caveats that apply to any of the rows, and the notes on their areas."""
    breakdowns = _distinct(rows, "breakdown")
    bound = {
        "measures": _distinct(rows, "measure"),
        "breakdowns": [*breakdowns, *(part for name in breakdowns for part in name.split("*"))],
        "school_types": _distinct(rows, "school_type"),
        "sources": _distinct(rows, "source"),
    }
    said = tuple(Caveat(*row) for row in tuples(CAVEATS, bound))
    of_areas = (Caveat("", "", "", "", place.code, _named(place)) for place in places if place.note)
    return (*said, *of_areas)


def _named(place: Place) -> str:
    return place.note if place.note.startswith(place.name) else f"{place.name}: {place.note}"


def sources_of(rows: pd.DataFrame) -> tuple[Source, ...]:
    """The sources of the rows, each in the releases that cover them, newest first."""
    met = rows[rows["source"].notna()].groupby("source", sort=False)["time_period"].agg(["min", "max"])
    bound = {
        "sources": [str(source) for source in met.index],
        "firsts": [str(period) for period in met["min"]],
        "lasts": [str(period) for period in met["max"]],
    }
    found = tuples(SOURCES, bound)
    return tuple(Source(*("" if value is None else str(value) for value in row)) for row in found)


def releases_of(sources: Iterable[str]) -> tuple[Source, ...]:
    """These sources, each in every release of it that is at hand."""
    named = list(dict.fromkeys(sources))
    return sources_of(pd.DataFrame({"source": named, "time_period": ""}))


def as_rounded(measure: Measure, rows: pd.DataFrame) -> Measure:
    """The measure with no more decimals than the newest of its rows were published with.

    A rate printed as 0.45 per 100 is 45 per 10,000, and 45.0 would claim a digit that nobody published.
    """
    mine = rows[(rows["measure"] == measure.id) & rows["value"].notna()]
    newest = mine[mine["period_position"] == mine["period_position"].max()]
    found = tuples(ROUNDING, {"sources": _distinct(newest, "source")})
    kept = [int(decimals) - round(log10(measure.display_factor)) for (decimals,) in found]
    return replace(measure, decimals=max(0, min([measure.decimals, *kept])))


def _distinct(rows: pd.DataFrame, column: str) -> list[str]:
    return [str(value) for value in rows[column].dropna().unique()]
