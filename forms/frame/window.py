"""Window: the one top-level window: start while no school is open, the shell while one is, the lock over it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from forms.frame import state as states
from forms.frame.shell import MomentClock, Shell
from forms.frame.start import LockPage, NewPage, NewSchool, OpenPage, RecoveryPage, StartPage
from forms.look import style
from forms.look.current import look
from forms.pages.asking import Asking
from forms.pages.background import Job, Office
from forms.pages.page import Page
from forms.words import tr
from forms.words.tr import Worded, say, say_problem
from schoolprep.desk import Data, Desk, Key, School, Who, key_of
from schoolprep.facts.days import Moment
from schoolprep.facts.forgetting import forget_everybody
from schoolprep.facts.problem import KnownError
from schoolprep.facts.words import Lang

if TYPE_CHECKING:
    from forms.rules.broken_rules import Mending

MINIMUM = (1280, 720)
JUDGE_ON = "window.judge_on"
"""Setting of a school that is looked at as of a day of its own (the demo): the moment to begin with."""
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Surroundings(NamedTuple):
    """What the window is handed: who sits there, the clock, the pages, where to remember, how to ask."""

    data: Data
    who: Who
    clock: MomentClock
    pages: Sequence[type[Page]]
    make_demo: Callable[[], tuple[Path, Desk]]
    remembered: Path
    """Folder of the window's own state."""
    folder: Path
    """Where a new school is kept if nothing else is chosen."""
    ask: Asking


