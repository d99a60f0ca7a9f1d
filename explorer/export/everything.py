"""Everything: every row at hand of some measures as a file, without holding them all at once."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from explorer import queries, store, words
from explorer.export.bundle import add_words
from explorer.export.citing import tables_cited
from explorer.export.columns import FIGURES, named
from explorer.export.extracting import EVERYTHING, processed, today
from explorer.export.laying import break_said
from explorer.export.naming import whole_name
from explorer.export.parquet import column_field, metadata, writer_of
from explorer.export.telling import About
from explorer.export.texts import MARK, RISKY, fingerprint, ready
from explorer.queries import Whole

CHUNK = 1 << 20
COLUMNS = named(queries.WHOLE_COLUMNS)
STARTS_A_FORMULA = f"^[{''.join(RISKY)}]".replace("-", r"\-")


def everything_name(measures: tuple[str, ...], ending: str) -> str:
    """The name of the file with everything on these measures."""
    return whole_name([queries.measure(name).label for name in measures], ending)


def everything(measures: tuple[str, ...], ending: str, *, link: str = "", pinned: str = "") -> bytes:
    """Every row at hand of these measures, whatever the place, period or group.

    `ending`: '.zip', with the rows as data.csv and what they are beside it, or '.parquet', with it inside
    """
    with everything_file(measures, ending, link=link, pinned=pinned) as path:
        return path.read_bytes()


@contextmanager
def everything_file(
    measures: tuple[str, ...], ending: str, *, link: str = "", pinned: str = ""
) -> Iterator[Path]:
    """The file with everything on these measures, which is deleted at the end.

    Written by the database itself, so that neither memory nor other readers notice its length.
    """
    # of one build, even where a new one comes in between
    with store.steady(), tempfile.TemporaryDirectory(prefix="inclusion-export-") as folder:
        told = about_everything(queries.whole(measures), link=link, pinned=pinned)
        path = Path(folder) / f"everything{ending}"
        if ending == ".parquet":
            _write_parquet(path, told, measures=measures)
        else:
            _write_zip(path, told, measures=measures)
        yield path


def about_everything(whole: Whole, *, link: str, pinned: str = "") -> About:
    """What a file with everything on these measures says of itself."""
    labels = words.listed(one.label for one in whole.measures)
    span = whole.first if whole.first == whole.last else f"{whole.first} to {whole.last}"
    title = f"{labels}: every figure at hand, {span}"
    names = tuple(one.id for one in whole.measures)
    made, licensed = today(), tables_cited(whole.sources)
    cited = pinned or link
    opened = f" {cited} (accessed {words.long_date(made.isoformat())})" if cited else ""
    return About(
        title=title,
        sentence=f"All {words.fmt(whole.rows)} rows at hand of {labels}, of every place, period and group.",
        filters=_filters(whole, labels),
        places=whole.places,
        periods=span,
        measures=whole.measures,
        symbols=whole.symbols,
        breaks=tuple(dict.fromkeys(map(break_said, whole.breaks))),
        caveats=tuple(dict.fromkeys(note.note for note in whole.notes)),
        rows=whole.rows,
        sources=whole.sources,
        processing=processed(whole.sources),
        build_id=whole.build_id,
        citation=f"{licensed} Figures: {title}. Build {whole.build_id}.{opened}",
        link=link,
        pinned=pinned,
        sha256=fingerprint(map(ready, queries.whole_figures(names))),
        made=made,
    )


def _filters(whole: Whole, labels: str) -> tuple[str, ...]:
    kinds = "; ".join(kind.sentence_label or kind.label for kind in whole.school_types)
    return (
        f"Measure: {labels}",
        f"Places: {EVERYTHING}",
        f"School types: {kinds}",
        f"Breakdowns: {'; '.join(one.label for one in whole.breakdowns)}",
        f"Groups: {EVERYTHING}",
        f"Part of the year: {'; '.join(whole.terms)}",
        f"Periods: {EVERYTHING}",
    )


def _write_zip(path: Path, told: About, *, measures: tuple[str, ...]) -> None:
    rows = path.with_name("rows.csv")
    queries.write_whole(measures, rows, risky=STARTS_A_FORMULA)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as bundle:
        size = put_rows(bundle, rows)
        add_words(bundle, told, columns=COLUMNS, figures=FIGURES, data=size)


def put_rows(bundle: zipfile.ZipFile, rows: Path) -> tuple[int, str]:
    """Puts the rows into the bundle as data.csv, piece by piece; their size and hash."""
    digest, length = hashlib.sha256(), 0
    with bundle.open("data.csv", "w", force_zip64=True) as data:
        for chunk in _chunks(rows):
            data.write(chunk)
            digest.update(chunk)
            length += len(chunk)
    return length, digest.hexdigest()


def _chunks(rows: Path) -> Iterator[bytes]:
    yield MARK
    with rows.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _write_parquet(path: Path, told: About, *, measures: tuple[str, ...]) -> None:
    schema = pa.schema([column_field(one) for one in COLUMNS])
    with writer_of(path, schema, said=metadata(told, COLUMNS, figures=FIGURES)) as writer:
        for batch in queries.whole_batches(measures):
            writer.write_batch(batch.cast(schema))
