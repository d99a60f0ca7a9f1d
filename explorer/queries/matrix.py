"""Matrix: how many figures there are of what is asked, by year and kind of area."""

from dataclasses import dataclass

import pandas as pd

from explorer.queries.reading import frame, per_build, tuples, with_januaries
from explorer.question import Question

MOST_SENT = 50_000  # rows that an address answers with
# Every year between the first and the last is there, so that a year without figures is seen to have none.
MATRIX = """
WITH asked AS (
    SELECT f.time_period, a.level, f.value, f.symbol
    FROM figures f
    JOIN places a USING (place_code)
    WHERE list_contains($measures, f.measure)
      AND f.breakdown = $breakdown
      AND f.time_identifier = $term
      AND (len($school_types::VARCHAR[]) = 0 OR list_contains($school_types::VARCHAR[], f.school_type))
      AND (len($categories::VARCHAR[]) = 0 OR list_contains($categories::VARCHAR[], f.category))
), years AS (
    SELECT time_period, label, short_label, position
    FROM periods
    WHERE time_identifier = $term
      AND time_period BETWEEN (SELECT min(time_period) FROM asked) AND (SELECT max(time_period) FROM asked)
)
SELECT y.short_label AS period,
       count(q.value) FILTER (q.level = 'National') AS national,
       count(q.value) FILTER (q.level = 'Regional') AS regional,
       count(q.value) FILTER (q.level = 'Local authority') AS local,
       count(*) FILTER (q.symbol IS NOT NULL) AS hidden
FROM years y
LEFT JOIN asked q USING (time_period)
GROUP BY y.time_period, y.short_label, y.position
ORDER BY y.position
"""
COUNTED = """
SELECT count(*)
FROM figures
WHERE list_contains($measures, measure)
  AND list_contains($places, place_code)
  AND list_contains($school_types, school_type)
  AND breakdown = $breakdown
  AND time_identifier = $term
  AND (len($categories::VARCHAR[]) = 0 OR list_contains($categories::VARCHAR[], category))
  AND time_period BETWEEN coalesce(nullif($first, ''), '0') AND coalesce(nullif($last, ''), '9')
"""
SHAPES = with_januaries("""
WITH there AS (
    SELECT measure, breakdown, school_type, time_identifier, count(value)::INTEGER AS figures,
           count(DISTINCT place_code)::INTEGER AS areas,
           min(time_period) AS first_period, max(time_period) AS last_period
    FROM figures
    WHERE measure = $measure
    GROUP BY measure, breakdown, school_type, time_identifier
)
SELECT h.breakdown, h.school_type, h.time_identifier, h.figures, h.areas,
       CASE WHEN m.stamp = 'january' THEN january(h.first_period)
            ELSE coalesce(p.label, h.first_period) END AS first,
       CASE WHEN m.stamp = 'january' THEN january(h.last_period)
            ELSE coalesce(q.label, h.last_period) END AS last
FROM there h
JOIN measures m USING (measure)
LEFT JOIN breakdowns b USING (breakdown)
LEFT JOIN school_types t USING (school_type)
LEFT JOIN periods p ON p.time_identifier = h.time_identifier AND p.time_period = h.first_period
LEFT JOIN periods q ON q.time_identifier = h.time_identifier AND q.time_period = h.last_period
ORDER BY b.position, h.breakdown, t.position, h.school_type, h.time_identifier
""")


@dataclass(frozen=True, eq=False)
class Matrix:
    """How many figures are at hand, for what is asked of any area.

    Shape    one row a year: period, national, regional, local (figures), hidden (published marks)
    """

    rows: pd.DataFrame

    @property
    def figures(self) -> int:
        """How many figures there are in all."""
        return int(self.rows[["national", "regional", "local"]].to_numpy().sum())


@per_build
def matrix(question: Question) -> Matrix:
    """How many figures of the question's measures, breakdown and school types are at hand, whatever area."""
    bound = {
        "measures": list(question.measures),
        "breakdown": question.breakdown,
        "term": question.time_identifier,
        "school_types": list(question.school_types),
        "categories": list(question.categories),
    }
    return Matrix(frame(MATRIX, bound))


def figures_counted(question: Question) -> int:
    """How many rows of the database answer the question: told at once, before any of them is read.

    The answer has some more: a row for each period in which one of its lines has a gap.
    """
    bound = {
        "measures": list(question.measures),
        "places": list(question.places),
        "school_types": list(question.school_types),
        "breakdown": question.breakdown,
        "term": question.time_identifier,
        "categories": list(question.categories),
        "first": question.first,
        "last": question.last,
    }
    return int(tuples(COUNTED, bound)[0][0])


@per_build
def shapes_of(measure: str) -> pd.DataFrame:
    """Every way in which a measure is broken down, for which schools and years.

    Shape    breakdown, school_type, time_identifier, figures, areas, first and last period
    """
    return frame(SHAPES, {"measure": measure})
