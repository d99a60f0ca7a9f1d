"""Funnel tests: what the plot, its sentences, its table and its file say of the published figures."""

import csv
import io
import math
import re

import pytest

from explorer import charts, export, queries, sentences
from explorer.controls import standing_table
from explorer.export.funnel import funnel_table
from explorer.question import Question
from tests.explorer.shipped import (
    CITY,
    ENGLAND,
    LEEDS,
    MIDDLESBROUGH,
    MILTON_KEYNES,
    RUTLAND,
    place,
    year,
)
from tests.test_wording import BANNED

pytestmark = pytest.mark.usefixtures("shipped")
MEASURES = (
    "permanent_exclusion_rate",
    "suspension_rate",
    "suspended_pupils_rate",
    "persistent_absence_rate",
    "severe_absence_rate",
)


def standing(period="202223", measure="permanent_exclusion_rate", *, adjustment="additive", **other):
    return queries.standing(year(period, Question((measure,)), **other), adjustment=adjustment)


def plot(told, code="", **other):
    alike = queries.neighbours(code) if code else ()
    return charts.funnel(told, place(code) if code else None, alike=alike, **other)


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def notes(figure):
    return [re.sub(r"<[^>]+>", " ", note.text) for note in figure.layout.annotations]


def test_each_area_is_a_dot_at_its_pupils_and_its_published_rate():
    (dots, *_) = plot(standing()).data
    there = dict(zip(dots.x, dots.y, strict=True))
    assert len(there) == 150
    assert round(there[131_359], 1) == 1.4
    assert round(there[25_753], 1) == 28.3


def test_hovering_says_area_rate_count_and_band():
    (dots, *_) = plot(standing()).data
    leeds = next(text for text in dots.customdata if "<b>Leeds</b>" in text)
    assert "1.4 per 10,000 pupils" in leeds
    assert "19 permanent exclusions of 131,359 pupils" in leeds
    assert "Somewhat low" in leeds


def test_the_chosen_area_and_its_neighbours_are_told_apart_by_symbol_and_label():
    figure = plot(standing(), LEEDS)
    leeds, alike, others = figure.data[:3]
    assert [len(trace.x) for trace in (leeds, alike, others)] == [1, 10, 139]
    assert len({trace.marker.symbol for trace in (leeds, alike, others)}) == 3
    assert sorted(map(int, alike.text)) == list(range(1, 11))
    assert "Leeds  1.4 " in notes(figure)
    assert figure.layout.showlegend


def test_without_an_area_nothing_is_marked():
    figure = plot(standing())
    assert not figure.layout.showlegend
    assert [trace.name for trace in figure.data][:1] == ["Areas"]


def test_limit_lines_are_those_of_the_statistics():
    told = standing("201617")
    figure = plot(told)
    line = named(figure, "95% limit, high")
    low, high = told.funnel.limits(line.x, level=0.95)
    drawn = [(x, y) for x, y in zip(high, line.y, strict=True) if y is not None]
    assert drawn
    assert all(math.isclose(10_000 * x, y) for x, y in drawn)
    assert named(figure, "95% limit, low").y[0] == pytest.approx(10_000 * low[0])


def test_the_line_in_the_middle_is_englands_where_it_is_that_of_these_areas():
    told = standing()
    assert any("England" in text and "11.1" in text for text in notes(plot(told, whole=11.12)))
    assert any("All areas" in text for text in notes(plot(told, whole=10.0)))


def test_no_line_leaves_the_plot_and_a_dot_at_nought_is_whole():
    figure = plot(standing())
    low, high = figure.layout.yaxis.range
    heights = [y for trace in figure.data for y in trace.y if y is not None]
    assert low < 0 <= min(heights)
    assert max(heights) <= high


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("kind", ["Total", "Primary", "Secondary", "Special"])
@pytest.mark.parametrize("adjustment", ["additive", "multiplicative", "none"])
def test_every_choice_has_a_plot_and_neutral_words(measure, kind, adjustment):
    told = standing("202223", measure, adjustment=adjustment, school_types=(kind,))
    texts = [sentences.limits(told), sentences.left_out(told), sentences.beyond(told)]
    for code in ("", LEEDS, RUTLAND, CITY):
        area = place(code) if code else None
        texts += [sentences.standing(told, area), sentences.newer(told, area)]
        assert plot(told, code).data
    said = " ".join(filter(None, texts))
    assert not BANNED.search(said), BANNED.search(said)
    assert "nan" not in said
    assert "  " not in said


def test_the_sentence_says_count_rate_and_band_then_what_chance_would_do():
    assert sentences.standing(standing(), place(LEEDS)) == (
        "In 2022/23, 19 permanent exclusions were recorded in Leeds, 1.4 per 10,000 pupils: somewhat low. "
        "Of the 149 areas with enough cases to be judged, 19 lie beyond the 95% limits and 3 beyond the "
        "99.8% limits; limits like these leave out about 7.5 and 0.3 even if nothing is unusual about any "
        "area."
    )


