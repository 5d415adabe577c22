"""Unread line: an answer nobody could read is put right in its form, or set aside with a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from forms.parts.card import LinkButton, WordButton
from forms.words.tr import Worded


class UnreadLine(Worded, QWidget):
    """Two words to press; the reason is asked where one stands."""

    opened = Signal(str)
    """The answer is to be put right."""
    dropped = Signal(str, str)
    """It does not count, and why."""

    def __init__(self, record: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = record
        self.right = LinkButton("people.unread_right", tip="people.unread_right_tip")
        self.aside = LinkButton("people.unread_aside", tip="people.unread_aside_tip")
        self.why = QLineEdit()
        self.bind(self.why.setPlaceholderText, "people.unread_why")
        self.bind(self.why.setAccessibleName, "people.unread_why")
        self.done = WordButton("people.unread_done")
        self.done.setEnabled(False)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        links = QHBoxLayout()
        links.setSpacing(4)
        for link in (self.right, self.aside):
            links.addWidget(link)
        links.addStretch(1)
        body.addLayout(links)
        self._asked = QWidget()
        row = QHBoxLayout(self._asked)
        row.setContentsMargins(5, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.why, 1)
        row.addWidget(self.done)
        body.addWidget(self._asked)
        self._asked.hide()
        self.right.clicked.connect(self._open)
        self.aside.clicked.connect(self._ask)
        self.why.textChanged.connect(self._written)
        self.why.returnPressed.connect(self._drop)
        self.done.clicked.connect(self._drop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the question away, and only that."""
        if event.key() == Qt.Key.Key_Escape and self._asked.isVisible():
            self._asked.hide()
            self.aside.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.opened.emit(self.record)

    def _ask(self) -> None:
        self._asked.setVisible(not self._asked.isVisible())
        if self._asked.isVisible():
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self, text: str) -> None:
        self.done.setEnabled(bool(text.strip()))

    def _drop(self) -> None:
        if self.why.text().strip():
            self.dropped.emit(self.record, self.why.text().strip())
