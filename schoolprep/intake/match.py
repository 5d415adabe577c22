"""Match: which blank a sheet is, where its header stands, and which column answers which field.

The sheet's name is asked first, then its headings. Nothing here reads a person's answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from schoolprep.blank import Blank, Blanks, Both, Field, heading_key
from schoolprep.intake.tables import Table, column_letters, shown
from schoolprep.kinds import read
from schoolprep.kinds.base import Frame, Writing
from schoolprep.problem import Fact, Problem
from schoolprep.words import Lang, say, say_problem

HEADER_WITHIN = 15
"""The header is looked for in this many rows: title, 填报日期 and up to three header rows stand above the data."""

WHO = ("document_type", "document_no", "name", "class_name", "birth_date")
"""The fields of the person's blank that say on any other sheet whom a row is about."""
_WHO_FIRST = frozenset({"document_no", "name"})
"""On every sheet these columns name the person, whatever variants a blank's own fields claim (INTERFACE §2)."""

_FILLED_ON = re.compile(
    r"^(填报日期|填表日期|填报时间|填表时间|上报日期|制表日期|统计日期)[:：]?(.*)$", re.DOTALL
)
_DAY = Field("filled_on", "date", (), Both("填报日期", "Filled in on"), Both("", ""))


class Notice(NamedTuple):
    """Something of a file that was not taken in, or that a person should know, and where it stands."""

    file: str
    sheet: str
    cell: str
    value: str
    problem: Problem

    def line(self, lang: Lang) -> str:
        """The notice in one line."""
        place = " ".join(filter(None, (self.sheet or self.file, self.cell)))
        return say("intake.line", lang, place=place, says=say_problem(self.problem, lang))


class Column(NamedTuple):
    """One column of a sheet as it was understood: `at` is its place in the rows, `field` empty where unknown."""

    at: int
    heading: str
    field: str
    who: bool = False
    """It says whom the row is about; it is no answer of this blank."""


class Matched(NamedTuple):
    """A sheet whose blank and columns are known. `body` is the index of the first row under the header."""

    table: Table
    blank: Blank
    columns: tuple[Column, ...]
    body: int
    filled_on: date | None
    notices: tuple[Notice, ...]
    """Headings that nobody knows."""
    refused: tuple[Notice, ...]
    """Columns that cannot be told apart."""
    book_filled_on: date | None = None
    """Where the sheet does not say when it was filled in: the day the other sheets of its file say."""


class Known(NamedTuple):
    """The headings one blank is known by."""

    blank: Blank
    who: Blank | None
    """The person's blank, whose headings say on this sheet whom a row is about; None where rows are about nobody."""
    ignored: frozenset[str]

    def column(self, at: int, heading: str) -> Column:
        """The column of a heading, without a field where it is not known."""
        who = self.who.field_of(heading) if self.who else ""
        field = self.blank.field_of(heading)
        if who in WHO and (who in _WHO_FIRST or not field):
            return Column(at, heading, who, who=True)
        return Column(at, heading, field)


def known_headings(blanks: Blanks) -> list[Known]:
    """What sheets are recognised by, made once for an intake."""
    person = blanks.get("person")
    ignored = {heading_key(heading) for blank in blanks.values() for heading in blank.ignored}
    return [
        Known(blank, person if blank.about == "person" and blank is not person else None, frozenset(ignored))
        for blank in blanks.values()
    ]


