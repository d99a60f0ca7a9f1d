"""Disparity pages: the panel on every page that has one, its controls and its links."""

import re

import pytest

from tests.opening import box, figures, link_of, open_page

pytestmark = pytest.mark.usefixtures("shipped")
PANELS = (
    "disparities.py",
    "exclusions.py",
    "exclusions_by_ethnicity.py",
    "absence.py",
    "alternative_provision.py",
    "attainment_gap.py",
)


def headline(app):
    """The panel's headline: the first that says how many times."""
    told = [*app.header, *app.subheader]
    return next(one.value for one in told if re.search(r"at [\d.]+ times the rate of ", one.value))


def panel(app):
    """The panel's chart, which alone has whiskers."""
    return next(spec for spec in figures(app) if any("error_x" in trace for trace in spec["data"]))


@pytest.mark.parametrize("file", PANELS)
def test_a_page_shows_the_panel_and_its_reference_can_be_chosen(file):
    app = open_page(file)
    assert "95% interval" in headline(app)
    picker = box(app, "Compared with")
    other = picker.options[-1]
    picker.select_index(len(picker.options) - 1).run()
    assert not app.exception
    assert link_of(app)["ref"] == app.query_params["ref"]
    drawn = " ".join(note["text"] for note in panel(app)["layout"]["annotations"]).replace("<br>", " ")
    assert f"{other} = 1" in drawn


@pytest.mark.parametrize("file", PANELS)
def test_the_link_of_a_panel_reopens_it(file):
    app = open_page(file)
    picker = box(app, "Compared with")
    picker.select_index(len(picker.options) - 1).run()
    again = open_page(file, **link_of(app))
    assert headline(again) == headline(app)
    assert panel(again) == panel(app)
    assert link_of(again) == link_of(app)


@pytest.mark.parametrize(
    ("file", "link"),
    [
        ("disparities.py", {"ref": "wizards", "pick": "hobbits", "scale": "sideways"}),
        ("exclusions.py", {"ref": "wizards", "dby": "hat"}),
        ("absence.py", {"ref": "wizards", "dby": "hat"}),
        ("attainment_gap.py", {"ref": "wizards", "pick": "hobbits"}),
    ],
)
def test_words_that_mean_nothing_get_a_sentence_each_and_the_panel_is_shown(file, link):
    app = open_page(file, **link)
    said = " ".join(one.value for one in app.warning)
    assert not [word for word in link.values() if word not in said], said
    assert headline(app)


@pytest.mark.parametrize("spelling", ["White British", "white-british"])
def test_a_reference_is_found_in_any_spelling(spelling):
    app = open_page("disparities.py", ref=spelling)
    assert not app.warning
    assert box(app, "Compared with").value == "White British"


def test_a_picked_group_is_in_the_headline_and_the_link():
    app = open_page("disparities.py", measure="permanent_exclusion_rate", ref="white-british")
    box(app, "Group in the headline").select("Black Caribbean").run()
    assert "Black Caribbean pupils at 2.79 times the rate of White British pupils" in headline(app)
    assert link_of(app)["pick"] == "black-caribbean"


def test_the_switch_shows_differences_and_is_in_the_link():
    app = open_page("disparities.py")
    next(one for one in app.button_group if one.label == "Show").set_value("difference").run()
    assert link_of(app)["scale"] == "difference"
    assert panel(app)["layout"]["xaxis"].get("type") != "log"


def test_another_measure_keeps_what_it_can_and_needs_no_excuse():
    app = open_page("disparities.py")
    box(app, "Measure").select("english_maths_94_rate").run()
    assert not app.warning
    assert box(app, "Groups").value == "ethnicity_minor"
    assert "grade 4 or above" in headline(app)
    box(app, "Measure").select("state_funded_ap_pupils").run()
    assert not app.warning
    assert "alternative provision at" in headline(app)


def test_two_breakdowns_at_once_compare_each_group_with_its_own_pupils():
    app = open_page("disparities.py", by="ethnicity_minor*fsm", term="autumn-term")
    assert box(app, "Compared with").value == "Not FSM eligible"
    assert "those not known to be eligible for free school meals" in headline(app)


def test_averages_have_no_ratio_and_their_panel_still_stands():
    app = open_page(
        "disparities.py", measure="attainment8_average", by="disadvantage", school="all-state-funded"
    )
    told = " ".join(one.value for one in app.header)
    assert "points lower than that of" in told
    assert len(app.get("plotly_chart")) == 1


def test_the_table_says_in_words_why_a_group_has_no_ratio():
    app = open_page("disparities.py", from_="201617", to="201617")
    rows = app.table[0].value
    chinese = rows[rows.iloc[:, 0] == "Chinese"].iloc[0]
    assert chinese["Ratio (95% interval)"] == "suppressed"
    assert not (rows == "").any().any()


def test_a_panel_leads_to_the_page_with_all_its_controls():
    app = open_page("attainment_gap.py")
    assert [one for one in app.get("page_link") if "disparities" in str(one.proto)]


def test_where_no_groups_can_be_compared_a_page_says_so():
    app = open_page("alternative_provision.py", measure="la_funded_ap_pupils", by="sex")
    assert any("No groups can be compared here" in one.value for one in app.info)
