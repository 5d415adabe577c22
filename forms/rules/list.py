"""List: the rules of the day, layer by layer, or all there are, and beside them the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from forms.parts.card import Card
from forms.parts.segments import Segment, Segments
from forms.parts.table import Column, Table, TableModel
from forms.rules.detail import RuleDetail
from forms.rules.row import Row, passed, title
from forms.rules.view import View
from forms.tr import lang, say
from schoolprep import examples, pack
from schoolprep.days import Moment
from schoolprep.desk import Changed, Desk
from schoolprep.pack import AnyRule, Pack


class RulesView(View):
    """See the module."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        self._passed: dict[str, int] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._build_table())
        self.detail = RuleDetail(desk.divisions)
        split.addWidget(self.detail)
        split.setSizes([620, 480])
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        body.addWidget(split, 1)
        self._fill()

    def _build_table(self) -> QWidget:
        card = Card(margin=12)
        self.views = Segments([Segment("now", "rulespage.now"), Segment("all", "rulespage.all")])
        self.views.chosen.connect(self._narrow)
        head = QHBoxLayout()
        head.addWidget(self.views)
        head.addStretch(1)
        card.body.addLayout(head)
        columns: list[Column[Row]] = [
            Column("rulespage.layer", 78, lambda row: say(f"rules.layer-{row.pack.layer}"),
                   lambda row: pack.LAYERS.index(row.pack.layer)),
            Column("rulespage.rule", 180, title, dress="strong",
                   ink=lambda row: "ink_2" if row.replaced_by else "ink"),
            Column("rulespage.pack", 100, lambda row: row.pack.title[lang()], dress="quiet", stretch=True),
            Column("rulespage.span", 164, lambda row: pack.span(row.pack), dress="quiet"),
            Column("rulespage.examples", 78, passed, lambda row: row.passed - len(row.rule.example),
                   ink=lambda row: "ready" if row.good else "deferred"),
        ]  # fmt: skip
        self.model = TableModel[Row](
            columns,
            key=lambda row: row.key,
            words=lambda row: f"{row.rule.title.zh} {row.rule.title.en} {row.pack.title.zh} {row.pack.id}",
            parent=self,
        )
        self.table = Table(self.model)
        self.bind(self.table.setAccessibleName, "rulespage.list")
        self.table.shown.connect(self.show_rule)
        card.body.addWidget(self.table)
        return card

    # ------------------------------------------------------------- the list

    def _fill(self) -> None:
        source = self.desk.rules(self.on).source
        now = {one.id for one in source.packs}
        library = self.desk.data.library
        replaced = {
            rule.replaces: one.title[lang()] for one in source.packs for rule in one.rule if rule.replaces
        }
        self.model.set_rows(
            Row(key, one, each, one.id in now, replaced.get(key, ""), self._runs(one, each))
            for one in sorted(library.packs.values(), key=lambda one: pack.LAYERS.index(one.layer))
            for each in one.rule
            if (key := f"{one.id}/{each.id}")
        )
        rows = self.model.all_rows()
        self.views.show_counts({"now": sum(row.in_force for row in rows), "all": len(rows)})
        self._narrow(self.views.choice())

    def _runs(self, one: Pack, each: AnyRule) -> int:
        """How many of a rule's examples come out as they say; run once while the window is open."""
        key = f"{one.id}/{each.id}"
        if key not in self._passed:
            self._passed[key] = sum(
                examples.holds(one, each, example, self.desk.divisions) for example in each.example
            )
        return self._passed[key]

    def _narrow(self, view: str) -> None:
        self.model.narrow(keep=(lambda row: row.in_force) if view == "now" else None)
        if self.model.rowCount():
            self.table.choose(self.model.key_at(0))
            self.show_rule(self.model.key_at(0))
        else:
            self.detail.show_rule(None)

    def show_day(self, on: Moment) -> None:
        """The rules of another day."""
        other = on != self.on
        super().show_day(on)
        if other:
            self._fill()

    def refresh(self, changed: Changed) -> None:
        """The school may have chosen other rules."""
        if changed is None:
            self._fill()

    def retranslate(self) -> None:
        """Everything again in the language."""
        super().retranslate()
        if hasattr(self, "model"):
            self.model.retranslate()
            self._fill()

    # ------------------------------------------------------------- one rule

    def show_rule(self, key: str) -> None:
        """Show one rule (`pack/rule`)."""
        row = next((one for one in self.model.all_rows() if one.key == key), None)
        if row is not None:
            self.detail.show_rule(row)
