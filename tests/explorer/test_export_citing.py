"""Citing tests: a view and a table can be cited as text, as BibTeX and as CSL-JSON."""

import json
import re
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import export, queries, store
from explorer.export.citing import escaped
from explorer.question import Question
from tests.explorer.small_tables import LEEDS

LINK = "https://example.org/exclusions?measure=suspension_rate&place=E92000001~E08000035"
DAY = date(2026, 11, 21)
# The parts of CSL's input format that a data set uses: https://citationstyles.org (version 1.0.2).
DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
}
TEXT = {"type": "string", "minLength": 1}
NAMES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["literal"],
        "additionalProperties": False,
        "properties": {"literal": TEXT},
    },
}
CSL = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type", "title", "author", "publisher"],
        "additionalProperties": False,
        "properties": {
            "type": {"const": "dataset"},
            "author": NAMES,
            "issued": DATE,
            "accessed": DATE,
            **dict.fromkeys(("id", "title", "publisher", "URL", "version", "note"), TEXT),
        },
    },
}


@pytest.fixture
def work(store_with):
    store_with()
    return export.view_cited(queries.ask(Question(("suspension_rate",))), LINK, accessed=DAY)


def test_a_view_is_cited_in_bibtex(work):
    assert export.bibtex(work) == (
        "@misc{dfe-2025-suspension-rate-england,\n"
        "  author    = {{DfE}},\n"
        "  title     = {{Suspension rate, England, 2017/18 to 2023/24}},\n"
        "  year      = {2025},\n"
        "  publisher = {DfE},\n"
        "  type      = {Data set},\n"
        "  version   = {build abc},\n"
        f"  url       = {{{LINK}}},\n"
        "  urldate   = {2026-11-21},\n"
        "  note      = {DfE, Exclusions: Exclusions by area (2023/24, published 10 July 2025); Exclusions by "
        "area (2018/19, published 30 July 2020). Licence: OGL v3.0. Build abc.},\n"
        "}"
    )


def test_a_view_is_cited_in_csl_json(work):
    (item,) = json.loads(export.csl_json(work))
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": "DfE"}]
    assert item["issued"] == {"date-parts": [[2025, 7, 10]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 21]]}
    assert (item["URL"], item["version"]) == (LINK, "build abc")
    jsonschema.validate([item], CSL)


def test_the_text_of_a_view_is_its_full_citation(work):
    answer = queries.ask(Question(("suspension_rate",)))
    assert work.text == export.citation(answer, LINK, accessed=DAY)


def test_what_was_published_on_no_day_that_is_at_hand_has_no_date(work):
    undated = replace(work, published="", accessed=None)
    assert "  year      = {n.d.},\n" in export.bibtex(undated)
    (item,) = json.loads(export.csl_json(undated))
    assert "issued" not in item
    assert "accessed" not in item
    jsonschema.validate([item], CSL)


def test_a_month_is_a_month(work):
    (item,) = json.loads(export.csl_json(replace(work, published="2025-03")))
    assert item["issued"] == {"date-parts": [[2025, 3]]}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Hospital, PRU & AP", r"Hospital, PRU \& AP"),
        ("50 % or more", r"50 \% or more"),
        ("{x}_#1 $2", r"\{x\}\_\#1 \$2"),
        ("Ynys Môn", r"Ynys M{\^{o}}n"),
        ("São Tomé, Ängel, Þór", r"S{\~{a}}o Tom{\'{e}}, {\"{A}}ngel, Þ{\'{o}}r"),
        ("a\\b~c^d", r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d"),
        ("2006\N{EN DASH}2024", "2006--2024"),
        ("two  lines\nin one", "two lines in one"),
    ],
)
def test_text_is_escaped_for_tex(text, printed):
    assert escaped(text) == printed


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_whatever_the_text_its_braces_are_even_and_nothing_starts_a_comment(text):
    printed = re.sub(r"\\[{}%&$#_]", "", escaped(text))
    assert printed.count("{") == printed.count("}")
    assert not set(printed) & set("%&$#_\n")


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40))
def test_whatever_the_title_an_entry_has_every_field_on_a_line_of_its_own(text):
    work = export.Work(text, text, "2025-01-01", LINK, text, text, text, DAY)
    first, *lines, last = export.bibtex(work).split("\n")
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,", first)
    assert last == "}"
    assert all(re.fullmatch(r"  [a-z]+ *= \{.*\},", line) for line in lines)
    (item,) = json.loads(export.csl_json(work))
    assert item["title"] == text


@pytest.mark.usefixtures("real")
def test_every_table_can_be_cited_in_the_three_forms():
    build = store.handle().build_id
    for row in queries.sources_table().to_dict("records"):
        work = export.table_work(row, build_id=build, accessed=DAY)
        assert row["title"] in work.text
        assert row["licence"] in work.text
        assert work.text.endswith("(accessed 21 November 2026)")
        assert f"  url       = {{{row['url']}}}," in export.bibtex(work)
        jsonschema.validate(json.loads(export.csl_json(work)), CSL)


def test_a_view_without_any_table_can_still_be_cited(store_with):
    store_with()
    empty = queries.ask(Question(("permanent_exclusion_rate",), places=(LEEDS,)))
    work = export.view_cited(empty, LINK, accessed=DAY)
    assert export.bibtex(work).startswith("@misc{permanent-exclusion-rate")
    assert json.loads(export.csl_json(work))[0]["title"] == work.title
