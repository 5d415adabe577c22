"""Whereabouts: where the rows of an intake have gone; each counts once, by its file, its sheet and its number.

Rows in = rows filed + asked + refused + unchanged + told. A row of which anything is filed is filed; what else it says
may be asked or refused beside that, and is told cell by cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.tables import Table

RowFate = Literal["filed", "asked", "refused", "unchanged", "told", "silent"]
"""What may become of a row. A silent one says nothing but whom it is about; it is told."""
FATES: tuple[RowFate, ...] = ("filed", "asked", "refused", "unchanged", "told", "silent")
"""Of several the first one counts."""
RowAt = tuple[int, int]
"""The place of a sheet in the plan, and the row a person sees."""
RowPlace = tuple[str, str, int]
"""File, sheet, and the row a person sees."""


class RowCounts(NamedTuple):
    """How many rows of the files went where; together all that say anything below a header."""

    filed: int = 0
    asked: int = 0
    refused: int = 0
    unchanged: int = 0
    told: int = 0


class RowMarks:
    """What became of rows, as it happens: a row may be marked by each blank that it answers."""

    def __init__(self) -> None:
        self._rows: dict[RowFate, list[RowAt]] = {fate: [] for fate in FATES}

    def mark(self, fate: RowFate, *rows: RowAt) -> None:
        """Note what became of rows."""
        self._rows[fate] += rows

    def of(self, fate: RowFate) -> Sequence[RowAt]:
        """The rows that were marked so."""
        return self._rows[fate]


class Whereabouts:
    """Where every row has gone. `whole`: the tables that are told of as a whole, and the row in which a header ends."""

    def __init__(
        self, sheets: Sequence[Matched], whole: Iterable[tuple[Table, int]], marks: Iterable[RowMarks]
    ) -> None:
        self.fates: dict[RowPlace, RowFate] = {
            (table.file, table.sheet, number): "told"
            for table, header in whole
            for number in _written(table, 0, frozenset())
            if number > header
        }
        marked = list(marks)
        for fate in reversed(FATES):
            self.fates.update(
                ((*sheets[at].table.place[:2], number), fate) for one in marked for at, number in one.of(fate)
            )
        inside = set(_rows_in(sheets))
        self.lost = sorted(inside - self.fates.keys())
        """Rows that say something and went nowhere: none, ever."""
        self.fates = {row: fate for row, fate in self.fates.items() if fate != "silent" or row in inside}

    def counts(self) -> RowCounts:
        """How many rows went where."""
        found = Counter(self.fates.values())
        told = found["told"] + found["silent"]
        return RowCounts(found["filed"], found["asked"], found["refused"], found["unchanged"], told)

    def silent(self) -> Iterator[IntakeNotice]:
        """The rows that say nothing but whom they are about, told once for each sheet."""
        found: dict[tuple[str, str], list[int]] = {}
        for (file, sheet, number), fate in self.fates.items():
            if fate == "silent":
                found.setdefault((file, sheet), []).append(number)
        for (file, sheet), numbers in found.items():
            first, last = min(numbers), max(numbers)
            code = "intake.silent-rows" if len(numbers) > 1 else "intake.silent-row"
            told = Problem(code, {"count": len(numbers), "first": first, "last": last})
            yield IntakeNotice(file, sheet, f"A{first}", "", told, "row")


def _rows_in(sheets: Sequence[Matched]) -> Iterator[RowPlace]:
    """The rows of the tables that are taken in, those that say anything."""
    of_table: dict[int, list[Matched]] = {}
    for sheet in sheets:
        of_table.setdefault(id(sheet.table), []).append(sheet)
    for these in of_table.values():
        table = these[0].table
        used = {place for sheet in these for column in sheet.columns for place in column.source.places}
        for number in _written(table, min(sheet.body for sheet in these), used):
            yield table.file, table.sheet, number


def _written(table: Table, begin: int, used: Collection[int]) -> Iterator[int]:
    """The rows of a table, from an index on, that say anything.

    Prepared lines say nothing: blanks, noughts, and a running number in a column that nobody reads.
    """
    for index in range(begin, len(table.cells)):
        if any(_says(cell, at in used) for at, cell in enumerate(table.cells[index])):
            yield table.row_number(index)


def _says(cell: Writing, used: bool) -> bool:
    if isinstance(cell, str):
        text = cell.strip()
        return bool(text) and (used or not text.isdecimal())
    return bool(cell) and (used or not isinstance(cell, int | float))
