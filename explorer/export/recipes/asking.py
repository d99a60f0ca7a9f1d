"""Asking: what a script in any language asks of a published table."""

from collections.abc import Callable

from explorer.export.recipes.quoting import comment
from explorer.queries import Recipe

Words = list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]


def needed(recipe: Recipe) -> tuple[str, ...]:
    """The columns by which a file is known to be the table."""
    added = {column for column, _ in recipe.added}
    return tuple(column for column in recipe.needed if column not in added)


def keys_of(recipe: Recipe) -> tuple[str, ...]:
    """The columns that say which figure a printed row is."""
    return tuple(dict.fromkeys(["place", "time_period", *(column for column, _ in recipe.words)]))


def split(recipe: Recipe) -> tuple[Words, Words]:
    """The columns of words that are looked at one by one, and those that must all be a total."""
    totals = [one for one in recipe.words if [word for word, _ in one[1]] == ["Total"]]
    alike = [one for one in totals if one[1] == totals[-1][1]] if totals else []
    together = alike if len(alike) > 1 else []
    return [one for one in recipe.words if one not in together], together


def heading(recipe: Recipe, subject: str) -> dict[str, str]:
    """What the comment on top of a script says: the view, its measure, and the table."""
    return {
        "subject": comment(subject),
        "measure": comment(recipe.measure),
        "table": comment(recipe.table.title),
    }


def places_of(recipe: Recipe) -> list[tuple[str, str]]:
    """The level and code of each place as a script looks it up, and its name."""
    return [(f"{level} {code}".strip(), name) for level, code, name in recipe.places]


def printed(recipe: Recipe) -> tuple[str, ...]:
    """The columns that are printed after the keys."""
    shown = ("group", "column", "published") if recipe.across else recipe.numbers
    return (*shown, "number")


def number(recipe: Recipe, numeric: Callable[[str], str]) -> str:
    """The code for a row's figure as a number; `numeric` writes it for one column of the table."""
    if not recipe.value and not recipe.across:
        return f"100 * {numeric(recipe.numerator)} / {numeric(recipe.denominator)}"
    return numeric("published" if recipe.across else recipe.value)
