"""Trends: one series' latest figure, and its change where it may be compared."""

from explorer import words
from explorer.queries import Answer, Change, Measure, change_of
from explorer.queries.changing import BASE
from explorer.sentences.chance import of_chance
from explorer.sentences.saying import (
    Row,
    amount,
    bare,
    cause,
    counted,
    events,
    is_count,
    is_events,
    is_held,
    last_number,
    measure_of,
    of_group,
    period,
    stands,
    subject,
    where,
)
from explorer.sentences.small import mark


def trend(answer: Answer, *, base: str = BASE) -> tuple[str, ...]:
    """Latest figure of the answer's first series beside the period before and the base; what to mind."""
    series = answer.series()[0]
    row, change = last_number(series), change_of(answer, series, base=base)
    if row is None or change is None:
        return ()
    measure = measure_of(answer, row)
    said = latest(answer, row, there=where(answer, row))
    return f"{said}{compared(change, measure)}.", minding(answer, change)


def latest(answer: Answer, row: Row, *, there: str) -> str:
    """'In 2023/24, 110 permanent exclusions were recorded in Leeds, 9.3 per 10,000 pupils', no full stop."""
    measure = measure_of(answer, row)
    value, count = float(row["shown"]), counted(row, measure)
    at = f"In {period(str(row['period']))}"
    among = of_group(answer, row)
    if is_count(measure):
        return f"{at} there were {words.fmt(value)} {measure.sentence_label}{among}{there}"
    if is_events(measure) and count:
        verb = "was" if events(row, measure) == 1 else "were"
        return f"{at}, {count} {verb} recorded{among}{there}, {amount(value, measure)}"
    if is_events(measure):
        rate = f"{amount(value, measure)}{mark(row, measure)}"
        return f"{at}, {measure.sentence_label} were recorded{among}{there} at a rate of {rate}"
    said = amount(value, measure) + (f" ({count})" if count else mark(row, measure))
    if is_held(measure):
        return f"{at}, {said}{among}{there} were recorded with {measure.sentence_label}"
    return f"{at}, {subject(measure)}{among}{there} {stands(measure)} {said}"


def compared(change: Change, measure: Measure) -> str:
    """', up from 9.3 in 2022/23 and 5.4 in 2018/19', with its comma; '' where nothing may be compared."""
    pairs = [
        (change.before, change.before_numerator, change.before_period),
        (change.base, change.base_numerator, change.base_period),
    ]
    known = [(value, count, label) for value, count, label in pairs if value is not None]
    if not known:
        return ""
    if change.few:
        said = [f"{bare(value, measure)} in {period(label)}" for value, _, label in known]
        return f", compared with {words.listed(said)}"
    steps = [(_direction(change.shown, value, measure=measure), value, label) for value, _, label in known]
    return f", {_steps(steps, measure)}"


def _direction(now: float, then: float, *, measure: Measure) -> str:
    """Up or down as printed: a difference that rounding hides is none."""
    printed = (bare(now, measure), bare(then, measure))
    if printed[0] == printed[1]:
        return "the same as"
    return "up from" if now > then else "down from"


def _steps(steps: list[tuple[str, float, str]], measure: Measure) -> str:
    said = [f"{bare(value, measure)} in {period(label)}" for _, value, label in steps]
    directions = [direction for direction, _, _ in steps]
    if len(set(directions)) == 1:
        return f"{directions[0]} {words.listed(said)}"
    joint = "and" if "the same as" in directions else "but"
    return f"{directions[0]} {said[0]} {joint} {directions[1]} {said[1]}"


def minding(answer: Answer, change: Change) -> str:
    """What limits the comparison, in one sentence: few events, a disturbed period, a break, a gap."""
    if change.few:
        few = words.capital(change.few)
        return f"{few} stand behind one of these figures, so no rise or fall is stated."
    if said := of_chance(answer, change):
        return said
    if change.disturbed:
        return f"{change.period} is not compared with other periods{_why(answer, (change.period,))}."
    if change.broken:
        last = change.broken[-1]
        return f"Figures before {last.period} are not compared with later ones: {cause(last.label)}."
    if change.skipped:
        passed = words.listed(change.skipped)
        return f"The comparison passes over {passed}{_why(answer, change.skipped)}."
    return ""


def _why(answer: Answer, labels: tuple[str, ...]) -> str:
    """': schools partly closed', from the breaks that explain these periods."""
    known = [one.label for one in answer.breaks if one.period in labels and one.kind != "break"]
    reasons = words.listed(dict.fromkeys(cause(label) for label in known))
    return f": {reasons}" if reasons else ", for which no comparable figure is published"
