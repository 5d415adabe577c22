"""What an intake would do: its lines, and the choice of what is doubtful."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from forms.editors.tools import tools_of
from forms.intake.column_lines import BY_CODE, asked_by
from forms.intake.lines import PlanLine
from forms.intake.lines_view import LinesView
from forms.intake.locked import Read
from forms.intake.one_answer import OneAnswer
from forms.intake.station import PlanStation
from forms.parts.card import WordButton, text_label
from schoolprep.desk import Desk
from schoolprep.facts.blank import Field
from schoolprep.intake import Plan
from schoolprep.intake.by_hand import field_of
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.questions import SheetQuestion
from schoolprep.intake.rows import CellChange


class PlanView(LinesView, PlanStation):
    """See the module."""

    name = "plan"
    title = "intakepage.step_plan"
    empty = "intakepage.nothing"

    chosen = Signal(object)
    """The `Choices` that a person's word makes."""

    def __init__(self, desk: Desk, today: Callable[[], date], parent: QWidget | None = None) -> None:
        """`today`: the day judged for, which lends a day without a year its year."""
        super().__init__(desk, parent)
        self._today = today
        self._plan: Plan | None = None
        self.answer = OneAnswer(tools_of(desk, lambda: today().toordinal()))
        self.answer.said.connect(self._said_anew)
        self.answer.hide()
        self.accept_all = WordButton("intakepage.accept_all", tip="intakepage.accept_tip")
        self.accept_all.clicked.connect(self._accept_all)
        self.head.addWidget(self.accept_all)
        self.hint = text_label("note", wrap=True)
        self.bind(self.hint.setText, "intakepage.accept_tip")
        self.body.addWidget(self.answer)
        self.body.addWidget(self.hint)
        self.table.opened.connect(self._opened)
        self.table.clicked.connect(self._clicked)
        self.table.installEventFilter(self)

    def show_read(self, read: Read, fresh: bool) -> None:
        """Show what would be done; where it is the same files, stay at the line one has come to."""
        here = None if fresh else self._here()
        self._plan = read.plan
        self.answer.hide()
        self.show_lines(read.prepared, "" if fresh else self.segments.choice())
        some = self.count("doubtful") > 0
        self.accept_all.setVisible(some)
        self.hint.setVisible(some)
        every = not read.plan.doubtful
        self.accept_all.bind(
            self.accept_all.setText, "intakepage.accept_none" if every else "intakepage.accept_all"
        )
        again = next((line for line in self.model.shown() if here is not None and line.of == here.of), None)
        if again is not None:
            self.table.choose(again.key)

    def show_busy(self, busy: bool) -> None:
        """Its lines may be read meanwhile."""

    def accepted(self) -> frozenset[CellChange]:
        """The doubtful things a person ticked."""
        return self._plan.ticked if self._plan is not None else frozenset()

    def toggle(self, *keys: str) -> None:
        """Tick doubtful lines, or take their ticks away; others have none. Whoever listens settles the plan anew."""
        lines = [line for line in self.model.all_rows() if line.ticks and line.key in keys]
        if lines:
            self.ticked.emit(self.accepted() ^ {line.of for line in lines if isinstance(line.of, CellChange)})

    def _here(self) -> PlanLine | None:
        """The line one has come to."""
        keys = self.table.chosen()
        return self._line(keys[0]) if keys else None

    # ------------------------------------------------------------- put right here

    def _tell(self, key: str) -> None:
        """The line one has come to in full; where a word of it would help, its question below."""
        super()._tell(key)
        field = self._question(self._line(key))
        self.answer.setVisible(field is not None)
        if field is not None:
            of = self._line(key).of
            offered = of.offered if isinstance(of, SheetQuestion) else self._was(self._line(key))
            self.answer.ask(field, self._desk.filing.frame(self._today()), offered)

    def _question(self, line: PlanLine) -> Field | None:
        """What can be answered of a line: what a sheet is asked once, a cell that was not taken or is doubtful."""
        if self._plan is None or line.state not in ("asked", "refused", "doubtful"):
            return None
        match line.of:
            case SheetQuestion():
                return asked_by(line.of).field(self._plan.blanks)
            case IntakeNotice() | CellChange():
                cell = (line.of.file, line.of.sheet, line.of.cell)
                return field_of(self._plan.sheets, self._plan.blanks, cell)
        return None

    def _opened(self, key: str) -> None:
        """Tick what can be ticked; else go to the question below."""
        if self._line(key).ticks:
            self.toggle(key)
        elif not self.answer.isHidden():
            self.answer.go()

    def _said_anew(self, writing: str, value: object) -> None:
        keys, plan = self.table.chosen(), self._plan
        if plan is None or not keys:
            return
        line = self._line(keys[0])
        if isinstance(line.of, SheetQuestion):
            given = asked_by(line.of)
            self.chosen.emit(
                given.said(plan.choices, line.of.layout, str(value) if given.name in BY_CODE else writing)
            )
        elif isinstance(line.of, IntakeNotice | CellChange):
            cell = (line.of.file, line.of.sheet, line.of.cell)
            self.chosen.emit(plan.choices.with_cell(cell, writing))

    def _line(self, key: str) -> PlanLine:
        return self.model.row_at(self.model.line_of(key))

    # ------------------------------------------------------------- ticks

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggle(self.model.key_at(index.row()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The space bar ticks what is chosen."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            self.toggle(*self.table.chosen())
            return True
        return super().eventFilter(watched, event)

    def _accept_all(self) -> None:
        every = self._plan is not None and not self._plan.doubtful
        self.ticked.emit(frozenset() if every else True)
