"""View: one chart with all that belongs to it, from its headline to its citation."""

import streamlit as st
from streamlit.elements.lib import streamlit_plotly_theme

from explorer import charts, export, sentences, words
from explorer.controls import changed, tables
from explorer.controls.frame import page_name
from explorer.controls.picturing import Drawn
from explorer.controls.pinning import since
from explorer.controls.taking import Taking, share_and_download
from explorer.queries import Answer

SERIES = [str(getattr(streamlit_plotly_theme, f"CATEGORY_{position}")) for position in range(10)]
OPEN_NOTES = 2
TRENDS = ("Line chart", "Small line charts", "Bar chart")
LONG_TABLE, WIDE_TABLE = 26, 8  # rows and columns; a larger one scrolls in a frame of its own


def view(
    answer: Answer,
    figure: charts.Figure,
    *,
    sentence: str = "",
    name: str = "main",
    beside: tuple[Answer, ...] = (),
) -> None:
    """Headline, chart and table, notes, citation, download and link; or a sentence where there is nothing.

    `beside`: other answers whose figures the chart shows too; they are in the table and the file as well
    """
    if answer.is_empty:
        text = " ".join(answer.absent) or "Nothing was published for this choice."
        st.info(text, icon=":material/info:")
        return
    sentence = sentence or sentences.headline(answer)
    headline(answer, sentence=sentence, name=name)
    if charts.kind(figure) in TRENDS and (warned := sentences.first_year(answer)):
        st.warning(warned, icon=":material/info:")
    for absent in answer.absent:
        st.info(absent, icon=":material/info:")
    drawing, rows = st.tabs(["Chart", "Table"], key=f"tabs {name}")
    with drawing:
        drawn = chart(figure, answer, sentence=sentence, name=name)
    with rows:
        table(answer, name=name)
        for number, other in enumerate(one for one in beside if not one.is_empty):
            st.caption(f"{other.title()}. {other.subtitle()}.")
            table(other, name=f"{name} beside {number}")
    notes(answer, name=name)
    citation(answer)
    share_and_download(Taking(answer, beside, sentence, drawn), name=name)


def headline(answer: Answer, *, sentence: str = "", name: str = "main") -> None:
    """What the rows say in a sentence, and below it what exactly they are."""
    first, *more = sentences.END.split(sentence or sentences.headline(answer), maxsplit=1)
    heading = st.header if name == "main" else st.subheader
    heading(first, anchor=name)
    if more:
        st.markdown(more[0])
    st.caption(f"{answer.title()}. {answer.subtitle()}.")


def chart(figure: charts.Figure, answer: Answer, *, sentence: str = "", name: str = "main") -> Drawn:
    """The figure, with its text for those who do not see it; given back as it was drawn, for a picture.

    Its colours are stand-ins that Streamlit replaces in the browser by the light or dark ones it is set to.
    """
    told = sentences.alt_text(
        answer, chart=charts.kind(figure), message=sentence or sentences.headline(answer)
    )
    drawn = Drawn.of(figure)
    painted = charts.painted(figure, series=SERIES, text=streamlit_plotly_theme.GRAY_90)
    st.plotly_chart(painted, key=f"chart {page_name()} {name}", config=charts.CONFIG, alt=told)
    return drawn


def table(answer: Answer, *, name: str = "main") -> None:
    """The rows of the chart as text, so that a cell without a figure can say why."""
    whole, beside = tables.readable(answer), tables.side_by_side(answer)
    draw_table(beside or whole, name=name, title=answer.title())
    if beside and len(whole.rows.columns) > whole.names + 1:
        with st.expander("The same figures with the counts behind them", key=f"counts {name}"):
            draw_table(whole, name=f"{name} counts", title=f"{answer.title()}, with the counts")


def draw_table(shown: tables.Table, *, name: str, title: str) -> None:
    """A table of the page where it is short; a longer one scrolls in a frame of its own."""
    if len(shown.rows) < LONG_TABLE and len(shown.rows.columns) <= WIDE_TABLE:
        # the style sheet puts the columns after the names to the right
        with st.container(key=f"figures-{shown.names} {name}"):
            st.table(shown.rows, hide_index=True, alt=title)
    else:
        right = {
            column: st.column_config.TextColumn(alignment="right")
            for column in shown.rows.columns[shown.names :]
        }
        st.dataframe(shown.rows, hide_index=True, column_config=right, height=420, alt=title)


def notes(answer: Answer, *, name: str = "main") -> None:
    """What to know before using the figures: the first ones open, the rest folded."""
    changed.revised(answer, name=name)
    since(answer, name=name)
    texts = [*answer.caveats]
    texts += [f"{one.period}: {one.note}" for one in answer.breaks if one.note]
    texts += [
        f"[{symbol}] in the published table: {meaning.rstrip('.')}." for symbol, meaning in answer.symbols
    ]
    texts = list(dict.fromkeys(texts))
    if not texts:
        return
    with st.container(key=f"notes {name}"):
        st.markdown("\n".join(f"- {text}" for text in texts[:OPEN_NOTES]))
        if folded := texts[OPEN_NOTES:]:
            more = st.expander(f"{words.count_of(len(folded), 'more note')} on these figures")
            more.markdown("\n".join(f"- {text}" for text in folded))


def citation(answer: Answer) -> None:
    """Where the figures come from, and under which licence."""
    licences = {one.licence: one.licence_url for one in answer.sources}
    named = ", ".join(f"[{name}]({url})" if url else name for name, url in licences.items())
    st.caption(f"{export.citation_short(answer).rstrip('.')}. {named}")
