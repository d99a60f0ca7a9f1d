"""Big file: a school-level table as the department publishes them, of as many rows as asked, made up."""

from pathlib import Path

import duckdb

PLACES = """
    'Academic year' AS time_identifier, 'School' AS geographic_level, 'E92000001' AS country_code,
    'England' AS country_name, 'E1200000' || (1 + school % 9) AS region_code,
    'Yorkshire and The Humber' AS region_name, CAST(300 + school % 640 AS VARCHAR) AS old_la_code,
    'E08' || lpad(CAST(school % 153 AS VARCHAR), 6, '0') AS new_la_code,
    'Local authority of ' || (school % 153) || ', City of' AS la_name,
    CASE school WHEN 0 THEN '1e+05' ELSE CAST(100000 + school AS VARCHAR) END AS school_urn,
    CAST(3000000 + school AS VARCHAR) AS school_laestab,
    'Saint Somebody''s Church of England Voluntary Aided Primary School and Nursery Class ' || school
        AS school_name,
    ['State-funded primary', 'State-funded secondary', 'State-funded special school'][1 + school % 3]
        AS phase_type_grouping,
    ['Academy converter', 'Community school', 'Voluntary aided school'][1 + school % 3]
        AS type_of_establishment,
    ['Church of England', 'Does not apply', 'Roman Catholic'][1 + school % 3] AS denomination,
    ['Mixed', 'Boys', 'Girls'][1 + school % 3] AS sex_of_school_description,
    ['Not applicable', 'Selective', 'Non-selective'][1 + school % 3] AS admissions_policy,
    ['Ethnicity', 'Free school meals', 'Language', 'Sex', 'Year group'][1 + n % 5] AS breakdown_topic,
    'Characteristic number ' || (n % 40) AS breakdown
"""
IDENTIFYING = 20
BYTES_A_ROW = 560
NUMBERS = ("headcount", "percentage")
MARKS = "CASE WHEN hash(n, {i}) % 50 = 0 THEN 'z' WHEN hash(n, {i}) % 70 = 0 THEN 'c' ELSE {number} END"
COUNT = "CAST(hash(n, {i}) % 2000 AS VARCHAR)"
PERCENTAGE = "printf('%.12f', (hash(n, {i}) % 1000000) / 10000.0)"


def make(path: Path, rows: int) -> Path:
    """Write the file: forty columns, a third of the numbers with marks among them, some 560 bytes a row."""
    numbers = [_number(i) for i in range(40 - IDENTIFYING)]
    select = f"""
        SELECT CAST(201516 + 101 * (n * 10 // {rows}) AS VARCHAR) AS time_period, {PLACES},
               {", ".join(numbers)}
        FROM (SELECT range AS n, range % 24000 AS school FROM range({rows}))
    """  # noqa: S608 (all of it is written here)
    with duckdb.connect(config={"memory_limit": "1GB", "preserve_insertion_order": True}) as connection:
        connection.cursor().execute(f"COPY ({select}) TO '{path.as_posix()}' (HEADER, DELIMITER ',')")
    return path


def _number(i: int) -> str:
    number = (COUNT if i % 2 == 0 else PERCENTAGE).format(i=i)
    name = f"{'headcount' if i % 2 == 0 else 'percentage_of_pupils'}_{i}"
    return f"{MARKS.format(i=i, number=number) if i % 3 == 0 else number} AS {name}"
