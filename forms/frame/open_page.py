"""Open: a file and what opens it, its passphrase or its recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QWidget,
)

from forms.frame.centred import Centred
from forms.pages.asking import SCHOOLS, Asking
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.secret import Secret
from forms.words.tr import say


class OpenPage(Centred):
    """A file and its passphrase, or its recovery code. `opened(path, text, by_code)`."""

    opened = Signal(object, str, bool)
    back = Signal()

    def __init__(self, ask: Asking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._path: Path | None = None
        self._by_code = False
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.open_title")
        card.body.addWidget(title)
        row = QHBoxLayout()
        self.file = text_label("strong", wrap=True)
        self.other = LinkButton("start.open_other")
        self.other.clicked.connect(self.choose)
        row.addWidget(self.file, 1)
        row.addWidget(self.other)
        card.body.addLayout(row)
        self._word = text_label("note")
        card.body.addWidget(self._word)
        self.secret = Secret("start.passphrase")
        self.secret.entered.connect(self._open)
        card.body.addWidget(self.secret)
        acts = QHBoxLayout()
        self.back_button = WordButton("start.back")
        self.back_button.clicked.connect(self.back)
        self.code = LinkButton("start.use_code")
        self.code.clicked.connect(self._change)
        self.open = WordButton("start.open", kind="filled")
        self.open.clicked.connect(self._open)
        acts.addWidget(self.back_button)
        acts.addWidget(self.code)
        acts.addStretch(1)
        acts.addWidget(self.open)
        card.body.addSpacing(8)
        card.body.addLayout(acts)
        self.column.addWidget(card)
        self._show_way()

    def show_file(self, path: Path | None) -> None:
        """Offer to open a file."""
        self._path = path
        self.file.setText(path.name if path else say("start.no_file"))
        self.file.setToolTip(str(path) if path else "")
        self._by_code = False
        self._show_way()
        self.busy(on=False)
        self.secret.setFocus()

    def choose(self) -> None:
        """Let the person choose a file."""
        path = next(iter(self._ask.open_files(self, "start.open_title", SCHOOLS)), None)
        if path is not None:
            self.show_file(path)

    def busy(self, on: bool) -> None:
        """While the key is made from the passphrase nothing can be pressed."""
        self.open.setEnabled(not on)
        self.secret.setEnabled(not on)
        self.open.bind(self.open.setText, "start.opening" if on else "start.open")

    def tell(self, sentence: str) -> None:
        """Say why it did not open; what was typed stays selected."""
        self.busy(on=False)
        self.secret.tell(sentence)
        self.secret.line.setFocus()
        self.secret.line.selectAll()

    def _change(self) -> None:
        self._by_code = not self._by_code
        self._show_way()
        self.secret.setFocus()

    def _show_way(self) -> None:
        self.secret.clear()
        self.bind(self._word.setText, "start.code" if self._by_code else "start.passphrase")
        self.secret.bind(
            self.secret.line.setAccessibleName, "start.code" if self._by_code else "start.passphrase"
        )
        self.code.bind(self.code.setText, "start.use_passphrase" if self._by_code else "start.use_code")

    def _open(self) -> None:
        if self._path is None:
            self.tell(say("start.no_file"))
        elif self.open.isEnabled():
            self.busy(on=True)
            self.opened.emit(self._path, self.secret.text(), self._by_code)
