"""Packs (规则包): every pack there is; packs taken in from files, switched, given out as files, withdrawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from forms.pages.asking import PACKS, Asking, FileDialogs
from forms.pages.background import Job
from forms.parts.card import Card, WordButton, text_label
from forms.parts.table import Column, TableModel, TableView
from forms.rules.compare_first import Weighing
from forms.rules.import_preview import ArrivalCard, PackArrival, Refused, read
from forms.rules.pack_card import PackCard
from forms.rules.pack_states import Shelved, origin, shelved, state, told, unreadable
from forms.rules.refusals import refusal, undoable
from forms.rules.switch import SwitchForm
from forms.words.tr import lang, say, say_problem
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import CallError, KnownError, Problem
from schoolprep.facts.steps import Steps
from schoolprep.rules import pack
from schoolprep.rules.pack import Pack, span, writing

_INKS = {"applies": "ready", "waits": "ink", "new": "incomplete", "unreadable": "deferred"}
_NARROW = 800
_ENDINGS = frozenset({".toml", ".xlsx"})


class PacksTable(TableView):
    """The table; in a wide window document and standing get room too, in a narrow one the standing gives way."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Widths follow the window."""
        spare = max(0, self.viewport().width() - _NARROW)
        self.setColumnHidden(5, spare == 0)  # it stands beside the list as well
        self.setColumnWidth(4, 94 + spare // 4)
        self.setColumnWidth(5, 84 + spare // 3)
        super().resizeEvent(event)


class PacksView(Weighing):
    """See the module."""

    rule_asked = Signal(str)
    """A rule (`pack/rule`) to go to."""

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent)
        self.asking = asking or FileDialogs()
        self._waiting: list[Path] = []
        self._reading = ""
        self._problem: Problem | None = None
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.listed(self._build_table()))
        split.addWidget(self._build_side())
        split.setSizes([752, 408])
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 3)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(split)
        self._connect()
        self._look()
        self.composed(self._say)

    def _build_table(self) -> QWidget:
        card = Card(margin=12)
        self.take = WordButton("packspage.import", icon="intake", tip="packspage.import_tip")
        self.take.clicked.connect(self.choose_file)
        self.said = text_label("note", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.said, 1)
        head.addWidget(self.take)
        card.body.addLayout(head)
        self.wrong = text_label("problem", wrap=True, select=True)
        card.body.addWidget(self.wrong)
        columns: list[Column[Shelved]] = [
            Column("packspage.state", 94, state, dress="strong", ink=lambda row: _INKS.get(row.state, "ink_2")),
            Column("packspage.layer", 72, _layer, lambda row: pack.LAYERS.index(row.pack.layer) if row.pack else 9),
            Column("packspage.title", 134, _title, stretch=True, wrap=True),
            Column("packspage.days", 152, lambda row: span(row.pack) if row.pack else "", dress="quiet", whole=True),
            Column("packspage.number", 94, lambda row: row.pack.document.number if row.pack else "",
                   dress="quiet", wrap=True),
            Column("packspage.standing", 84, lambda row: told(row.pack.document.standing) if row.pack else "",
                   dress="quiet"),
            Column("packspage.origin", 74, origin, dress="quiet"),
        ]  # fmt: skip
        self.model = TableModel[Shelved](columns, lambda row: row.key, _title, self)
        self.table = PacksTable(self.model)
        self.bind(self.table.setAccessibleName, "rulespage.view_packs")
        self.table.shown.connect(self.show_pack)
        card.body.addWidget(self.table, 1)
        return card

    def _build_side(self) -> QWidget:
        self.card = PackCard()
        self.bind(self.card.setAccessibleName, "packspage.chosen")
        self.switch = SwitchForm(self.desk, self.on)
        self.arrival = ArrivalCard()
        self._side = QStackedWidget()
        self._side.addWidget(self.weighed(self.switch, self.card))
        self._side.addWidget(self.arrival)
        return self._side

    def _connect(self) -> None:
        self.card.switch_asked.connect(self._switch)
        self.card.export_asked.connect(self.export)
        self.card.drop_asked.connect(self.drop)
        self.card.rule_asked.connect(self.rule_asked)
        self.switch.started.connect(self.started)
        self.arrival.taken.connect(self._take)
        self.arrival.closed.connect(self._next)

    # ------------------------------------------------------------- the list

    def fill(self) -> None:
        """Show what there is now."""
        self._look()
        self._say()

    def _look(self) -> None:
        book = self.desk.rules
        self._problem = None
        try:
            found = list(shelved(book, self.on.day))
        except CallError as wrong:
            self._problem, found = wrong.problem, list(unreadable(book))
        self.model.set_rows(found)
        if found and not self.table.currentIndex().isValid():
            self.table.choose(self.model.key_at(0))

    def _say(self) -> None:
        rows = self.model.all_rows()
        applies = sum(row.state == "applies" for row in rows)
        self.said.setText(say("packspage.said", total=len(rows), applies=applies))
        self.wrong.setVisible(self._problem is not None)
        if self._problem is not None:
            self.wrong.setText(say_problem(self._problem))
        current = self.table.currentIndex()
        self.show_pack(self.model.key_at(current.row()) if current.isValid() else "")

    def row(self, key: str) -> Shelved | None:
        """The pack of that key."""
        return next((row for row in self.model.all_rows() if row.key == key), None)

    def show_pack(self, key: str) -> None:
        """Show one pack."""
        self.card.show_pack(self.row(key))

    # ------------------------------------------------------------- taking in

    def choose_file(self) -> None:
        """Ask for a file with a pack."""
        self.take_files(self.asking.open_files(self, "packspage.import", PACKS))

    def take_files(self, files: list[Path]) -> bool:
        """Read files that may be packs, one after the other."""
        packs = [path for path in files if path.suffix.lower() in _ENDINGS]
        self._waiting += packs
        if packs and not self._reading and self.arrival.arrival is None:
            self._next()
        return bool(packs)

    def _next(self) -> None:
        """The next file that waits; without one, the chosen pack again."""
        self.arrival.clear()
        if not self._waiting:
            self._side.setCurrentIndex(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        path = self._waiting.pop(0)
        self._reading = path.name
        self.arrival.show_reading(path.name)
        self._side.setCurrentWidget(self.arrival)
        try:
            library = self.desk.rules.base()
        except CallError as wrong:
            self._read(Refused(path.name, wrong.problem))
            return
        steps = read(path, library, self.desk.data.divisions, self.desk.workspace.school.profile)
        job = Job(say("packspage.reading_file", file=path.name), steps)
        self.started.emit(job.then(self._read).broken_off(self._given_up))

    def _read(self, came: PackArrival | Refused) -> None:
        self._reading = ""
        if isinstance(came, Refused):
            self.arrival.show_refused(came)
            return
        older = self.desk.rules.decided.imports().get(came.pack.id)
        self.arrival.show_arrival(came, older.written if older else "")

    def _given_up(self) -> None:
        self._reading = ""
        self._next()

    def _take(self, arrival: PackArrival) -> None:
        try:
            self.desk.rules.take(arrival.text, arrival.file, found=arrival.flaws)
        except KnownError as wrong:
            self.arrival.show_refused(Refused(arrival.file, wrong.problem))
            return
        title = arrival.pack.title[lang()]
        self.noticed.emit(undoable(self.desk, "packspage.taken", self.noticed.emit, pack=title))
        self._next()
        self.table.choose(f"import {arrival.pack.id}")

    # ------------------------------------------------------------- switching, giving out, withdrawing

    def _switch(self, one: Shelved) -> None:
        if one.pack is not None:
            self.switch.ask(one.pack, on=not one.on)

    def export(self, one: Pack, ending: str) -> None:
        """Write a pack as a file: TOML, or an Excel decision table."""
        out = self.asking.save_file(self, "rosters.save_title", file_name(f"{one.id}.{ending}"))
        if out is None:
            return
        said = lang()

        def steps() -> Steps[Path]:
            from exports import rule_table, saving  # noqa: PLC0415 - openpyxl takes a while and may never be needed

            yield 0, 1
            if ending == "xlsx":
                rule_table.write(pack.proved(one), out, said)
            else:
                saving.save(out, writing.text(pack.proved(one)).encode())
            return out

        self.save(out, steps())

    def drop(self, id_: str) -> None:
        """Withdraw an imported pack; that can be undone."""
        row = self.row(f"import {id_}")
        try:
            self.desk.rules.drop(id_)
        except KnownError as wrong:
            self.noticed.emit(refusal(wrong))
            return
        name = row.pack.title[lang()] if row and row.pack else id_
        self.noticed.emit(undoable(self.desk, "packspage.dropped", self.noticed.emit, pack=name))


def _layer(row: Shelved) -> str:
    return say(f"rules.layer-{row.pack.layer}") if row.pack else ""


def _title(row: Shelved) -> str:
    return row.pack.title[lang()] if row.pack else row.id
