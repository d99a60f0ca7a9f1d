"""Catalogue: every source that we ship loads, and mistakes are named."""

import pytest

from data_pipeline import catalogue, words
from data_pipeline.errors import CatalogueError

SHIPPED = catalogue.load()


def load(tmp_path, text):
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    return catalogue.load(tmp_path)


@pytest.mark.parametrize("source", SHIPPED, ids=lambda source: source.id)
def test_every_shipped_source_says_where_it_comes_from(source):
    assert all((source.title, source.publication, source.publication_title))
    assert source.sql or source.file_has, "a source is found by the name of its file, or derived"
    assert not source.sql or source.derived_from, "a derived source says from what"
    told = "a source names the release that was read, or how the service's file is recognised"
    assert source.sql or source.known or source.online, told


@pytest.mark.parametrize("source", SHIPPED, ids=lambda source: source.id)
def test_every_measure_and_breakdown_of_a_source_is_in_the_vocabulary(source):
    vocabulary = words.load()
    measures = {entry["measure"] for entry in vocabulary.measures}
    breakdowns = {entry["breakdown"] for entry in vocabulary.breakdowns}
    for block in source.figures:
        assert block.measure_column or block.measure in measures
        assert set(block.filters.values()) <= breakdowns
        assert not block.across or block.across_breakdown in breakdowns


def test_derived_sources_stand_on_sources_that_exist():
    ids = {source.id for source in SHIPPED}
    assert all(set(source.derived_from) <= ids for source in SHIPPED)


def test_a_word_that_means_nothing_is_named_with_the_words_that_do(tmp_path):
    with pytest.raises(CatalogueError, match=r"`titel`.*Expected one of.*title"):
        load(tmp_path, 'titel = "Exclusions"')


def test_toml_that_is_not_valid_names_the_file(tmp_path):
    with pytest.raises(CatalogueError, match=r"one\.toml: not valid TOML"):
        load(tmp_path, "title = ")


def test_a_source_without_a_title_says_so(tmp_path):
    with pytest.raises(CatalogueError, match="no `title`"):
        load(tmp_path, 'publication = "p"')


def test_spellings_are_the_same_word_whatever_their_case_and_punctuation():
    assert words.normal("White - Gypsy/Roma ") == words.normal("white: gypsy roma")
