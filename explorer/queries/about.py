"""About: how fresh each series is, and the tables that describe the data."""

from dataclasses import dataclass

import pandas as pd

from explorer.queries.reading import frame, per_build, tuples, with_januaries, with_origins

# England's total where it is published; else whatever the measure has (a breakdown, other areas).
FRESHNESS = with_origins(
    with_januaries("""
, ranked AS (
    SELECT f.*, p.first_day, p.label, p.position,
           CASE WHEN l.level = 'National' AND f.breakdown = 'total' THEN 0
                WHEN l.level = 'National' THEN 1
                ELSE 2 END AS far
    FROM figures f
    LEFT JOIN places l USING (place_code)
    LEFT JOIN periods p USING (time_period, time_identifier)
    WHERE f.value IS NOT NULL
), newest AS (
    SELECT *
    FROM ranked
    QUALIFY row_number() OVER (
        PARTITION BY measure, time_identifier
        ORDER BY far, time_period DESC, school_type <> 'Total', source) = 1
)
SELECT n.measure, m.label, m.topic, n.time_identifier, n.time_period,
       CASE WHEN m.stamp = 'january' THEN january(n.time_period)
            ELSE coalesce(n.label, n.time_period) END AS period,
       n.source,
       coalesce(s.title, n.source) AS source_title,
       coalesce(s.publication_title, '') AS publication_title,
       coalesce(arg_max(r.release, r.published), '') AS release,
       coalesce(max(r.published), '') AS published
FROM newest n
JOIN measures m USING (measure)
LEFT JOIN sources s ON s.source = n.source
LEFT JOIN origins o ON o.source = n.source
LEFT JOIN releases r ON r.source = o.origin
                    AND n.time_period BETWEEN r.first_period AND r.last_period
GROUP BY ALL
ORDER BY any_value(m.position), n.measure, any_value(n.time_identifier) <> 'Academic year', n.time_identifier
""")
)
SOURCES = with_origins("""
SELECT s.source, s.title, s.publication_title, s.publisher, s.licence, s.licence_url, s.url, s.description,
       s.derived_from, s.processing,
       string_agg(DISTINCT r.release, '; ' ORDER BY r.release) AS releases,
       max(r.published) AS published,
       string_agg(DISTINCT r.file_name, '; ' ORDER BY r.file_name) AS files,
       string_agg(DISTINCT r.sha256, ' ' ORDER BY r.sha256) AS sha256,
       sum(r.data_rows)::BIGINT AS data_rows,
       min(r.first_period) AS first_period,
       max(r.last_period) AS last_period,
       max(r.retrieved) AS retrieved,
       string_agg(DISTINCT r.obtained_from, '; ' ORDER BY r.obtained_from) AS obtained_from,
       coalesce(any_value(f.figures), 0) AS figures
FROM sources s
LEFT JOIN origins o ON o.source = s.source
LEFT JOIN releases r ON r.source = o.origin
LEFT JOIN (SELECT source, count(*) AS figures FROM figures GROUP BY source) f ON f.source = s.source
GROUP BY ALL
ORDER BY any_value(s.position), s.source
""")
MEASURES = """
SELECT m.measure, m.topic, m.label, m.display_unit AS unit, m.definition, m.numerator_label,
       m.denominator_label, m.note,
       min(f.time_period) AS first_period,
       max(f.time_period) AS last_period,
       string_agg(DISTINCT b.label, '; ' ORDER BY b.label) AS breakdowns,
       count(*) AS figures
FROM measures m
JOIN figures f USING (measure)
LEFT JOIN breakdowns b USING (breakdown)
GROUP BY ALL
ORDER BY any_value(m.position), m.measure
"""
SYMBOLS = """
SELECT y.symbol, y.mark, y.meaning, coalesce(s.title, '') AS source_title, y.source,
       y.time_from, y.time_to
FROM symbols y
LEFT JOIN sources s USING (source)
ORDER BY y.source <> '', s.position, y.source, y.symbol, y.mark, y.time_from
"""
BREAKS = """
SELECT coalesce(m.label, 'Every measure') AS measure_label, b.measure,
       coalesce(t.label, b.school_type) AS school_type_label, b.time_period, b.kind, b.label, b.note
FROM breaks b
LEFT JOIN measures m USING (measure)
LEFT JOIN school_types t USING (school_type)
ORDER BY m.position, b.measure, b.time_period, t.position, b.kind
"""
CAVEATS = """
SELECT c.note, coalesce(m.label, '') AS measure_label, coalesce(b.label, '') AS breakdown_label,
       coalesce(t.label, '') AS school_type_label, coalesce(s.title, '') AS source_title
FROM caveats c
LEFT JOIN measures m USING (measure)
LEFT JOIN breakdowns b USING (breakdown)
LEFT JOIN school_types t USING (school_type)
LEFT JOIN sources s USING (source)
ORDER BY c.position, c.caveat_id, m.position, b.position, t.position
"""
FINDINGS = """
SELECT f.severity, f.source, coalesce(s.title, f.source) AS source_title, f.file_name, f.message
FROM findings f
LEFT JOIN sources s USING (source)
ORDER BY CASE f.severity WHEN 'fatal' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, s.position, f.source,
         f.file_name, f.message
"""
CONFLICTS = """
SELECT coalesce(m.label, c.measure) AS measure_label,
       coalesce(k.title, c.kept_source) AS kept_source_title,
       coalesce(s.title, c.source) AS other_source_title,
       count(*) AS figures,
       count(*) FILTER (WHERE abs(c.value - c.kept_value) > 1e-9) AS different,
       coalesce(max(abs(c.value - c.kept_value)), 0) AS widest_difference
FROM conflicts c
LEFT JOIN measures m USING (measure)
LEFT JOIN sources k ON k.source = c.kept_source
LEFT JOIN sources s ON s.source = c.source
GROUP BY ALL
ORDER BY different DESC, figures DESC, measure_label, kept_source_title, other_source_title
"""


@dataclass(frozen=True)
class Fresh:
    """How new one measure's national series is, and from which release."""

    measure: str
    label: str
    topic: str
    time_identifier: str
    time_period: str
    period: str
    source: str
    source_title: str
    publication_title: str
    release: str
    published: str


@per_build
def freshness() -> tuple[Fresh, ...]:
    """Newest national period of every measure and part of the year, with its source and release."""
    return tuple(Fresh(*("" if value is None else str(value) for value in row)) for row in tuples(FRESHNESS))


@per_build
def sources_table() -> pd.DataFrame:
    """Every source in order with its licence, releases, files and number of figures."""
    return frame(SOURCES)


@per_build
def measures_table() -> pd.DataFrame:
    """Every measure that has figures, in order, with unit, definition, periods and breakdowns."""
    return frame(MEASURES)


@per_build
def symbols_table() -> pd.DataFrame:
    """Every published mark, what it means, and in which source and periods; the standard ones first."""
    return frame(SYMBOLS)


@per_build
def breaks_table() -> pd.DataFrame:
    """Every break in a series, by measure and period."""
    return frame(BREAKS)


@per_build
def caveats_table() -> pd.DataFrame:
    """Every caveat and what it applies to."""
    return frame(CAVEATS)


@per_build
def findings_table() -> pd.DataFrame:
    """What the checks of the published files found, the gravest first."""
    return frame(FINDINGS)


@per_build
def conflicts_summary() -> pd.DataFrame:
    """Where two sources give the same figure: the pair, how many figures, how many differ, by how much."""
    return frame(CONFLICTS)
