"""Signals on 今日: clusters that somebody has to be told of, each with its people; the card is only there with one."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from forms.look.current import length
from forms.parts.card import Card
from forms.parts.table import Column, TableModel, TableView

_SHOWN = 3
"""Lines seen at once; more are scrolled to."""


class SignalLine(NamedTuple):
    """One signal as the card shows it."""

    key: str
    sentence: str
    cases: int
    due: str


class SignalsCard(Card):
    """See the module."""

    opened = Signal(str)
    """The key of the signal whose people are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="today.signals")
        columns: list[Column[SignalLine]] = [
            Column("today.column_signal", 300, lambda line: line.sentence, dress="strong", stretch=True),
            Column("today.column_cases", 56, lambda line: str(line.cases), order=lambda line: line.cases),
            Column("today.column_due", 112, lambda line: line.due, ink=lambda line: "deferred"),
        ]
        self.model: TableModel[SignalLine] = TableModel(
            columns, key=lambda line: line.key, words=lambda line: line.sentence
        )
        self.table = TableView(self.model)
        self.table.horizontalHeader().hide()  # the sentence says what each is
        self.bind(self.table.setAccessibleName, "today.signals")
        self.table.opened.connect(self.opened)
        self.table.clicked.connect(self._clicked)
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)
        self.body.addWidget(self.table)
        self.hide()

    def show_signals(self, lines: list[SignalLine]) -> None:
        """Show these, or nothing at all."""
        self.model.set_rows(lines)
        rows = min(len(lines), _SHOWN)
        self.table.setFixedHeight(rows * length("row") + 4)
        self.setVisible(bool(lines))

    def _clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.key_at(index.row()))
