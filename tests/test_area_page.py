"""Area page tests: an area found by any of its names and codes, its sheet, its subjects and its file."""

import csv
import io
import re
from functools import partial

import pytest

from explorer import export
from explorer.controls.area_profile import choosing
from explorer.export.area_profile import COLUMNS, profile_citation, profile_stem, profile_table
from explorer.queries import place, places
from explorer.queries.profiles import SUBJECTS, profile
from tests.opening import link_of, links, open_page

pytestmark = pytest.mark.usefixtures("shipped")
opened = partial(open_page, "area.py")
NONSENSE = {
    "place": "no~such",
    "topic": "mirth",
    "measure": "mirth",
    "by": "hat",
    "from": "1066",
    "sort": "x",
}


def html(app):
    return "\n".join(one.proto.body for one in app.get("html"))


def table(app):
    return next(one.proto.body for one in app.get("html") if "<table" in one.proto.body)


def listed(app):
    return re.findall(r"<li><a href='[^']+'>(.*?)</a></li>", html(app))


def chosen(app):
    return app.selectbox[0].value


def test_at_first_there_is_an_invitation_a_search_box_and_a_link_to_each_region():
    app = opened()
    assert chosen(app) is None
    assert "Choose a local authority or a region" in app.markdown[1].value
    assert [one.name for one in places("Regional")] == listed(app)
    assert not app.get("plotly_chart")
    assert "<table" not in html(app)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E08000035", "E08000035"),
        ("leeds", "E08000035"),
        ("383", "E08000035"),
        ("E12000003", "E12000003"),
        ("Cumbria", "E10000006"),
        ("Northamptonshire", "E10000021"),
        ("E06000028", "E06000028"),  # Bournemouth, as it was
        ("839", "E06000058"),
        ("E10000002", "E06000060"),  # Buckinghamshire before 2020
        ("E08000019", "E08000039"),  # Sheffield before 2025
        ("E06000048", "E06000057"),  # Northumberland before 2013
    ],
)
def test_a_link_finds_an_area_by_name_and_by_any_code_of_its_past(text, code):
    app = opened(place=text)
    assert chosen(app) == code
    assert place(code).name in table(app)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Bournem", "Bournemouth"),
        ("E06000028", "Bournemouth"),
        ("839", "Bournemouth, Christchurch and Poole"),
        ("Cumbria (until 2023)", "Cumbria"),
        ("E10000002", "Buckinghamshire"),
        ("Humber", "Yorkshire and The Humber"),
    ],
)
def test_the_search_box_lists_every_name_and_code_that_one_may_type(typed, name):
    labels = {choosing.label(one): one.name for one in (*places("Regional"), *places("Local authority"))}
    assert name in {said for label, said in labels.items() if typed in label}


def test_an_area_of_the_past_leads_to_those_of_today_and_back():
    app = opened(place="Cumbria")
    assert listed(app) == ["Cumberland", "Westmorland and Furness"]
    assert "<a href='?place=E06000063'>Cumberland</a>" in html(app)
    assert "What was its area is now Cumberland and Westmorland and Furness" in app.warning[0].value
    assert "most figures for it stop at 2022/23" in html(app)
    assert any("The newest figures of the area are of 2022/23" in one.value for one in app.caption)
    heir = opened(place="E06000063")
    assert listed(heir) == ["Cumbria (until 2023)"]
    assert "Cumberland was made on 1 April 2023 from part of Cumbria" in heir.info[0].value


def test_a_merged_area_names_all_that_it_was_made_of():
    app = opened(place="E06000058")
    assert listed(app) == [
        "Bournemouth (until 2019)",
        "Poole (until 2019)",
        "Dorset (before April 2019)",
    ]


def test_nonsense_in_a_link_is_said_and_the_invitation_stands():
    app = opened(**NONSENSE)
    told = " ".join(one.value for one in app.warning)
    assert "We could not find the area 'no'" in told
    assert "'mirth' is no subject of this page" in told
    assert "Showing ." not in told
    assert chosen(app) is None


@pytest.mark.parametrize("odd", ["", "~", "E99999999", "<b>x</b>", "'; DROP TABLE figures", "x" * 5000, "🙂"])
def test_no_text_in_a_link_breaks_the_page(odd):
    app = opened(place=odd, topic=odd)
    assert chosen(app) is None
    assert all(len(one.value) < 300 for one in app.warning)


def test_a_misspelt_name_gets_the_names_that_are_like_it():
    assert "did you mean Leeds" in opened(place="Leedz").warning[0].value


def test_choosing_another_area_writes_its_link_and_shows_it():
    app = opened(place="E08000035")
    app.selectbox[0].set_value("E06000017").run()
    assert not app.exception
    assert app.query_params["place"] == "E06000017"
    assert "Rutland" in app.header[0].value
    app.selectbox[0].set_value(None).run()
    assert "<table" not in html(app)


