"""Disparities: all groups of a breakdown beside a reference in one period, and what is needed to cite it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from explorer import stats, words
from explorer.queries.answer import Answer
from explorer.queries.comparable import comparable_periods, undisturbed
from explorer.queries.comparing import Comparison, compare, held_alike
from explorer.queries.lookups import category_of, known_place, measure
from explorer.queries.nouns import Choice, Measure
from explorer.queries.pickers import categories_of, shapes
from explorer.queries.reading import per_build
from explorer.queries.rolls import rates
from explorer.queries.sides import UNIONS, Groups, Side, is_points, side_of
from explorer.question import ENGLAND, Question

OTHERS = Choice("others", "All others", "all other pupils")
OTHERS_OF_SOME = Choice("others", "All others with a primary need", "all other pupils with a primary need")
UNKNOWN = "Unclassified"
# What a group is set beside where all others cannot be told: the familiar one, or the one without the need.
NORMS = (
    *("White British", "White", "Not FSM eligible", "Not FSM in last 6 years", "No SEN", "No primary need"),
    *("Not disadvantaged", "Female", "Decile 10 (least deprived)"),
)
FSM, STATUSES = "fsm", ("FSM eligible", "Not FSM eligible")
MOST_DIGITS = 8  # more of them are a float's own noise
HELD = "ks4"  # the topic in which a high figure is what is hoped for
SELF, WITHIN = "the reference", "overlaps the reference"


@dataclass(frozen=True, eq=False)
class Panel:
    """All groups of one breakdown in one period beside a reference.

    Shape    `answer` holds the published rows; `rows` one comparison a group, in the harmonised order;
             `references` what can be the reference; `found_by` how all others were found
    Missing  `rows` is empty where the breakdown has no figures
    """

    question: Question
    answer: Answer
    measure: Measure
    reference: Choice
    references: tuple[Choice, ...]
    rows: tuple[Comparison, ...] = field(repr=False)
    found_by: str = ""

    @property
    def is_points(self) -> bool:
        """Whether averages of points are compared, of which there are no ratios."""
        return is_points(self.measure)

    @property
    def made(self) -> tuple[Comparison, ...]:
        """The groups of which a comparison could be made."""
        return tuple(one for one in self.rows if one.made)

    @property
    def cell(self) -> str:
        """Of two breakdowns at once, the status that all rows are of; '' of one breakdown, or of several."""
        second = self.question.breakdown.partition("*")[2]
        names = {one.category.partition("*")[2] for one in self.rows}
        return category_of(second, names.pop()).label if second and len(names) == 1 else ""

    @property
    def has_adjusted(self) -> bool:
        """Whether there is a ratio with free school meals held alike."""
        return any(one.adjusted is not None for one in self.rows)

    def highlighted(self, pick: str = "") -> Comparison | None:
        """The group that was picked; else that with the largest ratio, of results that with the smallest."""
        there = [one for one in self.rows if one.state != "reference"]
        picked = next((one for one in there if one.category == pick), None)
        known = [one for one in self.made if UNKNOWN not in one.category.split("*")]
        if picked or not known:
            return picked
        sign = -1 if self.measure.topic == HELD else 1
        return max(known, key=lambda one: sign * one.value)


@per_build
def disparities(question: Question, reference: str = "") -> Panel:
    """The groups of a question's breakdown beside a reference: all others, or one of the groups.

    `question` is narrowed to its first measure, area and school type, and to its newest undisturbed period.
    A reference that cannot be had gives way to all others, and these to the familiar group.
    """
    asked = at_one_period(question)
    answer = rates(asked)
    one = replace(answer.measure, decimals=max(answer.decimals, measure(asked.measures[0]).decimals))
    everyone = rates(replace(asked, breakdown="total"))
    sides = {str(row["category"]): side_of(row, one) for row in _records(answer)}
    there = {name: side for name, side in sides.items() if not side.is_absent}
    whole = {each.id for each in categories_of(asked)} <= set(there)
    groups = Groups(one, asked.breakdown, there, _single(everyone, one), whole=whole)
    offered = _offered(groups, answer)
    chosen = next((each for each in offered if each.id == reference), None) or _usual(offered, groups)
    rows, found_by = _beside(answer, groups, chosen=chosen)
    cells, adjusted = _held_alike(asked, groups, chosen=chosen)
    cited = [*([everyone] if found_by == "total" else []), *(cells if adjusted else [])]
    sources = tuple(dict.fromkeys(source for each in (answer, *cited) for source in each.sources))
    counted = any(side.counted for side in sides.values()) and not is_points(one)
    return Panel(
        question=asked,
        answer=replace(answer, sources=sources),
        # where nothing is calculated from counts, no more decimals than were published
        measure=one if counted else replace(one, decimals=answer.decimals),
        reference=chosen,
        references=offered,
        rows=tuple(_with_adjusted(row, adjusted) for row in rows),
        found_by=found_by,
    )


@per_build
def at_one_period(question: Question) -> Question:
    """The question of one measure, area, school type and period: the newest with figures that it asks for.

    An undisturbed period goes before a disturbed one, unless no other is asked for.
    """
    place = question.places[0] if question.places else ENGLAND
    alone = replace(
        question,
        measures=question.measures[:1],
        places=(place if known_place(place) else ENGLAND,),
        school_types=question.school_types[:1],
        categories=(),
    )
    found = comparable_periods(alone)
    known = [one.time_period for one in found if one.time_identifier == alone.time_identifier]
    inside = [one for one in known if (question.first or "0") <= one <= (question.last or "9")]
    newest = max(undisturbed(alone, inside) or inside or known, default=question.last)
    return replace(alone, first=newest, last=newest)


def _records(answer: Answer) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in answer.rows.to_dict("records")]


def _single(everyone: Answer, one: Measure) -> Side | None:
    """Everybody, in the same period, area and school type; None where the total is not at hand."""
    rows = _records(everyone)
    return side_of(rows[0], one) if len(rows) == 1 else None


def _offered(groups: Groups, answer: Answer) -> tuple[Choice, ...]:
    """What can be the reference: all others where they can be told, then each group with a figure.

    Of two breakdowns at once, the groups of the second: each cell stands beside its own group's other cell.
    """
    there = [name for name, side in groups.sides.items() if side.shown is not None]
    first, _, second = answer.breakdown.id.partition("*")
    names = dict.fromkeys(name.split("*")[-1] for name in there)
    known = tuple(category_of(second or first, name) for name in names if name != UNKNOWN)
    if not second and any(groups.others(name)[1] for name in groups.sides):
        return (OTHERS_OF_SOME if groups.of_some else OTHERS, *known)
    return known


def _usual(offered: tuple[Choice, ...], groups: Groups) -> Choice:
    """All others; else the familiar group; else the largest."""
    wanted = (each for norm in (OTHERS.id, *NORMS) for each in offered if each.id == norm)
    largest = max(offered, key=lambda each: groups.sides.get(each.id, Side()).people or 0, default=OTHERS)
    return next(wanted, largest)


def _beside(answer: Answer, groups: Groups, *, chosen: Choice) -> tuple[list[Comparison], str]:
    """Every group beside its own reference, and how all others were found."""
    rows, ways, half = [], set(), _half(answer)
    for row in _records(answer):
        name = str(row["category"])
        # of two breakdowns at once, the same group's other cell
        own = "*".join((*name.split("*")[:-1], chosen.id))
        mine = groups.sides.get(name, Side(why=words.NOT_AT_HAND))
        beside, way = groups.sides.get(own, Side(why=words.NOT_AT_HAND)), ""
        if chosen.id == OTHERS.id:
            beside, way = groups.others(name) if name in groups.sides else (Side(), "")
        ways.add(way)
        made = compare(groups.measure, mine, beside=beside, half=half)
        made = _apart(made, name, own=own)
        rows.append(_named(made, row, own=own, chosen=chosen))
    return [one for one in rows if _is_shown(one)], next(
        (way for way in ("total", "groups") if way in ways), ""
    )


def _half(answer: Answer) -> float:
    """How far a published rate may be off by its rounding, in the unit shown.

    From the digits that are there: tables do not say to how many they round.
    """
    values = [float(value) for value in answer.rows["value"].dropna()]
    digits = (f"{value:.{MOST_DIGITS}f}".rstrip("0").partition(".")[2] for value in values)
    return 0.5 * 10.0 ** -max((len(one) for one in digits), default=0) * answer.measure.display_factor


def _is_shown(one: Comparison) -> bool:
    """Not what the cells of two breakdowns stand beside, nor an unknown group of which there is nothing."""
    double, nothing = "*" in one.category, one.state == "missing" and not one.mine.events
    return not (double and one.state == "reference") and not (UNKNOWN in one.category.split("*") and nothing)


def _apart(made: Comparison, name: str, *, own: str) -> Comparison:
    """The comparison, unless it is of the reference with itself or with a group that takes it in."""
    mine, other = name.split("*")[-1], own.split("*")[-1]
    if name == own:
        return made.unmade("reference", SELF)
    overlaps = mine in UNIONS.get(other, ()) or other in UNIONS.get(mine, ())
    return made.unmade("missing", WITHIN) if overlaps else made


def _named(made: Comparison, row: Mapping[str, Any], *, own: str, chosen: Choice) -> Comparison:
    by, name = str(row["breakdown"]), str(row["category"])
    told, other = category_of(by, name), chosen if own == OTHERS.id else category_of(by, own)
    return replace(
        made,
        category=name,
        label=told.label,
        said=told.sentence_label or told.label,
        parent=str(row["parent"] or ""),
        position=int(row["category_position"]),
        beside=_those(name, chosen) or other.sentence_label or other.label,
    )


def _those(name: str, chosen: Choice) -> str:
    """Of two breakdowns at once, who of the same group is set beside: 'those with no identified SEN'."""
    said = chosen.sentence_label
    return f"those {said.removeprefix('pupils ')}" if "*" in name and said.startswith("pupils ") else ""


def _held_alike(
    asked: Question, groups: Groups, *, chosen: Choice
) -> tuple[list[Answer], dict[str, stats.Interval]]:
    """For each group the ratio among those with and those without free school meals taken together."""
    both = f"{asked.breakdown}*{FSM}"
    there = {(kind, by) for kind, by, _ in shapes(asked.measures, asked.places)}
    if (asked.school_types[0], both) not in there or is_points(groups.measure):
        return [], {}
    cells, totals = rates(replace(asked, breakdown=both)), rates(replace(asked, breakdown=FSM))
    strata = [_stratum(groups, cells, totals=totals, status=status) for status in STATUSES]
    found = {}
    for name in groups.sides:
        pairs = [(one.sides.get(name, Side()), _own(one, name, chosen=chosen)) for one in strata]
        if ratio := held_alike(pairs):
            found[name] = ratio
    return [cells, totals], found


def _stratum(groups: Groups, cells: Answer, *, totals: Answer, status: str) -> Groups:
    """The groups among those of one status, and everybody of it."""
    rows = {str(row["category"]): row for row in _records(cells)}
    named = {name.split("*")[0]: row for name, row in rows.items() if name.endswith(f"*{status}")}
    sides = {name: side_of(row, groups.measure) for name, row in named.items()}
    everyone = [side_of(row, groups.measure) for row in _records(totals) if row["category"] == status]
    return Groups(groups.measure, groups.breakdown, sides, next(iter(everyone), None), whole=False)


def _own(groups: Groups, name: str, *, chosen: Choice) -> Side:
    if chosen.id != OTHERS.id:
        return groups.sides.get(chosen.id, Side())
    return groups.others(name)[0] if name in groups.sides else Side()


def _with_adjusted(row: Comparison, adjusted: Mapping[str, stats.Interval]) -> Comparison:
    return replace(row, adjusted=adjusted.get(row.category)) if row.state == "compared" else row
