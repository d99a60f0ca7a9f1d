"""Controls: what a page is made of on the screen, from its pickers to its citation."""

from explorer.controls.asking import answer, ask_for, link, shares
from explorer.controls.coverage import coverage
from explorer.controls.frame import open_page, section
from explorer.controls.pickers import (
    Picker,
    at,
    breakdown,
    by_rate,
    groups,
    measure,
    places,
    school_types,
    sort,
    year,
)
from explorer.controls.reference import measures, sources
from explorer.controls.rules import breaks, caveats, conflicts, findings, symbols
from explorer.controls.tiles import Tile, freshness, tiles
from explorer.controls.view import chart, citation, headline, notes, share_and_download, table, view

__all__ = [
    "Picker",
    "Tile",
    "answer",
    "ask_for",
    "at",
    "breakdown",
    "breaks",
    "by_rate",
    "caveats",
    "chart",
    "citation",
    "conflicts",
    "coverage",
    "findings",
    "freshness",
    "groups",
    "headline",
    "link",
    "measure",
    "measures",
    "notes",
    "open_page",
    "places",
    "school_types",
    "section",
    "share_and_download",
    "shares",
    "sort",
    "sources",
    "symbols",
    "table",
    "tiles",
    "view",
    "year",
]
