"""Blank workbook: the empty intake workbook, made from the blanks; what is filled in comes back through intake.

A sheet per blank with its canonical headings, help as a note on each heading, drop-downs where the answers are known,
and text cells everywhere that Excel would otherwise change what was typed (numbers, dates, classes such as 1-2). It
holds nobody, so openpyxl may write it in its usual way.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import dress, saving
from exports.dress import CellLook
from exports.lists import NUMBERS, Lists, answers_of
from exports.packing import packed
from schoolprep.facts import languages
from schoolprep.facts.blank import Blanks, BookColumn, Field, KindName, book_columns
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import listed, say

_LAST_ROW = 10_000
"""Drop-downs reach to this row."""
_WIDTHS: dict[KindName, float] = {
    "text": 18, "name": 11, "identity": 21, "phone": 15, "date": 13, "moment": 18, "temperature": 9, "yes_no": 11,
    "choice": 13, "choices": 24, "place": 26, "places": 24, "class": 13, "number": 9, "serial": 14,
}  # fmt: skip
_BODY = CellLook(wrap=True, ruled=True)


def write(blanks: Blanks, out: Path, lang: Lang) -> None:
    """Write the empty workbook: canonical headings, answers and help in `lang`; intake knows both.

    Raises `CallError` (folder, file open elsewhere, disk full).
    """
    saving.check(out)
    book = dress.new_book()
    guide = book.create_sheet(say("roster.guide", lang))
    lists = Lists(book, lang)
    for blank in blanks.values():
        sheet = book.create_sheet(blank.sheet_in(lang))
        for at, column in enumerate(book_columns(blank, blanks, lang), 1):
            put_column(sheet, at, column, lists, lang)
        sheet.freeze_panes = "C2"
        set_up_print(sheet, "1:1")
    _guide(guide, blanks, lang)
    lists.close()
    book.properties.creator = "SchoolPrep"
    saving.save(out, packed(book))


def put_column(sheet: Worksheet, at: int, column: BookColumn, lists: Lists, lang: Lang) -> None:
    """One column with its heading, help and drop-down."""
    letter, field = get_column_letter(at), column.field
    cell = sheet.cell(row=1, column=at, value=column.heading)
    dress.put_on(cell, dress.REQUIRED if column.required else dress.HEADING)
    own = _WIDTHS[field.kind] if field else 7
    dimension = sheet.column_dimensions[letter]
    dimension.width = max(own, dress.columns_wide(column.heading) + 3)
    sheet.row_dimensions[1].height = dress.height(2)
    if field is None:
        return
    if field.kind not in NUMBERS:
        dimension.number_format = dress.TEXT
    _note(cell, "\n".join(_help(field, column.required, lang)))
    answers = answers_of(field, lang)
    if answers and field.kind != "choices":  # a drop-down takes one answer only
        lists.offer(sheet, f"{letter}2:{letter}{_LAST_ROW}", answers)


def _note(cell: Cell, text: str) -> None:
    note = Comment(text, "SchoolPrep", width=300)
    note.height = 24 + 18 * dress.lines_of(text, 40)
    cell.comment = note


def _help(field: Field, required: bool, lang: Lang) -> Iterator[str]:
    if field.label[lang] != field.heading(lang) and languages.of(lang).latin:
        yield field.label[lang]
    if required:
        yield say("roster.guide-must", lang)
    yield field.help[lang]
    answers = answers_of(field, lang)
    if answers:
        yield f"{say('roster.guide-choices', lang)}: {listed(answers, lang)}"


def _guide(sheet: Worksheet, blanks: Blanks, lang: Lang) -> None:
    """The first sheet: how to fill it in, then every column with its help."""
    for letter, width in zip("ABCDE", (14, 20, 8, 62, 52), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    _told(sheet, 1, say("roster.guide-title", lang), dress.TITLE._replace(align="left"), 32)
    lines = ("empty", "person", "dates", "sheets", "required")
    for row, line in enumerate(lines, 2):
        _told(sheet, row, say(f"roster.guide-{line}", lang), CellLook(), 20)
    head = len(lines) + 3
    for at, word in enumerate(("sheet", "column", "must", "help", "choices"), 1):
        dress.put_on(sheet.cell(row=head, column=at, value=say(f"roster.guide-{word}", lang)), dress.HEADING)
    sheet.row_dimensions[head].height = 22
    for row, texts in enumerate(_guide_rows(blanks, lang), head + 1):
        for at, text in enumerate(texts, 1):
            dress.put_on(sheet.cell(row=row, column=at, value=text), _BODY)
        sheet.row_dimensions[row].height = dress.height(
            max(dress.lines_of(texts[3], 62), dress.lines_of(texts[4], 52))
        )
    sheet.freeze_panes = f"A{head + 1}"
    set_up_print(sheet, f"{head}:{head}")


def _told(sheet: Worksheet, row: int, text: str, look: CellLook, height: float) -> None:
    dress.put_on(sheet.cell(row=row, column=1, value=text), look)
    sheet.row_dimensions[row].height = height


def _guide_rows(blanks: Blanks, lang: Lang) -> Iterator[tuple[str, ...]]:
    for blank in blanks.values():
        yield (blank.sheet_in(lang), "", "", blank.help[lang], "")
        for field in blank.field:
            answers = listed(answers_of(field, lang), lang)
            must = say("roster.guide-must", lang) if field.required else ""
            yield (blank.sheet_in(lang), field.heading(lang), must, field.help[lang], answers)


def set_up_print(sheet: Worksheet, header: str) -> None:
    """A4 across, its header on every page."""
    sheet.print_title_rows = header
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
