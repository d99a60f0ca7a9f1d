"""Taking: the rows on screen as files, the link that opens them again, and how to cite them."""

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
BEHIND = (".xlsx", ".zip", ".parquet")  # of the published figures behind another table
Sizes = dict[str, float]
_sizes: dict[tuple[object, ...], tuple[int, Sizes]] = {}


@dataclass(frozen=True)
class Tabled:
    """Another table on screen than the answer's rows: made from the two links; its files' name."""

    make: Callable[[str, str], export.Extract]
    stem: str


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
    table: Tabled | None = None

    @property
    def answer(self) -> Answer:
        return self.shown.answer

    @property
    def beside(self) -> tuple[Answer, ...]:
        return self.shown.beside

    @cached_property
    def stem(self) -> str:
        """The name of the files without their ending: the same for all, and some work to find."""
        return self.table.stem if self.table else export.file_name(self.answer, "")

    def extract(self) -> export.Extract:
        """The rows of the table on screen with what every file says of them, whenever it is asked for."""
        if self.table is None:
            return self.published(self.shown.sentence)
        with store.as_of(self.build):
            return self.table.make(self.here, self.pinned)

    def published(self, sentence: str = "") -> export.Extract:
        """The published figures that the page stands on."""
        with store.as_of(self.build):
            return export.extract(
                self.answer, self.here, beside=self.beside, pinned=self.pinned, sentence=sentence
            )

    def file(self, ending: str) -> bytes:
        """The rows as a file of this ending."""
        return export.file_of(self.extract(), ending)

    def behind(self, ending: str) -> bytes:
        """The published figures behind another table as a file of this ending."""
        return export.file_of(self.published(), ending)

    def everything(self, measures: tuple[str, ...], ending: str) -> bytes:
        """Every row at hand of these measures, in the build that is on screen."""
        with store.as_of(self.build):
            return export.everything(measures, ending, link=self.here, pinned=self.pinned)


def share_and_download(shown: Taking, *, name: str = "main", table: Tabled | None = None) -> None:
    """What is shown as files and pictures, the addresses that open it again, and how to cite it.

    `table`: where the page shows other rows than the answer and those beside it
    """
    anchor = "" if name == "main" else name
    taken = _Taken(shown, link(anchor), link(anchor, build=store.build_id()), store.pinned(), table)
    with st.container(horizontal=True, key=f"share {name}"):
        rows, sizes = _measured(taken, name=name)
        download(f"{taken.stem}.csv", partial(taken.file, ".csv"), said=said(rows, sizes[".csv"]), name=name)
        with st.popover("Other formats", icon=":material/folder_zip:", key=f"formats {name}"):
            st.markdown("The same rows, each file with its notes, sources, citation and link.")
            formats(taken.stem, taken.file, rows=rows, sizes=sizes, name=name)
            _behind(taken, name=name)
            _every_row(taken, name=name)
        if shown.drawn:
            _picture(shown.drawn, taken, name=name)
        with st.popover("Link and citation", icon=":material/link:", key=f"link {name}"):
            links(taken.here, taken.pinned)
            st.markdown("**How to cite it**")
            cite(export.view_cited(shown.answer, taken.pinned, accessed=export.today()), key=f"cite {name}")
        with st.popover("Query", icon=":material/code:", key=f"queries {name}"):
            query((shown.answer, *shown.beside), name=name)


def _picture(drawn: Drawn, taken: _Taken, *, name: str) -> None:
    with st.popover("Picture", icon=":material/image:", key=f"pictures {name}"):
        picture(drawn, taken.answer, take=partial(taken.published, taken.shown.sentence), name=name)


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


def download(file_name: str, make: Callable[[], bytes], *, said: str, name: str) -> None:
    """The button for the CSV, with its rows and its size."""
    st.download_button(
        f"Download these figures (CSV) · {said}",
        data=make,
        file_name=file_name,
        mime="text/csv",
        key=f"download {name}",
        # "rerun" may take the file away while the browser still asks for it
        on_click="ignore",
        icon=":material/download:",
        wrap=True,
    )


