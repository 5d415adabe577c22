"""Detail: one rule as a school doctor reads it: source, numbers, sentences, and its examples run just now."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from forms.parts.card import Card, rule, text_label
from forms.rules.row import Row
from forms.tr import lang, say
from schoolprep import examples, pack
from schoolprep.divisions import Divisions
from schoolprep.pack import AnyRule, Exposure, Proof

_NUMBERS = (
    "look_back", "before_designation", "count", "within_days", "gap_hours", "days", "fever", "linked_days",
    "harmless_ct", "negative_ends", "look_back_before", "hours", "watch_days", "excluded_from", "excluded_through",
    "cases", "share", "suspends", "deadline_hours",
)  # fmt: skip
"""The numbers of a rule that a doctor wants to see, in this order, where the kind has them."""
_PLACE = re.compile(r"\{(\w+)\}")
"""A place in a rule's sentence that the person's own facts fill."""


class RuleDetail(QScrollArea):
    """See the module."""

    def __init__(self, divisions: Divisions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._divisions = divisions
        self.setWidgetResizable(True)
        self.setMinimumWidth(340)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def show_rule(self, row: Row | None) -> None:
        """Show a rule, or nothing."""
        if row is None:
            if (old := self.takeWidget()) is not None:
                old.deleteLater()
            return
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 4, 0)
        down.addWidget(self._about(row))
        down.addWidget(self._sentences(row))
        down.addWidget(self._examples(row))
        down.addStretch(1)
        self.setWidget(page)

    def _about(self, row: Row) -> QWidget:
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

    def _sentences(self, row: Row) -> QWidget:
        card = Card(title="rulespage.sentences")
        for sentence in row.rule.says.values():
            card.body.addWidget(text_label("", _PLACE.sub(_named, sentence[lang()]), wrap=True, select=True))
        return card

    def _examples(self, row: Row) -> QWidget:
        card = Card(title="rulespage.examples_title")
        for example in row.rule.example:
            good = examples.holds(row.pack, row.rule, example, self._divisions)
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
