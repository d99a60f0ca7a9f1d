"""Build: published tables in, figures out, by the real build."""

import math

import pytest

from data_pipeline.errors import PipelineError
from tests.data_pipeline.conftest import ENGLAND, HEAD, SOURCE
from tests.inside import rows_in


def row(
    *, period="201617", place=ENGLAND, school="Total", group="Total", label="Total", numbers="1000,50,5.00"
):
    return f"{period},Academic year,{place},{school},{group},{label},{numbers}"


def figures(cursor, columns="value, symbol"):
    return cursor.execute(f"SELECT {columns} FROM figures ORDER BY ALL").fetchall()


def test_a_suppressed_value_is_not_zero_and_keeps_its_reason(exclusions):
    cursor, _ = exclusions(row(numbers="1000,x,x"))
    assert figures(cursor) == [(None, "c")]


def test_the_same_mark_means_something_else_in_a_later_release(exclusions):
    cursor, _ = exclusions(row(period="201617", numbers="10,x,x"), row(period="202324", numbers="10,x,x"))
    assert figures(cursor, "time_period, symbol") == [("201617", "c"), ("202324", "x")]


def test_a_blank_cell_is_not_available_and_not_zero(exclusions):
    cursor, _ = exclusions(row(numbers="1000,50,"))
    assert figures(cursor) == [(None, "x")]


def test_a_true_zero_stays_zero(exclusions):
    cursor, _ = exclusions(row(numbers="1000,0,0"))
    assert figures(cursor) == [(0.0, None)]


@pytest.mark.parametrize("mark", ["z", "x", "c", "low", "u", "k", ":", ".", "..", "~", "-", "NA"])
def test_every_standard_mark_becomes_a_symbol_and_never_a_number(exclusions, mark):
    cursor, _ = exclusions(row(period="202324", numbers=f"1000,50,{mark}"))
    ((value, symbol),) = figures(cursor)
    assert value is None
    assert symbol in {"z", "x", "c", "low", "u"}


def test_the_published_table_keeps_the_mark_beside_the_number(exclusions):
    cursor, _ = exclusions(row(numbers="1000,x,x"), row(period="201516"))
    rows = cursor.execute(
        "SELECT rate, rate__symbol FROM published.exclusions ORDER BY time_period"
    ).fetchall()
    assert rows == [(5.0, None), (None, "x")]


def test_only_columns_with_marks_get_a_column_of_marks(exclusions):
    cursor, _ = exclusions(row(numbers="1000,50,x"), row(period="201516"))
    names = [name for name, *_ in cursor.execute("DESCRIBE published.exclusions").fetchall()]
    assert "rate__symbol" in names
    assert "headcount__symbol" not in names


def test_a_mark_that_nobody_explained_is_a_finding(exclusions):
    _, made = exclusions(row(numbers="1000,50,5.00"), row(period="201516", numbers="1000,50,??"))
    assert any("??" in finding.message for finding in made.findings)


def test_thousands_separators_are_read_as_numbers(exclusions):
    cursor, _ = exclusions(row(numbers='"1,000",50,5.00'))
    assert figures(cursor, "denominator") == [(1000.0,)]


def test_codes_that_look_like_numbers_stay_words(exclusions):
    cursor, _ = exclusions(row(place="Local authority,E92000001,E12000001,806,E06000002"))
    assert cursor.execute("SELECT old_la_code FROM published.exclusions").fetchall() == [("806",)]


def test_a_rate_of_nobody_is_not_applicable(exclusions):
    cursor, _ = exclusions(row(group="FSM eligible", label="FSM Unclassified", numbers="0,50,0"))
    assert figures(cursor) == [(None, "z")]


def test_old_column_names_are_read_under_the_new_ones(exclusions):
    cursor, _ = exclusions(row(), head=HEAD.replace("suspension", "fixed_excl"))
    assert figures(cursor, "numerator") == [(50.0,)]


@pytest.mark.parametrize(
    ("group", "label", "breakdown", "category"),
    [
        ("Ethnicity", "Ethnicity Minor Black Caribbean", "ethnicity_minor", "Black Caribbean"),
        ("Ethnicity", "Ethnicity Major Black Total", "ethnicity_major", "Black"),
        ("Ethnicity", "Ethnicity Minor Gypsy Roma", "ethnicity_minor", "Gypsy/Roma"),
        ("FSM eligible", "FSM NotEligible", "fsm", "Not FSM eligible"),
        ("SEN provision", "SEN provision SEN with statement EHC", "sen_provision", "EHC plan"),
        ("Gender", "Gender male", "sex", "Male"),
        ("NC Year", "NC Year 10", "year_group", "Year 10"),
    ],
)
def test_published_spellings_become_one_vocabulary(exclusions, group, label, breakdown, category):
    cursor, _ = exclusions(row(group=group, label=label))
    assert figures(cursor, "breakdown, category") == [(breakdown, category)]


def test_a_spelling_that_nobody_knows_is_a_finding_and_no_figure(exclusions):
    cursor, made = exclusions(row(), row(group="Ethnicity", label="Martian"))
    assert figures(cursor, "category") == [("Total",)]
    assert any("Martian" in finding.message for finding in made.findings)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("National,E92000001,,,", "E92000001"),
        ("Regional,E92000001,E12000001,,", "E12000001"),
        ("Regional,E92000001,E13000001,,", "E13000001"),
        ("Local authority,E92000001,E12000008,825,E10000002", "E06000060"),
        ("Local authority,E92000001,E12000002,909,E10000006", "E10000006"),
        ("Local authority,E92000001,E12000001,,E06000002", "E06000002"),
    ],
)
def test_old_and_new_codes_lead_to_one_place(exclusions, place, code):
    cursor, _ = exclusions(row(place=place))
    assert figures(cursor, "place_code") == [(code,)]