def formats(stem: str, make: Callable[[str], bytes], *, rows: int, sizes: Sizes, name: str) -> None:
    """A button for each of the formats that have a size, with what it is good for, its rows and its size."""
    for one in export.FORMATS:
        if one.ending not in sizes:
            continue
        if rows > one.most:
            st.caption(
                f"**{one.label}** holds at most {words.fmt(one.most)} rows here, and these are "
                f"{words.fmt(rows)}: take the CSV or Parquet."
            )
            continue
        with st.container(gap="xxsmall", key=f"format {name} {one.ending}"):
            _button(
                f"**{one.label}** · {said(rows, sizes[one.ending])}",
                make=partial(make, one.ending),
                file_name=f"{stem}{one.ending}",
                key=f"take {name} {one.ending}",
            )
            st.caption(one.purpose)


def take_table(stem: str, make: Callable[[], export.Extract], *, key: tuple[object, ...], name: str) -> None:
    """The buttons for a table that is no answer; `key` tells it from every other table."""

    def measure() -> tuple[int, Sizes]:
        made = make()
        return len(made.rows), export.sizes_of(made)

    def file(ending: str) -> bytes:
        return export.file_of(make(), ending)

    rows, sizes = kept(key, measure)
    download(f"{stem}.csv", partial(file, ".csv"), said=said(rows, sizes[".csv"]), name=name)
    with st.popover("Other formats", icon=":material/folder_zip:", key=f"formats {name}"):
        st.markdown("The same rows, each file with its notes, sources, citation and link.")
        formats(stem, file, rows=rows, sizes=sizes, name=name)


def _behind(taken: _Taken, *, name: str) -> None:
    """The published figures from which a table on screen was worked out, under a name that says so."""
    if taken.table is None:
        return
    st.markdown("**The published figures behind this table**, from which it was worked out.")
    rows, sizes = _measured(taken, name=name, behind=True)
    stem = f"{export.file_name(taken.answer, '')}_published-figures"
    kept = {ending: sizes[ending] for ending in BEHIND}
    formats(stem, taken.behind, rows=rows, sizes=kept, name=f"{name} behind")


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
            f"**{label}** · {said(rows, export.everything_size(measures, ending))}",
            make=partial(taken.everything, measures, ending),
            file_name=export.everything_name(measures, ending),
            key=f"take all {name} {ending}",
        )


def _button(label: str, *, make: Callable[[], bytes], file_name: str, key: str) -> None:
    mime = MIMES[f".{file_name.rpartition('.')[2]}"]
    # narrow enough for a phone, and all of one width
    st.download_button(label, make, file_name, mime, key=key, on_click="ignore", wrap=True, width="stretch")


def _measured(taken: _Taken, *, name: str, behind: bool = False) -> tuple[int, Sizes]:
    """Rows, and bytes of the file of each ending, worked out once for what is on screen."""
    answer, table = taken.answer, None if behind else taken.table
    # not the answer itself: some are made anew in every run
    shown = tuple((one.question, one.measure.unit, len(one.rows)) for one in (answer, *taken.beside))
    return kept((answer.build_id, shown, taken.here, name if table else ""), partial(_measure, taken, table))


def kept(key: tuple[object, ...], measure: Callable[[], tuple[int, Sizes]]) -> tuple[int, Sizes]:
    """The rows and sizes of what this key tells from everything else, worked out once."""
    if key not in _sizes:
        if len(_sizes) >= KEPT:
            _sizes.clear()
        _sizes[key] = measure()
    return _sizes[key]


def _measure(taken: _Taken, table: Tabled | None) -> tuple[int, Sizes]:
    if table:
        made = taken.extract()
        return len(made.rows), export.sizes_of(made)
    rows = export.rows_of(taken.answer, taken.beside)
    return rows, export.sizes(
        taken.answer,
        taken.here,
        beside=taken.beside,
        pinned=taken.pinned,
        sentence=taken.shown.sentence,
    )


def said(rows: int, size: float) -> str:
    """How many rows a file has, and about how large it is."""
    return f"{words.count_of(rows, 'row')}, {export.size_said(size)}"
