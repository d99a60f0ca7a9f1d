"""Draft: the TOML of a source that nobody has declared yet, from a file that follows the standard."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_pipeline import catalogue, cells, faults, files, opening
from data_pipeline.errors import PipelineError

GEOGRAPHY = re.compile(
    r"country|region|old_la|new_la|la|lad|pcon|school|provider|institution|trust|sponsor|ward|rsc_region|"
    r"english_devolved_area|local_enterprise_partnership|lsip|mayoral_combined_authority|opportunity_area|"
    r"planning_area|pfa"
)
CODES = re.compile(
    rf"({GEOGRAPHY.pattern})_(code|urn|laestab|ukprn|id)|estab|laestab|urn|rsc_region_lead_name"
)
ALREADY = "# Look first: "
TIMES = ("time_period", "time_identifier", "geographic_level")
ROWS_EITHER_WAY = (0.5, 3)  # a new release may have fewer rows or more, and is odd beyond this


@dataclass(frozen=True)
class Known:
    """What the catalogue says of the file, where it came from there; the file itself does not."""

    title: str = ""
    publication: str = ""
    publication_title: str = ""


@dataclass(frozen=True)
class Columns:
    """The columns of a file by what they are for, and the levels of geography that it has."""

    key: tuple[str, ...]
    filters: tuple[str, ...]
    indicators: tuple[str, ...]
    text: tuple[str, ...]
    levels: tuple[str, ...]


# From a data-set id or a catalogue URL to its CSV file in a folder, and what the catalogue says of it.
Obtain = Callable[[str, Path], tuple[Path, Known]]


def of(reference: str, obtain: Obtain | None = None) -> str:
    """The draft for a CSV file, or for what the service has under a data-set id or catalogue URL.

    Raises  PipelineError where there is no such file and nothing to ask the service with
    """
    path = Path(reference)
    if path.is_file():
        return draft(path)
    if not obtain:
        raise PipelineError(
            f"{reference}: no such file. Name a CSV file, a data-set id or an address of the data catalogue."
        )
    with tempfile.TemporaryDirectory() as folder:
        return draft(*obtain(reference, Path(folder)))


def draft(path: Path, known: Known | None = None) -> str:
    """A TOML for `data_pipeline/sources/` that loads as it stands and puts the file into the database.

    Raises  PipelineError where the file is no table, or lacks the columns that every standard table has
    """
    with tempfile.TemporaryDirectory() as scratch:
        try:
            look = opening.look(path)
            _refuse(path, look)
            plain = opening.plain(path, look.encoding, scratch=Path(scratch))
            columns = _columns(look.header, opening.sample(plain), meta=_meta(path))
            rows = _count(plain)
        except opening.UNREADABLE as error:
            raise PipelineError(f"{path}: {faults.unread(error)}") from error
    toml = _toml(path, columns, rows=rows, known=known or Known())
    return _already(path, look) + toml


def _already(path: Path, look: opening.Look) -> str:
    """A first line that says which source of the catalogue takes the file as it is; empty where none does."""
    name = path.name if path.suffix else f"{path.name}.csv"
    file = files.File(name, path, look.header, sha256="", size=0, encoding=look.encoding)
    taken, findings = files.match([file], catalogue.load())
    claimed = [finding.message for finding in findings if finding.message.startswith("fits ")]
    if not taken and not claimed:
        return ""
    what = f"This is already `{taken[0].source.id}`" if taken else f"This {claimed[0].rstrip('.')}"
    return f"{ALREADY}{what}; saved beside that, two sources would claim one file.\n"


def _refuse(path: Path, look: opening.Look) -> None:
    if look.trouble:
        raise PipelineError(f"{path}: {look.trouble}")
    lacking = [column for column in TIMES if column not in look.header]
    if lacking:
        raise PipelineError(
            f"{path}: has no column {', '.join(lacking)}, which every table of the standard has; "
            f"found {', '.join(look.header[:20])}. Rename them in [columns] of a source written by hand."
        )


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]], *, meta: dict[str, str]) -> Columns:
    whole = [row for row in rows if len(row) == len(header)]
    seen = dict(zip(header, zip(*whole, strict=True) if whole else [()] * len(header), strict=True))
    marks = set(cells.STANDARD_MARKS)
    filters: list[str] = []
    indicators: list[str] = []
    text: list[str] = []
    for name in [name for name in dict.fromkeys(header) if name and not _is_standard(name)]:
        looks = cells.looks_numeric(seen[name], marks)
        is_filter = meta.get(name) == "Filter" if name in meta else not looks
        (filters if is_filter else indicators).append(name)
        text += [name] if is_filter and looks else []
    places = [name for name in header if CODES.fullmatch(name) and any(map(str.strip, seen[name]))]
    key = (*TIMES, *dict.fromkeys(places), *filters)
    levels = tuple(sorted({level.strip() for level in seen["geographic_level"]} - {""}))
    return Columns(tuple(key), tuple(filters), tuple(indicators), tuple(text), levels)


def _is_standard(name: str) -> bool:
    return (
        name in TIMES
        or bool(CODES.fullmatch(name))
        or bool(re.fullmatch(rf"({GEOGRAPHY.pattern})_name", name))
    )


def _meta(path: Path) -> dict[str, str]:
    """Which columns are filters and which indicators, as the .meta.csv beside the file says."""
    stem = path.name.removesuffix(".gz").removesuffix(".csv")
    beside = path.with_name(f"{stem}.meta.csv")
    if not beside.is_file():
        return {}
    with beside.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        return {
            str(row.get("col_name", "")).strip(): str(row.get("col_type", "")).strip()
            for row in csv.DictReader(lines)
        }


def _count(plain: Path) -> int:
    """The lines of a file without its header; a line break inside quotes is one more."""
    with plain.open("rb") as binary:
        return max(0, sum(block.count(b"\n") for block in iter(lambda: binary.read(1 << 20), b"")) - 1)


def _toml(path: Path, columns: Columns, *, rows: int, known: Known) -> str:
    stem = re.sub(r"[.](csv|gz)\b", "", path.name.lower()) or "untitled"
    title = known.title or re.sub(r"[^A-Za-z0-9]+", " ", stem).strip().capitalize() or "Untitled"
    publication = known.publication or "publication-not-recorded"
    least, most = (max(1, int(rows * by)) for by in ROWS_EITHER_WAY)
    lines = [
        f"# Save as data_pipeline/sources/{_id(stem)}.toml; the table is then published.{_id(stem)}.",
        f"title = {_text(title)}",
        f"publication = {_text(publication)}",
        f"publication_title = {_text(known.publication_title or publication.replace('-', ' ').capitalize())}",
        *([f"text = {_list(columns.text)}  # words that look like numbers"] if columns.text else []),
        "",
        "[find]",
        f"file_has = {_list([stem])}",
        *([f"title_has = {_list([known.title.lower()])}"] if known.title else []),
        *([f"levels = {_list(columns.levels)}"] if columns.levels else []),
        "",
        "[expect]",
        f"key = {_list(columns.key)}",
        f"rows = {{ min = {least}, max = {max(most, 100)} }}",
        *([f"levels = {_list(columns.levels)}"] if columns.levels else []),
        *_example(columns),
    ]
    return "\n".join(lines) + "\n"


def _example(columns: Columns) -> list[str]:
    """The block that puts the table on pages, to be completed and uncommented."""
    filters = ", ".join(f"{_key(name)} = {_text('BREAKDOWN')}" for name in columns.filters)
    return [
        "",
        "# To put it on pages, name the measure and the breakdowns as data_pipeline/vocabulary/ has them:",
        "# [[figures]]",
        '# measure = "MEASURE"',
        f"# value = {_text(columns.indicators[0] if columns.indicators else 'COLUMN')}",
        *([f"# or one of {', '.join(map(_text, columns.indicators[1:]))}"] if columns.indicators[1:] else []),
        '# school_type = "Total"',
        *([f"# breakdown = {{ filters = {{ {filters} }} }}"] if filters else []),
    ]


def _id(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", stem).strip("_") or "draft"


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(word: str) -> str:
    """A word as a TOML string."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
