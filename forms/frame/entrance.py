"""Entrance: what one sees while no school is open, and how one is opened or made there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from forms.frame.join_page import JoinPage
from forms.frame.new_page import NewPage, NewSchool
from forms.frame.recovery_page import RecoveryPage
from forms.frame.renew_page import RenewPage
from forms.frame.restore_page import RestorePage
from forms.frame.start_page import StartPage
from forms.frame.surroundings import Surroundings
from forms.pages.background import Job, Office
from forms.words.tr import say, say_problem
from schoolprep.desk import Desk, Key, Restored, School, key_of, restore_backup
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import Steps

SCHOOL_SUFFIX = ".schoolprep"


class Entrance(QStackedWidget):
    """The file and what opens it, three choices, a new school, a new passphrase and its recovery code.

    `entered` with an open `Desk`.
    """

    entered = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._files: Sequence[Path] = ()
        self._renewing: Desk | None = None
        self.office = Office(self)
        self.start = StartPage(around.ask)
        self.opening = self.start.opening
        self.new = NewPage(around.ask, around.data.library, around.data.divisions, around.documents)
        self.renewal = RenewPage()
        self.recovery = RecoveryPage(around.printing)
        self.restoring = RestorePage(around.ask, around.documents)
        self.joining = JoinPage(around, self.office)
        self._restored: Restored | None = None
        for page in (self.start, self.new, self.renewal, self.recovery, self.restoring, self.joining):
            self.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        self.start.new.connect(self._show_new)
        self.start.given.connect(self.take_file)
        self.joining.given.connect(self.take_file)
        self.joining.joined.connect(self._show_code)
        self.joining.back.connect(self._show_start)
        self.start.demo.connect(self._open_demo)
        self.opening.opened.connect(self._open)
        self.new.made.connect(self._create)
        self.new.back.connect(self._show_start)
        self.renewal.renewed.connect(self._renew)
        self.renewal.later.connect(self._renewed_later)
        self.recovery.done.connect(self.entered)
        self.start.restore.connect(self._show_restore)
        self.restoring.back.connect(self._show_start)
        self.restoring.wanted.connect(self._restore)
        self.restoring.entered.connect(self._enter_restored)

    # ------------------------------------------------------------- what is shown

    def show_start(self, files: Sequence[Path]) -> None:
        """The daily file first, and the three choices."""
        self._files = files
        self._show_start()

    def ask_passphrase(self, path: Path) -> None:
        """Offer to open a file; the demo needs no asking."""
        self._show_start()
        if path == self._around.demo and path.is_file():
            self._open_demo()
        else:
            self.start.show_file(path)

    def take_file(self, path: Path) -> None:
        """A school's file is offered to be opened; whatever else a principal sent is an invitation, or says why not."""
        if path.suffix == SCHOOL_SUFFIX:
            self.ask_passphrase(path)
        else:
            self.setCurrentWidget(self.joining)
            self.joining.begin(path)

    def held(self) -> list[Desk]:
        """A school that is open and on its way in."""
        return [desk for desk in (self._renewing, self.recovery.held()) if desk is not None]

    def _show_start(self) -> None:
        self.start.tell("")
        self.setCurrentWidget(self.start)
        self.start.show_files(self._files)

    def _show_new(self) -> None:
        self.setCurrentWidget(self.new)
        self.new.prepare()

    def _open_demo(self) -> None:
        """Off the thread: it takes seconds, and the page says so meanwhile."""

        def steps() -> Steps[Desk]:
            yield 0, 1
            return self._around.make_demo()

        self.start.tell(say("start.making_demo"))
        self.start.setEnabled(False)
        self.setCursor(Qt.CursorShape.WaitCursor)
        job = Job(say("start.making_demo"), steps())
        self.office.start(job.always(self._demo_over).then(self._demo_made).otherwise(self._no_demo))

    def _demo_over(self) -> None:
        self.unsetCursor()
        self.start.setEnabled(True)
        self.start.tell("")

    def _demo_made(self, desk: Desk) -> None:
        self.entered.emit(desk)

    def _no_demo(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            raise wrong
        if self._around.demo.is_file():  # somebody gave it a passphrase of their own
            self.start.show_file(self._around.demo)
        self.start.tell(say_problem(wrong.problem))

    # ------------------------------------------------------------- a file is opened

    def _open(self, path: Path, text: str, by_code: bool) -> None:
        """Make the key off the thread (half a second by design), then open the store on the window's thread."""

        def steps() -> Steps[Key]:
            yield 0, 1
            return Key.of_recovery_code(text) if by_code else key_of(path, text)

        job = Job(say("start.opening"), steps())
        self.office.start(job.then(partial(self._keyed, path)).otherwise(self._not_opened))

    def _keyed(self, path: Path, key: Key) -> None:
        try:
            desk = Desk.open(path, key, self._around.data, self._around.who)
        except KnownError as wrong:
            self._not_opened(wrong)
            return
        self.opening.put_away()
        if key.is_recovered:
            self.renew(desk)
        else:
            self.entered.emit(desk)

    def _not_opened(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.opening.busy(on=False)
            raise wrong
        self.opening.refuse(wrong.problem)

    # ------------------------------------------------------------- a passphrase was forgotten

    def renew(self, desk: Desk) -> None:
        """Have a new passphrase chosen for a school that its recovery code opened; `entered` in the end."""
        self._renewing = desk
        self.setCurrentWidget(self.renewal)
        self.renewal.prepare()

    def _renew(self, passphrase: str) -> None:
        def steps() -> Steps[Key]:
            yield 0, 1
            return Key.of_passphrase(passphrase)

        job = Job(say("start.renewing"), steps())
        self.office.start(job.then(self._rekeyed).otherwise(self._not_renewed))

    def _rekeyed(self, key: Key) -> None:
        desk = self._renewing
        if desk is None:
            return
        try:
            desk.workspace.change_passphrase(key)
        except KnownError as wrong:
            self._not_renewed(wrong)
            return
        self._renewing = None
        self.renewal.prepare()
        self._show_code(desk)

    def _not_renewed(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.renewal.tell("")
            raise wrong
        self.renewal.tell(say_problem(wrong.problem))

    def _renewed_later(self) -> None:
        desk, self._renewing = self._renewing, None
        self.renewal.prepare()
        self.entered.emit(desk)

    # ------------------------------------------------------------- a backup is restored

    def _show_restore(self) -> None:
        self.setCurrentWidget(self.restoring)
        self.restoring.begin()

    def _restore(self, backup: Path, to: Path, text: str) -> None:
        def steps() -> Steps[Restored]:
            yield 0, 1
            return restore_backup(backup, to, text, self._around.who)

        job = Job(say("start.restoring"), steps())
        self.office.start(job.then(self._show_restored).otherwise(self._not_restored))

    def _show_restored(self, restored: Restored) -> None:
        self._restored = restored
        self.restoring.report([say_problem(problem) for problem in restored.told])

    def _enter_restored(self) -> None:
        restored, self._restored = self._restored, None
        if restored is not None:
            self.ask_passphrase(restored.path)
            self._keyed(restored.path, restored.key)

    def _not_restored(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.restoring.tell("")
            raise wrong
        self.restoring.tell(say_problem(wrong.problem))

    # ------------------------------------------------------------- a school is made

    def _create(self, asked: NewSchool) -> None:
        def steps() -> Steps[Key]:
            yield 0, 1
            return Key.of_passphrase(asked.passphrase)

        job = Job(say("start.creating"), steps())
        self.office.start(job.then(partial(self._made, asked)).otherwise(self._not_made))

    def _made(self, asked: NewSchool, key: Key) -> None:
        school = School(name=asked.name, region=asked.region, profile=asked.profile)
        try:
            asked.path.parent.mkdir(parents=True, exist_ok=True)
            desk = Desk.create(asked.path, key, school, self._around.data, self._around.who)
        except KnownError as wrong:
            self._not_made(wrong)
            return
        except OSError as wrong:
            self._not_made(KnownError("store.unwritten", file=asked.path.name, why=str(wrong.strerror)))
            return
        self.new.clear()
        self._show_code(desk)

    def _show_code(self, desk: Desk) -> None:
        self.setCurrentWidget(self.recovery)
        self.recovery.show_code(desk)

    def _not_made(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.new.tell("")
            raise wrong
        self.new.tell(say_problem(wrong.problem))
