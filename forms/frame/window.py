"""Window: the one top-level window: start while no school is open, the shell while one is, the lock over it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from forms.frame import state as states
from forms.frame.entrance import Entrance
from forms.frame.idle import Idle
from forms.frame.lock_page import LockPage
from forms.frame.shell import Shell
from forms.frame.surroundings import Surroundings
from forms.look import style
from forms.look.current import look
from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.words import tr
from forms.words.tr import Worded, names_of_folder, say
from schoolprep.desk import Desk, Key, key_of, workspaces_in
from schoolprep.facts.days import Moment
from schoolprep.facts.forgetting import forget_everybody
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import Steps
from schoolprep.facts.text import Joined
from schoolprep.facts.words import Phrase

if TYPE_CHECKING:
    from forms.rules.broken_rules import Mending

MINIMUM = (1280, 720)
JUDGE_ON = "window.judge_on"
"""Setting of a school that is looked at as of a day of its own (the demo): the moment to begin with."""


class Window(Worded, QWidget):
    """See the module."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.around = around
        self.state = states.load(around.remembered)
        self.shell: Shell | None = None
        self.mending: Mending | None = None
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
        shown.deleteLater()

    def close_school(self) -> None:
        """Close the school and go back to the start."""
        if self.mending is not None:
            desk = self.mending.desk
            self._end_mending()
            desk.close()
        if self.shell is not None:
            shell, self.shell = self.shell, None
            self._put_away(shell)
            shell.desk.close()
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
        self.stack.setCurrentWidget(self.locked)
        workspace = self.shell.desk.workspace
        self.locked.prepare(workspace.path, workspace.told_passphrase)
        self._title()

    def is_locked(self) -> bool:
        """Whether the passphrase is asked for."""
        return self.stack.currentWidget() is self.locked

    def _try_unlock(self, text: str) -> None:
        assert self.shell is not None
        path = self.shell.desk.workspace.path

        def steps() -> Steps[Key | None]:
            yield 0, 1
            return key_of(path, text) if text else None

        self.entrance.office.start(
            Job(say("start.checking"), steps()).then(self._tried).otherwise(self._not_tried)
        )

    def _tried(self, key: Key | None) -> None:
        if self.shell is None:
            return
        if key is None or not self.shell.desk.workspace.opens(key):
            self.locked.refuse()
            return
        self.locked.entry.begin()
        if key.is_recovered:
            self.stack.setCurrentWidget(self.entrance)
            self.entrance.renew(self.shell.desk)
        else:
            self._show_shell(self.shell)

    def _not_tried(self, wrong: Exception) -> None:
        self.locked.refuse()
        if not isinstance(wrong, KnownError):
            raise wrong

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
        speak(language)

    def _dress(self, theme: str) -> None:
        self.state = msgspec.structs.replace(self.state, theme=theme)
        self.remember()
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
        desks = self.entrance.held()
        for shown in (self.shell, self.mending):
            if shown is not None:
                shown.close_work()
                desks.append(shown.desk)
        for desk in dict.fromkeys(desks):
            desk.close()
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
