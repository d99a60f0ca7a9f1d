"""Classes tests: figures in at most five classes, and what has none told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import queries
from explorer.queries import classes
from explorer.question import Question

FIGURES = st.lists(st.floats(0, 1000, allow_nan=False), min_size=1, max_size=160)
LEEDS, SCILLY, CITY = "E08000035", "E06000053", "E09000001"


def mapped(measure, period, **more):
    question = classes.mappable(Question((measure,), last=period))
    return classes.mapped(question, **more)


@given(FIGURES, st.sampled_from(classes.METHODS), st.integers(0, 2))
def test_every_figure_is_in_the_class_whose_bounds_hold_it_as_printed(values, method, decimals):
    made = classes.classes(values, method=method, decimals=decimals)
    assert 1 <= len(made.bounds) <= 5
    assert sum(made.counts) == len(values)
    for value in values:
        low, high = made.bounds[made.of(value) - 1]
        assert low <= classes.rounded(value, decimals) <= high


@given(FIGURES, st.sampled_from(classes.METHODS))
def test_a_higher_figure_is_never_in_a_lower_class(values, method):
    made = classes.classes(values, method=method)
    numbers = [made.of(value) for value in sorted(values)]
    assert numbers == sorted(numbers)


def test_quantiles_put_as_many_in_each_and_name_their_cut_points():
    made = classes.classes(range(1, 101), decimals=0)
    assert made.counts == (20, 20, 20, 20, 20)
    assert made.cuts == (21, 41, 61, 81)
    assert made.label(5) == "81 to 100"


def test_equal_steps_are_of_one_width_and_keep_a_class_that_is_empty():
    made = classes.classes([0, 1, 2, 10], method="steps", decimals=1)
    assert made.cuts == (2.5, 5.0, 7.5)
    assert made.counts == (3, 0, 0, 1)
    assert made.label(1) == "0.0 to 2.4"


def test_figures_that_are_all_the_same_are_one_class_without_a_cut():
    made = classes.classes([3.0, 3.0, 3.04], decimals=1)
    assert (made.bounds, made.cuts, made.counts) == (((3.0, 3.0),), (), (3,))
    assert made.label(1) == "3.0"


def test_no_figure_makes_no_class():
    assert classes.classes([]).bounds == ()


# Published ranges of local authorities but City of London, Isles of Scilly and those where under ten events
# stand behind the rate (Milton Keynes: 0.4 per 10,000, about two): lowest, highest, and where.
RANGES = [
    ("permanent_exclusion_rate", "202324", 2.1, "Leeds", 40.4, "Middlesbrough"),
    ("suspension_rate", "202324", 2.1, "Kingston upon Thames", 38.2, "Redcar and Cleveland"),
    ("persistent_absence_rate", "202425", 12.4, "Richmond upon Thames", 24.4, "Knowsley"),
]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(("measure", "period", "low", "lowest", "high", "highest"), RANGES)
def test_the_classes_reach_from_the_lowest_published_figure_to_the_highest(
    measure, period, low, lowest, high, highest
):
    found = mapped(measure, period)
    assert (found.classes.bounds[0][0], found.classes.bounds[-1][1]) == (low, high)
    ordered = sorted(found.of("classed"), key=lambda one: one.row["shown"])
    assert (ordered[0].place.name, ordered[-1].place.name) == (lowest, highest)
    assert len(ordered) + len(found.of("few")) == 153


@pytest.mark.usefixtures("shipped")
def test_the_two_areas_with_next_to_no_pupils_have_no_class():
    found = mapped("persistent_absence_rate", "202425")
    assert {one.place.code for one in found.of("few")} == {SCILLY, CITY}


@pytest.mark.usefixtures("shipped")
def test_fewer_than_ten_events_are_in_no_class_and_in_no_cut_point():
    found = mapped("permanent_exclusion_rate", "201617")
    few = found.of("few")
    assert LEEDS in {one.place.code for one in few}
    assert all(one.row["numerator"] < 10 for one in few)
    assert all(one.row["numerator"] >= 10 for one in found.of("classed"))
    assert sum(found.classes.counts) == len(found.of("classed"))


@pytest.mark.usefixtures("shipped")
def test_a_hidden_area_and_one_without_a_row_are_two_different_things():
    found = mapped("english_maths_94_rate", "201617")
    hidden = {one.place.code: one.row["symbol"] for one in found.of("hidden")}
    assert hidden
    assert set(hidden.values()) <= set("zxcu") | {"low"}
    assert all(not one.row for one in found.of("absent"))
    assert not set(hidden) & {one.place.code for one in found.of("absent")}


@pytest.mark.usefixtures("shipped")
def test_the_areas_of_a_year_are_those_of_today_and_those_of_the_past_with_a_figure():
    then = {one.place.name: one.state for one in mapped("persistent_absence_rate", "201617").areas}
    now = {one.place.name for one in mapped("persistent_absence_rate", "202425").areas}
    assert then["Northamptonshire"] == "classed"
    assert then["North Northamptonshire"] == "absent"
    assert "Northamptonshire" not in now
    assert len(now) == 153


@pytest.mark.usefixtures("shipped")
def test_every_measure_school_type_and_year_on_offer_has_an_area_with_a_figure():
    for measure in classes.area_measures():
        for kind in classes.area_school_types(measure.id):
            periods = classes.area_periods(measure.id, kind.id)
            assert periods, (measure.id, kind.id)
            question = Question((measure.id,), school_types=(kind.id,), last=periods[-1].time_period)
            found = classes.mapped(classes.mappable(question))
            assert found.of("classed") or found.of("few"), (measure.id, kind.id)


@pytest.mark.usefixtures("shipped")
def test_what_authorities_have_no_figures_of_gives_way_to_what_they_have():
    asked = Question(("all_pupils",), school_types=("Special",), last="190001")
    fitted = classes.mappable(asked)
    assert fitted.school_types == ("All schools",)
    assert fitted.first == fitted.last == "202122"


@pytest.mark.usefixtures("shipped")
def test_england_stands_beside_the_areas_and_in_no_class():
    found = mapped("permanent_exclusion_rate", "202324")
    assert round(float(found.england.rows["shown"].iloc[0]), 1) == 12.9
    assert "E92000001" not in {one.place.code for one in found.areas}


@pytest.mark.usefixtures("shipped")
def test_the_chosen_area_alone_brings_its_note():
    found = mapped("persistent_absence_rate", "202425", chosen="E06000063")
    assert found.chosen.place.name == "Cumberland"
    assert {note.place_code for note in found.answer.notes} <= {"", "E06000063"}
    assert found.chosen.place.level == queries.LOCAL
