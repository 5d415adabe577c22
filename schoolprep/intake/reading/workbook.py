"""Workbook: the sheets of an xlsx, xlsb, xls or ods by the fast reader, joined with the facts of the file itself.

Where the two readings of a cell differ, the cell is flagged and the person looks at it: neither is taken.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError, Problem
from schoolprep.intake.reading.facts import Book, Facts, unescaped
from schoolprep.intake.reading.fast import (
    BookListed,
    FastCell,
    ReadingFailed,
    Share,
    Shares,
    SheetBegun,
    SheetRows,
)
from schoolprep.intake.tables import CellAt, Merge, Table, column_letters, shown

WorkbookSteps = Generator[float, None, list[Table]]
"""Steps of reading one file, each the part that is done (0 to 1); they end with its tables."""
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_FIRST_SURE_DAY = 61
"""Excel believes in 29 February 1900; no pupil was born before it."""
_NEAR = timedelta(seconds=1)


def read_book(given: Shares, file: str, known: Book) -> WorkbookSteps:
    """The sheets of a workbook by the shares of the fast reader. Raises `CallError`."""
    book = _Reading(file, known)
    try:
        with closing(given):
            for share in given:
                book.take(share)
                yield book.done
        return [book.table(name, hidden, read) for (name, hidden), read in book.sheets()]
    finally:
        _give_back()


class _Begun(NamedTuple):
    """A sheet and the rows that have come."""

    begun: SheetBegun
    cells: list[list[Writing]]


class _Reading:
    """A workbook while its shares come."""

    def __init__(self, file: str, known: Book) -> None:
        self._file = file
        self._known = known
        self._listed: list[tuple[str, bool]] | None = None
        self._read: list[_Begun | None] = []
        self._once: dict[str, str] = {}

    @property
    def done(self) -> float:
        """The part that has come."""
        last = self._read[-1] if self._read else None
        share = len(last.cells) / max(last.begun.height, 1) if last else 0
        return max(0, len(self._read) - 1 + share) / max(len(self._listed or ()), 1)

    def take(self, share: Share | None) -> None:
        """Keep what has come. Raises `CallError` where the fast reader failed and there is no second reading."""
        if isinstance(share, BookListed):
            self._listed = share.sheets
        elif isinstance(share, SheetBegun):
            self._read.append(_Begun(share, []))
        elif isinstance(share, SheetRows) and (last := self._read[-1]):
            last.cells.extend(map(self._row, share.rows))
        elif isinstance(share, ReadingFailed):
            if not self._known.faithful:
                raise CallError("intake.password" if share.locked else "intake.damaged", file=self._file)
            self._fail(share)

    def _fail(self, share: ReadingFailed) -> None:
        if share.ended:
            self._listed, self._read = None, []
        else:
            self._read.append(None)

    def _row(self, row: Sequence[FastCell]) -> list[Writing]:
        """A row taken over; a text that stands in many cells is kept once."""
        once = self._once.setdefault
        return [once(cell, cell) if type(cell) is str else _writing(cell) for cell in row]

    def sheets(self) -> Iterator[tuple[tuple[str, bool], _Begun | None]]:
        """The sheets, each with whether it is hidden and what the fast reader gave of it."""
        if self._listed is not None:
            return zip(self._listed, self._read, strict=True)
        # A book that has a part the fast reader stumbles over; the second reading needs only the sheets.
        known = self._known
        return (((name, name in known.hidden), None) for name in known.sheets)

    def table(self, name: str, hidden: bool, read: _Begun | None) -> Table:
        """A sheet; by the second reading alone where the fast reader stumbled over it. Raises `CallError`."""
        known = self._known
        if read is None:
            if name not in known.sheets:
                raise CallError("intake.damaged", file=self._file)
            return _table(self._file, name, known.sheets[name], known)
        facts, begun = known.sheets.get(name, Facts()), read.begun
        first = begun.top + 1, begun.left + 1
        table = Table(self._file, name, read.cells, *first, known.epoch_1904, hidden)
        merges = facts.merges or [Merge(*corner, *end) for corner, end in begun.merges]
        return _joined(table, read.cells, facts, merges)


def _table(file: str, name: str, facts: Facts, known: Book) -> Table:
    """A sheet by the second reading alone."""
    (row, column), cells = _second_reading(facts, known.epoch_1904)
    hidden = name in known.hidden
    table = Table(file, name, cells, row + 1, column + 1, known.epoch_1904, hidden)
    return _joined(table, cells, facts, facts.merges)


def _give_back() -> None:
    """Give what the fast reader has freed back to the system: the GNU library keeps it, half of what a plan needs."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


