"""Key entry: what a school is opened with, its passphrase, or behind a link its recovery code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.parts.card import LinkButton, text_label
from forms.parts.secret import Secret
from forms.words.tr import Worded, say, say_problem
from schoolprep.facts.problem import Problem

WRONG_KEY = "store.passphrase"
"""The problem of a file whose key is another."""


class KeyEntry(Worded, QWidget):
    """The word, the line and the link; what is typed into the line may be either. `entered` on Enter."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.by_code = False
        self._word = text_label("note")
        self.secret = Secret("start.passphrase")
        self.secret.entered.connect(self.entered)
        self.told = text_label("quiet", wrap=True, select=True)
        self.told.hide()
        self.other_way = LinkButton("start.use_code")
        self.other_way.clicked.connect(self._change)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._word)
        head.addStretch(1)
        head.addWidget(self.other_way)
        body.addLayout(head)
        body.addWidget(self.secret)
        body.addWidget(self.told)
        self.setFocusProxy(self.secret)
        self.begin()
        self.composed(self._hint)

    def begin(self, told_passphrase: str = "") -> None:
        """Empty, for a passphrase; one that is no secret is told."""
        self.told.setVisible(bool(told_passphrase))
        if told_passphrase:
            self.bind(self.told.setText, "start.told_passphrase", passphrase=told_passphrase)
        self._show_way(by_code=False)

    def text(self) -> str:
        """What was typed."""
        return self.secret.text()

    def refuse(self, problem: Problem) -> None:
        """Say why it did not open."""
        if problem.code == WRONG_KEY:
            self.refuse_wrong(say_problem(problem))
        else:
            self.secret.refuse(say_problem(problem))

    def refuse_wrong(self, sentence: str) -> None:
        """Say that it does not open this school."""
        self.secret.refuse_key(say("start.wrong_code") if self.by_code else sentence)

    def _change(self) -> None:
        self._show_way(by_code=not self.by_code)
        self.secret.setFocus()

    def _show_way(self, *, by_code: bool) -> None:
        """A code is typed in sight: nobody types 65 characters unseen."""
        self.by_code = by_code
        self.secret.clear()
        self.secret.see(on=by_code)
        word = "start.code" if by_code else "start.passphrase"
        self.bind(self._word.setText, word)
        self.secret.bind(self.secret.line.setAccessibleName, word)
        self._hint()
        self.other_way.bind(self.other_way.setText, "start.use_passphrase" if by_code else "start.use_code")

    def _hint(self) -> None:
        self.secret.line.setPlaceholderText(say("start.code_hint") if self.by_code else "")
