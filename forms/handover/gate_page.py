"""名单 List: at the gate or in the dormitory: who may enter, by the school's list of one day, and nothing of why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from forms.pages.page import Page
from forms.parts.card import Card, text_label
from forms.parts.chip import word
from forms.parts.empty import Empty
from forms.parts.table import Column, TableModel, TableView
from forms.words import dates
from forms.words.tr import say
from schoolprep.desk import PASS, Changed, Desk
from schoolprep.facts.days import Day, Moment, day_of
from schoolprep.facts.school_order import class_key
from schoolprep.rules.outcome import OUTCOMES, Outcome


class PassRow(NamedTuple):
    """Somebody on the list."""

    subject: str
    name: str
    unit: str
    outcome: Outcome
    first: Day | None
    """The first day on which they may enter; None where none can be given."""
    on: Day
    """The day it was judged for."""
    key: str
    """What they are found by."""


class GatePage(Page):
    """See the module. On another day than the list's nobody may enter by it."""

    name = "gate"

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        head, body = self.framed()
        self.typed = QLineEdit()
        self.typed.setClearButtonEnabled(True)
        self.typed.setFixedWidth(320)
        self.bind(self.typed.setPlaceholderText, "handoverpage.gate_find")
        self.bind(self.typed.setAccessibleName, "handoverpage.gate_find")
        self.typed.textChanged.connect(self._narrow)
        self.said = text_label("lead")
        head.addWidget(self.said, 1)
        head.addWidget(self.typed)
        self.old = text_label("caution", wrap=True)
        columns: list[Column[PassRow]] = [
            Column("handoverpage.column_name", 160, lambda row: row.name, dress="strong", stretch=True),
            Column("handoverpage.column_class", 200, lambda row: row.unit, order=lambda row: class_key(row.unit)),
            Column("handoverpage.column_verdict", 150, self._verdict, outcome=self._outcome,
                   order=lambda row: OUTCOMES.index(row.outcome)),
            Column("handoverpage.column_first", 160, self._first, order=lambda row: row.first or 0, whole=True),
        ]  # fmt: skip
        self.model: TableModel[PassRow] = TableModel(
            columns, key=lambda row: row.subject, words=lambda row: row.key
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "rail.gate")
        card = Card(margin=12)
        card.body.addWidget(self.old)
        card.body.addWidget(self.table, 1)
        self._either = QStackedWidget()
        self._either.addWidget(card)
        self._either.addWidget(Empty("gate", "handoverpage.gate_none", "handoverpage.gate_none_text"))
        body.addWidget(self._either, 1)
        self.composed(self._say)

    # ------------------------------------------------------------- what is shown

    def show_day(self, on: Moment) -> None:
        """The list is of one day."""
        super().show_day(on)
        self._fill()

    def refresh(self, changed: Changed) -> None:
        """A newer list may have come."""
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: shown as it is now."""
        super().showEvent(event)
        self._fill()
        self.typed.setFocus()

    def _fill(self) -> None:
        rows = sorted(self._rows(), key=lambda row: (class_key(row.unit), row.key))
        self.model.set_rows(rows)
        self._say()

    def _rows(self) -> Iterator[PassRow]:
        files = self.desk.people.files()
        for record in self.desk.filing.current():
            if record.blank == PASS and record.subject in files and record.answers is not None:
                person, answers = files[record.subject].person, record.answers
                first, verdict = answers.get("may_return_on"), answers.get("verdict")
                yield PassRow(
                    record.subject,
                    person.name,
                    person.class_name or person.department or "",
                    next((one for one in OUTCOMES if one == verdict), "verify"),
                    day_of(str(first)) if first else None,
                    day_of(str(answers["on"])),
                    self.desk.people.key(record.subject),
                )

    def _say(self) -> None:
        rows = self.model.all_rows()
        self._either.setCurrentIndex(0 if rows else 1)
        self.typed.setVisible(bool(rows))
        self.said.setText("")
        self.old.setVisible(bool(rows) and not self._is_of_today(rows[0]))
        if rows:
            day = dates.short(rows[0].on)
            ready = sum(self._outcome(row) == "ready" for row in rows)
            self.said.setText(say("handoverpage.gate_said", day=day, total=len(rows), ready=ready))
            self.old.setText(say("handoverpage.gate_old", day=day))

    def _is_of_today(self, row: PassRow) -> bool:
        return row.on == self.on.day

    def _outcome(self, row: PassRow) -> Outcome:
        """What the list says; of another day it says nothing."""
        return row.outcome if self._is_of_today(row) else "verify"

    def _verdict(self, row: PassRow) -> str:
        return word(row.outcome) if self._is_of_today(row) else say("handoverpage.gate_ask")

    def _first(self, row: PassRow) -> str:
        if row.outcome == "ready" or not self._is_of_today(row):
            return ""
        return (
            say("handoverpage.gate_ask")
            if row.first is None
            else say("handoverpage.gate_from", day=dates.short(row.first))
        )

    def _narrow(self) -> None:
        self.model.narrow(self.typed.text())
