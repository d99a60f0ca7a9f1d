"""Excel: a book as a workbook for spreadsheets, with a chart that can be edited."""

import io
import zipfile
from typing import Any

from explorer.export.books import Book, Sheet, book
from explorer.export.drawing import GAP, LINES, Drawing, drawing
from explorer.export.extracting import Extract

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The colours of the Government Analysis Function; dashes and marks tell the lines apart without them.
COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1", "#12436D", "#801650")
DASHES = ("solid", "dash", "round_dot", "long_dash")
MARKS = ("circle", "square", "triangle", "diamond")
NARROWEST, WIDEST = 12, 60
DRAWN, AS_GAPS = '<c:plotVisOnly val="1"/>', '<c:dispBlanksAs val="gap"/>'
NO_FIGURE = f"<f>NA()</f><v>{GAP}</v>"


def xlsx_of(taken: Extract) -> bytes:
    """The extract as XLSX by the government's guidance: cover, contents, notes, one table a sheet, a chart.

    Source   Analysis Function, Releasing statistics in spreadsheets; the theme is that of gptables
    Missing  shorthand in the cell, as [c]; a gap in the chart
    """
    # gptables takes most of a second to import, and few readers ask for a workbook
    from gptables import Cover
    from gptables.core.wrappers import GPWorkbook

    made, drawn = book(taken), drawing(taken)
    stored = io.BytesIO()
    workbook = GPWorkbook(stored, options=AS_TEXT)
    workbook.set_properties({"title": taken.about.title, "comments": taken.about.citation})
    cover = Cover(_calm(taken.about.title), intro=_cover(made, 2), about=_cover(made)[2:], width=110)
    workbook.add_worksheet("Cover").write_cover(cover)
    for sheet in _sheets(made, drawn):
        _write(workbook, sheet)
    if drawn:
        _draw(workbook, drawn)
    workbook.close()
    return _without_formulas(stored)


def _sheets(made: Book, drawn: Drawing | None) -> list[Sheet]:
    sheets = [*made.sheets, made.figures, *([drawn.sheet] if drawn else [])]
    contents = Sheet(
        made.contents.tab,
        made.contents.title,
        made.contents.lines,
        made.contents.headings,
        [(sheet.tab, sheet.title) for sheet in sheets],
    )
    return [contents, *sheets]


def _cover(made: Book, first: int | None = None) -> list[str]:
    """The lines of the cover: a heading and its text in one cell, so that none is empty."""
    told = [f"{heading}: {line}" for heading, lines in made.cover for line in lines]
    return [_calm(line) for line in told[:first]]


def _calm(text: str) -> str:
    """The text without what gptables takes for its own marks: links in Markdown, notes between dollars."""
    return text.replace("](", "] (").replace("$$", "$ $")


def _write(workbook: Any, sheet: Sheet) -> None:  # noqa: ANN401 (xlsxwriter has no types here)
    """A sheet in the theme of gptables, whose own writer takes text for links and is slow with many rows."""
    theme = workbook.theme
    head, plain = (workbook.add_format(one) for one in (theme.column_heading_format, theme.data_format))
    page = workbook.add_worksheet(sheet.tab)
    page.write_string(0, 0, sheet.title, workbook.add_format(theme.title_format))
    for number, line in enumerate(sheet.lines, 1):
        page.write_string(number, 0, line, workbook.add_format(theme.instructions_format))
    for number, heading in enumerate(sheet.headings):
        page.write_string(sheet.row_of_headings, number, heading, head)
        page.set_column(number, number, _width(sheet, number))
    for number, row in enumerate(sheet.rows, sheet.row_of_headings + 1):
        _write_row(page, number, row=row, plain=plain)
    for number, row in enumerate(sheet.rows, sheet.row_of_headings + 1):
        if sheet.tab == "Contents":
            tab = str(row[0])
            page.write_url(number, 0, f"internal:'{tab}'!A1", workbook.add_format(LINK), tab)
    _mark_table(page, sheet, head=head)


