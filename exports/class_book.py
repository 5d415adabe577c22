"""Class book: a class on one workbook for a colleague without the program, filled with what is known, to come back.

As the empty intake workbook, sheet by sheet with its help and drop-downs; each row that is filled carries its number in
a hidden column, and a hidden sheet says what was written (`schoolprep.intake.class_book`).
"""

from __future__ import annotations

from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import dress, locking, saving
from exports.blank_workbook import put_column, set_up_print
from exports.dress import CellLook
from exports.lists import NUMBERS, Lists
from exports.packing import packed
from exports.stream import fit
from schoolprep.desk.class_books import ClassBook, ClassSheet
from schoolprep.facts.words import say

_MARK = "_"
"""The name of the hidden sheet."""
_BODY = CellLook(form=dress.TEXT)
_NAMED_ROWS = 2_000
"""Drop-downs of names reach to this row."""


def write(told: ClassBook, out: Path, password: str) -> None:
    """Write the workbook, behind the password where one is given. Raises `CallError` as `exports.saving` does."""
    saving.check(out)
    book = dress.new_book()
    lists = Lists(book, told.lang)
    guide = book.create_sheet(say("roster.guide", told.lang))
    for sheet in told.sheets:
        _fill(book.create_sheet(sheet.name), sheet, told, lists)
    _guide(guide, told)
    mark = book.create_sheet(_MARK)
    mark.sheet_state = "veryHidden"
    for row, text in enumerate(told.mark, 1):
        _put(mark, row, 1, text)
    lists.close()
    book.active = 1
    book.properties.creator = "SchoolPrep"
    content = packed(book)
    saving.save(out, locking.locked(content, password) if password else content)


def _fill(page: Worksheet, sheet: ClassSheet, told: ClassBook, lists: Lists) -> None:
    for at, column in enumerate(sheet.columns, 1):
        put_column(page, at, column, lists, told.lang)
    for row, line in enumerate(sheet.rows, 2):
        for at, (text, column) in enumerate(zip(line.texts, sheet.columns, strict=True), 1):
            number = column.field is not None and column.field.kind in NUMBERS
            _put(page, row, at, text, number=number)
        _put(page, row, len(sheet.columns) + 1, line.key)
    page.column_dimensions[get_column_letter(len(sheet.columns) + 1)].hidden = True
    if sheet.names_at is not None and told.names:
        letter = get_column_letter(sheet.names_at + 1)
        lists.offer(page, f"{letter}2:{letter}{_NAMED_ROWS}", list(told.names))
    page.freeze_panes = "C2"
    set_up_print(page, "1:1")


def _guide(page: Worksheet, told: ClassBook) -> None:
    page.column_dimensions["A"].width = 110
    page.sheet_view.showGridLines = False
    _put(page, 1, 1, told.title, look=dress.TITLE._replace(align="left"))
    for row, line in enumerate(told.guide, 3):
        _put(page, row, 1, line, look=CellLook(wrap=True))
        page.row_dimensions[row].height = dress.height(dress.lines_of(line, 110))


def _put(
    page: Worksheet, row: int, column: int, text: str, *, number: bool = False, look: CellLook = _BODY
) -> None:
    cell = page.cell(row=row, column=column)
    assert isinstance(cell, Cell)
    dress.put_on(cell, look._replace(form=dress.GENERAL) if number else look)
    if not text:
        return
    if number:
        cell.value = float(text)
    else:
        cell.value, cell.data_type = fit(text), "s"  # never a formula, whatever somebody wrote
