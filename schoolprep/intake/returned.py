"""Returned: the refused rows of a sender's file, in the sender's own layout, with what is wrong at each cell.

Title, date and header rows stand where they stood, below them only the rows in which something was refused. Put right
and taken in again they go through: what was right the first time is found unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path, PurePath
from typing import NamedTuple

from schoolprep.facts.blank import Blanks, Field
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import Problem
from schoolprep.facts.words import Phrase
from schoolprep.intake.choices import HOUR
from schoolprep.intake.columns import SAYS_WHO, IntakeNotice, Matched
from schoolprep.intake.questions import SheetQuestion
from schoolprep.intake.receipt import Receipt
from schoolprep.intake.rows import CellChange
from schoolprep.intake.tables import CellAt, Merge, Table, TablePlace, seen_at
from schoolprep.intake.vocabulary import field_at

_WANTED = {"intake.no-person": "person.class_name", "intake.namesakes": "person.document_no"}
"""What would tell whom a row is about that was refused for one of these."""
_ASKS = frozenset({"intake.ask-class-name", "intake.ask-day"})
"""Questions that each row can answer."""


class CellMark(NamedTuple):
    """What is wrong at a cell, and the question it answers (None: the row as a whole, a heading)."""

    problems: tuple[Problem, ...]
    field: Field | None

    def moved(self, number: int, to: int) -> CellMark:
        """What is said of a row, at the number under which a person finds it here."""
        return self._replace(problems=tuple(_moved_to(one, number, to) for one in self.problems))


class ReturnedSheet(NamedTuple):
    """A sheet to be put right, under the sender's name for it."""

    title: str
    first_column: int
    """The sender's column in which `cells[0][0]` stands, counted from 1."""
    cells: Sequence[Sequence[Writing]]
    head: int
    """How many rows stand above the data."""
    merges: Sequence[Merge]
    marks: Mapping[CellAt, CellMark]
    """By their places in `cells`."""
    between: frozenset[int] = frozenset()
    """Rows further down that are no data either: lines and headings of the next table on the sheet."""

    @property
    def rows(self) -> int:
        """How many rows wait for a correction."""
        return len(self.cells) - self.head - len(self.between)


class ReturnedBook(NamedTuple):
    """What goes back to one sender."""

    file: str
    sheets: tuple[ReturnedSheet, ...]
    epoch_1904: bool

    @property
    def rows(self) -> int:
        """How many rows wait for a correction."""
        return sum(sheet.rows for sheet in self.sheets)

    def path_in(self, folder: Path, suffix: str) -> Path:
        """Where it is to be written: `七年级1班.xls` → `七年级1班 待更正.xlsx`, numbered where that stands already.

        `suffix` is 待更正; a file that came back with it does not get it twice.
        """
        stem = re.sub(rf" {re.escape(suffix)}(?: \d+)?$", "", PurePath(self.file).stem)
        names = chain([f"{stem} {suffix}"], (f"{stem} {suffix} {number}" for number in count(2)))
        return next(path for name in names if not (path := folder / file_name(f"{name}.xlsx")).exists())


def returned(sheets: Sequence[Matched], blanks: Blanks, receipt: Receipt) -> list[ReturnedBook]:
    """What goes back, a book for each file in which a row was refused.

    Lines of pasted texts are not among them: they have no rows and columns to be put right in.
    """
    books: dict[str, list[Matched]] = {}
    for sheet in sheets:
        if not sheet.table.text:
            books.setdefault(sheet.table.file, []).append(sheet)
    tables = {sheet.table.place: sheet.table for sheet in sheets}
    waiting = [
        notice for question in receipt.questions for notice in _unasked(question, tables[question.place])
    ]
    refused = _by_sheet([*receipt.refused, *waiting, *map(_asked, receipt.asked)])
    made = [_book(file, found, refused, blanks) for file, found in books.items()]
    return [book for book in made if book.rows]


def _unasked(question: SheetQuestion, table: Table) -> Iterator[IntakeNotice]:
    """What a sheet was to be asked once, where its sender can answer: in each row, or at the heading it is about."""
    problem = question.problem
    if question.name == HOUR or (question.cell and not question.waiting):
        yield IntakeNotice(question.file, question.sheet, question.cell, question.heading, problem)
    elif question.cell:
        yield from question.waiting
    else:
        for number in sorted(question.numbers):
            cell = table.address(0, number)
            yield IntakeNotice(question.file, question.sheet, cell, question.target, problem)


