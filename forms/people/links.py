"""Links: a text that opens something, on as many lines as it needs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from forms.look.short import in_rows

_INSIDE = 12
"""Border and padding beside the words (pixels)."""
_ABOVE = 6
"""The same above and below them."""
_ANY = 99


class RecordLink(QPushButton):
    """Opens a record; nothing of its text is cut, no day broken between two lines."""

    opened = Signal(str)

    def __init__(self, record: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "link")
        self.record = record
        self._words = text
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(self._open)
        self._write(_ANY * _ANY)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the lines it then takes."""
        return len(self._lines(width)) * self.fontMetrics().lineSpacing() + _ABOVE

    def sizeHint(self) -> QSize:
        """On one line."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._words) + _INSIDE, metrics.lineSpacing() + _ABOVE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines where they now end."""
        super().resizeEvent(event)
        self._write(self.width())

    def _lines(self, width: int) -> tuple[str, ...]:
        return in_rows(self._words, self.font(), max(10, width - _INSIDE), _ANY)

    def _write(self, width: int) -> None:
        said = "\n".join(self._lines(width)).replace("&", "&&")  # nothing in it is a key
        if said != self.text():
            self.setText(said)

    def _open(self) -> None:
        self.opened.emit(self.record)
