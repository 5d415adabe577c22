"""Window: the one top-level window: start while no school is open, the shell while one is, the lock over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from forms.frame import state as states
from forms.frame.entrance import Entrance
from forms.frame.idle import Idle
from forms.frame.lock_page import LockPage
from forms.frame.seats import pages_of
from forms.frame.shell import Shell
from forms.frame.surroundings import Surroundings
from forms.look import style
from forms.look.current import look
from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.parts.copied import clear_secret
from forms.words import tr
from forms.words.tr import Worded, names_of_folder, say, say_problem
from schoolprep.desk import Desk, Key, key_of, workspaces_in
from schoolprep.facts.days import Moment
from schoolprep.facts.forgetting import forget_everybody, give_back_memory
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import Steps
from schoolprep.facts.text import Joined
from schoolprep.facts.words import Phrase

if TYPE_CHECKING:
    from forms.rules.broken_rules import Mending

MINIMUM = (1280, 600)
"""Pixels: what is left of 1920×1080 at 150 % and of 1366×768 at 100 % below the title bar and above a taskbar."""
JUDGE_ON = "window.judge_on"
"""Setting of a school that is looked at as of a day of its own (the demo): the moment to begin with."""


class _Left(NamedTuple):
    """Where one was when the window was locked: the file, and the moment chosen to judge for. Nobody's data."""

    path: Path
    picked: Moment | None = None


_NOWHERE = _Left(Path())


