"""Pack card: one pack: what it is, where it comes from, its state; and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from forms.parts.card import Card, LinkButton, WordButton, rule, text_label
from forms.parts.flow import Flow
from forms.rules import lines
from forms.rules.pack_states import Shelved, origin, state, told
from forms.rules.reader import RuleReader
from forms.words.tr import lang, say, say_problem
from schoolprep.rules.pack import Pack, described, proved, span
from schoolprep.rules.pack.anatomy import anatomies, tag
from schoolprep.verdicts import examples


class PackCard(RuleReader):
    """See the module. Everything it shows is handed in."""

    switch_asked = Signal(object)
    """A `Shelved` to be switched."""
    export_asked = Signal(object, str)
    """A `Pack`, and the ending of the file."""
    drop_asked = Signal(str)
    """An imported pack (id) to be withdrawn."""
    rule_asked = Signal(str)
    """A rule (`pack/rule`) to go to."""

    def show_pack(self, one: Shelved | None) -> None:
        """Show a pack, or nothing."""
        self.show_cards(() if one is None else self._cards(one))

    def _cards(self, one: Shelved) -> Iterator[QWidget]:
        yield self._head(one)
        if one.pack is not None and one.pack.rule:
            yield self._rules(one.pack)
        if one.pack is not None and one.pack.lift:
            yield self._lifts(one.pack)
        if one.pack is not None and one.pack.sources:
            yield self._sources(one.pack)

    def _head(self, one: Shelved) -> QWidget:
        card = Card()
        title = one.pack.title[lang()] if one.pack else one.id
        card.body.addWidget(text_label("name", title, wrap=True, select=True))
        card.body.addWidget(text_label("strong", f"{state(one)} · {origin(one)}", wrap=True))
        if one.shadowed:
            card.body.addWidget(text_label("caution", say("packspage.shadowed"), wrap=True))
        if one.problem is not None:
            card.body.addWidget(text_label("problem", say_problem(one.problem), wrap=True, select=True))
        acts = QWidget()
        self._acts(one, Flow(acts, spacing=8))
        card.body.addWidget(acts)
        for label, text in self._about(one):
            if text:
                card.body.addLayout(lines.line(say(f"packspage.{label}"), text))
        return card

    def _acts(self, one: Shelved, row: Flow) -> None:
        if one.pack is not None and not one.made_here and not one.shadowed:
            switch = WordButton("packspage.to_off" if one.on else "packspage.to_on")
            switch.clicked.connect(lambda: self.switch_asked.emit(one))
            row.addWidget(switch)
        if one.pack is not None:
            pack = one.pack
            for ending in ("xlsx", "toml"):
                export = WordButton(
                    f"packspage.export_{ending}", icon="export", tip=f"packspage.export_{ending}_tip"
                )
                export.clicked.connect(lambda _=False, ending=ending: self.export_asked.emit(pack, ending))
                row.addWidget(export)
        if one.imported is not None or one.problem is not None:
            drop = WordButton("packspage.drop", icon="remove", tip="packspage.drop_tip")
            drop.clicked.connect(lambda: self.drop_asked.emit(one.id))
            row.addWidget(drop)

    def _about(self, one: Shelved) -> Iterator[tuple[str, str]]:
        switch, imported, pack = one.switch, one.imported, one.pack
        if switch is not None:
            facts = {
                "by": switch.by,
                "written": switch.written,
                "why": switch.why,
                "document": switch.document or "—",
            }
            key = "packspage.switch_was_on" if switch.on else "packspage.switch_was_off"
            yield "switched", say(key, **facts)
        if imported is not None:
            facts = {"file": imported.file, "by": imported.by, "written": imported.written}
            yield "imported", say("packspage.import_was", **facts)
        if pack is None:
            return
        yield "layer", say(f"rules.layer-{pack.layer}")
        yield "days", span(pack)
        yield "document", " ".join(part for part in (told(pack.document.title), pack.document.number) if part)
        yield "standing", told(pack.document.standing)
        yield "note", told(pack.note)
        yield "holds", say("packspage.content", rules=len(pack.rule), examples=examples.total(proved(pack)))
        yield "id", pack.id

    def _rules(self, pack: Pack) -> QWidget:
        card = Card(title="packspage.rules_title")
        for at, each in enumerate(pack.rule):
            if at:
                card.body.addWidget(rule())
            go = LinkButton("packspage.rule", facts={"title": each.title[lang()]})
            go.clicked.connect(lambda _=False, key=f"{pack.id}/{each.id}": self.rule_asked.emit(key))
            card.body.addWidget(go)
            kind = anatomies()[tag(each)].title[lang()]
            card.body.addWidget(text_label("note", f"{kind} · {each.cites.clause}", wrap=True))
        return card

    def _sources(self, pack: Pack) -> QWidget:
        card = Card(title="packspage.sources")
        for one in pack.sources.values():
            card.body.addWidget(text_label("note", described(one)[lang()], wrap=True, select=True))
        return card

    def _lifts(self, pack: Pack) -> QWidget:
        card = Card(title="packspage.lifts")
        for lifted in pack.lift:
            card.body.addLayout(lines.line(lifted.rule, lifted.why[lang()], 150))
        return card
