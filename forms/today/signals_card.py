"""Signals on 今日: what cannot wait, each with its people; there only where there is one, and nothing of it cut."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from forms.pages.page import Wanted
from forms.parts.card import Card, text_label
from forms.parts.table import Column, TableModel, TableView

_SHOWN = 3
"""Signals seen at once; more are scrolled to, and said so."""


class SignalLine(NamedTuple):
    """One signal as the card shows it."""

    key: str
    sentence: str
    cases: int
    due: str
    wanted: Wanted = Wanted()
    """Whom it opens."""


class SignalsTable(TableView):
    """Every line is as high as its sentence needs, and the table as its first lines."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self.fit_lines()

    def fit_lines(self) -> None:
        """See the class."""
        lines = range(self.model().rowCount())
        self.fit_whole(lines)
        self.fit_rows(lines)
        high = sum(map(self.rowHeight, lines[:_SHOWN]))
        if high != self.height():
            self.setFixedHeight(high)


class SignalsCard(Card):
    """See the module."""

    opened = Signal(object)
    """Whose people are `Wanted`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="today.signals")
        columns: list[Column[SignalLine]] = [
            Column(
                "today.column_signal",
                300,
                lambda line: line.sentence,
                dress="strong",
                stretch=True,
                wrap=True,
            ),
            Column("today.column_cases", 56, lambda line: str(line.cases), order=lambda line: line.cases),
            Column("today.column_due", 112, lambda line: line.due, ink=lambda line: "deferred", whole=True),
        ]
        self.model: TableModel[SignalLine] = TableModel(
            columns, key=lambda line: line.key, words=lambda line: line.sentence
        )
        self.table = SignalsTable(self.model)
        self.table.horizontalHeader().hide()  # the sentence says what each is
        self.bind(self.table.setAccessibleName, "today.signals")
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._clicked)
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)
        self.more = text_label("note")
        self.body.addWidget(self.table)
        self.body.addWidget(self.more)
        self.hide()

    def show_signals(self, lines: list[SignalLine]) -> None:
        """Show these, or nothing at all."""
        self.model.set_rows(lines)
        self.more.setVisible(len(lines) > _SHOWN)
        if len(lines) > _SHOWN:
            self.bind(self.more.setText, "today.signals_more", n=len(lines) - _SHOWN)
        self.table.fit_lines()
        self.setVisible(bool(lines))

    def _clicked(self, index: QModelIndex) -> None:
        self._open(self.model.key_at(index.row()))

    def _open(self, key: str) -> None:
        self.opened.emit(self.model.row_at(self.model.line_of(key)).wanted)
