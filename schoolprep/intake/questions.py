"""Questions: what a sheet does not say and a person can say once for all its rows; what waits for it is told as one.

Thirty-nine rows without a class are one question and not thirty-nine refusals. They come in when it is answered, and
until then they go back to their sender like any row that was not taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from typing import NamedTuple

from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Filling, Problem
from schoolprep.facts.text import Same, Text
from schoolprep.facts.words import Phrase, say_problem
from schoolprep.intake import choices
from schoolprep.intake.choices import CLASS
from schoolprep.intake.columns import IntakeNotice, Matched, SheetLack
from schoolprep.intake.tables import Table, TablePlace, seen_at

_WITHOUT_CLASS = frozenset({"intake.no-person", "intake.number-in-class"})
"""Why a row is about nobody whom a class would name."""
_NAMED_BY = "document_no"
"""The field of which the gate says that it or another one (the class too) is lacking to file somebody."""
_PERHAPS_A_DAY = re.compile(r"(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?![\d.])")
"""11.30 in a name, which may be an edition as well."""
_Key = tuple[TablePlace, str]
"""A table, and the name of what it lacks."""


def called(file: str, sheet: str, *, among: bool) -> Text:
    """How a sheet is called to a person; `among`: beside other files, of which it says its own."""
    if sheet and among and sheet != file:
        return Phrase("intake.sheet-of-file", file=file, sheet=sheet)
    return Same(sheet or file)


def day_perhaps(file: str) -> str:
    """The day that a file's name may say, or a folder's, where it may as well count editions; empty where none does."""
    path = PurePath(file)
    for name in (path.stem, *path.parts[-2::-1]):
        days = {found[0] for found in _PERHAPS_A_DAY.finditer(name.removesuffix(".zip"))}
        if days:
            return days.pop() if len(days) == 1 else ""
    return ""


class SheetQuestion(NamedTuple):
    """What one sheet is asked once."""

    place: TablePlace
    layout: str
    """The key of its layout."""
    name: str
    """As `Choices.given` calls the answer."""
    target: str
    """The field it answers, as `blank.field`."""
    cell: str
    """The heading of the column it is about; empty: it is about each row as a whole."""
    heading: str
    numbers: frozenset[int]
    """The rows that wait for it, as a person counts them."""
    waiting: tuple[IntakeNotice, ...]
    """What would be told of them one by one."""
    offered: str = ""
    """What such a sheet was given before: offered, never taken unasked."""
    among: bool = False
    """Whether there are other files, so that the sheet's name alone does not say which it is."""

    @property
    def file(self) -> str:
        """The file's name."""
        return self.place[0]

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.place[1]

    @property
    def rows(self) -> int:
        """How many rows wait for it."""
        return len(self.numbers)

    @property
    def problem(self) -> Problem:
        """The question as what is told of a cell."""
        facts: dict[str, Filling] = {
            "sheet": called(self.file, self.sheet, among=self.among),
            "heading": self.heading,
            "rows": self.rows,
        }
        return Problem(f"intake.ask-{self.name.replace('_', '-')}", facts)

    def line(self, lang: Lang) -> str:
        """The question as a sentence."""
        return say_problem(self.problem, lang)


class AskedOnce(NamedTuple):
    """What is told of an intake: the questions, and what is left beside them."""

    questions: tuple[SheetQuestion, ...]
    refused: tuple[IntakeNotice, ...]
    left_out: tuple[IntakeNotice, ...]


