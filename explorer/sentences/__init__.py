"""Sentences: neutral headlines and alternative texts, made from the rows that are shown."""

import re

from explorer.queries import Answer
from explorer.queries.changing import BASE
from explorer.sentences import crowds, gaps, grouped, growth, profiles, several_lines, trends
from explorer.sentences.areas import areas
from explorer.sentences.cautions import cautions
from explorer.sentences.disparities import counts, disparity, interval
from explorer.sentences.first_year import first_year
from explorer.sentences.funnel import band, beyond, left_out, limits, newer, standing
from explorer.sentences.saying import joined, not_there

__all__ = [
    "END",
    "alt_text",
    "ap_growth",
    "areas",
    "attainment_gap",
    "band",
    "beyond",
    "cautions",
    "counts",
    "crowd",
    "disparity",
    "first_year",
    "groups",
    "headline",
    "interval",
    "left_out",
    "limits",
    "newer",
    "profile",
    "several",
    "standing",
    "trend",
]

END = re.compile(r"(?<=\.)\s+(?=[A-Z])")


def headline(answer: Answer) -> str:
    """One or two neutral sentences for any answer, chosen by the shape of its rows."""
    if answer.is_empty:
        return not_there(answer)
    lines = answer.series()
    if gaps.is_gap(answer):
        return attainment_gap(answer)
    if answer.breakdown.id != "total" and len(lines) > 1:
        alone = len(answer.places) == len(answer.school_types) == 1
        return groups(answer) if alone else crowd(answer)
    if len(lines) > 1:
        return several(answer)
    return ap_growth(answer) if growth.is_growth(answer) else trend(answer)


def trend(answer: Answer, *, base: str = BASE) -> str:
    """Latest figure of one series and its changes on the period before and the base, where comparable."""
    return joined(trends.trend(answer, base=base)) or not_there(answer)


def several(answer: Answer) -> str:
    """Latest figures of a few series side by side; of many, the highest and the lowest."""
    return joined(several_lines.several(answer)) or not_there(answer)


def groups(answer: Answer, *, reference: Answer | None = None) -> str:
    """Which published group has the highest and the lowest rate, with counts, beside all pupils.

    `reference` is the answer for all pupils; left out, it is asked for.
    """
    return joined(grouped.groups(answer, reference=reference)) or not_there(answer)


def crowd(answer: Answer) -> str:
    """Of groups in several areas or schools: those of the first area in the widest schools; how many more."""
    return joined(crowds.crowd(answer)) or not_there(answer)


def ap_growth(answer: Answer, *, base: str = growth.BASE) -> str:
    """A January count with the year's change and the change since the base in one sentence."""
    return joined(growth.ap_growth(answer, base=base)) or not_there(answer)


def attainment_gap(answer: Answer) -> str:
    """AP beside all state-funded schools in the last comparable year: points, ratio, both cohorts named.

    Shape    an answer for 'All state-funded' and one of 'Alternative provision', 'Hospital, PRU & AP'
    """
    return joined(gaps.attainment_gap(answer)) or several(answer)


def profile(answer: Answer) -> str:
    """The group whose share differs most between two kinds of pupils; of one kind, the extremes."""
    return joined(profiles.profile(answer)) or not_there(answer)


def alt_text(answer: Answer, *, chart: str = "Line chart", message: str = "") -> str:
    """Two sentences for those who cannot see the chart: its kind and content; its message and the table."""
    main = END.split(message or headline(answer))[0].rstrip(".")
    unit = answer.subtitle()
    of_unit = f"; {unit[:1].lower()}{unit[1:]}" if unit else ""
    return f"{chart} of {answer.title()}{of_unit}. {main}; the table with the chart holds every figure."
