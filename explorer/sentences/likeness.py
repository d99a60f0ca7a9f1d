"""Likeness: what the areas named as similar are called, and that the published model finds them not close."""

from collections.abc import Collection

from explorer.queries import Neighbour

NOT_CLOSE = "Not close"  # the published word
TOGETHER = "Similar areas together"


def similar(alike: Collection[Neighbour]) -> str:
    """What they are called over a column; where most of them are not close, that they are not."""
    far = _far(alike)
    if 2 * far <= len(alike):
        return TOGETHER
    return f"{TOGETHER} ({'none' if far == len(alike) else 'most not'} close)"


def not_close(alike: Collection[Neighbour]) -> str:
    """'All are marked 'Not close' in the published model.'; '' where none is."""
    far = _far(alike)
    if not far:
        return ""
    which = "All" if far == len(alike) else f"Of these, {far}"
    return f"{which} {'is' if far == 1 else 'are'} marked '{NOT_CLOSE}' in the published model."


def _far(alike: Collection[Neighbour]) -> int:
    return sum(one.closeness == NOT_CLOSE for one in alike)
