"""Disparity panel: a breakdown's groups beside a reference, over a few made-up rows."""

import csv
import io

import pytest

from explorer import charts, export, queries, sentences
from explorer.export.disparity import COLUMNS, disparity_stem, disparity_table
from explorer.question import Question
from tests.explorer.picking import row_of
from tests.explorer.small import rate
from tests.explorer.test_sentences import FORBIDDEN

ETHNIC = Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor")
TOTAL = 10885, 8445343


@pytest.fixture(autouse=True)
def small(store_with):
    return store_with(
        figures=[
            rate(
                "permanent_exclusion_rate",
                "202324",
                6,
                3000,
                breakdown="ethnicity_minor",
                category="Unclassified",
            )
        ]
    )


def states(panel):
    return {one.category: one.state for one in panel.rows}


def test_all_others_are_the_usual_reference():
    panel = queries.disparities(ETHNIC)
    assert panel.reference.id == "others"
    assert panel.found_by == "total"
    assert row_of(panel, "Black Caribbean").reference.events == TOTAL[0] - 250
    assert row_of(panel, "Black Caribbean").reference.people == TOTAL[1] - 88000


def test_every_group_has_a_row_and_a_reason_where_it_has_no_ratio():
    panel = queries.disparities(ETHNIC)
    assert states(panel) == {
        "White British": "compared",
        "Irish": "missing",
        "Gypsy/Roma": "compared",
        "Black Caribbean": "compared",
        "Unclassified": "few",
    }
    assert row_of(panel, "Irish").why == "suppressed to protect people"


def test_a_group_is_the_reference_of_the_others_and_not_of_itself():
    panel = queries.disparities(ETHNIC, "White British")
    own = row_of(panel, "White British")
    assert (own.state, own.ratio, own.difference) == ("reference", None, None)
    expected = (250 / 88000) / (7000 / 5200000)
    assert row_of(panel, "Black Caribbean").ratio.value == pytest.approx(expected)
    assert panel.highlighted("White British") == panel.highlighted()


@pytest.mark.parametrize("reference", ["Wizards", "Irish", "Unclassified"])
def test_a_reference_that_cannot_be_had_gives_way_to_all_others(reference):
    assert queries.disparities(ETHNIC, reference).reference.id == "others"


def test_the_group_of_the_largest_ratio_is_in_the_headline_unless_another_is_picked():
    panel = queries.disparities(ETHNIC)
    assert panel.highlighted().category == "Gypsy/Roma"
    assert panel.highlighted("Black Caribbean").category == "Black Caribbean"
    assert panel.highlighted("Wizards").category == "Gypsy/Roma"


def test_the_headline_names_reference_year_numbers_and_interval():
    said = sentences.disparity(queries.disparities(ETHNIC), "Black Caribbean")
    assert said.startswith(
        "In 2023/24, permanent exclusions were recorded among Black Caribbean pupils at 2.23 times the rate "
        "of all other pupils (95% interval "
    )
    assert "28.4 against 12.7 per 10,000 pupils, a difference of 15.7 (" in said
    assert "250 permanent exclusions among 88,000 pupils" in said


def test_the_headline_of_few_events_has_their_number_and_no_rate():
    said = sentences.disparity(queries.disparities(ETHNIC), "Unclassified")
    assert "6 permanent exclusions among 3,000 pupils" in said
    assert "fewer than 10 permanent exclusions, no ratio" in said
    assert "20.0" not in said


def test_the_headline_of_a_hidden_figure_says_so():
    assert "suppressed to protect people" in sentences.disparity(queries.disparities(ETHNIC), "Irish")


@pytest.mark.parametrize("pick", ["", "White British", "Irish", "Gypsy/Roma", "Unclassified"])
@pytest.mark.parametrize("reference", ["others", "White British"])
def test_headlines_and_notes_judge_nothing(pick, reference):
    panel = queries.disparities(ETHNIC, reference)
    for said in (sentences.disparity(panel, pick), *sentences.cautions(panel)):
        assert said.endswith(".")
        assert not FORBIDDEN.search(said), said
        assert "nan" not in said.lower().split()


def test_the_notes_say_how_all_others_were_found_and_what_few_means():
    notes = " ".join(sentences.cautions(queries.disparities(ETHNIC)))
    assert "total of all pupils less the group" in notes
    assert "fewer than 10" in notes
    beside_one = queries.disparities(ETHNIC, "White British")
    assert "total of all pupils" not in " ".join(sentences.cautions(beside_one))


def test_the_newest_year_with_figures_is_compared_and_an_older_one_where_it_is_asked_for():
    assert queries.disparities(ETHNIC).answer.last == "2023/24"
    older = Question(
        ("permanent_exclusion_rate",), breakdown="ethnicity_minor", first="202223", last="202223"
    )
    panel = queries.disparities(older)
    assert panel.answer.last == "2022/23"
    assert row_of(panel, "Irish").mine.events == 30


def test_a_measure_without_the_groups_says_that_none_can_be_compared():
    panel = queries.disparities(Question(("absence_rate",), breakdown="ethnicity_minor"))
    assert panel.rows == ()
    assert sentences.disparity(panel).startswith("No groups can be compared here")


