"""Aside card: what nobody could read of all selected people; those that do not count are set aside with one reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from forms.pages.notice import Notice
from forms.parts.card import Card, WordButton, text_label
from forms.parts.table import Column, TableModel, TableView
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.facts.problem import KnownError


class AsideLine(NamedTuple):
    """One unread answer that waits."""

    record: str
    unit: str
    name: str
    says: str


def waiting(desk: Desk, subjects: Sequence[str]) -> Iterator[AsideLine]:
    """The unread answers of people that nobody has dealt with."""
    for subject in subjects:
        file = desk.people.file(subject)
        unit = file.person.class_name or file.person.department or ""
        for one in file.unread_answers:
            if not one.done:
                says = desk.filing.unread_words(one.record, lang())
                yield AsideLine(one.record, unit, file.person.name, says)


class AsideCard(Card):
    """See the module. One undo takes it back."""

    noticed = Signal(object)
    done = Signal()
    """Set aside, or put away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._subjects: Sequence[str] = ()
        self._title, about = text_label("title"), text_label("quiet", wrap=True)
        self.bind(about.setText, "people.aside_about")
        self.model = TableModel(
            [
                Column[AsideLine]("people.class", 90, lambda line: line.unit),
                Column[AsideLine]("people.name", 90, lambda line: line.name, dress="strong"),
                Column[AsideLine]("people.aside_words", 200, lambda line: line.says, stretch=True, wrap=True),
            ],
            key=lambda line: line.record,
            words=lambda line: line.name,
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "people.aside_words")
        self.why = QLineEdit()
        self.bind(self.why.setPlaceholderText, "people.unread_why")
        self.bind(self.why.setAccessibleName, "people.unread_why")
        self.set_aside = WordButton("people.aside", kind="filled", facts={"n": 0})
        self.back = WordButton("people.aside_back")
        acts = QHBoxLayout()
        for widget, wide in ((self.why, 1), (self.set_aside, 0), (self.back, 0)):
            acts.addWidget(widget, wide)
        self.body.addWidget(self._title)
        self.body.addWidget(about)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(acts)
        self.table.selectionModel().selectionChanged.connect(self._tell)
        self.why.textChanged.connect(self._tell)
        self.why.returnPressed.connect(self._set_aside)
        self.set_aside.clicked.connect(self._set_aside)
        self.back.clicked.connect(self.done)

    def show_people(self, subjects: Sequence[str]) -> None:
        """Show what waits of these people, all of it selected."""
        self._subjects = subjects
        self._fill()
        self.table.selectAll()
        self._tell()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Word the lines."""
        super().retranslate()
        self.model.retranslate()
        self._fill()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self.model.set_rows(list(waiting(self._desk, self._subjects)))
        self._title.setText(say("people.aside_title", n=len(self.model.all_rows())))

    def _tell(self) -> None:
        chosen = len(self.table.chosen())
        self.set_aside.bind(self.set_aside.setText, "people.aside", n=chosen)
        self.set_aside.setEnabled(bool(chosen and self.why.text().strip()))

    def _set_aside(self) -> None:
        chosen = self.table.chosen()
        if not chosen or not self.why.text().strip():
            return
        try:
            filed = self._desk.filing.set_aside(chosen, self.why.text())
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self.why.clear()
        undo = partial(self._desk.filing.undo, filed[0].act)
        self.noticed.emit(Notice("people.aside_done", {"n": len(filed)}, act="notice.undo", do=undo))
        self.done.emit()
