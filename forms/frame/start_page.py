"""Start: the school's file and what opens it; the three choices of a first start; the other language."""

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

from forms.frame.centred import CENTRED_WIDTH, Doorstep
from forms.frame.open_card import OpenCard
from forms.look import icons
from forms.look.current import colour, length
from forms.look.style import focus_ring
from forms.look.type import covers_chinese, font
from forms.pages.asking import INVITATIONS, Asking
from forms.parts.card import LinkButton, WordButton, text_label
from forms.parts.pressed import KeyButton
from forms.parts.tip import Tip
from forms.words.tr import NameOfNext, Worded, say

_HIGH, _LOW = 72, 56
"""Pixels of a choice, alone and below a file."""
_OTHERS = 3
"""So many further files stand behind links."""
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class _Choice(Worded, KeyButton):
    """One of the three: an icon, a title, a sentence."""

    def __init__(self, icon: str, title: str, sentence: str) -> None:
        super().__init__()
        self._icon, self._title, self._sentence = icon, title, sentence
        self._high = _HIGH
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.bind(self.setAccessibleName, title)
        self.bind(self.setAccessibleDescription, sentence)

    def sizeHint(self) -> QSize:
        """A wide button."""
        return QSize(CENTRED_WIDTH, self._high)

    def make_low(self, *, on: bool) -> None:
        """Take less room where a file to open stands above."""
        self._high = _LOW if on else _HIGH
        self.updateGeometry()

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
        painter.drawText(QRectF(76, self.height() / 2 - 23, room, 24), _LEFT, say(self._title))
        painter.setPen(colour("ink_2"))
        painter.setFont(font("note"))
        painter.drawText(QRectF(76, self.height() / 2 + 1, room, 20), _LEFT, say(self._sentence))
        icons.draw(painter, QRectF(self.width() - 34, (self.height() - 16) / 2, 16, 16), "after", "ink_2")
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius)
        painter.end()


class StartPage(Doorstep):
    """The daily file and what opens it, other files, the three choices, the other language."""

    new = Signal()
    demo = Signal()
    restore = Signal()
    other_language = Signal()

    def __init__(self, ask: Asking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._paths: list[Path] = []
        self.column.addLayout(self._head())
        about = text_label("quiet", wrap=True)
        self.bind(about.setText, "start.about")
        self.column.addWidget(about)
        self.column.addSpacing(4)
        self.opening = OpenCard()
        self.column.addWidget(self.opening)
        self._files = QVBoxLayout()
        self._files.setSpacing(2)
        self.column.addLayout(self._files)
        self.choices = [
            _Choice("school", "start.new", "start.new_text"),
            _Choice("received", "start.received", "start.received_text"),
            _Choice("demo", "start.demo", "start.demo_text"),
        ]
        for choice, chosen in zip(self.choices, (self.new, self._choose, self.demo), strict=True):
            choice.clicked.connect(chosen)
            self.column.addWidget(choice)
        self.restore_link = LinkButton("start.restore", tip="start.restore_tip")
        self.restore_link.clicked.connect(self.restore)
        self.column.addWidget(self.restore_link)
        self.problem = text_label("problem", wrap=True)
        self.column.addWidget(self.problem)
        self.problem.setVisible(not covers_chinese())
        if not covers_chinese():
            self.bind(self.problem.setText, "start.no_font")

    def _head(self) -> QHBoxLayout:
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
        return head

    def show_files(self, paths: Sequence[Path]) -> None:
        """Offer the first to be opened at once and the others behind links; without any, the three choices."""
        while (item := self._files.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._paths = list(paths)
        self._compact(on=bool(paths))
        if not paths:
            self.opening.put_away()
            self.choices[0].setFocus()
            return
        self.opening.show_file(paths[0])
        for path in paths[1 : 1 + _OTHERS]:
            link = LinkButton("start.file_name", facts={"school": path.stem})
            Tip(link)(str(path))
            link.setProperty("path", str(path))
            link.clicked.connect(self._open_other)
            self._files.addWidget(link)

    def show_file(self, path: Path) -> None:
        """Offer this one to be opened, whatever stood there."""
        self.show_files([path, *(other for other in self._paths if other != path)])

    def tell(self, sentence: str) -> None:
        """Say what went wrong, or what is being done."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _compact(self, *, on: bool) -> None:
        for choice in self.choices:
            choice.make_low(on=on)

    def _choose(self) -> None:
        path = next(iter(self._ask.open_files(self, "start.open_title", INVITATIONS)), None)
        if path is not None:
            self.given.emit(path)

    def _open_other(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.show_file(Path(sender.property("path")))
