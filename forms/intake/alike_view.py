"""People who may be one and the same, side by side with why; a person says that they are, or that they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.intake.station import Station
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.parts.card import Card, WordButton, text_label
from forms.parts.table import Column, TableModel, TableView
from forms.words.tr import clauses, say
from forms.words.units import unit_of_person
from schoolprep.desk import Desk
from schoolprep.facts.file import Person
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Record
from schoolprep.intake.alike import Alike


class AlikePair(NamedTuple):
    """Two people who look alike."""

    key: str
    alike: Alike
    one: str
    other: str


class AlikeView(Station):
    """The pairs. What is said about one is filed at once, and can be undone; the one way on is back."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        card = Card(title="alike.title", margin=12)
        note = text_label("note", wrap=True)
        self.bind(note.setText, "alike.note")
        card.body.addWidget(note)
        columns: list[Column[AlikePair]] = [
            Column("alike.one", 300, lambda pair: pair.one, dress="strong"),
            Column("alike.other", 300, lambda pair: pair.other, dress="strong"),
            Column("alike.why", 240, _why, stretch=True),
        ]
        self.model = TableModel[AlikePair](
            columns, lambda pair: pair.key, lambda pair: pair.one + pair.other, self
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "alike.title")
        self.table.opened.connect(self._open)
        card.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.apart = WordButton("alike.apart", tip="alike.apart_tip")
        self.apart.clicked.connect(self._set_apart)
        self.join = WordButton("alike.join", tip="alike.join_tip")
        self.join.clicked.connect(self._join)
        row.addWidget(self.join)
        row.addWidget(self.apart)
        card.body.addLayout(row)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(card)
        self.away = self.act("intakepage.close", self.closed.emit)

    def show_pairs(self, found: Sequence[Alike]) -> None:
        """Show these pairs, as far as both are on file."""
        self.model.set_rows(self._pairs(found))
        if self.model.rowCount():
            self.table.choose(self.model.key_at(0))
        for button in (self.apart, self.join):
            button.setEnabled(self.model.rowCount() > 0)

    def _pairs(self, found: Sequence[Alike]) -> Iterator[AlikePair]:
        files = self._desk.people.files()
        for one in found:
            if one.one in files and one.other in files:
                first, second = (_line(files[subject].person) for subject in (one.one, one.other))
                yield AlikePair(f"{one.one}/{one.other}", one, first, second)

    def _pair(self) -> AlikePair | None:
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _open(self, key: str) -> None:
        self.asked.emit("people", Wanted(chosen=key.partition("/")[0]))

    def go(self) -> None:
        """Into the table."""
        self.table.setFocus()

    def _set_apart(self) -> None:
        self._do(
            "alike.are_apart", lambda pair: self._desk.intake.set_apart(pair.alike.one, pair.alike.other)
        )

    def _join(self) -> None:
        self._do("alike.joined", lambda pair: self._desk.intake.join(pair.alike.one, pair.alike.other))

    def _do(self, says: str, act: Callable[[AlikePair], list[Record]]) -> None:
        """File what a person says of the pair; it leaves the list, and comes back when that is undone."""
        pair = self._pair()
        if pair is None:
            return
        before = [one.alike for one in self.model.all_rows()]
        try:
            records = act(pair)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self.show_pairs([one for one in before if one != pair.alike])
        self.table.setFocus()
        act_id = records[0].act if records else ""

        def undo() -> None:
            self._desk.filing.undo(act_id)
            self.show_pairs(before)

        self.noticed.emit(Notice(says, act="notice.undo" if act_id else "", do=undo if act_id else None))


def _line(person: Person) -> str:
    """王小明 七年级1班 …0013 2009-08-01: what tells two people apart."""
    tail = f"…{person.document[-4:]}" if person.document else say("alike.no_document")
    return "　".join(part for part in (person.name, unit_of_person(person), tail) if part)


def _why(pair: AlikePair) -> str:
    return clauses(say(f"intake.{code}") for code in pair.alike.why)