def read(panel):
    taken = disparity_table(panel, "https://example.org", notes=("A note.",))
    text = export.file_of(taken, ".csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_holds_the_rows_of_the_panel_with_limits_methods_and_source():
    panel = queries.disparities(ETHNIC, "White British")
    rows = read(panel)
    assert [one["category"] for one in rows] == [one.category for one in panel.rows]
    found = next(one for one in rows if one["category"] == "Black Caribbean")
    own = row_of(panel, "Black Caribbean")
    for name, value in (
        ("ratio", own.ratio.value),
        ("ratio_low", own.ratio.low),
        ("ratio_high", own.ratio.high),
    ):
        assert float(found[name]) == value
    assert found["ratio_method"] == "log-normal"
    assert (found["reference"], found["reference_group"]) == ("White British", "White British pupils")
    assert (found["numerator"], found["reference_numerator"]) == ("250", "7000")
    assert found["citation"]
    assert found["licence"]
    assert (found["link"], found["note"]) == ("https://example.org", "A note.")
    assert list(found)[: len(COLUMNS)] == list(COLUMNS)


def test_the_file_has_no_number_where_there_is_none_and_says_why():
    rows = {one["category"]: one for one in read(queries.disparities(ETHNIC))}
    assert (rows["Irish"]["rate"], rows["Irish"]["ratio"], rows["Irish"]["symbol"]) == ("", "", "c")
    assert rows["Irish"]["why"] == "suppressed to protect people"
    few = rows["Unclassified"]
    assert (few["numerator"], few["rate"], few["ratio"], few["state"]) == ("6", "", "", "few")


def test_the_file_of_each_reference_has_a_name_of_its_own():
    names = {disparity_stem(queries.disparities(ETHNIC, one)) for one in ("", "White British")}
    assert len(names) == 2
    assert export.file_name(queries.disparities(ETHNIC).answer, "") not in names


def by_name(figure):
    return {trace.name: trace for trace in figure.data}


def notes(figure):
    return [note.text for note in figure.layout.annotations]


def test_the_chart_has_a_dot_and_a_whisker_for_each_ratio_and_a_line_at_one():
    panel = queries.disparities(ETHNIC)
    figure = charts.ratios(panel)
    trace = by_name(figure)["the interval leaves out 1"]
    made = {one.category: one.ratio for one in panel.rows if one.ratio}
    for category, value, up, down in zip(
        trace.y, trace.x, trace.error_x.array, trace.error_x.arrayminus, strict=True
    ):
        ratio = made[category]
        assert (value, value + up, value - down) == pytest.approx((ratio.value, ratio.high, ratio.low))
    assert figure.layout.xaxis.type == "log"
    assert any(shape.type == "line" and shape.x0 == shape.x1 == 1 for shape in figure.layout.shapes)
    assert any("All others = 1" in text for text in notes(figure))


def test_the_chart_marks_a_group_without_a_ratio_and_says_why():
    figure = charts.ratios(queries.disparities(ETHNIC))
    drawn = {category for trace in figure.data for category in trace.y}
    assert "Unclassified" not in drawn
    assert "Irish" not in drawn
    assert any("fewer than 10" in text for text in notes(figure))
    assert any("suppressed" in text for text in notes(figure))
    assert sum(shape.type == "rect" for shape in figure.layout.shapes) == 2


def test_a_group_that_chance_explains_is_hollow_and_said_to_be(store_with):
    more = rate(
        "permanent_exclusion_rate", "202324", 13, 10000, breakdown="ethnicity_minor", category="Unclassified"
    )
    store_with("chance", figures=[more])
    figure = charts.ratios(queries.disparities(ETHNIC))
    hollow = next(trace for trace in figure.data if "chance alone" in trace.name)
    assert list(hollow.y) == ["Unclassified"]
    assert hollow.marker.symbol == "circle-open"


def test_differences_stand_on_a_plain_axis_with_a_line_at_nought():
    panel = queries.disparities(ETHNIC, "White British")
    figure = charts.ratios(panel, scale="difference")
    drawn = {name: value for trace in figure.data for name, value in zip(trace.y, trace.x, strict=True)}
    assert figure.layout.xaxis.type != "log"
    assert drawn["Gypsy/Roma"] == pytest.approx(row_of(panel, "Gypsy/Roma").difference.value)
    assert any("White British = 0" in text for text in notes(figure))
    assert any("the reference" in text for text in notes(figure))


def test_the_chart_is_in_the_standard_order_or_by_rate_and_points_to_the_picked_group():
    panel = queries.disparities(ETHNIC)
    standard = list(charts.ratios(panel).layout.yaxis.categoryarray)
    by_rate = list(charts.ratios(panel, by_rate=True).layout.yaxis.categoryarray)
    assert standard == ["White British", "Irish", "Gypsy/Roma", "Black Caribbean", "Unclassified"]
    assert by_rate[:3] == ["Gypsy/Roma", "Black Caribbean", "Unclassified"]
    texts = charts.ratios(panel, pick="Black Caribbean").layout.yaxis.ticktext
    assert [text for text in texts if "<b>" in text] == ["\N{RIGHTWARDS ARROW} <b>Black Caribbean</b>"]
