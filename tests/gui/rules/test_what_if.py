"""What-if in the window: another day, rules, a pack or a number; who changes, and what has to be provided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from forms.look import style
from forms.pages.background import Job, Office
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.rules.numbers import Number, typed
from forms.rules.page import RulesPage
from forms.rules.what_if import WhatIfView
from forms.words import tr
from schoolprep.desk import Desk, whatif
from schoolprep.desk.whatif import Side
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.text import Same
from schoolprep.rules.pack.change import Change
from tests.gui.pages_fixtures import Around, Chosen

ZHAO, HAN_MEI = "p1002", "p1004"


class Room:
    """What the page does for the view: runs its jobs, keeps what it says."""

    def __init__(self, view: WhatIfView, asking: Chosen) -> None:
        self.view = view
        self.asking = asking
        self.office = Office()
        self.held: list[Job[object]] | None = None
        self.notices: list[Notice] = []
        self.opened: list[str] = []
        view.started.connect(self._start)
        view.noticed.connect(self.notices.append)
        view.opened.connect(self.opened.append)

    def _start(self, job: object) -> None:
        assert isinstance(job, Job)
        if self.held is None:
            self.office.start(job)
        else:
            self.held.append(job)

    def settled(self, qtbot: QtBot) -> None:
        """Wait until the answer to the last question is there."""
        qtbot.waitUntil(lambda: not self.view.busy())


CLOSE = "cn-p9/close-contact"


@pytest.fixture
def room(qtbot: QtBot, desk: Desk, on: Moment) -> Iterator[Room]:
    contact: Answers = {"category": "close", "last_on": "2022-08-05"}
    desk.filing.append([Entry(blank="contact", subject=ZHAO, answers=contact)])
    asking = Chosen()
    view = WhatIfView(desk, on, asking=asking)
    qtbot.addWidget(view)
    made = Room(view, asking)
    view.resize(1172, 600)
    view.show()
    made.settled(qtbot)
    yield made
    made.office.close()
    view.close()


def names(room: Room) -> list[str]:
    return [row.name for row in room.view.moves.model.shown()]


def pressed(qtbot: QtBot, widget: QWidget, key: Qt.Key = Qt.Key.Key_Return) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, key)


def set_number(qtbot: QtBot, room: Room, rule: str, path: str, text: str) -> None:
    """Choose a rule and a number and type another, as a person does."""
    asked = room.view.question
    asked.choose("rule")
    for combo, data in ((asked.rule, rule), (asked.number, f"number {path}")):
        combo.setCurrentIndex(combo.findData(data))
        combo.activated.emit(combo.currentIndex())
    asked.value.setFocus()
    qtbot.keyClicks(asked.value, text)
    qtbot.keyClick(asked.value, Qt.Key.Key_Return)
    room.settled(qtbot)


def test_tomorrow_is_compared_at_once(room: Room, desk: Desk, on: Moment) -> None:
    found = whatif.compare(desk, Side(on), Side(on._replace(day=on.day + 1)))
    answer = room.view.answer
    assert answer is not None
    assert answer.found.moves == found.moves
    assert room.view.said.text() == ("2022年8月8日 周一 07:30 → 2022年8月9日 周二 07:30：9 人中 9 人不同")
    assert {pair: count.people for pair, count in answer.counts.items()} == {
        pair: len(people) for pair, people in found.matrix.items()
    }


def test_a_longer_measure_shows_whom_it_holds_longer_and_why(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    view = room.view
    assert view.said.text().endswith("密切接触者 第1段天数 7→9：9 人中 1 人不同")
    assert names(room) == ["赵子涵"]
    row = view.moves.model.row_at(0)
    assert view.moves.returns(row) == "8月16日 → 8月18日"
    assert view.moves.change(row) == "有变：密切接触者"
    view.moves.table.choose(ZHAO)
    assert view.moves.detail.text().splitlines()[0] == "七年级1班 赵子涵"
    assert [line.partition("：")[0] for line in view.moves.detail.text().splitlines()[1:]] == ["不再", "新增"]
    assert "到8月17日24:00" in view.moves.detail.text()


def test_the_days_to_come_stand_side_by_side_with_their_assumption(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    needs = room.view.needs
    columns = {column.says.partition(".")[2]: column for column in needs.model.columns}
    told = [columns["central_isolation"].text(line) for line in needs.model.shown()]
    assert told == ["2", "1", "1", "1", "1", "0 → 1", "0 → 1", *["0"] * 7]
    assert [columns["meals"].text(line) for line in needs.model.shown()][4:6] == ["3", "0 → 3"]
    assert columns["day"].text(needs.model.row_at(0)) == "8月8日 周一"
    assert "集中隔离、校内隔离室每人每天按 3 餐算" in needs.assumed.text()


def test_another_day_is_needed_for_on_the_same_days_of_the_calendar(qtbot: QtBot, room: Room) -> None:
    room.view.question.pick_day(Moment.parse("2022-08-10T07:30"))
    room.settled(qtbot)
    needs = room.view.needs
    central = needs.model.columns[2]
    told = {needs.model.columns[0].text(line): central.text(line) for line in needs.model.shown()}
    assert len(told) == 16
    assert (told["8月8日 周一"], told["8月9日 周二"]) == ("2 → —", "1 → —")
    assert (told["8月12日 周五"], told["8月13日 周六"]) == ("1", "0"), "the facts are the same"
    assert told["8月23日 周二"] == "— → 0"


def test_the_schools_own_meals_are_counted_with(qtbot: QtBot, room: Room, desk: Desk) -> None:
    settings = {**desk.workspace.school.settings, "needs.meals_a_day": 2, "needs.days": 5}
    desk.workspace.save_school(msgspec.structs.replace(desk.workspace.school, settings=settings))
    room.view.refresh(None)
    room.settled(qtbot)
    assert "按 2 餐算" in room.view.needs.assumed.text()
    assert room.view.needs.model.rowCount() == 6, "five days from today, five from tomorrow"


def test_a_number_of_the_matrix_lists_its_people_by_keyboard(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    matrix = room.view.matrix
    same = matrix.cells["ready", "ready"]
    assert same.accessibleName() == "可返校 → 可返校：3 人"
    assert not matrix.cells["ready", "deferred"].isEnabled()
    pressed(qtbot, same)
    assert sorted(names(room)) == sorted(["李雷", "孙悦", "陈老师"])
    assert room.view.moves.told.text() == "可返校 → 可返校：3 人"
    qtbot.keyClick(same, Qt.Key.Key_Down)
    focused = QApplication.focusWidget()
    assert focused is same or focused in matrix.cells.values()
    pressed(qtbot, same, Qt.Key.Key_Space)
    assert names(room) == ["赵子涵"], "pressed again: all who differ"
    pressed(qtbot, same)
    assert room.view.moves.all.isVisible()
    qtbot.mouseClick(room.view.moves.all, Qt.MouseButton.LeftButton)
    assert names(room) == ["赵子涵"]
    assert matrix.choice() is None


def test_a_number_of_the_days_to_come_lists_its_people(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    needs, moves = room.view.needs, room.view.moves
    needs.table.setFocus()
    needs.table.setCurrentIndex(needs.model.index(0, 1))
    qtbot.keyClick(needs.table, Qt.Key.Key_Right)
    qtbot.keyClick(needs.table, Qt.Key.Key_Return)
    assert names(room) == ["韩梅", "赵子涵"]
    assert moves.told.text() == "8月8日 周一（集中隔离）：两边合计 2 人"
    assert moves.table.hasFocus()
    needs.table.setCurrentIndex(needs.model.index(5, 7))
    pressed(qtbot, needs.table)
    assert names(room) == ["赵子涵"], "three meals on the thirteenth, if it is nine days"
    needs.table.setCurrentIndex(needs.model.index(5, 0))
    pressed(qtbot, needs.table)
    assert moves.told.text().startswith("8月13日 周六（核酸（人）、集中隔离、")
    qtbot.mouseClick(moves.all, Qt.MouseButton.LeftButton)
    assert moves.told.text() == "会变的 1 人"


def test_a_rule_set_aside_and_a_variant(qtbot: QtBot, room: Room) -> None:
    asked = room.view.question
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    asked.number.setCurrentIndex(asked.number.findData("aside"))
    asked.number.activated.emit(asked.number.currentIndex())
    room.settled(qtbot)
    assert asked.value.isHidden()
    assert "密切接触者 不用这一条：9 人中 1 人不同" in room.view.said.text()
    assert room.view.moves.change(room.view.moves.model.row_at(0)) == "不再：密切接触者"
    room.view.show_day(Moment.parse("2022-05-10T07:30"))
    room.settled(qtbot)
    asked.rule.setCurrentIndex(asked.rule.findData("cn-p8/high-area-stay"))
    asked.rule.activated.emit(asked.rule.currentIndex())
    asked.number.setCurrentIndex(asked.number.findData("variant seven-plus-seven"))
    asked.number.activated.emit(asked.number.currentIndex())
    room.settled(qtbot)
    assert asked.problem.isHidden()
    assert "改用：7天集中隔离+7天居家健康监测" in room.view.said.text()


def test_the_schools_own_number_is_what_the_rule_has_now(qtbot: QtBot, room: Room, desk: Desk) -> None:
    desk.rules.change(Change(CLOSE, "家长会决定", "stages.0.days", "9"))
    room.view.refresh(None)
    room.settled(qtbot)
    set_number(qtbot, room, CLOSE, "stages.0.days", "7")
    assert room.view.question.number_note.text() == "现在 9，可填 1–400"
    assert room.view.moves.returns(room.view.moves.model.row_at(0)) == "8月18日 → 8月16日"


def test_arrows_go_from_number_to_number(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    cells = room.view.matrix.cells
    there = [pair for pair, cell in cells.items() if cell.isEnabled()]
    assert there == [
        ("ready", "ready"),
        ("incomplete", "incomplete"),
        ("verify", "verify"),
        ("deferred", "deferred"),
    ]
    cells["ready", "ready"].setFocus()
    for key, pair in (
        (Qt.Key.Key_Down, "incomplete"), (Qt.Key.Key_Right, "verify"), (Qt.Key.Key_Left, "incomplete"),
        (Qt.Key.Key_Up, "ready"), (Qt.Key.Key_Up, "ready"),
    ):  # fmt: skip
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert [at for at, cell in cells.items() if cell.hasFocus()] == [(pair, pair)]


def test_enter_opens_a_person(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    room.view.moves.table.choose(ZHAO)
    pressed(qtbot, room.view.moves.table)
    assert room.opened == [ZHAO]


def test_a_pack_is_left_out_as_a_trial(qtbot: QtBot, room: Room, desk: Desk, on: Moment) -> None:
    asked = room.view.question
    asked.choose("pack")
    room.settled(qtbot)
    assert room.view.said.text().startswith("选一个规则包")
    offered = [str(asked.pack.itemData(at)) for at in range(asked.pack.count())]
    assert offered[:5] == [
        f"without {one}" for one in ("cn-p9", "cn-school-2022", "cn-school-v5", "shanxi-5d", "yuncheng-2022-08-08")
    ]  # fmt: skip
    assert "with yiwu-school-tests" in offered
    assert not any("cn-10-articles" in one for one in offered), "not of that day"
    asked.pack.setCurrentIndex(0)
    asked.pack.activated.emit(0)
    room.settled(qtbot)
    assert names(room) == ["韩梅", "赵子涵"]
    assert "去掉：" in room.view.said.text()
    assert next(one.id for one in desk.rules.in_force(on).source.packs) == "cn-p9", "nothing was switched"


def test_other_rules(qtbot: QtBot, room: Room) -> None:
    asked = room.view.question
    asked.choose("profile")
    assert asked.profile.currentIndex() == -1, "nothing is chosen for the person"
    asked.profile.setCurrentIndex(asked.profile.findData("cn-school-today"))
    asked.profile.activated.emit(asked.profile.currentIndex())
    room.settled(qtbot)
    assert room.view.answer is not None
    assert {after for _, after in room.view.answer.counts} == {"verify"}, (
        "no rule of that profile is of that day"
    )


@pytest.mark.parametrize(
    ("typed_", "said"), [("abc", "不能是“abc”"), ("0", "可以是：1–400"), ("7", "本来就是“7”")]
)
def test_a_number_that_cannot_be_is_told_at_the_field(
    qtbot: QtBot, room: Room, typed_: str, said: str
) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", typed_)
    asked = room.view.question
    assert said in asked.problem.text()
    assert asked.value.property("state") == "problem"
    assert room.view.said.text() == "下面还是上一次比较的结果。"
    asked.value.selectAll()
    qtbot.keyClicks(asked.value, "9")
    qtbot.keyClick(asked.value, Qt.Key.Key_Return)
    room.settled(qtbot)
    assert asked.problem.isHidden()
    assert asked.value.property("state") == ""


def test_what_is_typed_is_judged_when_the_typing_rests(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    asked = room.view.question
    asked.value.selectAll()
    with qtbot.waitSignal(asked.asked):
        qtbot.keyClicks(asked.value, "12")
    room.settled(qtbot)
    assert room.view.moves.returns(room.view.moves.model.row_at(0)) == "8月16日 → 8月21日"


def test_what_one_saw_stays_until_the_next_answer_and_an_old_answer_comes_too_late(
    qtbot: QtBot, room: Room
) -> None:
    view = room.view
    before = view.answer
    room.held = []
    view.question.pick_day(Moment.parse("2022-08-10T07:30"))
    qtbot.waitUntil(lambda: len(room.held or ()) == 1)
    assert view.said.text() == "正在按两边判定……"
    assert view.answer is before
    view.question.pick_day(Moment.parse("2022-08-12T07:30"))
    qtbot.waitUntil(lambda: len(room.held or ()) == 2)
    for job in reversed(room.held):
        job.run()
    qtbot.wait(1)
    assert view.answer is not None
    assert view.answer.found.after.side.on == Moment.parse("2022-08-12T07:30")


def test_work_taken_away_leaves_the_earlier_answer_and_says_so(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    view = room.view
    before, compared = view.answer, view.said.text()
    room.held = []
    view.question.pick_day(Moment.parse("2022-08-10T07:30"))
    qtbot.waitUntil(lambda: bool(room.held))
    room.held[0].cancel()
    room.office.start(room.held[0])
    room.settled(qtbot)
    assert view.answer is before
    assert view.said.text() == "下面还是上一次比较的结果。"
    assert view.moves.trial(view._compared).compared == compared, "a workbook says what it shows"


def test_judging_goes_off_the_windows_thread(
    qtbot: QtBot, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.held = []
    room.view.question.pick_day(Moment.parse("2022-08-10T07:30"))
    qtbot.waitUntil(lambda: bool(room.held))
    monkeypatch.setattr(room.view.desk.workspace._store, "current_of", _not_now)
    monkeypatch.setattr(room.view.desk.workspace._store, "current", _not_now)
    room.office.start(room.held[0])
    room.settled(qtbot)
    assert room.view.answer is not None
    assert room.view.answer.found.after.side.on == Moment.parse("2022-08-10T07:30")


def _not_now(*_: object) -> list[object]:
    raise AssertionError("the store stays on the window's thread")


def test_another_day_judged_for_is_compared_with_its_own_next_day(qtbot: QtBot, room: Room) -> None:
    room.view.show_day(Moment.parse("2022-08-20T07:30"))
    room.settled(qtbot)
    assert "2022年8月20日 周六 07:30 → 2022年8月21日 周日 07:30" in room.view.said.text()
    qtbot.mouseClick(room.view.question.day, Qt.MouseButton.LeftButton)
    popup = room.view.question.day.popup()
    assert popup is not None
    qtbot.keyClick(popup.calendar, Qt.Key.Key_Escape)
    room.view.question.pick_day(Moment.parse("2022-08-25T07:30"))
    room.view.show_day(Moment.parse("2022-08-19T07:30"))
    room.settled(qtbot)
    assert "2022年8月19日 周五 07:30 → 2022年8月25日" in room.view.said.text(), "a day a person chose stays"


def test_what_is_filed_is_judged_again_when_somebody_looks(qtbot: QtBot, room: Room, desk: Desk) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    room.view.hide()
    contact: Answers = {"category": "close", "last_on": "2022-08-06"}
    desk.filing.append([Entry(blank="contact", subject="p1000", answers=contact)])
    room.view.refresh(frozenset({"p1000"}))
    assert names(room) == ["赵子涵"]
    room.view.show()
    room.settled(qtbot)
    assert names(room) == ["李雷", "赵子涵"]


def test_the_tables_are_copied_as_text(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    room.view.moves.table.setFocus()
    qtbot.keyClick(room.view.moves.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["班级", "姓名", "现在", "之后", "最早返校", "变化"]
    assert lines[1].split("\t")[:5] == ["七年级1班", "赵子涵", "暂缓返校", "暂缓返校", "8月16日 → 8月18日"]
    qtbot.mouseClick(room.view.needs.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 15
    assert lines[6].split("\t")[:3] == ["8月13日 周六", "0", "0 → 1"]
    assert [tr.say(notice.says, **notice.facts) for notice in room.notices] == [
        "已复制 1 人，可以粘贴", "已复制 14 天，可以粘贴",
    ]  # fmt: skip


def test_who_changes_is_saved_as_a_workbook(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    out = tmp_path / "试算.xlsx"
    room.asking.saved = out
    qtbot.mouseClick(room.view.moves.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(notice.says == "rosters.saved" for notice in room.notices))
    assert room.asking.asked == ["试算_2022-08-08.xlsx"]
    book = load_workbook(out)
    rows = [
        [str(cell) for cell in row if cell is not None]
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    assert rows[0] == ["盐湖区实验中学 如果这样，谁会变（试算）"]
    room.settled(qtbot)
    assert rows[1] == [room.view.said.text()]
    assert rows[2] == ["班级", "姓名", "现在", "之后", "最早返校", "变化"]
    assert rows[3][:5] == ["七年级1班", "赵子涵", "暂缓返校", "暂缓返校", "8月16日 → 8月18日"]
    assert rows[-1][0].startswith("这是试算，没有据此改动任何规则或判定。")


def test_english_and_the_dark_also_when_the_school_is_closed(
    qtbot: QtBot, qapp: QApplication, room: Room, desk: Desk
) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "9")
    room.view.moves.table.choose(ZHAO)
    desk.close()
    tr.speak(qapp, "en")
    view = room.view
    assert view.said.text().endswith("1 of 9 people differ")
    assert view.moves.returns(view.moves.model.row_at(0)) == "16 Aug → 18 Aug"
    assert "no more: Close contact" in view.moves.detail.text()
    assert view.matrix.cells["ready", "ready"].accessibleName() == "Ready → Ready: 3"
    assert "3 a day" in view.needs.assumed.text()
    style.wear(qapp, "dark")
    assert view.grab().toImage().pixelColor(3, 3).lightness() < 60


def test_a_pack_that_cannot_be_read_is_told(
    qtbot: QtBot, room: Room, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise CallError("rulebook.no-pack", file="x.toml")

    monkeypatch.setattr(desk.rules, "library", broken)
    room.view.refresh(None)
    assert "x.toml" in room.view.question.problem.text()


def test_a_number_that_can_be_tried_but_not_decided_is_told(qtbot: QtBot, room: Room) -> None:
    set_number(qtbot, room, CLOSE, "stages.0.days", "5")
    caution = room.view.question.caution
    assert caution.text().startswith("只能这样试，不能这样定：")
    assert "密切接触者" in caution.text()
    assert "第1段核酸第几天 排在第 7 天的核酸" in caution.text()
    assert room.view.moves.returns(room.view.moves.model.row_at(0)) == "8月16日 → 8月14日"
    room.view.question.choose("day")
    room.settled(qtbot)
    assert caution.isHidden()


def test_it_stands_on_the_rules_page_and_a_person_opens_on_the_people_page(
    qtbot: QtBot, desk: Desk, on: Moment
) -> None:
    page = RulesPage(desk, on)
    qtbot.addWidget(page)
    around = Around(page)
    page.resize(1204, 640)
    page.show()
    button = next(one for one in page.views.findChildren(QAbstractButton) if one.text() == "如果")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    view = page.view("what_if")
    assert isinstance(view, WhatIfView)
    qtbot.waitUntil(lambda: view.answer is not None and not view.busy())
    view.moves.table.choose(HAN_MEI)
    pressed(qtbot, view.moves.table)
    assert around.asked == [("people", Wanted(chosen=HAN_MEI))]
    around.office.close()
    page.close()


@pytest.mark.parametrize(
    ("now", "text", "written"),
    [
        (7, "１０", "10"),
        (7, " 5 ", "5"),
        (37.3, "37.5", "37.5"),
        ([1, 2], "1、3 5；7", "[1, 3, 5, 7]"),
        ([1], "", "[]"),
    ],
)
def test_a_number_is_typed_as_a_person_types(now: object, text: str, written: str) -> None:
    assert typed(text, Number("days", Same("天数"), now, Same("1–400"))) == written
