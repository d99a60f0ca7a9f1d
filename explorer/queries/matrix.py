"""Matrix: how many figures there are of what is asked, by year and kind of area."""

from dataclasses import dataclass

import pandas as pd

from explorer.queries.reading import frame, per_build
from explorer.question import Question

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
SHAPES = """
SELECT f.breakdown, f.school_type, f.time_identifier, count(f.value)::INTEGER AS figures,
       count(DISTINCT f.place_code)::INTEGER AS areas,
       min(f.time_period) AS first_period, max(f.time_period) AS last_period
FROM figures f
LEFT JOIN breakdowns b USING (breakdown)
LEFT JOIN school_types t USING (school_type)
WHERE f.measure = $measure
GROUP BY f.breakdown, f.school_type, f.time_identifier
ORDER BY any_value(b.position), f.breakdown, any_value(t.position), f.school_type, f.time_identifier
"""


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


@per_build
def shapes_of(measure: str) -> pd.DataFrame:
    """Every way in which a measure is broken down, for which schools and years.

    Shape    breakdown, school_type, time_identifier, figures, areas, first_period, last_period
    """
    return frame(SHAPES, {"measure": measure})
