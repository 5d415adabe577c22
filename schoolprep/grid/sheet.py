"""Sheet: one class, one purpose, one day: what was written in each cell, kept at once, filed as one act.

What was written is kept as it was written (`kept`); forms are made from it when somebody looks (`line_forms`). A cell
that is left empty says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from schoolprep.desk import Desk
from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.languages import MOTHER_TONGUE, Lang
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.words import say
from schoolprep.grid.kept import KeptLines
from schoolprep.grid.line import brief, say_line
from schoolprep.grid.line_forms import LineForms
from schoolprep.grid.ordinary import Ordinary
from schoolprep.grid.unread import unread_cells
from schoolprep.intake.purpose import GridColumn, Purpose, Slot
from schoolprep.rules.pack import Answer

DOUBT = "blanks.doubtful"
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
    stands_out: bool = False
    """Whether it is to be seen at a glance: a fever, a symptom, a positive test."""


class Filed(NamedTuple):
    """What filing did."""

    act: str
    """What undo takes back; empty where nothing was filed."""
    people: int
    records: int
    waiting: int
    """How many lines still hold something that was not filed."""


class Sheet:
    """See the module. Cells are named by `GridPlace`; columns are the purpose's, in their order.

    `forms`: what stands behind the cells of a line.
    """

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
        self._kept = KeptLines(desk.filing, purpose.id, self.day, self.people)
        frame = desk.filing.frame(date.fromordinal(on.day))
        self.forms = LineForms(desk, purpose, self._kept, frame, (self.first, self.day))
        self.ordinary = Ordinary(self.forms, desk.workspace.school.region, self.fever)
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
        column, writing = self.columns[at.column], self._raw(at)
        if writing is None:
            text = self._on_file(at.row, column)
            whole = self._on_file(at.row, column, whole=True)
            out = bool(text) and self.ordinary.stands_out(
                column, self.forms.on_file(self.people[at.row], column)
            )
            return GridCell(
                text, text if column.field else "", "filed" if text else "empty", None, whole, out
            )
        if not writing:
            return GridCell("", "", "written")
        problem = self.forms.problem(self.people[at.row], column)
        if problem is not None:
            return GridCell(writing, writing, "doubt" if problem.code == DOUBT else "problem", problem)
        whole = self._understood(at.row, column, whole=True)
        out = self.ordinary.stands_out(column, self.forms.answers(self.people[at.row], column))
        return GridCell(self._understood(at.row, column), writing, "written", None, whole, out)

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
        return {row: dict(self._kept.cells(self.people[row])) for row in self.touched()}

    def hold(self, cells: Mapping[int, Mapping[str, str]]) -> None:
        """Write again what was written before it was filed: the filing was undone."""
        for row, line in cells.items():
            self._kept.hold(self.people[row], line)
        self.forget()

    def confirm(self, at: GridPlace) -> None:
        """A person says that a doubtful answer is understood rightly."""
        self._kept.confirm(self.people[at.row], self.columns[at.column].id)
        self._look_again(at.row)

    def problems(self) -> list[tuple[GridPlace, Problem]]:
        """Every cell that is not understood or doubtful, line by line."""
        places = (GridPlace(row, at) for row in self.touched() for at in range(len(self.columns)))
        return [(at, cell.problem) for at in places if (cell := self.cell(at)).problem is not None]

    def touched(self) -> list[int]:
        """The lines in which something is written that is not filed."""
        return [row for row, subject in enumerate(self.people) if subject in self._kept]

    def written(self, row: int) -> dict[str, Answers | None]:
        """By column what is written in a line and not filed, as answers; None where it is not understood."""
        subject = self.people[row]
        cells = self._kept.cells(subject)
        return {
            column.id: None if self.forms.problem(subject, column) else self._answers(subject, column)
            for column in self.columns
            if cells.get(column.id)
        }

    def _answers(self, subject: str, column: GridColumn) -> Answers:
        """What a cell answers."""
        found = self.forms.answers(subject, column)
        return {name: value for answers in found for name, value in answers.items()}

    def word(self, column: GridColumn, writing: str) -> str:
        """A writing in the reader's language: what "all the others" answers."""
        if not column.field:
            return say("kinds.none", self.lang)
        value = self.ordinary.meaning(column, writing)
        field = self.forms.blank(column)[column.field]
        return writing if value is None else brief(field, value, self.lang, self.forms.frame)

    def forget(self) -> None:
        """Somebody's records changed: read them again."""
        self.forms.forget()
        self._made.clear()

    # ------------------------------------------------------------- filing

    def file(self, class_name: str = "") -> Filed:
        """File every form that is in order, as one act; what is not stays where it is.

        Raises `KnownError` where it cannot be saved; then nothing was.
        """
        entries: list[Entry] = []
        done: list[tuple[int, Slot]] = []
        for row in self.touched():
            for slot in self.purpose.slot:
                made = self.forms.entries(self.people[row], slot)
                if made is not None:
                    entries += made
                    done.append((row, slot))
        about = self.about(class_name)
        unread = unread_cells(self, done, about)
        records = self.desk.filing.append([*entries, *unread], about=about) if entries or unread else []
        self.drop(done)
        people = {entry.subject for entry in entries}
        act = records[0].act if records else ""
        return Filed(act, len(people), len(entries), len(self.touched()))

    def drop(self, done: Iterable[tuple[int, Slot]]) -> None:
        """Forget what was written into forms that are filed now."""
        for row, slot in done:
            self._kept.drop(self.people[row], (column.id for column in self.purpose.columns_of(slot)))
        self.forget()
        self._past.clear()

    # ------------------------------------------------------------- inside

    def _raw(self, at: GridPlace) -> str | None:
        return self._kept.cells(self.people[at.row]).get(self.columns[at.column].id)

    def _put(self, changes: Mapping[GridPlace, str | None]) -> None:
        lines: dict[int, dict[str, str | None]] = {}
        for at, text in changes.items():
            column = self.columns[at.column]
            lines.setdefault(at.row, {})[column.id] = self._worth_keeping(at.row, column, text)
        for row, cells in lines.items():
            self._kept.write(self.people[row], cells)
            self._look_again(row)

    def _worth_keeping(self, row: int, column: GridColumn, text: str | None) -> str | None:
        """What is written, where it is another than what stands there anyhow."""
        plain = None if text is None else text.strip()
        return None if plain == (self._on_file(row, column) if column.field else "") else plain

    def _look_again(self, row: int) -> None:
        for at in range(len(self.columns)):
            self._made.pop(GridPlace(row, at), None)

    def _understood(self, row: int, column: GridColumn, *, whole: bool = False) -> str:
        return "; ".join(self._said(self.forms.answers(self.people[row], column), column, whole=whole))

    def _on_file(self, row: int, column: GridColumn, *, whole: bool = False) -> str:
        found = self.forms.on_file(self.people[row], column)
        return "; ".join(dict.fromkeys(self._said(found, column, whole=whole)))

    def _said(self, found: Iterable[Answers], column: GridColumn, *, whole: bool) -> Iterator[str]:
        blank = self.forms.blank(column)
        for answers in found:
            if not column.field:
                yield say_line(answers, column, blank, self.lang, self.forms.frame, whole=whole)
            elif (value := answers[column.field]) is not None:
                yield brief(blank[column.field], value, self.lang, self.forms.frame)


def look_back(desk: Desk, on: Moment) -> int:
    """How many days before a day the rules in force ask where everybody was; none where no rule asks."""
    rules = (rule for _, rule in desk.rules.in_force(on).source.rules if isinstance(rule, Answer))
    return max((rule.look_back for rule in rules if rule.of == "travel"), default=0)
