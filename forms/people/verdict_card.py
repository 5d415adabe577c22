"""Verdict card: who it is, the verdict in one sentence, and every finding with its source, arithmetic and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from forms.look import icons
from forms.parts.card import Card, IconButton, LinkButton, rule, text_label
from forms.parts.chip import VerdictChip
from forms.parts.tip import Tip
from forms.people.links import RecordLink
from forms.people.unread_line import UnreadLine
from forms.words.tr import Worded, say
from schoolprep.facts.file import Person
from schoolprep.roster import masks
from schoolprep.verdicts import outline
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge.unread import UNREAD
from schoolprep.verdicts.verdict import Finding, Verdict

_LABEL = 44
_INSET = 5
"""Texts stand where the words of links do, inside their border (pixels)."""
_Word = Callable[[str, str], str]
"""Field of the person's blank, stored code → its label."""
_Tell = Callable[[str], str]
"""A record's id → the record on one line."""


def telephones(person: Person) -> list[str]:
    """Whom one can call about a person: the guardians first, then the person."""
    guardians = (
        (person.guardian, person.guardian_relation, person.guardian_phone),
        (person.guardian2, person.guardian2_relation, person.guardian2_phone),
    )
    called = [
        say("people.phone_guardian", name=name or relation or "", phone=phone)
        for name, relation, phone in guardians
        if phone
    ]
    return [*called, *([say("people.phone_own", phone=person.phone)] if person.phone else [])]


def _changes(verdict: Verdict, explain: Explainer) -> Iterator[str]:
    """What a change of edition did to a measure; for the findings of the headline it stands there already."""
    for one in verdict.findings:
        if "how" in one.facts and one.outcome != verdict.outcome:
            yield explain.sentence(one)


class FindingBlock(Worded, QWidget):
    """One finding; its head opens and closes what stands below."""

    opened = Signal(str)
    unread_opened = Signal(str)
    unread_dropped = Signal(str, str)

    def __init__(
        self, finding: Finding, explain: Explainer, tell: _Tell, *, open_: bool, alone: bool
    ) -> None:
        super().__init__()
        self._finding = finding
        self._open = open_
        self.head = QPushButton()
        self.head.setProperty("kind", "flat")
        self.head.setCheckable(True)
        self.head.setChecked(open_)
        self.head.setAutoDefault(False)
        self.head.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.head.setText(explain.title(finding))
        self.head.setIconSize(QSize(12, 12))
        self.head.toggled.connect(self._toggle)
        self.head.setAccessibleName(f"{explain.outcome(finding.outcome)} {explain.title(finding)}")
        self._mark = QLabel()
        self._mark.setFixedSize(14, 14)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._mark)
        head.addWidget(self.head)
        head.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addLayout(head)
        if not alone:
            says = text_label("", explain.sentence(finding), wrap=True, select=True)
            says.setContentsMargins(18, 0, 0, 0)
            body.addWidget(says)
        self._more = QWidget()
        self._grid = QGridLayout(self._more)
        self._grid.setContentsMargins(18, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, _LABEL)
        self._grid.setColumnStretch(1, 1)
        body.addWidget(self._more)
        self._fill(explain, tell)
        self._toggle(open_)

    def _fill(self, explain: Explainer, tell: _Tell) -> None:
        """Basis, arithmetic, evidence: only what there is."""
        finding = self._finding
        self._sources = text_label(
            "note", "\n".join((explain.citing.standing(finding), *explain.citing.sources(finding))), wrap=True
        )
        self._sources.setContentsMargins(_INSET, 0, 0, 0)
        self._sources.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sources.hide()
        cites = explain.citing.clause(finding)
        if cites:
            link = LinkButton("people.source", tip="people.source_tip")
            link.clicked.connect(self._show_sources)
            self._line("people.basis", text_label("", cites, wrap=True, select=True), link)
            self._grid.addWidget(self._sources, self._grid.rowCount(), 1, 1, 2)
        if (change := outline.change(finding, explain)) is not None:
            told = "\n".join((change.sentence, *(child.sentence for child in change.children)))
            self._line("people.change", text_label("", told, wrap=True, select=True))
        if standing := explain.citing.unconfirmed(finding):
            self._line("people.standing", text_label("caution", standing, wrap=True, select=True))
        steps = [*explain.arithmetic(finding), *filter(None, map(explain.tests_line, finding.measures))]
        if steps:
            self._line("people.counting", text_label("", "\n".join(steps), wrap=True, select=True))
        for at, record in enumerate(dict.fromkeys(finding.evidence)):
            link_to = RecordLink(record, tell(record))
            link_to.opened.connect(self.opened)
            self._line("people.evidence" if at == 0 else "", link_to)
            if finding.rule == UNREAD and finding.says:
                line = UnreadLine(record)
                line.opened.connect(self.unread_opened)
                line.dropped.connect(self.unread_dropped)
                self._line("", line)

    def _line(self, key: str, widget: QWidget, end: QWidget | None = None) -> None:
        row = self._grid.rowCount()
        if key:
            label = text_label("note", say(key))
            label.setMinimumHeight(20)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(widget, QLabel):
            widget.setContentsMargins(_INSET, 0, 0, 0)
        self._grid.addWidget(widget, row, 1, 1, 1 if end else 2)
        if end is not None:
            self._grid.addWidget(end, row, 2, Qt.AlignmentFlag.AlignTop)

    def _show_sources(self) -> None:
        self._sources.setVisible(self._sources.isHidden())

    def is_open(self) -> bool:
        """Whether all that stands below is shown."""
        return self.head.isChecked() and not (self._sources.isHidden() and self._sources.text())

    def open(self, *, on: bool) -> None:
        """Show everything that stands below, sources too, or only the head."""
        self.head.setChecked(on)
        self._sources.setVisible(on and bool(self._sources.text()))

    def _toggle(self, on: bool) -> None:
        self._more.setVisible(on)
        self._draw()

    def _draw(self) -> None:
        self.head.setIcon(icons.icon("down" if self.head.isChecked() else "after"))
        outcome = self._finding.outcome
        self._mark.setPixmap(icons.icon(outcome, outcome).pixmap(14, 14))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


