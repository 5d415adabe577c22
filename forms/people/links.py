"""Links: a line of text that opens something, shortened where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from forms.look.short import shortened
from forms.parts.tip import Tip


class RecordLink(QPushButton):
    """Opens a record; the whole text is its tooltip and what a reader hears."""

    opened = Signal(str)

    def __init__(self, record: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "link")
        self.record = record
        self._text = text
        Tip(self)(text)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        self.setText(text)

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 12, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to what fits."""
        super().resizeEvent(event)
        fits = shortened(self._text, self.fontMetrics(), max(10, self.width() - 12))
        if fits != self.text():
            self.setText(fits)

    def _open(self) -> None:
        self.opened.emit(self.record)
