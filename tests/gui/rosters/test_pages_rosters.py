"""The Rosters page: what is chosen is what is seen, and what is seen is what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.parts.table import INK_ROLE, TableView
from forms.rosters.page import RostersPage
from forms.words import tr
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import ON_DAY, Around, Chosen, fill_school, on_show


@pytest.fixture
def school(empty_desk: Desk, tmp_path: Path) -> Desk:
    fill_school(empty_desk, tmp_path)
    return empty_desk


@pytest.fixture
def asking(tmp_path: Path) -> Chosen:
    return Chosen(saved=tmp_path / "花名册.xlsx")


@pytest.fixture
def page(qtbot: QtBot, school: Desk, on: Moment, asking: Chosen) -> Iterator[RostersPage]:
    with on_show(qtbot, RostersPage(school, on, asking=asking)) as made:
        yield made


def _table(page: RostersPage) -> TableView:
    assert page.table is not None
    return page.table


def _cells(page: RostersPage) -> list[list[str]]:
    model = _table(page).model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def _headings(page: RostersPage) -> list[str]:
    model = _table(page).model()
    return [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]


def test_every_layout_can_be_chosen_by_key(qtbot: QtBot, page: RostersPage, school: Desk) -> None:
    titles = []
    page.layouts.setFocus()
    for _ in range(page.layouts.count()):
        titles.append(page.heading.text())
        qtbot.keyClick(page.layouts, Qt.Key.Key_Down)
    assert titles == [
        f"{school.workspace.school.name}{layout.title['zh']}" for layout in school.data.layouts.values()
    ]


def test_the_preview_has_the_rosters_own_headings_and_rows(page: RostersPage) -> None:
    assert _headings(page)[:4] == ["序号", "班级", "姓名", "性别"]
    rows = _cells(page)
    assert len(rows) == 8
    assert {row[1] for row in rows} == {"七年级1班"}
    assert "22 人" in page.under.text()
    assert "联防联控机制综发〔2022〕71号" in page.foot.text()


def test_another_sheet_is_another_class(page: RostersPage) -> None:
    names = [page.sheets.itemText(at) for at in range(page.sheets.count())]
    assert names[:3] == ["七年级1班", "七年级2班", "七年级3班"]
    page.sheets.setCurrentIndex(1)
    page.sheets.activated.emit(1)
    assert {row[1] for row in _cells(page)} == {"七年级2班"}


def test_verdicts_have_their_ink(page: RostersPage) -> None:
    model, at = _table(page).model(), _headings(page).index("判定")
    inks = {
        model.index(row, at).data(): model.index(row, at).data(INK_ROLE) for row in range(model.rowCount())
    }
    assert inks["暂缓返校"] == "deferred"
    assert inks["可返校"] == "ready"


def test_one_class_only(page: RostersPage) -> None:
    page.classes.setCurrentIndex(page.classes.findData("七年级3班"))
    page.classes.activated.emit(0)
    assert {row[1] for row in _cells(page)} == {"七年级3班"}
    assert "4 人" in page.under.text()


def test_numbers_are_hidden_when_asked(qtbot: QtBot, page: RostersPage) -> None:
    at = _headings(page).index("证件号")
    assert all("*" not in row[at] for row in _cells(page))
    qtbot.keyClick(page.masked, Qt.Key.Key_Space)
    assert all("*" in row[at] for row in _cells(page))


def test_what_is_saved_is_what_is_seen(
    qtbot: QtBot, page: RostersPage, around: Around, asking: Chosen, tmp_path: Path
) -> None:
    seen = _cells(page)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(around.notices))
    told = around.notices[-1]
    assert (told.says, told.act) == ("rosters.saved", "notice.open_folder")
    assert asking.asked == ["盐湖区实验中学师生返校花名册_2022-08-08.xlsx"]
    sheet = openpyxl.load_workbook(tmp_path / "花名册.xlsx")["七年级1班"]
    saved = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=4, max_row=11)]
    text = [
        at
        for at, column in enumerate(_headings(page))
        if column in ("班级", "姓名", "证件号", "判定", "原因")
    ]
    assert [[row[at] for at in text] for row in saved] == [[row[at] for at in text] for row in seen]


def test_nobody_chose_a_place_and_nothing_is_written(
    page: RostersPage, around: Around, asking: Chosen, tmp_path: Path
) -> None:
    asking.saved = None
    page.save.click()
    assert around.ended == 0
    assert not (tmp_path / "花名册.xlsx").exists()


def test_a_folder_that_is_gone_is_one_sentence(
    qtbot: QtBot, page: RostersPage, around: Around, asking: Chosen, tmp_path: Path
) -> None:
    asking.saved = tmp_path / "gone" / "花名册.xlsx"
    page.save.click()
    qtbot.waitUntil(lambda: bool(around.notices))
    assert around.notices[-1].tone == "error"
    assert "不存在" in tr.say(around.notices[-1].says, **around.notices[-1].facts)


def test_another_day_draws_another_roster(page: RostersPage) -> None:
    page.choose("deferred")
    before = _cells(page)
    page.show_day(Moment.parse("2022-08-30T08:00"))
    assert _cells(page) != before
    assert "8月30日" in page.under.text()


def test_a_changed_record_is_in_the_preview_at_once(page: RostersPage, school: Desk) -> None:
    subject = school.people.search("李雷")[0]
    person = next(record for record in school.people.records(subject) if record.blank == "person")
    draft = school.filing.draft("person", subject, ON_DAY, person)
    draft.write("phone", "13912345678")
    school.changed.append(page.refresh)
    school.filing.file_draft(draft)
    school.changed.remove(page.refresh)
    assert any("13912345678" in row for row in _cells(page))


def test_an_empty_roster_says_that_there_is_nobody(page: RostersPage) -> None:
    page.choose("deferred")
    page.classes.setCurrentIndex(page.classes.findData("七年级3班"))
    page.classes.activated.emit(0)
    assert _cells(page)[0][0] == "没有符合条件的人。"
    assert page.save.isEnabled()


def test_a_school_without_people_says_what_the_page_is_for(
    qtbot: QtBot, empty_desk: Desk, on: Moment
) -> None:
    page = RostersPage(empty_desk, on)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert not page.save.isEnabled()
    page.close()


def test_the_language_draws_it_anew_and_keeps_the_choice(qapp: QApplication, page: RostersPage) -> None:
    page.choose("travel")
    tr.speak(qapp, "en")
    assert page.layout_id() == "travel"
    assert page.heading.text() == "盐湖区实验中学: Travel ledger"
    assert _headings(page)[:3] == ["No.", "Class", "Name"]
