"""The school's file: where it is, how large, copied, proved whole."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

from forms.look.style import set_kind
from forms.pages.asking import Asking
from forms.pages.notice import Notice
from forms.parts.card import WordButton, text_label
from forms.parts.inputs import ComboBox
from forms.settings.card import SettingsCard, acts
from forms.words.tr import say, say_problem
from schoolprep import __version__
from schoolprep.desk import COPIES, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import KnownError, Problem


class FileCard(SettingsCard):
    """See the module. What was found stands until the page is left."""

    found = Signal()
    """Something is said below the buttons."""

    def __init__(self, desk: Desk, on: Moment, asking: Asking) -> None:
        super().__init__(desk, "settings.file")
        self.asking = asking
        self._on = on
        self.place = text_label("", wrap=True, select=True)
        self.size_label = text_label()
        version = text_label("", f"SchoolPrep {__version__}", select=True)
        self.anchor = text_label("", select=True)
        self.code = QLineEdit()
        self.bind(self.code.setPlaceholderText, "settings.code_hint")
        self.code.returnPressed.connect(self._verify)
        self.copies = ComboBox()
        self.copies.activated.connect(self._copies_chosen)
        self.lines(
            {
                "settings.place": self.place,
                "settings.size": self.size_label,
                "settings.copies": self.copies,
                "settings.anchor": self.anchor,
                "settings.code": self.code,
                "settings.version": version,
            }
        )
        self.backup = WordButton("settings.backup", icon="save", tip="settings.backup_tip")
        self.backup.clicked.connect(self._back_up)
        self.backup_to = WordButton("settings.backup_to")
        self.backup_to.clicked.connect(self._back_up_to)
        self.verify = WordButton("settings.verify", icon="done", tip="settings.verify_tip")
        self.verify.clicked.connect(self._verify)
        self.body.addLayout(acts(self.backup, self.backup_to, self.verify))
        self.verified = text_label("", wrap=True, select=True)
        self.verified.hide()
        self.body.addWidget(self.verified)
        self.composed(self.fill)

    def show_day(self, on: Moment) -> None:
        """The day a backup is named by."""
        self._on = on

    def fill(self) -> None:
        """Where it is, and how large now."""
        path = self.desk.workspace.path
        self.place.setText(str(path))
        size = path.stat().st_size if path.is_file() else 0
        self.size_label.setText(say("settings.megabytes", n=f"{size / 1e6:.1f}"))
        try:
            self.anchor.setText(self.desk.workspace.anchor())
        except KnownError:  # a damaged file; `verify` says so
            self.anchor.clear()
        self.copies.clear()
        for on in (True, False):
            self.copies.addItem(say("settings.copies_on" if on else "settings.copies_off"), on)
        self.copies.setCurrentIndex(self.copies.findData(self.desk.workspace.copies_itself))

    def _copies_chosen(self) -> None:
        school, on = self.desk.workspace.school, bool(self.copies.currentData())
        self.save(
            self.copies.currentText(),
            msgspec.structs.replace(school, settings={**school.settings, COPIES: on}),
        )

    def _back_up(self) -> None:
        self._write(None)

    def _back_up_to(self) -> None:
        day = self._on.text()[:10]
        workspace = self.desk.workspace
        name = say("settings.backup_name", school=workspace.path.stem, day=day, code=workspace.anchor())
        out = self.asking.save_file(self, "settings.backup_title", file_name(name))
        if out is not None:
            self._write(out)

    def _write(self, out: Path | None) -> None:
        try:
            path = self.desk.workspace.backup(out)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
        else:
            self.noticed.emit(Notice("settings.backed_up", {"path": str(path)}))

    def _verify(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            code = self.code.text().strip()
            misfit = self.desk.workspace.holds(code) if code else None
            problems = [*self.desk.workspace.verify(), *([misfit] if misfit else [])]
            records = sum(1 for _ in self.desk.filing.current())
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        if problems:
            said = [say("settings.broken", n=len(problems)), *(say_problem(problem) for problem in problems)]
        else:
            said = [say("settings.whole", records=records)]
            said += [say_problem(Problem("store.anchor-holds", {"code": code}))] if code else []
        self.verified.setText("\n".join(said))
        set_kind(self.verified, "problem" if problems else "")
        self.verified.show()
        self.found.emit()
