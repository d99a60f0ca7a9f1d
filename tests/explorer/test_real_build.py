"""Real build tests: whatever can be asked of a real build has an answer to show, to say and to save."""

import csv
import io

import pytest

from explorer import export, queries, sentences
from explorer.queries.pickers import shapes
from explorer.question import Question
from tests.explorer.test_sentences import FORBIDDEN

pytestmark = pytest.mark.usefixtures("real")
LINE = ["measure", "place_code", "school_type", "category", "time_period"]


def everything():
    """Each measure, breakdown and part of the year once, for all the school types that have it."""
    for measure in queries.measures():
        asked = {(by, term) for _, by, term in shapes((measure.id,), ("E92000001",))}
        for by, term in sorted(asked):
            kinds = tuple(one.id for one in queries.school_types_for(measure.id, by))
            question = Question((measure.id,), school_types=kinds, breakdown=by, time_identifier=term)
            yield queries.check(question)[0]
        for place in queries.places("Local authority")[:2]:
            yield queries.check(Question((measure.id,), (place.code,)))[0]


def test_every_question_that_the_pickers_offer_has_rows_with_sources_and_meanings():
    for question in everything():
        answer = queries.ask(question)
        assert not answer.rows.duplicated(LINE).any(), question
        assert answer.sources, question
        assert answer.published["source"].notna().all(), question
        without = answer.rows[answer.rows["value"].isna()]
        assert without["symbol_meaning"].fillna("").str.len().gt(0).all(), question
        assert answer.rows["period"].str.len().gt(0).all(), question
        assert answer.rows["category_position"].lt(1_000_000).all(), question


def test_every_answer_can_be_said_in_neutral_words():
    for question in everything():
        answer = queries.ask(question)
        said = sentences.headline(answer)
        assert said.endswith("."), said
        assert "nan" not in said.lower().split(), said
        assert not FORBIDDEN.search(said), said
        assert "%" not in said or not answer.unit.startswith("per "), said
        assert sentences.alt_text(answer).count(answer.title()) == 1


def test_every_answer_can_be_saved_with_nothing_lost():
    for question in everything():
        answer = queries.ask(question)
        text = export.csv_bytes(answer, "https://example.org").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [float(row["value"]) for row in rows if row["value"]] == answer.rows["value"].dropna().tolist()
        assert all(row["release"] for row in rows if row["source"]), question
        assert export.file_name(answer) == export.file_name(answer).lower().replace(" ", "")


def test_every_table_about_the_data_has_rows():
    for table in (
        queries.sources_table,
        queries.measures_table,
        queries.symbols_table,
        queries.breaks_table,
        queries.caveats_table,
    ):
        assert len(table()), table
    assert {one.measure for one in queries.freshness()} == {one.id for one in queries.measures()}
