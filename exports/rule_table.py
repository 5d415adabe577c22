"""Rule table: a pack as a workbook: the sheets of `schoolprep.rules.rule_table`, dressed and written.

Every text is written as text, so that nothing a pack says becomes a formula or a date in Excel.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports import dress, saving
from exports.dress import CellLook
from exports.packing import packed
from schoolprep.facts.languages import Lang
from schoolprep.rules.pack import Pack
from schoolprep.rules.rule_table import RuleSheet, sheets

_PATHS = CellLook(size=7, ink="9AA5A9", wrap=True, ruled=True)
"""How the row (of the first sheet, the column) looks by which the program knows where it is."""
_BODY = CellLook(wrap=True, ruled=True)
_TEXT = _BODY._replace(form=dress.TEXT)
_NARROWEST, _WIDEST = 7.0, 44.0
_HEAD = 3
"""The row of headings; the paths stand below it."""
_A_PAGE = 260.0
"""Width of what can be read on one A3 page."""
_SHEET_NAME = 31
"""Characters Excel gives the name of a sheet."""


def write(pack: Pack, out: Path, lang: Lang) -> None:
    """Write a pack as a workbook. Raises `CallError`: what fits no cell, or the file cannot be written."""
    saving.check(out)
    book = dress.new_book()
    for drawn in sheets(pack, lang):
        _across(book, drawn) if drawn.across else _down(book, drawn)
    book.properties.creator = "SchoolPrep"
    saving.save(out, packed(book))


def _across(book: Workbook, drawn: RuleSheet) -> None:
    """A row an entry: headings, paths, rows."""
    sheet = book.create_sheet(_name(drawn.name))
    _told(sheet, drawn, len(drawn.columns))
    widths = [_width(drawn, at) for at in range(len(drawn.columns))]
    for at, (column, width) in enumerate(zip(drawn.columns, widths, strict=True), 1):
        _put(sheet, _HEAD, at, column.heading, dress.HEADING)
        _put(sheet, _HEAD + 1, at, column.path, _PATHS)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[_HEAD].height = dress.height(
        max(
            dress.lines_of(column.heading, width) for column, width in zip(drawn.columns, widths, strict=True)
        )
    )
    sheet.row_dimensions[_HEAD + 1].height = 22
    for number, row in enumerate(drawn.rows, _HEAD + 2):
        for at, cell in enumerate(row, 1):
            _put(sheet, number, at, cell, _TEXT if isinstance(cell, str) else _BODY)
        lines = [
            dress.lines_of(str(cell), width)
            for cell, width in zip(row, widths, strict=True)
            if cell is not None
        ]
        sheet.row_dimensions[number].height = dress.height(min(max(lines, default=1), 24))
    named = sum(1 for column in drawn.columns if column.path in ("#", "rule", "branch", "key", "id", "kind"))
    sheet.freeze_panes = f"{get_column_letter(named + 1)}{_HEAD + 2}"
    _set_up_print(sheet, f"{_HEAD}:{_HEAD + 1}")
    sheet.print_title_cols = f"A:{get_column_letter(named)}"
    sheet.page_setup.fitToWidth = max(1, round(sum(widths) / _A_PAGE))


def _down(book: Workbook, drawn: RuleSheet) -> None:
    """The pack itself: a row a thing to say."""
    sheet = book.create_sheet(_name(drawn.name))
    _told(sheet, drawn, 3)
    for at, (column, width) in enumerate(zip(drawn.columns, (18, 20, 90), strict=True), 1):
        _put(sheet, _HEAD, at, column.heading, dress.HEADING)
        _put(sheet, _HEAD + 1, at, column.path, _PATHS)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, (heading, path, value) in enumerate(drawn.rows, _HEAD + 2):
        _put(sheet, number, 1, heading, _TEXT._replace(bold=True))
        _put(sheet, number, 2, path, _PATHS)
        _put(sheet, number, 3, value, _TEXT)
        sheet.row_dimensions[number].height = dress.height(dress.lines_of(str(value or ""), 90))
    sheet.freeze_panes = f"A{_HEAD + 2}"
    _set_up_print(sheet, f"{_HEAD}:{_HEAD}")


def _told(sheet: Worksheet, drawn: RuleSheet, columns: int) -> None:
    """Title and help above the table."""
    _put(sheet, 1, 1, drawn.title, dress.TITLE._replace(align="left"))
    sheet.row_dimensions[1].height = 28
    _put(sheet, 2, 1, drawn.help, dress.FOOT._replace(wrap=False))
    sheet.sheet_view.showGridLines = False


def _put(sheet: Worksheet, row: int, column: int, value: str | int | float | None, look: CellLook) -> None:
    cell = sheet.cell(row=row, column=column, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
    dress.put_on(cell, look)


def _width(drawn: RuleSheet, at: int) -> float:
    """Wide enough for the longest line of a column, within reason; a heading may take two lines."""
    lines = [line for row in drawn.rows if row[at] is not None for line in str(row[at]).split("\n")]
    longest = max([dress.columns_wide(drawn.columns[at].heading) / 2, *map(dress.columns_wide, lines)])
    return min(max(longest + 3, _NARROWEST), _WIDEST)


def _name(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "[]:*?/\\"), "-"))[:_SHEET_NAME]


def _set_up_print(sheet: Worksheet, header: str) -> None:
    sheet.print_title_rows = header
    sheet.page_setup.paperSize = 8  # A3: a rule has many columns
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
