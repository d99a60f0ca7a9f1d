"""Traps: what published files do to their readers, each with a finding that names it."""

import gzip

import pytest

from tests.data_pipeline.conftest import HEAD, SOURCE
from tests.data_pipeline.test_build import row

GOOD = row(period="202223")
WELL = f"{HEAD}\n{row()}\n{GOOD}\n"


@pytest.fixture
def judged(build_from):
    """Build from one file as it lies beside a healthy table of another source; its findings and figures."""

    def build(content, *, name="exclusions.csv", source=SOURCE, whole=False):
        files = {name: content, "other.csv": f"{HEAD}\n{row(period='201011')}\n"}
        other = SOURCE.replace('["exclusions"]', '["other"]')
        cursor, made = build_from(files, sources={"exclusions": source, "other": other}, whole=whole)
        findings = [f for f in made.findings if f.source == "exclusions" or f.file_name == name]
        count = cursor.execute("SELECT count(*) FROM figures WHERE source = 'exclusions'").fetchall()[0][0]
        return findings, count, cursor

    return build


def named(findings, name):
    return [finding.severity for finding in findings if finding.message.startswith(name)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "Empty file"),
        (b"\xef\xbb\xbf\r\n", "Empty file"),
        (b"\n\n\n", "Empty file"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "Web page"),
        ('\n <html lang="en"><head>', "Web page"),
        ('{"status": 404, "title": "Not found"}', "JSON"),
        (b"%PDF-1.7 and so on", "No text"),
        (b"\x00\x01\x02\x03 neither", "No text"),
        (gzip.compress(WELL.encode() * 50, mtime=0)[:60], "Damaged file"),
        ("time_period,geographic_level\n201617,National\n", "Missing columns"),
    ],
)
def test_what_is_no_table_is_fatal_to_its_source_and_says_what_it_is(judged, content, name):
    findings, figures, _ = judged(content)
    assert named(findings, name) == ["fatal"]
    assert figures == 0


def test_a_gzip_file_that_is_cut_late_is_fatal(judged):
    whole = gzip.compress("\n".join([HEAD, *(row(period=str(200607 + 101 * n)) for n in range(9))]).encode())
    findings, figures, _ = judged(whole[:-9], name="exclusions.csv.gz")
    assert [f.severity for f in findings if f.message.startswith(("Damaged", "Unreadable"))] == ["fatal"]
    assert figures == 0


@pytest.mark.parametrize("line", ["202324,Academic year,National", f"{GOOD},7,8"])
def test_ragged_rows_are_left_out_and_named_by_their_lines(judged, line):
    many = [
        row(period=str(199900 + 101 * n), school=s)
        for n in range(25)
        for s in ("Total", "Primary", "Special")
    ]
    many += [row(period=str(199900 + 101 * n), school="Secondary") for n in range(26)]
    findings, figures, _ = judged("\n".join([HEAD, many[0], line, *many[1:]]) + "\n")
    (finding,) = [finding for finding in findings if finding.message.startswith("Ragged rows")]
    assert "line 3" in finding.message
    assert finding.severity == "warning"
    assert figures == len(many)


def test_many_ragged_rows_are_fatal(judged):
    findings, figures, _ = judged(f"{HEAD}\n{GOOD}\n1,2\n3,4\n{row()}\n")
    assert named(findings, "Ragged rows") == ["fatal"]
    assert figures == 0


def test_a_file_that_is_cut_in_its_last_line_is_fatal(judged):
    findings, _, _ = judged(WELL.rstrip("\n")[:-20])
    assert named(findings, "Ragged rows") == ["fatal"]
    assert "not whole" in " ".join(finding.message for finding in findings)


@pytest.mark.parametrize("head", [f",{HEAD}", f'"",{HEAD}', HEAD])
def test_row_numbers_in_front_are_left_out_whether_their_column_is_named_or_not(judged, head):
    findings, figures, cursor = judged(f"{head}\n1,{row()}\n2,{GOOD}\n")
    assert named(findings, "Row numbers") == ["note"]
    assert figures == 2
    assert cursor.execute("SELECT DISTINCT time_identifier FROM published.exclusions").fetchall() == [
        ("Academic year",)
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1e+05", "100000"), ("3E+05", "300000"), ("1.2e+05", "120000"), ("100001.0", "100001")],
)
def test_codes_that_were_written_as_numbers_are_codes_again(judged, written, meant):
    text = f"{HEAD},school_urn\n{row()},{written}\n{GOOD},100002\n"
    findings, _, cursor = judged(text)
    assert named(findings, "Codes written as numbers") == ["note"]
    rows = cursor.execute("SELECT school_urn FROM published.exclusions ORDER BY ALL").fetchall()
    assert rows == sorted([(meant,), ("100002",)])


