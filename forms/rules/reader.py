"""Reader: what is chosen, card under card, beside a list."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from forms.look.style import set_kind


class RuleReader(QScrollArea):
    """Base of what shows a rule or a pack."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setMinimumWidth(340)
        set_kind(self, "reader")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_cards(self, cards: Iterable[QWidget]) -> None:
        """Show these in place of what was shown; without any, nothing."""
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 4, 0)
        down.setSpacing(10)
        for card in cards:
            down.addWidget(card)
        if not down.count():
            page.deleteLater()
            if (old := self.takeWidget()) is not None:
                old.deleteLater()
            return
        down.addStretch(1)
        self.setWidget(page)
