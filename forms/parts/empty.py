"""Empty: what a page without anything says: what it is for, and the one button that fills it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from forms.look import icons
from forms.parts.card import WordButton, text_label
from forms.words.tr import Worded


class _Picture(QWidget):
    """The icon above the sentence."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(48, 48)

    def sizeHint(self) -> QSize:
        return QSize(48, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, QRectF(4, 4, 40, 40), self._icon, "ink_3")
        painter.end()


class Empty(Worded, QWidget):
    """An icon, a title, a sentence and one button; `pressed` is emitted by the button."""

    pressed = Signal()

    def __init__(
        self, icon: str, title: str, sentence: str, button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        body = QVBoxLayout(self)
        body.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.setSpacing(8)
        centre = Qt.AlignmentFlag.AlignHCenter
        body.addWidget(_Picture(icon), 0, centre)
        head = text_label("name")
        head.setAlignment(centre)
        text = text_label("quiet", wrap=True)
        text.setAlignment(centre)
        text.setFixedWidth(420)
        self.bind(head.setText, title)
        self.bind(text.setText, sentence)
        self.bind(self.setAccessibleName, title)
        body.addWidget(head, 0, centre)
        body.addWidget(text, 0, centre)
        self.button: WordButton | None = None
        if button:
            self.button = WordButton(button, kind="filled")
            self.button.clicked.connect(self.pressed)
            body.addSpacing(8)
            body.addWidget(self.button, 0, centre)
