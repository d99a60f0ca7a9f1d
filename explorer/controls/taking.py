"""Taking: the rows on screen as files, the link that opens them again, and how to cite them."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import streamlit as st

from explorer import export, queries, store, words
from explorer.controls.asking import link
from explorer.controls.picturing import Drawn, picture
from explorer.controls.querying import query
from explorer.queries import Answer

KEPT = 512  # sizes
EVERY_ROW = {".zip": "All rows, CSV (ZIP)", ".parquet": "All rows, Parquet"}
MIMES = {one.ending: one.mime for one in export.FORMATS}
_sizes: dict[tuple[object, ...], tuple[int, float]] = {}


@dataclass(frozen=True)
class File:
    """A CSV of other rows than the answer's, as a statistics table: made from the link, and its name."""

    make: Callable[[str], bytes]
    name: str = ""


@dataclass(frozen=True, eq=False)
class Taking:
    """What is on screen: the rows, those beside them, the sentence above and the chart as it was drawn."""

    answer: Answer
    beside: tuple[Answer, ...] = ()
    sentence: str = ""
    drawn: Drawn | None = None


@dataclass(frozen=True, eq=False)
class _Taken:
    """What can be taken: what is on screen, its two links, and the build that it was read from."""

    shown: Taking
    here: str
    pinned: str
    build: store.Pinned | None

    @property
    def answer(self) -> Answer:
        return self.shown.answer

    @property
    def beside(self) -> tuple[Answer, ...]:
        return self.shown.beside

    @cached_property
    def stem(self) -> str:
        """The name of the files without their ending: the same for all, and some work to find."""
        return export.file_name(self.answer, "")

    def extract(self) -> export.Extract:
        """The rows with what every file says of them, whenever it is asked for."""
        with store.as_of(self.build):
            return export.extract(
                self.answer,
                self.here,
                beside=self.beside,
                pinned=self.pinned,
                sentence=self.shown.sentence,
            )

    def file(self, ending: str) -> bytes:
        """The rows as a file of this ending."""
        return export.file_of(self.extract(), ending)

    def everything(self, measures: tuple[str, ...], ending: str) -> bytes:
        """Every row at hand of these measures, in the build that is on screen."""
        with store.as_of(self.build):
            return export.everything(measures, ending, link=self.here, pinned=self.pinned)


def share_and_download(shown: Taking, *, name: str = "main", file: File | None = None) -> None:
    """What is shown as files and pictures, the addresses that open it again, and how to cite it.

    `file`: the CSV, where it holds other rows than the answer and those beside it
    """
    anchor = "" if name == "main" else name
    taken = _Taken(shown, link(anchor), link(anchor, build=store.build_id()), store.pinned())
    with st.container(horizontal=True, key=f"share {name}"):
        _download_csv(taken, file, name=name)
        with st.popover("Other formats", icon=":material/folder_zip:", key=f"formats {name}"):
            _other_formats(taken, name=name, other=file is not None)
        if shown.drawn:
            _picture(shown.drawn, taken, name=name)
        with st.popover("Link and citation", icon=":material/link:", key=f"link {name}"):
            links(taken.here, taken.pinned)
            st.markdown("**How to cite it**")
            address = taken.pinned if taken.build else taken.here
            cite(export.view_cited(shown.answer, address, accessed=export.today()), key=f"cite {name}")
        with st.popover("Query", icon=":material/code:", key=f"queries {name}"):
            query((shown.answer, *shown.beside), name=name)


def _picture(drawn: Drawn, taken: _Taken, *, name: str) -> None:
    with st.popover("Picture", icon=":material/image:", key=f"pictures {name}"):
        picture(drawn, taken.answer, take=taken.extract, name=name)


def links(here: str, pinned: str, *, shown: str = "view") -> None:
    """The link to what is shown as it is at any time, and the one to these very numbers."""
    st.markdown(f"**Link to this {shown}** (updates when new figures come)")
    st.code(here, language=None, wrap_lines=True)
    st.markdown("**Link to these numbers** (never changes)")
    st.code(pinned, language=None, wrap_lines=True)


