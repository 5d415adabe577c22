"""Line forms: the forms behind a sheet's cells: what the writings of a line make of them, and what is on file there.

Drafts are made when somebody looks, through the same gate as every form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from schoolprep.desk import Desk
from schoolprep.facts.blank import Blank
from schoolprep.facts.days import Day, iso
from schoolprep.facts.draft import Draft
from schoolprep.facts.kinds import Frame
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.grid import held
from schoolprep.grid.kept import KeptLines
from schoolprep.intake.one_line import read_line
from schoolprep.intake.purpose import GridColumn, Purpose, Slot

_SOFT = frozenset(("blanks.missing", "blanks.none-of"))
"""What is missing is no problem while one is still writing in other cells of the same form."""


class Besides(NamedTuple):
    """What is written beside what a line holds, by column, and the day from which on 无 is then said."""

    cells: Mapping[str, str] = {}
    first: Day | None = None


_NOTHING_BESIDES = Besides()


class LineForms:
    """Subjects name the lines; `days` are the sheet's first and last."""

    def __init__(
        self, desk: Desk, purpose: Purpose, kept: KeptLines, frame: Frame, days: tuple[Day, Day]
    ) -> None:
        self.frame = frame
        self._desk = desk
        self._purpose = purpose
        self._kept = kept
        self._first, self._day = days
        self._records: dict[str, list[Record]] = {}

    def forget(self) -> None:
        """Somebody's records changed: read them again."""
        self._records.clear()

    def blank(self, column: GridColumn) -> Blank:
        """The blank of a column's form."""
        return self._desk.data.blanks[self._purpose.slot_of(column).blank]

    # ------------------------------------------------------------- what they say

    def answers(self, subject: str, column: GridColumn) -> list[Answers]:
        """What is written in a cell, as answers: its one question's, or those of each form of a line."""
        drafts = self._drafts(subject, column)
        return _of(column, drafts[0].answers) if column.field else [draft.answers for draft in drafts]

    def beside(self, subject: str, column: GridColumn) -> Answers:
        """What the form of a cell of one question says besides."""
        said = self._drafts(subject, column)[0].answers if column.field else {}
        return {name: value for name, value in said.items() if name != column.field}

    def on_file(self, subject: str, column: GridColumn) -> list[Answers]:
        """What the file answers where a column stands: the corrected record's answer, or the records of a line."""
        if column.field:
            base = self._base(subject, self._purpose.slot_of(column))
            return _of(column, (base.answers or {}) if base else {})
        records = held.shown(column, self.blank(column), self._current(subject), self._first)
        return [one.answers or {} for one in records]

    def problem(
        self, subject: str, column: GridColumn, more: Besides = _NOTHING_BESIDES, *, hard: bool = False
    ) -> Problem | None:
        """Why a cell is not in order; `hard`: what its form lacks counts as well."""
        drafts, cells = self._drafts(subject, column, more), self._cells(subject, more)
        if not column.field:
            written = read_line(
                cells.get(column.id, ""), column, self.blank(column), self.frame, self._days(more)
            )
            unread = next((one.problem for one in written if one.problem), None)
            return unread or next((found for draft in drafts for found in draft.problems()), None)
        own = {
            one.field for one in self._purpose.columns_of(self._purpose.slot_of(column)) if one.id in cells
        }
        told = (found for found in drafts[0].problems() if hard or found.code not in _SOFT)
        return next((found for found in told if _stands_at(found, column, own)), None)

    # ------------------------------------------------------------- filing

    def entries(self, subject: str, slot: Slot, more: Besides = _NOTHING_BESIDES) -> list[Entry] | None:
        """The finished forms of a line's slot; None where nothing is written or something is in the way.

        `more`: what is written besides.
        """
        columns, cells = self._purpose.columns_of(slot), self._cells(subject, more)
        written = [column for column in columns if column.id in cells]
        if not written or any(self.problem(subject, column, more, hard=True) for column in written):
            return None
        drafts = self._drafts(subject, columns[0], more)
        return [entry for draft in drafts for entry in self._entry(subject, draft)]

    def _entry(self, subject: str, draft: Draft) -> list[Entry]:
        """The entry of a draft, as a correction where the same statement stands on file; none where it is equal."""
        entry = draft.finish()
        old = None if draft.replaces else self._same_statement(subject, draft.blank, entry.answers or {})
        if old is not None:
            answers = {**(old.answers or {}), **(entry.answers or {})}
            entry = Entry(blank=entry.blank, subject=entry.subject, answers=answers, replaces=(old.id,))
        replaced = next((one for one in self._current(subject) if one.id in entry.replaces), None)
        return [] if replaced is not None and replaced.answers == (entry.answers or {}) else [entry]

    def _same_statement(self, subject: str, blank: Blank, answers: Answers) -> Record | None:
        """What the person's file has of the key of these answers, in a form that is filled many times."""
        if not blank.many:
            return None
        key = blank.key_of(answers)
        same = (one for one in self._current(subject) if one.blank == blank.id and one.answers)
        return next((one for one in same if blank.key_of(one.answers or {}) == key), None)

    # ------------------------------------------------------------- inside

    def _cells(self, subject: str, more: Besides) -> dict[str, str]:
        return {**self._kept.cells(subject), **more.cells}

    def _current(self, subject: str) -> list[Record]:
        if subject not in self._records:
            self._records[subject] = self._desk.people.records(subject)
        return self._records[subject]

    def _base(self, subject: str, slot: Slot) -> Record | None:
        blank = self._desk.data.blanks[slot.blank]
        return held.corrected(slot, blank, self._current(subject), self._day)

    def _drafts(self, subject: str, column: GridColumn, more: Besides = _NOTHING_BESIDES) -> list[Draft]:
        """The drafts that a column writes into: one for all the questions of a form, one for each form of a line."""
        slot, cells = self._purpose.slot_of(column), self._cells(subject, more)
        make = partial(self._desk.filing.draft, slot.blank, subject, date.fromordinal(self._day))
        if not column.field:
            drafts = []
            blank = self._desk.data.blanks[slot.blank]
            for written in read_line(cells.get(column.id, ""), column, blank, self.frame, self._days(more)):
                draft = make()
                self._fill(draft, {**self._given(slot), **written.writings}, subject, column)
                drafts.append(draft)
            return drafts
        base = self._base(subject, slot)
        draft = make(base)
        if base is None:
            self._fill(draft, self._given(slot), subject)
        for one in self._purpose.columns_of(slot):
            if one.id in cells:
                self._fill(draft, {one.field: cells[one.id]}, subject, one)
        return [draft]

    def _days(self, more: Besides = _NOTHING_BESIDES) -> dict[str, str]:
        """The sheet's days as columns name them."""
        return {"first": iso(self._first if more.first is None else more.first), "day": iso(self._day)}

    def _given(self, slot: Slot) -> dict[str, str]:
        return {name: said.format_map(self._days()) for name, said in slot.given.items()}

    def _fill(
        self, draft: Draft, writings: Mapping[str, str], subject: str, column: GridColumn | None = None
    ) -> None:
        sure = column is not None and self._kept.is_sure(subject, column.id)
        for name, writing in writings.items():
            draft.write(name, writing)
            if sure:
                draft.confirm(name)


def _of(column: GridColumn, answers: Answers) -> list[Answers]:
    return [{column.field: answers[column.field]}] if column.field in answers else []


def _stands_at(found: Problem, column: GridColumn, own: Collection[str]) -> bool:
    """Whether a form's problem shows in this cell: its own, or, of a question without a cell, in the first written."""
    return found.field == column.field or (found.field not in own and column.field == min(own, default=""))
