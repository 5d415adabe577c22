"""Workbook: a drawn roster as an xlsx file, dressed and ready to print.

openpyxl builds the dressed skeleton (styles, widths, panes, filter, print set-up) without a single person in it; the
rows are streamed into its sheets. That is several times faster than writing every cell as an object, and it keeps
health data out of openpyxl's temporary files. The whole is built in memory and saved at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from exports import dress, saving, stream
from exports.dress import CellLook, Wardrobe
from exports.packing import packed
from schoolprep.facts import languages
from schoolprep.facts.steps import Steps
from schoolprep.facts.words import say
from schoolprep.roster import DrawnColumn, Roster, RosterCell, RosterSheet, RosterSummary

_WIDEST = 36.0
"""How wide a column may grow for a text that does not wrap; a longer one is shrunk to fit."""
_STEP = 250
"""Rows between two reports of progress."""
_HEADER = 3
"""The first header row: under the title and the line that says day and counts."""
_SHEET_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_PACK = 3
"""Deflate level: a third of the time of the usual 6, files a tenth larger."""

_Line = tuple[int, str]


class _Shown(NamedTuple):
    """One column of a sheet as it is written."""

    levels: tuple[str, ...]
    """The heading from the top down."""
    width: float
    wrap: bool
    date: bool
    look: CellLook
    toned: bool


class _Page(NamedTuple):
    """One sheet as it is written."""

    name: str
    title: str
    line: str
    columns: Sequence[_Shown]
    rows: Sequence[tuple[RosterCell, ...]]
    tones: Sequence[str]
    landscape: bool
    frozen: int
    filtered: bool = True

    @property
    def header(self) -> int:
        """The last header row, over which one sorts and filters."""
        return _HEADER - 1 + max(len(column.levels) for column in self.columns)

    @property
    def last_row(self) -> int:
        """The last row of the table; an empty one has a row that says so."""
        return self.header + max(1, len(self.rows))


def write(roster: Roster, out: Path) -> Steps[None]:
    """Write a roster: steps of (rows done, rows in all), the last one when the file stands in its place.

    Raises `CallError` (folder, file open elsewhere, disk full). Closing the generator before its end leaves no file.
    """
    saving.check(out)
    pages = _pages(roster)
    total = sum(len(page.rows) for page in pages)
    yield (0, total)
    content = BytesIO()
    yield from ((done, total) for done in _fill(roster, pages, content))
    saving.save(out, content.getvalue())
    yield (total, total)


# --- what is on the sheets ---------------------------------------------------------------------------------------


def _pages(roster: Roster) -> list[_Page]:
    columns = [_shown(roster, at) for at in range(len(roster.columns))]
    front = [_summary(roster, roster.summary)] if roster.summary else []
    return [*front, *(_page(roster, group, columns) for group in roster.groups)]


def _page(roster: Roster, group: RosterSheet, columns: Sequence[_Shown]) -> _Page:
    title = "　".join(part for part in (roster.title_lines[0], group.title) if part)
    return _Page(
        group.sheet, title, group.line, columns, group.rows, group.tones, roster.landscape, roster.frozen
    )


def _shown(roster: Roster, at: int) -> _Shown:
    column = roster.columns[at]
    look = CellLook(align=column.align, wrap=column.wrap, ruled=True, form=_form(column))
    width = max(column.width, _needed(roster, at, column.levels[-1]))
    return _Shown(column.levels, width, column.wrap, column.kind == "date", look, column.toned)


def _needed(roster: Roster, at: int, heading: str) -> float:
    """The width at which no word of the heading breaks and no text that does not wrap is cut, within reason."""
    words = (
        max((len(word) * 1.2 for word in heading.split()), default=0)
        if languages.of(roster.lang).latin
        else 0
    )
    texts: set[str] = set()
    if not roster.columns[at].wrap:
        texts.update(
            text for group in roster.groups for row in group.rows if isinstance(text := row[at], str)
        )
    return min(_WIDEST, max(words, max(map(dress.columns_wide, texts), default=0) * 1.04) + 1)


def _form(column: DrawnColumn) -> str:
    """Short texts are text also after somebody types over them (a class 1-2, a number that begins with 0)."""
    if column.kind == "date":
        return dress.DATE
    return dress.TEXT if column.kind == "text" and not column.wrap else dress.GENERAL


def _summary(roster: Roster, summary: RosterSummary) -> _Page:
    counted = CellLook(align="center", ruled=True)
    columns = [
        _Shown(
            (heading,),
            12 if at else 24,
            not at,
            False,
            counted._replace(align="center" if at else "left"),
            True,
        )
        for at, heading in enumerate(summary.headings)
    ]
    title, line = roster.title_lines
    tones = [*[""] * (len(summary.rows) - 1), "total"]
    return _Page(summary.sheet, title, line, columns, summary.rows, tones, False, 1, filtered=False)


# --- the skeleton ------------------------------------------------------------------------------------------------


def _fill(roster: Roster, pages: Sequence[_Page], content: BytesIO) -> Iterator[int]:
    """Build the workbook into `content`; yields the number of rows done."""
    book = dress.new_book()
    sheets = [book.create_sheet(page.name) for page in pages]
    wardrobe = Wardrobe(sheets[0])
    plans = [_Plan(roster, page, wardrobe) for page in pages]
    for sheet, plan in zip(sheets, plans, strict=True):
        _set_up(sheet, plan, roster)
    book.properties.title = roster.title_lines[0]
    book.properties.creator = "SchoolPrep"
    bones = BytesIO(packed(book))
    done = 0
    with ZipFile(bones) as skeleton, ZipFile(content, "w", ZIP_DEFLATED, compresslevel=_PACK) as whole:
        parts = {f"xl/worksheets/sheet{at}.xml": plan for at, plan in enumerate(plans, 1)}
        for name in skeleton.namelist():
            if name not in parts:
                whole.writestr(name, skeleton.read(name))
                continue
            head, tail = _cut(skeleton.read(name), parts[name].dimension)
            with whole.open(name, "w") as sheet_file:
                sheet_file.write(head)
                for rows, text in parts[name].lines():
                    sheet_file.write(text.encode())
                    done += rows
                    yield done
                sheet_file.write(tail)


def _cut(sheet: bytes, dimension: str) -> tuple[bytes, bytes]:
    """A sheet before and after its rows."""
    sheet = _DIMENSION.sub(b'<dimension ref="' + dimension.encode() + b'"', sheet, count=1)
    head, tail = _SHEET_DATA.split(sheet, maxsplit=1)
    return head + b"<sheetData>", b"</sheetData>" + tail


def _set_up(sheet: Worksheet, plan: _Plan, roster: Roster) -> None:
    page, last = plan.page, plan.letters[-1]
    for letter, column in zip(plan.letters, page.columns, strict=True):
        sheet.column_dimensions[letter].width = column.width
    for row in plan.merged:
        sheet.merged_cells.add(CellRange(f"A{row}:{last}{row}"))
    for cell in plan.header:
        if cell.merged:
            sheet.merged_cells.add(cell.range(plan.letters))
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"{plan.letters[page.frozen]}{page.header + 1}"
    if page.filtered:
        sheet.auto_filter.ref = f"A{page.header}:{last}{page.last_row}"
    _set_up_print(sheet, plan, roster)


def _set_up_print(sheet: Worksheet, plan: _Plan, roster: Roster) -> None:
    """A4, as wide as the paper, the header on every page, its number and what it is at the foot."""
    sheet.print_area = plan.dimension
    sheet.print_title_rows = f"{_HEADER}:{plan.page.header}"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if plan.page.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.45, 0.6, 0.2, 0.3
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(plan.page.title.replace("&", "&&")),
        center=_HeaderFooterPart(say("roster.page", roster.lang)),
        right=_HeaderFooterPart(roster.on),
    )


# --- the header --------------------------------------------------------------------------------------------------


class _Head(NamedTuple):
    """One cell of the header, over as many rows and columns as share it; rows and columns counted from 0."""

    text: str
    top: int
    bottom: int
    left: int
    right: int

    @property
    def merged(self) -> bool:
        return self.top < self.bottom or self.left < self.right

    def range(self, letters: Sequence[str]) -> CellRange:
        """Where it stands on the sheet."""
        return CellRange(
            f"{letters[self.left]}{_HEADER + self.top}:{letters[self.right]}{_HEADER + self.bottom}"
        )


def _heads(columns: Sequence[_Shown]) -> list[_Head]:
    """The header's cells: a last level reaches down to the rows, one above it over the neighbours that share it."""
    deepest = max(len(column.levels) for column in columns)
    heads: list[_Head] = []
    for at, column in enumerate(columns):
        *above, own = column.levels
        for level, text in enumerate(above):
            if at and _shares(columns[at - 1].levels, column.levels, level):
                continue
            right = at
            while right + 1 < len(columns) and _shares(columns[right + 1].levels, column.levels, level):
                right += 1
            heads.append(_Head(text, level, level, at, right))
        heads.append(_Head(own, len(above), deepest - 1, at, at))
    return heads