@pytest.mark.parametrize("topic", choosing.TOPICS)
@pytest.mark.parametrize("code", ["E08000035", "E12000001", "E09000001", "E10000001"])
def test_every_subject_of_every_kind_of_area_is_shown_or_said_to_be_missing(code, topic):
    app = opened(place=code, topic=topic)
    assert app.get("plotly_chart") or app.info
    assert len(app.get("plotly_chart")) <= 3
    assert app.get("button_group")[0].value == topic


def test_the_kinds_of_alternative_provision_are_apart_on_one_scale():
    app = opened(place="E08000035", topic="alternative-provision")
    scales = {re.search(r'"range":\[0,([\d.]+)\]', one.proto.spec)[1] for one in app.get("plotly_chart")}
    assert len(app.get("plotly_chart")) == 3
    assert len(scales) == 1
    assert "they are not added together" in " ".join(one.value for one in app.markdown)


def test_the_table_has_a_row_for_every_subject_and_no_empty_cell():
    for code in ("E08000035", "E06000017", "E09000001", "E12000003", "E10000006"):
        body = table(opened(place=code))
        assert body.count("role='rowheader'") == len(SUBJECTS)
        cells = re.findall(r"<td[^>]*><span>(.*?)</span></td>", body)
        assert cells
        assert all(re.sub(r"<img[^>]*alt='[^']+'[^>]*>", "picture", cell).strip() for cell in cells)
        assert len(re.findall(r"<img class='spark'[^>]*alt='[^']{20,}'", body)) == len(SUBJECTS)


def test_the_two_years_of_a_row_stand_under_their_own_headings():
    body = table(opened(place="E08000035"))
    row = body.split("<th role='rowheader'")[1]
    newest, counted = row.index("2023/24"), row.index("2022/23")
    assert newest < counted
    assert "<b>2.1</b><small class='year'>2023/24</small>" in row
    assert "2022/23: 19 of 131,359 pupils" in row
    assert "somewhat low<small>2nd to 14th of 150</small>" in row
    assert body.index("Newest figure<") < body.index("Newest figure with counts<")


def test_a_name_cannot_bring_markup_into_the_table():
    # the names come from published files, but the table is HTML
    assert "Kingston upon Hull, City of" in choosing.label(place("E06000010"))
    from explorer.controls.area_profile.table import picture

    assert "alt='&lt;b&gt;&quot;&#x27;'" in picture("<svg/>", "<b>\"'", kind="spark")


def test_the_link_that_the_page_offers_reopens_it():
    app = opened(place="Rutland", topic="sen")
    link = link_of(app)
    assert link == {"place": "E06000017", "topic": "sen"}
    again = opened(**link)
    assert html(again) == html(app)


def test_the_printed_sheet_has_title_day_charts_notes_and_link():
    text = html(opened(place="E08000035"))
    assert re.search(r"Leeds: area profile</b></p><p>Inclusion Explorer, \d+ \w+ \d{4}</p>", text)
    assert text.count("class='paper-chart'") == 2
    assert "Suspensions come in bunches" in text
    assert re.search(r"Build \w+\. \S*place=E08000035\S* \(accessed \d+ \w+ \d{4}\)", text)


def test_the_file_holds_the_whole_table_with_both_years_and_their_sources():
    one = profile("E08000035")
    made = export.file_of(profile_table(one, "https://example.org"), ".csv")
    rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))
    assert [row["measure"] for row in rows] == [name for name, _ in SUBJECTS]
    first = rows[0]
    assert tuple(first)[: len(COLUMNS)] == (*COLUMNS[:-1], "note")
    assert (first["newest_period"], float(first["newest_value"])) == ("2023/24", pytest.approx(2.121))
    assert (first["counted_period"], first["numerator"], first["denominator"]) == ("2022/23", "19", "131359")
    assert float(first["interval_low"]) < float(first["counted_value"]) < float(first["interval_high"])
    assert (first["funnel_band"], first["rank_first"], first["rank_last"]) == ("somewhat low", "2", "14")
    assert float(first["similar_areas_value"]) == pytest.approx(10.9071, abs=1e-4)
    assert "Local authority interactive tool" in first["newest_source"]
    assert "Suspensions and permanent exclusions in England" in first["counted_source"]
    assert all(row["link"] == "https://example.org" and row["build_id"] == one.build_id for row in rows)
    assert all("Open Government Licence" in row["citation"] for row in rows)
    assert all(row["newest_value"] or row["newest_missing"] for row in rows)
    assert all(row["counted_value"] or row["note"] for row in rows)
    assert profile_stem(one) == "area-profile_leeds_2015-16-to-2024-25"


def test_the_citation_names_tables_area_build_and_link():
    text = profile_citation(profile("E08000035"), "https://example.org")
    assert "Department for Education, Suspensions and permanent exclusions in England: " in text
    assert "Figures shown: area profile, Leeds. Build " in text
    assert text.endswith("https://example.org")


def test_the_page_offers_a_link_that_never_changes_beside_the_one_that_does():
    live, pinned = links(opened(place="E08000035"))[:2]
    assert "build=" not in live
    assert f"build={profile('E08000035').build_id}" in pinned
