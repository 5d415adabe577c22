"""Import preview: a pack that came as a file: read and checked off the window's thread, shown before it is taken."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.look.style import set_kind
from forms.parts.card import Card, WordButton, text_label
from forms.parts.table import Column, TableModel, TableView
from forms.rules.refusals import key_of
from forms.words.tr import Worded, lang, say
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.problem import KnownError, Problem
from schoolprep.facts.steps import Steps
from schoolprep.rules import sent
from schoolprep.rules.pack import Library, Pack, span
from schoolprep.rules.pack.anatomy import tag, title
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.verdicts import examples, vetting

_FAILS = frozenset({"example-fails", "example-stops"})


class PackArrival(NamedTuple):
    """A pack as it came, with what is wrong with it."""

    file: str
    pack: Pack
    text: str
    """As TOML, whatever it came as."""
    flaws: tuple[Flaw, ...]
    passed: int
    total: int
    """How many of its examples come out as they say, and how many there are."""

    @property
    def grave(self) -> int:
        """How many flaws must change before it may be taken."""
        return sum(flaw.grave for flaw in self.flaws)


class Refused(NamedTuple):
    """A file that is no pack, with its one sentence."""

    file: str
    problem: Problem


def read(path: Path, library: Library, divisions: Divisions, profile: str) -> Steps[PackArrival | Refused]:
    """Read and look through a pack beside those of `library`."""
    yield 0, 3
    try:
        came = sent.read(path)
        pack = came.pack
    except KnownError as wrong:
        return Refused(path.name, wrong.problem)
    yield 1, 3
    flaws = vetting.vet(pack, library, divisions, profile, came.source)
    yield 2, 3
    failed = {(flaw.rule, str(flaw.facts.get("example"))) for flaw in flaws if flaw.code in _FAILS}
    total = examples.total(pack)
    return PackArrival(path.name, pack, came.text, tuple(flaws), total - len(failed), total)


class _Line(NamedTuple):
    """One flaw as the table shows it."""

    key: str
    flaw: Flaw
    rule: str
    parameter: str


class Flaws(Worded, QWidget):
    """The flaws of a pack as a table, the grave first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns: list[Column[_Line]] = [
            Column("packspage.weight", 76, _weight, lambda row: not row.flaw.grave, "strong",
                   ink=lambda row: "deferred" if row.flaw.grave else "ink_2"),
            Column("packspage.line", 44, lambda row: str(row.flaw.line or ""), lambda row: row.flaw.line, right=True),
            Column("packspage.where", 104, lambda row: " · ".join(filter(None, (row.rule, row.parameter)))),
            Column("packspage.flaw", 140, lambda row: row.flaw.told(lang()), stretch=True),
        ]  # fmt: skip
        self.model = TableModel[_Line](columns, lambda row: row.key, lambda row: row.flaw.code, self)
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "packspage.flaws")
        self.table.shown.connect(self._show)
        self.told = text_label("", wrap=True, select=True)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.table, 1)
        body.addWidget(self.told)

    def show_flaws(self, pack: Pack, flaws: tuple[Flaw, ...]) -> None:
        """Show what is wrong with a pack."""
        rules = {rule.id: rule for rule in pack.rule}
        self.model.set_rows(
            _Line(
                str(at), flaw, rules[flaw.rule].title[lang()] if flaw.rule in rules else flaw.rule,
                title(tag(rules[flaw.rule]), flaw.parameter)[lang()] if flaw.rule in rules else flaw.parameter,
            )
            for at, flaw in enumerate(flaws)
        )  # fmt: skip
        self.told.clear()
        if flaws:
            self.table.choose("0")
            self._show("0")

    def _show(self, key: str) -> None:
        """The whole sentence of the flaw one has come to."""
        line = self.model.line_of(key)
        if line >= 0:
            self.told.setText(self.model.row_at(line).flaw.said(lang()))


def _weight(row: _Line) -> str:
    return say("packspage.grave" if row.flaw.grave else "packspage.advice")


