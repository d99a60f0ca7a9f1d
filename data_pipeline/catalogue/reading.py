"""Reading: the TOML files of the catalogue, each into a frozen Source; every mistake is named."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data_pipeline.catalogue.source import (
    ALWAYS,
    FEATURES,
    FILLS,
    OGL,
    PUBLISHER,
    REPOSITORY,
    STATISTICS,
    Expect,
    Figures,
    Known,
    Source,
    SymbolRule,
)
from data_pipeline.errors import CatalogueError

SOURCES = Path(__file__).parents[1] / "sources"
SITE = "https://explore-education-statistics.service.gov.uk/find-statistics"

_TOP = {
    "title",
    "publication",
    "publication_title",
    "publisher",
    "attribution",
    "fills",
    "licence",
    "url",
    "description",
    "processing",
    "priority",
    "derived_from",
    "find",
    "header",
    "columns",
    "constants",
    "text",
    "prefer",
    "symbols",
    "distrust",
    "figures",
    "expect",
    "releases",
}
_FIND = {
    *("file_has", "file_lacks", "title_has", "title_lacks", "levels", "release", "every_year", "api"),
    *("service", "folder", "on_request"),
}
RELEASES = ("year", "term", "week", "any")
SERVICES = (STATISTICS, FEATURES, REPOSITORY)
_BLOCK = {
    "measure",
    "value",
    "numerator",
    "denominator",
    "school_type",
    "breakdown",
    "where",
    "unless",
    "first",
    "time_identifier",
}
_BREAKDOWN = {"column", "category", "filters", "pairs", "across", "name", "ignore"}
_EXPECT = {
    "key",
    "rows",
    "levels",
    "known",
    "rates",
    "rate_decimals",
    "counts_to",
    "adds_up",
    "adds_up_except",
}


def load(folder: Path = SOURCES) -> tuple[Source, ...]:
    """Every declared source, sorted by file name.

    Raises  CatalogueError that names the file, the word found and the words expected.
    """
    return tuple(_source(path, position) for position, path in enumerate(sorted(folder.glob("*.toml"))))


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file as a dict, or an error that names the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path.name}: not valid TOML: {error}. Mend the line it names.") from error


def _source(path: Path, position: int) -> Source:
    words = read_toml(path)
    _only(path, "the file", found=words, allowed=_TOP)
    find = words.get("find", {})
    _only(path, "[find]", found=find, allowed=_FIND)
    sql = path.with_suffix(".sql")
    for needed in ("title", "publication", "publication_title"):
        if needed not in words:
            raise CatalogueError(f"{path.name}: no `{needed}`. Every source says it; add the line.")
    return Source(
        id=path.stem,
        position=position,
        title=words["title"],
        publication=words["publication"],
        publication_title=words["publication_title"],
        licence=words.get("licence", OGL),
        url=words.get("url", f"{SITE}/{words['publication']}"),
        description=words.get("description", ""),
        processing=words.get("processing", ""),
        priority=words.get("priority", 50),
        **{
            name: tuple(find.get(name, ())) for name in ("file_has", "file_lacks", "title_has", "title_lacks")
        },
        levels=tuple(find.get("levels", ())),
        release=_one_of(path, "[find] release", found=find.get("release", RELEASES[0]), allowed=RELEASES),
        every_year=bool(find.get("every_year", False)),
        api=find.get("api", ""),
        header=tuple(words.get("header", ())),
        columns=words.get("columns", {}),
        constants=words.get("constants", {}),
        text=tuple(words.get("text", ())),
        prefer={column: tuple(order) for column, order in words.get("prefer", {}).items()},
        symbols=tuple(_symbols(path, words.get("symbols", {}))),
        distrust=tuple(_where(rows) for rows in words.get("distrust", ())),
        figures=tuple(_figures(path, block) for block in words.get("figures", ())),
        expect=_expect(path, words.get("expect", {})),
        known=tuple(_known(path, release) for release in words.get("releases", ())),
        sql=sql.read_text(encoding="utf-8") if sql.exists() else "",
        derived_from=tuple(words.get("derived_from", ())),
        publisher=words.get("publisher", PUBLISHER),
        attribution=words.get("attribution", ""),
        fills=_one_of(path, "fills", found=words.get("fills", ""), allowed=("", *FILLS)),
        service=_one_of(path, "[find] service", found=find.get("service", STATISTICS), allowed=SERVICES),
        folder=find.get("folder", ""),
        on_request=bool(find.get("on_request", False)),
    )


def _only(path: Path, where: str, *, found: Mapping[str, Any], allowed: set[str]) -> None:
    for word in found:
        if word not in allowed:
            raise CatalogueError(
                f"{path.name}: {where} has `{word}`, which means nothing here. "
                f"Expected one of: {', '.join(sorted(allowed))}."
            )


def _one_of(path: Path, what: str, *, found: str, allowed: Iterable[str]) -> str:
    if found not in allowed:
        words = ", ".join(filter(None, allowed))
        raise CatalogueError(f"{path.name}: {what} is `{found}`. Expected one of: {words}.")
    return found


def _symbols(path: Path, found: Mapping[str, Any]) -> Iterable[SymbolRule]:
    for mark, rule in found.items():
        for one in rule if isinstance(rule, list) else [rule]:
            words = {"means": one} if isinstance(one, str) else one
            _only(path, f"[symbols] {mark}", found=words, allowed={"means", "from", "to"})
            yield SymbolRule(mark, words["means"], words.get("from", ""), words.get("to", ALWAYS))


def _figures(path: Path, block: Mapping[str, Any]) -> Figures:
    _only(path, "[[figures]]", found=block, allowed=_BLOCK)
    school = block.get("school_type", "Total")
    parts = block.get("breakdown", "total")
    parts = {} if parts == "total" else parts
    _only(path, "[[figures]] breakdown", found=parts, allowed=_BREAKDOWN)
    measure = block["measure"]
    by_column = isinstance(school, Mapping)
    return Figures(
        measure="" if isinstance(measure, Mapping) else measure,
        measure_column=measure["column"] if isinstance(measure, Mapping) else "",
        value=block.get("value", ""),
        numerator=block.get("numerator", ""),
        denominator=block.get("denominator", ""),
        school_type="" if by_column else school,
        school_type_column=school["column"] if by_column else "",
        school_types=school.get("means", {}) if by_column else {},
        group_column=parts.get("column", ""),
        category_column=parts.get("category", ""),
        filters=parts.get("filters", {}),
        pairs=tuple(parts.get("pairs", ())),
        across=parts.get("across", {}),
        across_breakdown=parts.get("name", ""),
        ignore=tuple(parts.get("ignore", ())),
        where=_where(block.get("where", {})),
        unless={column: tuple(unwanted) for column, unwanted in block.get("unless", {}).items()},
        first=block.get("first", ""),
        time_identifier=block.get("time_identifier", ""),
    )


def _where(rows: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {column: tuple(wanted) for column, wanted in rows.items()}


def _expect(path: Path, words: Mapping[str, Any]) -> Expect:
    _only(path, "[expect]", found=words, allowed=_EXPECT)
    rows = words.get("rows", {})
    return Expect(
        key=tuple(words.get("key", ())),
        min_rows=rows.get("min", 1),
        max_rows=rows.get("max", 10_000_000),
        levels=tuple(words.get("levels", ())),
        known=words.get("known", {}),
        rates=tuple((value, part, whole) for value, part, whole in words.get("rates", ())),
        rate_decimals=words.get("rate_decimals", 5),
        counts_to=words.get("counts_to", 1),
        adds_up=tuple(words.get("adds_up", ())),
        adds_up_except=tuple(words.get("adds_up_except", ())),
    )


def _known(path: Path, words: Mapping[str, Any]) -> Known:
    _only(path, "[[releases]]", found=words, allowed=set(Known.__dataclass_fields__))
    return Known(**words)