class Window(Worded, QWidget):
    """See the module."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.around = around
        self.state = states.load(around.remembered)
        self.shell: Shell | None = None
        self.mending: Mending | None = None
        self._path: Path | None = None
        self._office = Office(self)
        self.stack = QStackedWidget()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.stack)
        self.start = StartPage()
        self.opening = OpenPage(around.ask)
        self.new = NewPage(around.ask, around.data.library, around.data.divisions, around.folder)
        self.recovery = RecoveryPage()
        self.locked = LockPage()
        for page in (self.start, self.opening, self.new, self.recovery, self.locked):
            self.stack.addWidget(page)
        self._connect()
        self.setMinimumSize(*MINIMUM)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        self._watched = False
        self.show_start()

    def _connect(self) -> None:
        self.start.new.connect(self._show_new)
        self.start.received.connect(self._show_received)
        self.start.demo.connect(self._open_demo)
        self.start.recent.connect(self._show_recent)
        self.start.other_language.connect(self._other_language)
        self.opening.opened.connect(self._open)
        self.opening.back.connect(self.show_start)
        self.new.made.connect(self._create)
        self.new.back.connect(self.show_start)
        self.recovery.done.connect(self._enter)
        self.locked.tried.connect(self._try_unlock)
        self.locked.closed.connect(self.close_school)

    # ------------------------------------------------------------- no school yet

    def show_start(self) -> None:
        """The three choices."""
        self.start.tell("")
        self.start.show_recent(self.state.recent)
        self.stack.setCurrentWidget(self.start)
        self.start.choices[0].setFocus()
        self._title()

    def ask_passphrase(self, path: Path) -> None:
        """Offer to open a file."""
        self.stack.setCurrentWidget(self.opening)
        self.opening.show_file(path)

    def _show_new(self) -> None:
        self.new.clear()
        self.stack.setCurrentWidget(self.new)
        self.new.name.setFocus()

    def _show_received(self) -> None:
        self.stack.setCurrentWidget(self.opening)
        self.opening.show_file(None)
        self.opening.choose()

    def _show_recent(self, path: str) -> None:
        self.ask_passphrase(Path(path))

    def _open_demo(self) -> None:
        self.start.tell(say("start.making_demo"))
        QTimer.singleShot(0, self, self._make_demo)

    def _make_demo(self) -> None:
        try:
            path, desk = self.around.make_demo()
        except KnownError as wrong:
            self.start.tell(say_problem(wrong.problem))
        else:
            self.start.tell("")
            self.open_desk(desk, path)

    def _open(self, path: Path, text: str, by_code: bool) -> None:
        """Make the key off the thread (half a second by design), then open the store on the window's thread."""

        def steps() -> Generator[tuple[int, int], None, Key]:
            yield 0, 1
            return Key.of_recovery_code(text) if by_code else key_of(path, text)

        self._path = path
        self._office.start(Job(say("start.opening"), steps()).then(self._keyed).otherwise(self._not_opened))

    def _keyed(self, key: Key) -> None:
        assert self._path is not None
        try:
            desk = Desk.open(self._path, key, self.around.data, self.around.who)
        except KnownError as wrong:
            self._not_opened(wrong)
        else:
            self.opening.secret.clear()
            self.open_desk(desk, self._path)

    def _not_opened(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.opening.tell("")
            raise wrong
        self.opening.tell(say_problem(wrong.problem))

    def _create(self, asked: NewSchool) -> None:
        def steps() -> Generator[tuple[int, int], None, Key]:
            yield 0, 1
            return Key.of_passphrase(asked.passphrase)

        self._asked = asked
        self._office.start(Job(say("start.creating"), steps()).then(self._made).otherwise(self._not_made))

    def _made(self, key: Key) -> None:
        asked = self._asked
        school = School(name=asked.name, region=asked.region, profile=asked.profile)
        try:
            asked.path.parent.mkdir(parents=True, exist_ok=True)
            desk = Desk.create(asked.path, key, school, self.around.data, self.around.who)
        except KnownError as wrong:
            self._not_made(wrong)
            return
        except OSError as wrong:
            self._not_made(KnownError("store.unwritten", file=asked.path.name, why=str(wrong.strerror)))
            return
        self.new.clear()
        self._waiting = desk, asked.path
        self.recovery.show_code(desk.workspace.recovery_code())
        self.stack.setCurrentWidget(self.recovery)

    def _not_made(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            self.new.tell("")
            raise wrong
        self.new.tell(say_problem(wrong.problem))

    def _enter(self) -> None:
        desk, path = self._waiting
        self.open_desk(desk, path)

    # ------------------------------------------------------------- a school is open

    def open_desk(self, desk: Desk, path: Path) -> None:
        """Show an open school."""
        self._path = path
        self.state = states.opened(self.state, path)
        begin = desk.workspace.school.settings.get(JUDGE_ON)
        on = Moment.parse(begin) if isinstance(begin, str) else None
        if desk.rules.broken(on or self.around.clock()) is not None:
            self._mend(desk, on or self.around.clock())
            return
        self.shell = Shell(desk, self.around.pages, self.around.clock, on)
        self.shell.lock_asked.connect(self.lock)
        self.shell.broken.connect(self._mend_soon, Qt.ConnectionType.QueuedConnection)
        self.shell.dressed.connect(self._dress)
        self.shell.spoken.connect(self._speak)
        self.shell.school_changed.connect(self._school_changed)
        self.stack.addWidget(self.shell)
        self.stack.setCurrentWidget(self.shell)
        if self.shell.has(self.state.page):
            self.shell.go(self.state.page)
        self._title()
        self._wait_again()

    def _mend(self, desk: Desk, on: Moment) -> None:
        """Nobody can be judged: show what must be put right, and nothing else."""
        from forms.rules.broken_rules import Mending  # noqa: PLC0415 - hardly ever needed

        self.mending = Mending(desk, on)
        self.mending.mended.connect(self._mended, Qt.ConnectionType.QueuedConnection)
        self.mending.closed.connect(self.close_school)
        self.stack.addWidget(self.mending)
        self.stack.setCurrentWidget(self.mending)
        self._wait_again()

    def _mend_soon(self) -> None:
        """The same while the school is open: it was filed, or came from a colleague, a moment ago."""
        if self.shell is not None:
            shell, self.shell = self.shell, None
            self._put_away(shell)
            self._mend(shell.desk, shell.on)

    def _mended(self) -> None:
        if self.mending is not None and self._path is not None:
            desk = self.mending.desk
            self._end_mending()
            self.open_desk(desk, self._path)

    def _end_mending(self) -> None:
        if self.mending is not None:
            mending, self.mending = self.mending, None
            self._put_away(mending)

    def _put_away(self, shown: Shell | Mending) -> None:
        shown.close_work()
        self.stack.removeWidget(shown)
        shown.deleteLater()

    def close_school(self) -> None:
        """Close the school and go back to the start."""
        if self.mending is not None:
            desk = self.mending.desk
            self._end_mending()
            desk.close()
        if self.shell is not None:
            shell, self.shell = self.shell, None
            self.state = msgspec.structs.replace(self.state, page=shell.current().name)
            self._put_away(shell)
            shell.desk.close()
        self._idle.stop()
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
        self._idle.stop()
        forget_everybody()
        self.stack.setCurrentWidget(self.locked)
        self.locked.prepare()
        self._title()

    def is_locked(self) -> bool:
        """Whether the passphrase is asked for."""
        return self.stack.currentWidget() is self.locked

    def _try_unlock(self, text: str) -> None:
        path = self._path
        assert path is not None

        def steps() -> Generator[tuple[int, int], None, Key | None]:
            yield 0, 1
            return key_of(path, text) if text else None

        self._office.start(Job(say("start.checking"), steps()).then(self._tried).otherwise(self._not_tried))

    def _tried(self, key: Key | None) -> None:
        if self.shell is None:
            return
        if key is None or not self.shell.desk.workspace.opens(key):
            self.locked.refuse()
            return
        self.locked.secret.clear()
        self.stack.setCurrentWidget(self.shell)
        self._title()
        self._wait_again()

    def _not_tried(self, wrong: Exception) -> None:
        self.locked.refuse()
        if not isinstance(wrong, KnownError):
            raise wrong

    # ------------------------------------------------------------- idle

    def showEvent(self, event: QShowEvent) -> None:
        """From now on every key and click puts the lock off; the window's handle sees them all, and little else."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None and not self._watched:
            self._watched = True
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in _INPUT:
            self._wait_again()
        return False

    def _wait_again(self) -> None:
        shown = self.shell or self.mending
        if shown is None or self.is_locked():
            return
        minutes = shown.desk.workspace.school.lock_after_minutes
        if minutes > 0:
            self._idle.start(minutes * 60_000)
        else:
            self._idle.stop()

    # ------------------------------------------------------------- language, theme, closing

    def _school_changed(self) -> None:
        self._title()
        self._wait_again()

    def _speak(self, language: Lang) -> None:
        self.state = msgspec.structs.replace(self.state, language=language)
        speak(language)

    def _dress(self, theme: str) -> None:
        self.state = msgspec.structs.replace(self.state, theme=theme)
        dress(theme)

    def _other_language(self) -> None:
        self._speak("en" if tr.lang() == "zh" else "zh")

    def retranslate(self) -> None:
        """The title too."""
        super().retranslate()
        self._title()

    def _title(self) -> None:
        if self.shell is None or self.is_locked():
            self.setWindowTitle(say("shell.program"))
        else:
            self.setWindowTitle(say("shell.window_title", school=self.shell.desk.workspace.school.name))

    def remember(self) -> None:
        """Keep size and page for the next start."""
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
        self._office.close()
        for shown in (self.shell, self.mending):
            if shown is not None:
                shown.close_work()
                shown.desk.close()
        self.shell = self.mending = None
        event.accept()

    def _may_close(self, title: str) -> bool:
        return self.around.ask.sure(self, say("shell.busy_close", title=title))


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
