"""Tip: tooltips are plain text. Qt takes what looks like markup for it, and would open a picture a name speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import Qt


class _Tipped(Protocol):
    def setToolTip(self, tip: str, /) -> None: ...


def plain(text: str) -> str:
    """The text for a tooltip: it is shown as it is written."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


@dataclass(frozen=True, slots=True)
class Tip:
    """Sets the tooltip of a widget or item; to be called, or bound to a key."""

    owner: _Tipped

    def __call__(self, text: str) -> None:
        """Show this text, as it is written, when the mouse rests."""
        self.owner.setToolTip(plain(text))
