"""Disparity: the panel of groups beside their reference, from its headline to its download."""

from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import charts, queries, sentences, words
from explorer.controls import view
from explorer.controls.beside import LARGEST, look, of_groups
from explorer.controls.frame import section
from explorer.controls.tables import Table
from explorer.controls.taking import Tabled, Taking, share_and_download
from explorer.errors import ExplorerError
from explorer.export.disparity import disparity_stem, disparity_table
from explorer.queries import OTHERS, Answer, Comparison, Panel
from explorer.queries.behind import how_many
from explorer.queries.nouns import Caveat
from explorer.question import Question, slug, to_params

PAGE = "pages/disparities.py"
LEAD = (
    "Each group's rate beside that of a reference group, as a ratio or a difference, with the range that "
    "chance alone would allow."
)
MORE = "Compare other groups, years and areas, or see differences in place of ratios"
ANOTHER = "All pupils are not at hand by these groups for the period picked above, so this is {}."
OFFERED = ("measure", "place", "school", "by", "from", "to", "term")
ALIKE = "Ratio, free school meals alike"


def disparity(question: Question, *, name: str = "main") -> None:
    """Headline, chart and table, notes, citation, download and link for the groups of a question compared."""
    shown, panel = look(), _panel(question)
    pick = "" if shown.pick == LARGEST else shown.pick
    sentence = sentences.disparity(panel, pick)
    if all(one.state in ("missing", "reference") for one in panel.rows):
        st.info(sentence, icon=":material/info:")
        return
    answer = _with_cautions(panel)
    if question.last and panel.question.last not in ("", question.last):
        st.info(ANOTHER.format(answer.last), icon=":material/info:")
    view.headline(answer, sentence=sentence, name=name)
    drawing, rows = st.tabs(["Chart", "Table"], key=f"tabs {name}")
    with drawing:
        figure = charts.ratios(panel, scale=shown.scale, by_rate=shown.by_rate, pick=pick)
        drawn = view.chart(figure, answer, sentence=sentence, name=name)
    with rows:
        title = f"{answer.title()}, compared with {panel.reference.sentence_label}"
        _draw_table(table(panel), name=name, title=title)
    view.notes(answer, name=name)
    view.citation(answer)
    made = Tabled(
        lambda here, pinned: disparity_table(
            panel, here, pinned=pinned, sentence=sentence, notes=answer.caveats
        ),
        disparity_stem(panel),
    )
    share_and_download(Taking(answer, sentence=sentence, drawn=drawn), name=name, table=made)


def between_groups(title: str = "Differences between groups") -> list[DeltaGenerator]:
    """The heading of the panel on a page about something else, and the places for its own pickers."""
    section(title, LEAD)
    return list(st.container(key="pickers differences").columns(2, gap="medium"))


def more_differences(question: Question) -> None:
    """The way from a panel to the page with all its pickers, at the same question."""
    panel = _panel(question)
    params = to_params(panel.question, panel.question, offered=OFFERED)
    st.page_link(PAGE, label=MORE, query_params=params | {"ref": slug(panel.reference.id)})


def table(panel: Panel) -> Table:
    """Every group with its rate, ratio, difference and counts; in words where one of them cannot be made."""
    measure = panel.measure
    beside = panel.reference.label if "*" not in panel.question.breakdown else "those set beside"
    shown = {panel.answer.breakdown.label: [one.label for one in panel.rows]}
    what = "Average" if panel.is_points else "Rate"
    shown[f"{what}, {measure.display_unit}"] = [_rate(one, panel) for one in panel.rows]
    if panel.reference.id == OTHERS.id or "*" in panel.question.breakdown:
        shown[f"{what} of {words.small(beside)}"] = [_rate(one, panel, own=False) for one in panel.rows]
    if not panel.is_points:
        shown["Ratio (95% interval)"] = [_cell(one, panel, what="ratio") for one in panel.rows]
    shown["Difference (95% interval)"] = [_cell(one, panel, what="difference") for one in panel.rows]
    if panel.has_adjusted:
        shown[ALIKE] = [_adjusted(one) for one in panel.rows]
    if not panel.is_points:
        shown[words.capital(measure.numerator_label or "number")] = [_events(one) for one in panel.rows]
    shown[words.capital(measure.denominator_short or "pupils")] = [
        _count(one.mine.people) for one in panel.rows
    ]
    return Table(pd.DataFrame(shown), 1)


def _draw_table(shown: Table, *, name: str, title: str) -> None:
    """The table; where it would have to be scrolled sideways, as a list of its rows, by the style sheet."""
    with st.container(key=f"wide {name}"):
        view.draw_table(shown, name=name, title=title)
    first, *others = shown.rows.columns
    rows = shown.rows.to_dict("records")
    told = [
        f"- **{row[first]}**: " + "; ".join(f"{words.small(one)}: {row[one]}" for one in others)
        for row in rows
    ]
    with st.container(key=f"narrow {name}"):
        st.markdown("\n".join(told))


def _panel(question: Question) -> Panel:
    try:
        return queries.disparities(of_groups(question), look().reference)
    except ExplorerError as error:
        st.error(str(error))
        st.stop()


def _with_cautions(panel: Panel) -> Answer:
    """The answer with the notes on comparing before its own."""
    own = tuple(Caveat("", "", "", "", "", text) for text in sentences.cautions(panel))
    return replace(panel.answer, notes=(*own, *panel.answer.notes))


def _rate(one: Comparison, panel: Panel, *, own: bool = True) -> str:
    side = one.mine if own else one.reference
    if side.few or one.state == "few":
        return "counts alone" if side.counted or side.behind.events is not None else "too few pupils"
    return words.fmt(side.shown, panel.measure.decimals) or words.small(side.why or words.NOT_AT_HAND)


def _cell(one: Comparison, panel: Panel, *, what: str) -> str:
    made = one.ratio if what == "ratio" else one.difference
    if made is None:
        return words.small(one.why) or words.NOT_AT_HAND
    decimals = 2 if what == "ratio" else panel.measure.decimals
    said = sentences.interval(made, decimals, sign=what == "difference")
    told = (f"; {one.why}" if one.why and what == "ratio" else "") if made.known else ", no interval"
    # an interval in two lines is hard to read
    return said.replace(" ", "\N{NO-BREAK SPACE}") + told


def _adjusted(one: Comparison) -> str:
    said = sentences.interval(one.adjusted, 2).replace(" ", "\N{NO-BREAK SPACE}")
    return said or ("\N{EN DASH}" if one.state == "reference" else words.NOT_AT_HAND)


def _events(one: Comparison) -> str:
    """The count; where there is none and it would be few, what it was worked out to be."""
    worked_out = (one.mine.few or one.state == "few") and not one.mine.counted
    return (how_many(one.mine.behind) if worked_out else "") or _count(one.mine.events)


def _count(number: float | None) -> str:
    return words.fmt(number) or words.NOT_AT_HAND
