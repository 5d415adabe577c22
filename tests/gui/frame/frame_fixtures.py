"""What the tests of the window around the pages stand on: pages that remember, answers instead of a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.frame.surroundings import Surroundings
from forms.frame.window import Window
from forms.pages.page import Page, Wanted
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.store import Who

ON = Moment.parse("2022-08-08T07:30")
WHO = Who("王老师", "device-of-the-tests")
PASSPHRASE = "运城2022返校"


def write(widget: QWidget, text: str) -> None:
    """Chinese as an input method commits it; QTest knows Latin keys only."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


class Kept(NamedTuple):
    """A school on disk that `PASSPHRASE` opens, and its recovery code."""

    path: Path
    code: str


class SeenPage(Page):
    """A page that remembers what it was told."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        self.days: list[Moment] = []
        self.changes: list[frozenset[str] | None] = []
        self.wanted: list[Wanted] = []
        self.problems_gone_to = 0
        self.left = 0
        _, body = self.framed()
        self.line = QLineEdit()
        body.addWidget(self.line)

    def show_day(self, on: Moment) -> None:
        super().show_day(on)
        self.days.append(on)

    def refresh(self, changed: frozenset[str] | None) -> None:
        self.changes.append(changed)

    def show_wanted(self, wanted: Wanted) -> None:
        self.wanted.append(wanted)

    def next_problem(self) -> None:
        self.problems_gone_to += 1

    def leave(self) -> None:
        self.left += 1


class FirstPage(SeenPage):
    name = "today"


class SecondPage(SeenPage):
    name = "people"


class Answers:
    """Answers instead of a person."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.yes = True

    def password(self, parent: QWidget, sentence: str) -> str | None:
        return None

    def open_files(self, parent: QWidget, title: str, kinds: str) -> list[Path]:
        return [self.file] if self.file else []

    def open_folder(self, parent: QWidget, title: str) -> Path | None:
        return self.file

    def save_file(self, parent: QWidget, title: str, name: str, folder: Path | None = None) -> Path | None:
        return self.file

    def show_folder(self, folder: Path) -> None:
        self.file = folder

    def sure(self, parent: QWidget, sentence: str) -> bool:
        return self.yes


def fill_new_school(qtbot: QtBot, window: Window, passphrase: str = PASSPHRASE) -> None:
    qtbot.mouseClick(window.entrance.start.choices[0], Qt.MouseButton.LeftButton)
    write(window.entrance.new.name, "盐湖区实验中学")
    write(window.entrance.new.region, "运城市盐湖区")
    window.entrance.new.passphrase.line.setText(passphrase)
    window.entrance.new.again.line.setText(passphrase)


class Printed:
    """Stands for the printer."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = []

    def __call__(self, parent: QWidget, paragraphs: Sequence[str], done: Callable[[], None]) -> None:
        self.pages.append(list(paragraphs))
        done()


def choice(window: Window, number: int) -> QWidget:
    """One of the three choices: a new school, a file received, the demo."""
    return window.entrance.start.choices[number]


def type_key(qtbot: QtBot, window: Window, text: str) -> None:
    """Type what opens the file shown, and Enter."""
    line = window.entrance.opening.entry.secret.line
    line.setText(text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def shown_window(qtbot: QtBot, around: Surroundings) -> Window:
    """A start of the program."""
    made = Window(around)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made
