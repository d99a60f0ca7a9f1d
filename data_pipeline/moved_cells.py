"""Moved cells: where a reader looks for an area on the hex map, and the search put it elsewhere."""

from collections.abc import Mapping

# The search weighs neighbours, not the compass: it left a London borough on the south coast, and an area
# other than Northumberland at the top. A column east and a row north, as in `places.lay_out`.
MOVED = {
    "E06000057": (5, 22),  # Northumberland
    "E08000021": (4, 21),  # Newcastle upon Tyne
    "E08000022": (5, 21),  # North Tyneside
    "E09000029": (10, 2),  # Sutton
    "E09000008": (11, 2),  # Croydon
    "E09000006": (12, 2),  # Bromley
    "E10000016": (13, 2),  # Kent
    "E10000032": (7, 1),  # West Sussex
    "E06000043": (8, 1),  # Brighton and Hove
}


def moved(cells: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The cells with those of some areas moved."""
    return {code: MOVED.get(code, cell) for code, cell in cells.items()}
