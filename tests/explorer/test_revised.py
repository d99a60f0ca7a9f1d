"""Revised tests: what later releases changed, asked of the database and told beside the figures."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from explorer import queries
from explorer.controls import changed
from explorer.question import Question
from tests.explorer.small_tables import ENGLAND, LEEDS
from tests.opening import open_page, words

SUSPENSIONS, EXCLUSIONS = "suspension_rate", "permanent_exclusion_rate"
NOW = {"202223": 100 * 786961 / 8430890, "202122": 100 * 578280 / 8371200, "201819": 100 * 438265 / 8177000}


def revision(measure, period, old, new, /, *, build=("a", "b"), change="changed", place=ENGLAND):
    return (
        measure,
        period,
        "Academic year",
        place,
        "Total",
        "total",
        "Total",
        old,
        new,
        *build,
        change,
        2 if build == ("b", "abc") else 1,
        "release",
    )


TWICE = [
    revision(SUSPENSIONS, "202223", 8.0, 9.0),
    revision(SUSPENSIONS, "202223", 9.0, NOW["202223"], build=("b", "abc")),
]
SEVERAL = [
    *TWICE,
    revision(SUSPENSIONS, "202122", None, NOW["202122"], build=("b", "abc")),
    revision(SUSPENSIONS, "201819", 5.35, NOW["201819"], build=("b", "abc")),
    revision(SUSPENSIONS, "201718", 5.0, 100 * 410753 / 8095885),
    revision(SUSPENSIONS, "202324", None, 11.3, build=("b", "abc"), change="added"),
    revision(SUSPENSIONS, "202122", 4.0, None, build=("b", "abc"), change="withdrawn", place=LEEDS),
    revision(EXCLUSIONS, "202223", 0.11, 100 * 9376 / 8430890, build=("b", "abc")),
]


def ask(*measures, **asked):
    return queries.ask(Question(measures or (SUSPENSIONS,), **asked))


def shown(question):
    """Return the page of one view."""

    def script(question):
        from explorer import charts, controls

        answer = controls.answer(question)
        controls.view(answer, charts.lines(answer))

    return AppTest.from_function(script, kwargs={"question": question}, default_timeout=30).run()


def about():
    return open_page("about.py")


def table(app, heading):
    return next(one.value for one in app.table if heading in one.value.columns)


def test_nothing_changed_is_an_empty_table_and_no_word(store_with):
    store_with()
    assert queries.revised(ask()).empty
    assert queries.changes_counted() == ()
    app = shown(Question((SUSPENSIONS,)))
    assert not app.exception
    assert "later release" not in words(app)


def test_a_changed_figure_has_its_value_before_and_now_and_its_builds(store_with):
    store_with(revisions=[revision(EXCLUSIONS, "202223", 0.11, 100 * 9376 / 8430890, build=("a", "abc"))])
    (row,) = queries.revised(ask(EXCLUSIONS)).to_dict("records")
    assert (row["old_value"], row["old_build"], row["new_build"]) == (0.11, "a", "abc")
    assert row["old_shown"] == pytest.approx(11.0)
    assert row["new_shown"] == row["now"] == pytest.approx(11.12, abs=0.01)


def test_a_figure_that_was_changed_twice_has_both_steps_the_older_first(store_with):
    store_with(revisions=TWICE[::-1])
    assert list(queries.revised(ask())["old_value"]) == [8.0, 9.0]


def test_a_change_of_another_place_school_type_or_year_is_not_told(store_with):
    store_with(revisions=TWICE)
    assert queries.revised(ask(places=(LEEDS,))).empty
    assert queries.revised(ask(school_types=("Special",))).empty
    assert queries.revised(ask(first="202324")).empty
    assert len(queries.revised(ask(first="202223", last="202223"))) == 2


def test_an_added_figure_was_never_another(store_with):
    store_with(revisions=[revision(SUSPENSIONS, "202324", None, 100 * 954952 / 8445343, change="added")])
    assert queries.revised(ask()).empty


def test_figures_worked_out_from_published_ones_have_no_past(store_with):
    store_with(revisions=[revision(SUSPENSIONS, "202223", 8.0, 9.0)])
    assert queries.revised(ask()).empty, "the last change led to another figure than the one shown"


def test_builds_are_told_newest_first_whatever_order_they_lie_in(store_with):
    store_with(revisions=sorted(SEVERAL, key=str))
    assert [one.new_build for one in queries.changes_counted()] == ["abc", "abc", "b"]


def test_there_and_back_again_is_two_steps(store_with):
    back = revision(SUSPENSIONS, "202223", 9.0, NOW["202223"], build=("b", "abc"))
    store_with(revisions=[back, revision(SUSPENSIONS, "202223", NOW["202223"], 9.0, build=("abc", "b"))])
    assert list(queries.revised(ask())["new_build"]) == ["b", "abc"]


def test_each_build_and_measure_is_counted(store_with):
    store_with(revisions=SEVERAL)
    counted = {(one.new_build, one.measure): one for one in queries.changes_counted()}
    newest = counted["abc", SUSPENSIONS]
    assert (newest.changed, newest.added, newest.withdrawn) == (3, 1, 1)
    assert counted["b", SUSPENSIONS].changed == 2
    assert counted["abc", EXCLUSIONS].label == "Permanent exclusion rate"


def test_the_largest_change_of_a_build_stands_first_and_what_had_no_number_before_it(store_with):
    store_with(revisions=SEVERAL)
    rows = queries.changes(SUSPENSIONS, ENGLAND)
    assert list(rows["time_period"]) == ["202122", "202223", "201819", "202324", "202223", "201718"]
    assert set(queries.changes(place=LEEDS)["change"]) == {"withdrawn"}
    assert queries.changed_places() == {ENGLAND: "England", LEEDS: "Leeds"}
    assert queries.changed_places(EXCLUSIONS) == {ENGLAND: "England"}


def test_a_view_says_which_of_its_figures_were_changed_with_both_values(store_with):
    store_with(revisions=TWICE)
    app = shown(Question((SUSPENSIONS,)))
    assert not app.exception
    said = "**1 of these figures was changed by a later release**: 2022/23: 8.0, then 9.0 before, 9.3 now."
    assert said in words(app)


def test_more_than_three_changed_figures_stand_in_a_table(store_with):
    store_with(revisions=SEVERAL)
    app = shown(Question((SUSPENSIONS,)))
    said = next(one.value for one in app.markdown if "changed by a later release" in one.value)
    assert said.startswith("**4 of these figures were changed by a later release**: ")
    assert said.count(" now") == 3
    assert [one.label for one in app.expander if "changed" in one.label] == ["All 4 changed figures"]
    rows = table(app, "Before")
    assert dict(zip(rows["Figure"], zip(rows["Before"], rows["Now"], strict=True), strict=True)) == {
        "2017/18": ("5.0", "5.1"),
        "2018/19": ("5.35", "5.36"),
        "2021/22": ("no number", "6.9"),
        "2022/23": ("8.0, then 9.0", "9.3"),
    }


def test_a_change_beyond_the_decimals_shown_is_told_with_as_many_as_it_takes(store_with):
    store_with(revisions=[revision(SUSPENSIONS, "202223", 9.3342, NOW["202223"], build=("a", "abc"))])
    assert "2022/23: 9.3342 before, 9.3343 now" in words(shown(Question((SUSPENSIONS,))))


def test_about_says_that_nothing_has_changed(store_with):
    store_with()
    app = about()
    assert not app.exception
    assert "What changed" in [one.value for one in app.header]
    assert "no new release has changed, added or withdrawn a figure" in words(app)


def test_about_tells_each_build_the_largest_changes_and_filters_them(store_with):
    store_with(revisions=SEVERAL)
    app = about()
    assert not app.exception
    assert "Build `abc`, in place of `b`: 6 figures, 4 changed, 1 added and 1 withdrawn." in words(app)
    assert [one.label for one in app.expander if "in place of" in one.label] == ["Build b, in place of a"]
    assert "Added: 1 for 2023/24." in words(app)
    assert "6 changed figures. The largest change of a build stands first. Figures are per 100" in words(app)
    app.selectbox(key="changes where").set_value(LEEDS).run()
    rows = table(app, "Before")
    assert rows.to_dict("records") == [
        {"Figure": "Leeds, State-funded, 2021/22", "Before": "4.0", "Now": "withdrawn"}
    ]
    app.selectbox(key="changes of").set_value("").run()
    app.selectbox(key="changes where").set_value("").run()
    assert not app.exception
    figures = list(table(app, "Before")["Figure"])
    assert "Permanent exclusion rate (per 10,000 pupils), England, State-funded, 2022/23" in figures


def test_a_place_without_a_change_of_the_measure_is_no_choice(store_with):
    store_with(revisions=SEVERAL)
    app = about()
    app.selectbox(key="changes where").set_value(LEEDS).run()
    app.selectbox(key="changes of").set_value(EXCLUSIONS).run()
    assert not app.exception
    assert app.selectbox(key="changes where").value == ""


def test_the_file_holds_every_change_unrounded_with_both_builds(store_with):
    store_with(revisions=SEVERAL)
    text = changed.changes_file(queries.changes()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(SEVERAL)
    first = next(row for row in rows if row["measure"] == EXCLUSIONS)
    assert (first["old_value"], first["published_unit"]) == ("0.11", "per 100 pupils")
    assert (first["old_build"], first["new_build"], first["change"]) == ("b", "abc", "changed")
    withdrawn = next(row for row in rows if row["change"] == "withdrawn")
    assert (withdrawn["place"], withdrawn["old_value"], withdrawn["new_value"]) == ("Leeds", "4", "")
    assert {row["licence"] for row in rows} == {"Open Government Licence v3.0"}
