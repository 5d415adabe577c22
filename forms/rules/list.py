"""List: the rules of the day, layer by layer, or all there are, and beside them the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from forms.parts.card import Card
from forms.parts.segments import Segment, Segments
from forms.parts.table import Column, TableModel, TableView
from forms.rules.change import ChangeForm
from forms.rules.compare_first import Weighing
from forms.rules.detail import RuleDetail
from forms.rules.example_runner import Proving
from forms.rules.refusals import take_back
from forms.rules.row import RuleRow, passed, rows, title
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.facts import languages
from schoolprep.facts.days import Moment
from schoolprep.rules import pack
from schoolprep.rules.pack import Library


class RuleListView(Weighing):
    """See the module."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        self.proving = Proving(desk.data.divisions, self)
        self.proving.proved.connect(self._proved)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.listed(self._build_table()))
        split.addWidget(self._build_rule())
        split.setSizes([560, 540])
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        body.addWidget(split, 1)
        self._connect()
        self._read()
        self.composed(self._narrow)

    def _build_table(self) -> QWidget:
        card = Card(margin=12)
        self.views = Segments([Segment("now", "rulespage.now"), Segment("all", "rulespage.all")])
        self.bind(self.views.setAccessibleName, "rulespage.views")
        self.views.chosen.connect(self._narrow)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.bind(self.search.setPlaceholderText, "rulespage.search")
        self.bind(self.search.setAccessibleName, "rulespage.search")
        self.search.textChanged.connect(self._narrow)
        head = QHBoxLayout()
        head.addWidget(self.views)
        head.addWidget(self.search, 1)
        card.body.addLayout(head)
        columns: list[Column[RuleRow]] = [
            Column("rulespage.layer", 76, lambda row: say(f"rules.layer-{row.pack.layer}"),
                   lambda row: pack.LAYERS.index(row.pack.layer)),
            Column("rulespage.rule", 170, title, dress="strong",
                   ink=lambda row: "ink" if row.fate.state in ("stands", "idle") else "ink_2", stretch=True, wrap=True),
            Column("rulespage.pack", 140, lambda row: row.pack.title[lang()], dress="quiet", wrap=True),
            Column("rulespage.examples", 74, passed, lambda row: (row.passed or 0) - row.total,
                   ink=_ink),
        ]  # fmt: skip
        self.model = TableModel[RuleRow](columns, lambda row: row.key, _words, self)
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "rulespage.list")
        self.table.shown.connect(self.show_rule)
        card.body.addWidget(self.table)
        return card

    def _build_rule(self) -> QWidget:
        self.form = ChangeForm(self.desk, self.on)
        self.detail = RuleDetail(self.desk.data.divisions)
        self.bind(self.detail.setAccessibleName, "rulespage.detail")
        return self.weighed(self.form, self.detail)

    def _connect(self) -> None:
        self.detail.number_asked.connect(self.form.ask)
        self.detail.off_asked.connect(self._set_aside)
        self.detail.variant_asked.connect(self._choose_variant)

    # ------------------------------------------------------------- the list

    def fill(self) -> None:
        """Show what is judged by now."""
        self._read()
        self._narrow()

    def _read(self) -> None:
        book = self.desk.rules
        library = book.library()
        imported = {id_: one.pack for id_, one in book.decided.imports().items() if id_ not in library.packs}
        known = pack.joined(library.packs, imported)
        self.library = Library({id_: pack.proved(one) for id_, one in known.items()}, library.profiles)
        made = rows(self.library, self.desk.rules.in_force(self.on).source, book.decided.changes())
        self.model.set_rows(self._with_runs(row) for row in made)
        self.detail.show_library(self.library)
        self._count()

    def _count(self) -> None:
        all_rows = self.model.all_rows()
        self.views.show_counts({"now": sum(row.in_force for row in all_rows), "all": len(all_rows)})

    def _with_runs(self, row: RuleRow) -> RuleRow:
        return row._replace(passed=self.proving.known(row.key, row.rule) if row.rule is not None else 0)

    def _narrow(self) -> None:
        now = self.views.choice() == "now"
        self.model.narrow(self.search.text(), (lambda row: row.in_force) if now else None)
        if self.isVisible():
            self._prove()
        current = self.table.currentIndex()
        if current.isValid():
            self.show_rule(self.model.key_at(current.row()))
        elif self.model.rowCount():
            self.table.choose(self.model.key_at(0))
        else:
            self.detail.show_rule(None)

    def _prove(self) -> None:
        """The rules that are shown first."""
        shown = self.model.shown()
        keys = {row.key for row in shown}
        rest = [row for row in self.model.all_rows() if row.key not in keys]
        asked = ((row.key, row.pack, row.rule) for row in (*shown, *rest) if row.rule is not None)
        self.proving.ask(asked)

    def _proved(self, key: str, count: int) -> None:
        row = self.row(key)
        if row is not None:
            self.model.replace(row._replace(passed=count))

    def showEvent(self, event: QShowEvent) -> None:
        """Examples are run while one looks."""
        super().showEvent(event)
        self._prove()

    def hideEvent(self, event: QHideEvent) -> None:
        """... and not while one is elsewhere."""
        super().hideEvent(event)
        self.proving.stop()

    # ------------------------------------------------------------- one rule

    def row(self, key: str) -> RuleRow | None:
        """The rule of that key (`pack/rule`)."""
        return next((one for one in self.model.all_rows() if one.key == key), None)

    def go_to(self, key: str) -> None:
        """Show a rule wherever it is: among those of the day, else among all."""
        self.search.clear()
        if not self.table.choose(key):
            self.views.choose("all")
            self._narrow()
            self.table.choose(key)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rule(self, key: str) -> None:
        """Show one rule; a form about another one is closed."""
        row = self.row(key)
        if row is None:
            return
        self.detail.show_rule(row)
        if self.form.asked is not None and self.form.asked.key != row.changeable:
            self.form.close_form()

    # ------------------------------------------------------------- changing it

    def _set_aside(self, key: str) -> None:
        self.form.ask(key, off=True)

    def _choose_variant(self, key: str, variant: str) -> None:
        """Ask for a variant; the pack's own values need no asking, they come back by taking the choice back."""
        if variant:
            self.form.ask(key, variant_id=variant)
            return
        chosen = [one for one in self.desk.rules.decided.changes() if one.rule == key and one.variant]
        row = self.row(key)
        for change in chosen:
            take_back(self.desk, change, title(row) if row else key, self.noticed.emit)


def _words(row: RuleRow) -> str:
    """What a search finds a rule by."""
    rule = row.rule
    titles = (row.pack.title, *((rule.title,) if rule else ()))
    names = (
        *(one[spoken] for one in titles for spoken in {*languages.beside(), lang()}),
        rule.cites.clause if rule else "",
    )
    return " ".join((*names, row.key, row.pack.document.number))


def _ink(row: RuleRow) -> str:
    if row.passed is None or not row.total:
        return "ink_2"
    return "ready" if row.good else "deferred"
