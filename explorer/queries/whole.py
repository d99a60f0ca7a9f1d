"""Whole: every row at hand of some measures, read without holding them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer import store
from explorer.errors import ExplorerError
from explorer.queries.belonging import breaks_of, caveats_of, sources_of
from explorer.queries.lookups import breakdown_of, known_place, measure, school_type_of
from explorer.queries.nouns import Break, Caveat, Choice, Measure, Place, Source
from explorer.queries.reading import frame, per_build, tuples, with_januaries

BATCH = 10_000  # rows held at once
ROWS = with_januaries("""
SELECT f.measure,
       m.label AS measure_label,
       f.time_period,
       CASE WHEN m.stamp = 'january' THEN january(f.time_period)
            ELSE coalesce(p.label, f.time_period) END AS period,
       f.time_identifier,
       f.place_code,
       coalesce(a.name, f.place_code) AS place,
       f.school_type,
       coalesce(t.label, f.school_type) AS school_type_label,
       f.breakdown,
       f.category,
       f.value,
       m.unit,
       f.numerator,
       nullif(m.numerator_label, '') AS numerator_label,
       f.denominator,
       nullif(m.denominator_label, '') AS denominator_label,
       f.symbol,
       CASE WHEN f.value IS NULL
            THEN (SELECT arg_max(y.meaning, length(y.source) > 0)
                  FROM symbols y
                  WHERE y.symbol = f.symbol
                    AND (y.source = f.source OR y.source = '')
                    AND f.time_period BETWEEN coalesce(nullif(y.time_from, ''), '0')
                                          AND coalesce(nullif(y.time_to, ''), '9')) END AS symbol_meaning,
       f.source,
       s.title AS source_title
FROM figures f
JOIN measures m USING (measure)
LEFT JOIN periods p USING (time_period, time_identifier)
LEFT JOIN places a USING (place_code)
LEFT JOIN school_types t USING (school_type)
LEFT JOIN sources s ON s.source = f.source
WHERE list_contains($measures, f.measure)
ORDER BY list_position($measures, f.measure), f.time_identifier, f.breakdown, f.place_code, f.school_type,
         f.category, f.time_period
""")
# The figures alone, in the same order.
FIGURES = """
SELECT f.measure, f.time_period, f.time_identifier, f.place_code, f.school_type, f.breakdown, f.category,
       f.value, f.numerator, f.denominator, f.symbol, f.source
FROM figures f
WHERE list_contains($measures, f.measure)
ORDER BY list_position($measures, f.measure), f.time_identifier, f.breakdown, f.place_code, f.school_type,
         f.category, f.time_period
"""
WHOLE_COLUMNS = (
    *("measure", "measure_label", "time_period", "period", "time_identifier", "place_code", "place"),
    *("school_type", "school_type_label", "breakdown", "category", "value", "unit", "numerator"),
    "numerator_label",
    *("denominator", "denominator_label", "symbol", "symbol_meaning", "source", "source_title"),
)
NUMBERS = ("value", "numerator", "denominator")
# As the other files have them: no text that starts a formula, whole numbers without '.0'.
SAFE = "CASE WHEN regexp_matches({0}, $risky) THEN '''' || {0} ELSE {0} END AS {0}"
WHOLE_NUMBER = (
    "CASE WHEN {0} = trunc({0}) AND abs({0}) < 1e15 THEN {0}::BIGINT::VARCHAR ELSE {0}::VARCHAR END AS {0}"
)
PARTS = """
SELECT measure, time_identifier, time_period, school_type, breakdown, source, place_code, symbol,
       count(*) AS figures
FROM figures
WHERE list_contains($measures, measure)
GROUP BY ALL
ORDER BY measure, time_identifier, time_period, school_type, breakdown, source, place_code, symbol
"""
HELD = """
SELECT measure, count(*), count(DISTINCT place_code),
       coalesce(sum(length(CASE WHEN value = trunc(value) THEN value::BIGINT::VARCHAR
                                ELSE value::VARCHAR END)), 0),
       coalesce(sum(length(numerator::BIGINT::VARCHAR)), 0)
           + coalesce(sum(length(denominator::BIGINT::VARCHAR)), 0)
FROM figures
GROUP BY measure
"""
PERIODS = """
SELECT arg_min(label, position), arg_max(label, position)
FROM periods
WHERE list_contains($periods, time_period)
  AND list_contains($terms, time_identifier)
