"""Revised: which figures later releases changed, added or withdrew, with the value before and after."""

from dataclasses import dataclass

import pandas as pd

from explorer.queries.answer import Answer
from explorer.queries.reading import frame, per_build, tuples, with_januaries

FIGURE_KEY = [
    "measure",
    "time_period",
    "time_identifier",
    "place_code",
    "school_type",
    "breakdown",
    "category",
]
SAME = 1e-9  # of the value: less is another order of adding up, not another figure

# `basis`: what the publisher changed. Another reading of the same files is no news.
# Each change with the words for it.
SAID = with_januaries("""
WITH said AS (
    SELECT r.*,
           coalesce(m.label, r.measure) AS measure_label,
           coalesce(m.position, 1000000) AS measure_position,
           coalesce(m.display_unit, '') AS unit,
           coalesce(m.unit, '') AS published_unit,
           coalesce(m.decimals, 1) AS decimals,
           r.old_value * coalesce(m.display_factor, 1) AS old_shown,
           r.new_value * coalesce(m.display_factor, 1) AS new_shown,
           CASE WHEN m.stamp = 'january' THEN january(r.time_period)
                ELSE coalesce(p.label, concat_ws(' ', nullif(r.time_identifier, 'Academic year'),
                              regexp_replace(r.time_period, '^(\\d{4})(\\d{2})$', '\\1/\\2'))) END AS period,
           coalesce(a.name, r.place_code) AS place,
           coalesce(t.label, r.school_type) AS school_type_label,
           coalesce(c.label, c1.label || coalesce(', ' || c2.label, ''), r.category) AS category_label
    FROM revisions r
    LEFT JOIN measures m USING (measure)
    LEFT JOIN periods p USING (time_period, time_identifier)
    LEFT JOIN places a USING (place_code)
    LEFT JOIN school_types t USING (school_type)
    LEFT JOIN categories c ON c.breakdown = r.breakdown AND c.category = r.category
    LEFT JOIN categories c1 ON c1.breakdown = split_part(r.breakdown, '*', 1)
                           AND c1.category = split_part(r.category, '*', 1)
    LEFT JOIN categories c2 ON c2.breakdown = split_part(r.breakdown, '*', 2)
                           AND c2.category = split_part(r.category, '*', 2)
    WHERE r.basis = 'release' AND r.old_value IS DISTINCT FROM r.new_value
)
SELECT *
FROM said
""")
# The largest of a measure first, and before them those that became known or hidden, which have no size.
CHANGES = """
WHERE ($measure = '' OR measure = $measure)
  AND ($place = '' OR place_code = $place)
ORDER BY step DESC, measure_position, measure, change = 'added', abs(new_value - old_value) DESC NULLS FIRST,
         place, period, school_type_label, category_label
"""
COUNTED = """
SELECT r.old_build, r.new_build, r.measure, coalesce(m.label, r.measure) AS measure_label,
       count(*) FILTER (r.change = 'changed') AS changed,
       count(*) FILTER (r.change = 'added') AS added,
       count(*) FILTER (r.change = 'withdrawn') AS withdrawn,
       r.step
FROM revisions r
LEFT JOIN measures m USING (measure)
WHERE r.basis = 'release' AND r.old_value IS DISTINCT FROM r.new_value
GROUP BY ALL
ORDER BY r.step DESC, any_value(m.position), r.measure
"""
PLACES = """
SELECT DISTINCT r.place_code, coalesce(a.name, r.place_code) AS name,
       CASE a.level WHEN 'National' THEN 0 WHEN 'Regional' THEN 1 ELSE 2 END AS far
FROM revisions r
LEFT JOIN places a USING (place_code)
WHERE ($measure = '' OR r.measure = $measure)
  AND r.basis = 'release' AND r.old_value IS DISTINCT FROM r.new_value
ORDER BY far, name, r.place_code
"""
# An added figure had no value before it, so it is none that anybody can have seen otherwise.
SEEN = """
WHERE change <> 'added'
  AND list_contains($measures, measure)
  AND list_contains($places, place_code)
  AND breakdown = $breakdown
  AND time_identifier = $term
ORDER BY step
"""


@dataclass(frozen=True)
class Changes:
    """What one build changed in the figures of one measure: how many it changed, added and withdrew.

    `step`: the number of the build that changed them; the same two builds can follow each other twice
    """

    old_build: str
    new_build: str
    measure: str
    label: str
    changed: int
    added: int
    withdrawn: int
    step: int


@per_build
def changes_counted() -> tuple[Changes, ...]:
    """For each build that changed any figure, the newest first, and each measure: how many it changed."""
    return tuple(Changes(*row) for row in tuples(COUNTED))


@per_build
def changes(measure: str = "", place: str = "") -> pd.DataFrame:
    """Every figure that a build changed, added or withdrew, of one measure or place if named.

    Shape    the columns of FIGURE_KEY, the words for each, change, old and new value and the builds; the
             newest build first, then by measure the largest change first, and added figures last
    Units    old_value and new_value as published; old_shown and new_shown in `unit`
    Missing  a value that is empty on one side only: the figure had no number there
    """
    return frame(SAID + CHANGES, {"measure": measure, "place": place})


@per_build
def changed_places(measure: str = "") -> dict[str, str]:
    """The codes and names of the areas of which a build changed a figure: England, regions, others."""
    return {str(code): str(name) for code, name, _ in tuples(PLACES, {"measure": measure})}


def revised(answer: Answer) -> pd.DataFrame:
    """Which of an answer's rows an earlier release had otherwise; a row a change, in the answer's order.

    Shape    the columns of `changes`, and `now`: the figure as shown now; a figure that was changed twice
             has two rows, the older first
    Missing  rows that are worked out from published figures, as shares are, have no published past
    """
    asked = answer.question
    past = _seen(asked.measures, asked.places, breakdown=asked.breakdown, term=asked.time_identifier)
    rows = answer.rows[[*FIGURE_KEY, "value", "shown"]].rename(columns={"shown": "now"})
    if past.empty:
        return past.assign(now=pd.Series(dtype=float), value=pd.Series(dtype=float))
    met = rows.merge(past, on=FIGURE_KEY, how="inner")
    ends = met[met["step"] == met.groupby(FIGURE_KEY)["step"].transform("max")]
    known = ends[_same(ends["value"], ends["new_value"])][FIGURE_KEY]
    return met.merge(known, on=FIGURE_KEY, how="inner").reset_index(drop=True)


@per_build
def _seen(measures: tuple[str, ...], places: tuple[str, ...], *, breakdown: str, term: str) -> pd.DataFrame:
    bound = {"measures": list(measures), "places": list(places), "breakdown": breakdown, "term": term}
    return frame(SAID + SEEN, bound)


def _same(one: pd.Series, other: pd.Series) -> pd.Series:
    """Where two columns hold the same number, or none."""
    near = (one - other).abs() <= SAME * one.abs().clip(lower=other.abs())
    return near | (one.isna() & other.isna())
