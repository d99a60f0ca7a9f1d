"""Areas beside each other tests: small plots on one scale, and sentences that say what chance explains."""

import pytest

from explorer import charts, queries, sentences
from explorer.question import Question
from tests.explorer.shipped import (
    CUMBERLAND,
    ENGLAND,
    KIRKLEES,
    LEEDS,
    MILTON_KEYNES,
    RUTLAND,
    WESTMORLAND,
)
from tests.test_wording import BANNED

pytestmark = pytest.mark.usefixtures("shipped")
REGIONS = tuple(f"E1200000{number}" for number in range(1, 10))


def answer(*places, measure="permanent_exclusion_rate", **other):
    return queries.ask(Question((measure,), places, **other))


def multiples(*places, behind=True):
    return charts.multiples(answer(*places), behind=answer(ENGLAND) if behind else None)


def headings(figure):
    return [note.text.split("<br><b>")[0].replace("<br>", " ") for note in figure.layout.annotations]


def test_each_area_has_a_plot_on_one_scale_with_england_in_grey():
    figure = multiples(*REGIONS)
    uprights = [figure.layout[name] for name in figure.layout if name.startswith("yaxis")]
    assert len(uprights) == 9
    assert len({axis.range for axis in uprights}) == 1
    assert [trace.name for trace in figure.data].count("England") == 9
    grey = {trace.line.color for trace in figure.data if trace.name == "England"}
    assert grey == {"#7C868F"}
    assert {trace.line.color for trace in figure.data if trace.name != "England"} == {None}
    assert figure.layout.meta["cycle"] == 1


def test_every_plot_is_headed_by_its_area_and_its_last_figure():
    texts = " ".join(note.text for note in multiples(*REGIONS).layout.annotations)
    assert "North East<br><b>25.2 (2023/24)</b>" in texts


def test_a_chosen_england_lies_behind_and_has_no_plot_of_its_own():
    figure = multiples(*REGIONS, ENGLAND)
    assert "England" not in headings(figure)
    assert len([name for name in figure.layout if name.startswith("yaxis")]) == 9


def test_disturbed_years_are_marked_in_every_plot():
    figure = multiples(*REGIONS)
    bands = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert {shape.xref for shape in bands} == {"x", *(f"x{number}" for number in range(2, 10))}


def test_sixteen_areas_are_drawn_of_more():
    codes = [one.code for one in queries.of_region("E12000007")]
    assert len(codes) == 33
    figure = multiples(*codes, behind=False)
    assert len(figure.data) == charts.MOST_PLOTS == 16


def test_a_hidden_year_leaves_a_small_line_open():
    figure = multiples(*REGIONS)
    london = next(trace for trace in figure.data if trace.name == "London")
    assert None in london.y
    assert 0 not in london.y
    assert london.connectgaps is False


def test_two_to_four_areas_are_said_in_their_newest_shared_year_with_chance_and_change():
    assert sentences.areas(answer(LEEDS, KIRKLEES)) == (
        "In 2023/24, in state-funded primary, secondary and special schools, permanent exclusions were "
        "recorded at a rate of 2.1 per 10,000 pupils in Leeds; 12.7 in Kirklees. In 2022/23, the newest year "
        "with all counts at hand, Leeds and Kirklees differ by more than chance alone makes. Between 2018/19 "
        "and 2023/24 the figure went from 0.9 to 2.1 in Leeds and from 10.5 to 12.7 in Kirklees."
    )


def test_a_difference_that_chance_explains_says_so():
    said = sentences.areas(
        answer(LEEDS, ENGLAND, measure="english_maths_94_rate", school_types=("All state-funded",))
    )
    assert "Leeds and England differ by no more than chance makes in numbers of this size." in said


def test_under_ten_cases_are_not_compared():
    said = sentences.areas(answer("E06000015", RUTLAND))
    assert "fewer than 10 cases stand behind one of the figures, so they are not compared" in said


def test_many_areas_are_said_by_their_ends():
    said = sentences.areas(answer(*REGIONS))
    assert said.startswith("In 2023/24, permanent exclusions in state-funded primary")
    assert "ranged over 9 areas from 6.7 per 10,000 pupils in London to 25.2 in the North East." in said


def test_a_change_never_crosses_a_break():
    said = sentences.areas(answer(LEEDS, KIRKLEES, measure="authorised_absence_rate", first="201819"))
    assert "Between" not in said


def test_a_change_is_not_counted_from_a_disturbed_year():
    assert "Between" not in sentences.areas(answer(LEEDS, ENGLAND, first="202021"))
    assert "Between 2012/13 and" in sentences.areas(answer(LEEDS, ENGLAND, first="201213"))


@pytest.mark.parametrize(
    "places",
    [(LEEDS,), (LEEDS, ENGLAND), (CUMBERLAND, WESTMORLAND, "E10000006"), REGIONS, (MILTON_KEYNES, RUTLAND)],
)
def test_every_measure_of_areas_can_be_said_in_neutral_words(places):
    for measure in queries.classes.area_measures():
        kind = queries.classes.area_school_types(measure.id)[0].id
        term = queries.terms_for(measure.id, place=LEEDS)
        question = Question(
            (measure.id,), places, (kind,), time_identifier=term[0].id if term else "Academic year"
        )
        for found in (queries.ask(question), queries.together(question)):
            said = sentences.areas(found)
            assert said.endswith("."), said
            assert not BANNED.search(said), said
            assert "nan" not in said.lower().split(), said
