"""Acts for many: people selected in the table get the same answers, seen before, filed as one act, undone as one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.people.page import PeoplePage
from schoolprep.desk import Desk
from tests.gui.people.people_fixtures import press, target, write

CONTROL = Qt.KeyboardModifier.ControlModifier


def select_all(page: PeoplePage, qtbot: QtBot) -> list[str]:
    page.table.setFocus()
    page.table.selectAll()
    press(qtbot, Qt.Key.Key_E, CONTROL)
    qtbot.waitUntil(page.together.isVisible)
    return page.table.chosen()


def batches(desk: Desk, people: list[str]) -> dict[str, str | None]:
    return {subject: desk.people.file(subject).person.batch for subject in people}


def test_one_act_gives_everybody_the_same_and_one_undo_takes_it_back(
    page: PeoplePage, desk: Desk, qtbot: QtBot, told: list[Notice]
) -> None:
    people = select_all(page, qtbot)
    before = batches(desk, people)
    write(qtbot, target(page.together.form, "batch"), "第九批")
    qtbot.waitUntil(lambda: page.together.model.rowCount() == len(people))
    assert all("第九批" in line.says for line in page.together.model.all_rows())
    assert batches(desk, people) == before  # nothing is filed before it is said
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert set(batches(desk, people).values()) == {"第九批"}
    assert (
        len({record.act for one in people for record in desk.people.records(one) if record.blank == "person"})
        == 1
    )
    assert not page.together.isVisible()
    do = told[-1].do
    assert told[-1].says == "people.together_filed"
    assert do is not None
    do()
    assert batches(desk, people) == before


def test_what_is_written_waits_until_it_is_filed_or_thrown_away(page: PeoplePage, qtbot: QtBot) -> None:
    select_all(page, qtbot)
    write(qtbot, target(page.together.form, "batch"), "2")
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.panel.isVisible)
    select_all(page, qtbot)
    draft = page.together.form.draft
    assert draft is not None
    assert draft.answers == {"batch": "2"}


def test_one_person_alone_has_no_act_for_many(page: PeoplePage, qtbot: QtBot) -> None:
    page.table.choose(page.model.key_at(0))
    press(qtbot, Qt.Key.Key_E, CONTROL)
    assert not page.together_button.isEnabled()
    assert not page.together.isVisible()
