"""Yeargrid: a year at a glance, a month a block: days of school, weekends, holidays, closures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from forms.look.current import colour
from forms.look.style import focus_ring
from forms.look.type import font
from forms.words import dates
from forms.words.tr import Worded, lang, say
from schoolprep.facts.days import Day
from schoolprep.facts.schooldays import CalendarDay, DayKind

_ACROSS, _DOWN = 4, 3
_HEAD, _CELL, _GAP = 20.0, 17.0, 12.0
_WEEKS = 6
_GROUNDS: Mapping[DayKind, str] = {
    "weekend": "weekend",
    "public": "holiday",
    "holiday": "level_low",
    "closure": "deferred_ground",
}
"""What lies behind the days without school; a day of school lies on the card itself."""
KINDS_SHOWN: tuple[DayKind, ...] = tuple(_GROUNDS)


def ground(kind: DayKind) -> str:
    """The colour of a kind of day."""
    return _GROUNDS.get(kind, "card")


class YearGrid(Worded, QWidget):
    """See the module; `picked` gives the day that was clicked, or chosen by the keys and Enter."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: Mapping[Day, CalendarDay] = {}
        self._year = 1
        self._at: Day = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bind(self.setAccessibleName, "settings.calendar_grid")

    def show_year(self, year: int, days: Mapping[Day, CalendarDay], at: Day) -> None:
        """Show the days of a year; `at`: where the cursor stands first."""
        if year != self._year:
            self._at = at if date.fromordinal(at).year == year else date(year, 1, 1).toordinal()
        self._year, self._days = year, days
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Three rows of months."""
        return QSize(520, round(_DOWN * (_HEAD + _WEEKS * _CELL + _GAP)))

    def minimumSizeHint(self) -> QSize:
        """Seven days of two figures a month."""
        return QSize(440, self.sizeHint().height())

    def day_rect(self, day: Day) -> QRectF:
        """Where a day lies."""
        at = date.fromordinal(day)
        wide = (self.width() + _GAP) / _ACROSS
        cell = (wide - _GAP) / 7
        row, column = divmod(at.month - 1, _ACROSS)
        week, weekday = divmod(at.day - 1 + date(at.year, at.month, 1).weekday(), 7)
        top = row * (_HEAD + _WEEKS * _CELL + _GAP) + _HEAD + week * _CELL
        return QRectF(column * wide + weekday * cell, top, cell, _CELL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        for month in range(1, 13):
            first = date(self._year, month, 1).toordinal()
            left = (self.width() + _GAP) / _ACROSS * ((month - 1) % _ACROSS)
            top = self.day_rect(first).top() - _HEAD
            painter.setFont(font("note", bold=True))
            painter.setPen(colour("ink"))
            painter.drawText(QRectF(left, top, 90, _HEAD), _LEFT, dates.month(first))
        painter.setFont(font("small"))
        for day, told in self._days.items():
            self._paint_day(painter, day, told)
        if self.hasFocus() and self._at in self._days:
            focus_ring(painter, self.day_rect(self._at), 3)
        painter.end()

    def _paint_day(self, painter: QPainter, day: Day, told: CalendarDay) -> None:
        rect = self.day_rect(day).adjusted(0.5, 0.5, -0.5, -0.5)
        if not told.is_open:
            painter.fillRect(rect, colour(ground(told.kind)))
        elif told.doubt:
            painter.setPen(QPen(colour("line_strong"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colour("ink" if told.is_open else "ink_2"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(date.fromordinal(day).day))

    # ------------------------------------------------------------- mouse and keys

    def _day_at(self, point: QPointF) -> Day | None:
        return next((day for day in self._days if self.day_rect(day).contains(point)), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks."""
        day = self._day_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self._go(day)
            self.picked.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the days, Enter picks."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._go(self._at + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """What a day is, where the mouse rests."""
        if event.type() == QEvent.Type.ToolTip:
            place = self.mapFromGlobal(self.cursor().pos())
            day = self._day_at(QPointF(place))
            QToolTip.showText(self.cursor().pos(), self.told(day) if day is not None else "", self)
            return True
        return super().event(event)

    def told(self, day: Day) -> str:
        """What is said of a day: 10月1日 法定节假日 国庆节."""
        told = self._days[day]
        name = told.name[lang()] if told.name is not None else ""
        kind = say(f"settings.day_{told.kind}")
        doubt = say("settings.day_unsure") if told.doubt and told.is_open else ""
        return " ".join(filter(None, (dates.short(day), kind, name, doubt)))

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._tell()
        self.update()

    def _go(self, day: Day) -> None:
        if day in self._days:
            self._at = day
            self._tell()
            self.update()

    def _tell(self) -> None:
        if self._at in self._days:
            self.setAccessibleDescription(self.told(self._at))


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
