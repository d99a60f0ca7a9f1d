"""Checking: a question from a link made to work, and what was not understood in a sentence each."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from explorer import words
from explorer.queries.fitting import fit
from explorer.queries.lookups import breakdowns, known_place, measures, school_types
from explorer.queries.naming import find_place, near, taken_for
from explorer.queries.nouns import Place
from explorer.queries.pickers import places_with
from explorer.queries.reading import per_build
from explorer.question import ALL, Question, slug

Said = list[str]
QUOTED = 60  # characters of somebody's text that a sentence repeats


@per_build
def check(question: Question, default: Question | None = None) -> tuple[Question, tuple[str, ...]]:
    """A question that works and has an answer, and one sentence for each word that was replaced.

    Slugs become the labels they stand for; old codes and names of areas the area's code.
    `default` is the page's own question, taken from where a word means nothing.
    """
    usual = default or Question((measures()[0].id,))
    said: Said = []
    by_measure = {one.id: one.label for one in measures()}
    by_school = {one.id: one.label for one in school_types()}
    known = replace(
        question,
        measures=_known(question.measures, usual.measures, labels=by_measure, what="measure", said=said),
        places=_places(question.places, usual.places, said=said),
        school_types=_known(
            question.school_types, usual.school_types, labels=by_school, what="school type", said=said
        ),
        breakdown=_breakdown(question.breakdown, usual.breakdown, said=said),
    )
    return fit(known, usual, said=said), tuple(dict.fromkeys(said))


def everywhere(question: Question, default: Question) -> Question:
    """The question, its areas those that have figures of it where it asks for all of them in a word."""
    if question.places != (ALL,):
        return question
    whole, _ = check(replace(question, places=()), default)
    return replace(question, places=places_with(whole))


def not_found(what: str, text: str, *, shown: Iterable[str], like: Iterable[str] = ()) -> str:
    """'We could not find the area 'Leedz' (did you mean Leeds?). Showing England.'"""
    guess = words.listed(like, "or")
    hint = f" (did you mean {guess}?)" if guess else ""
    quoted = text if len(text) <= QUOTED else f"{text[:QUOTED]}\N{HORIZONTAL ELLIPSIS}"
    instead = words.listed(shown)
    return f"We could not find the {what} '{quoted}'{hint}." + (f" Showing {instead}." if instead else "")


def _known(
    asked: tuple[str, ...], usual: tuple[str, ...], *, labels: Mapping[str, str], what: str, said: Said
) -> tuple[str, ...]:
    """The ids that the asked texts stand for, by id or label in any spelling; the usual ones if none does."""
    spelled = {slug(text): name for name, label in labels.items() for text in (label, name)}
    found = {text: spelled.get(slug(text)) for text in asked}
    kept = tuple(dict.fromkeys(name for name in found.values() if name)) or usual
    shown = [labels.get(name, name) for name in kept]
    said += [not_found(what, text, shown=shown) for text, name in found.items() if not name]
    return kept


def histories(asked: Iterable[str]) -> tuple[str, ...]:
    """What `check` says of areas of the past and parts of names: to be told, though nothing was replaced."""
    found = ((text, find_place(text)) for text in asked)
    return tuple(note for text, place in found if place for note in _told_of(text, place))


def _breakdown(asked: str, usual: str, *, said: Said) -> str:
    labels = {one.id: one.label for one in breakdowns()}
    parts = [_known((part,), ("",), labels=labels, what="", said=[])[0] for part in asked.split("*")]
    if all(parts):
        return "*".join(parts)
    said.append(not_found("breakdown", asked, shown=[labels.get(usual, usual)]))
    return usual


def _places(asked: tuple[str, ...], usual: tuple[str, ...], *, said: Said) -> tuple[str, ...]:
    found = {text: find_place(text) for text in asked}
    kept = tuple(dict.fromkeys(one.code for one in found.values() if one)) or usual
    shown = [place.name for code in kept if (place := known_place(code))]
    for text, place in found.items():
        if place is None:
            said.append(not_found("area", text, shown=shown, like=near(text)))
        else:
            said += _told_of(text, place)
    return kept


def _told_of(text: str, place: Place) -> Said:
    """What is said of an area that was found: by which part of its name, and what became of it."""
    return [sentence for sentence in (taken_for(text, place), _history(text, place)) if sentence]


def _history(text: str, place: Place) -> str:
    """What became of an area that was asked for by a code of the past, or that is one of the past."""
    if place.valid_to is not None:
        heirs = words.listed(heir.name for code in place.successors if (heir := known_place(code)))
        after = f" What was its area is now {heirs}." if heirs else ""
        return f"{place.name} was abolished on {words.long_date(place.valid_to.isoformat())}.{after}"
    if text.upper() in place.other_codes:
        return f"{text.upper()} is another code of {place.name}, which is shown under {place.code}."
    return ""
