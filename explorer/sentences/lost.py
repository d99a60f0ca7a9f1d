"""Lost learning: absence, suspensions and exclusions named one by one, each with what it is divided by."""

from explorer import words
from explorer.queries import Answer, Measure
from explorer.queries.behind import rests_on_few
from explorer.queries.lost import Days
from explorer.sentences.saying import (
    Row,
    amount,
    bare,
    disturbed,
    is_events,
    joined,
    last_number,
    measure_of,
    not_there,
    number,
    of_group,
    period,
    place_name,
    schools,
    stands,
    subject,
)
from explorer.sentences.small import mark

WHOLE, UNKNOWN = "Total", "Unclassified"


def lost(answer: Answer) -> str:
    """The newest figure of each measure with its year; then that they have nothing to be added by."""
    rows = [row for line in answer.series() if (row := last_number(line))]
    if not rows:
        return not_there(answer)
    kinds = schools(answer, rows[0]) if rows[0]["school_type"] != WHOLE else ""
    where = f"In {place_name(answer, rows[0])}" + (f", in {kinds}" if kinds else "")
    said = "; ".join(_said(answer, row) for row in rows)
    return joined((f"{where}, {said}.", _apart([measure_of(answer, row) for row in rows])))


def by_group(answer: Answer, everyone: Answer) -> str:
    """For each measure the group with the highest figure, beside all pupils, in the year that all share."""
    of_all = {str(row["measure"]): row for row in everyone.rows.to_dict("records")}
    said = [
        text
        for measure in answer.measures
        if (text := _highest(answer, measure, beside=_all_pupils(everyone, of_all.get(measure.id))))
    ]
    if not said:
        return not_there(answer)
    where = place_name(answer, answer.rows.iloc[0].to_dict())
    known = ", of the groups that are known" if UNKNOWN in set(answer.published["category"]) else ""
    first = f"In {where} in {period(answer.last)}{known}, {'; '.join(said)}."
    return joined((first, disturbed(answer), _apart(list(answer.measures))))


def days(answer: Answer, found: Days | None) -> str:
    """Days of absence for each enrolment, in the newest year for which they can be calculated."""
    place = place_name(answer, answer.rows.iloc[0].to_dict()) if len(answer.rows) else "this area"
    if found is None:
        return (
            f"No year has both the sessions missed and the enrolments of {place} at hand, so no days of "
            "absence are calculated. How long suspensions lasted is not at hand either."
        )
    return (
        f"In {found.period}, {words.fmt(found.sessions)} half-day sessions were missed in {place} by "
        f"{words.fmt(found.enrolments)} pupil enrolments: {words.fmt(found.each, 1)} days for each. It is "
        "the newest year with both numbers at hand, and the division is ours. How long suspensions lasted is "
        "not at hand, so no days are calculated for them."
    )


def _said(answer: Answer, row: Row) -> str:
    """'suspensions were recorded at a rate of 11.3 per 100 pupils in 2023/24'."""
    measure, value = measure_of(answer, row), float(row["shown"])
    at = f"{period(str(row['period']))}{mark(row, measure)}"
    if is_events(measure):
        return f"{measure.sentence_label} were recorded at a rate of {amount(value, measure)} in {at}"
    return f"{subject(measure)} {stands(measure)} {amount(value, measure)} in {at}"


def _apart(measures: list[Measure]) -> str:
    """That each is divided by something else."""
    wholes = dict.fromkeys(one.denominator_label for one in measures if one.denominator_label)
    by = words.listed(wholes)
    return f"They are divided by different things ({by}), so they are never added together."


def _all_pupils(everyone: Answer, row: Row | None) -> str:
    """The figure of all pupils: '4.8'; '' without one."""
    if row is None or number(row, "shown") is None:
        return ""
    return bare(float(row["shown"]), measure_of(everyone, row))


def _highest(answer: Answer, measure: Measure, *, beside: str) -> str:
    """'suspensions were recorded at the highest rate among ..., 12.5 per 100 pupils (4.8 for all pupils)'."""
    rows = answer.rows[(answer.rows["measure"] == measure.id) & answer.rows["shown"].notna()]
    rows = rows[rows["category"] != UNKNOWN]
    kept = [row for row in rows.to_dict("records") if not rests_on_few(row, measure)]
    if not kept:
        return ""
    most = max(kept, key=lambda row: float(row["shown"]))
    if beside and bare(float(most["shown"]), measure) == beside:
        return f"no group's figure for {subject(measure)} was above that of all pupils, {beside}"
    verb = "were recorded at the highest rate" if is_events(measure) else "was highest"
    whole = f" ({beside} for all pupils)" if beside else ""
    return (
        f"{subject(measure)} {verb}{of_group(answer, most)}, {amount(float(most['shown']), measure)}{whole}"
    )
