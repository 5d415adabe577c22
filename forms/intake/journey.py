"""Journey: files on their way into the school: read, a password asked for, planned anew, taken in, made to count.

A page has one and says how its files are read; where the journey stands is told by `moved`. It alone knows the jobs
that run for it and the passwords that were typed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from forms.intake.lines import prepared
from forms.intake.locked import AreaNotice, Locked, Passwords, Read, or_locked, ticking
from forms.intake.taking import TAKEN_AT_ONCE, TakenPlan, taking
from forms.pages.background import Job
from forms.pages.keeping import KeepingPage
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.words.tr import say
from schoolprep.facts.problem import KnownError, Series
from schoolprep.facts.steps import Steps, finish
from schoolprep.intake import Plan, Receipt, Taken
from schoolprep.intake.rows import CellChange
from schoolprep.verdicts.judging import Afresh

PlanReading = Callable[[Sequence[Path], Mapping[Path, str]], Steps[Plan]]
"""How a page reads files with the passwords that are known: the steps of a plan; nothing is written."""

_NAMED = 3
"""Files that are named while they are read; of more, the first ones."""


class Journey(QObject):
    """One way in; at most one plan or receipt stands on it."""

    moved = Signal()
    """It stands elsewhere now: a plan, a receipt, nothing."""
    planned = Signal(object, bool)
    """A `Read` to be shown, and whether it is the first of these files (not made anew with a person's word)."""
    taken = Signal(object)
    """The `TakenPlan` to be shown."""
    busied = Signal(bool)
    """Whether a plan is being made or taken in; until then the one that stands can be neither put right nor taken."""

    def __init__(self, page: KeepingPage, reading: PlanReading) -> None:
        super().__init__(page)
        self._page = page
        self._reading = reading
        self._passwords = Passwords()
        self._stands: Read | TakenPlan | None = None
        self._running = 0

    # ------------------------------------------------------------- where it stands

    @property
    def plan(self) -> Plan | None:
        """What would be done, as long as it is not."""
        return self._stands.plan if isinstance(self._stands, Read) else None

    @property
    def receipt(self) -> Receipt | None:
        """What was done."""
        return self._stands.taken.receipt if isinstance(self._stands, TakenPlan) else None

    @property
    def under_way(self) -> bool:
        """Whether a plan or a receipt stands on it."""
        return self._stands is not None

    @property
    def busy(self) -> bool:
        """See `busied`."""
        return self._running > 0

    def put_away(self) -> None:
        """Forget the plan, or the receipt."""
        self._passwords.forget()
        self._stands = None
        self.moved.emit()

    def _start(self, job: Job[Read | Locked | AreaNotice] | Job[Read] | Job[TakenPlan]) -> None:
        self._busy(1)
        self._page.started.emit(job.always(partial(self._busy, -1)))

    def _busy(self, more: int) -> None:
        self._running += more
        self.busied.emit(self.busy)

    # ------------------------------------------------------------- files in

    def read(self, files: Sequence[Path]) -> None:
        """Read files, off the window's thread."""
        if files:
            names = [path.name for path in files]
            some = names if len(names) <= _NAMED else [*names[:_NAMED], "…"]
            steps = self._reading(files, dict(self._passwords.by_file))
            self.go(steps, say("intakepage.reading", name=Series(some)), files)

    def anew(self, make: Callable[[Plan], Steps[Plan]]) -> None:
        """Plan anew with a person's word, without reading again; what was ticked stays ticked."""
        if self.plan is not None:
            steps = _ticked_again(make(self.plan), self.plan.ticked)
            self.go(steps, say("intakepage.replanning", name=""), fresh=False)

    def tick(self, accepted: bool | Collection[CellChange]) -> None:
        """Accept these of what is doubtful (True: all) and no others; what the plan says follows."""
        read = self._stands
        if not isinstance(read, Read) or self.busy:
            return
        steps = ticking(read, accepted, self._page.desk.data.divisions)
        if len(read.plan.rows) > TAKEN_AT_ONCE:
            self._start(Job(say("intakepage.replanning", name=""), steps).then(self._show))
        else:
            self._show(finish(steps))

    def go(self, steps: Steps[Plan], title: str, files: Sequence[Path] = (), *, fresh: bool = True) -> None:
        """Go through the steps of a plan off the window's thread, and show it. `title` is worded.

        `fresh`: other files than those of the plan that stands, which goes.
        """
        prepare = partial(prepared, divisions=self._page.desk.data.divisions)
        job = Job(title, or_locked(steps, prepare))
        read = partial(self._read, files, fresh)
        self._start(job.then(read).broken_off(self._passwords.forget))

    def _read(self, files: Sequence[Path], fresh: bool, found: Read | Locked | AreaNotice) -> None:
        if isinstance(found, Locked):
            self._ask_password(files, found)
            return
        self._passwords.forget()  # they were used
        if isinstance(found, AreaNotice):
            self._page.noticed.emit(Notice("intakepage.is_notice", {"file": found.name}, "info"))
            self._page.asked.emit("areas", Wanted(text=found.text))
            return
        if fresh:
            self._page.hushed.emit()
        self._show(found, fresh)

    def _show(self, found: Read, fresh: bool = False) -> None:
        self._stands = found
        self.planned.emit(found, fresh)
        self.moved.emit()

    def _ask_password(self, files: Sequence[Path], locked: Locked) -> None:
        """Ask for a file's password and read again; without one the other files are read, and that is told."""
        given = self._page.asking.password(self._page, say(self._passwords.says(locked), file=locked.name))
        self._passwords.take(locked, given, files)
        self.read(files)

    def resume(self) -> None:
        """Go on with the files of the receipt: what still waits in them can be answered, without reading them again."""
        if isinstance(self._stands, TakenPlan):
            steps = self._page.desk.intake.resume(self._stands.plan, date.fromordinal(self._page.on.day))
            self.go(steps, say("intakepage.replanning", name=""))

    # ------------------------------------------------------------- taken in, and undone

    def take_in(self) -> None:
        """File the plan, with what is doubtful where it was ticked."""
        read = self._stands
        if not isinstance(read, Read) or self.busy:
            return
        steps = taking(self._page.desk, read)
        if len(read.plan.steps) > TAKEN_AT_ONCE:
            self._start(Job(say("intakepage.taking"), steps).then(self._taken_in))
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            outcome = finish(steps)
        except KnownError as wrong:
            self._page.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._taken_in(outcome)

    def _taken_in(self, outcome: TakenPlan) -> None:
        self._page.desk.intake.remember(outcome.plan)
        self._stands = outcome
        self.taken.emit(outcome)
        self.moved.emit()
        self._make_it_count(outcome.taken)
        receipt = outcome.taken.receipt
        if receipt.act:
            facts = {"added": receipt.added, "changed": receipt.changed}
            undo = partial(self._undo, receipt.act)
            self._page.noticed.emit(Notice("intakepage.taken", facts, act="notice.undo", do=undo))

    def _make_it_count(self, taken: Taken) -> None:
        """Judge anew whom it is about; where that is everybody, off the window's thread.

        Where that is broken off, it is done when somebody looks.
        """
        desk = self._page.desk
        steps = desk.intake.reading_afresh(taken, self._page.on)
        if steps is None:
            desk.intake.renew(taken)
            return
        job: Job[Afresh] = Job(say("intakepage.judging"), steps)
        job.then(partial(desk.intake.renew, taken)).broken_off(partial(desk.intake.renew, taken))
        self._page.started.emit(job)

    def undo(self) -> None:
        """Take the whole act back."""
        if self.receipt is not None and self.receipt.act:
            self._undo(self.receipt.act)

    def _undo(self, act: str) -> None:
        try:
            self._page.desk.filing.undo(act)
        except KnownError as wrong:
            self._page.noticed.emit(Notice.of_error(wrong))
            return
        if self.receipt is not None and self.receipt.act == act:
            self.put_away()
        self._page.noticed.emit(Notice("intakepage.undone"))


def _ticked_again(steps: Steps[Plan], ticked: Collection[CellChange]) -> Steps[Plan]:
    """A plan that is made anew, with what was ticked of the one before."""
    plan = yield from steps
    return (yield from plan.ticking(ticked)) if ticked else plan
