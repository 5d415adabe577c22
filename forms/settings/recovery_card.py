"""The recovery code: shown for the passphrase, copied, printed, hidden again."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.pages.printing import Print, recovery_paper
from forms.parts.card import WordButton, text_label
from forms.parts.copied import copy_secret
from forms.parts.secret import Secret, in_lines
from forms.settings.card import SettingsCard, acts
from forms.settings.keys import Keys, keys
from forms.words.tr import say
from schoolprep.desk import Desk


class RecoveryCard(SettingsCard):
    """See the module."""

    def __init__(self, desk: Desk, printing: Print) -> None:
        super().__init__(desk, "settings.recovery")
        self._printing = printing
        self._code = ""
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "settings.recovery_text")
        self.code = text_label("lead", select=True)
        self.bind(self.code.setAccessibleName, "settings.recovery")
        self._asked, self._acts = self._build_asked(), self._build_acts()
        for widget in (text, self._asked, self.code, self._acts):
            self.body.addWidget(widget)
        self.forget()

    def _build_asked(self) -> QWidget:
        self.secret = Secret("settings.old")
        self.secret.entered.connect(self._ask)
        self.show_code = WordButton("settings.show", icon="eye")
        self.show_code.clicked.connect(self._ask)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.word("settings.old"))
        row.addWidget(self.secret, 1)
        row.addWidget(self.show_code)
        return made

    def _build_acts(self) -> QWidget:
        self.copy = WordButton("start.recovery_copy", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.print = WordButton("settings.print", icon="print")
        self.print.clicked.connect(self._print)
        self.hide_code = WordButton("settings.hide", icon="eye_closed")
        self.hide_code.clicked.connect(self.forget)
        made = QWidget()
        made.setLayout(acts(self.copy, self.print, self.hide_code))
        return made

    # ------------------------------------------------------------- the code

    def reveal(self) -> None:
        """Show the code of now: whoever sees it has just given the passphrase."""
        self._show(self.desk.workspace.recovery_code())

    def forget(self) -> None:
        """Hide it."""
        self._show("")

    def leave(self) -> None:
        """Forget what was typed and shown."""
        self.secret.clear()
        self.forget()

    def _show(self, code: str) -> None:
        self._code = code
        self.code.setText(in_lines(code))
        self.code.setVisible(bool(code))
        self._acts.setVisible(bool(code))
        self._asked.setVisible(not code)

    def _ask(self) -> None:
        if not self.secret.text():
            self.secret.refuse(say("settings.wrong"))
        elif self.show_code.isEnabled():
            self._busy(on=True)
            job = Job(say("settings.showing"), keys(self.desk, self.secret.text()))
            self.started.emit(job.always(self._idle).then(self._checked))

    def _checked(self, made: Keys) -> None:
        if not made.right:
            self.secret.refuse_key(say("settings.wrong"))
            return
        self.secret.clear()
        self.reveal()
        self.copy.setFocus()

    def _idle(self) -> None:
        self._busy(on=False)

    def _busy(self, *, on: bool) -> None:
        for widget in (self.show_code, self.secret):
            widget.setEnabled(not on)

    def _copy(self) -> None:
        copy_secret(self._code)

    def _print(self) -> None:
        workspace = self.desk.workspace
        paper = recovery_paper(workspace.school.name, workspace.path.name, self.code.text())
        self._printing(self, paper, self._printed)

    def _printed(self) -> None:
        self.noticed.emit(Notice("settings.printed"))
