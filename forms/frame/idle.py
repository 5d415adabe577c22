"""Idle: how long nobody has touched the window; it locks then."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


_LOOK_MS = 10_000


class Idle(QTimer):
    """Its `timeout` comes when nobody was there for as long as `minutes` says (0: it never comes).

    The lid of a laptop closed for an hour is an hour: its timers stand still meanwhile, its clock does not.
    """

    def __init__(
        self, window: QWidget, minutes: Callable[[], int], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(window)
        self.setSingleShot(True)
        self._window, self._minutes, self._clock = window, minutes, clock
        self._watched = False
        self._since = clock()
        look = QTimer(self)
        look.timeout.connect(self.look)
        look.start(_LOOK_MS)

    def watch(self) -> None:
        """From now on every key and click puts it off; the window's handle sees them all, and little else."""
        handle = self._window.windowHandle()
        if handle is not None and not self._watched:
            self._watched = True
            handle.installEventFilter(self)

    def again(self) -> None:
        """Somebody is there, or the minutes are others: wait anew."""
        minutes = self._minutes()
        self._since = self._clock()
        if minutes > 0:
            self.start(minutes * 60_000)
        else:
            self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there; who wakes a computer that slept for too long has to show first who they are."""
        if event.type() not in _INPUT:
            return False
        over = self.look()
        if not over:
            self.again()
        return over  # it is not for the page that is shown now

    def look(self) -> bool:
        """Whether it is over already by the clock, because the computer slept; then `timeout` comes now."""
        over = self.isActive() and self._clock() - self._since > self._minutes() * 60
        if over:
            self.stop()
            self.timeout.emit()
        return over
