"""Start: the three choices of a first start, the files opened lately, the other language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from forms.frame.centred import CENTRED_WIDTH, Centred
from forms.look import icons
from forms.look.current import colour, length
from forms.look.style import focus_ring
from forms.look.type import covers_chinese, font
from forms.parts.card import LinkButton, WordButton, text_label
from forms.parts.pressed import KeyButton
from forms.words.tr import NameOfNext, Worded, say

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class _Choice(Worded, KeyButton):
    """One of the three: an icon, a title, a sentence."""

    def __init__(self, icon: str, title: str, sentence: str) -> None:
        super().__init__()
        self._icon, self._title, self._sentence = icon, title, sentence
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.bind(self.setAccessibleName, title)
        self.bind(self.setAccessibleDescription, sentence)

    def sizeHint(self) -> QSize:
        """A wide button."""
        return QSize(CENTRED_WIDTH, 72)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() or self.isDown()
        painter.setPen(colour("accent" if over else "line_strong"))
        painter.setBrush(colour("hover" if over else "card"))
        radius = length("radius")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        disc = QRectF(18, (self.height() - 40) / 2, 40, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_ground"))
        painter.drawEllipse(disc)
        icons.draw(painter, disc.adjusted(10, 10, -10, -10), self._icon, "accent")
        painter.setPen(colour("ink"))
        painter.setFont(font("lead", bold=True))
        room = self.width() - 76 - 40
        painter.drawText(QRectF(76, 13, room, 24), _LEFT, say(self._title))
        painter.setPen(colour("ink_2"))
        painter.setFont(font("note"))
        painter.drawText(QRectF(76, 37, room, 20), _LEFT, say(self._sentence))
        icons.draw(painter, QRectF(self.width() - 34, (self.height() - 16) / 2, 16, 16), "after", "ink_2")
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius)
        painter.end()


class StartPage(Centred):
    """The three choices, the files opened lately, the other language."""

    new = Signal()
    received = Signal()
    demo = Signal()
    recent = Signal(str)
    other_language = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QHBoxLayout()
        title = QLabel()
        title.setProperty("kind", "title")
        self.bind(title.setText, "start.title")
        self.language = WordButton("start.language", kind="link", facts={"name": NameOfNext()})
        self.language.bind(self.language.setAccessibleName, "start.language_name", name=NameOfNext())
        self.language.clicked.connect(self.other_language)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.language)
        about = text_label("quiet", wrap=True)
        self.bind(about.setText, "start.about")
        self.column.addLayout(head)
        self.column.addWidget(about)
        self.column.addSpacing(4)
        self.choices = [
            _Choice("school", "start.new", "start.new_text"),
            _Choice("received", "start.received", "start.received_text"),
            _Choice("demo", "start.demo", "start.demo_text"),
        ]
        for choice, signal in zip(self.choices, (self.new, self.received, self.demo), strict=True):
            choice.clicked.connect(signal)
            self.column.addWidget(choice)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self.column.addLayout(self._recent)
        self.problem = text_label("problem", wrap=True)
        self.column.addWidget(self.problem)
        self.problem.setVisible(not covers_chinese())
        if not covers_chinese():
            self.bind(self.problem.setText, "start.no_font")

    def show_recent(self, paths: Sequence[str]) -> None:
        """Offer the files opened lately that are still there."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        there = [path for path in paths if Path(path).is_file()]
        if there:
            word = text_label("note")
            self.bind(word.setText, "start.recent")
            self._recent.addWidget(word)
        for path in there[:3]:
            link = LinkButton("start.file_name", facts={"school": Path(path).stem})
            link.setToolTip(path)
            link.setProperty("path", path)
            link.clicked.connect(self._open_recent)
            self._recent.addWidget(link)

    def tell(self, sentence: str) -> None:
        """Say what went wrong, or what is being done."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _open_recent(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.recent.emit(str(sender.property("path")))
