"""Inputs: Qt's answering widgets made safe once: the wheel changes nothing unless focused, the arrow is ours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSpinBox, QTimeEdit, QWidget

from forms.look import icons

_BEFORE = 6
"""Pixels before what stands in a box whose line has no padding of its own."""


class ComboBox(QComboBox):
    """A choice; the wheel scrolls the page behind it (novelWriter's habit), its arrow follows the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls, unless the person is in here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, QRectF(self.width() - 22, (self.height() - 12) / 2, 12, 12), "down", "ink_2")
        painter.end()


class NumberBox(QSpinBox):
    """A small number; the wheel leaves it alone unless focused, its arrows follow the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(_BEFORE, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls, unless the person is in here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then an arrow at each button."""
        super().paintEvent(event)
        painter, middle = QPainter(self), self.height() / 2
        for name, top in (("up", middle - 10), ("down", middle + 1)):
            icons.draw(
                painter, QRectF(self.width() - 17, top, 9, 9), name, "ink_2" if self.isEnabled() else "ink_3"
            )
        painter.end()


class SearchBox(ComboBox):
    """A long choice: what is typed is looked for anywhere in the names; arrows and Enter pick one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(24)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._found = QCompleter(self.model(), self)
        self._found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._found.setFilterMode(Qt.MatchFlag.MatchContains)
        self._found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._found.setMaxVisibleItems(12)
        self.setCompleter(self._found)

    def search(self) -> None:
        """Take the keyboard with the whole list open; what is typed replaces what is shown."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self.lineEdit()
        if line is not None:
            line.selectAll()
        self._found.setCompletionPrefix("")
        self._found.complete()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed and not picked is nobody's word."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.setEditText(self.itemText(self.currentIndex()))


class TimeEdit(QTimeEdit):
    """A time of day; the wheel as above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDisplayFormat("HH:mm")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls, unless the person is in here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