def test_an_area_inside_the_limits_is_about_what_would_be_expected():
    said = sentences.standing(standing(), place("E08000034"))
    assert ": about what we would expect given the variation between areas. " in said
    alone = sentences.standing(standing(adjustment="none"), place("E09000016"))
    assert "given the variation between areas" not in alone


def test_without_an_area_the_sentence_counts_those_beyond_the_limits():
    assert sentences.standing(standing()).startswith(
        "In 2022/23, for permanent exclusions, of the 149 areas with enough cases to be judged, 19 lie beyond"
    )


def test_what_chance_alone_would_do_is_said_of_limits_of_chance_alone():
    bare, usual = sentences.standing(standing(adjustment="none")), sentences.standing(standing())
    assert bare.endswith("; chance alone would put about 7.5 and 0.3 there.")
    assert "chance alone" not in usual


def test_areas_too_few_to_judge_are_in_no_count():
    told = standing(school_types=("Primary",))
    judged = [code for code in told.rates if not queries.is_few(told, code)]
    assert 0 < len(judged) < len(told.rates)
    said = sentences.standing(told)
    assert f"of the {len(judged)} areas with enough cases to be judged" in said
    assert f"about {len(judged) * 0.05:.1f} and {len(judged) * 0.002:.1f} even if" in said
    assert sentences.standing(standing(school_types=("Special",))) == (
        "In 2022/23, for permanent exclusions in special schools, none of the 149 areas has enough cases to "
        "be judged."
    )


def test_under_ten_where_under_ten_are_usual_there_is_a_count_and_no_rate_or_band():
    said = sentences.standing(standing(), place(RUTLAND))
    assert said.startswith(
        "In 2022/23, 4 permanent exclusions were recorded in Rutland, among 6,105 pupils. "
    )
    assert "is not judged high or low" in said
    assert sentences.band(standing(), RUTLAND) == "too few to say"
    assert sentences.band(standing(), MILTON_KEYNES) == "unusually low"


def test_who_is_left_out_is_counted_and_named():
    assert sentences.left_out(standing()) == (
        "150 areas are shown. Left out, with next to no pupils: City of London and Isles of Scilly."
    )
    assert "no counts at hand: City of London." in sentences.left_out(
        standing(measure="persistent_absence_rate", school_types=("Secondary",))
    )


def test_areas_beyond_the_outer_limits_are_named_where_they_are_few():
    assert sentences.beyond(standing()) == (
        "Beyond the 99.8% limits, unusually low: Wiltshire, Haringey and Milton Keynes."
    )
    assert sentences.beyond(standing(adjustment="none")) == ""


def test_suspensions_are_said_to_come_in_bunches_and_pupils_are_not():
    assert "come in bunches" in sentences.limits(standing(measure="suspension_rate"))
    assert "come in bunches" not in sentences.limits(standing(measure="suspended_pupils_rate"))


def test_newer_rates_without_counts_are_said_with_the_areas_own():
    assert sentences.newer(standing(), place(MIDDLESBROUGH)) == (
        "Rates for 2023/24 are at hand without the counts behind them, which limits need. "
        "Middlesbrough had 40.4 per 10,000 pupils in 2023/24."
    )


def test_the_table_has_every_area_and_says_why_one_is_left_out():
    rows = standing_table.rows_of(standing())
    assert len(rows) == 152
    assert rows["value"].iloc[:150].is_monotonic_decreasing
    leeds = rows[rows["place_code"] == LEEDS].iloc[0]
    assert (leeds["people"], leeds["events"], leeds["position"]) == (131_359, 19, "Somewhat low")
    assert leeds["rank_from"] <= leeds["rank_to"]
    assert leeds["low_95"] > leeds["value"]
    city = rows[rows["place_code"] == CITY].iloc[0]
    assert city["position"] == "Left out: next to no pupils"
    assert math.isnan(city["rank_from"])


def test_the_file_holds_the_table_with_source_release_licence_and_link():
    taken = funnel_table(standing(), "https://example.org/funnel?area=none")
    text = export.file_of(taken, ".csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    leeds = next(row for row in rows if row["place_code"] == LEEDS)
    assert len(rows) == 152
    assert (leeds["people"], leeds["events"], leeds["unit"]) == ("131359", "19", "per 10,000 pupils")
    assert float(leeds["value"]) == pytest.approx(10_000 * 19 / 131_359)
    assert leeds["limits"] == "additive"
    assert leeds["link"] == "https://example.org/funnel?area=none"
    assert all(
        row[column] for row in rows for column in ("source", "release", "licence", "citation", "period")
    )


def test_the_alternative_text_says_what_the_plot_is_of_and_its_message():
    told = standing()
    said = sentences.alt_text(
        told.answer, chart=charts.kind(plot(told)), message=sentences.standing(told, place(LEEDS))
    )
    assert said.startswith("Funnel plot of Permanent exclusion rate, 152 areas, 2022/23")
    assert "19 permanent exclusions were recorded in Leeds" in said
    assert ENGLAND not in said
