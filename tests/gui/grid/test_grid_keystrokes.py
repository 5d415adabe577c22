"""How many keys a class takes, really pressed, and that what was filed is what was meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bench import keystrokes
from bench.keystrokes import CLASS, CLASS_NAME, TRIP_AND_TESTS, UNREMARKABLE, Typist
from forms.grid.panel import ClassGrid
from forms.intake.page import IntakePage
from schoolprep.desk import Desk
from schoolprep.facts.record import Answers
from schoolprep.grid import Unit
from tests.gui.grid.grid_fixtures import grid_page


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> Iterator[IntakePage]:
    empty_desk.filing.append(keystrokes.people())
    with grid_page(qtbot, empty_desk) as made:
        yield made


def _open(page: IntakePage, purpose: str) -> ClassGrid:
    grid = page.show_grid()
    grid.show_unit(Unit("student", CLASS_NAME), purpose)
    assert QApplication.focusWidget() is grid.view
    return grid


def _filed(desk: Desk, at: int, blank: str) -> list[Answers]:
    return [one.answers or {} for one in desk.people.records(f"p{at:04d}") if one.blank == blank]


def test_a_class_of_whom_nothing_is_remarkable(page: IntakePage) -> None:
    _open(page, "return")
    typist = Typist()
    keystrokes.rest(typist)
    assert typist.pressed <= UNREMARKABLE  # for all fifty of them
    for at in range(CLASS):
        assert _filed(page.desk, at, "travel") == [
            {"no_travel": True, "from_day": "2022-08-01", "to_day": "2022-08-08"}
        ]
        assert _filed(page.desk, at, "health") == [{"day": "2022-08-08", "symptoms": []}]
    assert len(page.desk.filing.acts()) == 2  # the class itself, and this


def test_a_pupil_whose_temperature_was_taken(page: IntakePage) -> None:
    _open(page, "health")
    typist = Typist()
    keystrokes.temperatures(typist, CLASS)
    assert typist.pressed <= UNREMARKABLE * CLASS
    keystrokes.rest(typist)
    for at in range(CLASS):
        assert _filed(page.desk, at, "health") == [
            {"day": "2022-08-08", "temp_am": 36 + at % 10 / 10, "symptoms": [], "antipyretic": False}
        ]


def test_enter_behind_a_temperature_that_left_by_itself_is_not_counted_twice(page: IntakePage) -> None:
    grid = _open(page, "health")
    typist = Typist()
    for text in ("365", "366"):
        typist.type(text)
        typist.key(Qt.Key.Key_Return)
    typist.type("367")
    typist.key(Qt.Key.Key_Tab)
    typist.type("368")
    assert grid.sheet is not None
    grid.file_sheet()
    assert [_filed(page.desk, at, "health") for at in range(3)] == [
        [{"day": "2022-08-08", "temp_am": 36.5}],
        [{"day": "2022-08-08", "temp_am": 36.6}],
        [{"day": "2022-08-08", "temp_am": 36.7, "temp_noon": 36.8}],
    ]


def test_a_pupil_with_a_trip_and_two_tests(page: IntakePage) -> None:
    _open(page, "return")
    typist = Typist()
    keystrokes.trip_and_tests(typist)
    assert typist.pressed <= TRIP_AND_TESTS
    keystrokes.file(typist)
    assert _filed(page.desk, 0, "travel") == [
        {"place": "460203", "arrived": "2022-07-25", "left": "2022-08-01"}
    ]
    assert _filed(page.desk, 0, "test") == [
        {"sampled_at": "2022-08-06", "result": "negative"},
        {"sampled_at": "2022-08-07", "result": "negative"},
    ]
    keystrokes.rest(typist)
    assert _filed(page.desk, 0, "health") == _filed(page.desk, 49, "test") == []
    assert _filed(page.desk, 49, "health")


def test_the_next_pupil_begins_where_the_one_before_ended(page: IntakePage) -> None:
    """Nothing is pressed between two of them: Enter behind the last cell goes to the first one of the next line."""
    _open(page, "return")
    typist = Typist()
    keystrokes.trip_and_tests(typist)
    keystrokes.trip_and_tests(typist)
    assert typist.pressed <= 2 * TRIP_AND_TESTS
    keystrokes.file(typist)
    for at in range(2):
        assert len(_filed(page.desk, at, "travel")) == 1
        assert len(_filed(page.desk, at, "test")) == 2