class ArrivalCard(Card):
    """See the module."""

    taken = Signal(object)
    """A `PackArrival` to be filed."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrival: PackArrival | None = None
        self._problem: Problem | None = None
        self._file = ""
        self._older = ""
        self.title = text_label("name", wrap=True)
        self.body.addWidget(self.title)
        self.about = text_label("quiet", wrap=True, select=True)
        self.body.addWidget(self.about)
        self.examples = text_label("", wrap=True)
        self.body.addWidget(self.examples)
        self.said = text_label("", wrap=True, select=True)
        self.body.addWidget(self.said)
        self.flaws = Flaws()
        self.body.addWidget(self.flaws, 1)
        self.take = WordButton("packspage.take", kind="filled", tip="packspage.take_tip")
        self.take.clicked.connect(self._take)
        self.leave = WordButton("packspage.leave")
        self.leave.clicked.connect(self.closed)
        acts = QHBoxLayout()
        acts.addWidget(self.take)
        acts.addWidget(self.leave)
        acts.addStretch(1)
        self.body.addLayout(acts)
        self.body.addStretch(0)

    def show_reading(self, file: str) -> None:
        """Say that a file is being read."""
        self.arrival, self._problem, self._file = None, None, file
        self.say()

    def show_arrival(self, arrival: PackArrival, older: str) -> None:
        """Show a pack that was read; `older`: when the edition it would take the place of was imported."""
        self.arrival, self._problem, self._file, self._older = arrival, None, arrival.file, older
        self.say()
        (self.take if self.take.isEnabled() else self.flaws.table).setFocus()

    def show_refused(self, refused: Refused) -> None:
        """Say why a file is no pack, or cannot be taken."""
        self.arrival, self._problem, self._file = None, refused.problem, refused.file
        self.say()

    def clear(self) -> None:
        """Nothing arrives any more."""
        self.arrival, self._problem, self._file, self._older = None, None, "", ""

    def say(self) -> None:
        """Say all of it in the language."""
        one = self.arrival
        self.flaws.setVisible(one is not None and bool(one.flaws))
        self.take.setVisible(one is not None)
        self.leave.bind(self.leave.setText, "packspage.leave" if one is not None else "packspage.close")
        for label in (self.about, self.examples):
            label.setVisible(one is not None)
        set_kind(self.said, "problem" if self._problem else "")
        if one is None:
            self.title.setText(say("packspage.arriving", file=self._file))
            self.said.setText(self._sentence(self._problem) if self._problem else say("packspage.reading"))
            return
        pack = one.pack
        self.title.setText(say("packspage.arrived", title=pack.title[lang()]))
        layer = say(f"rules.layer-{pack.layer}")
        document = " ".join(part for part in (pack.document.title[lang()], pack.document.number) if part)
        facts = (layer, span(pack), document, say("packspage.rules", n=len(pack.rule)), one.file)
        self.about.setText(" · ".join(facts))
        key = "packspage.examples_good" if one.passed == one.total else "packspage.examples_bad"
        self.examples.setText(say(key, passed=one.passed, total=one.total))
        set_kind(self.examples, "reading" if one.passed == one.total else "problem")
        self.said.setText(self._verdict(one))
        set_kind(self.said, "problem" if one.grave else "")
        self.take.setEnabled(not one.grave)
        self.flaws.show_flaws(pack, one.flaws)

    @staticmethod
    def _sentence(problem: Problem) -> str:
        """Why a file cannot be taken; a workbook of another kind belongs on another page."""
        other = say("packspage.not_a_pack") if problem.code == "table.no-pack" else ""
        return say(key_of(problem), **problem.facts) + other

    def _verdict(self, one: PackArrival) -> str:
        """Whether it may be taken, and what then."""
        if one.grave:
            return say("packspage.refused", grave=one.grave, advice=len(one.flaws) - one.grave)
        told = say("packspage.advised", n=len(one.flaws)) if one.flaws else say("packspage.clean")
        return f"{told}{say('packspage.newer', written=self._older)}" if self._older else told

    def _take(self) -> None:
        if self.arrival is not None and not self.arrival.grave:
            self.taken.emit(self.arrival)

    def retranslate(self) -> None:
        """Follow the language."""
        super().retranslate()
        if self._file:
            self.say()
