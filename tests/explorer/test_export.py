"""Export tests: the file holds the rows shown and all that is needed to understand them."""

import csv
import io
from datetime import date

import pytest

from explorer import export, queries
from explorer.question import Question
from tests.explorer.small import figure, write
from tests.explorer.small_tables import BUCKS, CUMBRIA, ENGLAND, LEEDS

pytestmark = pytest.mark.usefixtures("small")
LINK = "https://example.org/exclusions?measure=suspension_rate"


def ask(*measures, **other):
    return queries.ask(Question(measures, **other))


def read(answer):
    text = export.csv_bytes(answer, LINK).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_has_a_line_for_each_row_shown_in_the_order_shown():
    answer = ask("suspension_rate", "permanent_exclusion_rate", places=(ENGLAND, CUMBRIA))
    rows = read(answer)
    shown = answer.rows[["measure", "place_code", "time_period"]].itertuples(index=False, name=None)
    assert [(row["measure"], row["place_code"], row["time_period"]) for row in rows] == list(shown)
    assert tuple(rows[0]) == export.COLUMNS


def test_the_file_opens_as_utf_8_in_a_spreadsheet():
    assert export.csv_bytes(ask("suspension_rate")).startswith(b"\xef\xbb\xbfmeasure,")


def test_a_number_keeps_every_digit_of_the_published_value():
    answer = ask("permanent_exclusion_rate")
    row = read(answer)[-1]
    assert float(row["value"]) == answer.rows["value"].iloc[-1] == 100 * 10885 / 8445343
    assert (row["unit"], row["numerator"], row["denominator"]) == ("per 100 pupils", "10885", "8445343")
    assert (row["numerator_label"], row["denominator_label"]) == (
        "permanent exclusions",
        "pupils on the roll in January",
    )


def test_a_symbol_leaves_the_value_empty_and_has_its_meaning():
    row = read(ask("suspension_rate", school_types=("Special",)))[0]
    assert (row["value"], row["symbol"], row["symbol_meaning"]) == ("", "c", "one or two, suppressed")


def test_a_year_that_was_not_published_has_no_symbol_and_no_source():
    row = read(ask("absence_rate"))[2]
    assert (row["period"], row["value"], row["symbol"]) == ("2019/20", "", "")
    assert (row["symbol_meaning"], row["source"], row["release"]) == ("not at hand", "", "")
    assert row["note"].startswith("2019/20: no full-year figures. Not collected.")


def test_a_true_zero_is_a_zero(data_folder):
    write(data_folder, "zero", figures=[figure("absence_rate", "202324", 0.0, place_code=LEEDS)])
    assert read(ask("absence_rate", places=(LEEDS,)))[-1]["value"] == "0"


def test_every_row_names_the_release_that_it_came_from():
    rows = read(ask("suspension_rate"))
    assert [row["release"] for row in rows] == ["2018/19"] * 2 + ["2023/24"] * 5
    assert rows[0]["citation"] == "DfE, Exclusions: Exclusions by area (2018/19, published 30 July 2020)"
    assert {row["licence"] for row in rows} == {"OGL v3.0"}
    assert {(row["link"], row["build_id"]) for row in rows} == {(LINK, "abc")}


def test_a_row_carries_the_breaks_and_caveats_that_apply_to_it_and_no_others():
    rows = read(ask("suspension_rate", places=(ENGLAND, CUMBRIA)))
    always = "Figures cover England. One pupil can be counted twice."
    assert rows[0]["note"] == always
    assert rows[2]["note"] == f"2019/20: schools closed. Few were in. {always}"
    assert rows[-1]["note"] == f"{always} Cumbria: Replaced on 1 April 2023."


def test_a_break_is_noted_from_its_period_on():
    notes = [row["note"] for row in read(ask("absence_rate"))]
    assert ["Code X ended." in note for note in notes] == [False] * 4 + [True] * 3


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_text_that_a_spreadsheet_takes_for_a_formula_is_made_harmless(start):
    assert export.harmless(f"{start}cmd") == f"'{start}cmd"


def test_harmless_text_and_numbers_are_left_alone():
    assert [export.harmless(cell) for cell in ("White British", "", 5)] == ["White British", "", 5]


def test_a_formula_in_a_name_does_not_reach_the_file(data_folder):
    place = ("E06999999", "=HYPERLINK(1)", "Local authority", *[""] * 3, None, None, "", "", *[None] * 4, "")
    rows = [figure("absence_rate", "202324", -0.5, place_code="E06999999")]
    write(data_folder, "evil", places=[place], figures=rows)
    row = read(ask("absence_rate", places=("E06999999",)))[-1]
    assert row["place"] == "'=HYPERLINK(1)"
    assert row["value"] == "-0.5"


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ({}, "suspension-rate_england_2017-18-to-2023-24.csv"),
        ({"places": (LEEDS, BUCKS), "first": "202324"}, "suspension-rate_leeds-buckinghamshire_2023-24.csv"),
        ({"places": (LEEDS, BUCKS, ENGLAND, CUMBRIA)}, "suspension-rate_4-areas_2017-18-to-2023-24.csv"),
        ({"breakdown": "fsm"}, "suspension-rate_by-free-school-meals_england.csv"),
        (
            {"breakdown": "ethnicity_minor*fsm"},
            "suspension-rate_by-ethnic-group-and-free-school-meals_england_2023-24.csv",
        ),
    ],
)
def test_the_files_name_says_what_it_holds(other, name):
    assert export.file_name(ask("suspension_rate", **other)) == name


def test_the_full_citation_has_every_release_the_licence_and_the_link():
    assert export.citation(ask("suspension_rate"), LINK, accessed=date(2026, 11, 21)) == (
        "DfE, Exclusions: Exclusions by area (2023/24, published 10 July 2025); "
        "Exclusions by area (2018/19, published 30 July 2020). Licence: OGL v3.0. "
        "Figures shown: Suspension rate, England, 2017/18 to 2023/24. Build abc. "
        f"{LINK} (accessed 21 November 2026)"
    )


def test_the_short_citation_has_publisher_publication_and_releases():
    assert export.citation_short(ask("suspension_rate")) == "Source: DfE, Exclusions, 2023/24 and 2018/19"
    assert export.citation_short(ask("permanent_exclusion_rate", places=(LEEDS,))) == (
        "Source: none, as nothing is published"
    )


def test_figures_shown_beside_the_answer_are_in_the_file_too():
    answer, other = ask("suspension_rate"), ask("suspension_rate", places=(LEEDS,))
    alone = read(answer)
    text = export.csv_bytes(answer, LINK, beside=(other,)).decode("utf-8-sig")
    both = list(csv.DictReader(io.StringIO(text, newline="")))
    own = ("sha256", "title", "sentence", "filters")  # those of the whole file
    assert [_without(row, own) for row in both[: len(alone)]] == [_without(row, own) for row in alone]
    assert {row["place_code"] for row in both[len(alone) :]} == {LEEDS}


def _without(row, names):
    return {name: value for name, value in row.items() if name not in names}
