"""Recovery: the code of a new school, shown once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QWidget,
)

from forms.frame.centred import Centred
from forms.pages.printing import Print, recovery_paper
from forms.parts.card import Card, WordButton, text_label
from forms.parts.copied import copy_secret
from forms.parts.secret import in_lines
from forms.words.tr import say
from schoolprep.desk import Desk


class RecoveryPage(Centred):
    """See the module. `done` with the open school when the code is written down."""

    done = Signal(object)

    def __init__(self, printing: Print, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._printing = printing
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.recovery_title")
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "start.recovery_text")
        self.code = text_label("code", select=True)
        self.bind(self.code.setAccessibleName, "start.code")
        card.body.addWidget(title)
        card.body.addWidget(text)
        ground = Card(margin=14)
        ground.body.addWidget(self.code)
        card.body.addWidget(ground)
        acts = QHBoxLayout()
        self.print = WordButton("settings.print", icon="print")
        self.print.clicked.connect(self._print)
        self.copy = WordButton("start.recovery_copy", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.go_on = WordButton("start.recovery_done", kind="filled")
        self.go_on.clicked.connect(self._done)
        acts.addWidget(self.print)
        acts.addWidget(self.copy)
        acts.addStretch(1)
        acts.addWidget(self.go_on)
        self.printed = text_label("note")
        card.body.addWidget(self.printed)
        card.body.addSpacing(6)
        card.body.addLayout(acts)
        self.column.addWidget(card)
        self._desk: Desk | None = None

    def show_code(self, desk: Desk) -> None:
        """Show the code of a school that was just made, or put under a new passphrase."""
        self._desk = desk
        self.printed.clear()
        self.code.setText(in_lines(desk.workspace.recovery_code()))
        self.print.setFocus()

    def held(self) -> Desk | None:
        """The open school whose code is shown."""
        return self._desk

    def _print(self) -> None:
        if self._desk is not None:
            workspace = self._desk.workspace
            paper = recovery_paper(workspace.school.name, workspace.path.name, self.code.text())
            self._printing(self, paper, self._sent)

    def _sent(self) -> None:
        self.printed.setText(say("settings.printed"))

    def _copy(self) -> None:
        copy_secret("-".join(self.code.text().split()))

    def _done(self) -> None:
        desk, self._desk = self._desk, None
        self.code.clear()
        self.done.emit(desk)
