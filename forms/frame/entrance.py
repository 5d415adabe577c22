"""Entrance: what one sees while no school is open, and how one is opened or made there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from forms.frame.new_page import NewPage, NewSchool
from forms.frame.open_page import OpenPage
from forms.frame.recovery_page import RecoveryPage
from forms.frame.start_page import StartPage
from forms.frame.surroundings import Surroundings
from forms.pages.background import Job, Office
from forms.words.tr import say, say_problem
from schoolprep.desk import Desk, Key, School, key_of
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import Steps


class Entrance(QStackedWidget):
    """Three choices, a file and what opens it, a new school and its recovery code. `entered` with an open `Desk`."""

    entered = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._recent: Sequence[str] = ()
        self.office = Office(self)
        self.start = StartPage()
        self.opening = OpenPage(around.ask)
        self.new = NewPage(around.ask, around.data.library, around.data.divisions, around.folder)
        self.recovery = RecoveryPage()
        for page in (self.start, self.opening, self.new, self.recovery):
            self.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        self.start.new.connect(self._show_new)
        self.start.received.connect(self._show_received)
        self.start.demo.connect(self._open_demo)
        self.start.recent.connect(self._show_recent)
        self.opening.opened.connect(self._open)
        self.opening.back.connect(self._show_start)
        self.new.made.connect(self._create)
        self.new.back.connect(self._show_start)
        self.recovery.done.connect(self.entered)

    # ------------------------------------------------------------- what is shown

    def show_start(self, recent: Sequence[str]) -> None:
        """The three choices, and the files opened lately."""
        self._recent = recent
        self._show_start()

    def ask_passphrase(self, path: Path) -> None:
        """Offer to open a file."""
        self.setCurrentWidget(self.opening)
        self.opening.show_file(path)

    def _show_start(self) -> None:
        self.start.tell("")
        self.start.show_recent(self._recent)
        self.setCurrentWidget(self.start)
        self.start.choices[0].setFocus()

    def _show_new(self) -> None:
        self.new.clear()
        self.setCurrentWidget(self.new)
        self.new.name.setFocus()

    def _show_received(self) -> None:
        self.setCurrentWidget(self.opening)
        self.opening.show_file(None)
        self.opening.choose()

    def _show_recent(self, path: str) -> None:
        self.ask_passphrase(Path(path))

    # ------------------------------------------------------------- the demo

    def _open_demo(self) -> None:
        self.start.tell(say("start.making_demo"))
        QTimer.singleShot(0, self, self._make_demo)

    def _make_demo(self) -> None:
        try:
            desk = self._around.make_demo()
        except KnownError as wrong:
            self.start.tell(say_problem(wrong.problem))
        else:
            self.start.tell("")
            self.entered.emit(desk)

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
        else:
            self.opening.secret.clear()
            self.entered.emit(desk)

    def _not_opened(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.opening.tell("")
            raise wrong
        self.opening.tell(say_problem(wrong.problem))

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
        self.setCurrentWidget(self.recovery)
        self.recovery.show_code(desk)

    def _not_made(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.new.tell("")
            raise wrong
        self.new.tell(say_problem(wrong.problem))
