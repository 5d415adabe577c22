"""Segments: filter buttons in one row, each with its count; one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from forms.look import icons
from forms.look.current import colour, length
from forms.look.style import focus_ring
from forms.look.type import font
from forms.words.tr import Worded, say

_PAD, _MARK, _GAP = 11, 12, 4


class Segment(NamedTuple):
    """One choice: its stable name, the key of its word, its ink, its icon (empty: none)."""

    name: str
    says: str
    ink: str = "ink"
    icon: str = ""
    word: str = ""
    """Its word, where it is the same in every language."""


class _Button(QAbstractButton):
    """One segment, painted by us: the row has one border and round ends."""

    def __init__(self, segment: Segment, place: str) -> None:
        super().__init__()
        self.segment = segment
        self.place = place
        self.count: int | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def words(self) -> tuple[str, str]:
        return self.text(), "" if self.count is None else str(self.count)

    def sizeHint(self) -> QSize:
        word, count = self.words()
        metrics = QFontMetrics(font(bold=True))
        wide = 2 * _PAD + metrics.horizontalAdvance(word)
        wide += _MARK + _GAP if self.segment.icon else 0
        wide += 6 + max(metrics.horizontalAdvance(count), metrics.horizontalAdvance("00")) if count else 0
        return QSize(wide, length("control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setClipRect(self.rect())
        round_ = float(length("radius_control"))
        if self.place == "first":
            rect.setRight(rect.right() + round_)
        elif self.place == "last":
            rect.setLeft(rect.left() - round_)
        elif self.place == "middle":
            rect.adjust(-round_, 0, round_, 0)
        path = QPainterPath()
        path.addRoundedRect(rect, round_, round_)
        on = self.isChecked()
        ground = "selected" if on else "hover" if self.underMouse() else "card"
        painter.fillPath(path, colour(ground))
        painter.setPen(colour("line_strong"))
        painter.drawPath(path)
        if self.place in ("middle", "last"):
            painter.drawLine(0, 1, 0, self.height() - 2)
        x = float(_PAD)
        ink = "accent" if on and self.segment.ink == "ink" else self.segment.ink
        ink = ink if self.isEnabled() else "ink_2"
        if self.segment.icon:
            icons.draw(painter, QRectF(x, (self.height() - _MARK) / 2, _MARK, _MARK), self.segment.icon, ink)
            x += _MARK + _GAP
        word, count = self.words()
        painter.setPen(colour(ink))
        painter.setFont(font(bold=on))
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), left, word)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRectF(0, 0, self.width() - _PAD, self.height()), right, count)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()))
        painter.end()


class Segments(Worded, QWidget):
    """The row. `chosen(name)` is emitted when a person chooses, not when the program does."""

    chosen = Signal(str)

    def __init__(self, segments: Sequence[Segment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Button] = {}
        for number, segment in enumerate(segments):
            place = "first" if number == 0 else "last" if number == len(segments) - 1 else "middle"
            button = _Button(segment, place if len(segments) > 1 else "only")
            self._group.addButton(button)
            self._buttons[segment.name] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(self._clicked)
        next(iter(self._buttons.values())).setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def choice(self) -> str:
        """The chosen segment's name."""
        button = self._group.checkedButton()
        return button.segment.name if isinstance(button, _Button) else ""

    def choose(self, name: str) -> None:
        """Choose without saying so."""
        self._buttons[name].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many each would give."""
        for name, button in self._buttons.items():
            button.count = counts.get(name)
            self._name(button)

    def show_enabled(self, enabled: Mapping[str, bool]) -> None:
        """Which can be chosen now."""
        for name, button in self._buttons.items():
            button.setEnabled(enabled.get(name, True))
            button.update()

    def retranslate(self) -> None:
        """Word the segments."""
        super().retranslate()
        for button in self._buttons.values():
            button.setText(button.segment.word or say(button.segment.says))
            self._name(button)

    def _name(self, button: _Button) -> None:
        button.setAccessibleName(" ".join(button.words()).strip())
        button.updateGeometry()
        button.update()

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _Button):
            self.chosen.emit(button.segment.name)