def test_a_place_that_is_no_area_is_a_finding(exclusions):
    _, made = exclusions(
        row(), row(place="Local authority,E92000001,E12000002,942 / 943,E06000063 / E06000064")
    )
    assert any("E06000063" in finding.message for finding in made.findings)


def test_schools_are_published_and_not_figures(exclusions):
    cursor, _ = exclusions(row(), row(place="School,E92000001,E12000001,806,E06000002"))
    assert len(figures(cursor)) == 1
    assert cursor.execute("SELECT count(*) FROM published.exclusions").fetchall() == [(2,)]


def test_a_rate_that_its_counts_do_not_give_is_a_finding(exclusions):
    _, made = exclusions(row(numbers="1000,50,6.00"))
    assert any("are not 100 *" in finding.message for finding in made.findings)


def test_a_key_that_stands_twice_is_a_finding(exclusions):
    cursor, made = exclusions(row(), row(numbers="1000,60,6.00"))
    assert len(figures(cursor)) == 1
    assert any("more than once" in finding.message for finding in made.findings)


def test_too_few_rows_keep_the_table_out_of_the_build(exclusions):
    cursor, made = exclusions(row(), source=SOURCE + "rows = { min = 5 }\n", whole=True)
    assert figures(cursor) == []
    assert [finding.severity for finding in made.findings if "not whole" in finding.message] == ["fatal"]


def test_a_rate_without_a_published_value_comes_from_its_counts(exclusions):
    cursor, _ = exclusions(row(numbers="800,50,9"), source=SOURCE.replace('value = "rate"\n', ""))
    assert math.isclose(figures(cursor, "value")[0][0], 6.25)


def test_of_two_sources_the_one_of_higher_priority_is_kept_and_the_other_remembered(build_from):
    rows = "\n".join([HEAD, row()]) + "\n"
    other = "\n".join([HEAD, row(numbers="1001,51,5.09")]) + "\n"
    sources = {
        "first": "priority = 90\n" + SOURCE.replace('["exclusions"]', '["first"]'),
        "second": "priority = 10\n" + SOURCE.replace('["exclusions"]', '["second"]'),
    }
    cursor, _ = build_from({"second.csv": other, "first.csv": rows}, sources=sources)
    assert figures(cursor, "source, value") == [("first", 5.0)]
    kept = cursor.execute("SELECT source, value, kept_source, kept_value FROM conflicts").fetchall()
    assert kept == [("second", 5.09, "first", 5.0)]


def test_of_two_files_of_one_source_the_newer_one_is_kept(build_from):
    old = "\n".join([HEAD, row(period="202223", numbers="1000,40,4.00")]) + "\n"
    new = "\n".join([HEAD, row(period="202223"), row(period="202324")]) + "\n"
    files = {"exclusions_b_old.csv": old, "exclusions_a_new.csv": new}
    cursor, _ = build_from(files, sources={"exclusions": SOURCE})
    assert figures(cursor, "time_period, value") == [("202223", 5.0), ("202324", 5.0)]


def test_a_derived_source_is_one_select_over_published_tables(build_from):
    derived = SOURCE.replace(
        'title = "Exclusions"', 'title = "Doubled"\nderived_from = ["exclusions"]\npriority = 60'
    )
    select = "SELECT * REPLACE (rate * 2 AS rate) FROM published.exclusions"
    sources = {"exclusions": SOURCE, "exclusions_doubled": derived, "exclusions_doubled.sql": select}
    cursor, _ = build_from({"exclusions.csv": "\n".join([HEAD, row()]) + "\n"}, sources=sources)
    assert figures(cursor, "source, value") == [("exclusions_doubled", 10.0)]


def test_a_folder_without_any_known_table_is_an_error_that_says_what_to_do(build_from):
    with pytest.raises(PipelineError, match="Name a folder"):
        build_from({"weather.csv": "a,b\n1,2\n"})


def test_every_figure_names_its_source_and_has_a_number_or_a_symbol(built):
    odd = "source NOT IN (SELECT source FROM sources) OR (value IS NULL) = (symbol IS NULL)"
    assert rows_in(built, f"SELECT count(*) FROM figures WHERE {odd}") == [(0,)]
    ((count,),) = rows_in(built, "SELECT count(*) FROM figures")
    assert count > 400


def test_the_same_files_give_the_same_build_id(exclusions):
    assert exclusions(row())[1].build_id == exclusions(row())[1].build_id
    assert exclusions(row())[1].build_id != exclusions(row(numbers="1000,60,6.00"))[1].build_id


def test_each_file_of_a_source_is_listed_with_its_own_rows_and_periods(build_from):
    old = "\n".join([HEAD, row(period="202122"), row(period="202223")]) + "\n"
    new = "\n".join([HEAD, row(period="202324")]) + "\n"
    files = {"exclusions_a.csv": new, "exclusions_b.csv": old}
    cursor, _ = build_from(files, sources={"exclusions": SOURCE})
    rows = cursor.execute(
        "SELECT file_name, data_rows, first_period, last_period FROM releases ORDER BY ALL"
    ).fetchall()
    assert rows == [("exclusions_a.csv", 1, "202324", "202324"), ("exclusions_b.csv", 2, "202122", "202223")]
