"""Recipes: how the rows of an answer are found again in the tables as they are published."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from explorer.queries.asking import ask
from explorer.queries.lookups import known_place
from explorer.queries.lookups import measure as measure_of
from explorer.queries.reading import per_build, tuples, with_origins
from explorer.question import Question

FORMS = "SELECT form FROM mapped WHERE source = $source ORDER BY position"
SPELLINGS = "SELECT kind, breakdown, term, spelling FROM spellings ORDER BY ALL"
SOURCES = with_origins("""
SELECT s.source, s.title, s.publication_title, s.publisher, s.licence, s.url, coalesce(s.processing, ''),
       list({'title': f.title, 'url': f.url} ORDER BY f.position)
           FILTER (f.source <> s.source AND coalesce(f.derived_from, '') = '')
FROM sources s
JOIN origins o USING (source)
JOIN sources f ON f.source = o.origin
WHERE list_contains($sources::VARCHAR[], s.source)
GROUP BY ALL
ORDER BY any_value(list_position($sources::VARCHAR[], s.source))
""")
TOTAL = "Total"
Spelled = tuple[tuple[str, tuple[str, ...]], ...]
Form = Mapping[str, Any]


@dataclass(frozen=True)
class RecipeTable:
    """One published table behind an answer: its names, its page, what was done to it, and what it is from.

    `origins`: of a table that was put together here, the title and page of each that it was made from
    """

    id: str
    title: str
    publication_title: str
    publisher: str
    licence: str
    url: str
    processing: str
    origins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Listing:
    """How a table is found among its publisher's: the words of its title, its levels, its kind of release."""

    publication: str
    has: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]
    levels: tuple[str, ...]
    release: str
    every_year: bool


