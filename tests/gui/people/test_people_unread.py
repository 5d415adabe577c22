"""An answer nobody could read, on the person's page and on Today: put right in its form, or set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.people.page import PeoplePage
from forms.people.unread_line import UnreadLine
from forms.today.page import TodayPage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.unread import UnreadCell, UnreadPlace, unread
from tests.gui.people.people_fixtures import press, type_in

PLACE = UnreadPlace("七年级1班.xlsx", "疾病")


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, on: Moment) -> Iterator[PeoplePage]:
    person: Answers = {"category": "student", "name": "秦子墨", "class_name": "七年级1班"}
    illness = empty_desk.data.blanks["illness"]
    cell = UnreadCell("disease", "水逗", "疾病", "C2")
    empty_desk.filing.append(
        [
            Entry(blank="person", subject="p9001", answers=person),
            unread("p9001", illness, cell, PLACE, {"onset": "2022-08-06"}),
        ]
    )
    made = PeoplePage(empty_desk, on)
    empty_desk.changed.append(made.refresh)
    qtbot.addWidget(made)
    made.resize(1204, 800)
    made.show()
    made.show_person("p9001")
    yield made
    made.leave()
    made.panel.show_person("")
    made.close()


def line(page: PeoplePage) -> UnreadLine:
    lines = [line for line in page.panel.verdict.findChildren(UnreadLine) if line.isVisible()]
    assert len(lines) == 1
    return lines[0]


def is_held(page: PeoplePage) -> bool:
    found = page.desk.judging.verdict("p9001", page.on).findings
    return any(one.rule == "unread" for one in found)


def test_put_right_in_its_form_with_the_words_beside_it(qtbot: QtBot, page: PeoplePage) -> None:
    qtbot.mouseClick(line(page).right, Qt.MouseButton.LeftButton)
    pane = page.panel.blanks.current()
    assert pane is not None
    assert pane.blank.id == "illness"
    assert pane.unread.text() == "没读懂的原文：“水逗”（七年级1班.xlsx 疾病 疾病 C2）"
    assert pane.form.draft is not None
    assert pane.form.draft.writing("onset") == "2022-08-06"
    type_in(qtbot, pane.form, "disease", "水痘")
    pane.keep()
    page.panel.open_record(
        ""
    )  # looked at something else meanwhile: the draft waits and still knows what it answers
    page.panel.put_right(line(page).record)
    assert pane.form.draft.answers["disease"] == "varicella"
    pane.file()
    assert not is_held(page)
    assert pane.unread.isHidden()
    assert [record.blank for record in page.desk.people.records("p9001")] == ["person", "illness", "unread"]


def test_set_aside_with_a_reason_and_taken_back(qtbot: QtBot, page: PeoplePage) -> None:
    one = line(page)
    qtbot.mouseClick(one.aside, Qt.MouseButton.LeftButton)
    assert not one.done.isEnabled()
    qtbot.keyClicks(one.why, "wrong row")
    said: list[Notice] = []
    page.noticed.connect(said.append)
    press(qtbot, Qt.Key.Key_Return)
    assert not is_held(page)
    assert said[0].do is not None
    said[0].do()
    assert is_held(page)


def test_escape_puts_the_question_away(qtbot: QtBot, page: PeoplePage) -> None:
    one = line(page)
    qtbot.mouseClick(one.aside, Qt.MouseButton.LeftButton)
    press(qtbot, Qt.Key.Key_Escape)
    assert not one.why.isVisible()
    assert one.aside.hasFocus()
    assert page.panel.subject == "p9001"


def test_today_counts_them_and_opens_whom_they_are_about(qtbot: QtBot, page: PeoplePage) -> None:
    today = TodayPage(page.desk, page.on)
    qtbot.addWidget(today)
    today.show()
    seen: list[Wanted] = []
    today.asked.connect(lambda _, wanted: seen.append(wanted))
    assert today.unread.text() == "没读懂的回答 1 处，涉及 1 人：逐一改正或作废"
    qtbot.mouseClick(today.unread, Qt.MouseButton.LeftButton)
    assert [one.subjects for one in seen] == [("p9001",)]
    today.hide()


def test_many_are_set_aside_with_one_reason_and_taken_back_as_one(qtbot: QtBot, page: PeoplePage) -> None:
    desk = page.desk
    other: Answers = {"category": "student", "name": "白杰", "class_name": "七年级1班"}
    health = desk.data.blanks["health"]
    cells = [UnreadCell("temp_am", words, "早体温", f"C{at}") for at, words in enumerate(("正常", "请假"), 3)]
    desk.filing.append(
        [
            Entry(blank="person", subject="p9002", answers=other),
            *(unread("p9002", health, cell, PLACE, {"day": "2022-08-08"}) for cell in cells),
        ]
    )
    told: list[Notice] = []
    page.noticed.connect(told.append)
    page.table.setFocus()
    page.table.selectAll()
    press(qtbot, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.together.unread.isVisible)
    assert page.together.unread.text() == "没读懂的 3 处：一起作废…"
    page.together.unread.click()
    qtbot.waitUntil(page.aside.isVisible)
    says = {line.says: line.record for line in page.aside.model.all_rows()}
    assert len(says) == 3 and not page.aside.set_aside.isEnabled()  # without a reason nothing goes
    page.aside.table.clearSelection()
    page.aside.table.choose(next(record for words, record in says.items() if "水逗" in words))
    page.aside.why.setText("看过原表，写错了行")
    assert page.aside.set_aside.text() == "作废选中的 1 处"
    page.aside.show_people(page.table.chosen())
    page.aside.why.setText("看过原表，写错了行")
    page.aside.set_aside.click()
    qtbot.waitUntil(lambda: not page.aside.isVisible())
    assert not is_held(page)
    undo = told[-1].do
    assert undo is not None
    undo()
    assert is_held(page)
