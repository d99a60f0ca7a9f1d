"""Naming: what a file is called, so that its name says what it holds."""

from explorer.queries import Answer
from explorer.question import slug

NAMED = 3  # areas and measures that a name spells out
LONGEST = 110  # letters before the ending: some systems stop at 255 for the whole path


def file_name(answer: Answer, ending: str = ".csv") -> str:
    """The file's name: 'suspension-rate_by-ethnic-group_england_2006-07-to-2023-24.csv'.

    Small letters, digits, hyphens and underscores, at most 110 of them: every system can store it.
    """
    measures = "-and-".join(slug(one.label) for one in answer.measures[:NAMED])
    by = "" if answer.breakdown.id == "total" else f"by-{slug(answer.breakdown.label)}"
    places = "-".join(slug(place.name) for place in answer.places)
    areas = places if len(answer.places) <= NAMED else f"{len(answer.places)}-areas"
    span = answer.first if answer.first == answer.last else f"{answer.first} to {answer.last}"
    return joined([measures, by, areas, slug(span)]) + ending


def whole_name(labels: list[str], ending: str) -> str:
    """The name of a file with every row of some measures: 'suspension-rate_everything.parquet'."""
    return joined(["-and-".join(map(slug, labels[:NAMED])), "everything"]) + ending


def joined(parts: list[str]) -> str:
    """The parts as one name; where it is too long the longest parts end earlier, after a whole word."""
    kept = [part for part in parts if part]
    while len("_".join(kept)) > LONGEST:
        longest = max(kept, key=len)
        shorter = longest.rpartition("-")[0] or longest[: len(longest) // 2]
        kept[kept.index(longest)] = shorter
    return "_".join(kept) or "figures"