def _asked(change: CellChange) -> IntakeNotice:
    """A doubtful answer as what is to be put right: how it was read, and why that is not certain."""
    facts = {"now": change.said or change.now, "why": Phrase(f"repairs.{change.repair}")}
    return IntakeNotice(
        change.file, change.sheet, change.cell, change.was, Problem("intake.doubtful-cell", facts)
    )


def _by_sheet(notices: Iterable[IntakeNotice]) -> Mapping[tuple[str, str], list[IntakeNotice]]:
    found: dict[tuple[str, str], list[IntakeNotice]] = {}
    for notice in notices:
        found.setdefault((notice.file, notice.sheet), []).append(notice)
    return found


def _book(
    file: str,
    sheets: Sequence[Matched],
    refused: Mapping[tuple[str, str], list[IntakeNotice]],
    blanks: Blanks,
) -> ReturnedBook:
    pages: dict[str, list[Matched]] = {}
    for sheet in sheets:
        pages.setdefault(sheet.table.sheet, []).append(sheet)
    made = [_page(found, refused.get((file, name), ()), blanks) for name, found in pages.items()]
    firsts = [found[0] for found in pages.values()]
    wanted = [
        one
        for sheet, one in zip(firsts, made, strict=True)
        if one.rows or (sheet.filled_on and _lends_its_day(firsts, made))
    ]
    return ReturnedBook(file, tuple(wanted), any(sheet.table.epoch_1904 for sheet in sheets))


def _lends_its_day(sheets: Sequence[Matched], made: Sequence[ReturnedSheet]) -> bool:
    """Whether a returned sheet takes its year from another's 填报日期, which must then come along."""
    return any(sheet.book_filled_on is not None and one.rows for sheet, one in zip(sheets, made, strict=True))


def _page(found: Sequence[Matched], notices: Sequence[IntakeNotice], blanks: Blanks) -> ReturnedSheet:
    """One sheet of a sender: its tables in which something was refused, one under the other."""
    tables: dict[TablePlace, list[Matched]] = {}
    for matched in found:
        tables.setdefault(matched.table.place, []).append(matched)
    made = [_sheet(those, notices, blanks) for those in tables.values()]
    wanted = [one for one in made if one.rows] or made[:1]
    whole = wanted[0]
    for one in wanted[1:]:
        whole = _under(whole, one)
    return whole


def _under(upper: ReturnedSheet, lower: ReturnedSheet) -> ReturnedSheet:
    """Two tables of a sheet, each under its own columns, a row between them."""
    first = min(upper.first_column, lower.first_column)
    height = len(upper.cells) + 1
    cells = [_moved(row, upper.first_column - first) for row in upper.cells]
    more = [_moved(row, lower.first_column - first) for row in lower.cells]
    marks = {(row, at + upper.first_column - first): mark for (row, at), mark in upper.marks.items()}
    marks |= {
        (row + height, at + lower.first_column - first): mark.moved(row + 1, row + height + 1)
        for (row, at), mark in lower.marks.items()
    }
    between = upper.between.union(range(height - 1, height + lower.head))
    return upper._replace(first_column=first, cells=[*cells, [], *more], marks=marks, between=between)


def _moved(row: Sequence[Writing], by: int) -> Sequence[Writing]:
    return [*[""] * by, *row] if by else row


def _sheet(found: Sequence[Matched], notices: Iterable[IntakeNotice], blanks: Blanks) -> ReturnedSheet:
    """One sheet, whatever it answers: a survey is several blanks over the same cells."""
    table, head = found[0].table, found[0].body
    where = _places(table)
    placed = [(place, notice) for notice in notices if (place := where(notice.cell))]
    lacking = _lacking(found, blanks, [notice for _, notice in placed])
    width = max(map(len, table.cells), default=0)
    beside = {name: width + index for index, name in enumerate(lacking)}
    places = [
        ((row, beside.get(_lacks(found, notice), column)), notice.problem) for (row, column), notice in placed
    ]
    rows = _waiting(table, head, {row for (row, _), _ in places})
    at = {row: index for index, row in enumerate([*range(head), *rows])}
    fields = {**_fields(found, blanks), **{beside[name]: field for name, field in lacking.items()}}
    marks = {
        (at[row], column): CellMark(told, fields.get(column) if row >= head else None).moved(
            table.row_number(row), at[row] + 1
        )
        for (row, column), told in _problems(places).items()
    }
    cells = [*_head(table, head, width, lacking.values()), *(_filled(table, row) for row in rows)]
    return ReturnedSheet(
        table.sheet, table.first_column, cells, head, [m for m in table.merges if m.bottom < head], marks
    )


