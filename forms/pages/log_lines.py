"""Log lines: who looked at whom, what left the file and for whom, who did what; a portion at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.parts.card import LinkButton, text_label
from forms.words.tr import Worded, clauses, lang, say
from schoolprep.desk import Desk
from schoolprep.desk.log import HandedOut, LogLine
from schoolprep.facts.days import Moment, local
from schoolprep.verdicts.explain import moment

_BETWEEN = " · "
_FOR_PROGRAMS = frozenset({
    "seat", "device", "recipient", "verify", "digest", "seq", "link", "signature", "own", "whose", "people",
})  # fmt: skip
"""Answers of the hands' records that say nothing to a person."""


class LogLines(Worded, QWidget):
    """See the module. `named`: whether a line says whose file was opened."""

    def __init__(self, desk: Desk, portion: int, *, named: bool) -> None:
        super().__init__()
        self._desk, self._portion, self._named = desk, portion, named
        self._shown = portion
        self._lines: Sequence[LogLine] = ()
        self._colleagues: Mapping[str, str] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        self._none = text_label("note", wrap=True)
        self.bind(self._none.setText, "logbook.none")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.more = LinkButton("logbook.more", facts={"number": 0})
        self.more.clicked.connect(self._more)
        body.addWidget(self._none)
        body.addLayout(self._list)
        body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Show other lines, the first portion of them."""
        self._lines, self._shown = lines, self._portion
        hands = any(line.record is not None for line in lines)
        invited = self._desk.handover.colleagues() if hands else ()
        self._colleagues = {one.seat.id: one.seat.name for one in invited}
        self._draw()

    def texts(self) -> list[str]:
        """What every line of the log says, also of those not drawn yet."""
        return [self.said(line) for line in self._lines]

    def said(self, line: LogLine) -> str:
        """One line in words: when, who, what."""
        when = moment(local(line.when, self._desk.workspace.school.zone), lang())
        return _BETWEEN.join((when, line.author, self._what(line)))

    def _what(self, line: LogLine) -> str:
        if line.left is not None:
            return left_says(line.left)
        if line.record is not None:
            return self._of_hands(line)
        name = self._name(line.subject) if self._named else ""
        return say(
            "logbook.looked" if line.times == 1 else "logbook.looked_often", name=name, n=line.times
        ).strip()

    def _of_hands(self, line: LogLine) -> str:
        assert line.record is not None
        filing, answers = self._desk.filing, line.record.answers or {}
        shown = {name: value for name, value in answers.items() if name not in _FOR_PROGRAMS}
        plain = msgspec.structs.replace(line.record, answers=shown)
        title, said = filing.title(plain.blank, lang()), filing.said(plain, lang())
        who = "" if "name" in shown else self._colleagues.get(str(answers.get("seat", "")), "")
        told = clauses(part for part in (who, said) if part)
        return say("logbook.hands", title=title, said=told) if told else title

    def _name(self, subject: str) -> str:
        files = self._desk.people.files()
        return files[subject].person.name if subject in files else say("logbook.nobody")

    def _more(self) -> None:
        self._shown += 5 * self._portion
        self._draw()

    def retranslate(self) -> None:
        """Say it in the language."""
        super().retranslate()
        self._draw()

    def _draw(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line in self._lines[: self._shown]:
            self._list.addWidget(text_label("quiet", self.said(line), wrap=True, select=True))
        self._none.setVisible(not self._lines)
        rest = len(self._lines) - self._shown
        self.more.setVisible(rest > 0)
        self.more.bind(self.more.setText, "logbook.more", number=max(0, rest))


def left_says(left: HandedOut) -> str:
    """What left, of how many, for which day, for whom and what for."""
    count = say("logbook.people", n=left.number)
    parts = [left.title, left.unit, count]
    if left.day:
        parts.append(say("logbook.judged", day=moment(Moment.parse(left.day), lang())))
    if left.masked:
        parts.append(say("logbook.masked"))
    if left.whom:
        parts.append(say("logbook.whom", whom=left.whom))
    if left.purpose:
        parts.append(say("logbook.purpose", purpose=left.purpose))
    return say("logbook.left", said=clauses(part for part in parts if part))
