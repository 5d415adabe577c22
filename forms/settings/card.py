"""Card: what the cards of the settings have in common: lines of a word and a widget, and a school saved at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from forms.pages.notice import Notice
from forms.parts.card import Card, WordButton, text_label
from forms.parts.segments import Segments
from schoolprep.desk import Desk, School
from schoolprep.facts.problem import KnownError

WORDS_WIDE = 116
"""Pixels of the words before the widgets."""


class SettingsCard(Card):
    """Everything is saved when it is changed, and said in the bar, where it can be taken back."""

    noticed = Signal(object)
    started = Signal(object)
    counted = Signal(int)

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(title=title)
        self.desk = desk

    def fill(self) -> None:
        """Show what is set now; cards that show something extend this."""

    def leave(self) -> None:
        """Forget what was typed and shown; cards with secrets extend this."""

    def save(self, what: str, school: School) -> None:
        """Save the school and offer the way back; `what` is what it is now, in words."""
        before = self.desk.workspace.school
        if school == before:
            return
        try:
            self.desk.workspace.save_school(school)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            self.fill()
            return

        def restore() -> None:
            self.desk.workspace.save_school(before)
            self.fill()
            self.noticed.emit(Notice("settings.restored"))

        self.noticed.emit(Notice("settings.saved", {"what": what}, act="notice.undo", do=restore))

    # ------------------------------------------------------------- how it is laid out

    def lines(self, rows: Mapping[str, QWidget]) -> None:
        """Widgets under each other, each behind its word (a key)."""
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for at, (key, widget) in enumerate(rows.items()):
            self.bind((widget.focusProxy() or widget).setAccessibleName, key)
            grid.addWidget(self.word(key), at, 0)
            left = Qt.AlignmentFlag.AlignLeft if isinstance(widget, Segments) else Qt.AlignmentFlag(0)
            grid.addWidget(widget, at, 1, left)
        self.body.addLayout(grid)

    def word(self, key: str) -> QWidget:
        """The word before a widget."""
        word = text_label("quiet", wrap=True)
        word.setFixedWidth(WORDS_WIDE)
        self.bind(word.setText, key)
        return word


def acts(*buttons: WordButton) -> QHBoxLayout:
    """Buttons beside each other, from the left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
