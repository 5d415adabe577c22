"""What-if (如果): another day, other rules, a pack or a number against the present: who changes, what is needed.

Nothing is filed. Judging goes off the window's thread; what one saw stays until the answer to the next question is
there. What is shown is plain data and can be worded again when the school is closed.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from forms.look.current import length
from forms.pages.asking import Asking, FileDialogs, place_for_people
from forms.pages.background import Job
from forms.parts.card import Card, text_label
from forms.rules.matrix import Count, Matrix, OutcomePair
from forms.rules.needs import NeedsCard
from forms.rules.question import RuleQuestion, offer
from forms.rules.sheet import drawn
from forms.rules.view import RulesView
from forms.rules.who_changes import BothSides, Moves, Only, counted, of_pair, rows
from forms.words import dates
from forms.words.tr import say
from schoolprep.desk import Changed, Desk, whatif
from schoolprep.desk.log import leaving_roster
from schoolprep.desk.whatif import Comparison, Side
from schoolprep.facts.days import Moment
from schoolprep.facts.file import File
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import Steps
from schoolprep.loop.needs import Assumptions, Needs, assumptions

_MATRIX_WIDE = 462


class _Answer(NamedTuple):
    """What was asked by ticket number, judged and counted."""

    ticket: int
    found: Comparison
    rows: list[BothSides]
    counts: dict[OutcomePair, Count]
    needs: tuple[Needs, Needs]

    @property
    def sides(self) -> tuple[Side, Side]:
        """What it is the answer to."""
        return self.found.before.side, self.found.after.side


def answered(
    ticket: int, steps: Steps[Comparison], files: dict[str, File], assumed: Assumptions
) -> Steps[_Answer]:
    """Judge both sides and count what is needed; asks nothing of the store."""
    found = yield from steps
    everybody = rows(found, files)
    before, after = (whatif.provided(files, one, assumed) for one in (found.before, found.after))
    return _Answer(ticket, found, everybody, counted(everybody), (before, after))


class WhatIfView(RulesView):
    """See the module."""

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent)
        self._asking = asking or FileDialogs()
        self.answer: _Answer | None = None
        self._ticket = 0
        self._job: Job[object] | None = None
        self._stale = True
        self._compared = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)
        self.question = RuleQuestion(on)
        self.question.asked.connect(self._soon.start)
        self.matrix = Matrix()
        self.moves = Moves(desk.data.divisions)
        self.needs = NeedsCard()
        self._build()
        self._connect()
        self.composed(self._say)

    def _build(self) -> None:
        asked = Card(margin=12)
        asked.body.addWidget(self.question)
        self.said = text_label("strong", wrap=True, select=True)
        asked.body.addWidget(self.said)
        matrix = Card(title="whatifpage.matrix", margin=12)
        matrix.setFixedWidth(_MATRIX_WIDE)
        matrix.body.addWidget(self.matrix)
        hint = text_label("note", wrap=True)
        self.bind(hint.setText, "whatifpage.matrix_hint")
        matrix.body.addWidget(hint)
        matrix.body.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(length("gap"))
        across.addWidget(matrix)
        across.addWidget(self.moves, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(length("gap"))
        column.addWidget(asked)
        column.addLayout(across, 1)
        column.addWidget(self.needs)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        self.area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.area)

    def _connect(self) -> None:
        self.matrix.chosen.connect(self._pair)
        self.moves.all_asked.connect(self._all)
        self.moves.opened.connect(self.opened)
        self.moves.save_asked.connect(self._save)
        self.moves.noticed.connect(self.noticed)
        self.needs.noticed.connect(self.noticed)
        self.needs.asked.connect(self._who)

    # ------------------------------------------------------------- what the page asks

    def show_day(self, on: Moment) -> None:
        """The present is another day."""
        if on != self.on:
            super().show_day(on)
            self._anew()

    def refresh(self, changed: Changed) -> None:
        """Somebody's facts or the rules changed: compare again."""
        self._anew()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is judged before somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._anew()

    def _anew(self) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            self._drop()
            return
        try:
            self.question.show_offer(offer(self.desk, self.on))
        except CallError as wrong:
            self.question.tell(wrong.problem)
            return
        self._soon.start()

    # ------------------------------------------------------------- asking

    def _ask(self) -> None:
        """Judge by both sides; an answer under way to an earlier question is given up."""
        self._drop()
        self.question.tell(None)
        sides = self.question.sides()
        if sides is None:
            self._say()
            return
        try:
            files = dict(self.desk.people.files())
            steps = whatif.steps(self.desk, *sides)
        except CallError as wrong:
            self.question.tell(wrong.problem)
            self._say()
            return
        unfit = filter(None, map(self.desk.rules.unfit, sides[1].changes))
        self.question.warn(next(unfit, None))
        assumed = assumptions(self.desk.workspace.school.settings)
        job = Job(say("whatifpage.judging"), answered(self._ticket, steps, files, assumed))
        job.ended.connect(self._ended)
        self._job = job.then(self._answered)
        self._say()
        self.started.emit(job)

    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._job is not None or self._soon.isActive()

    def _drop(self) -> None:
        self._ticket += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _ended(self) -> None:
        """Somebody took the work away, or it failed: what one sees is the answer to an earlier question."""
        if self._job is not None and self.sender() is self._job:
            self._job = None
            self._say()

    def _answered(self, answer: _Answer) -> None:
        if answer.ticket != self._ticket:
            return
        self._job = None
        self.answer = answer
        self.matrix.show_counts(answer.counts)
        self.moves.show_found(answer.found, answer.rows)
        self.needs.show_needs(*answer.needs)
        self._say()

    def _pair(self, pair: OutcomePair | None) -> None:
        self.moves.show_only(None if pair is None else of_pair(pair))

    def _all(self) -> None:
        self.matrix.choose(None)
        self.moves.show_only(None)

    def _who(self, only: Only) -> None:
        """Whom a number of the needs counts, on either side."""
        self.matrix.choose(None)
        self.moves.show_only(only)
        self.area.ensureWidgetVisible(self.moves)
        self.moves.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------- taking along

    def _save(self) -> None:
        """The people listed as a workbook."""
        trial = self.moves.trial(self._compared)
        name = say("whatifpage.sheet_name", day=self.on.text()[:10])
        out = place_for_people(self._asking, self, "rosters.save_title", file_name(name))
        if out is None:
            return
        roster = drawn(trial, self.desk.workspace.school.name)

        def steps() -> Steps[Path]:
            from exports import workbook  # noqa: PLC0415 - openpyxl takes a while and may never be needed

            yield from workbook.write(roster, out)
            return out

        self.save(out, steps(), leaving_roster(roster, self.on))

    # ------------------------------------------------------------- what is compared

    def _say(self) -> None:
        """What is compared and how many change; else that it is judged, or what is still to be chosen."""
        sides = self.question.sides()
        if self._job is not None:
            self.said.setText(say("whatifpage.judging"))
            return
        if self.answer is not None and self.answer.sides == sides:
            self._compared = say(
                "whatifpage.said", before=dates.full(self.on), after=self.question.named(),
                total=len(self.answer.rows), number=len(self.answer.found.moves),
            )  # fmt: skip
            self.said.setText(self._compared)
            return
        told = [say(self.question.hint())] if sides is None else []
        if self.answer is not None:
            told.append(say("whatifpage.earlier"))
        self.said.setText(" ".join(told))
