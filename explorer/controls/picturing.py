"""Picturing: the chart on screen as a picture that says what it is, made in the reader's own browser."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from explorer import charts, export, sentences
from explorer.queries import Answer

HEIGHT = 640


@dataclass(frozen=True)
class Drawn:
    """A figure as it was drawn, before a page gave it the colours of its theme."""

    figure: str
    kind: str

    @classmethod
    def of(cls, figure: charts.Figure) -> "Drawn":
        """The figure as it is now, whatever becomes of it later."""
        return cls(str(figure.to_json()), charts.kind(figure))


def picture(drawn: Drawn, answer: Answer, *, take: Callable[[], export.Extract], name: str) -> None:
    """A page of the chart to keep, and in a frame the chart with buttons that save it as PNG or SVG.

    `take` gives what belongs to the chart, and is called when a reader asks for a picture, not before
    """
    st.markdown("The chart with its title, filters, source, licence and link in it.")
    st.download_button(
        "**Interactive page (HTML)** · about 5 MB, opens without a network",
        data=lambda: export.page(_made(drawn, answer, taken=take())),
        file_name=export.page_name(answer),
        mime="text/html",
        key=f"page {name}",
        on_click="ignore",
        wrap=True,
        width="stretch",
    )
    if st.toggle("Show it here, to save as PNG or SVG", key=f"picture {name}"):
        base = st.get_option("server.baseUrlPath").strip("/")
        at = f"/{base}/{export.PLOTLY}" if base else f"/{export.PLOTLY}"
        st.iframe(export.frame(_made(drawn, answer, taken=take()), plotly_address=at), height=HEIGHT)


def _made(drawn: Drawn, answer: Answer, *, taken: export.Extract) -> export.Picture:
    alt = sentences.alt_text(answer, chart=drawn.kind, message=taken.about.sentence)
    return export.Picture(json.loads(drawn.figure), answer, taken, alt)
