"""Class book: what stands in a class workbook where nobody looks, written and found again.

Each row that the program wrote carries its number, and a hidden sheet what was written in it and which record it says.
So whatever was sorted, moved or inserted meanwhile, it is known which cells somebody changed: only those count. The
hidden sheet is sealed by the school's secret, so that neither another school's workbook nor a made-up one passes.
"""

from __future__ import annotations

import base64
import hmac
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import msgspec

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError, Filling, Problem
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.subject import HANDS
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.tables import Table, WrittenBook, WrittenRow, shown

MARKED = "schoolprep class workbook 1"
"""What the first cell of the hidden sheet says."""
ARRIVAL = "arrival"
"""The blank of what came from colleagues."""
_PIECE = 30_000
"""Signs in one cell of it; Excel takes 32,767."""
_MOST = 64 << 20
"""Bytes of what is said, unpacked."""
_ROW = re.compile(r"\[sp:(\d{1,7})\]")
_HEADER_WITHIN = 10
_LAST = 3
"""Cells at the end of a row among which its number stands, where nobody moved columns."""


class WrittenSheet(msgspec.Struct, frozen=True):
    """The headings of one sheet, and which of them names the class."""

    headings: tuple[str, ...]
    unit: str


class SaidRow(msgspec.Struct, frozen=True, array_like=True):
    """One row as it was written."""

    sheet: int
    record: str
    texts: tuple[str, ...]


class ClassBookSaid(msgspec.Struct, frozen=True):
    """What the hidden sheet says."""

    school: str
    class_name: str
    number: int
    written: str
    sheets: tuple[WrittenSheet, ...]
    rows: tuple[SaidRow, ...]


def packed(said: ClassBookSaid) -> bytes:
    """What is said, as it is sealed."""
    return zlib.compress(msgspec.json.encode(said), 9)


def cells_of(content: bytes, seal: str) -> list[str]:
    """The cells of the hidden sheet, from the top."""
    text = base64.b64encode(content).decode()
    return [MARKED, seal, *(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))]


def key_of(row: int) -> str:
    """What stands in the hidden cell of a row."""
    return f"[sp:{row}]"


class _Found(NamedTuple):
    book: WrittenBook
    said: ClassBookSaid


def with_book(tables: Sequence[Table]) -> list[Table]:
    """The tables of a file; those of a class workbook know what was written in them, and lack what nobody edited.

    Raises `CallError` where what stands hidden in it is not whole: nobody could tell what was edited.
    """
    marks = [table for table in tables if _is_mark(table)]
    others = [table for table in tables if not _is_mark(table)]
    if not marks and not any(map(_is_keyed, others)):
        return others
    found = _found(marks[0]) if len(marks) == 1 else None
    if found is None:
        raise CallError("intake.class-book-spoilt", file=tables[0].file)
    sheets = [_ReturnedSheet(table, found) for table in others]
    twice = Counter(row for sheet in sheets for row in sheet.rows.values())
    return [sheet.edited_alone(twice) for sheet in sheets]


def _is_mark(table: Table) -> bool:
    return bool(table.cells) and bool(table.cells[0]) and table.cells[0][0] == MARKED


def _is_keyed(table: Table) -> bool:
    return any(isinstance(cell, str) and _ROW.fullmatch(cell) for row in table.cells for cell in row[-_LAST:])


def _found(mark: Table) -> _Found | None:
    """What a hidden sheet says; None where it is not whole."""
    texts = [shown(row[0]) for row in mark.cells if row]
    try:
        content = base64.b64decode("".join(texts[2:]), validate=True)
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(content, _MOST)
        said = msgspec.json.decode(plain, type=ClassBookSaid)
    except (ValueError, zlib.error, msgspec.MsgspecError, IndexError):
        return None
    if not unpacking.eof:
        return None
    book = WrittenBook(said.school, said.class_name, said.number, said.written, content, texts[1])
    return _Found(book, said)


