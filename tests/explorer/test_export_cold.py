"""Cold reading tests: each view is rebuilt from its file alone, in every format."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer import export, queries
from explorer.question import Question
from tests.explorer.reading_back import KEPT, NUMBERS, ROWS, rows_of, rows_shown
from tests.explorer.small_tables import BUCKS, CUMBRIA, ENGLAND, LEEDS
from tests.explorer.test_real_build import everything

LINK = "https://example.org/exclusions?measure=suspension_rate"
ENDINGS = tuple(ROWS)
# As the answer has it; the rest of a row says more of the same.
PUBLISHED = tuple(name for name in KEPT if name not in ("shown_value", "source_title", "release"))
SMALL = (
    Question(("suspension_rate", "permanent_exclusion_rate"), places=(ENGLAND, CUMBRIA, LEEDS, BUCKS)),
    Question(("suspension_rate",), school_types=("Total", "Special", "Secondary")),
    Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor"),
    Question(("suspension_rate",), breakdown="ethnicity_minor*fsm"),
    Question(("absence_rate",)),
    Question(("absence_rate",), time_identifier="Autumn term"),
    Question(("state_funded_ap_pupils",), school_types=("Alternative provision",)),
    Question(("english_maths_94_rate",), school_types=("All state-funded", "Alternative provision")),
)


def as_shown(answer):
    return [_of(row) for row in rows_shown([answer])]


def as_read(made, ending):
    return [_of(row) for row in rows_of(made, ending)]


def _of(row):
    return {name: _like(row[name]) if name in NUMBERS else row[name] or "" for name in PUBLISHED}


def _like(value):
    """A number to be compared with another: an XLSX keeps 16 digits."""
    return value if value is None else pytest.approx(value, rel=1e-15, abs=0)


def hash_of(rows):
    """Return the hash of the figures, worked out as the readme says, from rows that were read."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(export.FIGURES)
    for row in rows:
        writer.writerow([_written(row[name]) for name in export.FIGURES])
    return hashlib.sha256(text.getvalue().encode("utf-8")).hexdigest()


def _written(value):
    if value is None:
        return ""
    return int(value) if isinstance(value, float) and value.is_integer() else export.harmless(value)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("question", SMALL, ids=str)
def test_a_view_is_rebuilt_from_its_file_alone(store_with, question, ending):
    store_with()
    answer = queries.ask(question)
    taken = export.extract(answer, LINK)
    made = export.file_of(taken, ending)
    assert as_read(made, ending) == as_shown(answer)
    if ending != ".xlsx":  # it keeps 16 digits of a number
        assert hash_of(rows_of(made, ending)) == taken.about.sha256


@pytest.mark.usefixtures("real")
def test_every_view_of_a_real_build_is_rebuilt_from_its_file_alone():
    for question, ending in zip(everything(), cycle(ENDINGS), strict=False):
        answer = queries.ask(question)
        made = export.file_of(export.extract(answer, LINK, sentence="A sentence."), ending)
        assert as_read(made, ending) == as_shown(answer), (question, ending)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("first", [0, 3])
def test_the_snapshots_measures_are_rebuilt_from_their_files_alone(first):
    areas = tuple(place.code for place in queries.places("Local authority")[:3])
    for measure, ending in zip(queries.measures(), cycle(ENDINGS[first:] + ENDINGS[:first]), strict=False):
        kinds = tuple(one.id for one in queries.school_types_for(measure.id, "total"))
        question, _ = queries.check(Question((measure.id,), (ENGLAND, *areas), kinds or ("Total",)))
        answer = queries.ask(question)
        made = export.file_of(export.extract(answer, LINK, sentence="A sentence."), ending)
        assert as_read(made, ending) == as_shown(answer), (question, ending)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_the_snapshot_has_the_figures_that_were_published(ending):
    answer = queries.ask(Question(("permanent_exclusion_rate",)))
    made = export.file_of(export.extract(answer, LINK), ending)
    rows = {row["time_period"]: row for row in rows_of(made, ending)}
    # as the department's tables of 2018/19 and 2023/24 have them
    assert (rows["201819"]["value"], rows["201819"]["numerator"]) == (0.09651, 7894)
    assert (rows["202324"]["value"], rows["202324"]["shown_value"]) == (0.12889, 12.9)
    assert (rows["202324"]["numerator"], rows["202324"]["shown_unit"]) == (10885, "per 10,000 pupils")


