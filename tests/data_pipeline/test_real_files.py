"""Real files: what must be true of a build of the department's own tables, of any release."""

import duckdb
import pytest


@pytest.fixture(scope="module")
def ask(real_build):
    with duckdb.connect(str(real_build), read_only=True) as connection:
        cursor = connection.cursor()
        yield lambda sql: cursor.execute(sql).fetchall()


def test_the_real_files_build_without_a_warning(ask):
    assert ask("SELECT * FROM findings WHERE severity <> 'note'") == []


def test_no_published_mark_becomes_a_number(ask):
    tables = ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'published'")
    marked = ask(
        """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'published' AND column_name LIKE '%\\_\\_symbol' ESCAPE '\\'
        """
    )
    assert len(tables) > 30
    assert len(marked) > 100
    for table, column in marked:
        number = column.removesuffix("__symbol")
        both = f'"{column}" IS NOT NULL AND "{number}" IS NOT NULL'
        assert ask(f'SELECT count(*) FROM published."{table}" WHERE {both}') == [(0,)], f"{table}.{column}"


def test_every_figure_has_either_a_number_or_a_standard_symbol(ask):
    odd = ask(
        """
        SELECT source, count(*) FROM figures
        WHERE (value IS NULL) = (symbol IS NULL) OR symbol NOT IN ('z', 'x', 'c', 'low', 'u')
        GROUP BY ALL
        """
    )
    assert odd == []


def test_every_word_of_a_figure_is_in_the_vocabulary(ask):
    for column, table in (
        ("measure", "measures"),
        ("school_type", "school_types"),
        ("place_code", "places"),
        ("source", "sources"),
    ):
        assert ask(f"SELECT DISTINCT {column} FROM figures EXCEPT SELECT {column} FROM {table}") == []
    assert (
        ask(
            """
            SELECT DISTINCT breakdown, category FROM figures WHERE breakdown NOT LIKE '%*%'
            EXCEPT SELECT breakdown, category FROM categories
            """
        )
        == []
    )


ROUNDED_COUNTS = {
    "exclusions_by_characteristic",
    "exclusions_by_geography_rounded",
    "absence_by_characteristic",
}
DECIMALS = {
    "ks4": 1,
    "absence_by_characteristic": 1,
    "exclusions_by_characteristic": 2,
    "exclusions_by_geography_rounded": 2,
}


def test_rates_agree_with_their_counts_to_the_published_rounding(ask):
    rows = ask(
        """
        SELECT source,
               max(abs(value - 100 * numerator / denominator)) AS apart,
               max(abs(value - 100 * numerator / denominator)
                   - 100 * 2.5 / denominator * (1 + numerator / denominator)) AS apart_when_rounded_to_five
        FROM figures
        WHERE measure LIKE '%rate' AND denominator > 0 AND numerator IS NOT NULL AND value IS NOT NULL
        GROUP BY ALL
        """
    )
    assert len(rows) > 10
    for source, apart, apart_when_rounded in rows:
        decimals = 5 if source == "exclusions_by_characteristic_unrounded" else 4
        decimals = next((n for name, n in DECIMALS.items() if source.startswith(name)), decimals)
        widest = apart_when_rounded if source in ROUNDED_COUNTS else apart
        assert widest <= 0.55 * 10**-decimals, (source, widest)


def test_the_parts_of_the_exclusions_table_add_up(ask):
    england = """
        SELECT time_period, measure, school_type, numerator
        FROM figures WHERE place_code = 'E92000001' AND source = 'exclusions_by_geography'
    """
    for level in ("Regional", "Local authority"):
        apart = ask(
            f"""
            SELECT time_period, measure, school_type, england.numerator, sum(f.numerator)
            FROM ({england}) AS england
            JOIN figures AS f USING (time_period, measure, school_type)
            JOIN places USING (place_code)
            WHERE level = '{level}' AND f.source = 'exclusions_by_geography'
            GROUP BY ALL
            HAVING abs(england.numerator - sum(f.numerator)) > 0.5
            """
        )
        # England's total of 2006/07 is published 20 permanent exclusions above the sum of its parts
        odd = {(row[0], row[1]) for row in apart}
        assert odd <= {("200607", "permanent_exclusion_rate")}, apart