LINK = {"font_name": "Arial", "font_size": 12, "font_color": "blue", "underline": 1}


def _write_row(page: Any, number: int, *, row: tuple[object, ...], plain: Any) -> None:  # noqa: ANN401 (as above)
    for column, value in enumerate(row):
        if value == GAP:
            page.write_formula(number, column, "=NA()", plain, GAP)
        elif isinstance(value, int | float):
            page.write_number(number, column, value, plain)
        else:
            page.write_string(number, column, str(value), plain)


def _mark_table(page: Any, sheet: Sheet, *, head: Any) -> None:  # noqa: ANN401 (as above)
    """Marks the table as one, so that screen readers say its headings."""
    last = sheet.row_of_headings + len(sheet.rows)
    columns = [{"header": heading, "header_format": head} for heading in sheet.headings]
    options = {"columns": columns, "autofilter": False, "style": None, "name": f"{sheet.tab.lower()}_table"}
    page.add_table(sheet.row_of_headings, 0, last, len(sheet.headings) - 1, options)


def _width(sheet: Sheet, column: int) -> int:
    """As wide as most of its cells need."""
    longest = max((len(str(row[column])) for row in sheet.rows[:200]), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2, len(sheet.headings[column]) // 2 + 2))


def _draw(workbook: Any, drawn: Drawing) -> None:  # noqa: ANN401 (as above)
    sheet, lines = drawn.sheet, drawn.kind == LINES
    first, last = sheet.row_of_headings + 1, sheet.row_of_headings + len(sheet.rows)
    chart = workbook.add_chart({"type": drawn.kind})
    for number in range(len(drawn.series)):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        mark = {"type": MARKS[number % len(MARKS)], "size": 6, "fill": {"color": colour}}
        looks = {"line": {"color": colour, "width": 2.25, "dash_type": dash}, "marker": mark}
        chart.add_series(
            {
                "name": [sheet.tab, sheet.row_of_headings, number + 1],
                "categories": [sheet.tab, first, 0, last, 0],
                "values": [sheet.tab, first, number + 1, last, number + 1],
                **(looks if lines else {"fill": {"color": colour}, "gap": 40}),
            }
        )
    plain = {"name_font": {"bold": False}}
    chart.set_title({"name": drawn.title, "name_font": {"size": 12}, "overlay": False})
    chart.set_x_axis(plain if lines else {**plain, "name": drawn.unit, "min": 0})
    chart.set_y_axis({**plain, "name": drawn.unit} if lines else {**plain, "reverse": True})
    chart.set_legend({"position": "bottom"} if len(drawn.series) > 1 else {"none": True})
    chart.show_na_as_empty_cell()
    height = 420 if lines else max(320, 24 * len(drawn.labels))
    chart.set_size({"width": 860, "height": height})
    where = {"description": drawn.alternative, "object_position": 3}
    workbook.get_worksheet_by_name(sheet.tab).insert_chart(1, len(sheet.headings) + 1, chart, where)


def _without_formulas(stored: io.BytesIO) -> bytes:
    """The workbook with the marks for gaps as values, which xlsxwriter can write as formulas alone.

    And with the word for gaps in its chart, which xlsxwriter leaves out: to some readers that means zeros.
    """
    patched = io.BytesIO()
    with zipfile.ZipFile(stored) as old, zipfile.ZipFile(patched, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, _mended(part.filename, old.read(part)))
    return patched.getvalue()


def _mended(name: str, content: bytes) -> bytes:
    if name.startswith("xl/worksheets/sheet"):
        return content.replace(NO_FIGURE.encode(), f"<v>{GAP}</v>".encode())
    if name.startswith("xl/charts/chart"):
        return content.replace(DRAWN.encode(), (DRAWN + AS_GAPS).encode())
    return content
