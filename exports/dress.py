"""Dress: the fonts, colours and lines of everything that leaves, by name; widths and heights that fit the words."""

from __future__ import annotations

from math import ceil
from typing import Literal, NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Microsoft YaHei"
"""On every Windows since Vista; elsewhere the reader's own Chinese font stands in."""
SIZE = 10.0
LINE_HEIGHT = 15.0
"""Points a line of text takes, with the tallest Chinese font tried (Noto Sans CJK)."""
_PADDING = 5.0

INK, QUIET, HEAD, RULE, MUST = "18272C", "5B6B70", "E1F0ED", "B7C2BD", "B2342C"
TONES = {
    "ready": ("1E7F4F", "E4F3EA"),
    "incomplete": ("A86200", "FBF0DD"),
    "verify": ("3A5FB5", "E7EDFA"),
    "deferred": ("B2342C", "FBE7E5"),
    "done": ("1E7F4F", "E4F3EA"),
    "due": ("A86200", "FBF0DD"),
    "missed": ("B2342C", "FBE7E5"),
    "planned": ("3A5FB5", "E7EDFA"),
    "past": ("5B6B70", "F5F6F4"),
    "total": (INK, HEAD),
}
"""Ink and ground of each verdict and state of a test, as on the screen; the cell's word says it as well."""

Align = Literal["left", "center", "right"]
TEXT, GENERAL, DATE, MOMENT = "@", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


class CellLook(NamedTuple):
    """How one cell looks."""

    bold: bool = False
    size: float = SIZE
    ink: str = INK
    ground: str = ""
    align: Align = "left"
    wrap: bool = False
    ruled: bool = False
    form: str = GENERAL
    """Number format."""


TITLE = CellLook(bold=True, size=16, align="center")
LINE = CellLook(ink=QUIET, align="center")
HEADING = CellLook(bold=True, ground=HEAD, align="center", wrap=True, ruled=True)
REQUIRED = HEADING._replace(ink=MUST)
FOOT = CellLook(ink=QUIET, size=9, wrap=True)
SIGNATURE = CellLook(size=11)


def put_on(cell: Cell, look: CellLook) -> Cell:
    """Dress a cell."""
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.ink)
    cell.alignment = Alignment(
        horizontal=look.align,
        vertical="center",
        wrap_text=look.wrap,
        shrink_to_fit=look.ruled and not look.wrap,
    )
    if look.ground:
        cell.fill = PatternFill("solid", fgColor=look.ground)
    if look.ruled:
        side = Side("thin", RULE)
        cell.border = Border(side, side, side, side)
    cell.number_format = look.form
    return cell


class Wardrobe:
    """The looks of one workbook as numbers of its style table: what streamed rows refer to."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._numbers: dict[CellLook, int] = {}

    def number(self, look: CellLook) -> int:
        """The style number of a look; a cell that never enters the sheet puts it into the table."""
        if look not in self._numbers:
            self._numbers[look] = put_on(Cell(self._sheet, row=1, column=1), look).style_id
        return self._numbers[look]


def new_book() -> Workbook:
    """An empty workbook whose ordinary text is ours: column widths are counted in its digits."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    book._fonts[0] = Font(name=FONT, size=SIZE, color=INK)  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = Font(name=FONT, size=SIZE, color=INK)  # type: ignore[attr-defined]
    return book


def columns_wide(text: str) -> int:
    """How many digits wide a text is: a Chinese character takes two."""
    return len(text.encode("gb18030", "replace"))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width, rather one too many than one too few."""
    room = max(width - 2, 2)
    return sum(max(1, ceil(columns_wide(line) / room)) for line in text.split("\n"))


def height(lines: int, size: float = SIZE) -> float:
    """Points that so many lines of text take."""
    return lines * LINE_HEIGHT * size / SIZE + _PADDING
