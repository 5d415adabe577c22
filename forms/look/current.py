"""Current: the theme worn now, and the colours and measures it gives to whoever paints."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from forms.look.tokens import Theme, tokens


class CurrentLook(QObject):
    """Which theme is worn; there is one, as there is one QApplication."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = "light"
        self.chosen: Theme | Literal[""] = ""
        """What a person chose; empty: as the system has it."""


look = CurrentLook()


def colour(name: str, alpha: int = 255) -> QColor:
    """The colour of a token in the theme worn now."""
    return _colour(look.theme, name, alpha)


@cache
def _colour(theme: Theme, name: str, alpha: int) -> QColor:
    made = QColor(tokens(theme).colours[name])
    made.setAlpha(alpha)
    return made


def length(name: str) -> int:
    """A measure or a type size of the tokens, in pixels at 100 %."""
    worn = tokens(look.theme)
    return worn.sizes[name] if name in worn.sizes else worn.type[name]
