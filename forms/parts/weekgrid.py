"""Weekgrid: seven days across, what happens on them down; every number opens whom it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from forms.look.current import colour
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.tip import Tip
from forms.words import dates
from forms.words.tr import Worded, say
from schoolprep.facts.days import Day

_HEAD, _ROW = 25.0, 26.0
_MOST_NAMES = 118.0


class WeekGrid(Worded, QWidget):
    """Rows, one number a day. `opened(row, cell)` on a click or Enter."""

    opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[str, ...] = ()
        self._numbers: list[list[int]] = []
        self._first: Day = 1
        self._free: Collection[Day] = ()
        self._at = (0, 0)
        self._over: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bind(self.setAccessibleName, "today.week_name")

    def show_numbers(
        self, first: Day, rows: Sequence[str], numbers: Sequence[Sequence[int]], free: Collection[Day] = ()
    ) -> None:
        """Show rows (keys of their words) with their numbers, from the day `first`; `free`: days without school."""
        self._first, self._free = first, free
        self._rows = tuple(rows)
        self._numbers = [list(row) for row in numbers]
        self._at = (min(self._at[0], max(0, len(rows) - 1)), self._at[1])
        self.updateGeometry()
        self._tell()
        self.update()

    def number(self, row: int, cell: int) -> int:
        """The number in a cell."""
        return self._numbers[row][cell]

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(480, round(_HEAD + _ROW * len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        """Narrow cells still hold three figures."""
        return QSize(380, self.sizeHint().height())

    def cell_rect(self, row: int, cell: int) -> QRectF:
        """Where a cell lies."""
        names = self._names()
        wide = (self.width() - names) / 7
        return QRectF(names + cell * wide, _HEAD + row * _ROW, wide, _ROW)

    def _names(self) -> float:
        metrics = QFontMetrics(font(bold=True))
        return max([_MOST_NAMES, *(metrics.horizontalAdvance(say(row)) + 12.0 for row in self._rows)])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        for cell in range(7):
            self._paint_head(painter, cell)
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for row, key in enumerate(self._rows):
            top = _HEAD + row * _ROW
            painter.fillRect(QRectF(0, top, self.width(), 1), colour("line"))
            painter.setFont(font(bold=True))
            painter.setPen(colour("ink"))
            painter.drawText(QRectF(2, top, self._names(), _ROW), left, say(key))
            for cell, number in enumerate(self._numbers[row]):
                self._paint_cell(painter, (row, cell), number)
        if self.hasFocus() and self._rows:
            focus_ring(painter, self.cell_rect(*self._at).adjusted(2, 3, -2, -2), 4)
        painter.end()

    def _paint_head(self, painter: QPainter, cell: int) -> None:
        day = self._first + cell
        rect = self.cell_rect(0, cell)
        if day in self._free:
            ground = QRectF(rect.x(), 0, rect.width(), self.height())
            painter.fillRect(ground, colour("weekend"))
        painter.setFont(font("note", bold=cell == 0))
        painter.setPen(colour("accent" if cell == 0 else "ink_2"))
        text = f"{dates.weekday(day)} {dates.number(day)}"
        painter.drawText(QRectF(rect.x(), 0, rect.width(), _HEAD), int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_cell(self, painter: QPainter, at: tuple[int, int], number: int) -> None:
        rect = self.cell_rect(*at)
        over = at == self._over and number > 0
        if over:
            painter.fillRect(rect.adjusted(1, 1, -1, 0), colour("hover"))
        painter.setFont(font(bold=over))
        painter.setPen(colour("accent" if over else "ink" if number else "ink_2"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(number) if number else "·")

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        for row in range(len(self._rows)):
            for cell in range(len(self._numbers[row])):
                if self.cell_rect(row, cell).contains(point):
                    return row, cell
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what can be opened."""
        over = self._cell_at(event.position())
        if over != self._over:
            self._over = over
            can = over is not None and self._numbers[over[0]][over[1]] > 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
            Tip(self)(self._cell_text(over) if over else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        self._over = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        at = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self._go(at)
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the cells, Enter opens."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._rows:
            row = min(max(self._at[0] + step[0], 0), len(self._rows) - 1)
            self._go((row, min(max(self._at[1] + step[1], 0), 6)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._tell()
        self.update()

    def _go(self, at: tuple[int, int]) -> None:
        self._at = at
        self._tell()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _tell(self) -> None:
        if self._numbers and self._numbers[0]:
            self.setAccessibleDescription(self._cell_text(self._at))

    def _cell_text(self, at: tuple[int, int]) -> str:
        row, cell = at
        number = self._numbers[row][cell]
        return say("today.week_cell", row=say(self._rows[row]), day=dates.short(self._first + cell), n=number)

    def _open(self) -> None:
        if self._rows and self._numbers[self._at[0]][self._at[1]]:
            self.opened.emit(*self._at)