def _writing(cell: FastCell) -> Writing:
    """The fast reader gives every number as a float; a whole one is shown and understood as a whole one."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return _duration(cell) if isinstance(cell, timedelta) else cell


def _duration(cell: timedelta) -> Writing:
    """A cell formatted as elapsed hours: 07:30 typed into such a cell is a time of day."""
    return (datetime.min + cell).time() if timedelta(0) <= cell < timedelta(days=1) else str(cell)


def _second_reading(facts: Facts, epoch_1904: bool) -> tuple[CellAt, list[list[Writing]]]:
    """The cells where the fast reader fails at a sheet: those of the second reading."""
    if facts.bottom < 0:
        return (0, 0), []
    width = facts.right - facts.left + 1
    cells: list[list[Writing]] = [[""] * width for _ in range(facts.bottom - facts.top + 1)]
    for (row, column), value in facts.readings.items():
        writing: Writing = value
        if isinstance(value, float):
            writing = day_of(value, epoch_1904) if (row, column) in facts.dated else _writing(value)
        cells[row - facts.top][column - facts.left] = writing
    return (facts.top, facts.left), cells


def _joined(table: Table, cells: list[list[Writing]], facts: Facts, merges: list[Merge]) -> Table:
    """A table with the facts of its sheet, counted from its own corner."""
    top, left = table.first_row - 1, table.first_column - 1

    def here(places: dict[CellAt, str]) -> Iterator[tuple[CellAt, str]]:
        for (row, column), value in places.items():
            if 0 <= row - top < len(cells) and 0 <= column - left < len(cells[row - top]):
                yield (row - top, column - left), value

    flags: dict[CellAt, Problem] = {}
    _compare(cells, (top, left), facts, table.epoch_1904, flags)
    for (row, column), value in here(facts.errors):
        cells[row][column] = value
    for (row, column), value in here(facts.padded):
        cells[row][column] = value
    for (row, column), _ in here(dict.fromkeys(facts.uncalculated, "")):
        address = f"{column_letters(left + column + 1)}{top + row + 1}"
        flags[row, column] = Problem("intake.cell-uncalculated", {"cell": address})
    return table._replace(
        merges=tuple(
            Merge(merge.top - top, merge.left - left, merge.bottom - top, merge.right - left)
            for merge in merges
        ),
        hidden_rows=frozenset(row - top for row in facts.hidden_rows if 0 <= row - top < len(cells)),
        hidden_columns=frozenset(column - left for column in facts.hidden_columns if column >= left),
        flags=flags,
        comments=dict(here(facts.comments)),
        struck=frozenset(at for at, _ in here(dict.fromkeys(facts.struck, ""))),
        fills=dict(here(facts.fills)),
    )


def _compare(
    cells: list[list[Writing]], first: CellAt, facts: Facts, epoch_1904: bool, flags: dict[CellAt, Problem]
) -> None:
    """Hold the second reading against the first; a day that only the second one knows as such is a day."""
    top, left = first
    for at, second in facts.readings.items():
        row, column = at[0] - top, at[1] - left
        if not (0 <= row < len(cells) and 0 <= column < len(cells[row])):
            if second != "":
                flags[max(row, 0), max(column, 0)] = _differs(at, "", second)
            continue
        one = cells[row][column]
        if at in facts.eastern and type(one) in (int, float) and one == second:
            cells[row][column] = day_of(float(second), epoch_1904)
        elif isinstance(second, str) and isinstance(one, str) and one != second and _same_text(one, second):
            cells[row][column] = unescaped(one)
        elif not _same(one, second, at in facts.dated, epoch_1904):
            flags[row, column] = _differs(at, one, second)


def _same_text(one: str, second: str) -> bool:
    """Whether two texts differ only in line ends, blanks around them, and how signs are written that XML has not."""
    return unescaped(one).replace("\r\n", "\n").strip() == second.replace("\r\n", "\n").strip()


def _same(one: Writing, second: str | float, dated: bool, epoch_1904: bool) -> bool:
    if isinstance(one, str) and isinstance(second, float):
        return dated  # an elapsed time of more than a day, which the first reading gives in words
    if isinstance(second, str) or isinstance(one, bool) or one is None:
        return one == second
    if isinstance(one, int | float):
        return one == second and not dated
    if not dated or second < 0:
        return False  # Excel shows a day before its first one as ########
    day = day_of(second, epoch_1904)
    if not isinstance(day, date) or not isinstance(one, date):
        return not isinstance(one, date) or second < _FIRST_SURE_DAY
    return abs(_moment(one) - _moment(day)) <= _NEAR


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


def day_of(number: float, epoch_1904: bool) -> Writing:
    """The day or time of day that a number stands for; the number itself where it is none."""
    if 0 <= number < 1:
        return (
            (datetime.min + timedelta(seconds=round(number * 86_400))).time() if number < 0.999994 else number
        )
    if not epoch_1904 and number < _FIRST_SURE_DAY:
        return number
    try:
        moment = (_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return number
    return moment.date() if moment.time() == time() else moment


def _differs(at: CellAt, one: Writing, second: str | float) -> Problem:
    cell = f"{column_letters(at[1] + 1)}{at[0] + 1}"
    return Problem("intake.cell-differs", {"cell": cell, "one": shown(one), "other": shown(second)})
