"""The log: who looked at whom, what left, who did what, narrowed by a person or a colleague."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from forms.pages.log_lines import LogLines
from forms.parts.card import text_label
from forms.settings.card import SettingsCard
from schoolprep.desk import Desk
from schoolprep.facts import search

_PORTION = 8


class SchoolLogCard(SettingsCard):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "logbook.title")
        about = text_label("note", wrap=True)
        self.bind(about.setText, "logbook.about")
        self.wanted = QLineEdit()
        self.bind(self.wanted.setPlaceholderText, "logbook.find")
        self.bind(self.wanted.setAccessibleName, "logbook.find")
        self.wanted.setClearButtonEnabled(True)
        self.wanted.textChanged.connect(self.fill)
        self.told = LogLines(desk, _PORTION, named=True)
        for widget in (about, self.wanted, self.told):
            self.body.addWidget(widget)

    def fill(self) -> None:
        """What is asked for, as the log stands now; nothing is read while nobody sees it."""
        if not self.isVisible():
            return
        log, wanted = self.desk.log, search.plain(self.wanted.text())
        if not wanted:
            self.told.show_lines(log.all())
            return
        people = self.desk.people.search(self.wanted.text())
        about = [line for subject in people for line in log.about(subject)]
        by = [line for line in log.all() if wanted in search.plain(self.told.said(line))]
        found = {self.told.said(line): line for line in (*about, *by)}
        self.told.show_lines(sorted(found.values(), key=lambda line: line.when, reverse=True))

    def leave(self) -> None:
        """Forget what was looked for."""
        self.wanted.clear()
