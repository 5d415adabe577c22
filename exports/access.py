"""Access: one person's whole file as a workbook that parents can read and print: text as text, A4, a sheet a matter."""

from __future__ import annotations

from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from exports import dress, saving
from exports.dress import CellLook
from exports.packing import packed
from exports.stream import fit
from schoolprep.desk.access import AccessFile, AccessSheet
from schoolprep.facts.words import say
from schoolprep.roster.sheet_names import sheet_names

_BODY = CellLook(wrap=True, ruled=True, form=dress.TEXT)
_HEAD = 3
"""The row of the headings, under title and line."""


def write(told: AccessFile, out: Path) -> None:
    """Write the file. Raises `CallError` (folder, file open elsewhere, disk full)."""
    saving.check(out)
    book = dress.new_book()
    for name, sheet in zip(sheet_names(one.name for one in told.sheets), told.sheets, strict=True):
        _fill(book.create_sheet(name), sheet, told)
    book.properties.title = told.title
    book.properties.creator = "SchoolPrep"
    saving.save(out, packed(book))


def _fill(page: Worksheet, sheet: AccessSheet, told: AccessFile) -> None:
    columns = len(sheet.headings)
    for at, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(at)].width = width
    title = told.title if columns == 1 else f"{told.title}　{sheet.name}"
    _across(page, 1, title, dress.TITLE._replace(align="left"), columns)
    _across(page, 2, told.line, dress.LINE._replace(align="left"), columns)
    _row(page, _HEAD, sheet.headings, dress.HEADING, sheet.widths)
    for at, row in enumerate(sheet.rows, _HEAD + 1):
        _row(page, at, row, _BODY, sheet.widths)
    for at, text in enumerate(told.foot, _HEAD + len(sheet.rows) + 2):
        _across(page, at, text, dress.FOOT, columns)
    page.freeze_panes = f"A{_HEAD + 1}"
    page.sheet_view.showGridLines = False
    page.print_title_rows = f"{_HEAD}:{_HEAD}"
    page.page_setup.paperSize = 9
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    if page.sheet_properties.pageSetUpPr:
        page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(say("roster.page", told.lang)))


def _row(
    page: Worksheet, number: int, texts: tuple[str, ...], look: CellLook, widths: tuple[float, ...]
) -> None:
    for at, text in enumerate(texts, 1):
        _put(page, number, at, text, look)
    lines = max(dress.lines_of(text, width) for text, width in zip(texts, widths, strict=True))
    page.row_dimensions[number].height = min(400.0, dress.height(lines))


def _across(page: Worksheet, row: int, text: str, look: CellLook, columns: int) -> None:
    """A line over the whole width, as high as its text."""
    wide = sum(page.column_dimensions[get_column_letter(at)].width for at in range(1, columns + 1))
    _put(page, row, 1, text, look)
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    page.row_dimensions[row].height = dress.height(dress.lines_of(text, wide), look.size)


def _put(page: Worksheet, row: int, column: int, text: str, look: CellLook) -> None:
    cell = page.cell(row=row, column=column)
    assert isinstance(cell, Cell)  # nothing is merged before it is written
    cell.value, cell.data_type = fit(text), "s"  # never a formula, whatever somebody wrote
    dress.put_on(cell, look)
