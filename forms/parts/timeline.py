"""Timeline: one person's six weeks, drawn: stays, contacts, tests, temperatures, measures with their days, custody.

`lanes.lay_out` says what is shown; this draws it, tells it under the mouse and to a screen reader, and goes through it
by keyboard. The wheel with Shift, a drag, PageUp and PageDown move in time.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from forms.look import icons
from forms.look.current import colour
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.lanes import FEVER, LaneName, Mark, RulerDay, Scene, day_kind
from forms.words import dates
from forms.words.tr import Worded, say
from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.loop.measure import TestState

_LEFT, _RIGHT, _HEAD, _FOOT = 68.0, 10.0, 26.0, 22.0
_LEAST_DAY = 23.0
_NOW_AT = 0.64
"""Where the day judged for stands at first: more of the past is shown than of the future."""
_ROWS: dict[LaneName, float] = {
    "stays": 28,
    "contacts": 26,
    "tests": 42,
    "temperature": 54,
    "measures": 60,
    "custody": 28,
}
_COOL, _HOT = 35.6, 39.6
_VCENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHTWARD = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignCenter
_STATES: tuple[TestState, ...] = ("done", "due", "missed", "planned", "past")


class Target(NamedTuple):
    """Something one can point at: where it is drawn, what it tells, the record it opens."""

    rect: QRectF
    lane: LaneName
    row: int
    start: int
    tip: str
    record: str


class Timeline(Worded, QWidget):
    """See the module. `opened(record id)` is emitted by a click or Enter on something that came from a record."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._offset: float | None = None
        self._targets: list[Target] = []
        self._at: tuple[LaneName, int, int] | None = None
        self._grabbed: tuple[float, float] | None = None
        self._dragged = False
        self._hover: Target | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bind(self.setAccessibleName, "timeline.name")

    # ------------------------------------------------------------- what is shown

    def show_scene(self, scene: Scene | None) -> None:
        """Show a person's scene; the place in time stays while the day judged for does."""
        same_day = scene is not None and self._scene is not None and scene.on.day == self._scene.on.day
        self._scene = scene
        if not same_day:
            self._offset = None
        self._at = None
        self.updateGeometry()
        self._aim()
        self.update()

    def targets(self) -> list[Target]:
        """What is drawn now, lane by lane, in time."""
        return list(self._targets)

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(520, round(self._height()))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible: time scrolls."""
        return QSize(320, round(self._height()))

    def _height(self) -> float:
        if self._scene is None:
            return 120
        rows = sum(_ROWS[lane] * count for lane, count in self._scene.rows.items())
        return _HEAD + rows + 6 * len(self._scene.rows) + (_FOOT if self._scene.ruler else 4)

    # ------------------------------------------------------------- time and place

    def _day_width(self) -> float:
        assert self._scene is not None
        days = self._scene.last - self._scene.first + 1
        return max(_LEAST_DAY, self._room() / days)

    def _room(self) -> float:
        return max(60.0, self.width() - _LEFT - _RIGHT)

    def _shift(self) -> float:
        """How far the plot is scrolled, in pixels."""
        assert self._scene is not None
        wide = self._day_width() * (self._scene.last - self._scene.first + 1)
        most = max(0.0, wide - self._room())
        if self._offset is None:
            self._offset = (
                self._scene.on.day - self._scene.first + 0.5
            ) * self._day_width() - self._room() * _NOW_AT
        self._offset = min(max(0.0, self._offset), most)
        return self._offset

    def _x(self, minutes: float) -> float:
        assert self._scene is not None
        return _LEFT - self._shift() + (minutes / MINUTES_A_DAY - self._scene.first) * self._day_width()

    def _tops(self) -> dict[LaneName, float]:
        assert self._scene is not None
        tops, y = {}, _HEAD + 3.0
        for lane, count in self._scene.rows.items():
            tops[lane] = y
            y += _ROWS[lane] * count + 6
        return tops

    def move_days(self, days: int) -> None:
        """Move in time."""
        if self._scene is not None:
            self._offset = self._shift() + days * self._day_width()
            self._aim()
            self.update()

    # ------------------------------------------------------------- what can be pointed at

    def _aim(self) -> None:
        """Find where everything lies."""
        self._targets = []
        if self._scene is None:
            return
        tops = self._tops()
        for mark in self._scene.marks:
            if mark.lane in tops:
                rect = self._mark_rect(mark, tops[mark.lane])
                self._targets.append(Target(rect, mark.lane, mark.row, mark.start, mark.tip, mark.record))
        for day in self._scene.ruler:
            rect = self._ruler_rect(day, tops["measures"])
            record = day.test.record if day.test else ""
            start = day.day * MINUTES_A_DAY + 1
            self._targets.append(Target(rect, "measures", day.row, start, day.tip, record))
        lanes = list(self._scene.rows)
        self._targets.sort(key=lambda target: (lanes.index(target.lane), target.row, target.start))

    def _mark_rect(self, mark: Mark, top: float) -> QRectF:
        y = top + mark.row * _ROWS[mark.lane]
        x = self._x(mark.start)
        if mark.lane == "tests":
            return QRectF(x - 8 + mark.level_line * 7, y + 3, 16, 16)
        if mark.lane == "temperature":
            if mark.look == "missing":
                return QRectF(x, y + 14, self._x(mark.end) - x, 24)
            at = self._degree_y(mark.value if mark.value is not None else 36.5, y)
            return QRectF(x - 7, at - 7, 14, 14)
        if mark.lane == "contacts":
            wide = 20 + QFontMetrics(font("note")).horizontalAdvance(mark.text)
            return QRectF(x - 7, y + 3, wide, 20)
        if mark.look == "act":
            wide = 16 + QFontMetrics(font("small")).horizontalAdvance(mark.text)
            return QRectF(x - 4, y + 3, wide, 22)
        return QRectF(x, y + 3, max(4.0, self._x(mark.end) - x - 1), 22)

    def _ruler_rect(self, day: RulerDay, top: float) -> QRectF:
        x = self._x(day.day * MINUTES_A_DAY)
        return QRectF(x, top + day.row * _ROWS["measures"] + 27, self._day_width(), 30)

    @staticmethod
    def _degree_y(degrees: float, top: float) -> float:
        room = _ROWS["temperature"] - 12
        return top + 6 + room * (1 - (min(max(degrees, _COOL), _HOT) - _COOL) / (_HOT - _COOL))

    # ------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scene is None:
            painter.end()
            return
        self._aim()
        plot = QRectF(_LEFT, 0, self._room(), self.height() - (_FOOT if self._scene.ruler else 0))
        painter.save()
        painter.setClipRect(plot)
        self._paint_days(painter, plot)
        painter.restore()
        self._paint_lanes(painter)
        painter.save()
        painter.setClipRect(plot)
        tops = self._tops()
        self._paint_curve(painter, tops["temperature"])
        for mark in self._scene.marks:
            if mark.lane in tops:
                self._paint_mark(painter, mark, self._mark_rect(mark, tops[mark.lane]))
        self._paint_ruler(painter, tops)
        self._paint_now(painter, plot)
        self._paint_returns(painter, tops)
        self._paint_choice(painter)
        painter.restore()
        if not self._scene.marks:
            painter.setPen(colour("ink_2"))
            painter.setFont(font("note"))
            painter.drawText(plot, int(_CENTRE), say("timeline.nothing"))
        if self._scene.ruler:
            self._paint_legend(painter)
        painter.end()

    def _paint_days(self, painter: QPainter, plot: QRectF) -> None:
        """Heading and the shade of days on which nobody works."""
        scene = self._scene
        assert scene is not None
        wide = self._day_width()
        for day in range(scene.first, scene.last + 1):
            x = self._x(day * MINUTES_A_DAY)
            kind = day_kind(day)
            if kind != "workday":
                ground = colour("weekend" if kind == "weekend" else "holiday")
                painter.fillRect(QRectF(x, _HEAD, wide, plot.bottom() - _HEAD), ground)
            at = date.fromordinal(day)
            today = day == scene.on.day
            box = QRectF(x, 3, wide, _HEAD - 6)
            painter.setFont(font("note", bold=today))
            if today:
                pill = QRectF(box.center().x() - 12, box.y() + 1, 24, box.height() - 2)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour("accent"))
                painter.drawRoundedRect(pill, 6, 6)
            painter.setPen(colour("on_accent" if today else "deferred" if kind == "holiday" else "ink_2"))
            if (
                box.left() >= _LEFT and box.right() <= self.width()
            ):  # half a number at the edge says another day
                painter.drawText(box, int(_CENTRE), str(at.day) if at.day > 1 else dates.month(day))

    def _paint_lanes(self, painter: QPainter) -> None:
        """The names at the left, the month over them, the lines between."""
        scene = self._scene
        assert scene is not None
        first = scene.first + int(self._shift() / self._day_width())
        month = dates.month(first)
        painter.setFont(font("note"))
        painter.setPen(colour("ink_2"))
        painter.drawText(QRectF(0, 3, _LEFT - 6, _HEAD - 6), int(_VCENTRE), month)
        for lane, top in self._tops().items():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(colour("line"))
            painter.drawLine(QPointF(0, top - 3), QPointF(self.width(), top - 3))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(colour("ink"))
            painter.setFont(font("note", bold=True))
            high = 28.0 if lane != "temperature" else _ROWS[lane]
            painter.drawText(QRectF(2, top, _LEFT - 6, high), int(_VCENTRE), say(f"timeline.lane_{lane}"))

    def _paint_mark(self, painter: QPainter, mark: Mark, rect: QRectF) -> None:
        if mark.look == "missing":
            self._paint_missing(painter, mark, rect)
        elif mark.lane == "tests":
            self._paint_test(painter, mark.look, rect)
        elif mark.lane == "temperature":
            self._paint_degree(painter, mark, rect)
        elif mark.lane == "contacts":
            icons.draw(painter, QRectF(rect.x() + 1, rect.y() + 4, 12, 12), "contact", "deferred")
            painter.setPen(colour("ink"))
            painter.setFont(font("note"))
            painter.drawText(rect.adjusted(17, 0, 0, 0), int(_VCENTRE), mark.text)
        elif mark.look == "act":
            icons.draw(painter, QRectF(rect.x(), rect.y() + 5, 12, 12), "flag", "accent")
            painter.setPen(colour("ink_2"))
            painter.setFont(font("small"))
            painter.drawText(rect.adjusted(14, 0, 0, 0), int(_VCENTRE), mark.text)
        else:
            self._paint_bar(painter, mark, rect)

    def _paint_bar(self, painter: QPainter, mark: Mark, rect: QRectF) -> None:
        """A stretch of time; its words stay in sight while a part of it does."""
        ground, line, ink = {
            "measure": ("measure", "measure_line", "measure_ink"),
            "measure_past": ("level_none", "line_strong", "ink_2"),
            "declared": ("", "ready", "ready"),
            "custody_gap": ("deferred_ground", "deferred", "deferred"),
        }.get(mark.look, (mark.look, "", "custody_ink" if mark.lane == "custody" else "level_ink"))
        painter.setBrush(colour(ground) if ground else Qt.BrushStyle.NoBrush)
        edge = line or ("line_strong" if mark.lane == "stays" else "")
        style = (
            Qt.PenStyle.DashLine if mark.open_start or mark.look == "custody_gap" else Qt.PenStyle.SolidLine
        )
        painter.setPen(QPen(colour(edge), 1, style) if edge else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if mark.open_end and rect.width() > 14:
            icons.draw(painter, QRectF(rect.right() - 13, rect.center().y() - 5, 10, 10), "after", ink)
        inside = rect.intersected(QRectF(_LEFT, 0, self._room(), self.height()))
        inside.adjust(6, 0, -12 if mark.open_end else -4, 0)
        self._paint_words(painter, mark.text, inside, ink)

    def _paint_words(self, painter: QPainter, text: str, inside: QRectF, ink: str) -> None:
        if inside.width() < 20:
            return
        painter.setPen(colour(ink))
        painter.setFont(font("note"))
        fits = QFontMetrics(font("note")).elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, int(_VCENTRE), fits)

    def _paint_missing(self, painter: QPainter, mark: Mark, rect: QRectF) -> None:
        """An answer nobody gave: an empty frame with a question mark."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("verify"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        inside = rect.intersected(QRectF(_LEFT, 0, self._room(), self.height()))
        icons.draw(painter, QRectF(inside.x() + 5, rect.center().y() - 5, 10, 10), "verify", "verify")
        self._paint_words(painter, mark.text, inside.adjusted(18, 0, -4, 0), "verify")

    def _paint_test(self, painter: QPainter, look: str, rect: QRectF) -> None:
        """A sample: − negative, + positive, … not out yet, ? not known: the sign says what the colour says."""
        disc = rect.adjusted(1, 1, -1, -1)
        filled = {"test_negative": "ready", "test_positive": "deferred"}.get(look)
        ink = filled or "verify"
        painter.setPen(QPen(colour(ink), 1.6))
        painter.setBrush(colour(filled) if filled else colour("card"))
        painter.drawEllipse(disc)
        centre = disc.center()
        sign = QPen(colour("card" if filled else ink), 2)
        painter.setPen(sign)
        if filled:
            painter.drawLine(QPointF(centre.x() - 3.5, centre.y()), QPointF(centre.x() + 3.5, centre.y()))
            if look == "test_positive":
                painter.drawLine(QPointF(centre.x(), centre.y() - 3.5), QPointF(centre.x(), centre.y() + 3.5))
        elif look == "test_pending":
            for step in (-3.5, 0.0, 3.5):
                painter.drawPoint(QPointF(centre.x() + step, centre.y()))
        else:
            icons.draw(painter, QRectF(centre.x() - 4, centre.y() - 4, 8, 8), "verify", ink)

    def _paint_degree(self, painter: QPainter, mark: Mark, rect: QRectF) -> None:
        centre = rect.center()
        painter.setPen(Qt.PenStyle.NoPen)
        if mark.look == "fever" or (mark.value is not None and mark.value >= FEVER):
            painter.setBrush(colour("deferred"))
            painter.drawEllipse(centre, 4, 4)
            painter.setPen(colour("deferred"))
            painter.setFont(font("small", bold=True))
            painter.drawText(
                QRectF(centre.x() - 46, centre.y() - 8, 40, 16), int(_RIGHTWARD), f"{mark.value:.1f}"
            )
        elif mark.value is None:
            painter.setPen(QPen(colour("verify"), 1.4))
            painter.setBrush(colour("card"))
            painter.drawEllipse(centre, 3, 3)
        else:
            painter.setBrush(colour("curve"))
            painter.drawEllipse(centre, 2.4, 2.4)
        if mark.look == "symptom":
            icons.draw(painter, QRectF(centre.x() - 6, centre.y() - 19, 12, 12), "warn", "incomplete")

    def _paint_curve(self, painter: QPainter, top: float) -> None:
        """The line of 37.3 and the curve; days without a temperature break it."""
        scene = self._scene
        assert scene is not None
        y = self._degree_y(FEVER, top)
        painter.setPen(QPen(colour("deferred", 150), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(_LEFT, y), QPointF(_LEFT + self._room(), y))
        painter.setPen(colour("deferred"))
        painter.setFont(font("small"))
        edge = QRectF(_LEFT + self._room() - 34, y - 15, 32, 14)
        painter.drawText(edge, int(_RIGHTWARD), f"{FEVER:.1f}")
        points = [m for m in scene.marks if m.lane == "temperature" and m.value is not None]
        painter.setPen(QPen(colour("curve"), 1.6))
        for one, next_ in pairwise(points):
            if next_.start - one.start <= MINUTES_A_DAY:
                here = QPointF(self._x(one.start), self._degree_y(one.value or 0, top))
                there = QPointF(self._x(next_.start), self._degree_y(next_.value or 0, top))
                painter.drawLine(here, there)

    def _paint_ruler(self, painter: QPainter, tops: dict[LaneName, float]) -> None:
        """D0 D1 … under each measure; what came of its tests; and on the tests' lane what is due or was missed."""
        scene = self._scene
        assert scene is not None
        told: set[Day] = set()
        sampled = {mark.start // MINUTES_A_DAY for mark in scene.marks if mark.lane == "tests"}
        for day in scene.ruler:
            rect = self._ruler_rect(day, tops["measures"])
            today = day.day == scene.on.day
            painter.setFont(font("small", bold=day.test is not None))
            painter.setPen(colour("accent" if today else "ink" if day.test else "ink_2"))
            painter.drawText(
                QRectF(rect.x() - 3, rect.y(), rect.width() + 6, 15), int(_CENTRE), f"D{day.number}"
            )
            if day.test is None:
                continue
            self._paint_state(painter, QPointF(rect.center().x(), rect.y() + 21), day.test.state)
            if day.test.state in ("due", "missed") and day.day not in told:
                told.add(day.day)
                self._paint_owed(
                    painter,
                    QPointF(rect.center().x(), tops["tests"]),
                    day.test.state,
                    sampled=day.day in sampled,
                )

    def _paint_state(self, painter: QPainter, at: QPointF, state: TestState) -> None:
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

    def _paint_owed(self, painter: QPainter, at: QPointF, state: TestState, *, sampled: bool) -> None:
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

    def _paint_now(self, painter: QPainter, plot: QRectF) -> None:
        scene = self._scene
        assert scene is not None
        minute = MINUTES_A_DAY // 2 if scene.on.minute is None else scene.on.minute
        x = self._x(scene.on.day * MINUTES_A_DAY + minute)
        painter.setPen(QPen(colour("now"), 1.5))
        painter.drawLine(QPointF(x, _HEAD - 2), QPointF(x, plot.bottom()))

    def _paint_returns(self, painter: QPainter, tops: dict[LaneName, float]) -> None:
        """→ 8月9日 可返校, behind the measure that holds the person longest."""
        scene = self._scene
        assert scene is not None
        if scene.returns is None or "measures" not in tops:
            return
        row, day, text = scene.returns
        painter.setFont(font("note", bold=True))
        wide = QFontMetrics(painter.font()).horizontalAdvance(text)
        end = max((self._x(m.end) for m in scene.marks if m.lane == "measures" and m.row == row), default=0.0)
        x = max(self._x(day * MINUTES_A_DAY), end) + 4
        y = tops["measures"] + row * _ROWS["measures"] + 3
        if x + wide <= _LEFT + self._room():
            painter.setPen(colour("ready"))
            painter.drawText(QRectF(x, y, wide + 4, 22), int(_VCENTRE), text)

    def _paint_choice(self, painter: QPainter) -> None:
        chosen = self._chosen() if self.hasFocus() else None
        for target in (self._hover, chosen):
            if target is not None:
                focus_ring(painter, target.rect.adjusted(-3, -3, 3, 3), 5)

    def _paint_legend(self, painter: QPainter) -> None:
        """What the marks under the ruler say; only those that are there."""
        assert self._scene is not None
        there = {day.test.state for day in self._scene.ruler if day.test is not None}
        painter.setFont(font("small"))
        x, y = _LEFT, self.height() - _FOOT / 2
        for state in _STATES:
            if state in there:
                self._paint_state(painter, QPointF(x + 6, y), state)
                painter.setPen(colour("ink_2"))
                text = say(f"timeline.legend_{state}")
                wide = QFontMetrics(painter.font()).horizontalAdvance(text)
                painter.drawText(QRectF(x + 15, y - 8, wide + 4, 16), int(_VCENTRE), text)
                x += 15 + wide + 14

    # ------------------------------------------------------------- mouse

    def _target_at(self, point: QPointF) -> Target | None:
        if point.x() < _LEFT:
            return None
        found = [target for target in self._targets if target.rect.contains(point)]
        return min(found, key=lambda target: target.rect.width(), default=None)

    def event(self, event: QEvent) -> bool:
        """Hover tells."""
        if isinstance(event, QHelpEvent):
            target = self._target_at(QPointF(event.pos()))
            day = self._day_at(event.pos().x())
            text = target.tip if target else day if event.pos().y() < _HEAD else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _day_at(self, x: int) -> str:
        if self._scene is None or x < _LEFT:
            return ""
        day = self._scene.first + int((x - _LEFT + self._shift()) / self._day_width())
        return f"{dates.short(day)} {dates.weekday(day)}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag moves in time, a click opens."""
        if event.button() == Qt.MouseButton.LeftButton and self._scene is not None:
            self._grabbed = (event.position().x(), self._shift())
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or light up what is under the mouse."""
        if self._grabbed is not None:
            moved = event.position().x() - self._grabbed[0]
            if self._dragged or abs(moved) > 4:
                self._dragged = True
                self._offset = self._grabbed[1] - moved
                self.update()
            return
        hover = self._target_at(event.position())
        if hover != self._hover:
            self._hover = hover
            can = hover is not None and bool(hover.record)
            self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        clicked = self._grabbed is not None and not self._dragged
        self._grabbed = None
        target = self._target_at(event.position())
        if clicked and target is not None:
            self._at = (target.lane, target.row, target.start)
            self._open(target)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        self._hover = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Sideways or with Shift it moves in time; upright it is the page's."""
        sideways = event.angleDelta().x()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = sideways or (event.angleDelta().y() if shifted else 0)
        if step and self._scene is not None:
            self._offset = self._shift() - step / 120 * 2 * self._day_width()
            self.update()
            event.accept()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: the day judged for stays in sight."""
        super().resizeEvent(event)
        self._offset = None
        self._aim()

    # ------------------------------------------------------------- keyboard

    def _chosen(self) -> Target | None:
        for target in self._targets:
            if (target.lane, target.row, target.start) == self._at:
                return target
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Through the items, the lanes and time."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._change_lane(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.move_days(7 if key == Qt.Key.Key_PageDown else -7)
        elif key == Qt.Key.Key_Home:
            self._offset = None
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            chosen = self._chosen()
            if chosen is not None:
                self._open(chosen)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        if not self._targets:
            return
        chosen = self._chosen()
        if chosen is None:
            self._choose(self._targets[0 if by > 0 else -1])
        else:
            at = self._targets.index(chosen) + by
            self._choose(self._targets[min(max(at, 0), len(self._targets) - 1)])

    def _change_lane(self, by: int) -> None:
        """To the next lane, to what is nearest in time."""
        chosen = self._chosen()
        if chosen is None:
            self._step(by)
            return
        lanes = list(dict.fromkeys((target.lane, target.row) for target in self._targets))
        at = lanes.index((chosen.lane, chosen.row)) + by
        if 0 <= at < len(lanes):
            there = [target for target in self._targets if (target.lane, target.row) == lanes[at]]
            self._choose(min(there, key=lambda target: abs(target.start - chosen.start)))

    def _choose(self, target: Target) -> None:
        """Go to an item: bring it into sight, ring it, read it aloud."""
        self._at = (target.lane, target.row, target.start)
        left, right = _LEFT + 4, _LEFT + self._room() - 4
        near = min(target.rect.right(), target.rect.x() + 60)
        if target.rect.x() < left:
            self._offset = self._shift() - (left - target.rect.x()) - self._day_width()
        elif near > right:
            self._offset = self._shift() + near - right + self._day_width()
        lane = say(f"timeline.lane_{target.lane}")
        self.setAccessibleDescription(say("timeline.item", lane=lane, tip=target.tip.replace("\n", "，")))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self._aim()
        self.update()

    def _open(self, target: Target) -> None:
        if target.record:
            self.opened.emit(target.record)
