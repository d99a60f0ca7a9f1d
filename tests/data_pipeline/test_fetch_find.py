"""Finding: the newest whole year among look-alikes, by words and columns, and never by a guess."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.fetch.resolve import kind, school_year
from data_pipeline.fetch.service import Listed
from tests.data_pipeline.fetching import NAME, SOURCE, add, file_of, world
from tests.stand_in.running import service_of
from tests.stand_in.zoo import SLUG, TITLE, exclusions

service = service_of(world)


def release_of(outcome):
    assert outcome.state != "failed", outcome.said
    return [facts.release for facts in outcome.files]


def test_the_newest_whole_year_is_found_though_a_term_is_newer(service, place):
    assert release_of(place.fetch_one(service)) == ["Academic year 2023/24"]


def test_the_newest_term_is_found_for_a_source_of_terms(service, place):
    text = SOURCE.replace("[find]", '[find]\nrelease = "term"')
    assert release_of(place.fetch_one(service, text=text)) == ["Autumn term 2024/25"]


def test_a_source_of_every_year_has_the_newest_file_of_each(service, place):
    text = SOURCE.replace("[find]", "[find]\nevery_year = true")
    assert release_of(place.fetch_one(service, text=text)) == [
        "Academic year 2023/24",
        "Academic year 2022/23",
    ]


def test_a_correction_of_an_old_year_does_not_make_it_the_newest(service, place):
    old = file_of(service.world, "2022-23")
    old.release.published = "2026-08-01"
    assert release_of(place.fetch_one(service)) == ["Academic year 2023/24"]


def test_weeks_are_of_the_school_year_that_they_lie_in(service, place):
    publication = service.world.publications[0]
    for slug, title in (("2025-week-37", "Week 37 2025"), ("2026-week-10", "Week 10 2026")):
        release = service.world.release(
            publication, slug, title=title, published=f"2026-0{1 + len(slug) % 2}-01"
        )
        add(service.world, release, f"{TITLE} - by geography", "exc_geography.csv", text=exclusions("202526"))
    text = SOURCE.replace("[find]", '[find]\nrelease = "week"\nevery_year = true')
    outcome = place.fetch_one(service, text=text)
    assert [facts.series for facts in outcome.files] == ["2025"]


def test_two_files_that_fit_are_named_and_neither_is_taken(service, place):
    release = file_of(service.world, "2023-24").release
    add(service.world, release, f"{TITLE} - by geography, rounded", "exc_geography_rounded.csv")
    outcome = place.fetch_one(service)
    assert outcome.state == "failed"
    assert "2 files fit" in outcome.said
    assert "exc_geography.csv" in outcome.said
    assert "exc_geography_rounded.csv" in outcome.said


def test_of_two_that_fit_the_declared_api_set_is_taken(service, place):
    release = file_of(service.world, "2023-24").release
    other = add(service.world, release, f"{TITLE} - by geography, new", "exc_new.csv", api=True)
    text = SOURCE.replace("[find]", f'[find]\napi = "{other.data_set.id}"')
    outcome = place.fetch_one(service, text=text)
    assert [facts.file_name for facts in outcome.files] == ["exc_new.csv"]


def test_of_two_that_fit_the_one_with_the_columns_is_taken(service, place):
    release = file_of(service.world, "2023-24").release
    text = exclusions("202324").replace("susp_rate", "rate")
    add(service.world, release, f"{TITLE} - by geography, rounded", "exc_other.csv", text=text)
    assert [facts.file_name for facts in place.fetch_one(service).files] == ["exc_geography.csv"]


def test_renamed_columns_are_named_and_an_alias_is_enough(service, place):
    file = file_of(service.world, "2023-24")
    service.world.amend(file, file.body.replace(b"suspension", b"fixed_excl"))
    assert place.fetch_one(service).state == "new"
    service.world.amend(file, file.body.replace(b"fixed_excl", b"t_susp"))
    outcome = place.fetch_one(service)
    assert outcome.state == "failed"
    assert "has no column suspension" in outcome.said


def test_no_file_that_fits_is_told_with_those_that_there_are(service, place):
    text = SOURCE.replace('"by geography"', '"by moon phase"')
    outcome = place.fetch_one(service, text=text)
    assert outcome.state == "failed"
    assert "by moon phase" in outcome.said
    assert "by geography" in outcome.said


def test_words_of_a_title_may_be_alternatives_and_match_from_their_start(service, place):
    text = SOURCE.replace('"by geography"', '"by place|by geog"')
    assert place.fetch_one(service, text=text).state == "new"
    text = SOURCE.replace('"by geography"', '"eography"')
    assert place.fetch_one(service, text=text).state == "failed"


@given(slug=st.text(max_size=30), title=st.text(max_size=30))
def test_any_release_has_a_kind_and_a_school_year(slug, title):
    ids = dict.fromkeys(("data_set_file_id", "file_id", "release_version_id", "publication_id"), "")
    told = {"file_name": "", "title": "", "published": "", "last_updated": "", "publication_slug": ""}
    file = Listed(**ids, **told, release=title, release_slug=slug, rows=0, levels=())
    assert kind(file) in ("year", "term", "week")
    assert 0 <= school_year(file) < 2100


@pytest.mark.parametrize(
    ("slug", "title", "wanted"),
    [
        ("2024-25", "Academic year 2024/25", ("year", 2024)),
        ("2024-25-autumn-and-spring-term", "Autumn and spring term 2024/25", ("term", 2024)),
        ("2024-25-final", "Academic year 2024/25 (final)", ("year", 2024)),
        ("2026", "Reporting year 2026", ("year", 2026)),
        ("2025-week-37", "Week 37 2025", ("week", 2025)),
        ("2026-week-8", "Week 8 2026", ("week", 2025)),
        ("latest", "Spring term 2024/25", ("term", 2024)),
    ],
)
def test_a_release_is_told_by_its_name(slug, title, wanted):
    ids = dict.fromkeys(("data_set_file_id", "file_id", "release_version_id", "publication_id"), "")
    told = {"file_name": "", "title": "", "published": "", "last_updated": "", "publication_slug": ""}
    file = Listed(**ids, **told, release=title, release_slug=slug, rows=0, levels=())
    assert (kind(file), school_year(file)) == wanted


def test_a_renamed_publication_is_told_with_its_new_name(service, place):
    publication = service.world.publications[0]
    publication.former_slugs, publication.slug = [SLUG], "suspensions-in-england"
    outcome = place.fetch_one(service)
    assert 'Write publication = "suspensions-in-england"' in outcome.said


def test_a_rename_is_told_also_when_the_id_is_known(service, place):
    place.fetch_one(service)
    publication = service.world.publications[0]
    publication.former_slugs, publication.slug = [SLUG], "suspensions-in-england"
    assert "renamed" in place.fetch_one(service).said


def test_a_superseded_publication_is_told_with_its_successor(service, place):
    place.fetch_one(service)
    other = service.world.publication("exclusions", "Exclusions")
    service.world.release(other, "2025-26")
    service.world.publications[0].superseded_by = other
    outcome = place.fetch_one(service)
    assert 'superseded by "Exclusions", publication = "exclusions"' in outcome.said


def test_a_publication_that_never_was_is_told_with_close_names(service, place):
    text = SOURCE.replace(SLUG, SLUG.replace("suspensions", "suspension"))
    assert f"Close names: {SLUG}" in place.fetch_one(service, text=text).said


def test_a_publication_that_is_in_the_list_and_not_found_for_a_moment_keeps_its_name(service, place):
    service.breaks(404, f"/publications/{SLUG}")
    said = place.fetch_one(service).said
    assert "Try again later" in said
    assert "Change `publication`" not in said
    assert place.fetch_one(service).state == "new"


def test_more_files_than_a_page_holds_are_all_seen(service, place):
    release = service.world.release(service.world.publications[0], "2021-22", published="2026-09-01")
    for number in range(90):
        add(service.world, release, f"Other {number}", f"other_{number}.csv")
    assert release_of(place.fetch_one(service)) == ["Academic year 2023/24"]
    assert len(service.asked("/data-set-files")) >= 3


def test_one_source_that_fails_leaves_the_others(service, place):
    bad = SOURCE.replace('"by geography"', '"by moon phase"')
    outcomes = place.fetch(service, ("moon", bad))
    assert {one.source: one.state for one in outcomes} == {NAME: "new", "moon": "failed"}


def test_a_shape_that_is_not_known_is_named(service, place, monkeypatch):
    from tests.stand_in import data_files

    whole = data_files.item_of
    monkeypatch.setattr(
        data_files, "item_of", lambda file: {k: v for k, v in whole(file).items() if k != "title"}
    )
    assert "answered without `title`" in place.fetch_one(service).said


def test_the_lock_names_the_ids_that_were_used_and_does_not_change_by_itself(service, place):
    place.fetch_one(service)
    first = place.lock_file.read_bytes()
    (entry,) = json.loads(first)["sources"][NAME]
    file = file_of(service.world, "2023-24")
    assert entry["data_set_file_id"] == file.data_set_file_id
    assert entry["file_id"] == file.file_id
    assert entry["release_version_id"] == file.release.version_id
    assert entry["rows"] == 5
    place.fetch_one(service)
    assert place.lock_file.read_bytes() == first
