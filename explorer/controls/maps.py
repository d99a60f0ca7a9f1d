"""Maps: every local authority on a map, the list of them beside it, and all that belongs to a chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib import streamlit_plotly_theme as theme

from explorer import charts, sentences, words
from explorer.charts.choropleth import choropleth
from explorer.charts.hexes import hexes
from explorer.charts.patches import FEW_MARK, Look
from explorer.controls import view
from explorer.controls.area_pickers import method_of
from explorer.controls.frame import page_name
from explorer.controls.picturing import Drawn
from explorer.controls.singles import look_of
from explorer.controls.taking import Taking, share_and_download
from explorer.errors import ExplorerError
from explorer.queries import classes
from explorer.queries.behind import behind, how_many
from explorer.queries.outlines import credit, outlines
from explorer.question import Question
from explorer.sentences import maps

FILLS = tuple(str(getattr(theme, f"SEQUENTIAL_{position}")) for position in range(5))
INKS = tuple(str(getattr(theme, f"SEQUENTIAL_{position}")) for position in range(5, 10))
LOOK = Look(FILLS, INKS, text=theme.GRAY_90, ground=theme.BG_COLOR)
LIST_HEIGHT = 720
CELLS = "One cell for each local authority of today, all of one size, in a layout of our own."
FETCH = f"{CELLS} To see boundaries as well, fetch them once with `python -m data_pipeline`."
ROOM = "Class numbers stand where there is room; the list has the class of every area."


@dataclass(frozen=True)
class Frame:
    """The parts of a page with a map: pickers, headline, map, and the list of areas beside it."""

    pickers: DeltaGenerator
    head: DeltaGenerator
    left: DeltaGenerator
    right: DeltaGenerator
    foot: DeltaGenerator


def map_frame() -> Frame:
    """The empty parts in their places; on a phone the list stands below the map."""
    pickers, head = st.container(), st.container()
    left, right = st.columns([3, 2], gap="large")
    return Frame(pickers, head, left, right, st.container())


def map_view(frame: Frame, question: Question) -> None:
    """Map, list, headline, table, notes, citation and download for every authority in one period."""
    mapped = _mapped(classes.mappable(question))
    sentence = maps.of_map(mapped)
    answer = mapped.answer
    with frame.head:
        view.headline(answer, sentence=sentence)
    with frame.left:
        drawing, rows = st.tabs(["Map", "Table"], key="tabs main")
        with drawing:
            drawn = _draw(mapped, sentence=sentence)
        with rows:
            view.table(answer)
    with frame.right:
        _list(mapped)
    with frame.foot:
        view.notes(answer)
        view.citation(answer)
        share_and_download(Taking(answer, (mapped.england,), sentence, drawn))


def _mapped(question: Question) -> classes.Mapped:
    try:
        return classes.mapped(question, method=method_of(), chosen=look_of("area"))
    except ExplorerError as error:
        st.error(str(error))
        st.stop()


def _draw(mapped: classes.Mapped, *, sentence: str) -> Drawn:
    """The map; an area that is clicked becomes the chosen one, as if it had been picked in the list."""
    rings = outlines()
    bounded = bool(rings) and look_of("map") == "boundaries"
    draw = partial(choropleth, mapped, rings) if bounded else partial(hexes, mapped)
    figure = draw(look=LOOK)
    told = sentences.alt_text(mapped.answer, chart=charts.kind(figure), message=sentence)
    # a file has no page to put real colours in the place of the stand-ins
    drawn = Drawn.of(draw(look=Look()))
    painted = charts.painted(figure, series=view.SERIES, text=theme.GRAY_90)
    key = f"chart {page_name()} main"
    with st.container(key="map boundaries" if bounded else "map hexagons"):
        st.plotly_chart(
            painted,
            key=key,
            config=charts.CONFIG,
            alt=told,
            on_select=lambda: _choose(st.session_state.get(key)),
            selection_mode="points",
        )
    st.caption(f"{credit()}. {ROOM}" if bounded else CELLS if rings else FETCH)
    return drawn


def _choose(state: Mapping[str, Any] | None) -> None:
    """Puts the list on the area whose point was clicked."""
    points = (state or {}).get("selection", {}).get("points", [])
    codes = [point["customdata"][0] for point in points if point.get("customdata")]
    if codes:
        st.session_state[f"{page_name()} area"] = str(codes[-1])


def _list(mapped: classes.Mapped) -> None:
    """Every area with its figure and class, by name; the chosen one and England before them."""
    unit = words.capital(mapped.answer.unit)
    chosen = [one for one in mapped.areas if one is mapped.chosen]
    others = [one for one in mapped.areas if one is not mapped.chosen]
    rows = [(_name(one), _figure(mapped, one), _class(one)) for one in [*chosen, *others]]
    rows.insert(len(chosen), ("England", _england(mapped), "none"))
    right = {
        name: st.column_config.TextColumn(alignment="right", width=wide)
        for name, wide in ((unit, 105), ("Class", 70))
    }
    st.dataframe(
        pd.DataFrame(rows, columns=["Area", unit, "Class"]),
        hide_index=True,
        column_config=right | {"Area": st.column_config.TextColumn(width=170)},
        height=LIST_HEIGHT,
        alt=f"Every local authority with its figure and class: {mapped.answer.title()}",
    )


def _england(mapped: classes.Mapped) -> str:
    known = mapped.england.rows["shown"].dropna()
    return words.NOT_AT_HAND if known.empty else words.fmt(float(known.iloc[0]), mapped.classes.decimals)


def _name(one: classes.Area) -> str:
    return one.place.name + (f" (until {one.place.valid_to.year})" if one.place.valid_to else "")


def _figure(mapped: classes.Mapped, one: classes.Area) -> str:
    if not one.row:
        return words.NOT_AT_HAND
    if one.state == "hidden":
        return charts.why_missing(one.row)
    found = behind(one.row, mapped.measure)
    if one.state == "few" and mapped.measure.of_events and found.events is not None:
        return f"{how_many(found)} {'case' if 0 < round(found.events) < 2 else 'cases'}"
    return words.fmt(float(one.row["shown"]), mapped.classes.decimals)


def _class(one: classes.Area) -> str:
    return {"classed": str(one.number), "few": f"{FEW_MARK} too few"}.get(one.state, "none")
