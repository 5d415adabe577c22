"""Rules (规则): the packs in force on the day, layer by layer, with sentences, sources and the rules' own examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from forms.page import Page
from forms.parts.card import Card, rule, text_label
from forms.parts.segments import Segment, Segments
from forms.parts.table import Column, Table, TableModel
from forms.tr import lang, say
from schoolprep import examples, pack
from schoolprep.days import Moment
from schoolprep.desk import Changed, Desk
from schoolprep.pack import AnyRule, Exposure, Pack, Proof

_NUMBERS = (
    "look_back", "before_designation", "count", "within_days", "gap_hours", "days", "fever", "linked_days",
    "harmless_ct", "negative_ends", "look_back_before", "hours", "watch_days", "excluded_from", "excluded_through",
    "cases", "share", "suspends", "deadline_hours",
)  # fmt: skip
"""The numbers of a rule that a doctor wants to see, in this order, where the kind has them."""
_PLACE = re.compile(r"\{(\w+)\}")
"""A place in a rule's sentence that the person's own facts fill."""


class _Row(NamedTuple):
    key: str
    pack: Pack
    rule: AnyRule
    in_force: bool
    """Its pack is."""
    replaced_by: str
    """Title of the pack whose rule stands for this one on that day; empty: it stands itself."""
    passed: int

    @property
    def good(self) -> bool:
        """Whether every example comes out as it says."""
        return self.passed == len(self.rule.example)


class RulesPage(Page):
    """See the module."""

    name = "rules"

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        self._passed: dict[str, int] = {}
        head, body = self.framed()
        self.said = text_label("quiet")
        head.addWidget(self.said)
        head.addStretch(1)
        self.views = Segments([Segment("now", "rulespage.now"), Segment("all", "rulespage.all")])
        self.views.chosen.connect(self._narrow)
        head.addWidget(self.views)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._build_table())
        split.addWidget(self._build_detail())
        split.setSizes([620, 480])
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        body.addWidget(split, 1)
        self._fill()

    def _build_table(self) -> QWidget:
        card = Card(margin=12)
        columns: list[Column[_Row]] = [
            Column("rulespage.layer", 78, lambda row: say(f"rules.layer-{row.pack.layer}"),
                   lambda row: pack.LAYERS.index(row.pack.layer)),
            Column("rulespage.rule", 180, _title, dress="strong",
                   ink=lambda row: "ink_2" if row.replaced_by else "ink"),
            Column("rulespage.pack", 100, lambda row: row.pack.title[lang()], dress="quiet", stretch=True),
            Column("rulespage.span", 164, lambda row: pack.span(row.pack), dress="quiet"),
            Column("rulespage.examples", 78, _passed, lambda row: row.passed - len(row.rule.example),
                   ink=lambda row: "ready" if row.good else "deferred"),
        ]  # fmt: skip
        self.model = TableModel[_Row](
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

    def _build_detail(self) -> QWidget:
        self.detail = QScrollArea()
        self.detail.setWidgetResizable(True)
        self.detail.setMinimumWidth(340)
        self.detail.setFrameShape(QScrollArea.Shape.NoFrame)
        return self.detail

    # ------------------------------------------------------------- the list

    def _fill(self) -> None:
        source = self.desk.rules(self.on).source
        now = {one.id for one in source.packs}
        library = self.desk.data.library
        replaced = {
            rule.replaces: one.title[lang()] for one in source.packs for rule in one.rule if rule.replaces
        }
        self.model.set_rows(
            _Row(key, one, each, one.id in now, replaced.get(key, ""), self._runs(one, each))
            for one in sorted(library.packs.values(), key=lambda one: pack.LAYERS.index(one.layer))
            for each in one.rule
            if (key := f"{one.id}/{each.id}")
        )
        rows = self.model.all_rows()
        self.views.show_counts({"now": sum(row.in_force for row in rows), "all": len(rows)})
        profile = library.profiles[source.profile].title[lang()]
        self.said.setText(say("rulespage.said", profile=profile, packs=len(source.packs)))
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
        elif (old := self.detail.takeWidget()) is not None:
            old.deleteLater()

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
        if row is None:
            return
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 4, 0)
        down.addWidget(self._about(row))
        down.addWidget(self._sentences(row))
        down.addWidget(self._examples(row))
        down.addStretch(1)
        self.detail.setWidget(page)

    def _about(self, row: _Row) -> QWidget:
        card = Card()
        one, each = row.pack, row.rule
        card.body.addWidget(text_label("name", each.title[lang()], wrap=True))
        document = " ".join(part for part in (one.document.title[lang()], one.document.number) if part)
        lines = [
            ("rulespage.document", document),
            ("rulespage.clause", each.cites.clause),
            ("rulespage.seen", each.cites.seen[lang()]),
            ("rulespage.standing", one.document.standing[lang()]),
            ("rulespage.numbers", "\n".join(_numbers(each))),
        ]
        lines += [("rulespage.source", f"{key} {text}") for key, text in pack.cited(one, each, lang())]
        if each.replaces and each.why:
            lines.append(("rulespage.replaces", f"{each.replaces}：{each.why[lang()]}"))
        if row.replaced_by:
            lines.append(("rulespage.replaced", row.replaced_by))
        for key, text in lines:
            if text:
                card.body.addLayout(_line(say(key), text))
        return card

    def _sentences(self, row: _Row) -> QWidget:
        card = Card(title="rulespage.sentences")
        for sentence in row.rule.says.values():
            card.body.addWidget(text_label("", _PLACE.sub(_named, sentence[lang()]), wrap=True, select=True))
        return card

    def _examples(self, row: _Row) -> QWidget:
        card = Card(title="rulespage.examples_title")
        for example in row.rule.example:
            good = examples.holds(row.pack, row.rule, example, self.desk.divisions)
            mark = say("rulespage.pass" if good else "rulespage.fail")
            outcome = example.expect.outcome
            said = say("rulespage.no-word") if outcome == "none" else say(f"rules.outcome-{outcome}")
            card.body.addWidget(
                text_label("" if good else "problem", f"{mark} {example.name[lang()]}", wrap=True)
            )
            card.body.addWidget(
                text_label("note", f"{example.on} → {said} {example.expect.until}".rstrip(), wrap=True)
            )
            card.body.addWidget(rule())
        return card


def _line(label: str, text: str) -> QHBoxLayout:
    across = QHBoxLayout()
    name = text_label("note", label)
    name.setFixedWidth(84)
    across.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(text_label("", text, wrap=True, select=True), 1)
    return across


def _named(place: re.Match[str]) -> str:
    return say("rulespage.place", what=say(f"rulespage.p_{place[1]}"))


def _numbers(each: AnyRule) -> Iterator[str]:
    if isinstance(each, Exposure) and each.stages:
        yield say(f"rulespage.anchor_{each.anchor}")
    if isinstance(each, Proof):
        unit, basis = say(f"rules.unit-{each.unit}"), say(f"rulespage.{each.basis}")
        yield say("rulespage.proof", n=each.n, unit=unit, basis=basis)
    for name in _NUMBERS:
        if value := getattr(each, name, None):
            yield say(f"rulespage.n_{name}", n=value)
    for stage in getattr(each, "stages", ()):
        tests = say("rulespage.between").join(str(day) for day in stage.tests)
        key = "rulespage.stage" if tests else "rulespage.stage_untested"
        yield say(key, measure=say(f"rules.measure-{stage.kind}"), days=stage.days, tests=tests)


def _title(row: _Row) -> str:
    title = row.rule.title[lang()]
    return say("rulespage.replaced_title", title=title) if row.replaced_by else title


def _passed(row: _Row) -> str:
    return f"{'✓' if row.good else '✕'} {row.passed}/{len(row.rule.example)}"