def test_thousands_separators_are_named_and_a_comma_for_a_point_is_no_number(judged):
    text = f'{HEAD},a,b\n{row()},"48,552.50","1,5"\n{GOOD},7,2\n'
    findings, _, cursor = judged(text)
    assert named(findings, "Thousands separators") == ["note"]
    assert cursor.execute("SELECT a, b FROM published.exclusions ORDER BY ALL").fetchall() == [
        (7.0, "2"),
        (48552.5, "1,5"),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_wrong_encoding_is_named_and_read(judged, encoding):
    text = f"{HEAD},la_name\n{row()},Café\n{GOOD},Añb\n"
    findings, figures, cursor = judged(text.encode(encoding))
    assert named(findings, "Encoding") == ["note"]
    assert figures == 2
    names = cursor.execute("SELECT la_name FROM published.exclusions ORDER BY ALL").fetchall()
    assert names == [("Añb",), ("Café",)]


def test_a_letter_of_another_encoding_far_down_in_the_file_is_read(judged):
    lines = [f"{row(period=str(199900 + 101 * n))},Anywhere" for n in range(25)] * 150
    text = "\n".join([f"{HEAD},la_name", *lines]).encode() + f"\n{GOOD},".encode() + b"Caf\xe9\n"
    findings, _, cursor = judged(text)
    assert named(findings, "Encoding or line ends") == ["warning"]
    assert cursor.execute("SELECT count(*) FROM published.exclusions WHERE la_name = 'Café'").fetchall() == [
        (1,)
    ]


def test_two_kinds_of_line_ends_in_one_file_are_read(judged):
    _, figures, _ = judged(f"{HEAD}\r\n{row()}\n{GOOD}\r\n")
    assert figures == 2


@pytest.mark.parametrize("word", ["NaN", "nan", "inf", "-Infinity"])
def test_what_computers_write_for_no_number_is_a_mark(judged, word):
    findings, _, cursor = judged(f"{HEAD}\n{row(numbers=f'1000,50,{word}')}\n{GOOD}\n")
    assert named(findings, "Not numbers")
    found = cursor.execute("SELECT value, symbol FROM figures WHERE time_period = '201617'").fetchall()
    assert [one for one in found if one[0] is None] == [(None, "x")]


def test_revised_and_final_rows_together_are_named_and_the_final_ones_count(judged):
    lines = [
        f"{row(numbers='1000,40,4.00')},Revised",
        f"{row()},Final",
        f"{row(numbers='9,1,11')},Provisional",
    ]
    findings, _, cursor = judged("\n".join([f"{HEAD},version", *lines]))
    assert named(findings, "Several versions together") == ["warning"]
    assert not named(findings, "Duplicated keys")
    value = "SELECT value FROM figures WHERE source = 'exclusions'"
    assert cursor.execute(value).fetchall() == [(5.0,)]


def test_a_renamed_column_is_named_with_the_one_that_looks_like_it(judged):
    findings, _, _ = judged(WELL.replace("headcount", "head_count"))
    (message,) = [finding.message for finding in findings if finding.message.startswith("Missing columns")]
    assert "head_count = 'headcount'" in message


def test_the_same_column_twice_is_named_and_both_are_kept(judged):
    findings, _, cursor = judged(f"{HEAD},pupils,Pupils\n{row()},5,6\n{GOOD},5,7\n")
    assert named(findings, "Duplicated columns") == ["note"]
    assert cursor.execute("SELECT count(Pupils_15) FROM published.exclusions").fetchall() == [(2,)]


@pytest.mark.parametrize("name", ["headcount", "Rate", "fixed_excl", "geographic_level", "old_la_code"])
def test_a_column_that_figures_are_made_of_and_that_stands_twice_is_fatal(judged, name):
    findings, figures, _ = judged(f"{HEAD},{name}\n{row()},6\n{GOOD},7\n")
    assert "fatal" in named(findings, "Duplicated columns")
    assert figures == 0


YEARS = [str(200607 + 101 * n) for n in range(18)]


def rates(text):
    """Return a table of many years in which each row has these numbers; `{n}` counts the rows."""
    return "\n".join([HEAD, *(row(period=year, numbers=text.format(n=n)) for n, year in enumerate(YEARS))])


@pytest.mark.parametrize("numbers", ["{n}3,50,5.00", "2000,50,5.00", "1000,500,5.00", "1000,50,0.05"])
def test_rates_that_hardly_any_count_gives_are_fatal(judged, numbers):
    findings, figures, _ = judged(rates(numbers) + "\n")
    assert named(findings, "Wrong rates") == ["fatal"]
    assert figures == 0


@pytest.mark.parametrize(
    "numbers", ["1003,52,5.2", "1000,50,5.1", "1000,60,6.41", "100000,54,0.1", "100,5,9.00"]
)
def test_rates_that_another_rounding_explains_are_a_warning(judged, numbers):
    findings, figures, _ = judged(rates(numbers) + "\n")
    assert named(findings, "Wrong rates") == ["warning"]
    assert figures == len(YEARS)


def test_some_wrong_rates_among_right_ones_are_a_warning(judged):
    lines = rates("1000,50,5.00").splitlines()
    findings, figures, _ = judged(
        "\n".join(line.replace("5.00", "9.00", n < 9) for n, line in enumerate(lines))
    )
    assert named(findings, "Wrong rates") == ["warning"]
    assert figures == len(YEARS)


@pytest.mark.parametrize(
    ("level", "place"),
    [
        ("England", "England,E92000001,,,"),
        ("Local authority district", "Local authority district,E92000001,E12000001,806,E06000002"),
        ("blank", ",E92000001,,,"),
    ],
)
def test_rows_of_a_level_that_nobody_knows_are_named(judged, level, place):
    findings, figures, _ = judged(f"{HEAD}\n{row()}\n{row(period='202223', place=place)}\n")
    assert named(findings, "New spellings") == ["warning"]
    assert f"geographic level {level} (1 row)" in " ".join(finding.message for finding in findings)
    assert figures == 1


def test_a_level_that_the_source_declares_is_no_new_spelling(judged):
    text = f"{HEAD}\n{row()}\n{row(place='School,E92000001,E12000001,806,E06000002')}\n"
    findings, _, _ = judged(text, source=SOURCE + 'levels = ["National", "School"]\n')
    assert not named(findings, "New spellings")


def test_a_level_that_is_gone_from_the_newest_period_is_named(judged):
    area = "Local authority,E92000001,E12000001,806,E06000002"
    source = SOURCE + 'levels = ["National", "Local authority"]\n'
    old = f"{HEAD}\n{row(period='202122')}\n{row(period='202122', place=area)}\n"
    findings, _, _ = judged(f"{old}{row(period='202223', place=area)}\n", source=source, whole=True)
    assert named(findings, "Missing level") == ["warning"]
    assert "National in 202223" in " ".join(finding.message for finding in findings)
    both = f"{row(period='202223', place=area)}\n{row(period='202223')}\n"
    findings, _, _ = judged(old + both, source=source, whole=True)
    assert not named(findings, "Missing level")


@pytest.mark.parametrize("period", ["209900", "209900.0", "2099", "2098/99"])
def test_a_period_far_ahead_is_named_and_left_out(judged, period):
    findings, figures, _ = judged(f"{HEAD}\n{row(period=period)}\n{GOOD}\n")
    assert named(findings, "Periods") == ["warning"]
    assert figures == 1


def test_a_period_that_is_no_year_is_named_and_left_out(judged):
    findings, figures, _ = judged(f"{HEAD}\n{row(period='202325')}\n{row(period='week 7')}\n{GOOD}\n")
    assert named(findings, "Periods") == ["warning"]
    assert figures == 1


@pytest.mark.parametrize("period", ["2022/23", "2022-23", "2022/2023", "202223.0"])
def test_a_period_in_another_form_is_the_same_period(judged, period):
    _, _, cursor = judged(f"{HEAD}\n{row(period=period)}\n")
    found = cursor.execute("SELECT time_period FROM figures WHERE source = 'exclusions'").fetchall()
    assert found == [("202223",)]


def test_new_spellings_duplicated_keys_and_too_few_rows_are_named(judged):
    lines = [row(), row(numbers="1000,60,6.00"), row(group="Ethnicity", label="Martian")]
    findings, _, _ = judged("\n".join([HEAD, *lines]) + "\n")
    assert named(findings, "New spellings") == ["warning"]
    assert named(findings, "Duplicated keys") == ["warning"]
    findings, figures, _ = judged(WELL, source=SOURCE + "rows = { min = 5 }\n", whole=True)
    assert named(findings, "Too few rows") == ["fatal"]
    assert figures == 0


def test_totals_that_do_not_add_up_are_named(judged):
    area = "Local authority,E92000001,E12000001,806,E06000002"
    text = f"{HEAD}\n{row()}\n{row(place=area, numbers='1000,20,2.00')}\n"
    findings, _, _ = judged(text, source=SOURCE + 'adds_up = ["suspension"]\n', whole=True)
    assert named(findings, "Totals that do not add up") == ["warning"]


def test_a_broken_file_beside_a_healthy_one_of_its_source_is_a_warning(build_from):
    files = {"exclusions.csv": WELL, "exclusions_new.csv": b""}
    cursor, made = build_from(files, sources={"exclusions": SOURCE})
    assert named(made.findings, "Empty file") == ["warning"]
    assert cursor.execute("SELECT count(*) FROM figures").fetchall() == [(2,)]


def test_every_finding_is_a_row_of_the_database(judged):
    findings, _, cursor = judged(f"{HEAD}\n{GOOD}\n1,2\n3,4\n{row()}\n")
    rows = cursor.execute("SELECT source, file_name, severity, message FROM findings").fetchall()
    assert {tuple(vars(finding).values()) for finding in findings} <= set(rows)
