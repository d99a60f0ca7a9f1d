"""Arrived: what came is held against what was promised, whatever it is made of."""

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.fetch.arrived import Promise, Unfit, check, pack
from tests.stand_in.zoo import exclusions, quoted_break, row_numbers, versions

TABLE = exclusions().encode()


@pytest.fixture
def arrive(tmp_path):
    def arrive(body, promise=None, **more):
        path = tmp_path / "body"
        path.write_bytes(body)
        return check(path, promise or Promise(), **more)

    return arrive


@pytest.mark.parametrize("packed", [False, True])
def test_a_whole_table_is_taken_packed_or_plain(arrive, packed):
    came = arrive(gzip.compress(TABLE) if packed else TABLE, Promise(lines=5))
    assert (came.records, came.bytes, came.is_gzip) == (5, len(TABLE), packed)
    assert came.header[:2] == ("time_identifier", "time_period")
    assert came.findings == []


def test_the_hash_is_of_the_plain_table(arrive):
    assert arrive(TABLE).sha256 == arrive(gzip.compress(TABLE)).sha256


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "an empty body"),
        (b"\r\n\r\n", "an empty body"),
        (b"\0" * 100, "an empty body"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\xef\xbb\xbf  <html>", "a web page"),
        (b"<?xml version='1.0'?><Error/>", "a web page"),
        (b'{"title": "Not Found"}', "JSON"),
        (b"PK\x03\x04abc", "a ZIP archive"),
        (gzip.compress(gzip.compress(TABLE, mtime=0), mtime=0), "compressed twice"),
        (gzip.compress(TABLE, mtime=0)[:-9], "cut or damaged"),
        (gzip.compress(TABLE, mtime=0)[:40] + b"\0" * 20, "cut or damaged"),
        (TABLE[: TABLE.index(b"\n") + 1], "columns and no rows"),
    ],
)
def test_what_is_no_whole_table_is_named(arrive, body, said):
    with pytest.raises(Unfit, match=said):
        arrive(body)


def test_a_web_page_is_known_by_its_content_type_too(arrive):
    with pytest.raises(Unfit, match="a web page"):
        arrive(TABLE, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("promised", [8, 100])
def test_a_table_that_is_shorter_than_promised_is_not_taken(arrive, promised):
    with pytest.raises(Unfit, match=f"5 lines where {promised} were promised"):
        arrive(TABLE, Promise(lines=promised))


def test_a_table_that_is_longer_than_promised_is_not_taken(arrive):
    with pytest.raises(Unfit, match="5 lines where 2 were promised"):
        arrive(TABLE, Promise(lines=2))


def test_a_blank_line_at_the_end_is_a_warning(arrive):
    came = arrive(TABLE + b"\n\n", Promise(lines=6))
    assert came.records == 5
    assert [severity for severity, _ in came.findings] == ["warning"]


def test_where_the_public_api_counts_records_not_one_may_be_missing(arrive):
    with pytest.raises(Unfit):
        arrive(TABLE, Promise(lines=6, records=6))


def test_a_line_break_inside_quotes_is_a_line_and_no_record(arrive):
    body = quoted_break().encode()
    came = arrive(body, Promise(lines=5))
    assert (came.lines, came.records, came.findings) == (5, 4, [])
    assert arrive(body, Promise(lines=99, records=4)).findings == []
    with pytest.raises(Unfit):
        arrive(body, Promise(lines=9, records=9))


def test_a_last_line_without_an_end_is_a_record(arrive):
    assert arrive(TABLE.rstrip(b"\n"), Promise(lines=5)).records == 5


def test_columns_that_the_preview_does_not_show_are_those_of_another_file(arrive):
    header = tuple(TABLE.decode().splitlines()[0].split(","))
    assert arrive(TABLE, Promise(lines=5, header=header)).records == 5
    with pytest.raises(Unfit, match=r"other columns than its preview shows \(suspensions\)"):
        arrive(TABLE, Promise(lines=5, header=(*header, "suspensions")))


def test_a_byte_order_mark_is_no_part_of_the_first_column(arrive):
    assert arrive(versions().encode()).header[0] == "time_period"


def test_row_numbers_before_the_first_column_are_a_note(arrive):
    came = arrive(row_numbers().encode())
    assert came.header[0] == ""
    assert "row numbers" in came.findings[0][1]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_an_encoding_that_is_not_the_standard_is_a_warning(arrive, encoding):
    text = exclusions().replace("England", "Ynys Môn", 1)
    came = arrive(text.encode(encoding))
    assert came.encoding == encoding
    assert (came.records, came.findings[0][0]) == (5, "warning")


def test_letters_that_are_not_utf_8_are_found_however_late_they_come(arrive):
    late = exclusions().encode() * 2000 + "Môn\n".encode("latin-1")
    assert arrive(late).encoding == "latin-1"


def test_packing_gives_the_same_bytes_each_time(tmp_path):
    (tmp_path / "plain").write_bytes(TABLE)
    pack(tmp_path / "plain", tmp_path / "one")
    pack(tmp_path / "plain", tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert gzip.decompress((tmp_path / "one").read_bytes()) == TABLE


CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='"'), min_size=1, max_size=8
)
QUOTED = CELLS.map(lambda cell: f'"{cell}\n{cell}""x"""')


@given(
    rows=st.lists(
        st.lists(QUOTED | CELLS.map(lambda c: f'"{c}"'), min_size=2, max_size=2), min_size=1, max_size=20
    )
)
def test_records_are_counted_as_a_csv_reader_counts_them(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("records") / "body"
    path.write_bytes(("a,b\n" + "".join(",".join(row) + "\n" for row in rows)).encode())
    assert check(path, Promise()).records == len(rows)


@given(body=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_unfit_and_never_worse(tmp_path_factory, body):
    path = tmp_path_factory.mktemp("bytes") / "body"
    path.write_bytes(body)
    with contextlib.suppress(Unfit):
        assert check(path, Promise()).bytes >= 0
