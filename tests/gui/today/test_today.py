"""Today: its numbers open the people they count, and the missing list is ready for a class chat."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.today.page import TodayPage
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from schoolprep.rules.outcome import OUTCOMES


@pytest.fixture
def today(qtbot: QtBot, desk: Desk, on: Moment) -> Iterator[TodayPage]:
    page = TodayPage(desk, on)
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    yield page
    page.hide()


def asked(qtbot: QtBot, page: TodayPage) -> list[tuple[str, Wanted]]:
    seen: list[tuple[str, Wanted]] = []
    page.asked.connect(lambda name, wanted: seen.append((name, wanted)))
    return seen


def names(desk: Desk, wanted: Wanted) -> set[str]:
    return {desk.people.file(subject).person.name for subject in wanted.subjects or ()}


def test_the_numbers_are_those_of_the_verdicts(today: TodayPage) -> None:
    assert [today.tiles[outcome].number() for outcome in OUTCOMES] == [4, 1, 3, 1]


def test_a_number_opens_its_people(qtbot: QtBot, today: TodayPage) -> None:
    seen = asked(qtbot, today)
    qtbot.mouseClick(today.tiles["deferred"], Qt.MouseButton.LeftButton)
    today.tiles["verify"].setFocus()
    qtbot.keyClick(today.tiles["verify"], Qt.Key.Key_Return)
    assert seen == [("people", Wanted(outcome="deferred")), ("people", Wanted(outcome="verify"))]


def test_a_piece_opens_its_people(qtbot: QtBot, today: TodayPage, desk: Desk) -> None:
    seen = asked(qtbot, today)
    pieces = today.tiles["incomplete"].findChildren(QPushButton)
    assert [piece.text() for piece in pieces] == ["核酸 1"]
    qtbot.mouseClick(pieces[0], Qt.MouseButton.LeftButton)
    name, wanted = seen[0]
    assert (name, names(desk, wanted)) == ("people", {"王小明"})
    assert tr.say(wanted.says, **wanted.facts) == "待补材料 · 核酸 1"


def test_a_class_opens_by_keyboard_and_a_part_of_its_bar_by_mouse(
    qtbot: QtBot, today: TodayPage, desk: Desk
) -> None:
    seen = asked(qtbot, today)
    rows = today.bars.findChildren(type(today.bars._rows[0]))
    assert rows[1].accessibleName().startswith("七年级2班 3，待核实 3")
    rows[1].setFocus()
    qtbot.keyClick(rows[1], Qt.Key.Key_Return)
    assert names(desk, seen[0][1]) == {"周博文", "吴桐", "郑一诺"}
    today.grab()
    outcome, rect = rows[0]._parts[-1]
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert (outcome, names(desk, seen[1][1])) == ("deferred", {"韩梅"})


def test_classes_that_have_not_reported_are_named(qtbot: QtBot, today: TodayPage, desk: Desk) -> None:
    seen = asked(qtbot, today)
    assert today.unreported.text() == "今日未报：1 个班级或部门"
    qtbot.mouseClick(today.unreported, Qt.MouseButton.LeftButton)
    assert names(desk, seen[0][1]) == {"周博文", "吴桐", "郑一诺"}


def test_the_week_is_walked_by_keyboard(qtbot: QtBot, today: TodayPage, desk: Desk) -> None:
    seen = asked(qtbot, today)
    today.week.setFocus()
    assert today.week.accessibleDescription() == "返校 8月8日：4 人"
    qtbot.keyClick(today.week, Qt.Key.Key_Right)
    assert today.week.accessibleDescription() == "返校 8月9日：1 人"  # 韩梅, after her isolation
    qtbot.keyClick(today.week, Qt.Key.Key_Return)
    assert names(desk, seen[0][1]) == {"韩梅"}
    assert tr.say(seen[0][1].says, **seen[0][1].facts) == "返校 · 8月9日"


def test_an_empty_cell_opens_nothing(qtbot: QtBot, today: TodayPage) -> None:
    today.week.setFocus()
    for _ in range(9):
        qtbot.keyClick(today.week, Qt.Key.Key_Right)
    assert today.week.number(0, 6) == 0
    with qtbot.assertNotEmitted(today.asked):
        qtbot.keyClick(today.week, Qt.Key.Key_Return)


def test_the_first_to_return_leads_to_the_person(qtbot: QtBot, today: TodayPage) -> None:
    assert [row[1] for row in today.earliest_model.all_rows()] == ["韩梅"]
    with qtbot.waitSignal(today.asked, check_params_cb=lambda name, wanted: wanted.chosen == "p1004"):
        at = QPoint(20, 10)
        qtbot.mouseClick(today.earliest.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_missing_list_has_a_line_a_class(qtbot: QtBot, today: TodayPage) -> None:
    with qtbot.waitSignal(today.noticed) as told:
        qtbot.mouseClick(today.copy, Qt.MouseButton.LeftButton)
    assert (
        QGuiApplication.clipboard().text() == "七年级1班 缺1人：王小明\n七年级2班 缺3人：周博文、吴桐、郑一诺"
    )
    notice = told.args[0] if told.args else None
    assert isinstance(notice, Notice)
    assert tr.say(notice.says, **notice.facts) == "已复制缺报名单：2 个班级或部门，4 人"


def test_one_filed_paper_changes_the_figures(today: TodayPage, desk: Desk) -> None:
    desk.changed.append(today.refresh)
    answers = {"sampled_at": "2022-08-07T08:00", "reported_at": "2022-08-07T20:00", "result": "negative"}
    filed = desk.filing.append([Entry(blank="test", subject="p1001", answers=dict(answers))])
    assert today.tiles["incomplete"].number() == 0
    desk.filing.undo(filed[0].act)
    assert today.tiles["incomplete"].number() == 1


def test_another_day_has_other_figures(today: TodayPage) -> None:
    today.show_day(Moment.parse("2022-08-09T07:30"))
    assert sum(today.tiles[outcome].number() for outcome in OUTCOMES) == 9
    assert today.week.accessibleDescription().startswith("返校 8月9日")


def test_it_speaks_english_at_once(qapp: QApplication, today: TodayPage) -> None:
    tr.speak(qapp, "en")
    assert today.title.text() == "Today"
    assert today.tiles["ready"].accessibleName() == "Ready 4"
    assert today.unreported.text() == "Classes and departments with nothing today: 1"
    assert today.missing_list()[0] == "七年级1班, 1 missing: 王小明"


def test_an_empty_school_says_what_to_do(qtbot: QtBot, empty_desk: Desk, on: Moment) -> None:
    page = TodayPage(empty_desk, on)
    qtbot.addWidget(page)
    page.show()
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "去导入")
    assert button.isVisible()
    with qtbot.waitSignal(page.asked, check_params_cb=lambda name, wanted: name == "intake"):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page.hide()


def test_everything_on_it_can_be_reached_and_has_a_name(today: TodayPage) -> None:
    reached = [w for w in today.findChildren(QPushButton) if w.isVisible()]
    assert all(w.accessibleName() or w.text() for w in reached)
    for widget in (*today.tiles.values(), today.week, today.earliest):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName()


def test_a_signal_stands_on_the_page_and_opens_its_people(qtbot: QtBot, empty_desk: Desk) -> None:
    school = msgspec.structs.replace(empty_desk.workspace.school, profile="cn-school-today")
    empty_desk.workspace.save_school(school)
    people = [empty_desk.people.new_person() for _ in range(3)]
    names_ = ("韩梅", "李雷", "王芳")
    empty_desk.filing.append(
        entry
        for subject, name in zip(people, names_, strict=True)
        for entry in (
            Entry(
                blank="person",
                subject=subject,
                answers={"name": name, "class_name": "七年级1班", "category": "student"},
            ),
            Entry(blank="illness", subject=subject, answers={"disease": "varicella", "onset": "2025-03-04"}),
        )
    )
    page = TodayPage(empty_desk, Moment.parse("2025-03-05T07:30"))
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    assert page.signals.isVisible()
    seen = asked(qtbot, page)
    index = page.signals.model.index(0, 0)
    assert "七年级1班皮疹：3月4日共3例" in index.data()
    qtbot.mouseClick(
        page.signals.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.signals.table.visualRect(index).center(),
    )
    assert names(empty_desk, seen[0][1]) == set(names_)
    page.show_day(Moment.parse("2025-03-03T07:30"))
    assert not page.signals.isVisible()
    page.hide()


def test_the_note_of_a_class_opens_its_grid(qtbot: QtBot, today: TodayPage) -> None:
    seen = asked(qtbot, today)
    row = today.bars.findChildren(type(today.bars._rows[0]))[1]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 10, row.height() // 2))
    assert seen == [("intake", Wanted(class_name="七年级2班"))]


def test_who_is_called_stands_in_the_list(today: TodayPage, desk: Desk) -> None:
    (known,) = [one for one in desk.people.records("p1004") if one.blank == "person"]
    answers = {**(known.answers or {}), "guardian_phone": "13900001111"}
    desk.filing.append([Entry(blank="person", subject="p1004", answers=answers, replaces=(known.id,))])
    today.refresh(None)
    assert [row[7] for row in today.earliest_model.all_rows()] == ["13900001111"]
