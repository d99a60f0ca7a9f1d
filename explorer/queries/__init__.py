"""Queries: a question in, an answer out, and what can be asked."""

from explorer.queries.about import (
    Fresh,
    breaks_table,
    caveats_table,
    conflicts_summary,
    findings_table,
    freshness,
    measures_table,
    sources_table,
    symbols_table,
)
from explorer.queries.answer import COLUMNS, Answer, Series
from explorer.queries.areas import (
    LOCAL,
    TINY,
    Neighbour,
    Standing,
    counted_periods,
    every_area,
    neighbours,
    pooled,
    rank_ranges,
    standing,
)
from explorer.queries.asking import ask
from explorer.queries.changing import Change, change_of, latest_change
from explorer.queries.checking import check
from explorer.queries.lookups import category_of, measure, measures, place, place_path, places
from explorer.queries.nouns import Break, Caveat, Choice, Measure, Period, Place, Source
from explorer.queries.pickers import (
    Options,
    availability,
    breakdowns_for,
    categories_for,
    options,
    periods_for,
    school_types_for,
    terms_for,
)
from explorer.queries.rates import has_chance_model, rate_of
from explorer.queries.shares import shares

__all__ = [
    "COLUMNS",
    "LOCAL",
    "TINY",
    "Answer",
    "Break",
    "Caveat",
    "Change",
    "Choice",
    "Fresh",
    "Measure",
    "Neighbour",
    "Options",
    "Period",
    "Place",
    "Series",
    "Source",
    "Standing",
    "ask",
    "availability",
    "breakdowns_for",
    "breaks_table",
    "categories_for",
    "category_of",
    "caveats_table",
    "change_of",
    "check",
    "conflicts_summary",
    "counted_periods",
    "every_area",
    "findings_table",
    "freshness",
    "has_chance_model",
    "latest_change",
    "measure",
    "measures",
    "measures_table",
    "neighbours",
    "options",
    "periods_for",
    "place",
    "place_path",
    "places",
    "pooled",
    "rank_ranges",
    "rate_of",
    "school_types_for",
    "shares",
    "sources_table",
    "standing",
    "symbols_table",
    "terms_for",
]
