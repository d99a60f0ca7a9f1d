"""Picture: a chart as a page of its own that needs no network, and that saves itself as PNG or SVG."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

from plotly.offline import get_plotlyjs, get_plotlyjs_version

from explorer import words
from explorer.export.extracting import Extract
from explorer.export.naming import file_name
from explorer.export.telling import About
from explorer.queries import Answer

HERE = Path(__file__).parent
PLOTLY = f"parts/plotly-{get_plotlyjs_version()}.min.js"  # where the app serves it
WIDTH = 1000  # pixels of a picture; a PNG has twice as many
ABOVE, BELOW = 84, 132  # letters in a line of the title and of the words below the chart
LONGEST = 3 * BELOW  # letters of the filters
INK, FAINT = "#0b0c0c", "#3d4348"
SHORT = 400  # rows of a table that a page carries; the files hold longer ones
COLUMNS = (
    "period",
    "place",
    "school_type_label",
    "category",
    "shown_value",
    "shown_unit",
    "symbol_meaning",
    "source_title",
)


@dataclass(frozen=True)
class Picture:
    """A chart in plain parts, the text that goes with it, and the address of the app that drew it.

    Shape    figure: what Plotly's own JSON holds, its colours those of print
    """

    figure: Mapping[str, Any]
    answer: Answer
    taken: Extract
    alt: str

    @property
    def about(self) -> About:
        """What a file with it says of itself."""
        return self.taken.about


def page(picture: Picture) -> bytes:
    """The chart as one HTML file: interactive, with its table, and with nothing to be fetched."""
    return _filled(picture, plotly=f"<script>{_closed(get_plotlyjs())}</script>", form="whole").encode()


def frame(picture: Picture, *, plotly_address: str) -> str:
    """The chart with its two buttons, for a frame of the app, which has Plotly at an address of its own."""
    return _filled(picture, plotly=f'<script src="{escape(plotly_address)}"></script>', form="bare")


def page_name(answer: Answer) -> str:
    """The name of the chart's page."""
    return file_name(answer, ".html")


def _filled(picture: Picture, *, plotly: str, form: str) -> str:
    about = picture.about
    parts = {
        "heading": escape(about.sentence or about.title),
        "subtitle": escape(f"{about.title}. {picture.answer.subtitle()}."),
        "alt": escape(picture.alt),
        "form": form,
        "words": _words(about) if form == "whole" else "",
        "table": _table(picture.taken) if form == "whole" else "",
        "drawn": _drawn(picture),
        "script": _file("picture.js"),
        "plotly": plotly,
    }
    text = _file("picture.html")
    # the largest last, so that no other part is looked for in it
    for name, part in parts.items():
        text = text.replace(f"@@{name}@@", part)
    return text


def _drawn(picture: Picture) -> str:
    """What the script draws, as JSON that cannot end its own element."""
    about, answer = picture.about, picture.answer
    told = {
        "figure": {**picture.figure, "layout": _in_print(picture.figure["layout"])},
        "title": about.title,
        "alt": picture.alt,
        "name": file_name(answer, ""),
        "width": WIDTH,
        "above": [
            *_lines(about.sentence or about.title, ABOVE, size=20, colour=INK, bold=True),
            *_lines(f"{about.title}. {answer.subtitle()}.", BELOW, size=13, colour=FAINT),
        ],
        "below": [
            line
            for text in (
                _shortened("; ".join(about.filters)),
                *about.breaks[:2],
                _source(about),
                *_links(about),
            )
            for line in _lines(text, BELOW, size=12, colour=FAINT)
        ],
    }
    return _closed(json.dumps(told, ensure_ascii=False))


def _shortened(text: str) -> str:
    """The text, or where it is too long for a picture its beginning with an ellipsis."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0]} \N{HORIZONTAL ELLIPSIS}"


def _source(about: About) -> str:
    licences = words.listed(dict.fromkeys(one.licence for one in about.sources if one.licence))
    return f"{about.citation_short}. {licences}. Build {about.build_id}."


def _links(about: About) -> tuple[str, ...]:
    return tuple(filter(None, (about.link, about.pinned and f"These very numbers: {about.pinned}")))


def _lines(text: str, width: int, *, size: int, colour: str, bold: bool = False) -> list[dict[str, object]]:
    kept = wrap(text, width, break_long_words=True, break_on_hyphens=False)
    return [{"text": line, "size": size, "colour": colour, "bold": bold} for line in kept]


def _in_print(layout: Mapping[str, Any]) -> dict[str, Any]:
    """The layout with text in ink on white, whatever the reader's screen is set to."""
    return {
        **layout,
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "font": {**layout.get("font", {}), "color": INK, "family": "Arial, Helvetica, sans-serif"},
    }


def _words(about: About) -> str:
    """Every field of the file's own description, as a list to read."""
    said = "".join(
        f"<dt><strong>{escape(heading)}</strong></dt>" + "".join(f"<dd>{escape(line)}</dd>" for line in lines)
        for heading, lines in about.told()
    )
    return f'<dl class="small">{said}</dl>'


def _table(taken: Extract) -> str:
    columns = [name for name in COLUMNS if name in taken.rows.columns]
    if len(taken.rows) > SHORT:
        return f"<p>The {words.fmt(len(taken.rows))} rows of this chart are in the files beside it.</p>"
    head = "".join(f'<th scope="col">{escape(name.replace("_", " "))}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in line) + "</tr>"
        for line in taken.lines(tuple(columns))
    )
    return (
        f"<table><caption>{escape(taken.about.title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _closed(script: str) -> str:
    """The text for a script element, which the words '</script' inside it would end."""
    return script.replace("</", "<\\/")


@lru_cache(maxsize=4)
def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
