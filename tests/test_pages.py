"""Pages tests: every page opened through app.py, on the real build of the tests' published files."""

import ast
import json
import re

import pytest

from explorer import queries
from tests.conftest import ROOT
from tests.opening import figures, link_of, open_page, words

pytestmark = pytest.mark.usefixtures("real")


def listed():
    """Return the files that app.py lists, in its order."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return list(dict.fromkeys(text for text in texts if isinstance(text, str) and text.endswith(".py")))


PAGES = listed()
WITHOUT_VIEWS = ("start.py", "area.py", "sql.py", "tables.py", "update.py", "about.py")
WITH_VIEWS = [page for page in PAGES if page not in WITHOUT_VIEWS]


@pytest.mark.parametrize("file", PAGES)
def test_a_page_opens_with_its_title(file):
    app = open_page(file)
    assert [title.value for title in app.title]
    assert not app.error


@pytest.mark.parametrize("file", PAGES)
def test_a_page_names_the_licence(file):
    assert "Open Government Licence" in words(open_page(file))


@pytest.mark.parametrize("file", WITH_VIEWS)
def test_every_view_has_headline_chart_words_table_citation_download_and_link(file):
    app = open_page(file)
    charts = app.get("plotly_chart")
    assert charts
    headings = [one.value for one in (*app.header, *app.subheader) if one.value.endswith(".")]
    assert len(headings) == len(charts)
    assert all(chart.proto.alt.count(".") >= 2 and re.search(r"\d", chart.proto.alt) for chart in charts)
    assert len(app.table) + len(app.dataframe) >= len(charts)
    assert sum("Source: " in caption.value for caption in app.caption) == len(charts)
    downloads = [one.proto.label for one in app.get("download_button")]
    assert sum(label.startswith("Download these figures (CSV)") for label in downloads) == len(charts)
    said = [block.value for block in app.code]
    assert sum(block.startswith("Department for Education, ") for block in said) == len(charts)
    assert sum(block.startswith("@") for block in said) == len(charts)
    links = [block for block in said if re.match(r"(http|\?)", block)]
    assert len([link for link in links if "build=" in link]) == len(charts)
    assert len(links) >= 2 * len(charts)


@pytest.mark.parametrize("file", PAGES)
def test_every_control_has_a_key_and_a_label(file):
    app = open_page(file)
    kinds = ("selectbox", "multiselect", "button_group", "toggle", "checkbox", "radio")
    for control in (one for kind in kinds for one in app.get(kind)):
        assert control.key, control
        assert control.label, control


@pytest.mark.parametrize("file", WITH_VIEWS)
def test_no_chart_has_a_toolbar_without_names(file):
    for chart in open_page(file).get("plotly_chart"):
        config = json.loads(chart.proto.config)
        assert config["displayModeBar"] is False
        assert config["displaylogo"] is False


@pytest.mark.parametrize("file", WITH_VIEWS)
def test_the_link_that_a_page_offers_reopens_it(file):
    app = open_page(file)
    again = open_page(file, **link_of(app))
    assert figures(again) == figures(app)
    assert words(again) == words(app)
    assert link_of(again) == link_of(app)


@pytest.mark.parametrize("file", WITH_VIEWS)
def test_words_that_mean_nothing_get_a_sentence_and_the_page_its_chart(file):
    nonsense = dict.fromkeys(
        ("measure", "place", "school", "by", "from", "to", "term", "group", "sort"), "no~such"
    )
    app = open_page(file, **nonsense)
    assert any("no" in said.value and "such" in said.value for said in app.warning)
    assert app.get("plotly_chart")


def test_a_picked_measure_is_shown_and_in_the_link():
    app = open_page("exclusions.py")
    app.button_group[0].set_value("suspension_rate").run()
    assert not app.exception
    assert link_of(app)["measure"] == "suspension_rate"
    assert app.query_params["measure"] == "suspension_rate"
    assert "suspensions were recorded" in app.header[0].value
    assert figures(app)[0]["layout"]["yaxis"]["title"]["text"] == "Per 100 pupils"


def test_a_page_that_was_just_opened_keeps_the_link_it_came_by():
    assert not open_page("exclusions.py").query_params
    assert open_page("exclusions.py", measure="suspension_rate").query_params == {
        "measure": "suspension_rate"
    }


def test_an_emptied_picker_stands_for_england():
    app = open_page("exclusions.py")
    app.multiselect[0].set_value([]).run()
    assert not app.exception
    assert link_of(app)["place"] == "E92000001"


def test_groups_are_in_the_standard_order_until_the_switch_sorts_them_by_rate():
    app = open_page("exclusions_by_ethnicity.py", measure="suspension_rate")
    standard = figures(app)[0]["layout"]["yaxis"]["categoryarray"]
    app.toggle[0].set_value(True).run()
    by_rate = figures(app)[0]["layout"]["yaxis"]["categoryarray"]
    assert link_of(app)["sort"] == "rate"
    assert sorted(group for group in standard if not group.startswith("heading")) == sorted(by_rate)
    assert by_rate != standard


def test_the_ethnicity_page_says_which_years_and_groups_are_at_hand():
    assert "**Published figures at hand.**" in words(open_page("exclusions_by_ethnicity.py"))


def test_what_was_published_and_is_not_at_hand_is_not_said_to_be_unpublished():
    text = words(open_page("exclusions_by_ethnicity.py")) + words(open_page("attainment_gap.py"))
    assert " groups published" not in text
    assert "published so for one year" not in text


def test_all_pupils_beside_alternative_provision_are_said_to_be_without_independent_schools():
    assert "all schools but independent ones" in words(open_page("alternative_provision.py"))


def test_any_sen_is_shown_where_its_parts_are_not_published():
    link = {"measure": "severe_absence_rate", "by": "sen_provision", "school": "secondary"}
    app = open_page("absence.py", **link)
    picked = next(one for one in app.multiselect if one.label == "Groups")
    assert picked.value == ["No SEN", "Any SEN"]


def test_the_kinds_of_alternative_provision_are_apart_and_said_to_overlap():
    app = open_page("alternative_provision.py")
    assert len(figures(app)) == 5
    assert "never added together" in words(app)


def test_start_shows_a_figure_of_each_subject_with_its_year_and_shape():
    app = open_page("start.py")
    assert len(app.metric) == len(app.get("plotly_chart")) == 6
    assert {"exclusion", "absence", "alternative provision", "English and maths"} <= {
        word
        for word in ("exclusion", "absence", "alternative provision", "English and maths")
        if word in words(app)
    }
    assert len(app.table[0].value) > 5


def test_about_lists_every_source_measure_symbol_break_and_caveat_of_the_database():
    text = words(open_page("about.py"))
    assert not [one for one in queries.sources_table()["title"] if one not in text]
    assert not [one for one in queries.measures_table()["label"] if one not in text]
    assert not [one for one in queries.breaks_table()["label"] if one not in text]
    assert not [one for one in queries.caveats_table()["note"] if one not in text]
