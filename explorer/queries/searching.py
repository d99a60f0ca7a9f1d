"""Searching: a few words in any spelling, and the questions that they may mean."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from explorer import words
from explorer.queries.checking import check
from explorer.queries.lookups import breakdowns, category_of, measures, places
from explorer.queries.nouns import Measure, Place
from explorer.queries.pickers import shapes, widest
from explorer.queries.reading import per_build, tuples
from explorer.queries.synonyms import not_held, said_for
from explorer.question import ENGLAND, Question, slug

LEAST = 76.0  # likeness of two words, of 100, from which they are taken for one: 'carribean', 'Leedz'
EXACT = 100.0
ENOUGH = 0.45  # of the words of a name that must be found for the name to be meant
RARE = 3  # names at most that share a word which may stand for them: "Hull", "Chelsea"
MOST = 12  # hits
EACH = 3  # of the measures, areas and groups that are tried together
LONGEST = 200  # characters that are read
EMPTY = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
EMPTY |= {"pupils", "rate", "rates", "schools"}
GROUPS = "SELECT DISTINCT measure, breakdown, category FROM figures WHERE breakdown NOT IN ('total')"


@dataclass(frozen=True)
class Hit:
    """One question that the words may mean, with the parts of it that were found in them.

    Missing  `measure`, `place` or `group` is empty where the words name none; the question has a usual one
    """

    question: Question
    measure: str
    place: str
    group: str

    @property
    def label(self) -> str:
        """What was found, for a list: 'Suspension rate, Black Caribbean, Leeds'."""
        return ", ".join(filter(None, (self.measure, self.group, self.place)))


@dataclass(frozen=True)
class _Named:
    """One thing that can be found: its name, the words of all its names, and those that few others have."""

    id: tuple[str, ...]
    label: str
    names: tuple[frozenset[str], ...]
    rare: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Found:
    named: _Named
    covered: frozenset[int]
    share: float

    @property
    def rank(self) -> tuple[float, float]:
        return (len(self.covered), self.share)


_Parts: TypeAlias = tuple[_Found | None, _Found | None, _Found | None]


@per_build
def search(text: str) -> tuple[Hit, ...]:
    """The questions that a few words may mean, the likeliest first; none for words that are like no name."""
    asked = _words(text[:LONGEST])
    if not asked or not_held(text[:LONGEST]):
        return ()
    like = _Likeness(asked)
    found = [like.best(kind) for kind in (_measures(), _places(), _groups())]
    hits: dict[Question, tuple[tuple[float, float], Hit]] = {}
    for parts in _together(*found):
        hit = _hit(parts)
        if hit and hit.question not in hits:
            hits[hit.question] = (_worth(parts), hit)
    ordered = sorted(hits.values(), key=lambda pair: (-pair[0][0], -pair[0][1]))
    most = ordered[0][0][0] if ordered else 0.0
    # what covers fewer of the words is another thing than what was asked, unless nothing covers them all
    return tuple(hit for (covered, _), hit in ordered if covered >= most - 1)[:MOST]


def _words(text: str) -> tuple[str, ...]:
    said = said_for(text)
    found = [word for word in said if word not in EMPTY]
    return tuple(dict.fromkeys(found or said))


class _Likeness:
    """How like the words that were asked are to every word of every name, worked out once."""

    def __init__(self, asked: tuple[str, ...]) -> None:
        self.asked = asked
        self.vocabulary = _vocabulary()
        scores = process.cdist(asked, list(self.vocabulary), scorer=fuzz.ratio, score_cutoff=LEAST)
        # a word that is there letter by letter is not meant for one like it, but for its singular or plural
        spelled = scores.max(axis=1, keepdims=True) == EXACT
        same = np.equal.outer(_stems(asked), _stems(self.vocabulary))
        self.scores = np.where(spelled & ~same, 0, scores)

    def best(self, things: Iterable[_Named]) -> list[_Found]:
        """The few of these things that the words name best."""
        found = [one for thing in things if (one := self._found(thing))]
        return sorted(found, key=lambda one: one.rank, reverse=True)[:EACH]

    def _found(self, thing: _Named) -> _Found | None:
        tried = [self._name(thing, name) for name in thing.names]
        best = max(tried, key=lambda one: one.rank)
        rare = any(self.scores[:, self.vocabulary[word]].max() > 0 for word in thing.rare)
        return best if best.covered and (rare or best.share >= ENOUGH) else None

    def _name(self, thing: _Named, name: frozenset[str]) -> _Found:
        columns = [self.scores[:, self.vocabulary[word]] for word in name]
        covered = {int(column.argmax()) for column in columns if column.max() > 0}
        share = sum(float(column.max()) for column in columns) / (100 * len(columns))
        return _Found(thing, frozenset(covered), share)


def _stems(words_of: Iterable[str]) -> NDArray[np.str_]:
    return np.array([word.rstrip("s") for word in words_of])


def _together(*found: list[_Found]) -> Iterable[_Parts]:
    """Every measure, area and group that may be meant together: no word of the text stands for two."""
    for measure, place, group in product(*([*some, None] for some in found)):
        parts = [part for part in (measure, place, group) if part]
        counted = sum(len(part.covered) for part in parts)
        if parts and counted == len(frozenset().union(*(part.covered for part in parts))):
            yield measure, place, group


def _worth(parts: _Parts) -> tuple[float, float]:
    known = [part for part in parts if part]
    return float(sum(len(part.covered) for part in known)), sum(part.share for part in known) / len(known)


def _hit(parts: _Parts) -> Hit | None:
    """The question of these parts, where figures are at hand for them together."""
    measure, place, group = (part.named if part else None for part in parts)
    code = place.id[0] if place else ENGLAND
    by, category = group.id if group else ("", "")
    name = measure.id[0] if measure else _usual_measure(code, by)
    there = [(kind, its, term) for kind, its, term in shapes((name,), (code,)) if not by or its == by]
    if not name or not there:
        return None
    kinds = {kind for kind, _, _ in there}
    question = Question(
        (name,),
        (code,),
        school_types=("Total",) if "Total" in kinds else (widest(kinds),),
        breakdown=by or ("total" if any(its == "total" for _, its, _ in there) else there[0][1]),
        categories=(category,) if category else (),
    )
    fitted, _ = check(question, replace(question, categories=()))
    if fitted.places != (code,) or (by and fitted.breakdown != by):
        return None
    return Hit(
        fitted,
        measure=measure.label if measure else "",
        place=place.label if place else "",
        group=group.label if group else "",
    )


def _usual_measure(place: str, by: str) -> str:
    """The first measure that has figures for the area and the breakdown; '' where none has."""
    known = [one.id for one in measures()]
    return next((one for one in known if any(by in ("", its) for _, its, _ in shapes((one,), (place,)))), "")


def _tokens(*names: str) -> tuple[frozenset[str], ...]:
    found = [frozenset(slug(name).split("-")) - EMPTY - {""} for name in names]
    return tuple(dict.fromkeys(one for one in found if one))


@per_build
def _measures() -> tuple[_Named, ...]:
    return tuple(_Named((one.id,), one.label, _measure_names(one)) for one in measures())


def _measure_names(one: Measure) -> tuple[frozenset[str], ...]:
    return _tokens(one.label, one.short_label, one.sentence_label, one.id.replace("_", " "))


@per_build
def _places() -> tuple[_Named, ...]:
    named = [_Named((one.code,), _place_label(one), _place_names(one)) for one in places()]
    shared = Counter(word for one in named for word in frozenset().union(*one.names))
    return tuple(
        replace(one, rare=frozenset(word for name in one.names for word in name if shared[word] <= RARE))
        for one in named
    )


def _place_names(one: Place) -> tuple[frozenset[str], ...]:
    return _tokens(one.name, one.code, one.old_code, *one.other_codes)


def _place_label(one: Place) -> str:
    return f"{one.name} (until {one.valid_to.year})" if one.valid_to else one.name


@per_build
def _groups() -> tuple[_Named, ...]:
    """Every category that some measure has figures for, and every breakdown as a whole."""
    there = {(str(by), str(category)) for _, by, category in tuples(GROUPS) if "*" not in str(by)}
    labels = {pair: category_of(*pair) for pair in sorted(there)}
    groups = [
        _Named(pair, one.label, _tokens(one.label, pair[1], one.sentence_label))
        for pair, one in labels.items()
    ]
    known = {by for by, _ in there}
    wholes = [
        _Named((by.id, ""), f"by {words.small(by.label)}", _tokens(by.label, by.sentence_label, by.id))
        for by in breakdowns()
        if by.id in known
    ]
    return (*wholes, *groups)


@per_build
def _vocabulary() -> dict[str, int]:
    """Every word of every name, each with its column among the scores."""
    things = (*_measures(), *_places(), *_groups())
    every = dict.fromkeys(word for thing in things for name in thing.names for word in sorted(name))
    return {word: column for column, word in enumerate(every)}
