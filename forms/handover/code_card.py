"""Code card: the one-time code of an invitation, large, once; copied or printed, told apart from the file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from forms.pages.printing import Print
from forms.parts.card import Card, WordButton, text_label
from forms.parts.copied import copy_secret
from forms.words.tr import say
from schoolprep.desk import Desk
from schoolprep.handover.nouns import Invited


class CodeCard(Card):
    """See the module. `closed` when it was told."""

    closed = Signal()

    def __init__(self, desk: Desk, printing: Print) -> None:
        super().__init__(margin=24)
        self._desk, self._printing = desk, printing
        self._invited: Invited | None = None
        title = text_label("title")
        self.bind(title.setText, "handoverpage.written_title")
        self.file = text_label("", wrap=True, select=True)
        told = text_label("strong", wrap=True)
        self.bind(told.setText, "handoverpage.written_code")
        self.code = text_label("once", select=True)
        self.bind(self.code.setAccessibleName, "handoverpage.code")
        once = text_label("caution", wrap=True)
        self.bind(once.setText, "handoverpage.code_once")
        ground = Card(margin=14)
        ground.body.addWidget(self.code)
        self.said = text_label("note", wrap=True)
        for widget in (title, self.file, told, ground, once, self.said):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addLayout(self._build_acts())
        self.composed(self._say)

    def _build_acts(self) -> QHBoxLayout:
        self.copy = WordButton("handoverpage.copy", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.print = WordButton("handoverpage.print", icon="print")
        self.print.clicked.connect(self._print)
        self.done = WordButton("handoverpage.told_code", kind="filled")
        self.done.clicked.connect(self._close)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.print)
        row.addStretch(1)
        row.addWidget(self.done)
        return row

    def show_invited(self, invited: Invited) -> None:
        """Show the code of an invitation that was written."""
        self._invited = invited
        self.code.setText(invited.code)
        self.said.clear()
        self._say()
        self.print.setFocus()

    def forget(self) -> None:
        """It stands nowhere any more."""
        self._invited = None
        self.code.clear()
        self.said.clear()

    def _say(self) -> None:
        if self._invited is not None:
            name, path = self._invited.colleague.seat.name, str(self._invited.path)
            self.file.setText(say("handoverpage.written_file", name=name, path=path))

    def _copy(self) -> None:
        if self._invited is not None:
            copy_secret(self._invited.code)
            self.said.setText(say("handoverpage.code_copied"))

    def _print(self) -> None:
        if self._invited is not None:
            school, name = self._desk.workspace.school.name, self._invited.colleague.seat.name
            title = say("handoverpage.paper_title", school=school, name=name)
            text = say("handoverpage.paper_text", file=self._invited.path.name)
            self._printing(self, (title, text, self._invited.code), self._sent)

    def _sent(self) -> None:
        self.said.setText(say("handoverpage.printed"))

    def _close(self) -> None:
        self.forget()
        self.closed.emit()
