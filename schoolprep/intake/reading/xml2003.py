"""Xml2003: the "XML Spreadsheet 2003", which old systems write under the name of an xls."""

from __future__ import annotations

from collections.abc import Callable, Container, Generator
from datetime import datetime, time
from math import isfinite

from lxml import etree

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError, Problem
from schoolprep.intake.reading.facts import Facts
from schoolprep.intake.reading.limits import MOST_CELLS, MOST_SHEETS, natural
from schoolprep.intake.reading.stream import events, forget, tag_of, text_of
from schoolprep.intake.tables import CellAt, Merge, Table, column_letters

MOST_XML = 64 << 20
"""Bytes of such a file."""
_PIECE = 1 << 18


def read_xml2003(content: bytes, file: str) -> Generator[float, None, list[Table]]:
    """Steps that end with the sheets. Raises `CallError`."""
    if len(content) > MOST_XML:
        raise CallError("intake.too-large", file=file)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise CallError("intake.damaged", file=file)
    pieces = (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
    book = _Workbook(file)
    try:
        for element in events(pieces, list(_TAKE)):
            tag = tag_of(element)
            _TAKE[tag](book, element)
            if tag == "Row" and book.sheet.at % 1_000 == 0:
                yield 0.5
    except etree.XMLSyntaxError as wrong:
        raise CallError("intake.damaged", file=file) from wrong
    return [table._replace(epoch_1904=book.epoch_1904) for table in book.sheets]


def _get(element: etree._Element, name: str) -> str:
    """An attribute, whatever its prefix."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    given = natural(_get(element, name))
    return otherwise if given is None else given


class _Sheet:
    """One sheet while its rows come."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, Writing]] = {}
        self.facts = Facts()
        self.hidden = False
        self.at = 0
        self.total = 0
        self._column = 0

    def column(self, element: etree._Element) -> None:
        """A column; only whether it is hidden is of interest."""
        first = _number(element, "Index", self._column + 1)
        self._column = first + _number(element, "Span", 0)
        if _get(element, "Hidden") == "1":
            self.facts.hide_columns(str(first), str(self._column))

    def row(self, element: etree._Element, struck: Container[str]) -> None:
        """A row with its cells; `struck`: the styles whose text is struck through."""
        row = _number(element, "Index", self.at + 1) - 1
        self.at = row + 1 + _number(element, "Span", 0)
        if _get(element, "Hidden") == "1":
            self.facts.hidden_rows.update(range(row, min(self.at, row + 100_000)))
        column = 0
        for cell in element:
            if tag_of(cell) == "Cell":
                column = _number(cell, "Index", column + 1) - 1
                self._cell(cell, (row, column))
                if _get(cell, "StyleID") in struck:
                    self.facts.struck.add((row, column))
                column += 1 + _number(cell, "MergeAcross", 0)

    def _cell(self, cell: etree._Element, at: CellAt) -> None:
        self.total += 1
        across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        if across or down:
            self.facts.merges.append(Merge(*at, at[0] + down, at[1] + across))
        data, comment = cell.find("{*}Data"), cell.find("{*}Comment")
        if comment is not None:
            self.facts.comments[at] = text_of(comment).strip()
        if data is None:
            if _get(cell, "Formula"):
                self.facts.uncalculated.add(at)
            return
        self.facts.widen(*at)
        self.rows.setdefault(at[0], {})[at[1]] = _writing(_get(data, "Type"), text_of(data))

    def table(self, file: str, name: str) -> Table:
        """The sheet, whole."""
        facts = self.facts
        if facts.area > MOST_CELLS:
            last = f"{column_letters(facts.right + 1)}{facts.bottom + 1}"
            raise CallError("intake.too-wide", file=file, sheet=name, cell=last)
        if facts.bottom < 0:
            return Table(file, name, [], hidden=self.hidden)
        top, left = facts.top, facts.left
        columns = range(left, facts.right + 1)
        cells = [
            [self.rows.get(row, {}).get(column, "") for column in columns]
            for row in range(top, facts.bottom + 1)
        ]
        return Table(
            file, name, cells, top + 1, left + 1, hidden=self.hidden,
            merges=tuple(Merge(m.top - top, m.left - left, m.bottom - top, m.right - left) for m in facts.merges),
            hidden_rows=frozenset(row - top for row in facts.hidden_rows if top <= row <= facts.bottom),
            hidden_columns=frozenset(column - left for column in facts.hidden_columns if column >= left),
            flags={
                (row - top, column - left): _uncalculated(row, column)
                for row, column in facts.uncalculated
                if top <= row <= facts.bottom and left <= column <= facts.right
            },
            comments={(row - top, column - left): text for (row, column), text in facts.comments.items()},
            struck=frozenset((row - top, column - left) for row, column in facts.struck),
        )  # fmt: skip


class _Workbook:
    """The workbook while its elements end one after another; a sheet ends behind its rows."""

    def __init__(self, file: str) -> None:
        self.sheets: list[Table] = []
        self.sheet = _Sheet()
        self.epoch_1904 = False
        self._file = file
        self._struck: set[str] = set()

    def style(self, element: etree._Element) -> None:
        """A style; only whether its text is struck through is of interest."""
        font = element.find("{*}Font")
        if font is not None and _get(font, "StrikeThrough") == "1":
            self._struck.add(_get(element, "ID"))

    def row(self, element: etree._Element) -> None:
        """A row of the sheet. Raises `CallError` where there are too many."""
        self.sheet.row(element, self._struck)
        if self.sheet.total > MOST_CELLS or len(self.sheets) > MOST_SHEETS:
            raise CallError("intake.too-large", file=self._file)
        forget(element)

    def column(self, element: etree._Element) -> None:
        """A column of the sheet."""
        self.sheet.column(element)

    def visible(self, element: etree._Element) -> None:
        """Whether the sheet is shown."""
        self.sheet.hidden = (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden")

    def date_1904(self, element: etree._Element) -> None:
        """Days are counted from 1904."""
        self.epoch_1904 = True

    def worksheet(self, element: etree._Element) -> None:
        """The end of a sheet. Raises `CallError` where its cells are too far apart."""
        self.sheets.append(self.sheet.table(self._file, _get(element, "Name")))
        self.sheet = _Sheet()
        forget(element)


_TAKE: dict[str, Callable[[_Workbook, etree._Element], None]] = {
    "Style": _Workbook.style,
    "Row": _Workbook.row,
    "Column": _Workbook.column,
    "Worksheet": _Workbook.worksheet,
    "Visible": _Workbook.visible,
    "Date1904": _Workbook.date_1904,
}
"""The elements that are listened to, and who takes them."""


def _uncalculated(row: int, column: int) -> Problem:
    return Problem("intake.cell-uncalculated", {"cell": f"{column_letters(column + 1)}{row + 1}"})


def _writing(kind: str, text: str) -> Writing:
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number if isfinite(number) else text
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        if moment.year < 1900 or (moment.year, moment.month, moment.day) == (1899, 12, 31):
            return moment.time()
        return moment.date() if moment.time() == time() else moment
    return text == "1" if kind == "Boolean" else text
