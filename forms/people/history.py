"""History: every record about a person, newest first: who, when, on which device, what it changed; acts are undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from forms.pages.notice import Notice
from forms.parts.card import LinkButton, rule, text_label
from forms.people import summary
from forms.words.answers import value_of
from forms.words.tr import Worded, lang, say, say_problem
from schoolprep.desk import Desk
from schoolprep.facts.days import local
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers, Record
from schoolprep.verdicts import explain

_PORTION = 20
"""So many are shown at once."""


class _Entry(QWidget):
    """One record of the history."""

    undone = Signal(str)
    """The act to undo."""

    def __init__(
        self, record: Record, head: str, changes: Sequence[str], together: int, zone: tzinfo | None
    ) -> None:
        """`together`: how many records were filed with it and would be undone with it; 0: none can be."""
        super().__init__()
        self._act = record.act
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 2, 0, 6)
        body.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        title = text_label("strong", head)
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(title, 1)
        when = explain.moment(local(record.written, zone), lang())
        device = say("people.device", device=record.device[:6])
        if together:
            self.undo = LinkButton("people.undo_act", tip="people.undo_act_tip")
            if together > 1:
                self.undo.bind(self.undo.setText, "people.undo_many", number=together)
            self.undo.clicked.connect(self._undo)
            line.addWidget(self.undo)
        body.addLayout(line)
        body.addWidget(text_label("note", f"{record.author} · {when} · {device}"))
        for change in changes:
            body.addWidget(text_label("quiet", change, wrap=True, select=True))
        self.setAccessibleName("\n".join((head, *changes)))

    def _undo(self) -> None:
        self.undone.emit(self._act)


class History(Worded, QWidget):
    """The list; made when it is looked at."""

    noticed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._subject = ""
        self._shown = _PORTION
        self._counts: dict[str, int] = {}
        self.entries: list[_Entry] = []
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        body.addLayout(self._list)
        self.rest = LinkButton("people.more")
        self.rest.clicked.connect(self._more)
        body.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)

    def show_person(self, subject: str) -> None:
        """Another person's history."""
        self._subject, self._shown = subject, _PORTION
        if self.isVisible():
            self.draw()

    def refresh(self) -> None:
        """Something was filed."""
        if self.isVisible():
            self.draw()

    def showEvent(self, event: object) -> None:
        """Looked at: made anew."""
        self.draw()

    def retranslate(self) -> None:
        """Word it."""
        super().retranslate()
        if self.isVisible():
            self.draw()

    def draw(self) -> None:
        """Make the list."""
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        records = self._desk.people.history(self._subject) if self._subject else []
        known = {record.id: record for record in records}
        replaced = {old for record in records for old in record.replaces}
        self.entries = []
        for at, record in enumerate(list(reversed(records))[: self._shown]):
            if at:
                self._list.addWidget(rule())
            before = [known[old] for old in record.replaces if old in known]
            entry = _Entry(
                record,
                self._head(record, before),
                list(self._changes(record, before)),
                0 if record.id in replaced else self._together(record.act),
                self._desk.workspace.school.zone,
            )
            entry.undone.connect(self._undo)
            self.entries.append(entry)
            self._list.addWidget(entry)
        hidden = len(records) - self._shown
        self.rest.setVisible(hidden > 0)
        self.rest.bind(self.rest.setText, "people.history_more", number=max(0, hidden))

    def _together(self, act: str) -> int:
        """How many records an act filed; asked once for each."""
        if act not in self._counts:
            self._counts[act] = len(self._desk.filing.of_act(act))
        return self._counts[act]

    def _head(self, record: Record, before: Sequence[Record]) -> str:
        """新填 旅居史, 更正 旅居史, 撤回 旅居史."""
        if record.answers is None:
            says = "people.act_withdrawn"
        elif any(old.answers is None for old in before):
            says = "people.act_restored"
        else:
            says = "people.act_corrected" if before else "people.act_filed"
        return say(says, blank=self._desk.filing.title(record.blank, lang()))

    def _changes(self, record: Record, before: Sequence[Record]) -> Iterator[str]:
        """What it says; of a correction, old → new of each answer that changed."""
        blank = self._desk.data.blanks.get(record.blank)
        problem = self._desk.judging.grounds.porter.check(record)
        if problem is not None:
            yield say_problem(problem)
        if blank is None:
            yield self._desk.filing.said(record, lang())
            return
        old = next((one.answers for one in before if one.answers is not None), None)
        if record.answers is None or old is None:
            said = record.answers if record.answers is not None else old or {}
            parts = (
                summary.main(blank, said, self._desk.data.divisions),
                summary.more(blank, said, self._desk.data.divisions),
            )
            yield " · ".join(part for part in parts if part)
            return
        for name, field in blank.fields.items():
            if old.get(name) != record.answers.get(name):
                yield say(
                    "people.changed_field",
                    label=field.label[lang()],
                    old=self._value(record.blank, name, old),
                    new=self._value(record.blank, name, record.answers),
                )

    def _value(self, blank: str, name: str, answers: Answers) -> str:
        if name not in answers:
            return say("people.unanswered")
        return value_of(self._desk.data.blanks[blank].fields[name], answers[name], self._desk.data.divisions)

    def _more(self) -> None:
        self._shown += _PORTION
        self.draw()

    def _undo(self, act: str) -> None:
        try:
            undone = self._desk.filing.undo(act)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        again = partial(self._undo, undone[0].act)
        self.noticed.emit(Notice("shell.undone", {}, "done", "notice.undo", again))
