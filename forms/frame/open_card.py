"""Open: a school's file and what opens it, its passphrase or its recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.parts.card import Card, Elided, WordButton, text_label
from forms.parts.key_entry import KeyEntry
from schoolprep.facts.problem import Problem


class OpenCard(Card):
    """`opened(path, text, by_code)` when something was typed for the file shown."""

    opened = Signal(object, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=20)
        self.path: Path | None = None
        self.file = text_label("lead", wrap=True)
        self.place = Elided("note")
        self.entry = KeyEntry()
        self.entry.entered.connect(self._open)
        self.open = WordButton("start.open", kind="filled")
        self.open.clicked.connect(self._open)
        acts = QHBoxLayout()
        acts.addStretch(1)
        acts.addWidget(self.open)
        for widget in (self.file, self.place, self.entry):
            self.body.addWidget(widget)
        self.body.addLayout(acts)
        self.hide()

    def show_file(self, path: Path) -> None:
        """Offer to open a file."""
        if path != self.path:
            self.entry.begin()
        self.path = path
        self.file.setText(path.stem)
        self.place.setText(str(path))
        self.busy(on=False)
        self.show()
        self.entry.setFocus()

    def put_away(self) -> None:
        """Offer nothing."""
        self.path = None
        self.entry.begin()
        self.hide()

    def busy(self, on: bool) -> None:
        """While the key is made nothing can be pressed."""
        self.open.setEnabled(not on)
        self.entry.setEnabled(not on)
        self.open.bind(self.open.setText, "start.opening" if on else "start.open")

    def refuse(self, problem: Problem) -> None:
        """Say why it did not open; what was typed stays, to be typed over."""
        self.busy(on=False)
        self.entry.refuse(problem)

    def _open(self) -> None:
        if self.path is not None and self.open.isEnabled():
            self.busy(on=True)
            self.opened.emit(self.path, self.entry.text(), self.entry.by_code)