class _Header(NamedTuple):
    """A row taken for the header of a blank's table."""

    known: Known
    row: int
    columns: tuple[Column, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """How much speaks for it: known headings, then those that are the blank's own."""
        own = len({column.field for column in self.columns if column.field and not column.who})
        return len({(column.field, column.who) for column in self.columns if column.field}), own


def match(table: Table, known: Sequence[Known], frame: Frame) -> Matched | Notice:
    """The blank and the columns of a sheet, or why it is not taken in."""
    if table.hidden:
        return _not_taken(table, "intake.hidden-sheet")
    if not table.cells:
        return _not_taken(table, "intake.empty-sheet")
    named = [
        entry for entry in known if heading_key(entry.blank.sheet) == heading_key(table.means or table.sheet)
    ]
    headers = _headers(table, named or known)
    if not headers:
        return _not_taken(table, "intake.no-header" if named else "intake.unknown-sheet")
    best = max(header.weight for header in headers)
    chosen = [header for header in headers if header.weight == best]
    if len({header.known.blank.id for header in chosen}) > 1:
        either = "、".join(header.known.blank.sheet for header in chosen)
        return _not_taken(table, "intake.unclear-sheet", either=either)
    return _matched(table, chosen[0], frame)


def _headers(table: Table, known: Sequence[Known]) -> list[_Header]:
    """Each blank's first row with at least two known headings of which one is its own."""
    found = []
    for entry in known:
        for index, cells in enumerate(table.cells[:HEADER_WITHIN]):
            header = _Header(entry, index, _columns(cells, entry))
            matched, own = header.weight
            if own and matched > 1:
                found.append(header)
                break
    return found


def _columns(cells: Sequence[Writing], known: Known) -> tuple[Column, ...]:
    columns = []
    for index, cell in enumerate(cells):
        heading = shown(cell).strip()
        if heading and heading_key(heading) not in known.ignored:
            columns.append(known.column(index, heading))
    return tuple(columns)


def _matched(table: Table, header: _Header, frame: Frame) -> Matched | Notice:
    blank = header.known.blank
    if blank.about == "person" and not _names_people(header.columns):
        return _not_taken(table, "intake.no-who")
    notices = [
        _at_column(table, header.row, column, "intake.unknown-heading", heading=column.heading)
        for column in header.columns
        if not column.field
    ]
    twice = _twice(header.columns)
    refused = [_undecided(table, header.row, first, second) for first, second in twice]
    doubled = {(second.field, second.who) for _, second in twice}
    columns = tuple(c for c in header.columns if c.field and (c.field, c.who) not in doubled)
    if blank.about == "person" and not _names_people(columns):
        return _not_taken(table, "intake.who-twice")
    body = header.row + 1
    filled = filled_on(table, header.row, frame)
    return Matched(table, blank, columns, body, filled, tuple(notices), tuple(refused))


def with_book_day(sheets: Sequence[Matched]) -> list[Matched]:
    """Sheets without a day of filling in learn the one their file's other sheets give, if it is one."""
    days: dict[str, set[date]] = {}
    for sheet in sheets:
        if sheet.filled_on:
            days.setdefault(sheet.table.file, set()).add(sheet.filled_on)
    alone = {file: min(found) for file, found in days.items() if len(found) == 1}
    return [
        sheet if sheet.filled_on else sheet._replace(book_filled_on=alone.get(sheet.table.file))
        for sheet in sheets
    ]


def _names_people(columns: Sequence[Column]) -> bool:
    return any(column.field in _WHO_FIRST for column in columns)


def _twice(columns: Sequence[Column]) -> list[tuple[Column, Column]]:
    """Pairs of columns for one field: which of them holds the answer only a person can say."""
    first: dict[tuple[str, bool], Column] = {}
    pairs = []
    for column in columns:
        if column.field and (earlier := first.setdefault((column.field, column.who), column)) is not column:
            pairs.append((earlier, column))
    return pairs


def _undecided(table: Table, row: int, first: Column, second: Column) -> Notice:
    letters = {"first": _letters(table, first), "second": _letters(table, second)}
    return _at_column(
        table, row, second, "intake.column-twice", **letters, heading=first.heading, other=second.heading
    )


def filled_on(table: Table, header_row: int, frame: Frame) -> date | None:
    """The day the sheet was filled in, from the rows above its header; None where none is given."""
    for cells in table.cells[:header_row]:
        for index, cell in enumerate(cells):
            if isinstance(cell, str) and (found := _FILLED_ON.match("".join(cell.split()))):
                following = next((later for later in cells[index + 1 :] if later not in (None, "")), None)
                if day := _day(found[2] or following, frame, table.epoch_1904):
                    return day
    return None


def _day(writing: Writing, frame: Frame, epoch_1904: bool) -> date | None:
    reading = read(_DAY, writing, frame._replace(epoch_1904=epoch_1904))
    if reading.doubtful or not isinstance(reading.value, str):
        return None
    return date.fromisoformat(reading.value)


def _not_taken(table: Table, code: str, **facts: Fact) -> Notice:
    return Notice(table.file, table.sheet, "", "", Problem(code, {"sheet": table.sheet, **facts}))


def _letters(table: Table, column: Column) -> str:
    return column_letters(table.first_column + column.at)


def _at_column(table: Table, row: int, column: Column, code: str, **facts: Fact) -> Notice:
    cell = table.address(column.at, table.row_number(row))
    return Notice(table.file, table.sheet, cell, column.heading, Problem(code, facts))
