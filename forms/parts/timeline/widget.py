"""Timeline: one person's six weeks, drawn: stays, contacts, tests, temperatures, measures with their days, custody.

`schoolprep.verdicts.timeline` says what is shown; this draws it, tells it under the mouse and to a screen reader, and
goes through it by keyboard. The wheel with Shift, a drag, PageUp and PageDown move in time.
"""

from __future__ import annotations

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
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.timeline import backdrop
from forms.parts.timeline.marks import paint_mark, rect_of
from forms.parts.timeline.plot import HEAD, LEFT, Plot, Target, height
from forms.parts.timeline.ruler import paint_legend, paint_ruler
from forms.words import dates
from forms.words.tr import Worded, say
from schoolprep.facts.problem import Series
from schoolprep.verdicts.timeline.scene import LaneName, Scene


def _advance(size: str, text: str) -> float:
    return QFontMetrics(font(size)).horizontalAdvance(text)


class Timeline(Worded, QWidget):
    """See the module. `opened(record id)` is emitted by a click or Enter on something that came from a record."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._offset: float | None = None
        self.plot: Plot | None = None
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
        self._at = None
        self.updateGeometry()
        self._scroll(self._offset if same_day else None)

    def targets(self) -> list[Target]:
        """What is drawn now, lane by lane, in time."""
        return list(self._targets)

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(520, round(height(self._scene)))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible: time scrolls."""
        return QSize(320, round(height(self._scene)))

    def move_days(self, days: int) -> None:
        """Move in time."""
        if self.plot is not None:
            self._scroll(self.plot.offset + days * self.plot.day_width)

    def _scroll(self, offset: float | None) -> None:
        """Lay everything out at a place in time; None: the day judged for is in sight."""
        self._offset = offset
        self.plot = None if self._scene is None else Plot(self._scene, self.width(), offset, _advance)
        self._targets = self.plot.targets() if self.plot else []
        if self.plot is not None and offset is not None:
            self._offset = self.plot.offset
        self.update()

    # ------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.plot is not None:
            self._paint(painter, self.plot)
        painter.end()

    def _paint(self, painter: QPainter, plot: Plot) -> None:
        within = QRectF(LEFT, 0, plot.room, plot.bottom)
        painter.save()
        painter.setClipRect(within)
        backdrop.paint_days(painter, plot)
        painter.restore()
        backdrop.paint_lanes(painter, plot)
        painter.save()
        painter.setClipRect(within)
        backdrop.paint_curve(painter, plot)
        for mark in plot.scene.marks:
            paint_mark(painter, plot, mark)
        paint_ruler(painter, plot)
        backdrop.paint_now(painter, plot)
        backdrop.paint_returns(painter, plot)
        self._paint_choice(painter)
        painter.restore()
        if not plot.scene.marks:
            backdrop.paint_nothing(painter, plot)
        if plot.scene.ruler:
            paint_legend(painter, plot)

    def _paint_choice(self, painter: QPainter) -> None:
        chosen = self._chosen() if self.hasFocus() else None
        for target in (self._hover, chosen):
            if target is not None:
                focus_ring(painter, rect_of(target.box).adjusted(-3, -3, 3, 3), 5)

    # ------------------------------------------------------------- mouse

    def _target_at(self, point: QPointF) -> Target | None:
        if point.x() < LEFT:
            return None
        found = [target for target in self._targets if target.box.holds(point.x(), point.y())]
        return min(found, key=lambda target: target.box.wide, default=None)

    def event(self, event: QEvent) -> bool:
        """Hover tells."""
        if isinstance(event, QHelpEvent):
            target = self._target_at(QPointF(event.pos()))
            day = self._day_at(event.pos().x())
            text = target.tip if target else day if event.pos().y() < HEAD else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _day_at(self, x: int) -> str:
        if self.plot is None or x < LEFT:
            return ""
        day = self.plot.day_at(x)
        return f"{dates.short(day)} {dates.weekday(day)}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag moves in time, a click opens."""
        if event.button() == Qt.MouseButton.LeftButton and self.plot is not None:
            self._grabbed = (event.position().x(), self.plot.offset)
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or light up what is under the mouse."""
        if self._grabbed is not None:
            moved = event.position().x() - self._grabbed[0]
            if self._dragged or abs(moved) > 4:
                self._dragged = True
                self._scroll(self._grabbed[1] - moved)
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
        if step and self.plot is not None:
            self._scroll(self.plot.offset - step / 120 * 2 * self.plot.day_width)
            event.accept()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: the day judged for stays in sight."""
        super().resizeEvent(event)
        self._scroll(None)

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
            self._scroll(None)
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
        lane = say(f"timeline.lane_{target.lane}")
        self.setAccessibleDescription(say("timeline.item", lane=lane, tip=Series(target.tip.split("\n"))))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        if self.plot is not None:
            self._scroll(self.plot.in_sight(target.box))

    def _open(self, target: Target) -> None:
        if target.record:
            self.opened.emit(target.record)
