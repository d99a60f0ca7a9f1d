"""Select: the one statement that turns a block's published rows into figures."""

from __future__ import annotations

from data_pipeline.build.publish import mark_rules
from data_pipeline.build.quoting import text
from data_pipeline.catalogue import ALWAYS, Figures, Source

# Of rows that are otherwise alike the last version counts, and then the same one whatever the threads did.
VERSIONS = ("Final", "Revised", "Provisional")
LAST_RESORT = ("value", "numerator", "denominator", "symbol")
KEY = "measure, time_period, time_identifier, place_code, school_type, breakdown, category"


def where(block: Figures) -> list[str]:
    """The conditions on the rows that a block reads."""
    conditions = [_listed(column, wanted) for column, wanted in block.where.items()]
    conditions += [f"NOT {_listed(column, unwanted)}" for column, unwanted in block.unless.items()]
    return conditions + ([f'"time_period" >= {text(block.first)}'] if block.first else [])


def insert(source: Source, block: Figures, *, found: set[str], value: str, across: str) -> str:
    """The INSERT of one block into `candidates`, for one value column.

    Columns were found in the published table before; `across` is the category that a wide column stands for.
    """
    joins = _joins(block)
    conditions = [*where(block), *_only_total(block, across)]
    order = ", ".join([*_newest(found), *_preferred(source, found), *LAST_RESORT])
    return f"""
        INSERT INTO candidates
        SELECT {KEY}, value, numerator, denominator,
               CASE WHEN value IS NULL THEN coalesce(symbol, 'x') END, {text(source.id)}, {source.priority}
        FROM (
            SELECT {_measure(block)} AS measure,
                   regexp_replace(p.time_period, '^(\\d{{4}})\\D?(\\d{{2}})$', '\\1\\2') AS time_period,
                   {_time(block)} AS time_identifier,
                   p.place_code,
                   {"schools.w1" if block.school_type_column else text(block.school_type)} AS school_type,
                   {_breakdown(block, across)} AS breakdown,
                   {_category(block, across)} AS category,
                   {_trusted(source, _value(block, value))} AS value,
                   {_trusted(source, _number(block.numerator))} AS numerator,
                   {_number(block.denominator)} AS denominator,
                   {_symbol(source, block, found=found, value=value)} AS symbol,
                   p.*
            FROM keyed AS p
            {joins}
            {"WHERE " + " AND ".join(conditions) if conditions else ""}
        )
        {_allowed(block)}
        QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY {order}) = 1
    """


def _listed(column: str, words: tuple[str, ...]) -> str:
    return f"coalesce(\"{column}\", '') IN ({', '.join(text(word) for word in words)})"


def _joins(block: Figures) -> str:
    joins = [] if block.time_identifier else ["JOIN times ON times.w0 = coalesce(p.time_identifier, '')"]
    if block.school_type_column:
        joins.append(f"JOIN schools ON schools.w0 = coalesce(p.\"{block.school_type_column}\", '')")
    if block.category_column:
        group = block.group_column or block.category_column
        joins.append(
            f"JOIN groups ON groups.w0 = coalesce(p.\"{group}\", '') "
            f"AND groups.w1 = coalesce(p.\"{block.category_column}\", '')"
        )
    for number, column in enumerate(block.filters):
        joins.append(f"JOIN filter_{number} ON filter_{number}.w0 = coalesce(p.\"{column}\", '')")
    return "\n            ".join(joins)


def _measure(block: Figures) -> str:
    return f'p."{block.measure_column}"' if block.measure_column else text(block.measure)


def _time(block: Figures) -> str:
    return text(block.time_identifier) if block.time_identifier else "times.w1"


def _breakdown(block: Figures, across: str) -> str:
    if across:
        return text(block.across_breakdown)
    if block.category_column:
        return "groups.w2"
    if block.filters:
        names = [
            f"CASE WHEN filter_{n}.w1 <> 'Total' THEN {text(b)} END"
            for n, b in enumerate(block.filters.values())
        ]
        return f"coalesce(nullif(concat_ws('*', {', '.join(names)}), ''), 'total')"
    return "'total'"


def _category(block: Figures, across: str) -> str:
    if across:
        return text(across)
    if block.category_column:
        return "groups.w3"
    if block.filters:
        names = [f"nullif(filter_{n}.w1, 'Total')" for n in range(len(block.filters))]
        return f"coalesce(nullif(concat_ws('*', {', '.join(names)}), ''), 'Total')"
    return "'Total'"


def _only_total(block: Figures, across: str) -> list[str]:
    """Where wide columns carry the categories, the rows must not be split by anything else."""
    if not across:
        return []
    named = ["groups.w2 = 'total'"] if block.category_column else []
    return named + [f"filter_{n}.w1 = 'Total'" for n in range(len(block.filters))]


def _allowed(block: Figures) -> str:
    """Two characteristics at once stay out unless the block asks for that pair."""
    if not block.filters:
        return ""
    pairs = ", ".join(text(pair) for pair in block.pairs)
    return "WHERE breakdown NOT LIKE '%*%'" + (f" OR breakdown IN ({pairs})" if pairs else "")


def _trusted(source: Source, number: str) -> str:
    """The number, or NULL in rows that the source declares to be wrong as published."""
    for rows in source.distrust:
        wrong = " AND ".join(_listed(column, words) for column, words in rows.items())
        number = f"CASE WHEN NOT ({wrong}) THEN {number} END"
    return number


def _number(column: str) -> str:
    return f'p."{column}"' if column else "NULL"


def _value(block: Figures, value: str) -> str:
    """The published number, or the one that its counts give; never a rate of nobody."""
    if value and block.denominator:
        return f'CASE WHEN p."{block.denominator}" IS DISTINCT FROM 0 THEN p."{value}" END'
    if value:
        return f'p."{value}"'
    return f'100 * p."{block.numerator}" / nullif(p."{block.denominator}", 0)'


def _symbol(source: Source, block: Figures, *, found: set[str], value: str) -> str:
    marked = [
        c for c in ([value] if value else [block.numerator, block.denominator]) if f"{c}__symbol" in found
    ]
    cases = []
    for column in marked:
        for mark, symbol, first, last in mark_rules(source):
            limited = first or last != ALWAYS
            bounds = f" AND p.time_period BETWEEN {text(first)} AND {text(last)}" if limited else ""
            cases.append(f'WHEN p."{column}__symbol" = {text(mark)}{bounds} THEN {text(symbol)}')
    if block.denominator:  # nobody to count: a rate does not apply
        cases.append(f"WHEN p.\"{block.denominator}\" = 0 THEN 'z'")
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _newest(found: set[str]) -> list[str]:
    return ["source_file DESC"] if "source_file" in found else []


def _preferred(source: Source, found: set[str]) -> list[str]:
    order = []
    usual = {"version": VERSIONS} if "version" in found else {}
    for column, wanted in {**usual, **source.prefer}.items():
        cases = " ".join(f"WHEN {text(word)} THEN {n}" for n, word in enumerate(wanted))
        order.append(f'CASE "{column}" {cases} ELSE {len(wanted)} END')
    return order
