"""Two class rosters as schools have them: the plan shows what comes in first, nothing of it red that need not be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.intake.page import IntakePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import Chosen, document, on_show

pytestmark = pytest.mark.usefixtures("around")
NAMES = ("罗嘉怡", "白杰", "陈晨", "李  雷", "韩梅", "王浩", "赵磊", "孙悦")


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, on: Moment) -> Iterator[IntakePage]:
    with on_show(qtbot, IntakePage(empty_desk, on, asking=Chosen())) as made:
        yield made


def _of_two_classes(path: Path) -> Path:
    """Title, class teacher, a birth month beside the number that agrees with it, a foot, an empty third sheet."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for unit in (1, 2):
        sheet = made.create_sheet(f"7.{unit}")
        sheet.append([f"运城中学七年级{unit}班学生花名册"])
        sheet.merge_cells("A1:F1")
        sheet.append(["班主任：王丽", "", "", "电话：13800001111"])
        sheet.append(["序号", "学号", "姓名", "身份证号", "出生年月", "家长电话"])
        for at, name in enumerate(NAMES):
            number = document(unit * 100 + at, f"2013{at + 1:02d}05")
            written = (
                f"{number[:6]} {number[6:14]} {number[14:]}"
                if at == 4
                else f"'{number}"
                if at == 5
                else number
            )
            born = float(f"2013.{at + 1}") if at % 2 else f"2013.{at + 1}"
            phone = ("13912345678", 13912345678, "139-1234-5679")[at % 3]
            sheet.append(
                [at + 1, f"2026{unit:02d}{at + 1:02d}", f"{name}{'儿' * (unit - 1)}", written, born, phone]
            )
        sheet.append(["合计", f"{len(NAMES)}人"])
        sheet.append(["填表人：王丽", "", "", "校长签字："])
    made.create_sheet("Sheet3")
    made.save(path)
    return path


def _of_one_class(path: Path) -> Path:
    """Its class in one merged cell, father and mother beside each pupil, ticks for who boards, one number mistyped."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(
        ["学籍号", "班级", "学生姓名", "身份证号", "父亲姓名", "父亲电话", "母亲姓名", "母亲电话", "住宿"]
    )
    for at, name in enumerate(NAMES):
        number = document(300 + at, f"2013{at + 1:02d}05")
        wrong = f"{number[:17]}{'1' if number[17] != '1' else '2'}"
        sheet.append(
            [f"G{number}", "" if at else "7.3", f"小{name}", wrong if at == 5 else number, f"{name[0]}父",
             f"1380000000{at}", "李母", f"1370000000{at}", "" if at % 3 else "√"]
        )  # fmt: skip
    sheet.merge_cells(f"B2:B{len(NAMES) + 1}")
    made.save(path)
    return path


def test_two_rosters_are_taken_in_with_few_clicks_and_no_red_page(
    qtbot: QtBot, page: IntakePage, empty_desk: Desk, tmp_path: Path
) -> None:
    files = [_of_two_classes(tmp_path / "花名册一.xlsx"), _of_one_class(tmp_path / "花名册二.xlsx")]
    assert page.take_files(files)
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    view = page.plan_view
    lines = view.model.all_rows()
    assert page.columns.waiting() == 0
    assert page.card.views.choice() == "plan"
    assert [line.state for line in lines[:24]] == ["added"] * 24
    red = [line for line in lines if line.state == "refused"]
    assert [view.model.columns[0].text(line) for line in red] == ["未收此格"]  # the number that was mistyped
    assert view.count("doubtful") == view.count("asked") == 0
    classes = {view.model.columns[2].text(line) for line in lines[:24]}
    assert classes == {"七年级1班", "七年级2班", "七年级3班"}
    shared = [line for line in lines if line.state == "repaired" and line.things > 1]
    assert [line.things for line in shared if "班级" in view.model.columns[7].text(line)] == [8]
    qtbot.mouseClick(page.card.take, Qt.MouseButton.LeftButton)  # the only click
    assert len(empty_desk.people.files()) == 24
