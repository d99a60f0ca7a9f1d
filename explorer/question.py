"""Question: what a reader asks, hashable, and as a short readable link."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

ENGLAND = "E92000001"
WORDS = ("measure", "place", "school", "by", "group", "from", "to", "term")
ALL, START, LATEST = "all", "start", "latest"


@dataclass(frozen=True)
class Question:
    """What is asked for: measures, places, school types, one breakdown and its categories, periods.

    Missing  categories () = every category of the breakdown; first or last '' = open at that end
    """

    measures: tuple[str, ...]
    places: tuple[str, ...] = (ENGLAND,)
    school_types: tuple[str, ...] = ("Total",)
    breakdown: str = "total"
    categories: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    time_identifier: str = "Academic year"


def slug(label: str) -> str:
    """The label as a word for a link: lower case, everything but letters and digits as single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def to_params(question: Question, default: Question, *, offered: Collection[str] = WORDS) -> dict[str, str]:
    """The question as link parameters that reopen it.

    Every word that the page offers is written, so a link does not move when a default moves;
    of the other words those in which the question differs from the page's default.
    """
    written, usual = _write(question), _write(default)
    return {word: written[word] for word in WORDS if word in offered or written[word] != usual[word]}


def from_params(params: Mapping[str, str], default: Question) -> Question:
    """The question that the link parameters ask; words left out are the page's default.

    Missing  text that means nothing is kept as it came: queries.check() judges it and says so
    """
    text = {word: params[word].strip() for word in WORDS if word in params}
    return Question(
        measures=_read_list(text.get("measure"), default.measures),
        places=_read_list(text.get("place"), default.places),
        school_types=_read_labels(text.get("school"), default.school_types),
        breakdown=text.get("by", default.breakdown) or default.breakdown,
        categories=() if text.get("group") == ALL else _read_labels(text.get("group"), default.categories),
        first=_read_end(text.get("from"), default.first, open_end=START),
        last=_read_end(text.get("to"), default.last, open_end=LATEST),
        time_identifier=_read_labels(text.get("term"), (default.time_identifier,))[0],
    )


def _write(question: Question) -> dict[str, str]:
    return {
        "measure": "~".join(question.measures),
        "place": "~".join(question.places),
        "school": "~".join(map(slug, question.school_types)),
        "by": question.breakdown,
        "group": "~".join(map(slug, question.categories)) or ALL,
        "from": question.first or START,
        "to": question.last or LATEST,
        "term": slug(question.time_identifier),
    }


def _read_list(text: str | None, usual: tuple[str, ...]) -> tuple[str, ...]:
    parts = (part.strip() for part in (text or "").split("~"))
    return tuple(dict.fromkeys(part for part in parts if part)) or usual


def _read_labels(text: str | None, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Labels of the link; the page's own are recognised here, the others wait for the database."""
    known = {slug(label): label for label in usual}
    return tuple(known.get(slug(part), part) for part in _read_list(text, usual))


def _read_end(text: str | None, usual: str, *, open_end: str) -> str:
    if text is None:
        return usual
    return "" if text == open_end else text
