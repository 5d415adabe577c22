"""Restore: a backup, what opens it, and the file whose place it takes; then what differs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from forms.frame.centred import Centred
from forms.look.current import length
from forms.pages.asking import SCHOOLS, Asking
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.secret import Secret
from forms.words.tr import say
from schoolprep.desk import usual_place
from schoolprep.facts.naming import file_name


class RestorePage(Centred):
    """See the module. `wanted(backup, to, passphrase)`; `entered` when the report was read."""

    wanted = Signal(object, object, str)
    entered = Signal()
    back = Signal()

    def __init__(self, ask: Asking, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask, self._folder = ask, folder
        self._backup: Path | None = None
        self._to: Path | None = None
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.restore_title")
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "start.restore_text")
        self.backup, self.place = text_label("strong", wrap=True), text_label("strong", wrap=True)
        self.other = LinkButton("start.open_other")
        self.other.clicked.connect(self.choose)
        self.elsewhere = LinkButton("start.choose_place")
        self.elsewhere.clicked.connect(self._choose_place)
        self.secret = Secret("start.passphrase", "settings.old_hint")
        self.secret.entered.connect(self._restore)
        self.told = text_label("", wrap=True, select=True)
        card.body.addWidget(title)
        card.body.addWidget(text)
        card.body.addLayout(self._rows())
        card.body.addWidget(self.told)
        card.body.addSpacing(6)
        card.body.addLayout(self._acts())
        self.column.addWidget(card)
        self.composed(self._show)
        self._report("")

    def _rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            ("start.restore_backup", self.backup, self.other),
            ("start.restore_to", self.place, self.elsewhere),
            ("start.restore_passphrase", self.secret, None),
        )
        for at, (key, widget, link) in enumerate(rows):
            word = text_label("quiet")
            word.setMinimumHeight(length("control"))
            self.bind(word.setText, key)
            grid.addWidget(
                word, at, 0, Qt.AlignmentFlag.AlignTop
            )  # beside the line, whatever is told below it
            grid.addWidget(widget, at, 1)
            if link is not None:
                grid.addWidget(link, at, 2)
        return grid

    def _acts(self) -> QHBoxLayout:
        self.back_button = WordButton("start.back")
        self.back_button.clicked.connect(self.back)
        self.restore = WordButton("start.restore_do", kind="filled")
        self.restore.clicked.connect(self._restore)
        self.go_on = WordButton("start.restore_enter", kind="filled")
        self.go_on.clicked.connect(self.entered)
        acts = QHBoxLayout()
        acts.addWidget(self.back_button)
        acts.addStretch(1)
        acts.addWidget(self.restore)
        acts.addWidget(self.go_on)
        return acts

    # ------------------------------------------------------------- what is asked

    def begin(self) -> None:
        """Empty; a backup is asked for at once."""
        self._backup = self._to = None
        self.secret.clear()
        self._report("")
        self._show()
        self.choose()

    def choose(self) -> None:
        """Let the person choose a backup; its name tells whose place it takes."""
        chosen = next(iter(self._ask.open_files(self, "start.restore_title", SCHOOLS)), None)
        if chosen is not None:
            self._backup = chosen
            self._to = usual_place(chosen) or self._folder / chosen.name
            self._show()
        self.secret.setFocus()

    def _choose_place(self) -> None:
        place = self._to or self._folder
        chosen = self._ask.save_file(self, "start.restore_to", file_name(place.name), place.parent)
        if chosen is not None:
            self._to = chosen
            self._show()

    def _show(self) -> None:
        self.backup.setText(self._backup.name if self._backup else say("start.no_file"))
        self.other.bind(self.other.setText, "start.open_other" if self._backup else "start.restore_choose")
        self.elsewhere.setEnabled(self._to is not None)
        self.place.setText(str(self._to) if self._to else "—")

    def busy(self, on: bool) -> None:
        """While the backup is proved nothing can be pressed."""
        for widget in (self.restore, self.secret, self.other, self.elsewhere, self.back_button):
            widget.setEnabled(not on)
        self.restore.bind(self.restore.setText, "start.restoring" if on else "start.restore_do")

    def _restore(self) -> None:
        if self._backup is None or self._to is None:
            self.choose()  # there is nothing yet that a passphrase could open
        elif self.restore.isEnabled():
            self.busy(on=True)
            self.wanted.emit(self._backup, self._to, self.secret.text())

    # ------------------------------------------------------------- what came of it

    def tell(self, sentence: str) -> None:
        """Say why it was not restored."""
        self.busy(on=False)
        self.secret.refuse_key(sentence)

    def report(self, sentences: Sequence[str]) -> None:
        """Say what was restored and what differs; nothing more is to be asked."""
        self.busy(on=False)
        self.secret.clear()
        self._report("\n".join(sentences))
        self.go_on.setFocus()

    def _report(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
        for widget in (self.restore, self.back_button, self.other, self.elsewhere, self.secret):
            widget.setVisible(not text)
        self.go_on.setVisible(bool(text))
