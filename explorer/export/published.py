"""Published: a table as it was published, for files of every kind, with what they say of it."""

import csv
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from explorer import queries, store, words
from explorer.export.bundle import add_words
from explorer.export.citing import Work, short_citation, tables_cited, tables_work
from explorer.export.columns import Column
from explorer.export.everything import STARTS_A_FORMULA, put_rows
from explorer.export.extracting import of_the_file, today
from explorer.export.formats import file_of
from explorer.export.naming import joined
from explorer.export.parquet import metadata, writer_of
from explorer.export.plain import csv_of
from explorer.export.sizing import sizes_of
from explorer.export.tabling import of_the_tables, tabled
from explorer.export.telling import OF_A_BUILD, About
from explorer.export.texts import MARK, fingerprint
from explorer.queries import Filtered, PublishedTable
from explorer.question import slug

MOST = 50_000  # rows of a file that is made in memory, and of a CSV that says in each what it is
MARKS = "A column that ends in `__symbol` holds the published mark where the column before it has no number."
OWN = "Column of the published table, under the publisher's name."


@dataclass(frozen=True, eq=False)
class PublishedFile:
    """What is asked of a published table: which rows, how many, and the links that open them again."""

    table: PublishedTable
    asked: Filtered
    rows: int
    link: str = ""
    pinned: str = ""

    @property
    def stem(self) -> str:
        """The file's name without its ending: 'exclusions-by-geography_geographic-level-national'."""
        chosen = [f"{column} {'-'.join(values)}" for column, values in self.asked.only]
        return joined([slug(self.table.id), *map(slug, chosen)])


def published_about(file: PublishedFile) -> About:
    """What every file says of these rows; the hash is that of the file that is made."""
    table, sources = file.table, queries.releases_of([file.table.id])
    chosen = tuple(f"{column}: {words.listed(values)}" for column, values in file.asked.only)
    title = f"{table.title}, as published"
    return About(
        title=f"{title}: {'; '.join(chosen)}" if chosen else title,
        sentence=f"{words.count_of(file.rows, 'row')} of {table.title}. {table.description}".strip(),
        filters=chosen or ("None: every row of the table.",),
        places=(),
        periods=_span(file),
        measures=(),
        symbols=(("", MARKS),),
        breaks=(),
        caveats=(MARKS,),
        rows=file.rows,
        sources=sources,
        processing=(f"{table.title}: {table.processing}",) if table.processing else (),
        build_id=store.build_id(),
        citation=published_cited(file).text,
        link=file.link,
        pinned=file.pinned,
        sha256="",
        made=today(),
        pins=OF_A_BUILD,
    )


def published_cited(file: PublishedFile) -> Work:
    """The rows as a work to cite."""
    sources, build_id, made = queries.releases_of([file.table.id]), store.build_id(), today()
    link = file.pinned or file.link
    opened = f" {link} (accessed {words.long_date(made.isoformat())})" if link else ""
    chosen = "; ".join(f"{column} {words.listed(values)}" for column, values in file.asked.only)
    rows = f"Rows: {chosen or 'all'}"
    text = f"{tables_cited(sources)} {rows}. Build {build_id}.{opened}"
    work = tables_work(sources, file.table.title, build_id=build_id, link=link, text=text)
    return replace(work, accessed=made)


def published_source(file: PublishedFile) -> str:
    """How to cite the table in a line."""
    return short_citation(queries.releases_of([file.table.id]))


def published_sizes(file: PublishedFile, rows: pd.DataFrame) -> dict[str, float]:
    """Bytes of the file of each ending, from the first of its rows; of a long one packed, at most."""
    taken = tabled(rows, _columns(file, rows), about=published_about(file))
    sizes = sizes_of(taken, file.rows)
    if file.rows <= MOST:
        return sizes
    own = replace(taken, columns=_columns(file, rows))
    told = {ending: size for ending, size in sizes.items() if ending != ".json"}
    return told | {".csv": len(csv_of(own)) * file.rows / len(rows)}


def published_file(file: PublishedFile, ending: str) -> bytes:
    """The rows asked for as a file of this ending.

    Missing  an empty cell or null; the column `<name>__symbol` holds what was published instead
    """
    with store.steady(), tempfile.TemporaryDirectory(prefix="inclusion-export-") as folder:
        plain = Path(folder) / "plain.csv"
        queries.write_published(file.asked, plain, told=(), risky=STARTS_A_FORMULA)
        about = replace(published_about(file), sha256=_hash(plain))
        if ending == ".csv":
            return _csv(file, about, folder=Path(folder))
        if ending == ".zip":
            return _zip(file, about, rows=plain)
        if ending == ".parquet":
            return _parquet(file, about, path=Path(folder) / "rows.parquet")
        rows = queries.published_rows(file.asked, most=MOST).rows
        return file_of(replace(tabled(rows, _columns(file, rows), about=about), about=about), ending)


def _span(file: PublishedFile) -> str:
    ends = [(one.first_period, one.last_period) for one in queries.releases_of([file.table.id])]
    firsts, lasts = [first for first, _ in ends if first], [last for _, last in ends if last]
    return f"{min(firsts)} to {max(lasts)}" if firsts and lasts else "see the columns"


def _columns(file: PublishedFile, rows: pd.DataFrame) -> tuple[Column, ...]:
    numbers = {one.name for one in queries.published_columns(file.table.id) if one.is_number}
    return tuple(
        Column(name, name, OWN, "number" if name in numbers else "string") for name in map(str, rows.columns)
    )


def _hash(path: Path) -> str:
    """SHA-256 of the rows of a CSV, as its own words say how to work it out."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        return fingerprint(lines, next(lines))


def _none(file: PublishedFile) -> pd.DataFrame:
    return queries.published_rows(file.asked, most=1).rows


def _csv(file: PublishedFile, about: About, *, folder: Path) -> bytes:
    path, own = folder / "rows.csv", set(map(str, _none(file).columns))
    said = {"note": MARKS, **of_the_tables(about), **of_the_file(about)}
    told = tuple((f"about_{name}" if name in own else name, text) for name, text in said.items())
    queries.write_published(file.asked, path, told=told, risky=STARTS_A_FORMULA, once=file.rows > MOST)
    return MARK + path.read_bytes()


def _zip(file: PublishedFile, about: About, *, rows: Path) -> bytes:
    path, columns = rows.with_name("bundle.zip"), _columns(file, _none(file))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as bundle:
        size = put_rows(bundle, rows)
        names = tuple(one.name for one in columns)
        add_words(bundle, about, columns=columns, figures=names, data=size)
    return path.read_bytes()


def _parquet(file: PublishedFile, about: About, *, path: Path) -> bytes:
    reader, columns = queries.published_batches(file.asked), _columns(file, _none(file))
    said = metadata(about, columns, figures=tuple(one.name for one in columns))
    with writer_of(path, reader.schema, said=said) as writer:
        for batch in reader:
            writer.write_batch(batch)
    return path.read_bytes()
