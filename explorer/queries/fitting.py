"""Fitting: known words changed until something is published for all of them together."""

from collections.abc import Iterable
from dataclasses import replace

from explorer import words
from explorer.queries.lookups import breakdown_of, known_place, measure, places, school_type_of
from explorer.queries.nouns import Period
from explorer.queries.pickers import categories_of, periods_of, shapes, widest
from explorer.question import ENGLAND, Question, slug

Said = list[str]
TOTAL = "total"


def fit(question: Question, usual: Question, *, said: Said) -> Question:
    """The question with areas, breakdown, school types, part of year, groups and periods that exist together.

    Areas give way before the breakdown does: a page about groups stays one where an area has no groups.
    """
    question = _fit_places(question, said)
    question = _fit_breakdown(question, usual, said=said)
    question = _fit_school_types(question, usual, said=said)
    question = _fit_term(question, said)
    question = _fit_categories(question, said)
    return _fit_periods(question, said)


def _fit_places(question: Question, said: Said) -> Question:
    """Only areas that have the breakdown, if any has; else only areas that have anything; else England."""
    for by in (question.breakdown, None):
        there = [code for code in question.places if _has(question, code, by=by)]
        elsewhere = there or ([ENGLAND] if _has(question, ENGLAND, by=by) else [])
        if elsewhere:
            return _with_places(question, tuple(elsewhere), said=said)
    anywhere = next((one.code for one in places() if _has(question, one.code, by=None)), ENGLAND)
    return _with_places(question, (anywhere,), said=said)


def _has(question: Question, code: str, *, by: str | None) -> bool:
    return any(by in (None, there) for _, there, _ in shapes(question.measures, (code,)))


def _with_places(question: Question, kept: tuple[str, ...], *, said: Said) -> Question:
    left = [_name(code) for code in question.places if code not in kept]
    if left:
        said.append(f"{_lacking(question)} for {words.listed(left)}. {_showing(map(_name, kept))}")
    return replace(question, places=kept)


def _fit_breakdown(question: Question, usual: Question, *, said: Said) -> Question:
    there = {by for _, by, _ in shapes(question.measures, question.places)}
    if question.breakdown in there or not there:
        return question
    kept = next((by for by in (usual.breakdown, TOTAL) if by in there), min(there))
    shown = "for all pupils together" if kept == TOTAL else f"by {_by(kept)}"
    whole = " as one total" if question.breakdown == TOTAL else ""
    said.append(f"{_lacking(question)}{whole}. Showing figures {shown}.")
    return replace(question, breakdown=kept, categories=())


def _fit_school_types(question: Question, usual: Question, *, said: Said) -> Question:
    found = shapes(question.measures, question.places)
    there = {kind for kind, by, _ in found if by == question.breakdown}
    kept = tuple(kind for kind in question.school_types if kind in there)
    left = [school_type_of(kind).label for kind in question.school_types if kind not in there]
    if not left or not there:
        return question
    instead = tuple(kind for kind in usual.school_types if kind in there) or (widest(there),)
    shown = kept or instead
    said.append(
        f"{_lacking(question)} for the school type {words.listed(left)}. "
        f"{_showing(school_type_of(kind).label for kind in shown)}"
    )
    return replace(question, school_types=shown)


def _fit_term(question: Question, said: Said) -> Question:
    found = shapes(question.measures, question.places)
    kinds = question.school_types
    there = sorted({term for kind, by, term in found if by == question.breakdown and kind in kinds})
    spelled = {slug(term): term for term in there}
    if (term := spelled.get(slug(question.time_identifier))) or not there:
        return replace(question, time_identifier=term or question.time_identifier)
    said.append(
        f"{_lacking(question)} for the part of the year '{question.time_identifier}'. {_showing([there[0]])}"
    )
    return replace(question, time_identifier=there[0])


def _fit_categories(question: Question, said: Said) -> Question:
    known = categories_of(question)
    spelled = {slug(text): one for one in known for text in (one.label, one.id)}
    found = {text: spelled.get(slug(text)) for text in question.categories}
    kept = tuple(dict.fromkeys(one.id for one in found.values() if one))
    shown = _listed_or([one.label for one in known if one.id in kept], "every group that is published")
    for text in (text for text, one in found.items() if one is None):
        said.append(f"We could not find the group '{text[:60]}' among those published. Showing {shown}.")
    return replace(question, categories=kept)


def _fit_periods(question: Question, said: Said) -> Question:
    """Bounds in the published spelling, in order, with something published between them."""
    published = periods_of(question)
    if not published:
        return replace(question, first="", last="")
    whole = f"Showing {_span(published[0].label, published[-1].label)}."
    first, last = (_bound(text, published) for text in (question.first, question.last))
    unknown = [text for text, found in ((question.first, first), (question.last, last)) if text and not found]
    if unknown:
        quoted = [f"'{text[:60]}'" for text in dict.fromkeys(unknown)]
        periods = "period" if len(quoted) == 1 else "periods"
        said.append(f"We could not find the {periods} {words.listed(quoted)} among those published. {whole}")
    if first and last and first > last:
        first, last = last, first
        said.append("The first period came after the last, so the two were swapped.")
    inside = [one for one in published if (first or "0") <= one.time_period <= (last or "9")]
    if not inside:
        said.append(f"{_lacking(question)} for those periods. {whole}")
        first = last = ""
    return replace(question, first=first, last=last)


def _bound(text: str, published: tuple[Period, ...]) -> str:
    """The period that the text stands for; a year inside the series need not have been published."""
    spelled = {slug(word): one.time_period for one in published for word in (one.label, one.time_period)}
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    same_form = len(digits) == len(published[0].time_period)
    inside = same_form and published[0].time_period <= digits <= published[-1].time_period
    return spelled.get(slug(text)) or (digits if inside else "")


def _lacking(question: Question) -> str:
    """'Pupils with SEN support by sex are not at hand'."""
    labels = [measure(name).label for name in question.measures]
    by = "" if question.breakdown == TOTAL else f" by {_by(question.breakdown)}"
    return f"{words.listed(labels)}{by} {words.is_or_are(labels)} {words.NOT_AT_HAND}"


def _by(breakdown: str) -> str:
    one = breakdown_of(breakdown)
    return one.sentence_label or words.small(one.label)


def _name(code: str) -> str:
    place = known_place(code)
    return place.name if place else code


def _showing(names: Iterable[str]) -> str:
    return f"Showing {words.listed(names)}."


def _listed_or(names: list[str], otherwise: str) -> str:
    return words.listed(names) if names else otherwise


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
