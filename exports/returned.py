"""Returned: refused rows as a workbook for the person who sent them, each bad cell red, with what would be right.

The layout is the sender's (`schoolprep.intake.returned`); what a cell can be answered with is its drop-down, and the
sentence a note beside it, so that no letter has to explain the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from exports import dress, saving
from exports.dress import CellLook
from exports.lists import NUMBERS, Lists, answers_of
from exports.packing import packed
from exports.stream import fit
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.languages import Lang
from schoolprep.facts.steps import Steps
from schoolprep.facts.words import say, say_problem
from schoolprep.intake.returned import CellMark, ReturnedBook, ReturnedSheet
from schoolprep.roster.sheet_names import sheet_names

_PLAIN, _HEAD = CellLook(ruled=True), CellLook(bold=True, ground=dress.HEAD, ruled=True, wrap=True)
_INK, _GROUND = dress.TONES["deferred"]
_BAD = CellLook(ink=_INK, ground=_GROUND, ruled=True)
_WIDTHS = (8, 40)
"""Narrowest and widest column, in digits."""
_EVERY = 200
"""Rows between two steps."""


def write(book: ReturnedBook, out: Path, lang: Lang) -> Steps[None]:
    """Steps that write one sender's refused rows; closing them leaves nothing behind. Raises `CallError`."""
    saving.check(out)
    work = dress.new_book()
    if book.epoch_1904:  # a day written as a number means another day here
        work.epoch = CALENDAR_MAC_1904
    lists = Lists(work, lang)
    done, total = 0, sum(len(sheet.cells) for sheet in book.sheets) + 1
    for name, sheet in zip(sheet_names(sheet.title for sheet in book.sheets), book.sheets, strict=True):
        page = work.create_sheet(name)
        for row in range(len(sheet.cells)):
            _row(page, sheet, row)
            if row % _EVERY == 0:
                yield done + row, total
        _finish(page, sheet, lists, lang)
        done += len(sheet.cells)
    lists.close()
    work.properties.creator = "SchoolPrep"
    content = packed(work)
    yield total - 1, total
    saving.save(out, content)


def _row(page: Worksheet, sheet: ReturnedSheet, row: int) -> None:
    for column, writing in enumerate(sheet.cells[row]):
        cell = _cell(page, sheet, row, column)
        headed = row == sheet.head - 1 or row in sheet.between
        look = _HEAD if headed else _PLAIN if row >= sheet.head else CellLook()
        _put(cell, writing, look)


def _cell(page: Worksheet, sheet: ReturnedSheet, row: int, column: int) -> Cell:
    cell = page.cell(row=row + 1, column=sheet.first_column + column)
    assert isinstance(cell, Cell)  # nothing is merged before everything is written
    return cell


def _put(cell: Cell, writing: Writing, look: CellLook) -> None:
    """A writing as it was sent: text stays text (never a formula, never a mangled number), a date a date."""
    if isinstance(writing, str):
        dress.put_on(cell, look._replace(form=dress.TEXT))
        if writing:
            cell.value, cell.data_type = fit(writing), "s"
        return
    form = (
        dress.MOMENT if isinstance(writing, datetime)
        else dress.DATE if isinstance(writing, date)
        else "hh:mm" if isinstance(writing, time)
        else dress.GENERAL
    )  # fmt: skip
    cell.value = writing
    dress.put_on(cell, look._replace(form=form))


def _finish(page: Worksheet, sheet: ReturnedSheet, lists: Lists, lang: Lang) -> None:
    """Marks, drop-downs, merged titles, widths, and the header that stays in sight."""
    for (row, column), mark in sheet.marks.items():
        cell = _cell(page, sheet, row, column)
        _mark(cell, mark, lang)
        answers = answers_of(mark.field, lang) if mark.field else []
        if mark.field and answers and mark.field.kind != "choices":
            lists.offer(page, cell.coordinate, answers)
    for merge in sheet.merges:
        page.merge_cells(
            start_row=merge.top + 1, end_row=merge.bottom + 1,
            start_column=merge.left + sheet.first_column, end_column=merge.right + sheet.first_column,
        )  # fmt: skip
    for column, width in enumerate(_wide(sheet.cells[max(sheet.head - 1, 0) :])):
        page.column_dimensions[get_column_letter(sheet.first_column + column)].width = width
    page.freeze_panes = f"A{sheet.head + 1}"


def _mark(cell: Cell, mark: CellMark, lang: Lang) -> None:
    """Red, and the sentence in a note: the cell's own value stays, whatever it was."""
    numeric = mark.field is not None and mark.field.kind in NUMBERS
    dress.put_on(
        cell, _BAD._replace(form=dress.GENERAL if numeric else dress.TEXT)
    )  # what is typed now stays as typed
    told = "\n".join(say_problem(problem, lang) for problem in mark.problems)
    if mark.field:
        told += "\n" + say(
            "intake.returned-right", lang, label=mark.field.label[lang], help=mark.field.help[lang]
        )
    note = Comment(told, "SchoolPrep", width=320)
    note.height = 24 + 18 * dress.lines_of(told, 42)
    cell.comment = note


def _wide(rows: Sequence[Sequence[Writing]]) -> list[float]:
    narrowest, widest = _WIDTHS
    width = max(map(len, rows), default=0)
    wanted = [narrowest] * width
    for row in rows:
        for column, writing in enumerate(row):
            wanted[column] = max(wanted[column], dress.columns_wide(str(writing or "")) + 3)
    return [float(min(one, widest)) for one in wanted]
