"""Map tests: cells and boundaries drawn by class, and what has no class told apart without colour."""

import tomllib
from itertools import pairwise

import pytest

from explorer.charts.choropleth import choropleth
from explorer.charts.hexes import cell, hexes, middle, short_names
from explorer.queries import classes, outlines, places
from explorer.question import Question
from explorer.sentences.maps import of_map
from tests.conftest import ROOT
from tests.explorer.test_sentences import FORBIDDEN

pytestmark = pytest.mark.usefixtures("shipped")
LEEDS = "E08000035"


def mapped(measure="persistent_absence_rate", period="202425", chosen=""):
    return classes.mapped(classes.mappable(Question((measure,), last=period)), chosen=chosen)


def shapes(figure, words):
    """How many closed shapes are in the trace whose words for the key hold these."""
    trace = next(one for one in figure.data if words in (one.name or ""))
    return sum(x is None for x in trace.x) + 1


def trace_of(figure, name):
    return next(one for one in figure.data if one.name == name)


def test_every_authority_of_today_has_a_cell_and_no_two_touch_more_than_at_their_edges():
    points = [middle(one) for one in places("Local authority") if one.hex_q is not None]
    assert len(points) == len(set(points)) == 153
    nearest = min(
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for i, a in enumerate(points) for b in points[i + 1 :]
    )
    assert nearest == pytest.approx(1)


def test_a_cell_is_a_closed_hexagon_half_a_unit_from_its_middle_to_each_side():
    xs, ys = cell((2, 3))
    assert len(xs) == 7
    assert (xs[0], ys[0]) == pytest.approx((xs[-1], ys[-1]))
    assert max(xs) - min(xs) == pytest.approx(1)


def test_north_is_up_and_west_is_left():
    by_name = {one.name: middle(one) for one in places("Local authority") if one.hex_q is not None}
    assert by_name["Northumberland"][1] > by_name["Leeds"][1] > by_name["Kent"][1]
    assert by_name["Cornwall"][0] < by_name["Kent"][0]


def test_short_names_are_short_and_no_two_alike():
    names = short_names([one for one in places("Local authority") if one.hex_q is not None])
    assert len(set(names.values())) == len(names) == 153
    assert all(2 <= len(name) <= 4 for name in names.values())
    assert names[LEEDS] == "Lee"


def test_each_class_is_one_trace_with_its_bounds_and_number_of_areas_in_the_key():
    found = mapped()
    figure = hexes(found)
    for number, count in enumerate(found.classes.counts, start=1):
        words = f"<b>{number}</b>  {found.classes.label(number)} ({count})"
        assert shapes(figure, words) == count


def test_every_area_with_a_class_has_its_number_printed_on_it():
    found = mapped()
    printed = list(trace_of(hexes(found), "class").text)
    assert sorted(printed) == sorted(f"<b>{one.number or '*'}</b>" for one in found.areas)


def test_hidden_areas_are_hatched_few_dotted_and_those_without_a_row_left_empty():
    found = mapped("english_maths_94_rate", "201617")
    figure = hexes(found)
    hidden = next(one for one in figure.data if "in the published table" in (one.name or ""))
    absent = next(one for one in figure.data if (one.name or "").startswith("Not at hand"))
    assert hidden.fillpattern.shape == "/"
    assert absent.fillpattern.shape is None
    assert absent.fillcolor == "rgba(0, 0, 0, 0)"
    few = hexes(mapped("permanent_exclusion_rate", "201617"))
    assert next(one for one in few.data if "Too few" in (one.name or "")).fillpattern.shape == "."


def test_the_chosen_area_is_framed_and_no_other():
    framed = [one for one in hexes(mapped(chosen=LEEDS)).data if one.name == "Leeds"]
    assert [one.line.width for one in framed] == [8, 4]
    assert not [one for one in hexes(mapped()).data if one.name == "Leeds"]


def test_a_pointer_reads_the_figure_and_class_of_an_area_and_its_code_can_be_chosen():
    handles = trace_of(hexes(mapped()), "areas")
    told = dict(zip([code for (code,) in handles.customdata], handles.hovertext, strict=True))
    assert told[LEEDS] == "<b>Leeds</b><br>2024/25: 19.0% of enrolments<br>Class 4 of 5"


