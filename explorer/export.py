"""Export: the rows shown as a tidy CSV, its name, and how to cite it."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from explorer import words
from explorer.queries import Answer, Break, Caveat, Measure, Source
from explorer.question import slug

COLUMNS = (
    "measure", "measure_label", "time_period", "period", "time_identifier", "place_code", "place",
    "school_type", "breakdown", "category", "value", "unit", "numerator", "numerator_label",
    "denominator", "denominator_label", "symbol", "symbol_meaning", "note", "source", "source_title",
    "publication", "release", "published", "licence", "citation", "link", "build_id",
)  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes text that begins with one for a formula
MARK = b"\xef\xbb\xbf"  # so that spreadsheets read the file as UTF-8
NAMED = 3  # areas that a file name spells out


def csv_bytes(answer: Answer, link: str = "", *, beside: Iterable[Answer] = ()) -> bytes:
    """The rows shown as UTF-8 CSV with a byte order mark, each with its source, meaning and notes.

    `beside`: answers that the same chart shows too, as the groups that contain these or all pupils

    Shape    COLUMNS, one line per row shown, in the order shown
    Units    value is in the published unit (column unit), unrounded; not the scaled figure of the charts
    Missing  empty value, with its symbol and meaning, or 'not at hand' where the table has no such row
    Source   text that begins with = + - @ or a tab gets a leading apostrophe, so that a spreadsheet
             does not take it for a formula
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    shown = [(one, row) for one in (answer, *beside) for row in one.rows.to_dict("records")]
    for one, row in shown:
        said = _said(one, row, link=link)
        writer.writerow([harmless(said[column]) for column in COLUMNS])
    return MARK + text.getvalue().encode("utf-8")


def harmless(cell: object) -> object:
    """The cell, with a leading apostrophe where a spreadsheet would take its text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell


def file_name(answer: Answer) -> str:
    """The CSV's name: 'suspension-rate_by-ethnic-group_england_2006-07-to-2023-24.csv'."""
    measures = "-and-".join(slug(one.short_label or one.label) for one in answer.measures[:NAMED])
    by = "" if answer.breakdown.id == "total" else f"by-{slug(answer.breakdown.label)}"
    places = "-".join(slug(place.name) for place in answer.places)
    areas = places if len(answer.places) <= NAMED else f"{len(answer.places)}-areas"
    span = answer.first if answer.first == answer.last else f"{answer.first} to {answer.last}"
    return "_".join(part for part in (measures, by, areas, slug(span)) if part) + ".csv"


def citation(answer: Answer, link: str = "", *, accessed: date | None = None) -> str:
    """How to cite the figures in full: publisher, publication, tables, releases, licence, link, date."""
    cited = [_cited(answer.sources, publication) for publication in _publications(answer.sources)]
    licences = words.listed(dict.fromkeys(source.licence for source in answer.sources if source.licence))
    opened = f" (accessed {words.long_date(accessed.isoformat())})" if accessed else ""
    parts = [
        *cited,
        f"Licence: {licences}" if licences else "",
        f"Figures shown: {answer.title()}",
        f"Build {answer.build_id}",
        f"{link}{opened}" if link else "",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + ("" if link else ".")


def citation_short(answer: Answer) -> str:
    """How to cite the figures under a chart: 'Source: Department for Education, Pupil absence, 2023/24'."""
    cited = []
    for publication in _publications(answer.sources):
        of_it = [source for source in answer.sources if source.publication == publication]
        releases = words.listed(dict.fromkeys(source.release for source in of_it if source.release))
        first = of_it[0]
        cited.append(", ".join(filter(None, [first.publisher, first.publication_title, releases])))
    return f"Source: {'; '.join(cited)}" if cited else "Source: none, as nothing is published"


def _publications(sources: Iterable[Source]) -> list[str]:
    return list(dict.fromkeys(source.publication for source in sources))


def _cited(sources: Iterable[Source], publication: str) -> str:
    of_it = [source for source in sources if source.publication == publication]
    tables = dict.fromkeys(_table(source) for source in of_it)
    return f"{of_it[0].publisher}, {of_it[0].publication_title}: {'; '.join(tables)}"


def _table(source: Source) -> str:
    release = ", ".join(filter(None, [source.release, _published(source)]))
    return f"{source.title} ({release})" if release else source.title


def _published(source: Source) -> str:
    return f"published {words.long_date(source.published)}" if source.published else ""


def _said(answer: Answer, row: Mapping[Any, Any], *, link: str) -> dict[str, object]:
    """One row of the CSV."""
    measure = next(one for one in answer.measures if one.id == row["measure"])
    source = _source(answer.sources, row)
    kept = {column: _cell(row[column]) for column in COLUMNS if column in row}
    return {
        **kept,
        **_words(measure),
        "note": " ".join(_notes(answer, row)),
        "source_title": source.title if source else "",
        "publication": source.publication_title if source else "",
        "release": source.release if source else "",
        "published": source.published if source else "",
        "licence": source.licence if source else "",
        "citation": _row_citation(source),
        "link": link,
        "build_id": answer.build_id,
    }


def _words(measure: Measure) -> dict[str, object]:
    return {
        "unit": measure.unit,
        "numerator_label": measure.numerator_label,
        "denominator_label": measure.denominator_label,
    }


def _row_citation(source: Source | None) -> str:
    return _cited([source], source.publication) if source else ""


def _source(sources: Iterable[Source], row: Mapping[Any, Any]) -> Source | None:
    """The release that the row came from: of its source, the newest that covers its period."""
    mine = [source for source in sources if source.id == row["source"]]
    period = str(row["time_period"])
    covering = [one for one in mine if (one.first_period or "0") <= period <= (one.last_period or "9")]
    return next(iter(covering or mine), None)


def _notes(answer: Answer, row: Mapping[Any, Any]) -> list[str]:
    """What to know of this very row: its breaks, then its caveats."""
    broken = [_break_said(one) for one in answer.breaks if _breaks(one, row)]
    return list(dict.fromkeys([*broken, *(one.note for one in answer.notes if _warns(one, row))]))


def _break_said(one: Break) -> str:
    dated = any(letter.isdigit() for letter in one.label)
    label = one.label if dated else f"{one.period}: {one.label}"
    return f"{label.rstrip('.')}. {one.note}".strip()


def _breaks(one: Break, row: Mapping[Any, Any]) -> bool:
    fits = one.measure in ("", row["measure"]) and one.school_type in ("", row["school_type"])
    if one.kind == "break":
        return fits and str(row["time_period"]) >= one.time_period
    return fits and str(row["time_period"]) == one.time_period


def _warns(one: Caveat, row: Mapping[Any, Any]) -> bool:
    by = str(row["breakdown"])
    return (
        one.measure in ("", row["measure"])
        and one.breakdown in ("", by, *by.split("*"))
        and one.school_type in ("", row["school_type"])
        and one.source in ("", row["source"])
        and one.place_code in ("", row["place_code"])
    )


def _cell(value: object) -> object:
    """The value as the file has it: nothing for nothing, whole numbers without '.0', all digits kept."""
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < words.ROUNDABLE:
        return int(value)
    return value
