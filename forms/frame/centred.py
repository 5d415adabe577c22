"""Centred: a page with one narrow column in its middle, as long as no school is to be seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from forms.pages.carried import files_of
from forms.words.tr import Worded

CENTRED_WIDTH = 460
"""Pixels of the column."""


class Centred(Worded, QWidget):
    """A page with one narrow column in its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        down = QVBoxLayout()
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        holder = QWidget()
        holder.setFixedWidth(CENTRED_WIDTH + 40)
        holder.setLayout(self.column)
        down.addStretch(2)
        down.addWidget(holder)
        down.addStretch(3)
        across.addStretch(1)
        across.addLayout(down)
        across.addStretch(1)


class Doorstep(Centred):
    """A page onto which somebody may drop the one file they were given. `given` with its path."""

    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file."""
        if len(files_of(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """See the class."""
        event.acceptProposedAction()
        self.given.emit(files_of(event.mimeData())[0])
