"""Bars: how a group stands, as one stacked bar with its figures; every part opens whom it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from forms.look import icons
from forms.look.current import colour
from forms.look.short import shortened
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.chip import word
from forms.words.tr import Worded, clauses
from schoolprep.rules.outcome import OUTCOMES, Outcome

_ROW, _BAR = 28, 14
_FIGURES = 168.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Bar(NamedTuple):
    """One group: its stable key, its name, how many of each outcome, a note at the end, its ink, what it opens."""

    key: str
    name: str
    counts: Mapping[Outcome, int]
    note: str = ""
    note_ink: str = "ink_2"
    note_tip: str = ""

    @property
    def total(self) -> int:
        """All of the group."""
        return sum(self.counts.values())


def paint_stack(
    painter: QPainter, rect: QRectF, counts: Mapping[Outcome, int]
) -> list[tuple[Outcome, QRectF]]:
    """Paint the stacked bar in `rect`; returns each part with the place where it lies. Few are never invisible."""
    total = sum(counts.values())
    there = [outcome for outcome in OUTCOMES if counts.get(outcome)]
    if not there:
        painter.fillRect(rect, colour("level_none"))
        return []
    gap, least = 2.0, 4.0
    room = rect.width() - gap * (len(there) - 1)
    widths = [max(least, room * counts[outcome] / total) for outcome in there]
    widths[widths.index(max(widths))] -= sum(widths) - room
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(rect, 3, 3)
    painter.setClipPath(clip)
    parts, x = [], rect.x()
    for outcome, width in zip(there, widths, strict=True):
        part = QRectF(x, rect.y(), width, rect.height())
        painter.fillRect(part, colour(f"{outcome}_bar"))
        parts.append((outcome, part))
        x += width + gap
    painter.restore()
    return parts


class BarRow(QWidget):
    """One group's line: name, bar, ready of all, the others with their marks, a note."""

    opened = Signal(str, str)
    """Key of the group, outcome (empty: everybody)."""
    noted = Signal(str)
    """Key of the group whose note was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = Bar("", "", {})
        self._name_width, self._note_width = 60, 40
        self._parts: list[tuple[Outcome, QRectF]] = []
        self.setFixedHeight(_ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)

    def show_bar(self, bar: Bar, name_width: int, note_width: int) -> None:
        """Show a group; all rows have the same widths for names and notes."""
        self._bar, self._name_width, self._note_width = bar, name_width, note_width
        told = [f"{word(outcome)} {number}" for outcome, number in bar.counts.items() if number]
        self.setAccessibleName(clauses([f"{bar.name} {bar.total}", *told, *([bar.note] if bar.note else [])]))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(420, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), colour("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        high = float(self.height())
        painter.setPen(colour("ink"))
        painter.setFont(font())
        name = shortened(self._bar.name, font(), self._name_width)
        painter.drawText(QRectF(4, 0, self._name_width, high), int(_LEFT), name)
        left = 4 + self._name_width + 12.0
        bar = QRectF(left, (high - _BAR) / 2, self.width() - left - _FIGURES - self._note_width - 12, _BAR)
        self._parts = paint_stack(painter, bar, self._bar.counts)
        self._figures(painter, QRectF(bar.right() + 10, 0, _FIGURES - 10, high))
        painter.setPen(colour(self._bar.note_ink))
        painter.setFont(font("note", bold=self._bar.note_ink != "ink_2"))
        note = QRectF(self.width() - self._note_width - 4, 0, self._note_width, high)
        painter.drawText(note, int(_RIGHT), self._bar.note)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 4)
        painter.end()

    def _figures(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(font("note"))
        painter.setPen(colour("ink_2"))
        ready = f"{self._bar.counts.get('ready', 0)}/{self._bar.total}"
        painter.drawText(QRectF(rect.x(), 0, 46, rect.height()), int(_LEFT), ready)
        for place, outcome in enumerate(OUTCOMES[1:]):
            number = self._bar.counts.get(outcome, 0)
            if not number:
                continue
            x = rect.x() + 50 + place * 37
            icons.draw(painter, QRectF(x, rect.height() / 2 - 5.5, 11, 11), outcome, outcome)
            painter.setPen(colour(outcome))
            painter.drawText(QRectF(x + 13, 0, 24, rect.height()), int(_LEFT), str(number))

    def event(self, event: QEvent) -> bool:
        """Tell what a part of the bar counts."""
        if isinstance(event, QHelpEvent):
            part = self._part_at(QPointF(event.pos()))
            number = self._bar.counts.get(part, 0) if part else self._bar.total
            told = f"{self._bar.name} {word(part) if part else ''} {number}"
            tip = self._bar.note_tip if self._on_note(QPointF(event.pos())) else ""
            QToolTip.showText(event.globalPos(), tip or " ".join(told.split()), self)
            return True
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a part opens that part, elsewhere the whole group."""
        if event.button() == Qt.MouseButton.LeftButton and self._on_note(event.position()):
            self.noted.emit(self._bar.key)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self._bar.key, self._part_at(event.position()) or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the group; up and down go to the neighbours."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._bar.key, "")
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _on_note(self, point: QPointF) -> bool:
        return bool(self._bar.note) and point.x() >= self.width() - self._note_width - 8

    def _part_at(self, point: QPointF) -> Outcome | None:
        for outcome, rect in self._parts:
            if rect.adjusted(-1, -6, 1, 6).contains(point):
                return outcome
        return None


class Bars(Worded, QWidget):
    """Every group's line, under each other."""

    opened = Signal(str, str)
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._rows: list[BarRow] = []
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show groups; the widgets of the lines are kept."""
        metrics = QFontMetrics(font())
        wide = min(150, max((metrics.horizontalAdvance(bar.name) + 8 for bar in bars), default=60))
        small = QFontMetrics(font("note", bold=True))
        note = max((small.horizontalAdvance(bar.note) + 4 for bar in bars), default=40)
        while len(self._rows) < len(bars):
            row = BarRow()
            row.opened.connect(self.opened)
            row.noted.connect(self.noted)
            self._rows.append(row)
            self._body.addWidget(row)
        while len(self._rows) > len(bars):
            row = self._rows.pop()
            self._body.removeWidget(row)
            row.hide()
            row.deleteLater()
        for row, bar in zip(self._rows, bars, strict=True):
            row.show_bar(bar, wide, note)
        self.updateGeometry()


class Legend(Worded, QWidget):
    """What the colours of the bars say, with their marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(22)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words from the language."""
        self.setAccessibleName(clauses(word(outcome) for outcome in OUTCOMES))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("note"))
        metrics = QFontMetrics(font("note"))
        x = 4.0
        for outcome in OUTCOMES:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(f"{outcome}_bar"))
            painter.drawRoundedRect(QRectF(x, 6, 10, 10), 2, 2)
            icons.draw(painter, QRectF(x + 14, 5.5, 11, 11), outcome, outcome)
            painter.setPen(colour("ink_2"))
            text = word(outcome)
            painter.drawText(QRectF(x + 28, 0, 200, 22), int(_LEFT), text)
            x += 28 + metrics.horizontalAdvance(text) + 16
        painter.end()