"""
MEANINGS = "SELECT symbol, meaning FROM symbols WHERE source = '' ORDER BY symbol"
PROCESSING = "SELECT source, coalesce(processing, '') FROM sources"


@dataclass(frozen=True)
class Whole:
    """What there is of some measures: everything but the rows themselves."""

    measures: tuple[Measure, ...]
    places: tuple[Place, ...]
    school_types: tuple[Choice, ...]
    breakdowns: tuple[Choice, ...]
    terms: tuple[str, ...]
    first: str
    last: str
    symbols: tuple[tuple[str, str], ...]
    breaks: tuple[Break, ...]
    notes: tuple[Caveat, ...]
    sources: tuple[Source, ...]
    rows: int
    build_id: str


@dataclass(frozen=True)
class Held:
    """How much there is of some measures: rows, places, and digits of the figures and of the counts."""

    rows: int
    places: int
    of_values: int
    of_counts: int


@per_build
def whole(measures: tuple[str, ...]) -> Whole:
    """What there is of these measures: places, periods, symbols, breaks, caveats, sources, number of rows.

    Raises   ExplorerError for a measure that there is not, or that has no row
    """
    named = tuple(measure(name) for name in measures)
    parts = frame(PARTS, {"measures": list(measures)}).astype({"symbol": "str"})
    if parts.empty:
        raise ExplorerError(f"There are no rows of {', '.join(measures)} in these figures.")
    places = tuple(found for code in parts["place_code"].unique() if (found := known_place(str(code))))
    periods = {
        "periods": list(parts["time_period"].unique()),
        "terms": list(parts["time_identifier"].unique()),
    }
    first, last = tuples(PERIODS, periods)[0]
    met = set(parts["symbol"].dropna())
    return Whole(
        measures=named,
        places=tuple(sorted(places, key=lambda one: one.code)),
        school_types=tuple(school_type_of(str(kind)) for kind in parts["school_type"].unique()),
        breakdowns=tuple(breakdown_of(str(name)) for name in parts["breakdown"].unique()),
        terms=tuple(map(str, parts["time_identifier"].unique())),
        first=str(first or parts["time_period"].min()),
        last=str(last or parts["time_period"].max()),
        symbols=tuple((sign, meaning) for sign, meaning in tuples(MEANINGS) if sign in met),
        breaks=breaks_of(parts),
        notes=caveats_of(parts, places),
        sources=sources_of(parts),
        rows=int(parts["figures"].sum()),
        build_id=store.build_id(),
    )


def rows_at_hand(*measures: str) -> int:
    """How many rows there are of these measures in all."""
    return held(*measures).rows


def held(*measures: str) -> Held:
    """How much there is of these measures, by which the size of a file can be judged."""
    every = [_held()[name] for name in measures if name in _held()]
    return Held(
        rows=sum(one.rows for one in every),
        places=max((one.places for one in every), default=0),
        of_values=sum(one.of_values for one in every),
        of_counts=sum(one.of_counts for one in every),
    )


def write_whole(measures: tuple[str, ...], path: Path, *, risky: str) -> None:
    """Writes every row of these measures as UTF-8 CSV; text that matches `risky` gets an apostrophe."""
    said = [(WHOLE_NUMBER if name in NUMBERS else SAFE).format(name) for name in WHOLE_COLUMNS]
    # the names of the columns are those of this file
    query = f"SELECT {', '.join(said)} FROM ({ROWS})"  # noqa: S608
    bound = {"measures": list(measures), "risky": risky}
    store.handle().cursor().sql(query, params=bound).write_csv(str(path), header=True)


def whole_batches(measures: tuple[str, ...]) -> Any:  # noqa: ANN401 (pyarrow has no types here)
    """Every row of these measures as a reader of Arrow batches, BATCH rows each."""
    return store.handle().cursor().sql(ROWS, params={"measures": list(measures)}).to_arrow_reader(BATCH)


def whole_figures(measures: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Key, value, counts, symbol and source of every row of these measures, in the order of `write_whole`."""
    found = store.handle().cursor().execute(FIGURES, {"measures": list(measures)})
    while some := found.fetchmany(BATCH):
        yield from some


@per_build
def _held() -> dict[str, Held]:
    return {str(name): Held(*map(int, counts)) for name, *counts in tuples(HELD)}


@per_build
def _processing() -> dict[str, str]:
    return dict(tuples(PROCESSING))


def processing(source: str) -> str:
    """What was done to the table of this source on its way here; '' for nothing."""
    return _processing().get(source, "")
