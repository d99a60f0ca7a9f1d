"""England pages tests: a link with an area to a page of England says so and leads to the area's profile."""

import pytest

from tests.explorer.shipped import ENGLAND, LEEDS
from tests.opening import open_page, words

pytestmark = pytest.mark.usefixtures("shipped")
PAGES = {
    "alternative_provision.py": "alternative-provision",
    "attainment_gap.py": "results",
    "exclusions_by_ethnicity.py": "exclusions",
}


@pytest.mark.parametrize(("file", "topic"), PAGES.items())
def test_a_page_about_england_says_so_to_a_link_with_an_area(file, topic):
    app = open_page(file, place="Leeds")
    assert any(one.value == "These charts are for England, not for Leeds." for one in app.info)
    way = next(one.proto for one in app.get("page_link") if "Leeds" in one.proto.label)
    assert way.page == "area"
    assert way.query_string == f"place={LEEDS}&topic={topic}"


@pytest.mark.parametrize("file", PAGES)
@pytest.mark.parametrize("link", [{}, {"place": ENGLAND}])
def test_without_an_area_nothing_is_said(file, link):
    app = open_page(file, **link)
    assert not any("for England, not for" in one.value for one in app.info)
    assert not any("area" in one.value for one in app.warning)


@pytest.mark.parametrize("file", PAGES)
def test_the_figures_are_those_of_england_either_way(file):
    own, usual = open_page(file, place=LEEDS), open_page(file)
    assert [one.value for one in own.header] == [one.value for one in usual.header]


def test_the_way_leads_to_the_area_s_own_alternative_provision():
    app = open_page("area.py", place=LEEDS, topic="alternative-provision")
    assert "in alternative provision funded by local authorities in Leeds" in words(app)


@pytest.mark.parametrize("text", [ENGLAND, "England", "england"])
def test_england_has_no_profile_and_says_so(text):
    app = open_page("area.py", place=text)
    assert [one.value for one in app.warning] == [
        "England has no profile of its own here: choose an authority or a region, which stand beside England."
    ]
    assert app.selectbox[0].value is None


def test_the_empty_profile_page_says_nothing_of_england():
    assert not open_page("area.py").warning


def test_a_common_name_opens_its_profile_and_is_told():
    app = open_page("area.py", place="bristol")
    assert app.header[0].value.startswith("In Bristol, City of ")
    assert [one.value for one in app.warning] == ["The area 'bristol' is taken for Bristol, City of."]


@pytest.mark.parametrize(("file", "text"), [("funnel.py", "bristol"), ("map.py", "hull")])
def test_a_common_name_marks_its_area_and_is_told(file, text):
    app = open_page(file, area=text)
    assert any(one.value.startswith(f"The area '{text}' is taken for ") for one in app.warning)


def test_limits_that_there_are_not_are_told_in_a_sentence():
    assert [one.value for one in open_page("funnel.py", limits="chance").warning] == [
        "'chance' is not one of the limits here. Showing those that allow for chance and usual differences."
    ]


@pytest.mark.parametrize(
    ("area", "heading", "note"),
    [
        ("E09000001", "Similar areas together (none close)", "All are marked"),
        ("E09000030", "Similar areas together (most not close)", "Of these, 9 are marked"),
    ],
)
def test_areas_named_as_similar_that_are_not_close_are_said_to_be_so(area, heading, note):
    html = "\n".join(one.proto.body for one in open_page("area.py", place=area).get("html"))
    assert f">{heading}<" in html
    assert f"{note} &#x27;Not close&#x27; in the published model." in html


def test_areas_that_are_close_have_no_such_note():
    html = "\n".join(one.proto.body for one in open_page("area.py", place=LEEDS).get("html"))
    assert ">Similar areas together<" in html
    assert "Not close" not in html


def test_the_january_that_ends_its_series_is_warned_of_beside_the_bars():
    app = open_page("alternative_provision.py")
    said = [one.value for one in app.warning]
    assert any(one.startswith("January 2018 is the highest year of this series") for one in said)
    assert any(one.startswith("January 2018 is the lowest year of this series") for one in said)
