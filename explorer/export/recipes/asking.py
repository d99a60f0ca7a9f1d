"""Asking: what a script in any language asks of a published table."""

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
