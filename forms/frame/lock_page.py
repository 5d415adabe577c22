"""Lock: nothing of the school is to be seen until the passphrase is given."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QWidget,
)

from forms.frame.centred import Centred
from forms.look import icons
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.key_entry import KeyEntry
from forms.words.tr import say


class LockPage(Centred):
    """Nothing of the school is to be seen. `tried(text)` for passphrase or code, `closed` to close the school."""

    tried = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(margin=24)
        head = QHBoxLayout()
        self._picture = QLabel()
        title = text_label("title")
        self.bind(title.setText, "start.locked")
        head.addWidget(self._picture)
        head.addWidget(title)
        head.addStretch(1)
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "start.locked_text")
        self.kept = text_label("note", wrap=True)
        self.bind(self.kept.setText, "start.locked_kept")
        self.file = text_label("strong", wrap=True)
        self.entry = KeyEntry()
        self.entry.entered.connect(self._try)
        acts = QHBoxLayout()
        self.close_button = LinkButton("start.close_school")
        self.close_button.clicked.connect(self.closed)
        self.unlock = WordButton("start.unlock", kind="filled")
        self.unlock.clicked.connect(self._try)
        acts.addWidget(self.close_button)
        acts.addStretch(1)
        acts.addWidget(self.unlock)
        card.body.addLayout(head)
        card.body.addWidget(text)
        card.body.addWidget(self.kept)
        card.body.addWidget(self.file)
        card.body.addWidget(self.entry)
        card.body.addSpacing(6)
        card.body.addLayout(acts)
        self.column.addWidget(card)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme as well as the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.icon("lock", "accent").pixmap(24, 24))

    def prepare(self, path: Path, told_passphrase: str) -> None:
        """Empty, ready to be typed into; which file it is, and a passphrase that is no secret."""
        self.file.setText(path.stem)
        self.tell_kept(on=False)
        self.entry.begin(told_passphrase)
        self.busy(on=False)
        self.entry.setFocus()

    def tell_kept(self, *, on: bool) -> None:
        """Say that something unfinished stays in memory behind the lock."""
        self.kept.setVisible(on)

    def tell(self, sentence: str) -> None:
        """Say why the file does not open now."""
        self.busy(on=False)
        self.entry.refuse_wrong(sentence)

    def busy(self, on: bool) -> None:
        """While the passphrase is looked at nothing can be pressed."""
        self.unlock.setEnabled(not on)
        self.unlock.bind(self.unlock.setText, "start.checking" if on else "start.unlock")

    def refuse(self) -> None:
        """Say that it was wrong."""
        self.tell(say("start.wrong_passphrase"))

    def _try(self) -> None:
        if self.unlock.isEnabled():
            self.busy(on=True)
            self.tried.emit(self.entry.text())
