"""An illness is begun when it begins and finished when it is over: in one record, whoever comes back to it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.people.page import PeoplePage
from forms.people.pane import Pane
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry
from tests.gui.people.people_fixtures import people_page, press, type_in

ON = Moment.parse("2025-03-06T10:00")
LEFT = Qt.MouseButton.LeftButton
ILL: Answers = {"disease": "norovirus", "onset": "2025-03-03T09:00"}


@pytest.fixture
def subject(empty_desk: Desk) -> str:
    empty_desk.workspace.save_school(
        msgspec.structs.replace(empty_desk.workspace.school, profile="cn-school-today")
    )
    made = empty_desk.people.new_person()
    answers: Answers = {"name": "韩梅", "class_name": "七年级1班", "category": "student"}
    empty_desk.filing.append([Entry(blank="person", subject=made, answers=answers)])
    return made


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, subject: str) -> Iterator[PeoplePage]:
    with people_page(qtbot, empty_desk, ON) as made:
        yield made


def ill(page: PeoplePage, subject: str) -> Pane:
    """The blank as somebody finds it who comes to the person and opens the tab."""
    page.show_person(subject)
    page.panel.blanks.open_tab("illness")
    found = page.panel.blanks.current()
    assert found is not None
    return found


def begin(desk: Desk, subject: str, answers: Answers = ILL) -> str:
    return desk.filing.append([Entry(blank="illness", subject=subject, answers=answers)])[0].id


def illnesses(desk: Desk, subject: str) -> list[Answers | None]:
    return [one.answers for one in desk.people.records(subject) if one.blank == "illness"]


def test_an_unfinished_illness_opens_as_itself_and_is_finished_there(
    qtbot: QtBot, page: PeoplePage, empty_desk: Desk, subject: str
) -> None:
    record = begin(empty_desk, subject)
    pane = ill(page, subject)
    assert pane.form.draft is not None
    assert pane.form.draft.replaces == (record,)
    assert pane._title.text() == "补填：诺如病毒 · 3月3日 09:00"
    assert (pane.new_button.text(), pane.new_button.isVisible()) == ("这是另一次", True)
    pane.form.go()
    type_in(qtbot, pane.form, "symptoms_gone_at", "3.5 8:00")
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert illnesses(empty_desk, subject) == [{**ILL, "symptoms_gone_at": "2025-03-05T08:00"}]


def test_another_illness_is_one_click_away_and_waits_as_itself(
    qtbot: QtBot, page: PeoplePage, empty_desk: Desk, subject: str
) -> None:
    begin(empty_desk, subject)
    pane = ill(page, subject)
    qtbot.mouseClick(pane.new_button, LEFT)
    assert pane.form.draft is not None
    assert pane.form.draft.replaces == ()
    type_in(qtbot, pane.form, "onset", "3.6")
    page.leave()
    pane = ill(page, subject)  # what is being written comes first
    assert pane.form.draft is not None
    assert pane.form.draft.replaces == ()
    assert pane.form.draft.writing("onset")


def test_an_illness_that_is_over_leaves_room_for_another(
    page: PeoplePage, empty_desk: Desk, subject: str
) -> None:
    over = {
        "disease": "respiratory",
        "onset": "2025-01-03",
        "symptoms_gone_at": "2025-01-05",
        "temp_normal_at": "2025-01-05",
    }
    begin(empty_desk, subject, dict(over))
    owes = empty_desk.judging.verdict(subject, ON).asked_about
    pane = ill(page, subject)
    assert pane.form.draft is not None
    assert bool(pane.form.draft.replaces) is bool(owes)


def test_the_words_follow_the_language(
    qapp: QApplication, page: PeoplePage, empty_desk: Desk, subject: str
) -> None:
    begin(empty_desk, subject)
    pane = ill(page, subject)
    tr.speak(qapp, "en")
    assert pane._title.text().startswith("To be finished: Norovirus")
    assert pane.new_button.text() == "This is another one"
