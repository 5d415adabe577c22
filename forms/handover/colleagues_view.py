"""Colleagues: who has handed over and who has not, and what can be done about each."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from forms.handover import lines
from forms.handover.acting import acted, written
from forms.handover.colleague_card import ColleagueCard
from forms.intake.station import Station
from forms.pages.asking import Asking
from forms.pages.notice import Notice
from forms.parts.card import Card, text_label
from forms.parts.empty import Empty
from forms.parts.table import Column, TableModel, TableView
from forms.words.seats import called, expected, hands_over, role_and_units, silent
from forms.words.tr import say
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.school_order import class_key
from schoolprep.handover.nouns import Colleague, Standing


class ColleaguesView(Station):
    """See the module."""

    name = "colleagues"
    title = "handoverpage.view_colleagues"

    invite_wanted = Signal()
    receive_wanted = Signal()
    books_wanted = Signal()

    def __init__(self, desk: Desk, on: Moment, asking: Asking) -> None:
        super().__init__()
        self._desk, self._on, self._asking = desk, on, asking
        self.card = ColleagueCard(desk)
        self.card.revoke_wanted.connect(self._revoke)
        self._either = QStackedWidget()
        self._either.addWidget(self._build_table())
        self.empty = Empty("handover", "handoverpage.empty", "handoverpage.empty_text", "handoverpage.invite")
        self.empty.pressed.connect(self.invite_wanted)
        self._either.addWidget(self.empty)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._either)
        self.invite = self.act(
            "handoverpage.invite", self.invite_wanted.emit, icon="add", tip="handoverpage.invite_tip"
        )
        self.books = self.act(
            "handoverpage.books", self.books_wanted.emit, icon="rosters", tip="handoverpage.books_tip"
        )
        self.remind = self.act(
            "handoverpage.remind", self.copy_reminder, icon="copy", tip="handoverpage.remind_tip"
        )
        self.acknowledge = self.act(
            "handoverpage.acknowledge",
            self._acknowledge,
            icon="handover",
            tip="handoverpage.acknowledge_tip",
        )
        self.receive = self.act(
            "handoverpage.receive", self.receive_wanted.emit, kind="filled", tip="handoverpage.receive_tip"
        )
        self.composed(self._say)

    def _build_table(self) -> QWidget:
        columns: list[Column[Standing]] = [
            Column("handoverpage.column_name", 92, lambda one: called(one.colleague.seat), dress="strong", wrap=True),
            Column("handoverpage.column_whose", 150, lambda one: role_and_units(one.colleague.seat),
                   order=lambda one: class_key(" ".join(one.colleague.seat.classes)), stretch=True, wrap=True),
            Column("handoverpage.column_last", 76, _last, order=lambda one: one.last or 0),
            Column("handoverpage.column_when", 112, self._when, order=lambda one: one.when, whole=True),
            Column("handoverpage.column_waiting", 82, _waiting, order=lambda one: one.waiting, right=True,
                   ink=lambda one: "incomplete" if one.waiting else "ink_2"),
            Column("handoverpage.column_state", 130, self._state, wrap=True, dress="strong", ink=lines.state_ink),
        ]  # fmt: skip
        self.model: TableModel[Standing] = TableModel(
            columns, key=lambda one: one.colleague.seat.id, words=lambda one: called(one.colleague.seat)
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, self.title)
        self.table.shown.connect(self._show_card)
        self.said = text_label("note", wrap=True)
        left = Card(margin=12)
        left.body.addWidget(self.said)
        left.body.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.card)
        split.setSizes([800, 370])
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        return split

    # ------------------------------------------------------------- what is shown

    def show_day(self, on: Moment) -> None:
        """Another day is asked for."""
        self._on = on

    def fill(self) -> None:
        """Show how it stands now."""
        found = [*self._desk.handover.standing(self._on), *self._desk.class_books.standing(self._on)]
        self.model.set_rows(found)
        self._either.setCurrentIndex(0 if found else 1)
        for button in (self.invite, self.remind, self.acknowledge, self.receive):
            button.setVisible(bool(found))
        if found and not self.table.currentIndex().isValid():
            self.table.choose(self.model.key_at(0))
        current = self.table.currentIndex()
        self._show_card(self.model.key_at(current.row()) if current.isValid() else "")
        self._say()
        self.waits.emit()

    def _show_card(self, key: str) -> None:
        self.card.show_standing(next((one for one in self._all() if one.colleague.seat.id == key), None))

    def _all(self) -> list[Standing]:
        return self.model.all_rows()

    def _say(self) -> None:
        found = expected(self._all())
        never, waiting = len(silent(found)), sum(one.waiting for one in found)
        facts = {"total": len(found), "handed": len(found) - never, "never": never, "waiting": waiting}
        self.said.setText(say("handoverpage.said", **facts))

    def _when(self, standing: Standing) -> str:
        return lines.moment(standing.when, self._desk.workspace.school.zone)

    def _state(self, standing: Standing) -> str:
        return lines.state(standing, self._desk.workspace.school.zone)

    # ------------------------------------------------------------- what waits

    def waiting(self) -> int:
        """How many owe something."""
        return len(lines.reminder(self._all()))

    def next_waiting(self) -> None:
        """The next colleague who owes something."""
        owing = [one.colleague.seat.id for one in self.model.shown() if lines.reminder([one])]
        if owing:
            here = self.table.currentIndex()
            key = self.model.key_at(here.row()) if here.isValid() else ""
            at = owing.index(key) + 1 if key in owing else 0
            self.table.choose(owing[at % len(owing)])
            self.table.setFocus()

    def go(self) -> None:
        """Take the keyboard."""
        if self._all():
            self.table.setFocus()
        elif self.empty.button is not None:
            self.empty.button.setFocus()

    def copy_reminder(self) -> None:
        """Put the lines for the chat on the clipboard."""
        owed = lines.reminder(self.model.shown())
        if not owed:
            self.noticed.emit(Notice("handoverpage.nobody_to_remind", tone="info"))
            return
        QGuiApplication.clipboard().setText("\n".join(owed))
        self.noticed.emit(Notice("handoverpage.reminded", {"n": len(owed)}))

    # ------------------------------------------------------------- what is done

    def _acknowledge(self) -> None:
        folder = self._asking.open_folder(self, "handoverpage.acknowledge_title")
        if folder is not None:
            acted(self, partial(self._acknowledge_to, folder))

    def _acknowledge_to(self, folder: Path) -> None:
        made = self._desk.handover.acknowledge(folder)
        if made:
            self.noticed.emit(written("handoverpage.acknowledged", {"n": len(made)}, folder, self._asking))
        else:
            self.noticed.emit(Notice("handoverpage.acknowledged_nobody", tone="info"))

    def _revoke(self, colleague: Colleague) -> None:
        if acted(self, partial(self._desk.handover.revoke, colleague.seat)):
            self.fill()
            self.noticed.emit(Notice("handoverpage.revoked", {"name": colleague.seat.name}))


def _last(standing: Standing) -> str:
    return say(lines.NONE) if standing.last is None else say("handoverpage.number", number=standing.last)


def _waiting(standing: Standing) -> str:
    if not hands_over(standing.colleague.seat):
        return say(lines.NONE)
    return say("handoverpage.people_count", n=standing.waiting)
