"""Tables: the sheets of a workbook or csv file as plain cells, each with its true row and column.

What a file is follows from its first bytes, never from its name (DOMAIN §6 row 29). A file that cannot be read is
one `CallError` naming it and saying what to do; nothing of it is used.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from schoolprep.kinds.base import Writing
from schoolprep.problem import CallError, Problem

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv"})
"""What is taken from a folder; a file named by a person is looked into whatever its name."""
_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_UNPACKED = 1 << 30
"""Bytes: 100,000 rows of 20 cells unpack to about 60 MB, so more than 1 GiB is no school's workbook."""
_DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")


Cell = tuple[int, int]
"""A place in `Table.cells`: index of the row, index of the column."""


class Merge(NamedTuple):
    """Cells merged into one, as places in `Table.cells`, ends included; the value stands in the first of them.

    A merge may reach out of the cells: a title over columns that are empty below it.
    """

    top: int
    left: int
    bottom: int
    right: int


class Table(NamedTuple):
    """One sheet. `first_row` and `first_column` count from 1 and say where `cells[0][0]` stands."""

    file: str
    sheet: str
    cells: Sequence[Sequence[Writing]]
    first_row: int = 1
    first_column: int = 1
    epoch_1904: bool = False
    hidden: bool = False
    rows_at: Sequence[int] = ()
    """Where the rows do not follow each other (lines of a pasted text): the true row of each."""
    as_of: date | None = None
    """For the risk areas of one day, which do not say since when: entries still listed are the old ones."""
    merges: Sequence[Merge] = ()
    hidden_rows: frozenset[int] = frozenset()
    """Rows nobody sees in Excel (hidden, or filtered away), as places in `cells`."""
    hidden_columns: frozenset[int] = frozenset()
    flags: Mapping[Cell, Problem] = {}
    """Cells whose writing must not be taken without a person, and why: a formula that was never calculated, a cell
    that two readings give differently."""
    comments: Mapping[Cell, str] = {}
    """What people pinned to cells."""
    struck: frozenset[Cell] = frozenset()
    """Cells whose writing is struck through: somebody crossed it out."""
    fills: Mapping[Cell, str] = {}
    """Cells with a background of their own: its colour as RRGGBB."""
    means: str = ""
    """Which of our sheets it is where that is known whatever it is called (answers sent from phones)."""

    def row_number(self, index: int) -> int:
        """The row a person sees for `cells[index]`."""
        return self.rows_at[index] if self.rows_at else self.first_row + index

    def address(self, column: int, number: int) -> str:
        """The cell a person sees: its column by its place in the rows, its row by its number. A text has one column."""
        return f"A{number}" if self.rows_at else f"{column_letters(self.first_column + column)}{number}"


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files meant: a folder stands for the workbooks in it, by name. Raises `CallError` for an empty folder."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [entry for entry in path.iterdir() if entry.is_file() and _looks_like_a_book(entry)]
        if not inside:
            raise CallError("intake.empty-folder", file=path.name)
        found += sorted(inside)
    return found


def _looks_like_a_book(path: Path) -> bool:
    """Not the `~$` lock files that Excel leaves beside an open workbook."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", "."))


def read_tables(path: Path) -> list[Table]:
    """Every sheet of a file, hidden ones marked. Raises `CallError` where the file cannot be read."""
    head = _head(path)
    if head.startswith(_ZIP):
        return _zipped(path)
    if head.startswith(_OLE):
        return _ole(path)
    if not head:
        raise CallError("intake.empty-file", file=path.name)
    return [_text(path)]


def is_workbook(path: Path) -> bool:
    """Whether a file begins like a workbook of any kind, and not like a text. Raises `CallError`."""
    return _head(path).startswith((_ZIP, _OLE))


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise CallError("intake.is-folder", file=path.name)
    return _bytes(path, 8)


def _bytes(path: Path, count: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except FileNotFoundError as wrong:
        raise CallError("intake.no-file", file=path.name) from wrong
    except OSError as wrong:
        raise CallError("intake.locked", file=path.name) from wrong


def _zipped(path: Path) -> list[Table]:
    """An xlsx, xlsm, xlsb or ods: a zip archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
                raise CallError("intake.too-large", file=path.name)
            if not any(name.startswith("xl/") or name == "content.xml" for name in names):
                raise CallError("intake.no-workbook", file=path.name)
            epoch_1904 = any(
                _DATE_1904.search(archive.read(name)) is not None
                for name in names
                if re.fullmatch(r"xl/workbook\d*\.xml", name)
            )
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as wrong:
        raise CallError("intake.damaged", file=path.name) from wrong
    except OSError as wrong:
        raise CallError("intake.locked", file=path.name) from wrong
    return _workbook(path, epoch_1904=epoch_1904)