def test_of_few_events_the_number_alone_is_told():
    handles = trace_of(hexes(mapped("permanent_exclusion_rate", "201617")), "areas")
    told = dict(zip([code for (code,) in handles.customdata], handles.hovertext, strict=True))
    assert "8 permanent exclusions" in told[LEEDS]
    assert "per 10,000" not in told[LEEDS]


def test_boundaries_have_the_classes_of_the_cells_and_only_large_areas_their_number():
    found = mapped()
    square = ((0.0, 0.0, 1.0, 1.0, 0.0), (52.0, 53.0, 53.0, 52.0, 52.0))
    dot = ((1.0, 1.0, 1.01, 1.0), (52.0, 52.01, 52.0, 52.0))
    figure = choropleth(found, {LEEDS: (square, dot), "E09000002": (dot,)})
    assert list(trace_of(figure, "class").text) == ["<b>4</b>"]
    drawn = next(one for one in figure.data if (one.name or "").startswith("<b>4</b>"))
    assert drawn.x.count(None) == 1
    assert max(x for x in drawn.x if x is not None) == pytest.approx(1.01 * 0.6018, abs=1e-3)


def test_a_map_is_plain_lines_and_text_so_that_it_calls_no_other_host():
    for figure in (hexes(mapped()), choropleth(mapped(), {})):
        assert {one.type for one in figure.data} == {"scatter"}
        assert "geo" not in figure.layout.to_plotly_json()


def test_without_boundaries_there_are_none_and_their_owner_is_named_all_the_same():
    assert isinstance(outlines.outlines(), dict)
    assert "Contains OS data © Crown copyright and database right" in outlines.credit()


SENTENCES = [
    (
        ("permanent_exclusion_rate", "202324", LEEDS),
        "In 2023/24, permanent exclusions were recorded at a rate of 2.1 per 10,000 pupils in Leeds, class",
        "; for England it was 12.9.",
    ),
    (
        ("permanent_exclusion_rate", "201617", LEEDS),
        "In 2016/17, 8 permanent exclusions were recorded in Leeds: fewer than 10, so it has no class here.",
        "For England it was 9.6.",
    ),
    (
        ("persistent_absence_rate", "202425", ""),
        "In 2024/25, persistent absence lay between 17.0% and 19.6% of enrolments in the middle half of 151",
        "local authorities; for England it was 18.1%.",
    ),
    (
        ("ehc_plan_rate", "201617", ""),
        "In January 2017, the share recorded with an education, health and care plan lay between 2.5% and",
        "for England it was 2.8%.",
    ),
]


@pytest.mark.parametrize(("asked", "begins", "england"), SENTENCES)
def test_the_sentence_says_the_chosen_area_or_the_middle_half_and_england(asked, begins, england):
    said = of_map(mapped(*asked))
    assert said.startswith(begins)
    assert england in said


def test_the_sentence_names_the_method_and_the_cut_points():
    found = mapped()
    cuts = "16.6, 17.8, 18.8 and 20.1"
    assert f"(quantiles), cut at {cuts}." in of_map(found)
    assert found.classes.counts == (29, 31, 30, 31, 30)


def test_no_sentence_of_a_map_names_a_cause_or_judges():
    for measure in classes.area_measures():
        for chosen in ("", LEEDS, "E06000053"):
            said = of_map(classes.mapped(classes.mappable(Question((measure.id,))), chosen=chosen))
            assert said.endswith("."), said
            assert not FORBIDDEN.search(said), said
            assert "nan" not in said.lower().split(), said


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_neighbouring_classes_can_be_told_apart_and_their_numbers_read(look):
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][look]
    colours = theme["chartSequentialColors"]
    assert len(colours) == 10  # with another number Streamlit takes none of them
    fills, inks = colours[:5], colours[5:]
    assert min(contrast(one, other) for one, other in pairwise(fills)) >= 1.8
    assert min(contrast(fill, ink) for fill, ink in zip(fills, inks, strict=True)) >= 4.5
