"""Idle: how long nobody has touched the window; it locks then."""

from __future__ import annotations

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


class Idle(QTimer):
    """Its `timeout` comes when nobody was there for as long as `minutes` says (0: it never comes)."""

    def __init__(self, window: QWidget, minutes: Callable[[], int]) -> None:
        super().__init__(window)
        self.setSingleShot(True)
        self._window, self._minutes = window, minutes
        self._watched = False

    def watch(self) -> None:
        """From now on every key and click puts it off; the window's handle sees them all, and little else."""
        handle = self._window.windowHandle()
        if handle is not None and not self._watched:
            self._watched = True
            handle.installEventFilter(self)

    def again(self) -> None:
        """Somebody is there, or the minutes are others: wait anew."""
        minutes = self._minutes()
        if minutes > 0:
            self.start(minutes * 60_000)
        else:
            self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in _INPUT:
            self.again()
        return False
