"""Daypick: the button that says which day and time is judged for, and the calendar under it."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QPoint, QRectF, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from forms.look import icons
from forms.look.current import colour
from forms.look.style import set_kind
from forms.parts.card import IconButton, WordButton, text_label
from forms.parts.inputs import TimeEdit
from forms.parts.tip import Tip
from forms.words import dates
from forms.words.tr import Worded, say
from schoolprep.facts.days import Moment

_EDGE = 9
"""Pixels between the mark that the button opens something and the button's edge."""
_ROOM = " " * 6
"""What stands in the button's text for the room of that mark."""


class DayButton(Worded, QPushButton):
    """Shows the day judged for; pressed, it opens the calendar. `picked` gives a `Moment`, or None for now."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on = Moment(1)
        self._followed = True
        self._popup: DayPopup | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.bind(Tip(self), "shell.day_tip")
        self.clicked.connect(self.open)
        set_kind(self, "day", other="false")

    def show_day(self, on: Moment, *, followed: bool) -> None:
        """Show the day judged for; `followed` says that it is now."""
        self._on, self._followed = on, followed
        set_kind(self, "day", other="false" if followed else "true")
        self.retranslate()

    def retranslate(self) -> None:
        """Write the day in the language."""
        super().retranslate()
        text = dates.full(self._on)
        self.setText(text + _ROOM)
        self.setAccessibleName(say("shell.day_name", day=text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The day, and behind it that there is more: drawn, since not every Windows has a letter for it."""
        super().paintEvent(event)
        painter, side = QPainter(self), self.fontMetrics().height() * 0.75
        place = QRectF(self.width() - _EDGE - side, (self.height() - side) / 2, side, side)
        icons.draw(painter, place, "down", "ink_2" if self._followed else "incomplete")
        painter.end()

    def open(self) -> None:
        """Open the calendar under the button."""
        self._popup = DayPopup(self._on, self)
        self._popup.picked.connect(self.picked)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._popup.show()
        self._popup.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def popup(self) -> DayPopup | None:
        """The calendar last opened."""
        return self._popup


class DayPopup(Worded, QFrame):
    """Calendar, time, a day back and forth, back to now. Enter takes the day, Esc leaves everything as it was."""

    picked = Signal(object)

    def __init__(self, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_kind(self, "popup")
        body = QVBoxLayout(self)
        body.setContentsMargins(14, 12, 14, 14)
        body.setSpacing(10)
        title = text_label("section")
        self.bind(title.setText, "shell.day_title")
        self.bind(self.setAccessibleName, "shell.day_title")
        body.addWidget(title)
        self.calendar = _calendar()
        self.calendar.setSelectedDate(_qdate(on))
        self.calendar.activated.connect(self._take)
        body.addWidget(self.calendar)
        row = QHBoxLayout()
        before, after = IconButton("before", "shell.day_before"), IconButton("after", "shell.day_after")
        before.clicked.connect(self._day_before)
        after.clicked.connect(self._day_after)
        word = text_label("quiet")
        self.bind(word.setText, "shell.day_time")
        self.time = TimeEdit()
        self.bind(self.time.setAccessibleName, "shell.day_time")
        minute = 0 if on.minute is None else on.minute
        self.time.setTime(QTime(minute // 60, minute % 60))
        for widget in (before, after, word, self.time):
            row.addWidget(widget)
        row.addStretch(1)
        body.addLayout(row)
        acts = QHBoxLayout()
        self.now = WordButton("shell.day_now")
        self.now.clicked.connect(self._now)
        self.take = WordButton("shell.day_take", kind="filled")
        self.take.clicked.connect(self._take)
        acts.addWidget(self.now)
        acts.addStretch(1)
        acts.addWidget(self.take)
        body.addLayout(acts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _day_before(self) -> None:
        self.calendar.setSelectedDate(self.calendar.selectedDate().addDays(-1))

    def _day_after(self) -> None:
        self.calendar.setSelectedDate(self.calendar.selectedDate().addDays(1))

    def _take(self) -> None:
        chosen, time = self.calendar.selectedDate(), self.time.time()
        day = cast(date, chosen.toPython()).toordinal()
        self.picked.emit(Moment(day, time.hour() * 60 + time.minute()))
        self.close()

    def _now(self) -> None:
        self.picked.emit(None)
        self.close()


def _qdate(on: Moment) -> QDate:
    day = date.fromordinal(on.day)
    return QDate(day.year, day.month, day.day)


def _calendar() -> QCalendarWidget:
    """Qt's calendar in our colours: weeks begin on Monday, weekends are not red (red is a verdict here)."""
    calendar = QCalendarWidget()
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setGridVisible(False)
    calendar.setMinimumSize(300, 230)
    quiet = QTextCharFormat()
    quiet.setForeground(colour("ink_2"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, quiet)
    calendar.setHeaderTextFormat(quiet)
    for name, icon in (("qt_calendar_prevmonth", "before"), ("qt_calendar_nextmonth", "after")):
        button = calendar.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(icons.icon(icon))
    return calendar