class _ReturnedSheet:
    """One sheet of a class workbook as it came back."""

    def __init__(self, table: Table, found: _Found) -> None:
        self._found = found
        self.rows: dict[int, int] = {}
        """Place in the cells → number of the row as it was written."""
        self.cells = [list(row) for row in table.cells]
        self._table = table
        for at, row in enumerate(self.cells):
            for column, writing in enumerate(row):
                key = _ROW.fullmatch(writing.strip()) if isinstance(writing, str) else None
                if key:
                    row[column] = None
                    if int(key[1]) < len(found.said.rows):
                        self.rows[at] = int(key[1])
        self._columns = self._headed()

    def _headed(self) -> Mapping[str, int]:
        """Where each heading stands: in the row near the top that has most of one sheet's."""
        best: tuple[int, Mapping[str, int]] = (0, {})
        for row in self.cells[:_HEADER_WITHIN]:
            places = {shown(writing).strip(): at for at, writing in reversed([*enumerate(row)])}
            most = max(len(places.keys() & set(sheet.headings)) for sheet in self._found.said.sheets)
            best = max(best, (most, places), key=lambda one: one[0])
        return best[1]

    def _written_in(self, at: int) -> dict[int, str]:
        """What was written in a row, by the place where it stands now."""
        said = self._found.said.rows[self.rows[at]]
        headings = self._found.said.sheets[said.sheet].headings
        pairs = zip(headings, said.texts, strict=False)
        return {self._columns[heading]: text.strip() for heading, text in pairs if heading in self._columns}

    def _edited(self, at: int) -> frozenset[int]:
        """The places of a row's cells that say something else than was written, or more."""
        written = self._written_in(at)
        says = ((place, _plain(writing)) for place, writing in enumerate(self.cells[at]))
        return frozenset(place for place, text in says if text and text != written.get(place, ""))

    def _emptied(self, at: int) -> int:
        return sum(
            bool(text) and not _cell(self.cells[at], place) for place, text in self._written_in(at).items()
        )

    def edited_alone(self, twice: Counter[int]) -> Table:
        """The table without the rows nobody edited.

        Of a row that was copied the one that is as it was written is that row; the others are added ones.
        """
        edited = {at: self._edited(at) for at in self.rows}
        emptied = sum(map(self._emptied, self.rows))
        written = {
            self._table.row_number(at): WrittenRow(self._found.said.rows[self.rows[at]].record, places)
            for at, places in edited.items()
            if places and twice[self.rows[at]] == 1
        }
        self._give_class()
        for at, places in edited.items():
            if not places:
                self.cells[at] = [None] * len(self.cells[at])
        notes = self._told(sum(not places for places in edited.values()), len(written), emptied)
        return self._table._replace(
            cells=self.cells, book=self._found.book, written=written, notes=(*self._table.notes, *notes)
        )

    def _give_class(self) -> None:
        """A row that was added and does not say its class is of the class of the workbook."""
        units = {sheet.unit for sheet in self._found.said.sheets} & self._columns.keys()
        for unit in units:
            place = self._columns[unit]
            head = next(at for at, row in enumerate(self.cells) if _cell(row, place) == unit)
            for at in range(head + 1, len(self.cells)):
                row = self.cells[at]
                if at not in self.rows and any(map(shown, row)) and not _cell(row, place):
                    row += [None] * (place + 1 - len(row))
                    row[place] = self._found.said.class_name

    def _told(self, unedited: int, edited: int, emptied: int) -> Iterator[Problem]:
        if not self.rows:
            return
        book = self._found.book
        facts: dict[str, Filling] = {
            "sheet": self._table.sheet, "unit": book.class_name, "number": book.number,
            "written": book.written[:16].replace("T", " "), "same": unedited, "edited": edited,
        }  # fmt: skip
        yield Problem("intake.class-book", facts)
        if emptied:
            yield Problem("intake.class-book-emptied", {"sheet": self._table.sheet, "count": emptied})


def _cell(row: Sequence[Writing], place: int) -> str:
    return _plain(row[place]) if place < len(row) else ""


def _plain(writing: Writing) -> str:
    """A writing to compare by: a number as it was typed."""
    if isinstance(writing, float) and writing.is_integer():
        return str(int(writing))
    return shown(writing).strip()


def of_this_school(
    tables: Sequence[Table], proof: Callable[[bytes], str]
) -> tuple[list[Table], list[IntakeNotice]]:
    """The tables without those of class workbooks that this school did not write, and what is told of these."""
    strange = {table.file: table.book for table in tables if table.book and not _is_ours(table.book, proof)}
    told = [
        IntakeNotice(file, "", "", "", Problem("intake.class-book-foreign", {"file": file}), "file")
        for file in strange
    ]
    return [table for table in tables if table.file not in strange], told


def _is_ours(book: WrittenBook, proof: Callable[[bytes], str]) -> bool:
    return hmac.compare_digest(proof(book.said).encode(), book.seal.encode())


class BookArrived(NamedTuple):
    """A class workbook that came back, and how many records it brought."""

    book: WrittenBook
    records: int

    def entry(self, at: str, before: Sequence[Record]) -> Entry:
        """The record that says so, at a time; `before`: those that said it of the same workbook."""
        said: Answers = {
            "classes": self.book.class_name, "number": self.book.number, "sealed": at, "records": self.records,
            "digest": sha256(self.book.said).hexdigest(),
        }  # fmt: skip
        replaces = tuple(one.id for one in before if _same_book(one, said))
        return Entry(blank=ARRIVAL, subject=HANDS, answers=said, replaces=replaces)

    def is_told(self, before: Sequence[Record]) -> bool:
        """Whether it has been told already, and brings nothing now."""
        said: Answers = {"classes": self.book.class_name, "number": self.book.number}
        return not self.records and any(_same_book(one, said) for one in before)


def _same_book(record: Record, said: Answers) -> bool:
    held = record.answers or {}
    return not held.get("seat") and all(held.get(name) == said[name] for name in ("classes", "number"))


def arrived(tables: Sequence[Table], steps: Mapping[str, int]) -> list[BookArrived]:
    """The class workbooks among the tables; `steps`: how many records each file brings."""
    books: dict[tuple[str, int], tuple[WrittenBook, set[str]]] = {}
    for table in tables:
        if table.book is not None:
            key = table.book.class_name, table.book.number
            books.setdefault(key, (table.book, set()))[1].add(table.file)
    return [BookArrived(book, sum(steps.get(file, 0) for file in files)) for book, files in books.values()]
