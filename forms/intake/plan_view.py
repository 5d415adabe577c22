"""What an intake would do: its lines, and the choice of what is doubtful."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from forms.intake.lines_view import LinesView
from forms.intake.locked import Read
from forms.intake.station import PlanStation
from forms.parts.card import WordButton, text_label
from schoolprep.desk import Desk
from schoolprep.intake.rows import CellChange


class PlanView(LinesView, PlanStation):
    """See the module."""

    name = "plan"
    title = "intakepage.step_plan"
    empty = "intakepage.nothing"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.accept_all = WordButton("intakepage.accept_all", tip="intakepage.accept_tip")
        self.accept_all.clicked.connect(self._accept_all)
        self.head.addWidget(self.accept_all)
        self.hint = text_label("note", wrap=True)
        self.bind(self.hint.setText, "intakepage.accept_tip")
        self.body.addWidget(self.hint)
        self.table.opened.connect(self.toggle)
        self.table.clicked.connect(self._clicked)
        self.table.installEventFilter(self)

    def show_read(self, read: Read, fresh: bool) -> None:
        """Show what would be done; where the same files were planned anew, what was ticked is ticked again."""
        kept = set() if fresh else self.ticks()
        self.show_lines(read.prepared)
        some = self.count("doubtful") > 0
        self.accept_all.setVisible(some)
        self.hint.setVisible(some)
        self._tick(kept)

    def show_busy(self, busy: bool) -> None:
        """Its lines may be read meanwhile."""

    def accepted(self) -> set[int]:
        """The doubtful things a person ticked, by their place in the plan."""
        return {line.at for line in self.model.all_rows() if line.accepted}

    def ticks(self) -> set[CellChange]:
        """What a person ticked, whatever place it has in a plan."""
        return {
            line.of for line in self.model.all_rows() if line.accepted and isinstance(line.of, CellChange)
        }

    def toggle(self, key: str) -> None:
        """Tick a doubtful line, or take its tick away; others have none."""
        for line in self.model.all_rows():
            if line.key == key and line.at >= 0:
                self.model.replace(line._replace(accepted=not line.accepted))
                self._ticked()

    def _tick(self, kept: set[CellChange]) -> None:
        if kept:
            self.model.set_rows(
                line._replace(accepted=True) if line.at >= 0 and line.of in kept else line
                for line in self.model.all_rows()
            )
        self._ticked()

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
            for key in self.table.chosen():
                self.toggle(key)
            return True
        return super().eventFilter(watched, event)

    def _accept_all(self) -> None:
        lines = self.model.all_rows()
        wanted = not all(line.accepted for line in lines if line.at >= 0)
        self.model.set_rows(line._replace(accepted=wanted) if line.at >= 0 else line for line in lines)
        self._ticked()

    def _ticked(self) -> None:
        every = all(line.accepted for line in self.model.all_rows() if line.at >= 0)
        word = "intakepage.accept_none" if every else "intakepage.accept_all"
        self.accept_all.bind(self.accept_all.setText, word)
        self.waits.emit()
