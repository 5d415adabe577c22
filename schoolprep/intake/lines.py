"""Lines: the rows of a sheet as one of its blanks reads them.

Empty rows, repeated headers, totals and signatures are skipped; hidden rows too, and told. Merged cells are filled
downward, and a cell that names several people is a row for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.nobody import (
    examples_begin_with,
    feet_begin_with,
    is_answer,
    is_example,
    is_foot,
    is_like_a_name,
    is_marked,
    is_nobody,
    is_set_apart,
    is_several,
    may_be_several,
    nobody_begins_with,
    usual_length,
)
from schoolprep.intake.overheard import Ear
from schoolprep.intake.sources import NO
from schoolprep.intake.tables import TablePlace, shown

_NUMBER = re.compile(r"\d{17}[0-9Xx]")
"""Beside somebody's number the row is about them, whatever it begins with."""
_SPLIT = re.compile(r"[、,，;；/\n]+")
Merged = tuple[str, str, str, str, str]
"""File, sheet, cells, and the writing twice: what stands in the first of them is meant by all."""


class SheetLines:
    """The rows of one matched sheet."""

    def __init__(self, matched: Matched, told: set[tuple[TablePlace, int]], ear: Ear) -> None:
        """`told`: the rows that were reported as skipped, for all that share a sheet. `ear`: what listens to them."""
        table = matched.table
        self._matched = matched
        self._table = table
        self._reported = told
        self._ear = ear
        self._header = table.cells[matched.body - 1] if matched.body else ()
        header = shown(self._header[0] if self._header else "")
        self._suspect = feet_begin_with() | examples_begin_with() | set(header[:1])
        kept = (*matched.columns, *matched.doubled, *matched.waiting)
        self._read = frozenset(at for column in kept for at in column.source.places)
        """The cells of a row that answers are read from."""
        self._width = 1 + max((*self._read, *matched.own), default=-1)
        self._own = tuple(_own_cells(matched))
        self._names = next((column.at for column in matched.columns if column.field == "name"), None)
        self._choosy = bool(matched.own) or any(column.at is None for column in matched.columns)
        """Only rows with cells of their own count: every row would have the answers that stand in none."""
        self.left_out: list[IntakeNotice] = []
        self.refused: list[IntakeNotice] = []
        self.told: list[int] = []
        """The rows that are skipped and told of."""
        self.silent: list[int] = []
        """Those that are not empty and say nothing in the cells that count."""
        self.merged: list[Merged] = []
        self.unseen: list[tuple[int, Sequence[Writing]]] = []
        """The hidden rows, which are told of and not taken in, with their numbers."""
        self.unlikely: dict[int, str] = {}
        """The rows whose name is hardly anybody's, though something in them speaks of a person: why, as a repair."""
        self.crowded: set[int] = set()
        """The rows whose one name is those of several people."""
        self.barred: dict[int, dict[int, Writing]] = {}
        """What stood in the cells that were not taken, by the row a person sees and place."""
        self._cells = self._filled() if table.merges else table.cells
        self._barred = self._flagged()
        self._nobodys = {table.row_number(at): problem.code for at, problem in table.skipped.items()}

    def wanted(self, start: int, end: int) -> tuple[list[int], list[Sequence[Writing]]]:
        """The rows that are not skipped, each as long as the header, with their numbers."""
        table, width = self._table, self._width
        numbers: list[int] = []
        lines: list[Sequence[Writing]] = []
        suspect, at = (
            self._suspect,
            table.rows_at or range(table.first_row, table.first_row + len(table.cells)),
        )
        for number, cells in zip(at[start:end], self._cells[start:end], strict=True):
            first = cells[0] if cells else None
            plain = isinstance(first, str) and first and first[0] not in suspect
            if plain or not self._is_skipped(cells, number):
                numbers.append(number)
                lines.append(cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))])
        if self._nobodys:
            numbers, lines = self._without_nobodys(numbers, lines)
        if table.hidden_rows or self._barred:
            numbers, lines = self._without_barred(numbers, lines)
        if self._choosy:
            numbers, lines = self._saying(numbers, lines)
        if self._matched.several:
            return self._each_name(numbers, lines)
        return (numbers, lines) if self._names is None else self._of_somebody(numbers, lines, self._names)

    def _is_skipped(self, cells: Sequence[Writing], number: int) -> bool:
        """Empty rows, repeated headers, totals and signatures; all but the empty ones are listed."""
        first = cells[0] if cells and cells[0] else next(filter(None, cells), None)
        if first is None:
            return True
        if not isinstance(first, str):
            return False
        if is_example(first):
            self._report("intake.example-row", number, first)
            return True
        repeated = bool(self._header) and first == self._header[0] and list(cells) == list(self._header)
        if repeated or (is_foot(first) and not any(map(_is_number, cells))):
            self._report("intake.repeated-header" if repeated else "intake.foot-row", number, first)
            return True
        return False

    def _report(self, code: str, number: int, value: str) -> None:
        self.told.append(number)
        table = self._table
        place = (table.place, number)
        if place not in self._reported:
            self._reported.add(place)
            cell = table.address(0, number)
            self.left_out.append(
                IntakeNotice(table.file, table.sheet, cell, value, Problem(code, {"row": number}))
            )

    def _without_nobodys(
        self, numbers: list[int], lines: list[Sequence[Writing]]
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """Without the rows that are nobody's; each is told."""
        kept: tuple[list[int], list[Sequence[Writing]]] = ([], [])
        for number, line in zip(numbers, lines, strict=True):
            if number in self._nobodys:
                first = next((shown(cell) for cell in line if cell not in (None, "")), "")
                self._report(self._nobodys[number], number, first)
                continue
            kept[0].append(number)
            kept[1].append(line)
        return kept

    def _of_somebody(
        self, numbers: list[int], lines: list[Sequence[Writing]], at: int
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """Without the rows whose name is nobody's (NULL, 例：张三, 全班); told, or marked where it may be a name."""
        odd = {index for index in _suspects(lines, at) if self._is_left_out(numbers[index], lines[index], at)}
        if not odd:
            return numbers, lines
        kept = [index for index in range(len(lines)) if index not in odd]
        return [numbers[index] for index in kept], [lines[index] for index in kept]

    def _is_left_out(self, number: int, line: Sequence[Writing], at: int) -> bool:
        """Whether a row is told and left out because of its name; one that may be somebody is marked."""
        name, beside = shown(line[at]), [shown(cell) for cell in line]
        if is_several(name):
            self.crowded.add(number)
        elif may_be_several(name):
            self.unlikely[number] = "several-names"
        elif is_marked(name) or is_set_apart(name):
            self.unlikely[number] = "unlikely-name"
        elif is_nobody(name):
            if not (any(map(_is_number, beside)) or (is_like_a_name(name) and any(map(is_answer, beside)))):
                self._report("intake.nobody", number, name)
                return True
            self.unlikely[number] = "unlikely-name"
        return False

    # What a person must look at first -------------------------------------------------------------------------

    def _flagged(self) -> Mapping[int, dict[int, Problem]]:
        """The cells that are not to be taken without a person, by row index and place."""
        barred: dict[int, dict[int, Problem]] = {}
        for (row, at), problem in self._table.flags.items():
            barred.setdefault(row, {})[at] = problem
        for row, at in self._table.struck:
            barred.setdefault(row, {}).setdefault(at, Problem("intake.struck"))
        return barred

    def _without_barred(
        self, numbers: list[int], lines: list[Sequence[Writing]]
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """Without hidden rows, and without the cells that are flagged; both are told."""
        index = {self._table.row_number(at): at for at in (*self._table.hidden_rows, *self._barred)}
        kept: tuple[list[int], list[Sequence[Writing]]] = ([], [])
        for number, line in zip(numbers, lines, strict=True):
            row = index.get(number, -1)
            if row in self._table.hidden_rows:
                self._report(
                    "intake.hidden-row", number, next((shown(c) for c in line if c not in (None, "")), "")
                )
                self.unseen.append((number, line))
                continue
            kept[0].append(number)
            kept[1].append(self._cleaned(number, line, self._barred[row]) if row in self._barred else line)
        return kept

    def _cleaned(self, number: int, line: Sequence[Writing], barred: Mapping[int, Problem]) -> list[Writing]:
        cells = list(line)
        for at, problem in barred.items():
            if at not in self._own or at >= len(cells):
                continue
            if cells[at] in (None, "") and problem.code == "intake.struck":
                continue  # nothing was crossed out; an empty formula is another matter
            cell = self._table.address(at, number)
            self.refused.append(
                IntakeNotice(self._table.file, self._table.sheet, cell, shown(cells[at]), problem)
            )
            self.barred.setdefault(number, {})[at] = cells[at]
            cells[at] = ""
        return cells

    # Merged cells, rows that say something, cells with several names -------------------------------------------------

    def _filled(self) -> Sequence[Sequence[Writing]]:
        """The cells with what is merged downward written into every row of it."""
        rows = list(self._table.cells)
        for merge in self._table.merges:
            if merge.top < self._matched.body or merge.bottom == merge.top or merge.left not in self._read:
                continue
            if merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
                continue
            written = rows[merge.top][merge.left]
            if written in (None, ""):
                continue
            for row in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
                if not self._says_more(row, merge.left):
                    continue
                line = list(rows[row]) + [""] * (merge.left + 1 - len(rows[row]))
                line[merge.left] = written
                rows[row] = line
            first, last = (
                self._table.address(merge.left, self._table.row_number(row))
                for row in (merge.top, merge.bottom)
            )
            self.merged.append(
                (self._table.file, self._table.sheet, f"{first}:{last}", shown(written), shown(written))
            )
        return rows

    def _says_more(self, row: int, at: int) -> bool:
        """Whether a row has a used cell beside the merged one: a merge may reach over lines prepared for nobody."""
        cells = self._table.cells[row]
        return any(one != at and one < len(cells) and cells[one] not in (None, "") for one in self._read)

    def _saying(
        self, numbers: list[int], lines: list[Sequence[Writing]]
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """The rows that say something in cells of their own, or beside them."""
        kept: tuple[list[int], list[Sequence[Writing]]] = ([], [])
        for number, line in zip(numbers, lines, strict=True):
            own = number in self.barred or any(line[at] not in (None, "") for at in self._own)
            if own or self._ear.hears(number, line):
                kept[0].append(number)
                kept[1].append(line)
            else:
                self.silent.append(number)
        return kept

    def _each_name(
        self, numbers: list[int], lines: list[Sequence[Writing]]
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """A row for each of the people that one cell names."""
        (at,) = next(
            column.source.places for column in self._matched.columns if column.who and column.field == "name"
        )
        each: tuple[list[int], list[Sequence[Writing]]] = ([], [])
        for number, line in zip(numbers, lines, strict=True):
            named = _names(shown(line[at]))
            if not named:
                self.silent.append(number)
            for name in named:
                each[0].append(number)
                each[1].append([*line[:at], name, *line[at + 1 :]])
        return each


def _suspects(lines: Sequence[Sequence[Writing]], at: int) -> Iterator[int]:
    """The rows whose name needs a closer look: by how it begins and ends, and by its length."""
    begins, usual = nobody_begins_with(), usual_length()
    for index, line in enumerate(lines):
        name = line[at]
        if isinstance(name, str) and name and (name[0] in begins or len(name) > usual or is_marked(name)):
            yield index


def _is_number(cell: Writing) -> bool:
    return isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None


def _names(cell: str) -> list[str]:
    """The people a cell names; a stroke, 无 or 0 names nobody."""
    parts = (part.strip() for part in _SPLIT.split(cell))
    return [name for name in parts if name and spelling.word(name) not in NO and not spelling.is_dash(name)]


def _own_cells(matched: Matched) -> Iterator[int]:
    """The places of the cells that say something of their own, and not only whom a row is about."""
    if matched.own and matched.blank.id == "person":
        yield from matched.own
        return
    for column in (*matched.columns, *matched.doubled, *matched.waiting):
        if column.at is None or not column.who or matched.several:
            yield from column.source.places