@dataclass(frozen=True)
class Recipe:
    """One measure's rows of an answer in one published table, in the table's own columns.

    Shape    `words`: of each column the meanings that are wanted, each with its spellings in lower case and
             without signs; `only`: columns with their exact words and whether those are wanted or unwanted;
             `places`: level, published code ('' for England) and the name of each area;
             `across`: the value columns that each stand for one group, where the table is wide
    Missing  `value` is '' where the table has the counts alone, and the rate is 100 * one / the other
    """

    table: RecipeTable
    listing: Listing
    measure: str
    names: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]
    only: tuple[tuple[str, tuple[str, ...], bool], ...]
    words: tuple[tuple[str, Spelled], ...]
    one_of: tuple[str, ...]
    prefer: tuple[tuple[str, tuple[str, ...]], ...]
    places: tuple[tuple[str, str, str], ...]
    first: str
    last: str
    value: str
    numerator: str
    denominator: str
    across: tuple[tuple[str, str], ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The published columns that hold the figure and the counts behind it."""
        named = (self.value, self.numerator, self.denominator)
        return tuple(dict.fromkeys(filter(None, named))) or tuple(column for column, _ in self.across)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which a file cannot be this table."""
        words, only = [column for column, _ in self.words], [column for column, *_ in self.only]
        return tuple(dict.fromkeys([*words, *only, *self.numbers]))


@per_build
def recipes_of(question: Question) -> tuple[tuple[Recipe, ...], tuple[RecipeTable, ...]]:
    """A recipe for each published table and measure that answer a question, and the tables that have none.

    A table has none where it was put together here, or where its publisher's list does not name it.
    """
    rows = ask(question).published
    found: list[Recipe] = []
    without: list[RecipeTable] = []
    for table in _tables(tuple(rows["source"].dropna().unique())):
        made = list(_of_table(table, rows[rows["source"] == table.id], breakdown=question.breakdown))
        found += made
        without += [] if made else [table]
    return tuple(found), tuple(without)


@per_build
def _tables(sources: tuple[str, ...]) -> tuple[RecipeTable, ...]:
    found = tuples(SOURCES, {"sources": list(sources)})
    return tuple(
        replace(RecipeTable(*words), origins=tuple((one["title"], one["url"]) for one in origins or ()))
        for *words, origins in found
    )


@per_build
def _forms(source: str) -> tuple[Form, ...]:
    return tuple(json.loads(form) for (form,) in tuples(FORMS, {"source": source}))


@per_build
def _spellings() -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for kind, breakdown, term, spelling in tuples(SPELLINGS):
        found.setdefault((str(kind), str(breakdown), str(term)), []).append(str(spelling))
    return {key: tuple(spelled) for key, spelled in found.items()}


def _of_table(table: RecipeTable, rows: pd.DataFrame, *, breakdown: str) -> Iterable[Recipe]:
    """A recipe for each form of the table that gave some of the rows, the fewest that give them all."""
    forms = [form for form in _forms(table.id) if form.get("listed") and not form.get("unnamed")]
    for measure, mine in rows.groupby("measure", sort=False):
        kinds = [_kinds(form, str(measure), breakdown=breakdown) for form in forms]
        for number, wanted in _shared_out(set(mine["school_type"]), kinds):
            yield _recipe(table, forms[number], rows=mine[mine["school_type"].isin(wanted)])


def _shared_out(left: set[str], kinds: list[set[str]]) -> Iterable[tuple[int, set[str]]]:
    """Each form's number with the school types that are taken from it, the form with most of them first."""
    while most := max((left & one for one in kinds), key=len, default=set()):
        yield [left & one for one in kinds].index(most), most
        left = left - most


def _kinds(form: Form, measure: str, *, breakdown: str) -> set[str]:
    return {kind for name, by, kind in form["gives"] if (name, by) == (measure, breakdown)}


def _recipe(table: RecipeTable, form: Form, *, rows: pd.DataFrame) -> Recipe:
    words, one_of = _words(form, rows)
    only = [(column, tuple(listed), True) for column, listed in form.get("where", {}).items()]
    only += [(column, tuple(listed), False) for column, listed in form.get("unless", {}).items()]
    categories = set(rows["category"])
    across = tuple((column, one) for column, one in form.get("across", {}).items() if one in categories)
    numbers = {name: form.get(name, "") for name in ("value", "numerator", "denominator")}
    used = {column for column, *_ in (*words, *only, *across)} | set(numbers.values())
    return Recipe(
        table=table,
        listing=_listing(form),
        measure=measure_of(str(rows["measure"].iloc[0])).label,
        names=tuple((old, new) for old, new in form.get("names", {}).items() if new in used | _ALWAYS),
        added=tuple(form.get("added", {}).items()),
        only=tuple(only),
        words=tuple(words),
        one_of=one_of,
        prefer=tuple((column, tuple(order)) for column, order in form.get("prefer", {}).items()),
        places=tuple(_places(tuple(rows["place_code"].unique()))),
        first=str(rows["time_period"].min()),
        last=str(rows["time_period"].max()),
        **numbers,
        across=across,
    )


_ALWAYS = {
    *("time_period", "time_identifier", "geographic_level", "region_code", "old_la_code", "new_la_code"),
}


def _listing(form: Form) -> Listing:
    return Listing(
        publication=form["publication"],
        has=tuple(tuple(words) for words in form.get("title_has", ())),
        lacks=tuple(form.get("title_lacks", ())),
        levels=tuple(form.get("levels", ())),
        release=form["release"],
        every_year=bool(form.get("every_year")),
    )


def _words(form: Form, rows: pd.DataFrame) -> tuple[list[tuple[str, Spelled]], tuple[str, ...]]:
    """The columns of words with the meanings that are wanted, and those of which one alone is no total."""
    found: list[tuple[str, Spelled]] = []
    if not form.get("time_identifier"):
        (term,) = rows["time_identifier"].unique()
        found.append(("time_identifier", ((term, _spelled("time_identifier", term)),)))
    if column := form.get("school_type_column"):
        kinds = rows["school_type"].unique()
        found.append((column, tuple((kind, _school_spelled(form, kind)) for kind in kinds)))
    breakdown = str(rows["breakdown"].iloc[0])
    ordered = rows.sort_values("category_position", kind="stable")
    categories = tuple(ordered["category"].unique())
    if form.get("filters"):
        split, one_of = _filtered(form, breakdown, categories=categories)
        return found + split, one_of
    return found + _grouped(form, breakdown, categories=categories), ()


def _grouped(form: Form, breakdown: str, *, categories: tuple[str, ...]) -> list[tuple[str, Spelled]]:
    """Where one column names the group, and perhaps another what it is a group of."""
    column, group = form.get("category_column"), form.get("group_column")
    whole = breakdown == "total" or form.get("across")
    if not column or (whole and group in form.get("where", {})):
        return []
    if whole:
        return [(column, ((TOTAL, _spelled("category", TOTAL, breakdown="total")),))]
    words = [(group, ((breakdown, _less(form, _spelled("group", breakdown))),))] if group else []
    of_each = tuple((one, _less(form, _spelled("category", one, breakdown=breakdown))) for one in categories)
    return [*words, (column, of_each)]


def _filtered(
    form: Form, breakdown: str, *, categories: tuple[str, ...]
) -> tuple[list[tuple[str, Spelled]], tuple[str, ...]]:
    """Where each split has a column of its own: a total, unless it is what the rows are split by."""
    parts = {} if breakdown == TOTAL.lower() or form.get("across") else _parts(breakdown, categories)
    total = (TOTAL, _spelled("category", TOTAL, breakdown="total"))
    found: list[tuple[str, Spelled]] = []
    carriers = [column for column, by in form["filters"] if by in parts]
    shared = tuple(carriers) if len(carriers) > len(parts) else ()
    for column, by in form["filters"]:
        wanted = tuple(
            (one, _less(form, _spelled("category", one, breakdown=by))) for one in parts.get(by, ())
        )
        with_total = (total,) if not wanted or column in shared else ()
        found.append((column, (*wanted, *with_total)))
    return found, shared


def _parts(breakdown: str, categories: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Of each split at once, its groups in order: 'Black Caribbean*FSM eligible' is one of two splits."""
    split = [category.split("*") for category in categories]
    return {by: tuple(dict.fromkeys(one[n] for one in split)) for n, by in enumerate(breakdown.split("*"))}


def _spelled(kind: str, term: str, *, breakdown: str = "") -> tuple[str, ...]:
    return _spellings().get((kind, breakdown, term), ())


def _school_spelled(form: Form, kind: str) -> tuple[str, ...]:
    """The spellings of a school type, where the table may use a word for something else."""
    own = form.get("school_types", {})
    mine = [_plain(label) for label, means in own.items() if means == kind]
    others = {_plain(label) for label in own} - set(mine)
    return tuple(dict.fromkeys([*mine, *(one for one in _spelled("school_type", kind) if one not in others)]))


def _less(form: Form, spelled: tuple[str, ...]) -> tuple[str, ...]:
    ignored = {_plain(one) for one in form.get("ignore", ())}
    return tuple(one for one in spelled if one not in ignored)


def _plain(label: str) -> str:
    return re.sub(r"[^a-z0-9+]+", " ", label.lower()).strip()


def _places(codes: tuple[str, ...]) -> Iterable[tuple[str, str, str]]:
    """Each code that an area has had in published tables; an authority's old one outlived its newer ones."""
    for code in codes:
        place = known_place(code)
        if place is None:
            continue
        level = place.level.lower()
        old = [place.old_code] if place.old_code and level == "local authority" else []
        published = [""] if level == "national" else [*old, place.code, *place.other_codes]
        yield from ((level, one, place.name) for one in dict.fromkeys(published))