def asked_once(
    sheets: Sequence[Matched],
    layouts: Mapping[TablePlace, str],
    refused: Sequence[IntakeNotice],
    left_out: Sequence[IntakeNotice],
) -> AskedOnce:
    """The questions of an intake; what waits for one is told with it. `layouts`: the layout's key of each table."""
    among = len({file for file, *_ in layouts}) > 1
    lacking: dict[tuple[str, str], list[Matched]] = {}
    for sheet in sheets:
        if sheet.lacks:
            lacking.setdefault((sheet.table.file, sheet.table.sheet), []).append(sheet)
    waiting: dict[_Key, list[IntakeNotice]] = {}
    left = [
        [notice for notice in told if not _keep(notice, lacking, waiting)] for told in (refused, left_out)
    ]
    questions: dict[_Key, SheetQuestion] = {}
    for sheet in chain.from_iterable(lacking.values()):
        for lack in sheet.lacks:
            key = (sheet.table.place, lack.name)
            told = [*waiting.get(key, ()), *waiting.get((sheet.table.place, CLASS), ())]
            rows = _rows(sheet, told)
            if rows and key not in questions:
                head = lack.column
                cell = sheet.address(head, sheet.table.row_number(sheet.body - 1)) if head else ""
                questions[key] = SheetQuestion(
                    sheet.table.place, layouts[sheet.table.place], lack.name, lack.target, cell,
                    head.heading if head else "", rows, tuple(waiting.get(key, ())), among=among,
                )  # fmt: skip
    return AskedOnce(tuple(questions.values()), tuple(left[0]), tuple(left[1]))


def _keep(
    notice: IntakeNotice,
    lacking: Mapping[tuple[str, str], Sequence[Matched]],
    waiting: dict[_Key, list[IntakeNotice]],
) -> bool:
    """Whether a notice waits for a question, with which it is kept."""
    for sheet in lacking.get((notice.file, notice.sheet), ()):
        for lack in sheet.lacks:
            if _waits(notice, lack) and _stands_in(sheet, notice):
                waiting.setdefault((sheet.table.place, lack.name), []).append(notice)
                return True
    return False


def _rows(sheet: Matched, waiting: Sequence[IntakeNotice]) -> frozenset[int]:
    """The rows that wait for what a sheet lacks: of nobody knows whom as well, and with something of an open hour."""
    return frozenset({_row_of(sheet.table, notice) for notice in waiting} | _written(sheet))


def _stands_in(sheet: Matched, notice: IntakeNotice) -> bool:
    """Whether a notice about a cell of a sheet is about the people of this table on it."""
    table, seen = sheet.table, seen_at(notice.cell)
    if seen is None or notice.cell in table.stands.values():
        return seen is not None
    own = [table.row_number(row) for row in range(sheet.body, len(table.cells))]
    width = max(map(len, table.cells), default=0)
    return bool(own) and own[0] <= seen[0] <= own[-1] and 0 <= seen[1] - table.first_column < width


def _row_of(table: Table, notice: IntakeNotice) -> int:
    """The row of a notice of which a cell is known; where cells stand beside their labels, the row they make."""
    made = {address: number for (number, _), address in table.stands.items()}
    row, _ = seen_at(notice.cell) or (0, 0)
    return made.get(notice.cell, row)


def _written(sheet: Matched) -> set[int]:
    """The rows in which something stands in the columns whose hour is open."""
    places = [at for lack in sheet.lacks if lack.column for at in lack.column.source.places]
    rows = sheet.table.cells[sheet.body :] if places else ()
    return {
        sheet.table.row_number(index)
        for index, row in enumerate(rows, sheet.body)
        if any(at < len(row) and row[at] not in (None, "") for at in places)
    }


def _waits(notice: IntakeNotice, lack: SheetLack) -> bool:
    """Whether a row is not taken in because the sheet lacks this."""
    code = notice.problem.code
    match lack.name:
        case choices.CLASS:
            unfiled = code == "intake.row-incomplete" and notice.problem.field == _NAMED_BY
            return (unfiled or code in _WITHOUT_CLASS) and bool(notice.value)
        case choices.DAY:
            return code == "intake.row-incomplete" and lack.target.endswith(f".{notice.problem.field}")
        case choices.DAY_ORDER:
            return code == "kinds.date-two-readings"
    return code in ("intake.row-unanswered", "intake.row-unused")
