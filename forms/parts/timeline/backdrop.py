"""Backdrop: what stands behind and around the marks: days and their kinds, lanes, the curve, now, the way back."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from forms.look.current import colour
from forms.look.type import font
from forms.parts.timeline.marks import LEFTWARD, RIGHTWARD
from forms.parts.timeline.plot import HEAD, LEFT, ROW_HEIGHT, Plot
from forms.words import dates
from forms.words.tr import say
from schoolprep.facts.days import MINUTES_A_DAY, Day

_CENTRE = Qt.AlignmentFlag.AlignCenter
_OVER = 4
"""Pixels by which the name of a month may reach beyond its day: more would cover the days beside it."""


def paint_days(painter: QPainter, plot: Plot) -> None:
    """The numbers of the days and the shade of those on which nobody works."""
    for day in range(plot.scene.first, plot.scene.last + 1):
        x, kind = plot.x(day * MINUTES_A_DAY), plot.scene.free.get(day)
        if kind is not None:
            ground = colour("weekend" if kind == "weekend" else "holiday")
            painter.fillRect(QRectF(x, HEAD, plot.day_width, plot.bottom - HEAD), ground)
        _paint_day(painter, plot, day, QRectF(x, 3, plot.day_width, HEAD - 6))


def _paint_day(painter: QPainter, plot: Plot, day: Day, box: QRectF) -> None:
    at, today = date.fromordinal(day), day == plot.scene.on.day
    painter.setFont(font("note", bold=today))
    if today:
        pill = QRectF(box.center().x() - 12, box.y() + 1, 24, box.height() - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawRoundedRect(pill, 6, 6)
    holiday = plot.scene.free.get(day, "weekend") != "weekend"
    painter.setPen(colour("on_accent" if today else "deferred" if holiday else "ink_2"))
    if box.left() >= LEFT and box.right() <= plot.width:  # half a number at the edge says another day
        month = dates.month(day)
        beside = abs(day - plot.scene.on.day) == 1  # the pill of today covers what reaches beyond its day
        room = box.width() + (0 if beside else _OVER)
        fits = QFontMetrics(painter.font()).horizontalAdvance(month) <= room
        painter.drawText(box, int(_CENTRE), month if at.day == 1 and fits and not today else str(at.day))


def paint_lanes(painter: QPainter, plot: Plot) -> None:
    """The names at the left, the month over them, the lines between."""
    painter.setFont(font("note"))
    painter.setPen(colour("ink_2"))
    painter.drawText(QRectF(0, 3, LEFT - 6, HEAD - 6), int(LEFTWARD), dates.month(plot.day_at(LEFT)))
    for lane, top in plot.tops.items():
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(colour("line"))
        painter.drawLine(QPointF(0, top - 3), QPointF(plot.width, top - 3))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("ink"))
        painter.setFont(font("note", bold=True))
        high = ROW_HEIGHT[lane] if lane == "temperature" else 28.0
        painter.drawText(QRectF(2, top, LEFT - 6, high), int(LEFTWARD), say(f"timeline.lane_{lane}"))


def paint_curve(painter: QPainter, plot: Plot) -> None:
    """The line from which a fever counts, and the curve; days without a temperature break it."""
    if plot.scene.fever is not None:
        _paint_fever(painter, plot, plot.scene.fever)
    points = [mark for mark in plot.scene.marks if mark.lane == "temperature" and mark.value is not None]
    painter.setPen(QPen(colour("curve"), 1.6))
    for one, after in pairwise(points):
        if after.start - one.start <= MINUTES_A_DAY:
            here = QPointF(plot.x(one.start), plot.degree(one.value or 0))
            there = QPointF(plot.x(after.start), plot.degree(after.value or 0))
            painter.drawLine(here, there)


def _paint_fever(painter: QPainter, plot: Plot, fever: float) -> None:
    y = plot.degree(fever)
    painter.setPen(QPen(colour("deferred", 150), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(LEFT, y), QPointF(plot.edge, y))
    painter.setPen(colour("deferred"))
    painter.setFont(font("small"))
    painter.drawText(QRectF(plot.edge - 34, y - 15, 32, 14), int(RIGHTWARD), f"{fever:.1f}")


def paint_now(painter: QPainter, plot: Plot) -> None:
    """The moment judged for."""
    on = plot.scene.on
    minute = MINUTES_A_DAY // 2 if on.minute is None else on.minute
    x = plot.x(on.day * MINUTES_A_DAY + minute)
    painter.setPen(QPen(colour("now"), 1.5))
    painter.drawLine(QPointF(x, HEAD - 2), QPointF(x, plot.bottom))


def paint_returns(painter: QPainter, plot: Plot) -> None:
    """→ 8月9日 可返校, behind the measure that holds the person longest, or the illness."""
    if plot.scene.returns is None or plot.scene.returns.lane not in plot.tops:
        return
    lane, row, day, text = plot.scene.returns
    painter.setFont(font("note", bold=True))
    wide = QFontMetrics(painter.font()).horizontalAdvance(text)
    ends = (plot.x(mark.end) for mark in plot.scene.marks if mark.lane == lane and mark.row == row)
    x = max(plot.x(day * MINUTES_A_DAY), *ends) + 4
    y = plot.tops[lane] + row * ROW_HEIGHT[lane] + 3
    if x + wide <= plot.edge:
        painter.setPen(colour("ready"))
        painter.drawText(QRectF(x, y, wide + 4, 22), int(LEFTWARD), text)


def paint_nothing(painter: QPainter, plot: Plot) -> None:
    """What is said where no mark stands."""
    painter.setPen(colour("ink_2"))
    painter.setFont(font("note"))
    painter.drawText(QRectF(LEFT, 0, plot.room, plot.bottom), int(_CENTRE), say("timeline.nothing"))