def _shares(levels: tuple[str, ...], other: tuple[str, ...], level: int) -> bool:
    """Whether two headings stand under the same cell of a level: alike down to it, and it is the last of neither."""
    return levels[: level + 1] == other[: level + 1] and len(levels) > level + 1


# --- the rows ----------------------------------------------------------------------------------------------------


class _Plan:
    """Where everything of a page stands, and its rows as text."""

    def __init__(self, roster: Roster, page: _Page, wardrobe: Wardrobe) -> None:
        self.page = page
        self.letters = [get_column_letter(at) for at in range(1, len(page.columns) + 1)]
        self.header = _heads(page.columns)
        self._number = wardrobe.number
        self._width = sum(column.width for column in page.columns)
        self._foot = roster.foot
        self._signatures = _signatures(roster.signatures, self._width)
        self._nobody = "" if page.rows else roster.nobody
        self._first_foot = page.last_row + 2
        self._last = page.last_row + 1 + len(self._foot) + bool(self._signatures)
        self.merged = [
            1,
            2,
            *([page.last_row] if self._nobody else []),
            *range(self._first_foot, self._last + 1),
        ]
        self.dimension = f"A1:{self.letters[-1]}{self._last}"
        # Numbers are asked for before the skeleton is saved: its style table is complete then.
        self._plain = [self._number(column.look) for column in page.columns]
        self._moments = [self._number(column.look._replace(form=dress.MOMENT)) for column in page.columns]
        self._toned = {tone: self._in_tone(tone) for tone in set(page.tones)}
        self._looks = {
            look: self._number(look)
            for look in (dress.TITLE, dress.LINE, dress.HEADING, dress.FOOT, dress.SIGNATURE, _NOBODY)
        }

    def _in_tone(self, tone: str) -> list[int]:
        if not tone:
            return self._plain
        ink, ground = dress.TONES[tone]
        return [
            self._number(column.look._replace(bold=True, ink=ink, ground=ground)) if column.toned else plain
            for column, plain in zip(self.page.columns, self._plain, strict=True)
        ]

    def lines(self) -> Iterator[_Line]:
        """The sheet's rows as text, with the number of people's rows in each piece."""
        page = self.page
        yield (0, self._merged(1, page.title, dress.TITLE, 32) + self._merged(2, page.line, dress.LINE, 20))
        yield (0, self._header())
        for start in range(0, len(page.rows), _STEP):
            chunk = page.rows[start : start + _STEP]
            yield (len(chunk), "".join(self._rows(start, chunk)))
        if self._nobody:
            yield (0, self._merged(page.last_row, self._nobody, _NOBODY, 26))
        yield (0, self._end())

    def _merged(self, row: int, text: str, look: CellLook, height: float) -> str:
        cells = [text, *[None] * (len(self.letters) - 1)]
        return stream.row(row, self.letters, cells, [self._looks[look]] * len(cells), height)

    def _header(self) -> str:
        return "".join(self._header_row(row) for row in range(self.page.header - _HEADER + 1))

    def _header_row(self, row: int) -> str:
        texts: list[stream.PlainCell] = [None] * len(self.letters)
        lines = 2 if row == self.page.header - _HEADER else 1
        for head in self.header:
            if head.top == row:
                texts[head.left] = head.text
                width = sum(column.width for column in self.page.columns[head.left : head.right + 1])
                lines = max(lines, dress.lines_of(head.text, width) - (head.bottom - head.top))
        styles = [self._looks[dress.HEADING]] * len(texts)
        return stream.row(_HEADER + row, self.letters, texts, styles, dress.height(lines))

    def _rows(self, start: int, rows: Sequence[tuple[RosterCell, ...]]) -> Iterator[str]:
        wrapped = [(at, column.width) for at, column in enumerate(self.page.columns) if column.wrap]
        dates = [at for at, column in enumerate(self.page.columns) if column.date]
        for at, cells in enumerate(rows, start):
            values: list[stream.PlainCell] = list(cells)
            styles = self._toned[self.page.tones[at]]
            if dates:
                styles = styles.copy()
                for column in dates:
                    self._date(values, styles, column)
            yield stream.row(self.page.header + 1 + at, self.letters, values, styles, _height(cells, wrapped))

    def _date(self, values: list[stream.PlainCell], styles: list[int], column: int) -> None:
        """A date as a date of the workbook; a text in its place (待定) stays a text."""
        text = values[column]
        number = stream.serial(text) if isinstance(text, str) else None
        if number is not None:
            values[column] = number
            if isinstance(number, float):
                styles[column] = self._moments[column]

    def _end(self) -> str:
        width = self._width * dress.SIZE / dress.FOOT.size
        rows = [
            self._merged(row, text, dress.FOOT, dress.height(dress.lines_of(text, width), 9))
            for row, text in enumerate(self._foot, self._first_foot)
        ]
        if self._signatures:
            rows.append(self._merged(self._last, self._signatures, dress.SIGNATURE, 40))
        return "".join(rows)


def _signatures(who: Sequence[str], width: float) -> str:
    """Each name with a line to sign on, as long as the paper's width allows."""
    room = width * dress.SIZE / dress.SIGNATURE.size / max(1, len(who))
    lines = (min(18, max(6, int(room) - dress.columns_wide(name) - 4)) for name in who)
    return "    ".join(f"{name}{'_' * line}" for name, line in zip(who, lines, strict=True))


_NOBODY = CellLook(ink=dress.QUIET, align="center", ruled=True)


def _height(cells: tuple[RosterCell, ...], wrapped: Sequence[tuple[int, float]]) -> float:
    """The height of a row: as many lines as its longest wrapped text takes."""
    most = 1
    for at, width in wrapped:
        text = cells[at]
        if isinstance(text, str) and (2 * len(text) > width - 2 or "\n" in text):
            most = max(most, dress.lines_of(text, width))
    return dress.height(most)
