"""Tables: the sheets of a workbook or csv file as plain cells, each with its true row and column.

`schoolprep.intake.reading` makes them of files; `sections` divides a sheet into the tables that stand on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import PurePath
from typing import NamedTuple

from schoolprep.facts.kinds import when
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem

_COUNTED = re.compile(
    rf"{when.DAY_IN_TEXT}|{when.BRIEF_DAY}|(?<!\d)\d{{4}}(?:\d{{4}})?(?![\d班])|[(（]\d{{1,2}}[)）](?!班)|副本|\s+|[-_]+"
)
"""Days in the names of files and sheets, and numbers of copies."""
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
CellAt = tuple[int, int]
"""A place in `Table.cells`: index of the row, index of the column."""


TablePlace = tuple[str, str, str]
"""File, sheet, and the cell in which a table begins: one of a whole intake, whatever a sheet holds."""


SheetCell = tuple[str, str, str]
"""File, sheet and cell, as a person names it."""


class Merge(NamedTuple):
    """Cells merged into one, as places in `Table.cells`, ends included; the value stands in the first of them.

    A merge may reach out of the cells: a title over columns that are empty below it.
    """

    top: int
    left: int
    bottom: int
    right: int


class WrittenBook(NamedTuple):
    """What a class workbook says of itself where nobody looks: by which school, of which class, which one, when."""

    school: str
    """The tag of the school."""
    class_name: str
    number: int
    written: str
    said: bytes
    """All that it says, as it was sealed."""
    seal: str


class WrittenRow(NamedTuple):
    """A row that the program wrote, as it came back."""

    record: str
    """The record that it says."""
    edited: frozenset[int]
    """The places of the cells that say something else now."""


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
    """Where the rows do not follow each other (lines of a pasted text, a part of a sheet): the true row of each."""
    text: bool = False
    """Lines of a text: each stands in one cell, whatever columns were made of it."""
    collected: bool = False
    """Lines that a chat collected: they name people, and are no roll of them."""
    as_of: date | None = None
    """For the risk areas of one day, which do not say since when: entries still listed are the old ones."""
    merges: Sequence[Merge] = ()
    hidden_rows: frozenset[int] = frozenset()
    """Rows nobody sees in Excel (hidden, or filtered away), as places in `cells`."""
    hidden_columns: frozenset[int] = frozenset()
    flags: Mapping[CellAt, Problem] = {}
    """Cells whose writing must not be taken without a person, and why: a formula that was never calculated, a cell
    that two readings give differently."""
    comments: Mapping[CellAt, str] = {}
    """What people pinned to cells."""
    asked: Mapping[tuple[Writing, ...], Mapping[int, str]] = {}
    """Rows, by what is written in them, with cells that are understood and yet taken only once a person says so: the
    cell's place in the row, and why (a code of `words/repairs.toml`)."""
    struck: frozenset[CellAt] = frozenset()
    """Cells whose writing is struck through: somebody crossed it out."""
    notes: tuple[Problem, ...] = ()
    """What a person should know of how the file was read."""
    fills: Mapping[CellAt, str] = {}
    """Cells with a background of their own: its colour as RRGGBB."""
    begins: str = ""
    """The cell in which its own rows begin, where lines from further up stand above them."""
    stands: Mapping[tuple[int, int], str] = {}
    """Cells that do not stand in a grid (answers beside their labels): their true address by number and column."""
    skipped: Mapping[int, Problem] = {}
    """Rows under the header that are nobody's (a header printed again), as places in `cells`, and why."""
    book: WrittenBook | None = None
    """The class workbook that it is part of."""
    written: Mapping[int, WrittenRow] = {}
    """The edited ones among the rows that the program wrote, by the number a person sees."""

    @property
    def place(self) -> TablePlace:
        """Where it stands."""
        return self.file, self.sheet, self.begins or self.address(0, self.row_number(0))

    @property
    def named(self) -> str:
        """File and sheet without the days and numbers in their names: the same for the sheets one sender sends."""
        return "/".join(_COUNTED.sub("", one) for one in (PurePath(self.file).stem, self.sheet))

    def row_number(self, index: int) -> int:
        """The row a person sees for `cells[index]`."""
        return self.rows_at[index] if self.rows_at else self.first_row + index

    def place_of(self, address: str) -> CellAt | None:
        """Where a cell that a person names stands in the rows; None where it is none of them."""
        seen = seen_at(address)
        if seen is None or self.rows_at:
            return None
        row, column = seen[0] - self.first_row, seen[1] - self.first_column
        return (row, column) if 0 <= row < len(self.cells) and column >= 0 else None

    def address(self, column: int, number: int) -> str:
        """The cell a person sees: its column by its place in the rows, its row by its number. A text has one column."""
        if (number, column) in self.stands:
            return self.stands[number, column]
        if self.text:  # a header that was made of the lines stands nowhere
            return f"A{number}" if number else ""
        return f"{column_letters(self.first_column + column)}{number}"


def seen_at(address: str) -> CellAt | None:
    """Row and column of a cell as a person names it, counted from 1: B3 → (3, 2); None where it is no cell."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


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
