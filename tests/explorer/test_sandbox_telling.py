"""Sandbox telling tests: what a reader is told of a query that fails, and which functions are let through."""

import duckdb
import pytest

from explorer.sandbox import gate

# Names that sound as if they were about files, settings or other queries, and are not.
PURE = {
    *("parse_dirname", "parse_dirpath", "parse_filename", "parse_path", "path_join"),
    *("json_extract_path", "json_extract_path_text", "hive_partition_component", "log", "log10", "log2"),
    *("json_copy_strftime_if_date", "json_copy_strftime_if_timestamp"),
    "current_catalog",  # of which "log" is a part; it gives the fixed name that every database has here
}


@pytest.mark.parametrize(
    ("sql", "said", "pointed"),
    [
        (
            "SELECT valu FROM figures",
            "Line 1, column 8: there is no column called valu. Did you mean value?",
            "SELECT valu FROM figures\n       ^",
        ),
        (
            "SELECT 'é',\n  f.valeu\nFROM figures f",
            "Line 2, column 3: f has no column called valeu. Did you mean value?",
            "  f.valeu\n  ^",
        ),
        (
            "SELECT lenght(measure) FROM figures",
            "Line 1, column 8: there is no function called lenght. Did you mean length?",
            "SELECT lenght(measure) FROM figures\n       ^",
        ),
        (
            "SELECT avg(measure) FROM figures",
            "Line 1, column 8: avg(VARCHAR) does not fit: avg takes other types. CAST changes a type.",
            "SELECT avg(measure) FROM figures\n       ^",
        ),
    ],
)
def test_an_error_is_a_sentence_that_points_at_the_place(problem_of, sql, said, pointed):
    told = problem_of(sql)
    assert told.sentence == said
    assert told.excerpt == pointed


def test_a_table_that_is_nearly_one_is_told_which(problem_of):
    assert problem_of("SELECT * FROM figure").sentence.endswith(
        "figure is none of them. Did you mean figures?"
    )


def test_what_cannot_be_read_is_shown_from_where(problem_of):
    told = problem_of("SELECT measure\nFORM figures\nWHERE 1")
    assert told.sentence.startswith("Line 2, column 6: the query cannot be read from “figures” on.")
    assert told.excerpt == "FORM figures\n     ^"


def test_a_place_in_a_long_line_is_shown_with_what_is_around_it(problem_of):
    told = problem_of(f"SELECT {', '.join(['value'] * 200)}, nosuch FROM figures")
    line, mark = told.excerpt.split("\n")
    assert len(line) < 130
    assert line[mark.index("^") :].startswith("nosuch")


def test_no_function_that_sounds_of_files_settings_or_other_queries_is_let_through():
    with duckdb.connect() as own:
        named = own.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions() "
            "WHERE function_type IN ('scalar', 'aggregate', 'macro')"
        )
        names = {name for (name,) in named.fetchall()}
    sounds = ("file", "read", "path", "env", "setting", "variable", "log", "secret", "exec", "sql", "sleep")
    heard = {
        name for name in names if any(word in name for word in (*sounds, "scan", "query", "copy", "dir"))
    }
    assert len(heard) > 10
    assert {name for name in heard if not gate.FORBIDDEN.fullmatch(name)} <= PURE