def _ole(path: Path) -> list[Table]:
    """An xls, or a workbook behind a password, which Office wraps in the same container."""
    if _ENCRYPTED in _bytes(path):
        raise CallError("intake.password", file=path.name)
    return _workbook(path, epoch_1904=False)


def _workbook(path: Path, *, epoch_1904: bool) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - only who reads a workbook needs it

    try:
        with CalamineWorkbook.from_path(path) as book:
            return _sheets(book, path.name, epoch_1904)
    except PasswordError as wrong:
        raise CallError("intake.password", file=path.name) from wrong
    except (CalamineError, OSError) as wrong:
        raise CallError("intake.damaged", file=path.name) from wrong
    except BaseException as wrong:
        # A file can break the reader inside Rust; its panic is no Exception and has no importable class.
        if type(wrong).__name__ != "PanicException":
            raise
        raise CallError("intake.damaged", file=path.name) from wrong


def _sheets(book: CalamineWorkbook, file: str, epoch_1904: bool) -> list[Table]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    tables = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        row, column = sheet.start or (0, 0)
        cells = _cells(sheet.to_python())
        hidden = about.visible != SheetVisibleEnum.Visible
        tables.append(Table(file, about.name, cells, row + 1, column + 1, epoch_1904, hidden))
    return tables


_Given = int | float | str | bool | time | date | datetime | timedelta
_TEXTS = frozenset({str, date, datetime, time, bool})
"""Cells that need no second look."""


def _cells(lines: list[list[_Given]]) -> Sequence[Sequence[Writing]]:
    """The cells of a sheet; only where numbers or durations stand among them each is looked at."""
    if _TEXTS.issuperset(map(type, chain.from_iterable(lines))):
        return cast(Sequence[Sequence[Writing]], lines)
    return [list(map(_plain, line)) for line in lines]


def _plain(cell: _Given) -> Writing:
    """The reader gives every number as a float; a whole one is shown and understood as a whole one."""
    if type(cell) is float and cell.is_integer():
        return int(cell)
    return _duration(cell) if isinstance(cell, timedelta) else cell


def _duration(cell: timedelta) -> Writing:
    """A cell formatted as elapsed hours: 07:30 typed into such a cell is a time of day."""
    return (datetime.min + cell).time() if timedelta(0) <= cell < timedelta(days=1) else str(cell)


def _text(path: Path) -> Table:
    """A csv file. A web page or a text under a workbook's name is told, not guessed at."""
    content = decoded(path)
    start = content.lstrip()[:200].lower()
    if start.startswith(("<html", "<!doctype", "<?xml", "<table", "<meta", "<div")):
        raise CallError("intake.web-page", file=path.name)
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        raise CallError("intake.text-file", file=path.name)
    try:
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=_delimiter(content), strict=True))
    except csv.Error as wrong:
        raise CallError("intake.damaged-csv", file=path.name) from wrong
    return Table(path.name, path.stem, rows)


def decoded(path: Path) -> str:
    """The text of a file: UTF-8 where it is, else GB18030, the two that schools' programs write.

    Raises `CallError` where it is none.
    """
    content = _bytes(path)
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CallError("intake.not-a-table", file=path.name)


def _delimiter(content: str) -> str:
    """The sign that divides the first lines most often; a comma where nothing does."""
    head = "\n".join(content.splitlines()[:10])
    return max(",\t;", key=head.count)


def shown(writing: Writing) -> str:
    """A writing as the person sees it in their sheet, for receipts."""
    if isinstance(writing, datetime):
        return writing.isoformat(sep=" ", timespec="minutes")
    if isinstance(writing, date | time):
        return writing.isoformat()
    return "" if writing is None else str(writing)


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
