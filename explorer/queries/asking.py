"""Asking: one question's rows with everything that belongs to them."""

import pandas as pd

from explorer import store, words
from explorer.queries.answer import COLUMNS, Answer
from explorer.queries.belonging import as_rounded, breaks_of, caveats_of, sources_of
from explorer.queries.lookups import breakdown_of, category_choices, known_place, measure, school_type_of
from explorer.queries.nouns import Choice, Measure, Place
from explorer.queries.reading import frame, per_build, with_januaries
from explorer.question import Question

# Gaps: a period between the first and the last for which the measure was published (for areas of this
# level) has a row even where nothing was published, while the area existed.
ROWS = with_januaries("""
WITH asked AS MATERIALIZED (
    SELECT *
    FROM figures
    WHERE list_contains($measures, measure)
      AND list_contains($places, place_code)
      AND list_contains($school_types, school_type)
      AND breakdown = $breakdown
      AND time_identifier = $term
      AND (len($categories::VARCHAR[]) = 0 OR list_contains($categories::VARCHAR[], category))
), reach AS (
    SELECT measure, school_type, min(time_period) AS first_period, max(time_period) AS last_period
    FROM figures
    JOIN places USING (place_code)
    WHERE list_contains($measures, measure)
      AND list_contains($school_types, school_type)
      AND breakdown = $breakdown
      AND time_identifier = $term
      AND level IN (SELECT level FROM places WHERE list_contains($places, place_code))
    GROUP BY measure, school_type
), lines AS (
    SELECT measure, place_code, school_type, category, min(time_period) AS since
    FROM asked
    GROUP BY measure, place_code, school_type, category
), spine AS (
    SELECT measure, l.place_code, school_type, category, p.time_period
    FROM lines l
    JOIN reach r USING (measure, school_type)
    JOIN periods p ON p.time_identifier = $term
                  AND p.time_period BETWEEN r.first_period AND r.last_period
    LEFT JOIN places a ON a.place_code = l.place_code
    WHERE (a.valid_to IS NULL OR p.first_day < a.valid_to)
      AND (a.valid_from IS NULL OR p.first_day >= a.valid_from OR p.time_period >= l.since)
    UNION
    SELECT measure, place_code, school_type, category, time_period
    FROM asked
)
SELECT s.measure,
       m.label AS measure_label,
       s.time_period,
       $term AS time_identifier,
       CASE WHEN m.stamp = 'january' THEN january(s.time_period)
            ELSE coalesce(p.label, s.time_period) END AS period,
       coalesce(p.position, 0) AS period_position,
       s.place_code,
       coalesce(a.name, s.place_code) AS place,
       s.school_type,
       coalesce(t.label, s.school_type) AS school_type_label,
       $breakdown AS breakdown,
       s.category,
       coalesce(c.label, c1.label || coalesce(', ' || c2.label, ''), s.category) AS category_label,
       coalesce(c.parent, c1.parent, '') AS parent,
       coalesce(c.position, c1.position * 1000 + coalesce(c2.position, 0), 1000000) AS category_position,
       f.value,
       f.value * m.display_factor AS shown,
       f.numerator,
       f.denominator,
       f.symbol,
       CASE WHEN f.value IS NOT NULL THEN NULL
            WHEN f.symbol IS NULL THEN 'not at hand'
            ELSE (SELECT arg_max(y.meaning, length(y.source) > 0)
                  FROM symbols y
                  WHERE y.symbol = f.symbol
                    AND (y.source = f.source OR y.source = '')
                    AND s.time_period BETWEEN coalesce(nullif(y.time_from, ''), '0')
                                          AND coalesce(nullif(y.time_to, ''), '9')) END AS symbol_meaning,
       f.source,
       EXISTS (SELECT 1
               FROM breaks b
               WHERE b.kind = 'disturbed'
                 AND b.time_period = s.time_period
                 AND b.measure IN (s.measure, '')
                 AND b.school_type IN (s.school_type, '')) AS disturbed
FROM spine s
LEFT JOIN asked f USING (measure, place_code, school_type, category, time_period)
JOIN measures m ON m.measure = s.measure
LEFT JOIN periods p ON p.time_period = s.time_period AND p.time_identifier = $term
LEFT JOIN places a ON a.place_code = s.place_code
LEFT JOIN school_types t ON t.school_type = s.school_type
LEFT JOIN categories c ON c.breakdown = $breakdown AND c.category = s.category
LEFT JOIN categories c1 ON c1.breakdown = split_part($breakdown, '*', 1)
                       AND c1.category = split_part(s.category, '*', 1)
LEFT JOIN categories c2 ON c2.breakdown = split_part($breakdown, '*', 2)
                       AND c2.category = split_part(s.category, '*', 2)
WHERE ($first = '' OR s.time_period >= $first)
  AND ($last = '' OR s.time_period <= $last)
ORDER BY list_position($measures, s.measure), list_position($places, s.place_code),
         t.position, s.school_type, category_position, s.category, period_position, s.time_period
""")


TEXT_OR_NOTHING = ("symbol", "symbol_meaning", "source")


@per_build
def ask(question: Question) -> Answer:
    """The answer to a question that works; cached for the build that the pointer names now.

    Missing  unpublished periods inside the series appear as rows without value and symbol;
             a series without any row is named in `absent`, and `is_empty` if there is no number at all
    Raises   ExplorerError for a measure that there is not
    """
    # text columns of nothing but NULL come as objects; as text they are compared like the others
    rows = frame(ROWS, bound(question))[list(COLUMNS)].astype(dict.fromkeys(TEXT_OR_NOTHING, "str"))
    measures = tuple(as_rounded(measure(name), rows) for name in question.measures)
    places = tuple(found for code in question.places if (found := known_place(code)))
    kinds = tuple(school_type_of(name) for name in question.school_types)
    breakdown = breakdown_of(question.breakdown)
    return Answer(
        question=question,
        rows=rows,
        measures=measures,
        places=places,
        school_types=kinds,
        breakdown=breakdown,
        categories=category_choices(breakdown.id, tuple(rows["category"].unique())),
        breaks=breaks_of(rows),
        notes=caveats_of(rows, places),
        sources=sources_of(rows),
        symbols=_symbols(rows),
        absent=_absent(rows, measures=measures, places=places, kinds=kinds),
        build_id=store.build_id(),
    )


def bound(question: Question) -> dict[str, object]:
    """The question as the values that its query binds."""
    return {
        "measures": list(question.measures),
        "places": list(question.places),
        "school_types": list(question.school_types),
        "breakdown": question.breakdown,
        "categories": list(question.categories),
        "term": question.time_identifier,
        "first": question.first,
        "last": question.last,
    }


def _symbols(rows: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    met = rows[rows["symbol"].notna()][["symbol", "symbol_meaning"]].fillna("").drop_duplicates()
    return tuple((str(symbol), str(meaning)) for symbol, meaning in met.itertuples(index=False))


def _absent(
    rows: pd.DataFrame, *, measures: tuple[Measure, ...], places: tuple[Place, ...], kinds: tuple[Choice, ...]
) -> tuple[str, ...]:
    """One sentence for each measure, area and school type that was asked for and has no published row."""
    published = rows[rows["value"].notna() | rows["symbol"].notna()]
    there = set(published[["measure", "place_code", "school_type"]].itertuples(index=False, name=None))
    return tuple(
        f"{one.label} {words.is_or_are([one.label])} {words.NOT_AT_HAND} for {place.name}, "
        f"{kind.sentence_label or kind.label}, as asked."
        for one in measures
        for place in places
        for kind in kinds
        if (one.id, place.code, kind.id) not in there
    )