def test_the_school_types_of_the_exclusions_table_add_up(ask):
    apart = ask(
        """
        SELECT time_period, measure,
               sum(numerator) FILTER (school_type = 'Total')
                   - sum(numerator) FILTER (school_type <> 'Total') AS off
        FROM figures
        WHERE place_code = 'E92000001' AND breakdown = 'total' AND time_identifier = 'Academic year'
          AND measure IN ('suspension_rate', 'permanent_exclusion_rate', 'suspended_pupils_rate')
          AND school_type IN ('Total', 'Primary', 'Secondary', 'Special')
        GROUP BY ALL
        HAVING abs(off) > 0.5
        """
    )
    assert {row[0] for row in apart} <= {"200607"}, apart


def test_the_london_parts_of_the_unplaced_copy_are_not_taken_for_england(ask):
    rows = ask(
        """
        SELECT characteristic_group, sum(perm_excl), sum(suspension)
        FROM published.exclusions_by_characteristic_unrounded
        WHERE time_period = '201819' AND school_type = 'Total'
          AND characteristic_group IN ('FSM', 'Sex', 'Age')
        GROUP BY ALL
        """
    )
    assert {row[1:] for row in rows} == {(7894.0, 438265.0)}


def test_ordered_shares_stay_in_order(ask):
    wrong = ask(
        """
        SELECT count(*)
        FROM figures AS severe
        JOIN figures AS persistent
             USING (time_period, time_identifier, place_code, school_type, breakdown, category)
        WHERE severe.measure = 'severe_absence_rate' AND persistent.measure = 'persistent_absence_rate'
          AND severe.source = persistent.source AND severe.value > persistent.value + 1e-9
        """
    )
    assert wrong == [(0,)]


def test_the_kinds_of_alternative_provision_stay_apart(ask):
    rows = dict(
        ask(
            """
            SELECT measure, max(value) FROM figures
            WHERE place_code = 'E92000001' AND breakdown = 'total'
              AND measure LIKE '%\\_ap\\_%' ESCAPE '\\'
              AND time_period = '202223'
            GROUP BY ALL
            """
        )
    )
    assert rows == {
        "state_funded_ap_pupils": 13191.0,
        "la_funded_ap_pupils": 40904.0,
        "la_funded_ap_placements": 41319.0,
        "school_arranged_ap_pupils": 24577.0,
    }


def test_zeros_that_stand_for_an_area_in_division_are_not_taken_for_rates(ask):
    rows = ask(
        """
        SELECT DISTINCT value, symbol FROM figures JOIN places USING (place_code)
        WHERE old_code IN ('820', '875', '822', '823', '895', '896') AND time_period = '200809'
          AND measure IN ('suspension_rate', 'permanent_exclusion_rate', 'suspended_pupils_rate')
        """
    )
    assert {value for value, _ in rows} == {None}


def test_the_gap_reads_as_published(ask):
    rows = ask(
        """
        SELECT school_type, time_period, value, numerator, denominator FROM figures
        WHERE measure = 'english_maths_94_rate' AND breakdown = 'total' AND place_code = 'E92000001'
          AND time_period IN ('201819', '202324')
          AND school_type IN ('All state-funded', 'Hospital, PRU & AP')
        ORDER BY ALL
        """
    )
    assert rows == [
        ("All state-funded", "201819", 64.6, 350745.0, 542568.0),
        ("All state-funded", "202324", 65.0, rows[1][3], rows[1][4]),
        ("Hospital, PRU & AP", "201819", 4.5, 446.0, 9812.0),
        ("Hospital, PRU & AP", "202324", 4.1, 357.0, 8740.0),
    ]