@pytest.mark.parametrize("ending", ENDINGS)
def test_figures_beside_the_answer_are_rebuilt_too(store_with, ending):
    store_with()
    first, second = (queries.ask(Question(("suspension_rate",), places=(code,))) for code in (ENGLAND, LEEDS))
    empty = queries.ask(Question(("permanent_exclusion_rate",), places=(LEEDS,)))
    made = export.file_of(export.extract(first, LINK, beside=(second, empty)), ending)
    assert as_read(made, ending) == as_shown(first) + as_shown(second)


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_row_names_the_release_that_it_came_from(store_with, ending):
    store_with()
    made = export.file_of(export.extract(queries.ask(Question(("suspension_rate",)))), ending)
    assert [row["release"] for row in rows_of(made, ending)] == ["2018/19"] * 2 + ["2023/24"] * 5


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_figure_that_the_page_shows_is_there_with_its_unit(store_with, ending):
    store_with()
    made = export.file_of(export.extract(queries.ask(Question(("permanent_exclusion_rate",)))), ending)
    row = rows_of(made, ending)[-1]
    assert (row["shown_value"], row["shown_unit"]) == (12.9, "per 10,000 pupils")
    assert row["value"] == pytest.approx(100 * 10885 / 8445343, rel=1e-15, abs=0)
    assert row["unit"] == "per 100 pupils"


def odd_texts(ending):
    """Text of every kind; of sheets, of the kinds that a sheet can hold."""
    apart = ("Cs",) if ending in (".csv", ".zip", ".parquet", ".json") else ("Cs", "Cc", "Cn")
    text = st.text(st.characters(exclude_categories=apart), min_size=1, max_size=40)
    # a cell of nothing but white space is no text in a workbook
    nasty = [
        "=1+1",
        "@SUM(A1)",
        "+44",
        "-5",
        "[a](http://b.c)",
        "$$x$$",
        '"',
        "a,b",
        "a\nb",
        "'",
        "[c]",
        "{}",
    ]
    return st.one_of(text.filter(lambda one: one.strip()), st.sampled_from(nasty))


@pytest.mark.parametrize("ending", ENDINGS)
@given(data=st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
def test_whatever_text_there_is_comes_back(store_with, ending, data):
    store_with()
    answer = queries.ask(Question(("suspension_rate",)))
    columns = ("place", "school_type", "category", "source", "symbol_meaning")
    odd = {
        name: data.draw(st.lists(odd_texts(ending), min_size=7, max_size=7), label=name) for name in columns
    }
    strange = replace(answer, rows=answer.rows.assign(**odd))
    made = export.file_of(export.extract(strange, LINK, sentence="A sentence."), ending)
    for name in ("place", "school_type", "category", "source"):
        apostrophes = ending in (".csv", ".zip")
        expected = [export.harmless(text) if apostrophes else text for text in odd[name]]
        assert [row[name] for row in rows_of(made, ending)] == expected


def test_the_hash_is_worked_out_again_as_the_readme_says(store_with, tmp_path, monkeypatch, capsys):
    store_with()
    taken = export.extract(queries.ask(SMALL[0]), LINK)
    (tmp_path / "data.csv").write_bytes(export.file_of(taken, ".csv"))
    monkeypatch.chdir(tmp_path)
    exec(export.HOW_TO_HASH, {})  # noqa: S102 (our own words, as a reader would run them)
    assert capsys.readouterr().out.strip() == taken.about.sha256


def test_the_hash_moves_with_a_figure_and_not_with_the_link(store_with):
    store_with()
    answer = queries.ask(SMALL[0])
    first = export.extract(answer, LINK).about.sha256
    assert export.extract(answer, "https://elsewhere.org").about.sha256 == first
    changed = answer.rows.assign(value=answer.rows["value"] + 1e-9)
    assert export.extract(replace(answer, rows=changed), LINK).about.sha256 != first


def test_json_says_of_every_column_what_it_holds(store_with):
    store_with()
    made = json.loads(export.file_of(export.extract(queries.ask(SMALL[0]), LINK), ".json"))
    assert [one["name"] for one in made["columns"]] == list(made["rows"][0])
    assert all(one["told"] for one in made["columns"])
    row = made["rows"][0]
    assert [made["notes"][number - 1] for number in row["note"]] == [
        "Figures cover England.",
        "One pupil can be counted twice.",
    ]
