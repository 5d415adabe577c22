"""Renew: who came in by the recovery code has forgotten the passphrase; a new one is chosen at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.frame.centred import Centred
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.secret import Secret, chosen_wrongly


class RenewPage(Centred):
    """`renewed(passphrase)`, or `later` for who only looks in with the code."""

    renewed = Signal(str)
    later = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.renew_title")
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "start.renew_text")
        self.new = Secret("start.new_passphrase", "start.new_passphrase_hint", offers=True)
        self.again = Secret("start.again", "start.again")
        self.new.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._renew)
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        self.later_button = LinkButton("start.renew_later", tip="start.renew_later_tip")
        self.later_button.clicked.connect(self.later)
        self.renew_button = WordButton("start.renew", kind="filled", icon="key")
        self.renew_button.clicked.connect(self._renew)
        acts = QHBoxLayout()
        acts.addWidget(self.later_button)
        acts.addStretch(1)
        acts.addWidget(self.renew_button)
        for widget in (title, text, self.new, self.again, self.problem):
            card.body.addWidget(widget)
        card.body.addSpacing(6)
        card.body.addLayout(acts)
        self.column.addWidget(card)

    def prepare(self) -> None:
        """Empty, ready to be typed into."""
        self.new.clear()
        self.again.clear()
        self.tell("")
        self.new.setFocus()

    def busy(self, on: bool) -> None:
        """While the file is put under another key nothing can be pressed."""
        for widget in (self.renew_button, self.later_button, self.new, self.again):
            widget.setEnabled(not on)
        self.renew_button.bind(self.renew_button.setText, "start.renewing" if on else "start.renew")

    def tell(self, sentence: str) -> None:
        """Say what went wrong."""
        self.busy(on=False)
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _renew(self) -> None:
        wrong = chosen_wrongly(self.new, self.again)
        if wrong is not None:
            secret, sentence = wrong
            secret.refuse(sentence)
        elif self.renew_button.isEnabled():
            self.tell("")
            self.busy(on=True)
            self.renewed.emit(self.new.text())
