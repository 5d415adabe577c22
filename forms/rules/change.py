"""Change: the school's own number, a variant chosen, a rule set aside; which way it goes is said while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.parts.card import text_label
from forms.parts.inputs import ComboBox
from forms.rules.decision import Decision, ToldLine
from forms.rules.refusals import refusal
from forms.rules.row import Fate, fate
from forms.rules.value import ValueEditor, offered
from forms.rules.wording import called, value
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.desk.whatif import Side
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError, Filling, Problem
from schoolprep.rules.pack import AnyRule
from schoolprep.rules.pack.anatomy import declared, parameters, tag
from schoolprep.rules.pack.change import Change, Way, allowed, find, variant

_KINDS = {"tighter": "reading", "looser": "caution", "other": "caution"}


class _Asked(NamedTuple):
    """Which rule is being changed, and how; plain data, so that it can be worded again without the desk."""

    key: str
    rule: AnyRule
    """As its pack has it."""
    own: tuple[Change, ...]
    """What the school decided about it before."""
    variant: str = ""
    off: bool = False

    @property
    def number(self) -> bool:
        """Whether it is one number that changes."""
        return not self.variant and not self.off


class ChangeForm(Decision):
    """See the module."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        self.asked: _Asked | None = None
        self.way: Way = "other"
        self.fate = Fate("stands")
        """What became of the rule on the day."""
        super().__init__(desk, on, parent)

    def fields(self) -> dict[str, QWidget]:
        """Which number, and its new value."""
        self.parameter = ComboBox()
        self.parameter.activated.connect(self._chosen)
        self.value = ValueEditor()
        self.value.edited.connect(self.edited)
        self.value.entered.connect(self.why.setFocus)
        self.limits = text_label("note", wrap=True)
        self._value = QWidget()
        down = QVBoxLayout(self._value)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(self.value)
        down.addWidget(self.limits)
        return {"rulesform.parameter": self.parameter, "rulesform.value": self._value}

    # ------------------------------------------------------------- what is asked

    def ask(self, key: str, *, variant_id: str = "", off: bool = False) -> None:
        """Ask for a change of the rule `pack/rule`: a number, or to choose a variant, or to set it aside."""
        book = self.desk.rules
        try:
            _, rule = find(book.base().packs, key)
        except CallError as wrong:
            self.noticed.emit(refusal(wrong))
            return
        own = tuple(one for one in book.decided.changes() if one.rule == key)
        self.asked = _Asked(key, rule, own, variant_id, off)
        for widget in (self.parameter, self._value, *(self._labels[label] for label in _OF_NUMBERS)):
            widget.setVisible(self.asked.number)
        self._fill_parameters(rule)
        if self.asked.number:
            self.value.show_parameter(rule, self.parameter.currentData())
        self.begin(self.parameter if self.asked.number else self.why)

    def is_open(self) -> bool:
        """Whether a rule is being changed."""
        return self.asked is not None

    def forget(self) -> None:
        """No rule is."""
        self.asked = None

    def _fill_parameters(self, rule: AnyRule) -> None:
        before, values = self.parameter.currentData(), parameters(rule)
        self.parameter.clear()
        for path in offered(rule):
            now = value(rule, path, values.get(path))
            self.parameter.addItem(say("rulesform.now", parameter=called(rule, path), now=now), path)
        self.parameter.setCurrentIndex(max(0, self.parameter.findData(before)))

    def _chosen(self) -> None:
        """Another number of the rule."""
        if self.asked is not None and self.parameter.currentData():
            self.value.show_parameter(self.asked.rule, self.parameter.currentData())
            self.word()
            self.edited()

    def change(self) -> Change | None:
        """What is to be filed; None while nothing is written."""
        if self.asked is None:
            return None
        why, document = self.why.text().strip(), self.document.text().strip()
        bare = Change(self.asked.key, why, document=document)
        if not self.asked.number:
            return bare._replace(variant=self.asked.variant, off=self.asked.off)
        path, text = self.parameter.currentData(), self.value.text()
        same = self.value.same(parameters(self.asked.rule).get(path))
        return None if not path or not text or same else bare._replace(parameter=path, value=text)

    # ------------------------------------------------------------- which way

    def weigh(self) -> tuple[Side, Side] | None:
        """The day as it is, and with the change; reason and document may still be missing."""
        change = self.change()
        if change is None:
            return None
        whole = change._replace(why=change.why or "—", document=change.document or "—")
        self.way = self.desk.rules.weigh(whole)
        self.fate = fate(change.rule, self.desk.rules.in_force(self.on).source)
        return Side(self.on), Side(self.on, changes=(whole,))

    def nobody(self) -> str:
        """A rule that does not stand on the day can be changed, and it makes no difference then."""
        if self.fate.state in ("idle", "closed", "gone"):
            return say("rulesform.nobody_idle")
        if self.fate.state in ("replaced", "lifted") and self.fate.pack is not None:
            return say("rulesform.nobody_replaced", pack=self.fate.pack.title[lang()])
        return super().nobody()

    def tell(self) -> ToldLine:
        """Stricter, less strict, or nobody can say."""
        return say(f"rulesform.{self.way}"), _KINDS[self.way]

    def needs_document(self) -> bool:
        """Whatever is no tightening rests on a document."""
        return self.way != "tighter"

    def decide(self) -> Mapping[str, Filling]:
        """File the change."""
        change = self.change()
        if change is None or self.asked is None:
            return {}
        rule = self.asked.rule.title[lang()]
        self.desk.rules.change(change)
        return {"rule": rule}

    # ------------------------------------------------------------- words

    def sentence(self, problem: Problem) -> str:
        """What stands against it, with the titles of rule and number."""
        if self.asked is None:
            return ""
        facts: dict[str, Filling] = {**problem.facts, "rule": self.asked.rule.title[lang()]}
        path = facts.get("path", facts.get("parameter")) or self.parameter.currentData() or ""
        facts["parameter"] = called(self.asked.rule, str(path))
        return super().sentence(problem._replace(facts=facts))

    def word(self) -> None:
        """Title, choices and limits."""
        asked = self.asked
        if asked is None:
            return
        named, kind = "", "off" if asked.off else "number"
        if asked.variant:
            kind, chosen = "variant", Change(asked.key, "", variant=asked.variant)
            named = variant(asked.rule, chosen).title[lang()]
        title = say(f"rulesform.title_{kind}", rule=asked.rule.title[lang()], variant=named)
        self.head_label.setText(title)
        self.setAccessibleName(title)
        self._fill_parameters(asked.rule)
        self.limits.setText(self._limits(asked, self.parameter.currentData() or ""))

    def _limits(self, asked: _Asked, path: str) -> str:
        """What a number may be, beyond what it makes no difference, and what the school has now."""
        known, told = declared(tag(asked.rule), path), []
        if known is not None and known.least is not None:
            told.append(say("rulesform.allowed", allowed=allowed(asked.rule, path)))
        limit = parameters(asked.rule).get(known.within) if known is not None else None
        if known is not None and limit is not None:
            told.append(say("rulesform.within", parameter=called(asked.rule, known.within), limit=limit))
        own = next((one for one in asked.own if one.parameter == path), None)
        if own is not None:
            told.append(say("rulesform.own", value=own.value, by=own.by))
        return " ".join(told)


_OF_NUMBERS = ("rulesform.parameter", "rulesform.value")
