"""School changes: what this school decided about rules, by whom, when and why: numbers, variants, rules set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from forms.parts.card import Card, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.table import Column, TableModel, TableView
from forms.rules.refusals import take_back
from forms.rules.view import RulesView
from forms.words.tr import lang, say
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import Same, Text
from schoolprep.rules.pack import Pack
from schoolprep.rules.pack.change import Change, find, note


class Own(NamedTuple):
    """One decision, in words of both languages: it can be said again when the school is closed."""

    change: Change
    rule: Text
    pack: Text
    what: Text | None
    """None: it fits the rule no longer."""


def own(change: Change, packs: Mapping[str, Pack]) -> Own:
    """A decision as it is shown."""
    try:
        pack, rule = find(packs, change.rule)
    except CallError:
        name = Same(change.rule)
        return Own(change, name, Same(), None)
    try:
        what = note(rule, change)
    except CallError:
        what = None
    return Own(change, rule.title, pack.title, what)


class SchoolChangesView(RulesView):
    """See the module."""

    rule_asked = Signal(str)
    """The rule to go to (`pack/rule`)."""
    emptied = Signal()
    """The button of the empty view: show the rules."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        columns: list[Column[Own]] = [
            Column("rulespage.rule", 170, lambda row: row.rule[lang()], dress="strong"),
            Column("rulespage.own_what", 250, _what, ink=lambda row: "ink" if row.what else "deferred", stretch=True),
            Column("rulesform.why", 170, lambda row: row.change.why),
            Column("rulesform.document", 150, lambda row: row.change.document or "—", dress="quiet"),
            Column("rulespage.own_by", 90, lambda row: row.change.by, dress="quiet"),
            Column("rulespage.own_written", 126, lambda row: row.change.written, dress="quiet", whole=True),
        ]  # fmt: skip
        self.model = TableModel[Own](
            columns, lambda row: row.change.record, lambda row: row.change.rule, self
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "rulespage.view_own")
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.back = WordButton("rulespage.own_back", icon="undo", tip="rulespage.own_back_tip")
        self.back.clicked.connect(self.take_back)
        self.go = WordButton("rulespage.own_go", tip="rulespage.own_go_tip")
        self.go.clicked.connect(lambda: self._open(self._current()))
        self.told = text_label("", wrap=True, select=True)
        self.told.setMinimumHeight(54)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        card = Card(margin=12)
        acts = QHBoxLayout()
        acts.addWidget(self.back)
        acts.addWidget(self.go)
        acts.addStretch(1)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.told)
        card.body.addLayout(acts)
        empty = Empty("rules", "rulespage.own_none", "rulespage.own_none_says", "rulespage.own_none_go")
        empty.pressed.connect(self.emptied)
        self._either = QStackedWidget()
        self._either.addWidget(card)
        self._either.addWidget(empty)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._either)
        self._fill()
        self.composed(self._chosen)

    def _fill(self) -> None:
        book = self.desk.rules
        try:
            packs = book.base().packs
        except CallError:  # a pack that is on cannot be read; the changes are shown all the same
            packs = self.desk.data.library.packs
        self.model.set_rows(own(change, packs) for change in book.decided.changes())
        some = self.model.rowCount() > 0
        self._either.setCurrentIndex(0 if some else 1)
        if some and not self.table.currentIndex().isValid():
            self.table.choose(self.model.key_at(0))
        self._chosen()

    def refresh(self, changed: Changed) -> None:
        """Something may have been decided."""
        if changed is None:
            self._fill()

    def _current(self) -> str:
        index = self.table.currentIndex()
        return self.model.key_at(index.row()) if index.isValid() else ""

    def _row(self) -> Own | None:
        return next((row for row in self.model.all_rows() if row.change.record == self._current()), None)

    def _chosen(self) -> None:
        row = self._row()
        for button in (self.back, self.go):
            button.setEnabled(row is not None)
        if row is None:
            self.told.clear()
            return
        pack = say("rulespage.own_pack", pack=row.pack[lang()]) if row.pack[lang()] else ""
        facts = {"rule": row.rule[lang()], "pack": pack, "what": _what(row)}
        change = row.change
        self.told.setText(
            say(
                "rulespage.own_told", why=change.why, document=change.document or "—", by=change.by,
                written=change.written, **facts,
            )
        )  # fmt: skip

    def _open(self, key: str) -> None:
        for row in self.model.all_rows():
            if row.change.record == key:
                self.rule_asked.emit(row.change.rule)

    def take_back(self) -> None:
        """Take the chosen decision back; that can be undone."""
        row = self._row()
        if row is not None:
            take_back(self.desk, row.change, row.rule[lang()], self.noticed.emit)


def _what(row: Own) -> str:
    return row.what[lang()] if row.what else say("rulespage.own_unfit")