class VerdictCard(Card):
    """The head of a person's page."""

    opened = Signal(str)
    """A record that is evidence."""
    copied = Signal()
    """The explanation is on the clipboard."""
    unread_opened = Signal(str)
    """An answer nobody could read is to be put right."""
    unread_dropped = Signal(str, str)
    """It does not count, and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = text_label("name", select=True)
        self.about = text_label("quiet", select=True)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.chip = VerdictChip()
        self.head.addWidget(self.name)
        self.head.addWidget(self.about, 1, Qt.AlignmentFlag.AlignBottom)
        self.head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.head)
        self.document = text_label("quiet", select=True)
        self.eye = IconButton("eye", "people.document_show")
        self.eye.setFixedSize(26, 22)
        self.eye.clicked.connect(self._show_document)
        self._papers = QHBoxLayout()
        self._papers.setSpacing(4)
        self._papers.addWidget(self.document)
        self._papers.addWidget(self.eye)
        self._papers.addStretch(1)
        self.unfold = LinkButton("people.unfold", tip="people.unfold_tip")
        self.unfold.clicked.connect(self._unfold)
        self.copy = LinkButton("people.copy_why", tip="people.copy_why_tip")
        self.copy.clicked.connect(self.copy_tree)
        self._papers.addWidget(self.unfold)
        self._papers.addWidget(self.copy)
        self.body.addLayout(self._papers)
        self.headline = text_label("lead", wrap=True, select=True)
        self.body.addWidget(self.headline)
        self.body.addLayout(self._build_days())
        self._line = rule()
        self.body.addWidget(self._line)
        self._blocks = QVBoxLayout()
        self._blocks.setSpacing(4)
        self.body.addLayout(self._blocks)
        self._number = ""
        self._clear = False
        self._tree: Callable[[], outline.Node] | None = None

    def _build_days(self) -> QGridLayout:
        days = QGridLayout()
        days.setHorizontalSpacing(8)
        days.setVerticalSpacing(4)
        days.setColumnMinimumWidth(0, _LABEL + 18)
        days.setColumnStretch(1, 1)
        self.returns = text_label("strong", wrap=True, select=True)
        self.owed, self.changes, self.phones = (text_label("", wrap=True, select=True) for _ in range(3))
        self._words: dict[QLabel, QLabel] = {}
        rows = {
            "people.first_day": self.returns,
            "people.owed": self.owed,
            "people.change": self.changes,
            "people.phones": self.phones,
        }
        for at, (key, told) in enumerate(rows.items()):
            told.setContentsMargins(_INSET, 0, 0, 0)
            self._words[told] = text_label("note")
            self.bind(self._words[told].setText, key)
            days.addWidget(self._words[told], at, 0, Qt.AlignmentFlag.AlignTop)
            days.addWidget(told, at, 1)
        return days

    def _tell(self, told: QLabel, lines: Iterable[str]) -> None:
        """Say what there is, each thing once; where there is nothing, its word goes too."""
        text = "\n".join(dict.fromkeys(filter(None, lines)))
        told.setText(text)
        for label in (told, self._words[told]):
            label.setVisible(bool(text))

    def show_person(self, person: Person, *, word: _Word) -> None:
        """Show who it is; the document's middle is hidden again."""
        self.name.setText(person.name)
        unit = person.class_name or person.department
        sex = word("sex", person.sex) if person.sex else ""
        parts = [sex, unit, person.number, word("boarding", person.boarding or "")]
        self.about.setText(" · ".join(part for part in parts if part))
        self.setAccessibleName(f"{person.name} {self.about.text()}")
        self._tell(self.phones, telephones(person))
        if self._number != person.document:
            self._number, self._clear = person.document, False
        self._draw_document()

    def show_verdict(
        self, verdict: Verdict, explain: Explainer, tell: _Tell, tell_whole: _Tell | None = None
    ) -> None:
        """Show what the rules say; findings that were open stay open.

        `tell_whole`: a record with all its answers, for the explanation one takes along.
        """
        self._tree = partial(outline.tree, verdict, explain, tell_whole or tell)
        open_ = {block.head.text() for block in self.blocks() if block.head.isChecked()}
        self.chip.show_outcome(verdict.outcome)
        self.headline.setText(explain.says(verdict))
        self.headline.setAccessibleName(self.headline.text())
        self._tell(self.returns, (explain.return_day(verdict), explain.school_day(verdict)))
        self._tell(self.owed, map(explain.owed, verdict.owes))
        self._tell(self.changes, _changes(verdict, explain))
        self._show_findings(verdict.findings, explain, tell, open_)

    def blocks(self) -> list[FindingBlock]:
        """The findings shown."""
        items = [self._blocks.itemAt(at) for at in range(self._blocks.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, FindingBlock)]

    def _show_findings(
        self, findings: Sequence[Finding], explain: Explainer, tell: _Tell, open_: set[str]
    ) -> None:
        for block in self.blocks():
            self._blocks.removeWidget(block)
            block.hide()
            block.deleteLater()
        for at, finding in enumerate(findings):
            waits = finding.rule == UNREAD
            is_open = at == 0 or waits or "how" in finding.facts or explain.title(finding) in open_
            block = FindingBlock(finding, explain, tell, open_=is_open, alone=len(findings) == 1)
            block.opened.connect(self.opened)
            block.unread_opened.connect(self.unread_opened)
            block.unread_dropped.connect(self.unread_dropped)
            block.head.toggled.connect(self._say_unfold)
            self._blocks.addWidget(block)
        self._line.setVisible(bool(findings))
        self.unfold.setVisible(bool(findings))
        self._say_unfold()

    # ------------------------------------------------------------- the whole explanation

    def _folded(self) -> bool:
        """Whether something is still to be opened."""
        return not all(block.is_open() for block in self.blocks())

    def _say_unfold(self) -> None:
        self.unfold.bind(self.unfold.setText, "people.unfold" if self._folded() else "people.fold")

    def _unfold(self) -> None:
        """Open every finding down to its sources, or close them all."""
        on = self._folded()
        for block in self.blocks():
            block.open(on=on)
        self._say_unfold()

    def tree_text(self) -> str:
        """The explanation from the verdict down to the records, as text."""
        if self._tree is None:
            return ""
        head = " ".join(filter(None, (self.name.text(), self.about.text())))
        return "\n".join((head, *outline.lines(self._tree())))

    def copy_tree(self) -> None:
        """Copy the explanation."""
        QGuiApplication.clipboard().setText(self.tree_text())
        self.copied.emit()

    def _show_document(self) -> None:
        self._clear = not self._clear
        self._draw_document()

    def _draw_document(self) -> None:
        shown = self._number if self._clear else masks.identity(self._number)
        self.document.setText(shown or say("people.document_none"))
        self.eye.setVisible(bool(self._number))
        self.eye.bind(Tip(self.eye), "people.document_hide" if self._clear else "people.document_show")
        self.eye.bind(
            self.eye.setAccessibleName, "people.document_hide" if self._clear else "people.document_show"
        )

    def hide_document(self) -> None:
        """Hide the number's middle: the window locks, or another person is shown."""
        self._clear = False
        self._draw_document()
