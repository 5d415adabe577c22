"""Preview: judges everybody by what is not filed yet, off the window's thread, and gives who would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from forms.pages.background import Job
from forms.rules.who_changes import BothSides, rows
from forms.words.tr import say
from schoolprep.desk import Desk, whatif
from schoolprep.desk.whatif import Comparison, Side
from schoolprep.facts.file import File
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import Steps

_TYPING_MS = 300
"""Judged when the typing rests."""


class Previewed(NamedTuple):
    """Who would change, by ticket number."""

    ticket: int
    comparison: Comparison
    rows: list[BothSides]


class Preview(QObject):
    """See the module; an answer that is no longer asked for is given up."""

    started = Signal(object)
    """A `Job` to run."""
    found = Signal(object)
    """A `Previewed`, of the last question only."""
    refused = Signal(object)
    """A `Problem`: it cannot be judged by that."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ticket = 0
        self._job: Job[object] | None = None
        self._sides: tuple[Side, Side] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING_MS)
        self._rest.timeout.connect(self._ask)

    def ask(self, before: Side, after: Side) -> None:
        """Who would change; the last question counts."""
        self.drop()
        self._sides = before, after
        self._rest.start()

    def drop(self) -> None:
        """Nobody asks any more."""
        self._ticket += 1
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._rest.isActive() or self._job is not None

    def _ask(self) -> None:
        if self._sides is None:
            return
        try:
            files = dict(self._desk.people.files())
            steps = whatif.steps(self._desk, *self._sides)
        except CallError as wrong:
            self.refused.emit(wrong.problem)
            return
        job = Job(say("whatifpage.judging"), _found(self._ticket, steps, files))
        self._job = job.then(self._answered).otherwise(self._failed)
        self.started.emit(job)

    def _answered(self, found: Previewed) -> None:
        if found.ticket == self._ticket:
            self._job = None
            self.found.emit(found)

    def _failed(self, wrong: Exception) -> None:
        self._job = None
        if isinstance(wrong, CallError):
            self.refused.emit(wrong.problem)


def _found(ticket: int, steps: Steps[Comparison], files: Mapping[str, File]) -> Steps[Previewed]:
    comparison = yield from steps
    return Previewed(ticket, comparison, rows(comparison, files))
