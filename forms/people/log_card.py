"""Log card: who looked at this person, and on which lists that left they stood."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from forms.pages.log_lines import LogLines
from forms.parts.card import Card
from schoolprep.desk import Desk

_PORTION = 5


class LogCard(Card):
    """See the module."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="logbook.of_person")
        self._desk = desk
        self.told = LogLines(desk, _PORTION, named=False)
        self.body.addWidget(self.told)

    def show_person(self, subject: str) -> None:
        """Another person's lines, or the same person's anew."""
        self.told.show_lines(self._desk.log.about(subject) if subject else ())
