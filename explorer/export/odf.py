"""ODF: a book as an OpenDocument spreadsheet."""

import io
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from explorer.export.books import Book, Sheet, book
from explorer.export.extracting import Extract

# Bold headings, wrapped text and wide columns; the names are used below.
STYLED = """<office:automatic-styles>
<style:style style:name="title" style:family="table-cell"><style:text-properties
 fo:font-family="Arial" fo:font-size="16pt" fo:font-weight="bold"/></style:style>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties
 fo:wrap-option="wrap" fo:border-bottom="0.5pt solid #000000"/><style:text-properties
 fo:font-family="Arial" fo:font-size="12pt" fo:font-weight="bold"/></style:style>
<style:style style:name="plain" style:family="table-cell"><style:text-properties
 fo:font-family="Arial" fo:font-size="12pt"/></style:style>
<style:style style:name="wrapped" style:family="table-cell"><style:table-cell-properties
 fo:wrap-option="wrap"/><style:text-properties fo:font-family="Arial" fo:font-size="12pt"/></style:style>
<style:style style:name="wide" style:family="table-column"><style:table-column-properties
 style:column-width="18cm"/></style:style>
<style:style style:name="usual" style:family="table-column"><style:table-column-properties
 style:column-width="5cm"/></style:style>
</office:automatic-styles>"""


def ods_of(taken: Extract) -> bytes:
    """The extract as ODS by the government's guidance: cover, contents, notes, one table a sheet.

    Source   Analysis Function, Releasing statistics in spreadsheets
    Missing  shorthand in the cell, as [c]
    """
    from odfdo import Container, Document

    empty = Document("spreadsheet")
    empty.body.clear()
    empty.meta.title = taken.about.title
    empty.meta.description = taken.about.citation
    skeleton = io.BytesIO()
    empty.save(skeleton)
    # odfdo moves tables into a document cell by cell, which takes minutes: they are written into its text
    container = Container(io.BytesIO(skeleton.getvalue()))
    container.set_part("content.xml", _content(book(taken)).encode("utf-8"))
    stored = io.BytesIO()
    container.save(stored)
    return stored.getvalue()


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">
{styles}
<office:body><office:spreadsheet>
{tables}
</office:spreadsheet></office:body>
</office:document-content>
"""


def _content(made: Book) -> str:
    sheets = (made.contents, *made.sheets, made.figures)
    tables = "\n".join([_cover(made), *("".join(_table(sheet)) for sheet in sheets)])
    return CONTENT.format(styles=STYLED, tables=tables)


def _cover(made: Book) -> str:
    told = [f"{heading}: {line}" for heading, lines in made.cover for line in lines]
    first = made.cover[0][1][0]
    rows = [_row([_cell(first, "title")]), *(_row([_cell(line, "wrapped")]) for line in told)]
    return _named("Cover", ['<table:table-column table:style-name="wide"/>', *rows])


def _table(sheet: Sheet) -> Iterator[str]:
    repeated = f'table:number-columns-repeated="{len(sheet.headings)}"'
    columns = f'<table:table-column table:style-name="usual" {repeated}/>'
    above = [_row([_cell(sheet.title, "title")]), *(_row([_cell(line)]) for line in sheet.lines)]
    headings = _row([_cell(heading, "head") for heading in sheet.headings])
    yield f"<table:table table:name={quoteattr(sheet.tab)}>{columns}{''.join(above)}"
    yield f"<table:table-header-rows>{headings}</table:table-header-rows>"
    for row in sheet.rows:
        first = _link(str(row[0])) if sheet.tab == "Contents" else _cell(row[0])
        yield _row([first, *map(_cell, row[1:])])
    yield "</table:table>"


def _named(tab: str, parts: list[str]) -> str:
    return f"<table:table table:name={quoteattr(tab)}>{''.join(parts)}</table:table>"


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(value: object, style: str = "plain") -> str:
    """A number as a number, everything else as text: no cell is a formula."""
    named = f'table:style-name="{style}"'
    if isinstance(value, int | float):
        number = f'office:value-type="float" office:value="{value!r}"'
        return f"<table:table-cell {named} {number}><text:p>{value!r}</text:p></table:table-cell>"
    text = str(value)
    return f'<table:table-cell {named} office:value-type="string">{_paragraphs(text)}</table:table-cell>'


def _link(tab: str) -> str:
    to = quoteattr(f"#{tab}.A1")
    link = f'<text:p><text:a xlink:type="simple" xlink:href={to}>{escape(tab)}</text:a></text:p>'
    return f'<table:table-cell table:style-name="plain" office:value-type="string">{link}</table:table-cell>'


def _paragraphs(text: str) -> str:
    """The text with every space, tab and line of it: two spaces in a row are one to the format."""
    return "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))


def _spaced(line: str) -> str:
    kept = escape(line).replace("\t", "<text:tab/>").replace("  ", " <text:s/>").replace("  ", " <text:s/>")
    kept = f"<text:s/>{kept[1:]}" if kept.startswith(" ") else kept
    return f"{kept[:-1]}<text:s/>" if kept.endswith(" ") else kept
