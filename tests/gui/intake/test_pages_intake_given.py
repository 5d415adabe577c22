"""The Intake page where a sheet is asked once, a cell is put right in the plan, and a workbook is not known at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.intake.column_lines import ColumnLine, GivenLine, Line
from forms.intake.page import IntakePage
from forms.parts.inputs import SearchBox
from schoolprep.intake import Choices, Plan
from tests.gui.pages_fixtures import Chosen, Sheets, book

pytestmark = pytest.mark.usefixtures("around")
CHECK: Sheets = {"Sheet1": [["姓名", "体温"], ["李雷", "36.5"], ["王小明", "37.9"]]}


def _plan(qtbot: QtBot, page: IntakePage, path: Path) -> Plan:
    page.asking = Chosen(path)
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert page.journey.plan is not None
    return page.journey.plan


def _anew(qtbot: QtBot, page: IntakePage, do: Callable[[], object]) -> Plan:
    """The plan that a person's word leads to."""
    before = page.journey.plan
    do()
    qtbot.waitUntil(lambda: page.journey.plan is not before and not page.journey.busy)
    assert page.journey.plan is not None
    return page.journey.plan


def _lines(page: IntakePage) -> list[Line]:
    return page.columns.model.all_rows()


def _given(page: IntakePage) -> dict[str, tuple[str, str]]:
    return {one.name: (one.writing, one.by()) for one in _lines(page) if isinstance(one, GivenLine)}


def _type(qtbot: QtBot, page: IntakePage, text: str) -> None:
    """Into the question of the line one has come to, with Enter."""
    page.columns.answer.go()
    qtbot.keyClicks(page.columns.answer.editor.focusProxy(), text)  # type: ignore[union-attr]
    qtbot.keyClick(page.columns.answer, Qt.Key.Key_Return)


