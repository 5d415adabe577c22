"""The lines of an intake on screen: counted and filtered by their kind, the one that one has come to in full below."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.intake.lines import (
    STATES,
    FiledStatement,
    PlanLine,
    Prepared,
    RowAbout,
    day_of,
    each_of,
    order,
    place_of,
    shown_apart,
)
from forms.intake.station import Station
from forms.parts.card import text_label
from forms.parts.segments import Segment, Segments
from forms.parts.table import Column, TableModel, TableView
from forms.words.tr import clauses, lang, say, say_problem
from schoolprep.desk import Desk
from schoolprep.facts.kinds import write
from schoolprep.facts.record import Answers
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.lists import SHEET
from schoolprep.intake.questions import SheetQuestion, called
from schoolprep.intake.rows import CellChange
from schoolprep.intake.shared_changes import SharedChange

_INKS = {
    "refused": "deferred",
    "asked": "incomplete",
    "doubtful": "incomplete",
    "repaired": "verify",
    "added": "ready",
}
_DAY = 10
"""Signs of a day without its hour."""
_TEXTS = frozenset({"", ".txt", ".docx", ".json"})
"""How the names of texts end; what was pasted has no ending."""
_LETTERS = re.compile(r"[A-Z]+")
"""The column of an address."""
_OPEN = frozenset({"refused", "doubtful"})
"""What waits for a person."""


class LinesView(Station):
    """See the module; of a plan (`PlanView`) or a receipt (`ReceiptView`)."""

    empty = ""
    """Key of what stands here where there is no line."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, places: bool = False) -> None:
        """`places`: the lines are about places, and not about people and their classes."""
        super().__init__(parent)
        self._desk, self._places = desk, places
        self._shown = Prepared()
        self.head = QHBoxLayout()
        every = [Segment("", "intakepage.all")]
        kinds = [Segment(state, f"intake.{state}", _INKS.get(state, "ink")) for state in STATES]
        self.segments = Segments([*every, *kinds])
        self.segments.chosen.connect(self._narrow)
        self.head.addWidget(self.segments)
        self.head.addStretch(1)
        self.model = TableModel[PlanLine](self._columns(), lambda line: line.key, lambda line: "", self)
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "intakepage.lines")
        self.table.shown.connect(self._tell)
        self.table.opened.connect(self._open)
        self.nothing = text_label("quiet", wrap=True)
        self.bind(self.nothing.setText, self.empty)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.detail = text_label("", wrap=True, select=True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self.body.addLayout(self.head)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.detail)

    def _columns(self) -> list[Column[PlanLine]]:
        return [
            Column("intakepage.state", 122, _state, order, "strong", ink=_ink),
            *self._about_whom(),
            Column("intakepage.day", 92, self._day, whole=True),
            Column("intakepage.where", 120, self._where, dress="quiet", wrap=True),
            Column("intake.heading-was", 120, self._was),
            Column("intake.heading-now", 230, self._now, stretch=True),
            Column("intake.heading-why", 230, _why, wrap=True),
        ]

    def _about_whom(self) -> list[Column[PlanLine]]:
        if self._places:
            return [Column("intakepage.place", 130, self._who)]
        return [
            Column("intakepage.who", 84, self._who),
            Column("intakepage.class", 92, self._class, whole=True),
        ]

    # ------------------------------------------------------------- showing

    def show_lines(self, shown: Prepared, state: str = "") -> None:
        """Show these lines; `state`: those of one kind alone."""
        self._shown = shown
        self.model.set_rows(shown.lines)
        counts: Counter[str] = Counter()
        for line in shown.lines:
            counts[line.state] += line.things
        self.segments.show_counts({"": counts.total(), **dict.fromkeys(STATES, 0), **counts})
        self.segments.choose(state)
        self._narrow(state)
        self.waits.emit()

    def count(self, state: str) -> int:
        """How many lines are of a kind."""
        return sum(line.things for line in self._shown.lines if line.state == state)

    def waiting(self) -> int:
        """How many lines wait for a person: refused ones, and doubtful ones that are not ticked."""
        return sum(line.state in _OPEN and not line.accepted for line in self.model.all_rows())

    def next_waiting(self) -> None:
        """Go to the next line that waits."""
        self.segments.choose("")
        self._narrow("")
        lines, current = self.model.shown(), self.table.currentIndex().row()
        waiting = [
            at for at, line in enumerate(lines) if line.state in (*_OPEN, "asked") and not line.accepted
        ]
        if waiting:
            at = next((at for at in waiting if at > current), waiting[0])
            self.table.choose(lines[at].key)
            self.table.setFocus()

    def go(self) -> None:
        """Into the table."""
        self.table.setFocus()

    def _open(self, key: str) -> None:
        """Show the cells of a change that many share, or put them together again."""
        lines = self.model.all_rows()
        line = next((one for one in lines if one.key == key), None)
        if line is None or not isinstance(line.of, SharedChange):
            return
        if any(one.whole == key for one in lines):
            self.model.set_rows([one for one in lines if one.whole != key])
        else:
            self.model.set_rows([each for one in lines for each in (each_of(one) if one is line else [one])])

    def _narrow(self, state: str) -> None:
        self.model.narrow(keep=(lambda line: line.state == state) if state else None)
        some = self.model.rowCount() > 0
        self.table.setVisible(some)
        self.nothing.setVisible(not some)
        self.detail.clear()

    def _tell(self, key: str) -> None:
        """The whole of the line one has come to: its sentence may be longer than the column."""
        line = self.model.row_at(self.model.line_of(key))
        place = " ".join(
            filter(None, (self._who(line), self._class(line), self._day(line), self._where(line)))
        )
        change = " → ".join(filter(None, (self._was(line), self._now(line))))
        self.detail.setText("　".join(filter(None, (place, change, _why(line)))))

    # ------------------------------------------------------------- what a line says

    def _who(self, line: PlanLine) -> str:
        if isinstance(line.of, SharedChange):
            return say("intakepage.cells", n=line.things)
        if isinstance(line.of, FiledStatement):
            known = self._desk.people.files().get(line.of.subject)
            name = self._shown.names.get(line.of.subject) or (known.person.name if known else "")
            return name or place_of(line.of.answers, self._desk.data.divisions)
        return self._about(line).name

    def _class(self, line: PlanLine) -> str:
        if isinstance(line.of, FiledStatement):
            known = self._desk.people.files().get(line.of.subject)
            told = self._shown.classes.get(line.of.subject)
            return told or (known.person.class_name if known else "") or ""
        return self._about(line).class_name

    def _day(self, line: PlanLine) -> str:
        if isinstance(line.of, FiledStatement):
            return day_of(self._desk.data.blanks[line.of.blank], line.of.answers)[:_DAY]
        return self._about(line).day[:_DAY]

    def _about(self, line: PlanLine) -> RowAbout:
        """Whom the row is about in which something stands."""
        if isinstance(line.of, FiledStatement | SharedChange):
            return RowAbout()
        row = "".join(char for char in line.of.cell if char.isdigit())
        return self._shown.rows.get((line.of.file, line.of.sheet, row), RowAbout())

    def _sheet(self, line: PlanLine) -> str:
        if isinstance(line.of, FiledStatement):
            return self._desk.data.blanks[line.of.blank].title[lang()]
        if _is_written(line):
            return line.of.file
        return called(line.of.file, line.of.sheet, among=self._shown.among)[lang()]

    def _where(self, line: PlanLine) -> str:
        cell = _cell(line)
        if cell and _is_written(line):
            cell = say("intakepage.line", cell=_LETTERS.sub("", cell))
        return f"{self._sheet(line)} {cell}".strip()

    def _was(self, line: PlanLine) -> str:
        match line.of:
            case IntakeNotice(value=value):
                return value
            case CellChange(was=was):
                return was
            case SharedChange():
                return line.of.first.was
            case SheetQuestion() | FiledStatement(before=None):
                return ""
        before = line.of.before or {}
        return self._said(line.of, {name: before[name] for name in line.of.differing() if name in before})

    def _now(self, line: PlanLine) -> str:
        match line.of:
            case IntakeNotice() | SheetQuestion():
                return ""
            case CellChange():
                return line.of.taken(lang())
            case SharedChange():
                return line.of.first.taken(lang())
            case FiledStatement(before=None):
                apart = shown_apart(self._desk.data.blanks[line.of.blank], line.of.answers)
                said = {name: value for name, value in line.of.answers.items() if name not in apart}
                return self._said(line.of, said)
        return self._said(line.of, {name: line.of.answers[name] for name in line.of.differing()})

    def _said(self, filing: FiledStatement, answers: Answers) -> str:
        blank = self._desk.data.blanks[filing.blank]
        return clauses(
            f"{blank[name].label[lang()]} {write(blank[name], value, lang(), self._desk.data.divisions)}"
            for name, value in answers.items()
            if name in blank.fields
        )


def _state(line: PlanLine) -> str:
    mark = "" if not line.ticks else "☑ " if line.accepted else "☐ "
    part = f"-{line.of.part}" if line.state == "refused" and isinstance(line.of, IntakeNotice) else ""
    return mark + say(f"intake.{line.state}{part}")


def _ink(line: PlanLine) -> str:
    return _INKS.get(line.state, "ink")


def _is_written(line: PlanLine) -> bool:
    """Whether it is about a text, whose lines are the rows of a table that nobody has seen."""
    if isinstance(line.of, FiledStatement):
        return False
    return line.of.sheet in ("", SHEET) and PurePath(line.of.file).suffix in _TEXTS


def _cell(line: PlanLine) -> str:
    return "" if isinstance(line.of, FiledStatement) else line.of.cell


def _why(line: PlanLine) -> str:
    match line.of:
        case IntakeNotice(problem=problem):
            return say_problem(problem)
        case CellChange(repair=repair):
            return say(f"repairs.{repair}")
        case SharedChange():
            return say("intakepage.shared", why=say(f"repairs.{line.of.first.repair}"), n=line.things)
        case SheetQuestion():
            return line.of.line(lang())
    return ""
