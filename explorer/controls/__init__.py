"""Controls: what a page is made of on the screen, from its pickers to its citation."""

from explorer.controls.alongside import (
    alongside,
    line_measure,
    line_places,
    line_school_type,
    regions,
    since,
    together,
)
from explorer.controls.area_pickers import (
    area,
    area_measure,
    area_school_type,
    area_year,
    class_method,
    shapes,
)
from explorer.controls.asking import answer, ask_for, is_of_shares, shares, shares_or_counts
from explorer.controls.beside import own_groups, pick, scale, set_beside
from explorer.controls.changed import changes
from explorer.controls.compared import (
    compared_groups,
    compared_measure,
    compared_school_type,
    compared_year,
)
from explorer.controls.coverage import coverage
from explorer.controls.disparity import between_groups, disparity, more_differences
from explorer.controls.england import england_alone
from explorer.controls.explore_pickers import (
    any_breakdown,
    any_groups,
    any_measure,
    any_places,
    any_school_types,
    first_period,
    last_period,
    part_of_year,
)
from explorer.controls.exploring import at_hand, explore
from explorer.controls.finding import find
from explorer.controls.frame import open_page, section
from explorer.controls.lost import lost_days, lost_groups, lost_question
from explorer.controls.maps import map_frame, map_view
from explorer.controls.pickers import (
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
from explorer.controls.publishing import published_table
from explorer.controls.reference import measures, sources
from explorer.controls.rules import breaks, caveats, conflicts, findings, symbols
from explorer.controls.singles import look_of, newest, one_place, one_school_type, switch
from explorer.controls.sql import ask_in_sql
from explorer.controls.standing import (
    counted_school_type,
    counted_year,
    funnel,
    limits,
    marked,
    marked_area,
    standing,
)
from explorer.controls.tiles import Tile, freshness, tiles
from explorer.controls.updating import update
from explorer.controls.view import view
from explorer.controls.workforce import workforce

__all__ = [
    "Tile",
    "alongside",
    "answer",
    "any_breakdown",
    "any_groups",
    "any_measure",
    "any_places",
    "any_school_types",
    "area",
    "area_measure",
    "area_school_type",
    "area_year",
    "ask_for",
    "ask_in_sql",
    "at",
    "at_hand",
    "between_groups",
    "breakdown",
    "breaks",
    "by_rate",
    "caveats",
    "changes",
    "class_method",
    "compared_groups",
    "compared_measure",
    "compared_school_type",
    "compared_year",
    "conflicts",
    "counted_school_type",
    "counted_year",
    "coverage",
    "disparity",
    "england_alone",
    "explore",
    "find",
    "findings",
    "first_period",
    "freshness",
    "funnel",
    "groups",
    "is_of_shares",
    "last_period",
    "limits",
    "line_measure",
    "line_places",
    "line_school_type",
    "look_of",
    "lost_days",
    "lost_groups",
    "lost_question",
    "map_frame",
    "map_view",
    "marked",
    "marked_area",
    "measure",
    "measures",
    "more_differences",
    "newest",
    "one_place",
    "one_school_type",
    "open_page",
    "own_groups",
    "part_of_year",
    "pick",
    "places",
    "published_table",
    "regions",
    "scale",
    "school_types",
    "section",
    "set_beside",
    "shapes",
    "shares",
    "shares_or_counts",
    "since",
    "sort",
    "sources",
    "standing",
    "switch",
    "symbols",
    "tiles",
    "together",
    "update",
    "view",
    "workforce",
    "year",
]
