"""Chip: a verdict as colour, icon and word at once; as a widget, and painted for tables."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from forms.look import icons
from forms.look.current import colour
from forms.look.type import font
from forms.words.tr import Worded, say
from schoolprep.rules.outcome import Outcome

HEIGHT = 22
_PAD, _MARK, _GAP = 9, 12, 4


def word(outcome: Outcome) -> str:
    """The word of an outcome: 可返校, 待补材料, 待核实, 暂缓返校."""
    return say(f"rules.outcome-{outcome}")


def chip_width(text: str) -> int:
    """How wide a chip with this word is."""
    return 2 * _PAD + _MARK + _GAP + QFontMetrics(font("note", bold=True)).horizontalAdvance(text)


def paint_chip(painter: QPainter, rect: QRectF, outcome: Outcome, text: str | None = None) -> None:
    """Paint a chip at the left of `rect`, in its vertical middle."""
    text = word(outcome) if text is None else text
    box = QRectF(rect.x(), rect.center().y() - HEIGHT / 2, min(chip_width(text), rect.width()), HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(f"{outcome}_ground"))
    painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
    mark = QRectF(box.x() + _PAD, box.center().y() - _MARK / 2, _MARK, _MARK)
    icons.draw(painter, mark, outcome, outcome)
    painter.setPen(colour(outcome))
    painter.setFont(font("note", bold=True))
    words = QRectF(mark.right() + _GAP, box.y(), box.right() - mark.right() - _GAP - 2, HEIGHT)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
    painter.restore()


class VerdictChip(Worded, QWidget):
    """The chip as a widget; read aloud as its word."""

    def __init__(self, outcome: Outcome = "ready", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._outcome: Outcome = outcome
        self.show_outcome(outcome)

    @property
    def outcome(self) -> Outcome:
        """What it shows."""
        return self._outcome

    def show_outcome(self, outcome: Outcome) -> None:
        """Show another outcome."""
        self._outcome = outcome
        self.retranslate()

    def retranslate(self) -> None:
        """Take the word, and the width it needs, from the language."""
        self.setAccessibleName(word(self._outcome))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return QSize(chip_width(word(self._outcome)), HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._outcome)
        painter.end()
