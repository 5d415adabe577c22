"""Sheet: one class, one purpose, one day: what was written in each cell, kept at once, filed as one act.

What was written is kept as it was written, in the school's encrypted file; drafts are made from it when somebody
looks, through the same gate as every form. A cell that is left empty says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

import msgspec

from schoolprep.desk import Desk
from schoolprep.desk.drafts import LineName
from schoolprep.facts import kinds
from schoolprep.facts.blank import Blank
from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.draft import Draft
from schoolprep.facts.kinds import Frame
from schoolprep.facts.languages import MOTHER_TONGUE, Lang
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Entry, Record, Value
from schoolprep.facts.words import say
from schoolprep.grid import held
from schoolprep.grid.line import brief, read_line, say_line
from schoolprep.intake.purpose import GridColumn, Purpose, Slot
from schoolprep.rules.pack import Answer

DOUBT = "blanks.doubtful"
_SOFT = frozenset(("blanks.missing", "blanks.none-of"))
"""What is missing is no problem while one is still writing in other cells of the same form."""

GridState = Literal["empty", "filed", "written", "doubt", "problem"]


class GridPlace(NamedTuple):
    """A cell: which line, which column."""

    row: int
    column: int


class GridCell(NamedTuple):
    """What a cell shows."""

    text: str
    """As understood; as written where it was not."""
    writing: str
    """What going on in the cell begins with."""
    state: GridState
    problem: Problem | None = None
    whole: str = ""
    """All of what was understood, where the cell shows only what it has room for."""


class Filed(NamedTuple):
    """What filing did."""

    act: str
    """What undo takes back; empty where nothing was filed."""
    people: int
    records: int
    waiting: int
    """How many lines still hold something that was not filed."""


class Besides(NamedTuple):
    """What is written beside what a line holds, by column, and the day from which on 无 is then said."""

    cells: Mapping[str, str] = {}
    first: Day | None = None


_NOTHING_BESIDES = Besides()


class _Kept(msgspec.Struct):
    """A line as it is kept until it is filed: by column, what was written and which doubts were cleared."""

    cells: dict[str, str] = {}
    sure: list[str] = []


class Sheet:
    """See the module. Cells are named by `GridPlace`; columns are the purpose's, in their order."""

    def __init__(
        self, desk: Desk, purpose: Purpose, people: Sequence[str], on: Moment, lang: Lang = MOTHER_TONGUE
    ) -> None:
        self.desk = desk
        self.purpose = purpose
        self.people = list(people)
        self.on = on
        self.lang: Lang = lang
        self.columns: Sequence[GridColumn] = purpose.column
        self.day: Day = on.day
        self.fever = desk.rules.in_force(on).source.fever
        self.first: Day = on.day if purpose.days == "day" else on.day - look_back(desk, on)
        self._today = date.fromordinal(on.day)
        self.frame = Frame(
            desk.data.divisions, desk.workspace.school.region, filled_on=self._today, typed=True
        )
        self._records: dict[str, list[Record]] = {}
        self._kept = self._read_kept()
        self._made: dict[GridPlace, GridCell] = {}
        self._past: list[dict[GridPlace, str | None]] = []

    def speak(self, lang: Lang) -> None:
        """Say answers in another language."""
        self.lang = lang
        self._made.clear()

    def name(self, row: int) -> str:
        """Whose line it is."""
        return self.desk.people.file(self.people[row]).person.name

    def about(self, class_name: str) -> str:
        """What the act is called in the history."""
        return " ".join(part for part in (self.purpose.title.source, class_name, iso(self.day)) if part)

    # ------------------------------------------------------------- cells

    def cell(self, at: GridPlace) -> GridCell:
        """What a cell shows; made when somebody looks, and kept until its line changes."""
        if at not in self._made:
            self._made[at] = self._cell(at)
        return self._made[at]

    def _cell(self, at: GridPlace) -> GridCell:
        column, line = self.columns[at.column], self._kept.get(self.people[at.row])
        writing = line.cells.get(column.id) if line else None
        if writing is None:
            text = self._on_file(at.row, column)
            whole = self._on_file(at.row, column, whole=True)
            return GridCell(text, text if column.field else "", "filed" if text else "empty", None, whole)
        if not writing:
            return GridCell("", "", "written")
        problem = self._problem(at.row, column)
        if problem is not None:
            return GridCell(writing, writing, "doubt" if problem.code == DOUBT else "problem", problem)
        whole = self._understood(at.row, column, whole=True)
        return GridCell(self._understood(at.row, column), writing, "written", None, whole)

    def put(self, changes: Mapping[GridPlace, str]) -> None:
        """Write into cells; an empty text takes what was written away, or the answer on file. Kept at once."""
        before = {at: self._raw(at) for at in changes}
        self._put(changes)
        if any(self._raw(at) != was for at, was in before.items()):
            self._past.append(before)

    def undo(self) -> list[GridPlace]:
        """Take the last writing back; the cells it was in."""
        if not self._past:
            return []
        before = self._past.pop()
        self._put(before)
        return list(before)

    @property
    def can_undo(self) -> bool:
        """Whether there is a writing to take back."""
        return bool(self._past)

    def held(self) -> dict[int, dict[str, str]]:
        """Everything that is written and not filed; `hold` writes it again."""
        return {row: dict(self._cells(row)) for row in self.touched()}

    def hold(self, cells: Mapping[int, Mapping[str, str]]) -> None:
        """Write again what was written before it was filed: the filing was undone."""
        for row, line in cells.items():
            kept = self._kept.setdefault(self.people[row], _Kept())
            kept.cells = {**line, **kept.cells}
            self._keep(row)
        self.forget()

    def confirm(self, at: GridPlace) -> None:
        """A person says that a doubtful answer is understood rightly."""
        line, column = self._kept.get(self.people[at.row]), self.columns[at.column]
        if line and column.id in line.cells and column.id not in line.sure:
            line.sure.append(column.id)
            self._keep(at.row)

    def problems(self) -> list[tuple[GridPlace, Problem]]:
        """Every cell that is not understood or doubtful, line by line."""
        places = (GridPlace(row, at) for row in self.touched() for at in range(len(self.columns)))
        return [(at, cell.problem) for at in places if (cell := self.cell(at)).problem is not None]

    def touched(self) -> list[int]:
        """The lines in which something is written that is not filed."""
        return [row for row, subject in enumerate(self.people) if self._kept.get(subject)]

    def written(self, row: int) -> dict[str, Answers | None]:
        """By column what is written in a line and not filed, as answers; None where it is not understood."""
        line = self._kept.get(self.people[row])
        return {
            column.id: None if self._problem(row, column) else self._answers(row, column)
            for column in self.columns
            if line and line.cells.get(column.id)
        }

    def meaning(self, column: GridColumn, writing: str) -> Value | None:
        """What a writing would answer in a column of one question."""
        blank = self.desk.data.blanks[self.purpose.slot_of(column).blank]
        return kinds.read(blank[column.field], writing, self.frame).value

    def word(self, column: GridColumn, writing: str) -> str:
        """A writing in the reader's language: what "all the others" answers."""
        if not column.field:
            return say("kinds.none", self.lang)
        value = self.meaning(column, writing)
        blank = self.desk.data.blanks[self.purpose.slot_of(column).blank]
        return writing if value is None else brief(blank[column.field], value, self.lang, self.frame)

    def forget(self) -> None:
        """Somebody's records changed: read them again."""
        self._records.clear()
        self._made.clear()

    def records(self, row: int) -> list[Record]:
        """The current records of the person of a line."""
        subject = self.people[row]
        if subject not in self._records:
            self._records[subject] = self.desk.people.records(subject)
        return self._records[subject]

    # ------------------------------------------------------------- filing

    def file(self, class_name: str = "") -> Filed:
        """File every form that is in order, as one act; what is not stays where it is.

        Raises `KnownError` where it cannot be saved; then nothing was.
        """
        entries: list[Entry] = []
        done: list[tuple[int, Slot]] = []
        for row in self.touched():
            for slot in self.purpose.slot:
                made = self.entries(row, slot)
                if made is not None:
                    entries += made
                    done.append((row, slot))
        records = self.desk.filing.append(entries, about=self.about(class_name)) if entries else []
        self.drop(done)
        return Filed(
            records[0].act if records else "", len({record.subject for record in records}), len(records),
            len(self.touched()),
        )  # fmt: skip

    def entries(self, row: int, slot: Slot, more: Besides = _NOTHING_BESIDES) -> list[Entry] | None:
        """The finished forms of a line's slot; None where nothing is written or something is in the way.

        `more`: what is written besides.
        """
        columns = self.purpose.columns_of(slot)
        cells = {**self._cells(row), **more.cells}
        if not any(column.id in cells for column in columns):
            return None
        if any(column.id in cells and self._problem(row, column, more, hard=True) for column in columns):
            return None
        return [entry for draft in self._drafts(row, columns[0], more) for entry in self._entry(row, draft)]

    def drop(self, done: Iterable[tuple[int, Slot]]) -> None:
        """Forget what was written into forms that are filed now."""
        rows = set()
        for row, slot in done:
            line = self._kept.get(self.people[row])
            for column in self.purpose.columns_of(slot):
                if line:
                    line.cells.pop(column.id, None)
            rows.add(row)
        for row in rows:
            self._keep(row)
        self.forget()
        self._past.clear()

    def _entry(self, row: int, draft: Draft) -> list[Entry]:
        """The entry of a draft, as a correction where the same statement stands on file; none where it is equal."""
        entry = draft.finish()
        old = None if draft.replaces else self._same_statement(row, draft.blank, entry.answers or {})
        if old is not None:
            answers = {**(old.answers or {}), **(entry.answers or {})}
            entry = Entry(blank=entry.blank, subject=entry.subject, answers=answers, replaces=(old.id,))
        replaced = next((one for one in self.records(row) if one.id in entry.replaces), None)
        return [] if replaced is not None and replaced.answers == (entry.answers or {}) else [entry]

    def _same_statement(self, row: int, blank: Blank, answers: Answers) -> Record | None:
        """What the person's file has of the key of these answers, in a form that is filled many times."""
        if not blank.many:
            return None
        key = blank.key_of(answers)
        same = (one for one in self.records(row) if one.blank == blank.id and one.answers)
        return next((one for one in same if blank.key_of(one.answers or {}) == key), None)

    # ------------------------------------------------------------- inside

    def _cells(self, row: int) -> dict[str, str]:
        line = self._kept.get(self.people[row])
        return line.cells if line else {}

    def _raw(self, at: GridPlace) -> str | None:
        return self._cells(at.row).get(self.columns[at.column].id)

    def _put(self, changes: Mapping[GridPlace, str | None]) -> None:
        for at, text in changes.items():
            column = self.columns[at.column]
            line = self._kept.setdefault(self.people[at.row], _Kept())
            if column.id in line.sure:
                line.sure.remove(column.id)
            plain = None if text is None else text.strip()
            if plain is None or plain == (self._on_file(at.row, column) if column.field else ""):
                line.cells.pop(column.id, None)
            else:
                line.cells[column.id] = plain
        for row in {at.row for at in changes}:
            self._keep(row)

    def _base(self, row: int, slot: Slot) -> Record | None:
        blank = self.desk.data.blanks[slot.blank]
        return held.corrected(slot, blank, self.records(row), self.day)

    def _drafts(self, row: int, column: GridColumn, more: Besides = _NOTHING_BESIDES) -> list[Draft]:
        """The drafts that a column writes into: one for all the questions of a form, one for each form of a line."""
        slot, cells = self.purpose.slot_of(column), {**self._cells(row), **more.cells}
        make = partial(self.desk.filing.draft, slot.blank, self.people[row], self._today)
        if not column.field:
            drafts = []
            blank = self.desk.data.blanks[slot.blank]
            for written in read_line(cells.get(column.id, ""), column, blank, self.frame, self._days(more)):
                draft = make()
                self._fill(draft, {**self._given(slot), **written.writings}, row, column)
                drafts.append(draft)
            return drafts
        base = self._base(row, slot)
        draft = make(base)
        if base is None:
            self._fill(draft, self._given(slot), row)
        for one in self.purpose.columns_of(slot):
            if one.id in cells:
                self._fill(draft, {one.field: cells[one.id]}, row, one)
        return [draft]

    def _days(self, more: Besides = _NOTHING_BESIDES) -> dict[str, str]:
        """The sheet's days as columns name them."""
        return {"first": iso(self.first if more.first is None else more.first), "day": iso(self.day)}

    def _given(self, slot: Slot) -> dict[str, str]:
        return {name: said.format_map(self._days()) for name, said in slot.given.items()}

    def _fill(
        self, draft: Draft, writings: Mapping[str, str], row: int, column: GridColumn | None = None
    ) -> None:
        line = self._kept.get(self.people[row])
        sure = column is not None and line is not None and column.id in line.sure
        for name, writing in writings.items():
            draft.write(name, writing)
            if sure:
                draft.confirm(name)

    def _problem(
        self, row: int, column: GridColumn, more: Besides = _NOTHING_BESIDES, *, hard: bool = False
    ) -> Problem | None:
        """Why a cell is not in order; `hard`: what its form lacks counts as well."""
        cells = {**self._cells(row), **more.cells}
        if not column.field:
            slot = self.purpose.slot_of(column)
            blank = self.desk.data.blanks[slot.blank]
            written = read_line(cells.get(column.id, ""), column, blank, self.frame, self._days(more))
            unread = next((one.problem for one in written if one.problem), None)
            drafts = self._drafts(row, column, more)
            return unread or next((found for draft in drafts for found in draft.problems()), None)
        own = {one.field for one in self.purpose.columns_of(self.purpose.slot_of(column)) if one.id in cells}
        for found in self._drafts(row, column, more)[0].problems():
            if found.code in _SOFT and not hard:
                continue
            if found.field == column.field or (
                found.field not in own and column.field == min(own, default="")
            ):
                return found
        return None

    def _answers(self, row: int, column: GridColumn) -> Answers:
        """What a cell answers."""
        drafts = self._drafts(row, column)
        if column.field:
            answers = drafts[0].answers
            return {column.field: answers[column.field]} if column.field in answers else {}
        return {name: value for draft in drafts for name, value in draft.answers.items()}

    def _understood(self, row: int, column: GridColumn, *, whole: bool = False) -> str:
        blank = self.desk.data.blanks[self.purpose.slot_of(column).blank]
        drafts = self._drafts(row, column)
        if column.field:
            value = drafts[0].answers.get(column.field)
            return "" if value is None else brief(blank[column.field], value, self.lang, self.frame)
        lines = [
            say_line(draft.answers, column, blank, self.lang, self.frame, whole=whole) for draft in drafts
        ]
        return "; ".join(lines)

    def _on_file(self, row: int, column: GridColumn, *, whole: bool = False) -> str:
        slot = self.purpose.slot_of(column)
        blank = self.desk.data.blanks[slot.blank]
        if column.field:
            base = self._base(row, slot)
            value = (base.answers or {}).get(column.field) if base else None
            return "" if value is None else brief(blank[column.field], value, self.lang, self.frame)
        records = held.shown(column, blank, self.records(row), self.first)
        said = [
            say_line(one.answers or {}, column, blank, self.lang, self.frame, whole=whole) for one in records
        ]
        return "; ".join(dict.fromkeys(said))

    def on_file(self, row: int, column: GridColumn) -> list[Answers]:
        """What the file answers where a column stands: the corrected record's answer, or the records of a line."""
        slot = self.purpose.slot_of(column)
        blank = self.desk.data.blanks[slot.blank]
        if column.field:
            answers = (base.answers or {}) if (base := self._base(row, slot)) else {}
            return [{column.field: answers[column.field]}] if column.field in answers else []
        return [one.answers or {} for one in held.shown(column, blank, self.records(row), self.first)]

    # ------------------------------------------------------------- kept

    def _name(self, subject: str) -> str:
        return str(LineName(self.purpose.id, self.day, subject))

    def _read_kept(self) -> dict[str, _Kept]:
        drafts = self.desk.filing.drafts()
        found: dict[str, _Kept] = {}
        for subject in self.people:
            kept = drafts.get(self._name(subject))
            if kept is not None:
                try:
                    found[subject] = msgspec.json.decode(kept, type=_Kept)
                except msgspec.DecodeError:
                    continue  # none of ours: it stays where it is and shows nowhere
        return found

    def _keep(self, row: int) -> None:
        subject = self.people[row]
        for at in range(len(self.columns)):
            self._made.pop(GridPlace(row, at), None)
        line = self._kept.get(subject)
        if line and line.cells:
            self.desk.filing.save_draft(self._name(subject), msgspec.json.encode(line))
        else:
            self._kept.pop(subject, None)
            self.desk.filing.drop_draft(self._name(subject))


def look_back(desk: Desk, on: Moment) -> int:
    """How many days before a day the rules in force ask where everybody was; none where no rule asks."""
    rules = (rule for _, rule in desk.rules.in_force(on).source.rules if isinstance(rule, Answer))
    return max((rule.look_back for rule in rules if rule.of == "travel"), default=0)