def test_a_sheet_is_asked_once_for_its_class_day_and_hour(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    _plan(qtbot, page, book(tmp_path / "表.xlsx", CHECK))
    assert page.card.views.choice() == "columns"
    assert [line.title for line in _lines(page)[:3]] == ["整张表的班级", "整张表的日期", "整张表是哪一次"]
    assert page.columns.waiting() == 3
    _anew(qtbot, page, lambda: _type(qtbot, page, "7.1"))
    assert [line.title for line in _lines(page) if line.asks] == ["整张表的日期", "整张表是哪一次"]
    page.columns.table.choose(_lines(page)[0].key)
    _anew(qtbot, page, lambda: _type(qtbot, page, "8.8"))
    page.columns.table.choose(_lines(page)[0].key)
    noon = page.columns.answer.editor.pieces[1]  # type: ignore[union-attr]
    plan = _anew(qtbot, page, noon.click)
    assert page.columns.waiting() == 0
    said = [step.entry.answers or {} for step in plan.steps]
    assert [(one["day"], one["temp_noon"]) for one in said] == [("2022-08-08", 36.5), ("2022-08-08", 37.9)]
    assert _given(page) == {
        "class_name": ("七年级1班", "您刚才说的"), "day": ("2022-08-08", "您刚才说的"),
        "hour": ("temp_noon", "您刚才说的"),
    }  # fmt: skip


def test_what_the_files_name_says_is_shown_and_can_be_turned_off(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    _plan(qtbot, page, book(tmp_path / "七年级1班2022-08-08晨检.xlsx", CHECK))
    assert page.columns.waiting() == 0
    assert _given(page) == {
        "class_name": ("七年级1班", "文件名"), "day": ("2022-08-08", "文件名"), "hour": ("temp_am", "文件名"),
    }  # fmt: skip
    page.columns.table.choose(next(one.key for one in _lines(page) if one.title == "整张表的班级"))
    plan = _anew(qtbot, page, page.columns.none.click)
    assert [one.name for one in plan.questions] == ["class_name"]
    assert page.columns.waiting() == 1


def test_a_question_can_be_answered_in_the_plan(qtbot: QtBot, page: IntakePage, tmp_path: Path) -> None:
    _plan(qtbot, page, book(tmp_path / "七年级1班晨检.xlsx", CHECK))
    view = page.plan_view
    (asked,) = [line for line in view.model.all_rows() if line.state == "asked"]
    view.table.choose(asked.key)
    view.answer.go()
    qtbot.keyClicks(view.answer.editor.focusProxy(), "2022-8-8")  # type: ignore[union-attr]
    plan = _anew(qtbot, page, lambda: qtbot.keyClick(view.answer, Qt.Key.Key_Return))
    assert len(plan.steps) == 2
    rows = [[column.text(line) for column in view.model.columns][1:4] for line in view.model.all_rows()]
    assert rows[0] == ["李雷", "七年级1班", "2022-08-08"]


def test_a_cell_that_is_not_taken_is_put_right_in_the_plan(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    rows = [["日期", "班级", "姓名", "早体温"], ["2022-08-08", "七年级1班", "李雷", "三七度"]]
    _plan(qtbot, page, book(tmp_path / "晨检.xlsx", {"晨检": rows}))
    view = page.plan_view
    (refused,) = [line for line in view.model.all_rows() if line.state == "refused"]
    assert view.model.columns[0].text(refused) == "未收此格"
    view.table.choose(refused.key)
    view.table.opened.emit(refused.key)
    line = view.answer.editor.focusProxy()  # type: ignore[union-attr]
    line.setText("")  # type: ignore[union-attr]
    qtbot.keyClicks(line, "37")
    plan = _anew(qtbot, page, view.answer.enough.click)
    assert [(one.was, one.now, one.repair) for one in plan.receipt().repaired] == [
        ("三七度", "37.0", "by-hand")
    ]
    assert not [line for line in view.model.all_rows() if line.state == "refused"]


def test_a_repair_that_many_cells_share_is_one_line_and_opens(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    rows = [["姓名", "班级", "性别"], *([f"新生{at}", "7.5", "男"] for at in "甲乙丙丁")]
    _plan(qtbot, page, book(tmp_path / "新.xlsx", {"人员": rows}))
    view = page.plan_view
    (shared,) = [line for line in view.model.all_rows() if line.state == "repaired"]
    assert (view.count("repaired"), view._who(shared)) == (4, "4 格")
    view.table.opened.emit(shared.key)
    assert sum(line.state == "repaired" for line in view.model.all_rows()) == 5
    view.table.opened.emit(shared.key)
    assert sum(line.state == "repaired" for line in view.model.all_rows()) == 1
    assert [line.state for line in view.model.all_rows()][:4] == ["added"] * 4


def test_a_workbook_of_which_nothing_is_known_opens_the_columns(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    rows = [["某校", "二〇二二"], ["花名", "所在单位"], ["李雷", "七年级1班"]]
    _plan(qtbot, page, book(tmp_path / "未知.xlsx", {"Sheet1": rows}))
    assert page.card.views.choice() == "columns"
    assert [line.samples for line in _lines(page)] == ["李雷", "七年级1班"]
    assert page.columns.header.text() == "没有"
    _anew(qtbot, page, lambda: page.columns.header.setValue(2))
    assert [line.title for line in _lines(page)] == ["花名", "所在单位"]
    for title, target in (("花名", "person.name"), ("所在单位", "person.class_name")):
        page.columns.table.choose(next(one.key for one in _lines(page) if one.title == title))
        box = page.columns.word.target
        assert isinstance(box, SearchBox)
        plan = _anew(qtbot, page, lambda: _pick(box, target))  # noqa: B023 - done at once
    assert plan.pages[0].blanks == ("person",)
    assert all(not isinstance(line, ColumnLine) or line.heading.targets for line in _lines(page))


def _pick(box: SearchBox, target: str) -> None:
    at = box.findData(target)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_a_field_is_found_by_typing_part_of_its_name(qtbot: QtBot, page: IntakePage, tmp_path: Path) -> None:
    _plan(qtbot, page, book(tmp_path / "未知.xlsx", {"Sheet1": [["花名", "说"], ["李雷", "x"]]}))
    box = page.columns.word.target
    page.columns.table.choose(_lines(page)[0].key)
    box.search()
    found = box.completer()
    assert found is not None
    found.setCompletionPrefix("班级")
    names = [found.completionModel().index(row, 0).data() for row in range(found.completionCount())]
    assert names
    assert all("班级" in name for name in names)


def test_a_new_line_says_every_answer_that_has_no_column(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    """Answers that are lists too; whose it is, the class and the day stand in columns of their own."""
    check: Sheets = {
        "晨检": [
            ["日期", "姓名", "班级", "早体温", "症状"],
            ["2022-07-24", "李雷", "七年级1班", "37.9", "咳嗽"],
        ]
    }
    _plan(qtbot, page, book(tmp_path / "晨检.xlsx", check))
    view = page.plan_view
    (line,) = (one for one in view.model.all_rows() if one.state == "added")
    cells = [column.text(line) for column in view.model.columns]
    assert "早体温 37.9" in cells[-2] and "咳嗽" in cells[-2] and "2022-07-24" not in cells[-2]


def test_the_columns_of_a_chats_list_stand_beside_its_questions(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    """They stand in no cell of the text; only the one that a question is about has the question's line."""
    (tmp_path / "群.txt").write_text("#接龙\n1. 李雷 36.5 在家\n2. 王小明 37.9", "utf-8")
    _plan(qtbot, page, tmp_path / "群.txt")
    titles = [line.title for line in _lines(page)]
    assert {"整张表的班级", "整张表的日期", "整张表是哪一次"} <= set(titles)
    assert [line.title for line in _lines(page) if isinstance(line, ColumnLine)] == ["接龙内容", "姓名"]


def test_good_news_of_the_last_files_goes_when_the_next_are_shown(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    roll = [["班级", "姓名"], ["七年级1班", "新同学"]]
    _plan(qtbot, page, book(tmp_path / "名单.xlsx", {"人员": roll}))
    page.card.take.click()
    assert page.journey.receipt is not None
    with qtbot.waitSignal(page.hushed):
        _plan(qtbot, page, book(tmp_path / "七年级1班晨检.xlsx", CHECK))
    choices = page.journey.plan.choices if page.journey.plan is not None else Choices()
    with qtbot.assertNotEmitted(page.hushed):  # the same files with a person's word
        _anew(qtbot, page, lambda: page.plan_view.chosen.emit(choices.with_left_out("x", left_out=True)))


def test_a_question_says_which_file_and_can_be_answered_after_taking_in(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    roll: Sheets = {"Sheet1": [["班级", "姓名"], ["七年级1班", "新同学"]]}
    page.asking = Chosen(book(tmp_path / "晨检8.8.xlsx", CHECK), book(tmp_path / "名单.xlsx", roll))
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert page.columns.waiting() == 2
    assert all("晨检8.8.xlsx › Sheet1" in line.samples for line in _lines(page) if line.asks)
    page.card.take.click()
    assert page.journey.receipt is not None and len(page.journey.receipt.questions) == 2
    assert page.receipt_view.resume.isVisible()
    plan = _anew(qtbot, page, page.receipt_view.resume.click)
    assert (plan.receipt().unchanged, len(plan.steps)) == (1, 0)  # what was written is there already
    _anew(qtbot, page, lambda: _type(qtbot, page, "7.1"))
    page.columns.table.choose(_lines(page)[0].key)
    plan = _anew(
        qtbot, page, page.columns.answer.enough.click
    )  # the day that the file's name may say is offered
    assert len(plan.steps) == 2


def test_a_class_that_nobody_is_in_is_told_before_and_after_it_is_said(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    _plan(
        qtbot,
        page,
        book(tmp_path / "早检2022-08-08.xlsx", {"Sheet1": [["姓名", "早体温"], ["李雷", "36.5"]]}),
    )
    before = page.journey.plan
    _type(qtbot, page, "9.9")
    assert page.columns.answer.problem.text() == "在册的没有 九年级9班。没有写错就照样点“就这样”。"
    qtbot.waitUntil(lambda: page.journey.plan is not before and not page.journey.busy)
    assert page.journey.plan is not None
    assert [one.problem.code for one in page.journey.plan.notes] == ["intake.class-of-nobody"]


def test_names_without_any_heading_are_asked_for_what_they_are(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    _plan(qtbot, page, book(tmp_path / "名.xlsx", {"Sheet1": [["郑一诺"], ["钱多多"], ["褚天佑"]]}))
    assert page.card.views.choice() == "columns" and page.columns.header.value() == 0
    assert [(line.title, line.samples) for line in _lines(page)] == [("A", "郑一诺　钱多多　褚天佑")]
    _anew(qtbot, page, page.columns.word.yes.click)
    plan = _anew(qtbot, page, lambda: _type(qtbot, page, "7.1"))
    assert [(step.entry.answers or {})["name"] for step in plan.steps] == ["郑一诺", "钱多多", "褚天佑"]


def test_what_is_ticked_is_counted_and_nothing_against_it_stays_ticked(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    rows = [["日期", "班级", "姓名", "早体温"]]
    rows += [["2022-08-08", "七年级9班", name, "36.6"] for name in ("李雷", "新同学")]
    _plan(qtbot, page, book(tmp_path / "晨检.xlsx", {"晨检": rows}))
    view = page.plan_view

    def doubts() -> list[tuple[bool, str]]:
        cells = view.model.columns
        return [(line.accepted, cells[6].text(line)) for line in view.model.all_rows() if line.ticks]

    same, new = "李雷 七年级1班 2009-08-01", "作为新人录入（1 人）"
    assert doubts() == [(False, same), (False, new), (False, new)]
    view.accept_all.click()
    assert doubts() == [(True, same), (True, new)]  # who is on file is not new as well
    assert page.card._says.text() == "写入后：新增 2 条，更正 1 条"
    view.toggle(next(line.key for line in view.model.all_rows() if line.ticks))
    assert doubts() == [(False, same), (True, new), (False, new)]
    assert page.card._says.text() == "写入后：新增 2 条，更正 0 条"
