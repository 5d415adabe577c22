"""Ruler: D0 D1 … under each measure, what came of its tests, and what the signs mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF

from forms.look import icons
from forms.look.current import colour
from forms.look.type import font
from forms.parts.timeline.marks import LEFTWARD
from forms.parts.timeline.plot import FOOT, LEFT, Plot
from forms.words.tr import say
from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.loop.measure import TestState
from schoolprep.verdicts.timeline.scene import RulerDay

_CENTRE = Qt.AlignmentFlag.AlignCenter
_STATES: tuple[TestState, ...] = ("done", "due", "missed", "planned", "past")


def paint_ruler(painter: QPainter, plot: Plot) -> None:
    """The days under each measure; and on the tests' lane, once a day, what is due or was missed."""
    told: set[Day] = set()
    sampled = {mark.start // MINUTES_A_DAY for mark in plot.scene.marks if mark.lane == "tests"}
    for day in plot.scene.ruler:
        box = plot.ruler(day)
        _paint_number(painter, QRectF(box.x - 3, box.y, box.wide + 6, 15), day, plot.scene.on.day)
        if day.test is None:
            continue
        middle = box.x + box.wide / 2
        paint_state(painter, QPointF(middle, box.y + 21), day.test.state)
        if day.test.state in ("due", "missed") and day.day not in told:
            told.add(day.day)
            at = QPointF(middle, plot.tops["tests"])
            _paint_owed(painter, at, day.test.state, sampled=day.day in sampled)


def _paint_number(painter: QPainter, place: QRectF, day: RulerDay, today: Day) -> None:
    painter.setFont(font("small", bold=day.test is not None))
    painter.setPen(colour("accent" if day.day == today else "ink" if day.test else "ink_2"))
    painter.drawText(place, int(_CENTRE), f"D{day.number}")


def paint_state(painter: QPainter, at: QPointF, state: TestState) -> None:
    """The sign of a test's state."""
    box = QRectF(at.x() - 5.5, at.y() - 5.5, 11, 11)
    if state == "done":
        icons.draw(painter, box, "ready", "ready")
    elif state == "missed":
        icons.draw(painter, box, "deferred", "deferred")
    elif state == "past":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("ink_3"))
        painter.drawEllipse(at, 2.5, 2.5)
    else:
        points = (QPointF(-4.5, -3), QPointF(4.5, -3), QPointF(0, 4))
        due = state == "due"
        painter.setPen(QPen(colour("deferred" if due else "ink_3"), 1.4))
        painter.setBrush(colour("deferred") if due else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([at + point for point in points]))


def _paint_owed(painter: QPainter, at: QPointF, state: TestState, *, sampled: bool) -> None:
    """An empty ring where a sample should be; where one was taken that does not count, only the word."""
    if not sampled:
        painter.setPen(QPen(colour("deferred"), 1.8))
        painter.setBrush(colour("card"))
        painter.drawEllipse(at + QPointF(0, 11), 6.5, 6.5)
        if state == "missed":
            icons.draw(painter, QRectF(at.x() - 4, at.y() + 7, 8, 8), "deferred", "deferred")
    painter.setPen(colour("deferred"))
    painter.setFont(font("small", bold=True))
    painter.drawText(QRectF(at.x() - 40, at.y() + 21, 80, 16), int(_CENTRE), say(f"timeline.{state}"))


def paint_legend(painter: QPainter, plot: Plot) -> None:
    """What the signs under the ruler say; only those that are there."""
    there = {day.test.state for day in plot.scene.ruler if day.test is not None}
    painter.setFont(font("small"))
    x, y = LEFT, plot.bottom + FOOT / 2
    for state in _STATES:
        if state in there:
            paint_state(painter, QPointF(x + 6, y), state)
            painter.setPen(colour("ink_2"))
            text = say(f"timeline.legend_{state}")
            wide = QFontMetrics(painter.font()).horizontalAdvance(text)
            painter.drawText(QRectF(x + 15, y - 8, wide + 4, 16), int(LEFTWARD), text)
            x += 15 + wide + 14
