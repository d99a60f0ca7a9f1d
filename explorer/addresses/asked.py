"""Asked: the words of an address made into one question, or a sentence that says what is wrong with them."""

from starlette.datastructures import QueryParams

from explorer import queries, store, words
from explorer.question import ENGLAND, WORDS, Question, from_params

LONGEST = 4_000  # characters of an address's words
BUILD = "build"  # the word that pins an address to the figures of one build
MEASURE = "measure"  # in a page's link; an address has it in its path
TAKEN = (*(word for word in WORDS if word != MEASURE), BUILD)
# What the links of pages say of how a page looks: no word of the figures, so passed over here.
LOOKS = frozenset(
    {
        *("area", "classes", "dby", "groups", "limits", "map", "pick", "ref", "scale", "show", "sort"),
        *("together", "topic"),
    }
)
QUOTED = 60  # characters of somebody's text that a sentence repeats


class Refused(Exception):  # noqa: N818 (an answer to whoever asked, not a fault of ours)
    """What is wrong with an address: 400 for words that mean nothing, 404 for what there is not."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


def question_of(measure: str, params: QueryParams) -> Question:
    """The question that an address asks; a program is never given other figures than it asked for.

    Missing  a word left out: England, the widest school type, no breakdown, every period
    Raises   Refused, with a sentence for each word that means nothing and what to write instead
    """
    known = [one.id for one in queries.measures()]
    if measure not in known:
        raise Refused(404, f"There is no measure '{measure[:QUOTED]}'. The measures: {words.listed(known)}.")
    _check_words(params)
    _check_measure(measure, params.get(MEASURE, measure))
    said = {word: text for word, text in params.items() if word in TAKEN and word != BUILD}
    usual = _usual(measure, by=said.get("by", "total"), place=said.get("place", ENGLAND))
    asked = from_params(said, usual)
    asked = queries.everywhere(asked, usual)
    fitted, wrong = queries.check(asked, usual)
    wrong = tuple(one for one in wrong if one not in queries.histories(asked.places))
    if wrong:
        said_once = dict.fromkeys(map(_without_instead, wrong))
        raise Refused(400, " ".join(said_once) + f" {_offered(fitted)}")
    return fitted


def build_of(params: QueryParams) -> store.Pinned | None:
    """The earlier build that an address is pinned to; None where it is the newest, or none is named.

    Raises   Refused where the build is not remembered: other figures than those asked for are never sent
    """
    asked = params.get(BUILD)
    if asked is None or not asked.strip() or asked == store.handle().build_id:
        return None  # an empty word is refused with the others, in `question_of`
    found = store.handle().earlier(asked)
    if found is None:
        raise Refused(
            404,
            f"The build '{asked[:QUOTED]}' is not one that this copy remembers, so its figures cannot be put "
            "together again. Leave `build` out for the newest figures.",
        )
    return found


def _check_words(params: QueryParams) -> None:
    if len(str(params)) > LONGEST:
        raise Refused(400, f"The words of the address are longer than {LONGEST:,} characters.")
    strange = sorted({word for word in params if word not in (*TAKEN, MEASURE, *LOOKS)})
    if strange:
        quoted = words.listed(f"'{word[:QUOTED]}'" for word in strange[:5])
        raise Refused(400, f"We do not know the words {quoted}. The words are {words.listed(TAKEN)}.")
    twice = sorted({word for word in params if len(params.getlist(word)) > 1})
    if twice:
        raise Refused(400, f"{words.listed(twice)}: given twice. Join several by a tilde, as in place=A~B.")
    empty = sorted(word for word, text in params.items() if word not in LOOKS and _has_gap(text))
    if empty:
        raise Refused(
            400,
            f"{words.listed(empty)}: nothing is written there, or nothing beside a tilde. Write a value, as "
            "in place=Leeds, or leave the word out altogether. No figures were sent.",
        )


def _has_gap(text: str) -> bool:
    """Whether a value is missing, as where a spreadsheet put an address together from a blank cell."""
    return not all(part.strip() for part in text.split("~"))


def _check_measure(asked: str, linked: str) -> None:
    """Raises Refused where a page's link is of other measures than the address that its words were put to."""
    if linked.strip() != asked:
        raise Refused(
            400,
            f"The address is of {asked}, and measure={linked[:QUOTED]} says otherwise. An address has one "
            "measure: write it before the dot, and leave the word `measure` out. No figures were sent.",
        )


def _usual(measure: str, *, by: str, place: str) -> Question:
    """The question of this measure with nothing else said."""
    found = queries.find_place(place.split("~")[0])
    code = found.code if found else ENGLAND
    kinds = [one.id for one in queries.school_types_for(measure, by, place=code)]
    kind = "Total" if "Total" in kinds or not kinds else queries.widest(kinds)
    term = next((one.id for one in queries.terms_for(measure, by, place=code)), "Academic year")
    return Question((measure,), school_types=(kind,), time_identifier=term)


def _without_instead(sentence: str) -> str:
    """The sentence without what a page would show or do instead: a program gets nothing instead."""
    return sentence.split(" Showing ")[0].replace(", so the two were swapped", "")


def _offered(fitted: Question) -> str:
    """What there is to ask for, for whoever has to mend an address."""
    there = queries.options(fitted)
    kinds = words.listed(one.id for one in there.school_types)
    by = words.listed(one.id for one in there.breakdowns)
    return f"At hand for this measure: school types {kinds}; broken down by {by}. No figures were sent."
