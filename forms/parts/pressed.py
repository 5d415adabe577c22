"""Pressed: a button that we paint ourselves and that some keys press as the mouse does."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton


class KeyButton(QAbstractButton):
    """Enter presses it, as the space bar does by itself; other buttons name other keys."""

    presses: ClassVar[Collection[int]] = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that presses it, alone or on the keypad."""
        alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if alone and event.key() in self.presses:
            self.click()
        else:
            super().keyPressEvent(event)
