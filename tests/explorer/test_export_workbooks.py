"""Workbook tests: cover, contents, notes, one table a sheet, no formula, and a chart whose gaps are gaps."""

import io
import zipfile

import openpyxl
import pytest

from explorer import export, queries
from explorer.errors import ExplorerError
from explorer.export import drawing, formats
from explorer.export.extracting import extract
from explorer.question import Question
from tests.explorer.reading_back import ods_sheets, xlsx_sheets
from tests.explorer.small import figure, write
from tests.explorer.small_tables import CUMBRIA, ENGLAND, LEEDS

pytestmark = pytest.mark.usefixtures("small")
BY_SCHOOL = Question(("suspension_rate",), (ENGLAND, CUMBRIA), ("Total", "Special"))
SHEETS = {".xlsx": xlsx_sheets, ".ods": ods_sheets}


def take(question=BY_SCHOOL):
    return extract(queries.ask(question), "https://example.org/exclusions")


@pytest.mark.parametrize("ending", SHEETS)
def test_a_workbook_has_cover_contents_notes_and_one_table_a_sheet(ending):
    sheets = SHEETS[ending](export.file_of(take(), ending))
    first = ["Cover", "Contents", "Notes", "Symbols", "Columns", "Sources", "Figures"]
    assert list(sheets)[:7] == first
    # a link is read back as [Notes](#Notes.A1)
    listed = [row[0].strip("[").partition("]")[0] for row in sheets["Contents"][3:]]
    assert listed == list(sheets)[2:]
    assert ["[c]", "one or two, suppressed"] in [row[:2] for row in sheets["Symbols"]]
    assert ["[note 1]", "Figures cover England."] in [row[:2] for row in sheets["Notes"]]
    shown = [row[sheets["Figures"][4].index("Notes")] for row in sheets["Figures"][5:]]
    assert shown[0] == "[note 1] [note 2]"


@pytest.mark.parametrize("ending", SHEETS)
def test_no_cell_of_a_table_is_empty(ending):
    for name, rows in SHEETS[ending](export.file_of(take(), ending)).items():
        if name == "Cover":
            assert all(row[0] for row in rows)
            continue
        width = max(len([cell for cell in row if cell is not None]) for row in rows)
        top = next(number for number, row in enumerate(rows) if row[width - 1] is not None)
        assert all(cell not in (None, "") for row in rows[top:] for cell in row[:width]), name


@pytest.mark.parametrize("ending", SHEETS)
def test_a_symbol_stands_in_the_cell_of_its_figure(ending):
    rows = SHEETS[ending](export.file_of(take(), ending))["Figures"]
    at = rows[4].index("Figure as shown")
    assert {row[at] for row in rows[5:] if isinstance(row[at], str)} == {"[c]", "[not at hand]"}


def test_an_xlsx_has_no_merged_cell_and_no_formula(data_folder):
    place = ("E06999999", "=HYPERLINK(1)", "Local authority", *[""] * 3, None, None, "", "", *[None] * 4, "")
    rows = [figure("absence_rate", "202324", -0.5, place_code="E06999999")]
    write(data_folder, "evil", places=[place], figures=rows)
    taken = extract(queries.ask(Question(("absence_rate",), ("E06999999",))))
    book = openpyxl.load_workbook(io.BytesIO(export.file_of(taken, ".xlsx")))
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    names = [cell.value for row in book["Figures"].iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in names
    assert book["Figures"].tables


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (Question(("absence_rate",)), "lineChart"),
        (Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", first="202324"), "barChart"),
    ],
)
def test_an_xlsx_has_a_chart_of_its_own_kind_that_has_gaps_for_what_is_missing(question, kind):
    answer = queries.ask(question)
    made = export.file_of(extract(answer), ".xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        chart = book.read("xl/charts/chart1.xml").decode("utf-8")
        drawing = book.read("xl/drawings/drawing1.xml").decode("utf-8")
    assert f"<c:{kind}>" in chart
    assert '<c:dispBlanksAs val="gap"/>' in chart
    assert "dispNaAsBlank" in chart
    assert "Chart of " not in drawing or "descr=" in drawing
    assert f'descr="{"Line" if kind == "lineChart" else "Bar"} chart of ' in drawing
    drawn = [row[1] for row in xlsx_sheets(made)["Chart"][6:]]
    assert drawn.count("#N/A") == answer.rows["value"].isna().sum() > 0
    assert 0 not in drawn


def test_a_chart_of_more_series_than_can_be_told_apart_is_bars_of_the_newest_period(monkeypatch):
    taken = take(Question(("suspension_rate",), (ENGLAND, LEEDS, CUMBRIA)))
    assert drawing.drawing(taken).kind == "line"
    monkeypatch.setattr(drawing, "MOST_LINES", 2)
    bars = drawing.drawing(taken)
    assert (bars.kind, bars.labels) == ("bar", ("England", "Leeds"))
    assert bars.series == {"2023/24": [11.3, 125.0]}


def test_more_bars_than_can_be_read_are_no_chart(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_LINES", 1)
    monkeypatch.setattr(drawing, "MOST_BARS", 1)
    taken = take(Question(("suspension_rate",), (ENGLAND, LEEDS)))
    assert drawing.drawing(taken) is None
    assert "Chart" not in xlsx_sheets(export.file_of(taken, ".xlsx"))


def test_figures_in_two_units_are_not_drawn_on_one_axis():
    both = take(Question(("suspension_rate", "permanent_exclusion_rate")))
    drawn = drawing.drawing(both)
    assert drawn.unit == "per 100 pupils"
    assert list(drawn.series) == ["England"]


def test_bars_are_of_the_newest_period_that_most_of_the_answers_own_lines_have(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_LINES", 1)
    areas = queries.ask(Question(("suspension_rate",), (CUMBRIA,)))
    england = queries.ask(Question(("suspension_rate",)))
    newest = str(areas.rows[areas.rows["value"].notna()]["period"].iloc[-1])
    assert newest < england.last
    drawn = drawing.drawing(extract(areas, beside=(england,)))
    assert (drawn.labels, list(drawn.series)) == (("Cumbria", "England"), [newest])
    assert drawn.title.endswith(newest)


def test_a_bar_names_its_place_even_where_it_is_the_only_one():
    taken = take(Question(("permanent_exclusion_rate",), breakdown="ethnicity_minor", first="202324"))
    assert all(label.startswith("England, ") for label in drawing.drawing(taken).labels)


@pytest.mark.parametrize("ending", SHEETS)
def test_a_workbook_of_too_many_rows_is_refused_with_what_to_take_instead(ending, monkeypatch):
    few = formats.Format(ending, "Excel", "", "", most=5)
    monkeypatch.setitem(formats.BY_ENDING, ending, few)
    said = "Excel: 20 rows were asked for, and a workbook here holds at most 5. Take the CSV or Parquet"
    with pytest.raises(ExplorerError, match=said):
        export.file_of(take(Question(("suspension_rate",), (ENGLAND, CUMBRIA, LEEDS))), ending)
