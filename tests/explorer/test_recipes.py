"""Recipe tests: the code beside a view gives the view's own figures, from the published tables."""

import ast
import csv
import io
import os
import re
import shutil
import subprocess
import sys

import pytest

from explorer import export, queries, store
from explorer.export.recipes.quoting import comment, filled, jq, literal, shell
from explorer.question import Question
from tests.explorer import golden
from tests.stand_in.running import service_of
from tests.stand_in.shelf import shelf

service = service_of(shelf, scope="module")
ENGLAND, BRISTOL, LONDON = "E92000001", "E06000023", "E12000007"
# What is asked, the table that answers it, and the column whose words are the groups.
VIEWS = {
    "exclusions of areas": (
        Question(("suspension_rate",), (ENGLAND, BRISTOL, LONDON), ("Total", "Secondary", "Special")),
        "exclusions_by_geography",
    ),
    "exclusions of ethnic groups": (
        Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor"),
        "exclusions_by_characteristic",
    ),
    "two characteristics at once": (
        Question(("suspension_rate",), breakdown="ethnicity_minor*fsm", time_identifier="Autumn term"),
        "exclusions_by_ethnicity_and_fsm",
    ),
    "absence, a rate made of its counts": (
        Question(("absence_rate",), (ENGLAND, LONDON), ("Total", "Primary")),
        "absence_by_geography",
    ),
    "attainment, of several versions": (
        Question(("english_maths_94_rate",), school_types=("All state-funded",), breakdown="sex"),
        "ks4_by_area",
    ),
    "attainment, a split in two columns": (
        Question(("attainment8_average",), school_types=("All state-funded",), breakdown="sen_provision"),
        "ks4_by_characteristic",
    ),
    "pupils in alternative provision": (
        Question(("la_funded_ap_pupils",), (ENGLAND, LONDON), ("Alternative provision",)),
        "ap_la_funded_pupils",
    ),
    "plans, whose groups are columns": (
        Question(("ehc_plans",), school_types=("All settings",), breakdown="placement"),
        "ehc_plans",
    ),
    "attendance, a file a year": (
        Question(("daily_absence_rate",), school_types=("Total", "Primary"), time_identifier="Year to date"),
        "attendance_year_to_date",
    ),
}
NASTY = [
    "O'Brien's \"school\"",
    "back\\slash\\",
    "two\nlines\r\nand\x85more\u2028still",
    "'; DROP TABLE figures; --",
    "$(reboot) `reboot` ${HOME} %s {x}",
    "Gŵyr 学校 \U0001f600 \u202e",
    '"""',
    "$measures",
    "\t\x1b[31m\x7f",
]


def run(command, service, **more):
    environment = os.environ | service.environment
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=120, **more
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def recipe_of(question, table):
    return next(one for one in queries.recipes_of(question)[0] if one.table.id == table)


def own_rows(question, recipe):
    """Return the figures of the app that came from the recipe's table, each with what sets it apart."""
    rows = queries.ask(question).published
    kinds = {word for _, spelled in recipe.words for word, _ in spelled}
    mine = rows[rows["source"] == recipe.table.id]
    several = [kind for kind in mine["school_type"].unique() if kind in kinds]
    return {
        (row.place, row.time_period, row.school_type if several else "", *row.category.split("*")): row
        for row in mine.itertuples()
        if not several or row.school_type in several
    }


def printed_rows(printed, question, recipe):
    """Return what a script printed, by the same words."""
    kinds = {one.id for one in queries.ask(question).school_types}
    found = {}
    for row in csv.DictReader(io.StringIO(printed)):
        words = {column: row[column] for column, _ in recipe.words if column != "time_identifier"}
        kind = next((word for word in words.values() if word in kinds and word != question.breakdown), "")
        said = [word for word in words.values() if word not in {kind, question.breakdown, "Total"}]
        groups = [row["group"]] if "group" in row else said or ["Total"]
        found[(row["place"], row["time_period"], kind, *groups)] = row
    return found


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("view", VIEWS)
def test_the_python_code_prints_the_figures_of_the_view(view, service):
    question, table = VIEWS[view]
    recipe = recipe_of(question, table)
    code = export.python_of(recipe, subject=queries.ask(question).title())
    printed = printed_rows(run([sys.executable, "-c", code], service), question, recipe)
    own = own_rows(question, recipe)
    assert own
    assert printed.keys() == own.keys()
    for key, row in own.items():
        said = printed[key]
        number = float(said["number"]) if said["number"] else None
        assert number == (None if row.value != row.value else pytest.approx(row.value)), key
        published = said.get("published") or said.get(recipe.value)
        if number is None and recipe.value and float(said.get(recipe.denominator) or 1):
            assert published in marks(), key


def marks():
    """Return the marks that stand in published tables where there is no number."""
    found = store.handle().cursor().execute("SELECT DISTINCT mark FROM symbols").fetchall()
    return {mark for (mark,) in found}


@pytest.mark.usefixtures("real")
def test_a_mark_stays_beside_the_number_that_is_not_there(service):
    question, table = VIEWS["two characteristics at once"]
    code = export.python_of(recipe_of(question, table), subject="")
    rows = list(csv.DictReader(io.StringIO(run([sys.executable, "-c", code], service))))
    marked = [row for row in rows if not row["number"]]
    assert marked
    assert all(row["susp_rate"] for row in marked)