def cite(work: export.Work, *, key: str) -> None:
    """How to cite a view or a table: as text, as BibTeX and as CSL-JSON, each with its copy button."""
    text, bibtex, csl = st.tabs(["Text", "BibTeX", "CSL-JSON"], key=key)
    text.code(work.text, language=None, wrap_lines=True)
    bibtex.code(export.bibtex(work), language=None, wrap_lines=True)
    csl.code(export.csl_json(work), language=None, wrap_lines=True)


def _download_csv(taken: _Taken, file: File | None, *, name: str) -> None:
    make = partial(file.make, taken.here) if file else partial(taken.file, ".csv")
    rows, size = _measured(taken, file, name=name)
    st.download_button(
        f"Download these figures (CSV) · {_said(rows, size)}",
        data=make,
        file_name=(file and file.name) or f"{taken.stem}.csv",
        mime="text/csv",
        key=f"download {name}",
        # "rerun" may take the file away while the browser still asks for it
        on_click="ignore",
        icon=":material/download:",
        wrap=True,
    )


def _other_formats(taken: _Taken, *, name: str, other: bool) -> None:
    """A button for each format, with what it is good for, its rows and its size."""
    rows = export.rows_of(taken.answer, taken.beside)
    which = "The published figures behind this table" if other else "The same rows"
    st.markdown(f"{which}, each file with its notes, sources, citation and link.")
    for one in export.FORMATS:
        if rows > one.most:
            st.caption(
                f"**{one.label}** holds at most {words.fmt(one.most)} rows here, and these are "
                f"{words.fmt(rows)}: take the CSV or Parquet."
            )
            continue
        with st.container(gap="xxsmall", key=f"format {name} {one.ending}"):
            _button(
                f"**{one.label}** · {_said(rows, export.about_size(one, rows))}",
                make=partial(taken.file, one.ending),
                file_name=f"{taken.stem}{one.ending}",
                key=f"take {name} {one.ending}",
            )
            st.caption(one.purpose)
    _every_row(taken, name=name)


def _every_row(taken: _Taken, *, name: str) -> None:
    """Everything at hand on the measures of the view, which may be far more than it shows."""
    measures = tuple(one.id for one in taken.answer.measures)
    rows = queries.rows_at_hand(*measures)
    if not rows:
        return  # calculated here, from rows of other measures
    labels = words.listed(one.label for one in taken.answer.measures)
    st.markdown(f"**Everything at hand on {words.small(labels)}**: every place, period and group.")
    for ending, label in EVERY_ROW.items():
        _button(
            f"**{label}** · {_said(rows, export.everything_size(measures, ending))}",
            make=partial(taken.everything, measures, ending),
            file_name=export.everything_name(measures, ending),
            key=f"take all {name} {ending}",
        )


def _button(label: str, *, make: Callable[[], bytes], file_name: str, key: str) -> None:
    mime = MIMES[f".{file_name.rpartition('.')[2]}"]
    # narrow enough for a phone, and all of one width
    st.download_button(label, make, file_name, mime, key=key, on_click="ignore", wrap=True, width="stretch")


def _measured(taken: _Taken, file: File | None, *, name: str) -> tuple[int, float]:
    """Rows and bytes of the CSV, worked out once for what is on screen."""
    answer = taken.answer
    # not the answer itself: some are made anew in every run
    shown = tuple((one.question, one.measure.unit, len(one.rows)) for one in (answer, *taken.beside))
    key = (answer.build_id, shown, taken.here, name if file else "")
    if key not in _sizes:
        if len(_sizes) >= KEPT:
            _sizes.clear()
        _sizes[key] = _measure(taken, file)
    return _sizes[key]


def _measure(taken: _Taken, file: File | None) -> tuple[int, float]:
    if file:
        made = file.make(taken.here)
        return sum(1 for _ in csv.reader(made.decode("utf-8-sig").splitlines(keepends=True))) - 1, len(made)
    size = export.csv_size(taken.answer, taken.here, beside=taken.beside)
    return export.rows_of(taken.answer, taken.beside), size


def _said(rows: int, size: float) -> str:
    return f"{words.count_of(rows, 'row')}, {export.size_said(size)}"
