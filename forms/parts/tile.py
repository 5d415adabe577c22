"""Tile: one of the big numbers of a page: chip, number, what it is made of; pressed, it opens whom it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forms.look.current import colour, length
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.card import text_label
from forms.parts.chip import VerdictChip, word
from forms.parts.flow import Flow
from forms.words.tr import Worded
from schoolprep.rules.outcome import Outcome


class TilePiece(NamedTuple):
    """One of the things a number is made of, already worded: 缺核酸 18."""

    name: str
    text: str


class _Number(QLabel):
    """The number itself, 34 px in the outcome's ink."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("0")
        self._outcome = outcome
        self.setMinimumHeight(44)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; a label cannot follow both the theme and the size of a token."""
        painter = QPainter(self)
        painter.setFont(font("number", bold=True))
        painter.setPen(colour(self._outcome))
        painter.drawText(
            self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text()
        )
        painter.end()


class NumberTile(Worded, QWidget):
    """A card with one number. `opened` is emitted when it is pressed, `piece_opened(name)` for a part of it."""

    opened = Signal()
    piece_opened = Signal(str)

    def __init__(self, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome: Outcome = outcome
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._chip = VerdictChip(outcome)
        self._number = _Number(outcome)
        self._pieces = Flow(spacing=2, lines=1)
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 12, 12, 10)
        body.setSpacing(2)
        body.addWidget(self._chip)
        body.addWidget(self._number)
        row = QHBoxLayout()
        row.addLayout(self._pieces)
        body.addLayout(row)

    def show_count(self, number: int, pieces: Sequence[TilePiece]) -> None:
        """Show a number and its pieces."""
        self._number.setText(str(number))
        self._pieces.clear()
        for piece in pieces:
            self._pieces.addWidget(_PieceButton(piece, self))
        if not pieces:
            self._pieces.addWidget(text_label("note", " "))
        self.setAccessibleName(f"{word(self.outcome)} {number}")
        self.update()

    def number(self) -> int:
        """The number it shows."""
        return int(self._number.text())

    def retranslate(self) -> None:
        """Name it in the language."""
        super().retranslate()
        self.setAccessibleName(f"{word(self.outcome)} {self._number.text()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, a stripe of the outcome's colour when the mouse is on it, the ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(colour(self.outcome if self.underMouse() else "line"))
        painter.setBrush(colour("card"))
        painter.drawRoundedRect(rect, length("radius"), length("radius"))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), length("radius"))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and space open."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class _PieceButton(QPushButton):
    """One piece of the number as a small link."""

    def __init__(self, piece: TilePiece, tile: NumberTile) -> None:
        super().__init__(piece.text)
        self.setProperty("kind", "piece")
        self._piece = piece
        self._tile = tile
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self._tile.piece_opened.emit(self._piece.name)
