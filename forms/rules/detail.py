"""Detail: one rule as a school doctor reads it: what it asks, source, standing, variants, sentences, examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.parts.card import Card, LinkButton, WordButton, rule, text_label
from forms.rules import lines
from forms.rules.condition import told
from forms.rules.example_runner import run
from forms.rules.reader import RuleReader
from forms.rules.row import RuleRow
from forms.rules.wording import called, placed, said, value
from forms.words.tr import lang, say, sentences
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.problem import KnownError
from schoolprep.rules import pack
from schoolprep.rules.pack import AnyRule, IllnessRule, Library, Pack, Transition, Variant, varied
from schoolprep.rules.pack.anatomy import anatomies, tag
from schoolprep.rules.pack.change import SCHOOL_PACKS, Change, note, steps

MARK = "◇"
"""Behind every number that was not read in public."""


class _Choice(NamedTuple):
    """One set of values a school may choose: the pack's own (no id), or a variant."""

    id: str
    name: str
    told: str
    """What it changes."""
    source: str


class RuleDetail(RuleReader):
    """See the module. Everything it shows is handed in: it can be worded again when the school is closed."""

    number_asked = Signal(str)
    """Change a number of this rule."""
    off_asked = Signal(str)
    """Set this rule aside."""
    variant_asked = Signal(str, str)
    """Choose this variant of a rule; empty: the rule's own numbers again."""
    shown = Signal(str)
    """Another rule to go to."""

    def __init__(self, divisions: Divisions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._divisions = divisions
        self._library = Library({}, {})

    def show_library(self, library: Library) -> None:
        """By what the names of rules in other packs are found."""
        self._library = library

    def show_rule(self, row: RuleRow | None) -> None:
        """Show a rule, or nothing."""
        self.show_cards(() if row is None else self._cards(row))

    def _cards(self, row: RuleRow) -> Iterator[QWidget]:
        yield self._head(row)
        if row.rule is not None:
            yield self._numbers(row.pack, row.rule)
            if row.rule.variant:
                yield self._variants(row, row.rule)
        if clauses := list(self._clauses(row)):
            yield self._transitions(clauses)
        yield self._source(row)
        if row.rule is not None:
            yield self._sentences(row.rule)
            if row.total:
                yield self._examples(row.pack, row.rule)

    # ------------------------------------------------------------- what it is

    def _head(self, row: RuleRow) -> QWidget:
        card = Card()
        one, each = row.pack, row.rule
        card.body.addWidget(text_label("name", (each or one).title[lang()], wrap=True, select=True))
        layer = say(f"rules.layer-{one.layer}")
        card.body.addWidget(
            text_label("quiet", " · ".join((layer, one.title[lang()], pack.span(one))), wrap=True)
        )
        if row.fate.state != "stands":
            card.body.addWidget(text_label("caution", self._fate(row), wrap=True, select=True))
        for change in row.changes:
            card.body.addWidget(text_label("reading", self._change(row, change), wrap=True, select=True))
        if each is not None:
            card.body.addLayout(self._acts(row))
        return card

    def _source(self, row: RuleRow) -> QWidget:
        card = Card(title="rulespage.source")
        for label, text in self._about(row.pack, row.rule):
            if text:
                card.body.addLayout(lines.line(label, text))
        return card

    def _acts(self, row: RuleRow) -> QHBoxLayout:
        across = QHBoxLayout()
        number = WordButton("rulespage.change_number", icon="edit", tip="rulespage.change_number_tip")
        number.clicked.connect(lambda: self.number_asked.emit(row.changeable))
        off = WordButton("rulespage.set_aside", tip="rulespage.set_aside_tip")
        off.clicked.connect(lambda: self.off_asked.emit(row.changeable))
        aside = any(one.off for one in row.changes)
        number.setEnabled(not aside)
        off.setEnabled(not aside)
        across.addWidget(number)
        across.addWidget(off)
        across.addStretch(1)
        return across

    def _fate(self, row: RuleRow) -> str:
        by, why = row.fate.pack, row.fate.why
        facts = {"pack": by.title[lang()] if by else "", "why": why[lang()] if why else ""}
        return say(f"rulespage.fate_{row.fate.state}", span=pack.span(row.pack), **facts)

    def _change(self, row: RuleRow, change: Change) -> str:
        """What the school decided, who, when, why."""
        base = self._found(row.changeable)
        try:
            what = note(base[1], change)[lang()] if base is not None else change.parameter
        except KnownError:  # it fits no longer; the list of the school's own changes says so
            what = change.parameter or change.variant
        return say(
            "rulespage.changed", what=what, why=change.why, by=change.by, written=change.written,
            document=change.document or "—",
        )  # fmt: skip

    def _about(self, one: Pack, each: AnyRule | None) -> Iterator[tuple[str, str]]:
        document = " ".join(part for part in (one.document.title[lang()], one.document.number) if part)
        yield say("rulespage.document"), document
        yield say("rulespage.standing"), one.document.standing[lang()]
        yield say("rulespage.note"), one.note[lang()] if one.note else ""
        if each is None:
            return
        page = say("rulespage.page", page=each.cites.page) if each.cites.page else ""
        yield say("rulespage.clause"), f"{each.cites.clause} {page}".strip()
        yield say("rulespage.seen"), pack.standing(one, each.cites)[lang()]
        told_in = (source[lang()] for source in pack.sources(one, each.cites))
        yield say("rulespage.sources"), "\n".join(told_in)
        if each.replaces and each.why:
            facts = {"title": self._called(each.replaces), "why": each.why[lang()]}
            yield say("rulespage.replaces"), say("rulespage.replaces_why", **facts)

    def _found(self, key: str) -> tuple[Pack, AnyRule] | None:
        id_, _, rule_id = key.partition("/")
        one = self._library.packs.get(id_)
        each = next((each for each in one.rule if each.id == rule_id), None) if one else None
        return (one, each) if one is not None and each is not None else None

    def _called(self, key: str) -> str:
        """A rule of another pack by its names."""
        found = self._found(key)
        if found is None:
            return key
        return say("rulespage.rule_of", rule=found[1].title[lang()], pack=found[0].title[lang()])

    # ------------------------------------------------------------- what it says

    def _numbers(self, one: Pack, each: AnyRule) -> QWidget:
        card = Card(title="rulespage.numbers")
        card.head.addWidget(text_label("note", anatomies()[tag(each)].title[lang()]))
        words = said(each)
        mark = "" if pack.seen(one, each) else MARK
        if words.lead:
            card.body.addWidget(text_label("lead", lines.marked(words.lead, mark), wrap=True, select=True))
        if words.tree:
            card.body.addWidget(lines.tree(words.tree, mark))
        if words.sheet is not None:
            card.body.addWidget(
                lines.table(words.sheet._replace(rows=_marked(words.sheet.rows, mark)), card.accessibleName())
            )
        for label, text in words.lines:
            card.body.addLayout(lines.line(label, lines.marked(text, mark), 132))
        if mark:
            own = one.id.startswith(SCHOOL_PACKS)
            key = "rulespage.mark_school" if own else "rulespage.mark"
            card.body.addWidget(
                text_label(
                    "caution", say(key, mark=MARK, seen=pack.standing(one, each.cites)[lang()]), wrap=True
                )
            )
        return card

    # ------------------------------------------------------------- variants

    def _variants(self, row: RuleRow, each: AnyRule) -> QWidget:
        card = Card(title="rulespage.variants")
        chosen = next((one.variant for one in row.changes if one.variant), "")
        own = _Choice("", say("rulespage.variant_own"), "", _source(row.pack, each.cites))
        for one in (own, *(_choice(row.pack, each, variant) for variant in each.variant)):
            if one.id:
                card.body.addWidget(rule())
            card.body.addLayout(self._variant(row, one, chosen=one.id == chosen))
        return card

    def _variant(self, row: RuleRow, one: _Choice, *, chosen: bool) -> QHBoxLayout:
        across = QHBoxLayout()
        down = QVBoxLayout()
        down.setSpacing(2)
        down.addWidget(text_label("strong", one.name, wrap=True, select=True))
        for text in (one.told, one.source):
            if text:
                down.addWidget(text_label("note", text, wrap=True, select=True))
        across.addLayout(down, 1)
        if chosen:
            across.addWidget(
                text_label("reading", say("rulespage.variant_chosen")), 0, Qt.AlignmentFlag.AlignTop
            )
        else:
            choose = LinkButton("rulespage.variant_choose" if one.id else "rulespage.variant_back")
            choose.setAccessibleName(f"{choose.text()} {one.name}")
            choose.clicked.connect(lambda: self.variant_asked.emit(row.changeable, one.id))
            across.addWidget(choose, 0, Qt.AlignmentFlag.AlignTop)
        return across

    # ------------------------------------------------------------- when editions change

    def _clauses(self, row: RuleRow) -> Iterator[tuple[Pack, Transition]]:
        """What editions do with running measures of this rule; of a pack without rules, all it says."""
        for one in self._library.packs.values():
            for clause in one.transition:
                own = one.id == row.pack.id and (row.rule is None or clause.to == row.rule.id)
                if clause.of == row.key or own:
                    yield one, clause

    def _transitions(self, clauses: Sequence[tuple[Pack, Transition]]) -> QWidget:
        card = Card(title="rulespage.transitions")
        for at, (one, clause) in enumerate(clauses):
            if at:
                card.body.addWidget(rule())
            to = next((each.title[lang()] for each in one.rule if each.id == clause.to), clause.to)
            key = f"rulespage.how_{clause.how}" + ("_to" if clause.to and clause.how == "runs_on" else "")
            facts = {
                "old": self._called(clause.of),
                "to": to,
                "pack": one.title[lang()],
                "day": one.since.isoformat(),
            }
            last = say("rulespage.how_last", day=clause.last.isoformat()) if clause.last else ""
            card.body.addWidget(text_label("", say(key, **facts) + last, wrap=True, select=True))
            card.body.addWidget(text_label("note", clause.why[lang()], wrap=True, select=True))
            text = " · ".join(
                part for part in (clause.cites.clause, pack.standing(one, clause.cites)[lang()]) if part
            )
            card.body.addWidget(text_label("note", text, wrap=True, select=True))
        return card

    # ------------------------------------------------------------- sentences and examples

    def _sentences(self, each: AnyRule) -> QWidget:
        card = Card(title="rulespage.sentences")
        for sentence in dict.fromkeys(one[lang()] for one in each.says.values()):
            card.body.addWidget(text_label("", placed(sentence, each), wrap=True, select=True))
        return card

    def _examples(self, one: Pack, each: AnyRule) -> QWidget:
        """Run now, for the eye; a few of them take a millisecond."""
        card = Card(title="rulespage.examples_title")
        for at, (example, good) in enumerate(run(one, each, self._divisions)):
            if at:
                card.body.addWidget(rule())
            mark = say("rulespage.pass" if good else "rulespage.fail")
            outcome = example.expect.outcome
            told = say("rulespage.no-word") if outcome == "none" else say(f"rules.outcome-{outcome}")
            name = text_label("" if good else "problem", f"{mark} {example.name[lang()]}", wrap=True)
            card.body.addWidget(name)
            day = f"{example.on} → {told} {example.expect.until}".rstrip()
            card.body.addWidget(text_label("note", day, wrap=True))
        return card


def _marked(rows: tuple[tuple[str, ...], ...], mark: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a table; the first column counts rows and carries no mark."""
    return tuple((row[0], *(lines.marked(cell, mark) for cell in row[1:])) for row in rows)


def _differences(each: AnyRule, one: Variant) -> str:
    """What a variant changes, in words; of an illness the conditions as they are with it."""
    try:
        other = varied(each, one)
        if (
            isinstance(each, IllnessRule)
            and isinstance(other, IllnessRule)
            and other.until not in (None, each.until)
        ):
            until = " ".join(part.text for part in told(other.until))
            return say("rulespage.variant_until", until=until)
        found = steps(each, Change("", "", variant=one.id))
    except KnownError:
        return say("rulespage.variant_wrong")
    shown = (step for step in found if not step.parameter.startswith(("condition.", "clauses.")))
    return sentences(
        say(
            "rulebook.step", parameter=called(each, step.parameter), before=value(each, step.parameter, step.before),
            after=value(each, step.parameter, step.after),
        )
        for step in shown
    )  # fmt: skip


def _choice(of: Pack, each: AnyRule, one: Variant) -> _Choice:
    return _Choice(one.id, one.title[lang()], _differences(each, one), _source(of, one.cites))


def _source(of: Pack, cites: pack.Cites) -> str:
    """The clause of a value, whose word it is, and how far it is checked."""
    document, standing = pack.authority(of, cites)[lang()], pack.standing(of, cites)[lang()]
    return " · ".join((cites.clause, document, standing))
