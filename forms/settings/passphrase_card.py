"""Another passphrase: the one of now, the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Signal

from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.parts.card import WordButton, text_label
from forms.parts.secret import Secret, chosen_wrongly
from forms.settings.card import SettingsCard, acts
from forms.settings.keys import Keys, keys
from forms.words.tr import say
from schoolprep.desk import Desk
from schoolprep.facts.problem import KnownError


class PassphraseCard(SettingsCard):
    """See the module."""

    changed = Signal()
    """There is another passphrase, and with it another recovery code."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "settings.passphrase")
        self.old = Secret("settings.old", "settings.old_hint")
        self.new = Secret("settings.new", "settings.new_hint", offers=True)
        self.again = Secret("settings.again")
        self.again.entered.connect(self._change)
        self.told = text_label("quiet", wrap=True, select=True)
        self.lines({"settings.old": self.old, "settings.new": self.new, "settings.again": self.again})
        self.change = WordButton("settings.change", icon="key")
        self.change.clicked.connect(self._change)
        self.body.addWidget(self.told)
        self.body.addLayout(acts(self.change))
        self.fill()

    def fill(self) -> None:
        """Tell a passphrase that is no secret."""
        told = self.desk.workspace.told_passphrase
        self.told.setVisible(bool(told))
        if told:
            self.bind(self.told.setText, "start.told_passphrase", passphrase=told)

    def leave(self) -> None:
        """Forget what was typed."""
        for secret in (self.old, self.new, self.again):
            secret.clear()

    def _change(self) -> None:
        wrong = self._wrong()
        if wrong is not None:
            secret, sentence = wrong
            secret.refuse(sentence)
        elif self.change.isEnabled():
            self._busy(on=True)
            job = Job(say("settings.changing"), keys(self.desk, self.old.text(), self.new.text()))
            self.started.emit(job.always(self._idle).then(self._made))

    def _wrong(self) -> tuple[Secret, str] | None:
        if not self.old.text():
            return self.old, say("settings.wrong")
        return chosen_wrongly(self.new, self.again)

    def _made(self, made: Keys) -> None:
        if made.new is None:
            self.old.refuse_key(say("settings.wrong"))
            return
        try:
            self.desk.workspace.change_passphrase(made.new)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self.leave()
        self.changed.emit()
        self.noticed.emit(Notice("settings.changed", tone="warn"))

    def _idle(self) -> None:
        self._busy(on=False)

    def _busy(self, *, on: bool) -> None:
        for widget in (self.change, self.old, self.new, self.again):
            widget.setEnabled(not on)
