"""Bench: the keys a class teacher presses in the class grid for a class of fifty.

    python -m bench.keystrokes

Aims: an unremarkable pupil 3 keys, one with a trip and two tests 25. Every key goes through Qt's own event queue to
whatever has the keyboard; a key held down with another (Ctrl+R) counts as two. tests/gui/test_grid_keystrokes.py
types the same and looks at what was filed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from schoolprep.facts.record import Entry

if TYPE_CHECKING:
    from forms.intake.page import IntakePage
    from schoolprep.desk import Desk

CLASS, CLASS_NAME = 50, "七年级1班"
UNREMARKABLE, TRIP_AND_TESTS = 3, 25
_NONE = Qt.KeyboardModifier.NoModifier


class Typist:
    """Presses keys and counts them. Letters of the keyboard only: Chinese would need a method of its own."""

    def __init__(self) -> None:
        self.pressed = 0

    def type(self, text: str) -> None:
        """Press a key for each character."""
        for sign in text:
            QTest.keyClicks(self._here(), sign)
            self.pressed += 1

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key, with another held down or without."""
        QTest.keyClick(self._here(), key, held)
        self.pressed += 1 if held == _NONE else 2

    def _here(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget


def people(count: int = CLASS) -> list[Entry]:
    """A class of whom nothing is known but who they are."""
    return [
        Entry(blank="person", subject=f"p{at:04d}", answers={
            "category": "student", "name": f"学生{at:02d}", "class_name": CLASS_NAME,
        })
        for at in range(count)
    ]  # fmt: skip


def rest(typist: Typist) -> None:
    """All of them at once: nobody was away, nobody is ill. Stated, and agreed to."""
    typist.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    typist.key(Qt.Key.Key_Return)


def temperatures(typist: Typist, count: int) -> None:
    """The morning's temperatures, one pupil under the other."""
    for at in range(count):
        typist.type(f"36{at % 10}")


def trip_and_tests(typist: Typist) -> None:
    """One pupil was in 三亚吉阳 from 25 July to 1 August and was tested on the 6th and the 7th."""
    typist.type("syjy 7.25 8.1")
    typist.key(Qt.Key.Key_Tab)
    typist.type("8.6-;8.7-")
    typist.key(Qt.Key.Key_Return)


def file(typist: Typist) -> None:
    """File what was written."""
    typist.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        desk = _school(Path(folder) / "school.schoolprep")
        page = _page(desk)
        sure = [
            _told("all 50 unremarkable before the return", _count(page, "return", rest), CLASS, UNREMARKABLE),
            _told("50 temperatures, the rest, filed", _count(page, "health", _day), CLASS, UNREMARKABLE + 1),
            _told("one more temperature", _count(page, "health", _one), 1, UNREMARKABLE),
            _told("a trip and two tests", _count(page, "return", trip_and_tests), 1, TRIP_AND_TESTS),
        ]
        page.close()
        desk.close()
    app.quit()
    return 0 if all(sure) else 1


def _day(typist: Typist) -> None:
    temperatures(typist, CLASS)
    rest(typist)


def _one(typist: Typist) -> None:
    temperatures(typist, 1)


def _count(page: IntakePage, purpose: str, work: object) -> int:
    from schoolprep.grid import Unit  # noqa: PLC0415 - after the platform is chosen

    assert callable(work)
    page.show_grid().show_unit(Unit("student", CLASS_NAME), purpose)
    typist = Typist()
    work(typist)
    QApplication.processEvents()
    return typist.pressed


def _told(what: str, pressed: int, pupils: int, aim: float) -> bool:
    each = pressed / pupils
    print(f"{what:<42} {pressed:>4} keys, {each:5.2f} a pupil (aim {aim})")
    return each <= aim


def _school(path: Path) -> Desk:
    from forms.look import style  # noqa: PLC0415
    from forms.words import tr  # noqa: PLC0415 - as above
    from schoolprep import desk, store  # noqa: PLC0415

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.wear(app, "light")
    tr.speak(app, "zh")
    data = desk.Data(files("exports") / "layouts", files("forms") / "grid" / "purposes")
    school = store.School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
    made = desk.Desk(store.Store.create(path, store.Key.random(), school, store.Who("王老师", "bench")), data)
    made.filing.append(people())
    return made


def _page(desk: Desk) -> IntakePage:
    from forms.intake.page import IntakePage  # noqa: PLC0415 - as above
    from schoolprep.facts.days import Moment  # noqa: PLC0415

    page = IntakePage(desk, Moment.parse("2022-08-08T22:00"))
    page.resize(1180, 620)
    page.show()
    page.activateWindow()
    QApplication.processEvents()
    return page


if __name__ == "__main__":
    sys.exit(main())