def _moved_to(problem: Problem, number: int, to: int) -> Problem:
    of_row = problem.facts.get("row") == number
    return problem._replace(facts={**problem.facts, "row": to}) if of_row else problem


def _problems(places: Iterable[tuple[CellAt, Problem]]) -> Mapping[CellAt, tuple[Problem, ...]]:
    """What is wrong at each cell, each thing once."""
    problems: dict[CellAt, list[Problem]] = {}
    for place, problem in places:
        told = problems.setdefault(place, [])
        if problem not in told:
            told.append(problem)
    return {place: tuple(told) for place, told in problems.items()}


def _lacking(
    found: Sequence[Matched], blanks: Blanks, notices: Iterable[IntakeNotice]
) -> Mapping[str, Field]:
    """What rows need and no column of the sheet asks, by its target: each gets a column of its own."""
    targets = dict.fromkeys(name for notice in notices if (name := _lacks(found, notice)))
    return {name: field for name in targets if (field := field_at(blanks, name)) is not None}


def _lacks(found: Sequence[Matched], notice: IntakeNotice) -> str:
    """The field for whose want a row was refused, as `blank.field`; empty where some column asks it."""
    problem = notice.problem
    name = _WANTED.get(problem.code, "") if notice.value else ""
    if problem.code in _ASKS:
        name = notice.value
    if problem.code == "intake.row-incomplete" and problem.field:
        name = next(
            (f"{one.blank.id}.{problem.field}" for one in found if problem.field in one.blank.fields), ""
        )
    _, _, field = name.partition(".")
    answered = {column.field for sheet in found for column in sheet.columns if column.source.places}
    enough = SAYS_WHO if name == _WANTED["intake.no-person"] else {field}
    return "" if answered & enough else name


def _head(table: Table, head: int, width: int, more: Iterable[Field]) -> Sequence[Sequence[Writing]]:
    """The rows above the data, with the headings of more columns behind the last, in the letters of the others."""
    fields = list(more)
    if not head or not fields:
        return table.cells[:head]
    last = table.cells[head - 1]
    latin = all(str(cell or "").isascii() for cell in last)
    headings = [next(one for one in field.headings if one.isascii() or not latin) for field in fields]
    return [*table.cells[: head - 1], [*last, *[""] * (width - len(last)), *headings]]


def _waiting(table: Table, head: int, wrong: Collection[int]) -> Sequence[int]:
    """The rows that go back; where a heading is refused every row waits for it."""
    if any(row < head for row in wrong):
        return range(head, len(table.cells))
    return sorted(wrong)


def _fields(found: Sequence[Matched], blanks: Blanks) -> Mapping[int, Field]:
    """What each column asks, by its place; of several blanks the first that asks it."""
    return {
        column.at: _field(sheet, blanks, column.field, who=column.who)
        for sheet in reversed(found)
        for column in sheet.columns
        if column.at is not None
    }


def _field(sheet: Matched, blanks: Blanks, name: str, *, who: bool) -> Field:
    return blanks["person"][name] if who else sheet.blank[name]


def _places(table: Table) -> Callable[[str], CellAt | None]:
    """Finds where a cell stands in the table; None for a notice about a whole sheet, or another table on it."""
    rows = {number: index for index, number in enumerate(table.rows_at)}
    width = max(map(len, table.cells), default=0)
    elsewhere = {address: (rows.get(number, -1), at) for (number, at), address in table.stands.items()}

    def place(address: str) -> CellAt | None:
        seen = seen_at(address)
        if seen is None or address in elsewhere:
            return elsewhere.get(address)
        number, column = seen[0], seen[1] - table.first_column
        row = rows.get(number, -1) if rows else number - table.first_row
        return (row, column) if 0 <= row < len(table.cells) and 0 <= column < width else None

    return place


def _filled(table: Table, row: int) -> Sequence[Writing]:
    """A row by itself: what it shared with the rows above (a class merged over them) is written into it."""
    shared = list(_shared(table, row))
    if not shared:
        return table.cells[row]
    line = list(table.cells[row])
    for column, writing in shared:
        line += [""] * (column + 1 - len(line))
        line[column] = writing
    return line


def _shared(table: Table, row: int) -> Iterator[tuple[int, Writing]]:
    for merge in table.merges:
        if merge.top < row <= merge.bottom and merge.left < len(table.cells[merge.top]):
            yield merge.left, table.cells[merge.top][merge.left]