class Window(Worded, QWidget):
    """See the module."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.around = around
        self.state = states.load(around.remembered)
        self.shell: Shell | None = None
        self.mending: Mending | None = None
        self._left = _NOWHERE
        self.stack = QStackedWidget()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.stack)
        self.entrance = Entrance(around)
        self.entrance.entered.connect(self.open_desk)
        self.entrance.start.other_language.connect(self._other_language)
        self.locked = LockPage()
        self.locked.tried.connect(self._try_unlock)
        self.locked.closed.connect(self.close_school)
        self.stack.addWidget(self.entrance)
        self.stack.addWidget(self.locked)
        self.setMinimumSize(*MINIMUM)
        self.idle = Idle(self, self._lock_minutes)
        self.idle.timeout.connect(self.lock)
        self.show_start()
        self.composed(self._title)

    # ------------------------------------------------------------- no school yet

    def show_start(self) -> None:
        """The three choices."""
        self.stack.setCurrentWidget(self.entrance)
        self.entrance.show_start(self._files())
        self._title()

    def _files(self) -> list[Path]:
        """School files to be opened: those opened lately, then what lies where new schools are kept."""
        homes = [self.around.documents / name for name in names_of_folder()]
        there = [path for home in (*homes, self.around.hidden) for path in workspaces_in(home)]
        known = dict.fromkeys((*states.files(self.state), *there))
        return [path for path in known if path != self.around.demo]

    def ask_passphrase(self, path: Path) -> None:
        """Offer to open a file."""
        self.stack.setCurrentWidget(self.entrance)
        self.entrance.ask_passphrase(path)

    # ------------------------------------------------------------- a school is open

    def open_desk(self, desk: Desk) -> None:
        """Show an open school."""
        if (
            self.shell is not None and self.shell.desk is desk
        ):  # it was locked, and opened by its recovery code
            self._show_shell(self.shell)
            return
        if desk.workspace.path != self.around.demo:
            self.state = states.opened(self.state, desk.workspace.path)
        self.remember()
        begin = desk.workspace.school.settings.get(JUDGE_ON)
        on = Moment.parse(begin) if isinstance(begin, str) else None
        now = self.around.clock(desk.workspace.school.zone)
        if desk.rules.broken(on or now) is not None:
            self._mend(desk, on or now)
            return
        left, self._left = self._left, _NOWHERE
        if left.path == desk.workspace.path:  # behind the lock
            on = left.picked
        self.shell = Shell(desk, pages_of(desk.handover.seat, self.around.pages), self.around.clock, on)
        self.shell.lock_asked.connect(self.lock)
        self.shell.broken.connect(self._mend_soon, Qt.ConnectionType.QueuedConnection)
        self.shell.dressed.connect(self._dress)
        self.shell.spoken.connect(self._speak)
        self.shell.school_changed.connect(self._school_changed)
        self.stack.addWidget(self.shell)
        if self.shell.has(self.state.page):
            self.shell.go(self.state.page)
        if desk.workspace.told:
            said = Joined(Phrase(problem.code, **problem.facts) for problem in desk.workspace.told)
            self.shell.notices.tell(Notice("start.told", {"said": said}, "warn"))
        self.shell.moved.connect(self.remember)
        self._show_shell(self.shell)

    def _show_shell(self, shell: Shell) -> None:
        self.stack.setCurrentWidget(shell)
        self._title()
        self.idle.again()

    def _mend(self, desk: Desk, on: Moment) -> None:
        """Nobody can be judged: show what must be put right, and nothing else."""
        from forms.rules.broken_rules import Mending  # noqa: PLC0415 - hardly ever needed

        self.mending = Mending(desk, on)
        self.mending.mended.connect(self._mended, Qt.ConnectionType.QueuedConnection)
        self.mending.closed.connect(self.close_school)
        self.stack.addWidget(self.mending)
        self.stack.setCurrentWidget(self.mending)
        self.idle.again()

    def _mend_soon(self) -> None:
        """The same while the school is open: it was filed, or came from a colleague, a moment ago."""
        if self.shell is not None:
            shell, self.shell = self.shell, None
            self._put_away(shell)
            self._mend(shell.desk, shell.on)

    def _mended(self) -> None:
        if self.mending is not None:
            desk = self.mending.desk
            self._end_mending()
            self.open_desk(desk)

    def _end_mending(self) -> None:
        if self.mending is not None:
            mending, self.mending = self.mending, None
            self._put_away(mending)

    def _put_away(self, shown: Shell | Mending) -> None:
        shown.close_work()
        self.stack.removeWidget(shown)
        parts = [shown, *shown.findChildren(QObject)]
        shown.destroyed.connect(lambda: QTimer.singleShot(0, partial(_forget, parts)))
        shown.deleteLater()

    def close_school(self) -> None:
        """Close the school and go back to the start."""
        clear_secret()
        self._left = _NOWHERE
        if self.mending is not None:
            desk = self.mending.desk
            self._end_mending()
            leave(desk)
        if self.shell is not None:
            shell, self.shell = self.shell, None
            self._put_away(shell)
            leave(shell.desk)
        self.idle.stop()
        self.show_start()

    def lock(self) -> None:
        """Hide everything until the passphrase is given; drafts are put away first."""
        if self.mending is not None:
            self.close_school()  # there is nothing to come back to
        if self.shell is None or self.stack.currentWidget() is self.locked:
            return
        self.shell.leave()
        for other in QApplication.topLevelWidgets():  # calendars, boxes: they may show somebody's answers
            if other is not self and other.isVisible():
                other.close()
        self.idle.stop()
        forget_everybody()
        clear_secret()
        self.stack.setCurrentWidget(self.locked)
        workspace = self.shell.desk.workspace
        self._left = _Left(workspace.path, self.shell.picked())
        self.locked.prepare(workspace.path, workspace.told_passphrase)
        self.remember()
        self._title()
        self.shell.office.idle.connect(self._let_go, Qt.ConnectionType.QueuedConnection)
        self._let_go()

    def _let_go(self) -> None:
        """Close the file behind the lock and drop all that was read of it.

        Work that runs ends first; a plan nobody took in stays, because it stands nowhere else, and the page says so.
        """
        if self.shell is None or not self.is_locked():
            return
        if self.shell.unfinished():
            self.locked.tell_kept(on=True)
            return
        shell, self.shell = self.shell, None
        self._put_away(shell)
        leave(shell.desk)
        self.locked.tell_kept(on=False)

    def is_locked(self) -> bool:
        """Whether the passphrase is asked for."""
        return self.stack.currentWidget() is self.locked

    def _try_unlock(self, text: str) -> None:
        path = self._left.path

        def steps() -> Steps[Key | None]:
            yield 0, 1
            return key_of(path, text) if text else None

        self.entrance.office.start(
            Job(say("start.checking"), steps()).then(self._tried).otherwise(self._not_tried)
        )

    def _tried(self, key: Key | None) -> None:
        if not self.is_locked():
            return
        try:
            desk = self._opened_by(key) if key is not None else None
        except KnownError as wrong:
            self._not_tried(wrong)
            return
        if desk is None:
            self.locked.refuse()
            return
        self.locked.entry.begin()
        if key is not None and key.is_recovered:
            self.stack.setCurrentWidget(self.entrance)
            self.entrance.renew(desk)
        else:
            self.open_desk(desk)

    def _opened_by(self, key: Key) -> Desk | None:
        """The school behind the lock, as it stands there or opened anew; None where the key does not fit.

        Raises `KnownError` where the file cannot be opened now.
        """
        if self.shell is not None:
            return self.shell.desk if self.shell.desk.workspace.opens(key) else None
        try:
            return Desk.open(self._left.path, key, self.around.data, self.around.who)
        except KnownError as wrong:
            if wrong.problem.code == "store.passphrase":
                return None
            raise

    def _not_tried(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.locked.busy(on=False)
            raise wrong
        if wrong.problem.code.startswith("store."):
            self.locked.tell(say_problem(wrong.problem))
        else:
            self.locked.refuse()

    def _lock_minutes(self) -> int:
        shown = self.shell or self.mending
        if shown is None or self.is_locked():
            return 0
        return shown.desk.workspace.school.lock_after_minutes

    def showEvent(self, event: QShowEvent) -> None:
        """There is something to watch now."""
        super().showEvent(event)
        self.idle.watch()

    # ------------------------------------------------------------- language, theme, closing

    def _school_changed(self) -> None:
        self._title()
        self.idle.again()

    def _speak(self, language: Lang) -> None:
        self.state = msgspec.structs.replace(self.state, language=language)
        self.remember()
        with waiting():
            speak(language)

    def _dress(self, theme: str) -> None:
        self.state = msgspec.structs.replace(self.state, theme=theme)
        self.remember()
        with waiting():
            dress(theme)

    def _other_language(self) -> None:
        self._speak(tr.language_after(tr.lang()))

    def _title(self) -> None:
        if self.shell is None or self.is_locked():
            self.setWindowTitle(say("shell.program"))
        else:
            self.setWindowTitle(say("shell.window_title", school=self.shell.desk.workspace.school.name))

    def remember(self) -> None:
        """Keep all this for the next start, whenever some of it changed: a power cut asks nobody."""
        page = self.shell.current().name if self.shell is not None else self.state.page
        size = self.normalGeometry() if self.isMaximized() else self.geometry()
        self.state = msgspec.structs.replace(
            self.state, width=size.width(), height=size.height(), maximized=self.isMaximized(), page=page
        )
        states.save(self.around.remembered, self.state)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask only where work would be lost; then put everything away."""
        running = self.shell.office.running() if self.shell is not None else []
        if running and not self._may_close(running[0].title):
            event.ignore()
            return
        self.remember()
        self.entrance.office.close()
        for shown in (self.shell, self.mending):
            if shown is not None:
                shown.close_work()
                leave(shown.desk)
        for desk in self.entrance.held():  # nobody has worked with it yet
            desk.close()
        self.shell = self.mending = None
        event.accept()

    def _may_close(self, title: str) -> bool:
        return self.around.ask.sure(self, say("shell.busy_close", title=title))


def _forget(parts: list[QObject]) -> None:
    """Empty what stood behind widgets that are gone: their connections keep it in memory, rows and school with it."""
    for part in parts:
        part.__dict__.clear()
    parts.clear()
    give_back_memory()


def leave(desk: Desk) -> None:
    """Keep the day's copy, close the school and forget it."""
    desk.workspace.keep_copy()
    desk.forget()


@contextmanager
def waiting() -> Iterator[None]:
    """Show the pointer that says so while every widget is written or dressed anew."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


def speak(language: Lang) -> None:
    """Switch the program's language."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        tr.speak(app, language)


def dress(theme: str) -> None:
    """Switch the program's theme; empty: as the system has it."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        look.chosen = "dark" if theme == "dark" else "light" if theme == "light" else ""
        style.wear(app, look.chosen or ("dark" if _system_is_dark() else "light"))


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