@pytest.mark.usefixtures("real")
@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="needs curl and jq")
@pytest.mark.parametrize("view", VIEWS)
def test_the_curl_commands_save_the_table_that_the_app_reads(view, service, tmp_path):
    question, table = VIEWS[view]
    recipe = recipe_of(question, table)
    run(["sh", "-c", export.curl_of(recipe, subject="")], service, cwd=tmp_path)
    saved = (tmp_path / "table.csv").read_text(encoding="utf-8-sig", errors="replace")
    header = {dict(recipe.names).get(name, name) for name in next(csv.reader(io.StringIO(saved)))}
    assert set(recipe.needed) <= header


@pytest.mark.usefixtures("shipped")
def test_the_sql_gives_the_rows_of_every_question_that_was_read():
    database = store.handle().cursor()
    for link, _ in golden.read()[::7]:
        answer, _ = golden.answer_of(link)
        rows = database.execute(queries.sql_of(answer.question)).df()
        whole = ["measure", "place_code", "school_type", "category", "time_period"]
        numbers = ["value", "numerator", "denominator"]
        assert rows[whole].equals(answer.rows[whole]), link
        assert rows[numbers].fillna(-1).equals(answer.rows[numbers].fillna(-1)), link


def test_the_sql_runs_on_the_page_that_takes_sql(result_of):
    question = Question(("suspension_rate",), (ENGLAND, "E08000035"))
    assert result_of(queries.sql_of(question)).rows == len(queries.ask(question).rows)


@pytest.mark.parametrize("word", NASTY)
def test_no_word_of_a_link_leaves_its_literal_in_sql(store_with, word):
    store_with()
    question = Question(("suspension_rate",), categories=(word, ENGLAND))
    written = queries.sql_of(question)
    cursor = store.handle().cursor()
    assert len(cursor.extract_statements(written)) == 1
    assert cursor.execute(written).fetchall() == []
    quoted = "'" + word.replace("'", "''") + "'"
    assert cursor.execute(f"SELECT {quoted}").fetchall() == [(word,)]
    assert quoted in written


@pytest.mark.parametrize("word", NASTY)
def test_a_literal_is_the_word_again_and_on_one_line_of_printable_characters(word):
    assert ast.literal_eval(literal(word)) == word
    assert read_as_r(literal(word)) == word
    assert literal(word).isprintable()


def read_as_r(text):
    """Return what R reads in a literal: `\\` before a quote or a backslash, `u` and four, `U` and eight."""
    assert text[0] == text[-1] == '"'
    parts = re.findall(r'\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\["\\]|[^"\\]', text[1:-1])
    assert "".join(parts) == text[1:-1]
    return "".join(chr(int(p[2:], 16)) if p[:2] in ("\\u", "\\U") else p[-1] for p in parts)


def said_by_shell(command):
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("word", NASTY)
def test_a_shell_gets_the_word_as_it_is(word):
    assert said_by_shell(f"printf %s {shell(word)}") == word


@pytest.mark.skipif(not shutil.which("jq"), reason="needs jq")
@pytest.mark.parametrize("word", NASTY)
def test_a_program_of_jq_gets_the_word_as_it_is(word):
    assert said_by_shell(f"jq -nj {shell(jq(word))}") == word


@pytest.mark.parametrize("word", NASTY)
def test_a_comment_stays_on_its_line(word):
    assert len(comment(word).splitlines()) == 1
    assert comment(word).isprintable()


def test_pieces_fill_lines_and_none_is_lost():
    pieces = [f'"{number}": {number}' for number in range(100)]
    lines = filled(pieces, indent="  ", last=",")
    assert max(map(len, lines)) < 110
    assert " ".join(line.strip() for line in lines) == ", ".join(pieces) + ","


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("view", VIEWS)
def test_code_of_r_is_balanced_and_asks_for_the_same_as_that_of_python(view):
    question, table = VIEWS[view]
    recipe = recipe_of(question, table)
    code = export.r_of(recipe, subject=queries.ask(question).title())
    bare = re.sub(r'"(\\.|[^"\\])*"', "", re.sub(r"(?m)^#.*$|  # .*$", "", code))
    assert '"' not in bare
    assert all(bare.count(a) == bare.count(b) for a, b in ("()", "[]", "{}"))
    python = export.python_of(recipe, subject="")
    for words in (recipe.listing.has, recipe.listing.lacks, [name for *_, name in recipe.places]):
        for word in words:
            told = word if isinstance(word, str) else word[0]
            assert literal(told) in code
            assert literal(told) in python


@pytest.mark.usefixtures("real")
def test_the_code_is_short_beside_its_lists_of_words():
    question, table = VIEWS["exclusions of areas"]
    recipe = recipe_of(question, table)
    assert len(export.python_of(recipe, subject="").splitlines()) < 110
    assert len(export.curl_of(recipe, subject="").splitlines()) < 60


@pytest.mark.usefixtures("real")
def test_a_table_that_was_put_together_here_names_those_that_it_was_made_from():
    question = Question(("sustained_destination_rate",), school_types=("All state-funded",), breakdown="sex")
    question = queries.check(question)[0]
    recipes, without = queries.recipes_of(question)
    assert not recipes
    assert [table.id for table in without] == ["ks4_destinations"]
    assert without[0].origins
    assert all(url.startswith("https://") for _, url in without[0].origins)


def test_a_database_without_mappings_has_sql_and_no_code_for_other_languages(store_with):
    store_with()
    recipes, without = queries.recipes_of(Question(("suspension_rate",)))
    assert not recipes
    assert without
